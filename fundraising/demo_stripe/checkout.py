"""What happens to a Checkout Session, its payment and its money. Every verb is safe to repeat."""

from __future__ import annotations

import time

from . import billing, objects, payments
from .delivery import emit
from .errors import ApiError, missing
from .objects import Body
from .store import Store

# Stripe's published test cards; the number itself is never kept, only the last four digits.
GOOD_CARDS = frozenset({"4242424242424242", "4000056655665556", "4111111111111111"})
BAD_CARDS = {
    "4000000000000002": ("card_declined", "generic_decline", "Your card was declined."),
    "4000000000009995": ("card_declined", "insufficient_funds", "Your card has insufficient funds."),
    "4000000000000069": ("expired_card", None, "Your card has expired."),
    "4000000000000127": ("incorrect_cvc", None, "Your card's security code is incorrect."),
}


def load(store: Store, session_id: str) -> Body:
    found = store.load(session_id, "checkout.session")
    if not found:
        raise missing("checkout.session", session_id, "session")
    return found


def rebase(store: Store, base: str) -> None:
    """After a restart on another port the open pages are found there."""
    with store.transaction():
        for _, session in store.all("checkout.session"):
            if session["url"] and not session["url"].startswith(f"{base}/"):
                store.save({**session, "url": f"{base}/c/pay/{session['id']}"})


def _intent_of(store: Store, session: Body) -> Body:
    """The session's payment intent; Stripe makes it at the first attempt to pay, so do we."""
    if session["payment_intent"]:
        return store.load(session["payment_intent"]) or {}
    made = objects.payment_intent(session, store.private(session["id"]).get("intent", {}), int(time.time()))
    if session["mode"] == "payment":  # a subscription's session never names a payment of its own
        session["payment_intent"] = made["id"]
    store.save(made)
    emit(store, "payment_intent.created", made)
    return made


def _must_be_open(session: Body) -> None:
    if session["status"] != "open":
        raise ApiError(
            f"This Checkout Session is {session['status']}; it can no longer be paid.", code="session_closed"
        )


def _attempt(store: Store, session: Body, email: str | None, name: str | None) -> Body:
    known = store.load(session["customer"] or "", "customer") or {}
    payer = {"email": email or session["customer_email"] or known.get("email"), "name": name}
    details = session["customer_details"] or objects.nobody()
    session["customer_details"] = {**details, **{key: value for key, value in payer.items() if value}}
    return payer


def pay(
    store: Store, session_id: str, *, last4: str = "4242", email: str | None = None, name: str | None = None
) -> Body:
    """Paid by card. Again on a completed session: nothing happens, the same session comes back."""
    with store.transaction():
        session = load(store, session_id)
        if session["status"] == "complete":
            return session
        _must_be_open(session)
        payer, method = _attempt(store, session, email, name), objects.card_method(last4)
        if session["mode"] == "subscription":
            billing.begin(store, session, method, payer, "pay")
        else:
            intent = _intent_of(store, session)
            charge = objects.charge(intent, "succeeded", method, payer, int(time.time()))
            payments.take(store, intent, charge)
        return _complete(store, session, "paid")


def _complete(store: Store, session: Body, payment_status: str) -> Body:
    session.update(status="complete", payment_status=payment_status, url=None)
    store.save(session)
    emit(store, "checkout.session.completed", session)
    return session


def decline(store: Store, session_id: str, *, number: str = "4000000000000002", email: str | None = None,
            name: str | None = None) -> Body:  # fmt: skip
    """The bank says no. The session stays open and payable."""
    with store.transaction():
        session = load(store, session_id)
        _must_be_open(session)
        payer = _attempt(store, session, email, name)
        intent = _intent_of(store, session)
        charge = objects.charge(intent, "failed", objects.card_method(number[-4:]), payer, int(time.time()))
        payments.refuse(store, intent, charge, BAD_CARDS.get(number, BAD_CARDS["4000000000000002"]))
        store.save(session)
        return session


def later(store: Store, session_id: str, *, email: str | None = None, name: str | None = None) -> Body:
    """A bank debit: the session is complete and unpaid until the bank answers."""
    with store.transaction():
        session = load(store, session_id)
        if session["status"] == "complete":
            return session
        _must_be_open(session)
        payer, method = _attempt(store, session, email, name), objects.debit_method()
        if session["mode"] == "subscription":
            billing.begin(store, session, method, payer, "wait")
        else:
            intent = _intent_of(store, session)
            charge = objects.charge(intent, "pending", method, payer, int(time.time()))
            payments.begin_debit(store, intent, charge)
        return _complete(store, session, "unpaid")


def intent_id_of(store: Store, session: Body) -> str:
    """The session's payment, or its first invoice's; empty while there is none."""
    if session["invoice"]:
        return str(store.private(session["invoice"]).get("intent") or "")
    return session["payment_intent"] or ""


def _under_way(store: Store, session_id: str) -> tuple[Body, Body, Body]:
    session = load(store, session_id)
    intent = store.load(intent_id_of(store, session)) or {}
    if session["status"] != "complete" or intent.get("status") != "processing":
        raise ApiError("Only a session whose bank debit is under way can succeed or fail later.", code="not_under_way")
    return session, intent, store.load(intent["latest_charge"]) or {}


def async_succeed(store: Store, session_id: str) -> Body:
    with store.transaction():
        session, intent, charge = _under_way(store, session_id)
        if session["invoice"]:
            billing.debit_answered(store, session, good=True)
        else:
            payments.take_debit(store, intent, charge)
        session["payment_status"] = "paid"
        store.save(session)
        emit(store, "checkout.session.async_payment_succeeded", session)
        return session


def async_fail(store: Store, session_id: str) -> Body:
    with store.transaction():
        session, intent, charge = _under_way(store, session_id)
        if session["invoice"]:
            billing.debit_answered(store, session, good=False)
        else:
            payments.refuse(store, intent, charge, billing.BOUNCED)
        emit(store, "checkout.session.async_payment_failed", session)
        return session


def expire(store: Store, session_id: str) -> Body:
    with store.transaction():
        session = load(store, session_id)
        if session["status"] != "open":
            raise ApiError(
                'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status '
                f"of {session['status']}."
            )
        session.update(status="expired", url=None)
        store.save(session)
        emit(store, "checkout.session.expired", session)
        return session


def expire_by_clock(store: Store, session_id: str) -> None:
    if (store.load(session_id) or {}).get("status") == "open":
        expire(store, session_id)


def settle_now(store: Store, session_id: str) -> Body:
    """Do not wait for the settle delay of this session's charge."""
    session = load(store, session_id)
    intent = store.load(intent_id_of(store, session)) or {}
    payments.settle(store, intent.get("latest_charge") or "")
    return session
