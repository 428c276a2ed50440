"""Which call is which: the `/v1` endpoints and what each of them takes."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from . import checkout, checkout_create, disputes, params, portal, refunds, subscriptions, transactions
from .errors import ApiError, missing
from .expansion import current, expand, page
from .listing import EVENTS_KEPT, EXPAND, PAGE, listing
from .objects import Body
from .store import Store

Handler = Callable[[Store, Body, str], Body]
_GET = params.fields(EXPAND)


def route(method: str, path: str) -> Handler:
    for verb, pattern, make in ROUTES:
        match = re.fullmatch(pattern, path)
        if match and verb == method:
            return make(*match.groups())
    raise ApiError(
        f"Unrecognized request URL ({method}: {path}). The demo Stripe answers what gifts need.",
        status=404, code="url_invalid",
    )  # fmt: skip


def _create_session() -> Handler:
    def run(store: Store, given: Body, base: str) -> Body:
        clean = checkout_create.CREATE(given, "")
        with store.transaction():
            return expand(store, checkout_create.create(store, clean, base), clean.get("expand", []))

    return run


def _create_refund() -> Handler:
    def run(store: Store, given: Body, base: str) -> Body:
        clean = refunds.CREATE(given, "")
        return expand(store, refunds.create(store, clean), clean.get("expand", []))

    return run


def _create_portal_session() -> Handler:
    def run(store: Store, given: Body, base: str) -> Body:
        return portal.create(store, portal.CREATE(given, ""), base)

    return run


def _change(act: Callable[[Store, str, Body], Body], check: params.Check = _GET) -> Callable[[str], Handler]:
    """`act(store, id, checked parameters)` answers the changed object."""

    def make(identifier: str) -> Handler:
        def run(store: Store, given: Body, base: str) -> Body:
            clean = check(given, "")
            return expand(store, act(store, identifier, clean), clean.get("expand", []))

        return run

    return make


def _get(kind: str) -> Callable[[str], Handler]:
    def make(identifier: str) -> Handler:
        def run(store: Store, given: Body, base: str) -> Body:
            clean = _GET(given, "")
            found = store.load(identifier, kind)
            if not found or (kind == "event" and found["created"] <= time.time() - EVENTS_KEPT):
                raise missing(kind, identifier, "id" if kind != "payment_intent" else "intent")
            return expand(store, current(store, found), clean.get("expand", []))

        return run

    return make


def _balance() -> Handler:
    return lambda store, given, base: transactions.balance(store)


def _lines(session_id: str) -> Handler:
    def run(store: Store, given: Body, base: str) -> Body:
        params.fields(PAGE)(given, "")
        checkout.load(store, session_id)
        return page(store.private(session_id)["lines"], f"/v1/checkout/sessions/{session_id}/line_items", False)

    return run


def _list(kind: str, url: str, **filters: params.Check) -> Callable[[], Handler]:
    """`filters` maps a parameter to its check; it is compared with the field of the same name."""
    return lambda: lambda store, given, base: listing(store, given, kind, url, filters)


_TEXT = params.text()
_OF_CHARGE = {"charge": _TEXT, "payment_intent": _TEXT}
_STATUS = params.one_of(
    "active", "all", "canceled", "ended", "incomplete", "incomplete_expired", "past_due", "paused", "trialing", "unpaid"
)
_PAYMENT = params.fields({"type": params.one_of("payment_intent"), "payment_intent": _TEXT}, required=("type",))
_ID = r"([A-Za-z0-9_]{1,255})"
ROUTES: list[tuple[str, str, Callable[..., Handler]]] = [
    ("POST", "/v1/checkout/sessions", _create_session),
    ("GET", "/v1/checkout/sessions", _list(
        "checkout.session", "/v1/checkout/sessions", payment_intent=_TEXT, subscription=_TEXT, customer=_TEXT,
        status=params.one_of("open", "complete", "expired"))),
    ("GET", f"/v1/checkout/sessions/{_ID}", _get("checkout.session")),
    ("POST", f"/v1/checkout/sessions/{_ID}/expire", _change(lambda store, name, _: checkout.expire(store, name))),
    ("GET", f"/v1/checkout/sessions/{_ID}/line_items", _lines),
    ("GET", "/v1/payment_intents", _list("payment_intent", "/v1/payment_intents", customer=_TEXT)),
    ("GET", f"/v1/payment_intents/{_ID}", _get("payment_intent")),
    ("GET", "/v1/charges", _list("charge", "/v1/charges", payment_intent=_TEXT, customer=_TEXT)),
    ("GET", f"/v1/charges/{_ID}", _get("charge")),
    ("POST", "/v1/refunds", _create_refund),
    ("GET", "/v1/refunds", _list("refund", "/v1/refunds", **_OF_CHARGE)),
    ("GET", f"/v1/refunds/{_ID}", _get("refund")),
    ("POST", f"/v1/refunds/{_ID}", _change(refunds.update, refunds.UPDATE)),
    ("GET", "/v1/disputes", _list("dispute", "/v1/disputes", **_OF_CHARGE)),
    ("GET", f"/v1/disputes/{_ID}", _get("dispute")),
    ("POST", f"/v1/disputes/{_ID}", _change(disputes.update, disputes.UPDATE)),
    ("POST", f"/v1/disputes/{_ID}/close", _change(lambda store, name, _: disputes.give_up(store, name))),
    ("GET", "/v1/radar/early_fraud_warnings", _list(
        "radar.early_fraud_warning", "/v1/radar/early_fraud_warnings", **_OF_CHARGE)),
    ("GET", f"/v1/radar/early_fraud_warnings/{_ID}", _get("radar.early_fraud_warning")),
    ("GET", "/v1/balance", _balance),
    ("GET", "/v1/balance_transactions", _list(
        "balance_transaction", "/v1/balance_transactions", type=_TEXT, source=_TEXT, currency=_TEXT, payout=_TEXT)),
    ("GET", f"/v1/balance_transactions/{_ID}", _get("balance_transaction")),
    ("GET", "/v1/payouts", _list(
        "payout", "/v1/payouts", status=_TEXT, arrival_date=params.span, destination=_TEXT)),
    ("GET", f"/v1/payouts/{_ID}", _get("payout")),
    ("GET", "/v1/subscriptions", _list("subscription", "/v1/subscriptions", customer=_TEXT, status=_STATUS)),
    ("GET", f"/v1/subscriptions/{_ID}", _get("subscription")),
    ("POST", f"/v1/subscriptions/{_ID}", _change(subscriptions.update, subscriptions.UPDATE)),
    ("DELETE", f"/v1/subscriptions/{_ID}", _change(subscriptions.cancel, subscriptions.CANCEL)),
    ("GET", "/v1/invoices", _list(
        "invoice", "/v1/invoices", customer=_TEXT, subscription=_TEXT,
        status=params.one_of("draft", "open", "paid", "uncollectible", "void"))),
    ("GET", f"/v1/invoices/{_ID}", _get("invoice")),
    ("GET", "/v1/invoice_payments", _list(
        "invoice_payment", "/v1/invoice_payments", invoice=_TEXT, payment=_PAYMENT,
        status=params.one_of("canceled", "open", "paid"))),
    ("GET", f"/v1/invoice_payments/{_ID}", _get("invoice_payment")),
    ("GET", f"/v1/customers/{_ID}", _get("customer")),
    ("GET", f"/v1/products/{_ID}", _get("product")),
    ("GET", f"/v1/prices/{_ID}", _get("price")),
    ("POST", "/v1/billing_portal/sessions", _create_portal_session),
    ("GET", "/v1/events", _list(
        "event", "/v1/events", type=_TEXT, types=params.many(_TEXT), delivery_success=params.boolean)),
    ("GET", f"/v1/events/{_ID}", _get("event")),
]  # fmt: skip
