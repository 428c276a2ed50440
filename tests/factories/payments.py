"""What Stripe says of refunds, disputes, payouts and warnings: our own values, as the gateway answers them."""

import time
from decimal import Decimal
from itertools import count

from fundraising import gateway
from fundraising.actions import payouts
from fundraising.models import Donation
from tests.factories.fundraising import make_balance

_n = count(1)


def _now() -> int:
    return int(time.time())


def make_refund(donation: Donation | None, amount: int | None = None, **fields) -> gateway.Refund:
    """A refund as Stripe tells it: made at once, unless `status` or `balance` say otherwise. Minor units; `settled`
    and `back` give the balance transactions' amounts in the account's currency."""
    n = next(_n)
    amount = donation.amount_minor if amount is None else amount
    status = fields.get("status", "succeeded")
    settled = fields.pop("settled", amount)
    currency = donation.fund.currency if donation else "USD"
    out = make_balance(-settled, 0, currency=currency, id=f"txn_re{n}", category="refund", created=_now())
    values = {
        "id": f"re_{n}",
        "status": status,
        "amount": amount,
        "currency": donation.currency if donation else "USD",
        "payment_intent": donation.payment_intent if donation else None,
        "charge_id": donation.charge if donation else None,
        "reason": None,
        "failure_reason": None,
        "created": _now(),
        "balance": out,
        "failure_balance": None,
        "metadata": {},
    } | fields
    return gateway.Refund(**values)


def failed(refund: gateway.Refund, reason: str = "lost_or_stolen_card") -> gateway.Refund:
    """The same refund after the card's bank sent it back."""
    fields = {name: getattr(refund, name) for name in refund.__dataclass_fields__}
    back = None
    if refund.balance:
        back = make_balance(
            -refund.balance.amount, 0, currency=refund.balance.currency, id=f"{refund.balance.id}_back", created=_now()
        )
    return gateway.Refund(**{**fields, "status": "failed", "failure_reason": reason, "failure_balance": back})


def taken(amount: int, fee: int = 15_00, **fields) -> gateway.Balance:
    """What Stripe takes when a dispute opens."""
    return make_balance(-amount, fee, id=f"txn_du{next(_n)}", category="dispute", created=_now(), **fields)


def reinstated(amount: int, fee: int = 0, **fields) -> gateway.Balance:
    return make_balance(amount, fee, id=f"txn_du{next(_n)}", category="dispute_reversal", created=_now(), **fields)


def make_dispute(donation: Donation | None, *movements, status="needs_response", **fields) -> gateway.Dispute:
    values = {
        "id": f"du_{next(_n)}",
        "status": status,
        "amount": donation.amount_minor if donation else 1,
        "currency": donation.currency if donation else "USD",
        "payment_intent": donation.payment_intent if donation else None,
        "charge_id": donation.charge if donation else "ch_none",
        "reason": "fraudulent",
        "created": _now(),
        "due_by": _now() + 14 * 86400,
        "movements": tuple(movements),
        "livemode": False,
    } | fields
    return gateway.Dispute(**values)


def later(thing, **fields):
    """The same object as Stripe tells it later."""
    return type(thing)(**{name: getattr(thing, name) for name in thing.__dataclass_fields__} | fields)


def make_warning(donation: Donation, **fields) -> gateway.FraudWarning:
    values = {
        "id": f"issfr_{next(_n)}",
        "payment_intent": donation.payment_intent,
        "charge_id": donation.charge,
        "fraud_type": "unauthorized_use_of_card",
        "actionable": True,
        "created": _now(),
        "livemode": False,
    } | fields
    return gateway.FraudWarning(**values)


def make_payout(amount: int, status: str = "pending", **fields) -> gateway.Payout:
    values = {
        "id": f"po_{next(_n)}",
        "status": status,
        "amount": amount,
        "currency": "USD",
        "automatic": True,
        "arrival_date": _now() + 86400,
        "created": _now(),
        "reconciled": False,
        "balance_transaction": f"txn_po{next(_n)}",
        "failure_code": None,
        "livemode": False,
    } | fields
    return gateway.Payout(**values)


def converted(amount: int, rate: str, *, fee: int = 0, currency: str = "USD") -> gateway.Balance:
    """What a gift in another currency came to."""
    return make_balance(amount, fee, currency=currency, exchange_rate=Decimal(rate))


def pay_out(minor: int, currency: str = "USD") -> None:
    """A payout of what Stripe holds, and it arrived: the row, and both entries."""
    payouts.follow(make_payout(minor, "paid", currency=currency))
