"""Money on its way from Stripe to the bank account."""

from __future__ import annotations

from typing import Any

from fundraising.gateway.client import call, id_of
from fundraising.gateway.values import Payout


def fetch_payout(payout_id: str) -> Payout:
    """Raises GatewayDown, NotThere."""
    return payout_of(call(lambda client: client.v1.payouts.retrieve(payout_id)))


def payout_of(raw: dict[str, Any]) -> Payout:
    return Payout(
        id=raw["id"],
        status=raw["status"],
        amount=raw["amount"],
        currency=raw["currency"].upper(),
        automatic=raw["automatic"],
        arrival_date=raw["arrival_date"],
        created=raw["created"],
        reconciled=raw.get("reconciliation_status") == "completed",
        balance_transaction=id_of(raw.get("balance_transaction")),
        failure_code=raw.get("failure_code"),
        livemode=raw["livemode"],
    )
