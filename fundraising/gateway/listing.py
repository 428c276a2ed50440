"""Lists at Stripe, page after page: what moved its balance, what it told, and what it holds."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fundraising.gateway.client import call, id_of
from fundraising.gateway.events import event_of
from fundraising.gateway.values import Event

PAGE = 100


@dataclass(frozen=True, slots=True)
class Movement:
    """One balance transaction as the list shows it, signed as Stripe signs it, in minor units of the account's
    currency. `source` is the id of what caused it, `payment_intent` the payment that belongs to, where there is one."""

    id: str
    category: str
    source: str | None
    payment_intent: str | None
    amount: int
    fee: int
    net: int
    currency: str
    created: int


@dataclass(frozen=True, slots=True)
class Page:
    """Newest first. `next_cursor` is None on the last page."""

    movements: tuple[Movement, ...]
    next_cursor: str | None


def list_movements(since: datetime, cursor: str = "") -> Page:
    """One page of every movement of the balance since then; `cursor` is the last page's. Raises GatewayDown."""
    params: dict[str, Any] = {
        "created": {"gte": int(since.timestamp())},
        "limit": PAGE,
        "expand": ["data.source"],
    }
    if cursor:
        params["starting_after"] = cursor
    raw = call(lambda client: client.v1.balance_transactions.list(params))  # type: ignore[arg-type]  # one dict for both
    found = tuple(movement_of(row) for row in raw["data"])
    return Page(found, found[-1].id if raw.get("has_more") and found else None)


def movement_of(raw: dict[str, Any]) -> Movement:
    source = raw.get("source")
    return Movement(
        id=raw["id"],
        category=raw.get("reporting_category") or raw.get("type") or "",
        source=id_of(source),
        payment_intent=id_of(source.get("payment_intent")) if isinstance(source, dict) else None,
        amount=raw["amount"],
        fee=raw["fee"],
        net=raw["net"],
        currency=raw["currency"].upper(),
        created=raw["created"],
    )


def fetch_holdings() -> dict[str, int]:
    """What Stripe says it holds for us, available and pending together: minor units by currency, below zero where we
    owe. Raises GatewayDown."""
    return holdings_of(call(lambda client: client.v1.balance.retrieve()))


def holdings_of(raw: dict[str, Any]) -> dict[str, int]:
    held: dict[str, int] = {}
    for part in (*raw["available"], *raw["pending"]):
        currency = part["currency"].upper()
        held[currency] = held.get(currency, 0) + part["amount"]
    return held


def list_events(since: datetime, types: Collection[str]) -> Iterator[Event]:
    """Every event of these types since then, at most 30 days back, newest first, page after page. Raises GatewayDown.

    Filtered here, since Stripe takes at most twenty types."""
    params: dict[str, Any] = {"created": {"gte": int(since.timestamp())}, "limit": PAGE}
    while True:
        raw = call(lambda client: client.v1.events.list(params))  # type: ignore[arg-type]  # as above
        yield from (event_of(row) for row in raw["data"] if row["type"] in types)
        if not raw.get("has_more") or not raw["data"]:
            return
        params["starting_after"] = raw["data"][-1]["id"]
