"""The demo Stripe of the demo's past. Every payment, refund, dispute and payout of the play is made there by its own
verbs, at its moment of the play, and read from it as the gateway reads Stripe. What it holds in the end is what the
process beside the service goes on from."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import timezone

from fundraising import gateway, outgoing
from fundraising.actions import donations
from fundraising.demo_stripe import alerts, billing, checkout, checkout_create, disputes, objects, payouts
from fundraising.demo_stripe import payments as money_in
from fundraising.demo_stripe import refunds as given_back
from fundraising.demo_stripe import subscriptions as plans
from fundraising.demo_stripe import transactions as lines
from fundraising.demo_stripe.expansion import expand
from fundraising.demo_stripe.store import Store
from fundraising.models import CheckoutAttempt

_STORE: ContextVar[Store] = ContextVar("the demo Stripe of the play")
LINE = ["balance_transaction", "failure_balance_transaction"]


class Month(NamedTuple):
    """What Stripe says of one month of a monthly gift."""

    invoice: gateway.Invoice
    payment: gateway.Payment


@contextmanager
def opened(store: Store) -> Iterator[None]:
    """Play into this one. Nobody hears its events: the play tells our books itself."""
    store.set("subscribed", [])
    mark = _STORE.set(store)
    try:
        yield
        _tidy(store)
    finally:
        _STORE.reset(mark)


def _tidy(store: Store) -> None:
    """What was heard is no news, and what was done is no duty. A charge that has not settled waits for somebody to
    press the button, so that the demo goes on showing it."""
    store.run("DELETE FROM object WHERE kind = 'event'")
    store.run("DELETE FROM setting")
    store.run("DELETE FROM duty WHERE verb IN ('settle', 'refund_reference')")
    is_open = "SELECT id FROM object WHERE kind = 'checkout.session' AND json_extract(body, '$.status') = 'open'"
    store.run(f"DELETE FROM duty WHERE verb = 'expire' AND target NOT IN ({is_open})")  # noqa: S608
    is_read = "SELECT id FROM object WHERE json_extract(body, '$.reconciliation_status') = 'completed'"
    store.run(f"DELETE FROM duty WHERE verb = 'reconcile' AND target IN ({is_read})")  # noqa: S608


def _read(identifier: str, *paths: str) -> dict[str, Any]:
    store = _STORE.get()
    found = store.load(identifier)
    assert found is not None
    return expand(store, found, list(paths))


# -- gifts ---------------------------------------------------------------------------------------------
def open_page(attempt: CheckoutAttempt) -> gateway.Session:
    """The payment page of this try, not paid yet."""
    store = _STORE.get()
    asked = dict(gateway.session_params(outgoing.session_request(attempt)))
    session = gateway.session_of(checkout_create.create(store, asked, settings.STRIPE_API_BASE))
    donations.remember_session(attempt, session)
    return session


def pay(session: gateway.Session, last4: str, *, is_settled: bool = True) -> gateway.Payment:
    """Paid by card. `is_settled` False: what it comes to is not known yet."""
    store = _STORE.get()
    checkout.pay(store, session.id, last4=last4)
    if is_settled:
        checkout.settle_now(store, session.id)
    return payment(checkout.intent_id_of(store, _read(session.id)))


def pay_by_debit(session: gateway.Session) -> None:
    """The bank answers days later."""
    checkout.later(_STORE.get(), session.id)


def bounce(session: gateway.Session) -> None:
    checkout.async_fail(_STORE.get(), session.id)


def leave(session: gateway.Session) -> None:
    """Nobody paid, and its time is over."""
    checkout.expire(_STORE.get(), session.id)


def pay_beside(amount_minor: int, currency: str, metadata: dict[str, str], last4: str) -> gateway.Payment:
    """A payment that went over no page of ours, and carries the mark of one."""
    store, now = _STORE.get(), int(timezone.now().timestamp())
    like = {"amount_total": amount_minor, "currency": currency.lower(), "payment_method_types": ["card"]}
    intent = objects.payment_intent(like, {"metadata": metadata}, now)
    charge = objects.charge(intent, "succeeded", objects.card_method(last4), {}, now)
    money_in.take(store, intent, charge)
    money_in.settle(store, charge["id"])
    return payment(intent["id"])


def session(session_id: str) -> gateway.Session:
    return gateway.session_of(_read(session_id))


def payment(intent_id: str) -> gateway.Payment:
    return gateway.payment_of(_read(intent_id, "latest_charge.balance_transaction"))


# -- monthly gifts -------------------------------------------------------------------------------------
def renew(subscription_id: str, *, outcome: str = "pay") -> Month:
    """The next month is taken, or refused (`fail`)."""
    billed = billing.renew(_STORE.get(), subscription_id, outcome=outcome)
    return month(billed["latest_invoice"])


def month(invoice_id: str) -> Month:
    store = _STORE.get()
    paid = payment(store.private(invoice_id)["intent"])
    money_in.settle(store, paid.charge_id or "")
    return Month(gateway.invoice_of(_read(invoice_id, "payments")), payment(paid.id))


def change_subscription(subscription_id: str, **given: Any) -> None:
    """`cancel_at`, `pause_collection`, as the API takes them."""
    plans.update(_STORE.get(), subscription_id, given)


def cancel_subscription(subscription_id: str) -> None:
    plans.cancel(_STORE.get(), subscription_id, {})


# -- what becomes of payments --------------------------------------------------------------------------
def refund(payment_intent: str, amount_minor: int, metadata: dict[str, str] | None = None, *,
           outcome: str = "succeeded") -> gateway.Refund:  # fmt: skip
    """`outcome` is one of `refunds.OUTCOMES`. Without our mark somebody pressed Refund in the Dashboard."""
    store = _STORE.get()
    store.set("refund_outcome", outcome)
    made = given_back.create(
        store, {"payment_intent": payment_intent, "amount": amount_minor, "metadata": metadata or {}}
    )
    return gateway.refund_of(_read(made["id"], *LINE))


def fail_refund(refund_id: str) -> gateway.Refund:
    given_back.fail(_STORE.get(), refund_id)
    return gateway.refund_of(_read(refund_id, *LINE))


def dispute(charge: str, reason: str) -> gateway.Dispute:
    return gateway.dispute_of(disputes.dispute(_STORE.get(), charge, reason=reason))


def inquire(charge: str) -> gateway.Dispute:
    return gateway.dispute_of(disputes.inquire(_STORE.get(), charge))


def win(dispute_id: str) -> gateway.Dispute:
    return gateway.dispute_of(disputes.win(_STORE.get(), dispute_id))


def lose(dispute_id: str) -> gateway.Dispute:
    return gateway.dispute_of(disputes.lose(_STORE.get(), dispute_id))


def warn(charge: str) -> gateway.FraudWarning:
    return gateway.warning_of(alerts.warn(_STORE.get(), charge))


# -- the balance ---------------------------------------------------------------------------------------
def send_payout() -> str:
    """What is available goes to the bank; answers the payout's id."""
    store = _STORE.get()
    return str(payouts.send(store, payouts.create(store, only_available=True)["id"])["id"])


