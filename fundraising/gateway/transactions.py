"""Balance transactions: every movement of the balance at Stripe, and what they say."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from fundraising.gateway.client import call_all, id_of
from fundraising.gateway.values import Balance

PAGE = 100


def fetch_payout_lines(payout_id: str) -> list[Balance]:
    """What went into an automatic payout, its own withdrawal left out; empty until Stripe has reconciled it. Raises
    GatewayDown, NotThere, and GatewayRefused for a payout made by hand: Stripe cannot say what is in it."""
    found = call_all(lambda client: client.v1.balance_transactions.list({"payout": payout_id, "limit": PAGE}))
    return [line for raw in found if (line := balance_of(raw)) is not None and line.source != payout_id]


def balance_of(raw: Any) -> Balance | None:
    """None for what is no object: an id that was not expanded, or nothing yet."""
    if not isinstance(raw, dict):
        return None
    rate = raw.get("exchange_rate")
    return Balance(
        id=raw["id"],
        amount=raw["amount"],
        fee=raw["fee"],
        net=raw["net"],
        currency=raw["currency"].upper(),
        available_on=raw["available_on"],
        # As written, so that no binary fraction comes in.
        exchange_rate=None if rate is None else Decimal(str(rate)),
        category=raw.get("reporting_category") or raw.get("type") or "",
        source=id_of(raw.get("source")),
        created=raw.get("created"),
    )
