"""Stripe's `expand[]`: an id becomes its object, and what is only included on request is included."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import billing, transactions
from .billing_objects import listed
from .delivery import delivered
from .errors import ApiError
from .objects import Body
from .store import Store

# By the kind of object: fields that hold an id.
EXPANDABLE: dict[str, tuple[str, ...]] = {
    "checkout.session": ("customer", "invoice", "payment_intent", "subscription"),
    "payment_intent": ("customer", "latest_charge"),
    "charge": ("balance_transaction", "customer", "failure_balance_transaction", "payment_intent"),
    "balance_transaction": ("source",),
    "refund": ("balance_transaction", "charge", "failure_balance_transaction", "payment_intent"),
    "dispute": ("charge", "payment_intent"),
    "radar.early_fraud_warning": ("charge", "payment_intent"),
    "payout": ("balance_transaction", "failure_balance_transaction"),
    "subscription": ("customer", "latest_invoice"),
    "invoice": ("customer",),
    "invoice_payment": ("invoice",),
    "price": ("product",),
}
# Fields of hashes inside an object that hold an id.
INSIDE = ("payment_intent", "subscription")


def _lines(store: Store, session: Body) -> Body:
    return page(store.private(session["id"])["lines"], f"/v1/checkout/sessions/{session['id']}/line_items", False)


def _refunds(store: Store, charge: Body) -> Body:
    found = [body for _, body in store.all("refund") if body["charge"] == charge["id"]]
    return listed(found, f"/v1/charges/{charge['id']}/refunds")


def _payments(store: Store, invoice: Body) -> Body:
    found = billing.payment_of(store, invoice["id"])
    return listed([found] if found else [], f"/v1/invoice_payments?invoice={invoice['id']}")


INCLUDED: dict[tuple[str, str], Callable[[Store, Body], Body]] = {
    ("checkout.session", "line_items"): _lines,
    ("charge", "refunds"): _refunds,
    ("invoice", "payments"): _payments,
}


def page(data: list[Body], url: str, more: bool) -> Body:
    return {"object": "list", "data": data, "has_more": more, "url": url}


def current(store: Store, body: Body) -> Body:
    """As the object reads now: what counts by the clock or by deliveries is counted anew."""
    if body["object"] == "event":
        body["pending_webhooks"] = int(delivered(store, body["id"]) is False)
    if body["object"] == "balance_transaction":
        return transactions.current(body)
    return body


def expand(store: Store, body: Body, paths: list[str]) -> Body:
    """Up to four levels deep. Raises ApiError for what is no id and cannot be included."""
    for path in paths:
        steps = path.split(".")
        if len(steps) > 4:
            raise ApiError(f"You cannot expand more than 4 levels of a property. Property: {path}", param="expand")
        _expand(store, body, steps, path)
    return body


def _expand(store: Store, body: Any, steps: list[str], path: str) -> None:
    if isinstance(body, list):
        for entry in body:
            _expand(store, entry, steps, path)
        return
    if not steps or not isinstance(body, dict):
        return
    step, rest = steps[0], steps[1:]
    kind = body.get("object", "")
    include = INCLUDED.get((kind, step))
    if include and not isinstance(body.get(step), dict):
        body[step] = include(store, body)
    elif step in EXPANDABLE.get(kind, ()) or (not kind and step in INSIDE):
        if isinstance(body.get(step), str):
            found = store.load(body[step])
            body[step] = current(store, found) if found else body[step]
    elif not rest or not isinstance(body.get(step), dict | list | None):
        raise ApiError(f"This property cannot be expanded ({path}).", param="expand[]")
    _expand(store, body.get(step), rest, path)
