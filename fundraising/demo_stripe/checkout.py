"""What happens to a Checkout Session, its payment and its money. Every verb is safe to repeat."""

from __future__ import annotations

import time
from typing import Any

from . import objects, params
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
SETTLE_DELAY = 1.0
SHORTEST, LONGEST = 30 * 60, 24 * 3600

_currency = params.one_of(*objects.TO_USD)
_product = params.fields(
    {"name": params.text(), "description": params.text(), "metadata": params.metadata}, required=("name",)
)
_price = params.fields(
    {"currency": _currency, "unit_amount": params.integer(0), "product_data": _product},
    required=("currency", "unit_amount", "product_data"),
)
_line = params.fields(
    {"price_data": _price, "price": params.text(), "quantity": params.integer(1, 999_999)}, required=("quantity",)
)
_intent_data = params.fields(
    {
        "metadata": params.metadata,
        "description": params.text(1000),
        "receipt_email": params.email,
        "statement_descriptor_suffix": params.text(22),
        "capture_method": params.one_of("automatic", "automatic_async"),
    }
)
CREATE = params.fields(
    {
        "mode": params.one_of("payment", "setup", "subscription"),
        "submit_type": params.one_of("auto", "book", "donate", "pay"),
        "line_items": params.many(_line),
        "success_url": params.url,
        "cancel_url": params.url,
        "client_reference_id": params.text(200),
        "customer_email": params.email,
        "customer_creation": params.one_of("always", "if_required"),
        "billing_address_collection": params.one_of("auto", "required"),
        "expires_at": params.integer(),
        "expand": params.many(params.text()),
        "locale": params.one_of("auto", "en", "en-GB", "es", "es-419", "fr", "fr-CA", "de", "it", "pt", "pt-BR"),
        "metadata": params.metadata,
        "payment_intent_data": _intent_data,
        "ui_mode": params.one_of("hosted_page"),
    },
    required=("mode", "success_url"),
)


def create(store: Store, given: Body, base: str) -> Body:
    """`given` is checked by CREATE already; here are the rules between fields."""
    if given["mode"] != "payment":
        raise ApiError(f"The demo Stripe does not emulate mode `{given['mode']}`.", param="mode")
    if not given.get("line_items"):
        raise ApiError("Missing required param: line_items.", code="parameter_missing", param="line_items")
    for place, line in enumerate(given["line_items"]):
        if "price" in line:
            raise missing("price", line["price"], f"line_items[{place}][price]")
        if "price_data" not in line:
            raise ApiError(
                f"Missing required param: line_items[{place}][price_data].",
                code="parameter_missing",
                param=f"line_items[{place}][price_data]",
            )
    now = int(time.time())
    lines = [objects.line_item(line, now) for line in given["line_items"]]
    currencies = {line["currency"] for line in lines}
    if len(currencies) > 1:
        raise ApiError("All line items must have the same currency.", param="line_items")
    currency, total = currencies.pop(), sum(line["amount_total"] for line in lines)
    if total < objects.MINIMUM[currency]:
        raise ApiError(
            "The Checkout Session's total amount due must add up to at least "
            f"{objects.MINIMUM[currency]} of the smallest unit of {currency}.",
            code="amount_too_small",
        )
    if total > objects.LARGEST:
        raise ApiError("Amount must be no more than 999,999.99.", code="amount_too_large")
    _check_expiry(given.get("expires_at"), now)
    made = objects.session(given, total, currency, now, base)
    store.save(made, {"lines": lines, "intent": given.get("payment_intent_data", {})})
    store.run("INSERT INTO duty (verb, target, due) VALUES ('expire', ?, ?)", made["id"], float(made["expires_at"]))
    return made


def _check_expiry(at: int | None, now: int) -> None:
    # A minute of grace at the near end: the caller's clock stood still while the request was under way.
    if at is not None and at < now + SHORTEST - 60:
        raise ApiError(
            "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.",
            param="expires_at",
        )
    if at is not None and at > now + LONGEST:
        raise ApiError(
            "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.",
            param="expires_at",
        )


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
    session["payment_intent"] = made["id"]
    store.save(made)
    emit(store, "payment_intent.created", made)
    return made


def _must_be_open(session: Body) -> None:
    if session["status"] != "open":
        raise ApiError(
            f"This Checkout Session is {session['status']}; it can no longer be paid.", code="session_closed"
        )


def _attempt(session: Body, email: str | None, name: str | None) -> Body:
    payer = {"email": email or session["customer_email"], "name": name}
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
        payer = _attempt(session, email, name)
        intent = _intent_of(store, session)
        charge = objects.charge(intent, "succeeded", objects.card_method(last4), payer, int(time.time()))
        _take(store, intent, charge)
        session.update(status="complete", payment_status="paid", url=None)
        store.save(session)
        emit(store, "checkout.session.completed", session)
        return session


def _take(store: Store, intent: Body, charge: Body) -> None:
    """Money in: the charge and the intent succeed; the balance transaction follows after the settle delay."""
    intent.update(
        status="succeeded", amount_received=intent["amount"], latest_charge=charge["id"],
        payment_method=charge["payment_method"], last_payment_error=None,
    )  # fmt: skip
    store.save(charge)
    store.save(intent)
    due = time.time() + store.setting("settle_delay", SETTLE_DELAY)
    store.run("INSERT INTO duty (verb, target, due) VALUES ('settle', ?, ?)", charge["id"], due)
    emit(store, "charge.succeeded", charge)
    emit(store, "payment_intent.succeeded", intent)