def arrive(payout_id: str) -> None:
    payouts.pay(_STORE.get(), payout_id)


def return_payout(payout_id: str) -> None:
    payouts.fail(_STORE.get(), payout_id)


def payout(payout_id: str) -> gateway.Payout:
    return gateway.payout_of(_read(payout_id))


def payout_lines(payout_id: str) -> list[gateway.Balance]:
    """What went into it, once Stripe has worked that out, which it does now."""
    store = _STORE.get()
    payouts.reconcile(store, payout_id)
    found = [gateway.balance_of(_read(name)) for name in sorted(payouts.lines_of(store, payout_id))]
    return [line for line in found if line is not None and line.source != payout_id]


def charge_fee(amount_minor: int) -> None:
    """What Stripe takes for its own services."""
    lines.monthly_fee(_STORE.get(), amount_minor)


def adjust(amount_minor: int, description: str) -> None:
    lines.make(_STORE.get(), "adjustment", "other_adjustment", amount_minor, source=None, description=description)


def movements() -> list[gateway.Movement]:
    """Every line of the balance, newest first, as the list shows it."""
    store = _STORE.get()
    return [gateway.movement_of(expand(store, body, ["source"])) for _place, body in store.all("balance_transaction")]


def holdings() -> dict[str, int]:
    return gateway.holdings_of(lines.balance(_STORE.get()))
