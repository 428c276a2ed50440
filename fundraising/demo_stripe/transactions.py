"""Balance transactions: every movement of the account's balance, in USD. What they sum to is the balance."""

from __future__ import annotations

import time
from decimal import ROUND_HALF_UP, Decimal

from .objects import TO_USD, ZERO_DECIMAL, Body, new_id
from .store import Store

# Card: what US charities report paying. Bank debit: 0.8 %, at most 5 USD.
CARD_RATE, CARD_FIXED, DEBIT_RATE, DEBIT_MOST = Decimal("0.022"), 30, Decimal("0.008"), 500
DISPUTE_FEE = 1500
DAY = 86400


def settled(amount: int, currency: str) -> tuple[int, float | None]:
    """(the amount in cents of USD, the exchange rate or None for USD itself)."""
    rate = Decimal(TO_USD[currency])
    scale = 100 if currency in ZERO_DECIMAL else 1
    return _whole(amount * rate * scale), None if currency == "usd" else float(rate)


def _whole(number: Decimal) -> int:
    return int(number.quantize(Decimal(1), ROUND_HALF_UP))


def make(store: Store, kind: str, category: str, amount: int, *, source: str | None, description: str | None,
         fee: int = 0, fee_words: str = "", rate: float | None = None, wait: int = 0) -> Body:  # fmt: skip
    """Save one transaction of `amount` cents (signed) with `fee` taken out; `wait` days until it is available."""
    now = int(time.time())
    body = {
        "id": new_id("txn_"),
        "object": "balance_transaction",
        "amount": amount,
        "available_on": (now // DAY + wait) * DAY if wait else now,
        "balance_type": "payments",
        "created": now,
        "currency": "usd",
        "description": description,
        "exchange_rate": rate,
        "fee": fee,
        "fee_details": [
            {"amount": fee, "application": None, "currency": "usd", "description": fee_words, "type": "stripe_fee"}
        ]
        if fee
        else [],
        "net": amount - fee,
        "reporting_category": category,
        "source": source,
        "status": "pending" if wait else "available",
        "type": kind,
    }
    store.save(body)
    return body


def of_charge(store: Store, paid: Body) -> Body:
    """The settled truth of one charge, with the fee taken out; available after two days."""
    gross, rate = settled(paid["amount"], paid["currency"])
    if paid["payment_method_details"]["type"] == "card":
        fee = _whole(gross * CARD_RATE) + CARD_FIXED
    else:
        fee = min(DEBIT_MOST, _whole(gross * DEBIT_RATE))
    kind = "charge" if paid["id"].startswith("ch_") else "payment"
    return make(
        store, kind, "charge", gross, source=paid["id"], description=paid["description"], fee=fee,
        fee_words="Stripe processing fees", rate=rate, wait=2,
    )  # fmt: skip


def monthly_fee(store: Store, amount: int) -> Body:
    """What Stripe takes for its own services, outside any payment."""
    month = time.strftime("%Y-%m-%d", time.gmtime())
    return make(store, "stripe_fee", "fee", -amount, source=None, description=f"Billing - Usage Fee ({month})")


def current(body: Body) -> Body:
    """As it reads now: what was pending becomes available when its day has come."""
    return {**body, "status": "available" if body["available_on"] <= time.time() else "pending"}


def balance(store: Store) -> Body:
    sums = {"available": 0, "pending": 0}
    for _, body in store.all("balance_transaction"):
        sums[current(body)["status"]] += body["net"]

    def part(amount: int) -> list[Body]:
        return [{"amount": amount, "currency": "usd", "source_types": {"card": amount}}]

    return {
        "object": "balance",
        "available": part(sums["available"]),
        "livemode": False,
        "pending": part(sums["pending"]),
        "refund_and_dispute_prefunding": {"available": part(0), "pending": part(0)},
    }