def decline(store: Store, session_id: str, *, number: str = "4000000000000002", email: str | None = None,
            name: str | None = None) -> Body:  # fmt: skip
    """The bank says no. The session stays open and payable."""
    code, reason, message = BAD_CARDS.get(number, BAD_CARDS["4000000000000002"])
    with store.transaction():
        session = load(store, session_id)
        _must_be_open(session)
        payer = _attempt(session, email, name)
        intent = _intent_of(store, session)
        charge = objects.charge(intent, "failed", objects.card_method(number[-4:]), payer, int(time.time()))
        charge.update(failure_code=code, failure_message=message)
        intent.update(
            status="requires_payment_method", latest_charge=charge["id"],
            last_payment_error={
                "charge": charge["id"], "code": code, "decline_code": reason, "message": message, "type": "card_error",
            },
        )  # fmt: skip
        store.save(charge)
        store.save(intent)
        store.save(session)
        emit(store, "charge.failed", charge)
        emit(store, "payment_intent.payment_failed", intent)
        return session


def later(store: Store, session_id: str, *, email: str | None = None, name: str | None = None) -> Body:
    """A bank debit: the session is complete and unpaid until the bank answers."""
    with store.transaction():
        session = load(store, session_id)
        if session["status"] == "complete":
            return session
        _must_be_open(session)
        payer = _attempt(session, email, name)
        intent = _intent_of(store, session)
        charge = objects.charge(intent, "pending", objects.debit_method(), payer, int(time.time()))
        intent.update(status="processing", latest_charge=charge["id"], payment_method=charge["payment_method"])
        store.save(charge)
        store.save(intent)
        session.update(status="complete", payment_status="unpaid", url=None)
        store.save(session)
        emit(store, "payment_intent.processing", intent)
        emit(store, "charge.pending", charge)
        emit(store, "checkout.session.completed", session)
        return session


def _under_way(store: Store, session_id: str) -> tuple[Body, Body, Body]:
    session = load(store, session_id)
    intent = store.load(session["payment_intent"] or "") or {}
    if session["status"] != "complete" or intent.get("status") != "processing":
        raise ApiError("Only a session whose bank debit is under way can succeed or fail later.", code="not_under_way")
    return session, intent, store.load(intent["latest_charge"]) or {}


def async_succeed(store: Store, session_id: str) -> Body:
    with store.transaction():
        session, intent, charge = _under_way(store, session_id)
        charge.update(
            status="succeeded", paid=True, captured=True, amount_captured=charge["amount"],
        )  # fmt: skip
        _take(store, intent, charge)
        session["payment_status"] = "paid"
        store.save(session)
        emit(store, "checkout.session.async_payment_succeeded", session)
        return session


def async_fail(store: Store, session_id: str) -> Body:
    with store.transaction():
        session, intent, charge = _under_way(store, session_id)
        message = "The customer's bank account could not be debited."
        charge.update(status="failed", failure_code="payment_method_not_available", failure_message=message)
        intent.update(
            status="requires_payment_method", payment_method=None,
            last_payment_error={
                "charge": charge["id"], "code": charge["failure_code"], "message": message,
                "type": "invalid_request_error",
            },
        )  # fmt: skip
        store.save(charge)
        store.save(intent)
        emit(store, "charge.failed", charge)
        emit(store, "payment_intent.payment_failed", intent)
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


def settle(store: Store, charge_id: str) -> None:
    """The balance transaction appears on the charge, and `charge.updated` says so."""
    with store.transaction():
        charge = store.load(charge_id, "charge")
        if not charge or charge["status"] != "succeeded" or charge["balance_transaction"]:
            return
        made = objects.balance_transaction(charge, int(time.time()))
        store.save(made)
        charge["balance_transaction"] = made["id"]
        store.save(charge)
        emit(store, "charge.updated", charge, before={"balance_transaction": None})


def settle_now(store: Store, session_id: str) -> Body:
    """Do not wait for the settle delay of this session's charge."""
    session = load(store, session_id)
    intent = store.load(session["payment_intent"] or "") or {}
    settle(store, intent.get("latest_charge") or "")
    return session


def unbooked(store: Store) -> Body:
    """An event the network's books do not know yet: a payout to the bank, truthfully shaped."""
    with store.transaction():
        nets = [body["net"] for _, body in store.all("balance_transaction") if body["amount"] > 0]
        made = objects.payout(sum(nets) or 4860, int(time.time()))
        store.save(made)
        return emit(store, "payout.paid", made)


def do_duties(store: Store) -> float | None:
    """Do what is due (settle, expire); answers when the next duty is due, or None."""
    for row in store.rows("SELECT * FROM duty WHERE due <= ? ORDER BY due, id", time.time()):
        with store.transaction():
            store.run("DELETE FROM duty WHERE id = ?", row["id"])
            if row["verb"] == "settle":
                settle(store, row["target"])
            elif (store.load(row["target"]) or {}).get("status") == "open":
                expire(store, row["target"])
    return store.rows("SELECT min(due) AS due FROM duty")[0]["due"]


VERBS: dict[str, Any] = {
    "pay": pay,
    "decline": decline,
    "later": later,
    "async_succeed": async_succeed,
    "async_fail": async_fail,
    "expire": expire,
    "settle": settle_now,
}
