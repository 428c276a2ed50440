"""What happens to a Checkout Session, its payment and its money. Every verb is safe to repeat."""

from __future__ import annotations

import time

from . import billing, billing_objects, objects, params, payments
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
SHORTEST, LONGEST = 30 * 60, 24 * 3600

_currency = params.one_of(*objects.TO_USD)
_product = params.fields(
    {"name": params.text(), "description": params.text(), "metadata": params.metadata}, required=("name",)
)
_recurring = params.fields(
    {"interval": params.one_of("day", "week", "month", "year"), "interval_count": params.integer(1, 36)},
    required=("interval",),
)
_price = params.fields(
    {"currency": _currency, "unit_amount": params.integer(0), "product_data": _product, "recurring": _recurring},
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
_subscription_data = params.fields({"metadata": params.metadata, "description": params.text(500)})
CREATE = params.fields(
    {
        "mode": params.one_of("payment", "setup", "subscription"),
        "submit_type": params.one_of("auto", "book", "donate", "pay", "subscribe"),
        "adaptive_pricing": params.fields({"enabled": params.boolean}),
        "customer": params.text(),
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
        "subscription_data": _subscription_data,
        "ui_mode": params.one_of("hosted_page"),
    },
    required=("mode", "success_url"),
)


def create(store: Store, given: Body, base: str) -> Body:
    """`given` is checked by CREATE already; here are the rules between fields."""
    _check_mode(store, given)
    _check_lines(given)
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
    for line, asked in zip(lines, given["line_items"], strict=True):
        data = asked["price_data"]["product_data"]
        store.save(billing_objects.product(line["price"]["product"], data, now))
    made = objects.session(given, total, currency, now, base)
    intent, subscription = given.get("payment_intent_data", {}), given.get("subscription_data", {})
    store.save(made, {"lines": lines, "intent": intent, "subscription": subscription})
    store.run("INSERT INTO duty (verb, target, due) VALUES ('expire', ?, ?)", made["id"], float(made["expires_at"]))
    return made


def _check_mode(store: Store, given: Body) -> None:
    mode = given["mode"]
    if mode == "setup":
        raise ApiError("The demo Stripe does not emulate mode `setup`.", param="mode")
    other = "subscription_data" if mode == "payment" else "payment_intent_data"
    for name in (other, "customer_creation") if mode == "subscription" else (other,):
        if name in given:
            raise ApiError(f"You can not pass `{name}` in `{mode}` mode.", param=name)
    if "customer" in given and "customer_email" in given:
        raise ApiError("You may only specify one of these parameters: customer, customer_email.", param="customer")
    if "customer" in given and not store.load(given["customer"], "customer"):
        raise missing("customer", given["customer"], "customer")


def _check_lines(given: Body) -> None:
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
    rhythms = {str(line["price_data"].get("recurring")) for line in given["line_items"]} - {"None"}
    if given["mode"] == "payment" and rhythms:
        raise ApiError(
            "You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use "
            "only one-time prices."
        )
    if given["mode"] == "subscription" and len(rhythms) != 1:
        raise ApiError(
            "You must provide at least one recurring price in `subscription` mode, and all of one interval.",
            param="line_items",
        )


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
