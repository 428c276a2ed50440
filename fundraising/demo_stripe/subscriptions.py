"""What the API may change about a subscription: its end, a pause, its price, its metadata; or cancel it now."""

from __future__ import annotations

import time
from typing import Any

from . import billing, params
from . import billing_objects as shapes
from .errors import ApiError, missing
from .invoice_objects import line
from .objects import TO_USD, Body, price
from .store import Store

_INTERVAL = params.fields(
    {"interval": params.one_of("day", "week", "month", "year"), "interval_count": params.integer(1, 36)},
    required=("interval",),
)
_PRICE = params.fields(
    {
        "currency": params.one_of(*TO_USD),
        "product": params.text(),
        "recurring": _INTERVAL,
        "unit_amount": params.integer(0),
    },
    required=("currency", "product", "recurring"),
)
_ITEM = params.fields(
    {
        "id": params.text(),
        "price_data": _PRICE,
        "price": params.text(),
        "quantity": params.integer(1, 999_999),
        "metadata": params.changes,
    }
)
_FEEDBACK = params.one_of(
    "customer_service", "low_quality", "missing_features", "other", "switched_service", "too_complex",
    "too_expensive", "unused",
)  # fmt: skip
_DETAILS = params.fields(
    {"comment": params.unset_or(params.text()), "feedback": params.unset_or(_FEEDBACK)},
)
_PAUSE = params.fields(
    {"behavior": params.one_of("keep_as_draft", "mark_uncollectible", "void"), "resumes_at": params.integer(1)},
    required=("behavior",),
)


def _end(value: Any, param: str) -> Any:
    return value if value in ("min_period_end", "max_period_end") else params.integer(1)(value, param)


UPDATE = params.fields(
    {
        "cancel_at": params.unset_or(_end),
        "cancel_at_period_end": params.boolean,
        "cancellation_details": _DETAILS,
        "description": params.unset_or(params.text(500)),
        "expand": params.many(params.text()),
        "items": params.many(_ITEM),
        "metadata": params.changes,
        "pause_collection": params.unset_or(_PAUSE),
        "payment_behavior": params.one_of(
            "allow_incomplete", "default_incomplete", "error_if_incomplete", "pending_if_incomplete"
        ),
        "proration_behavior": params.one_of("create_prorations", "none"),
    }
)
CANCEL = params.fields(
    {
        "cancellation_details": _DETAILS,
        "expand": params.many(params.text()),
        "invoice_now": params.boolean,
        "prorate": params.boolean,
    }
)
EVEN_WHEN_OVER = {"cancellation_details", "metadata", "expand"}


def update(store: Store, sub_id: str, given: Body) -> Body:
    with store.transaction():
        sub = billing.load(store, sub_id)
        if sub["status"] == "canceled" and set(given) - EVEN_WHEN_OVER:
            raise ApiError("A canceled subscription can only update its cancellation_details and metadata.")
        changes: Body = {"metadata": params.changed(sub["metadata"], given.get("metadata", ...))}
        if "description" in given:
            changes["description"] = given["description"]
        changes |= _ending(sub, given)
        if "pause_collection" in given:
            pause = given["pause_collection"]
            changes["pause_collection"] = pause and {"resumes_at": None, **pause}
        if "items" in given:
            changes["items"] = _items(store, sub, given)
        return billing.change(store, sub, **changes)


def _ending(sub: Body, given: Body) -> Body:
    if "cancel_at" in given and "cancel_at_period_end" in given:
        raise ApiError("You may only specify one of these parameters: cancel_at, cancel_at_period_end.")
    details = {**sub["cancellation_details"], **given.get("cancellation_details", {})}
    ends = [entry["current_period_end"] for entry in sub["items"]["data"]]
    if "cancel_at_period_end" in given:
        at = min(ends) if given["cancel_at_period_end"] else None
    elif "cancel_at" in given:
        at = {"min_period_end": min(ends), "max_period_end": max(ends)}.get(given["cancel_at"], given["cancel_at"])
    else:
        return {"cancellation_details": details}
    if at is not None and at <= time.time():
        raise ApiError("`cancel_at` must be in the future.", param="cancel_at")
    return {
        "cancel_at": at,
        "cancel_at_period_end": bool(given.get("cancel_at_period_end")),
        "canceled_at": int(time.time()) if at else None,
        "cancellation_details": {**details, "reason": "cancellation_requested" if at else None},
    }


def _items(store: Store, sub: Body, given: Body) -> Body:
    """The items with their new prices; the rest of the running month is prorated unless that is switched off."""
    known = {entry["id"]: dict(entry) for entry in sub["items"]["data"]}
    pending: list[Body] = []
    for place, wanted in enumerate(given["items"]):
        where = f"items[{place}]"
        if "id" not in wanted:
            raise ApiError("The demo Stripe adds no items; name one by its id.", param=f"{where}[id]")
        entry = known.get(wanted["id"])
        if entry is None:
            raise missing("subscription item", wanted["id"], f"{where}[id]")
        old = entry["price"], entry["quantity"]
        entry["price"] = _price(store, sub, entry["price"], wanted, where)
        entry["plan"] = shapes.plan(entry["price"])
        entry["quantity"] = wanted.get("quantity", entry["quantity"])
        entry["metadata"] = params.changed(entry["metadata"], wanted.get("metadata", ...))
        if given.get("proration_behavior") != "none" and old != (entry["price"], entry["quantity"]):
            pending += _prorated(sub, entry, *old)
    private = store.private(sub["id"])
    store.save(sub, {**private, "pending": [*private["pending"], *pending]})
    return {**sub["items"], "data": list(known.values())}


def _price(store: Store, sub: Body, old: Body, wanted: Body, where: str) -> Body:
    if "price" in wanted:
        found = store.load(wanted["price"], "price")
        if not found:
            raise missing("price", wanted["price"], f"{where}[price]")
        return found
    data = wanted.get("price_data")
    if data is None:
        return old
    if not store.load(data["product"], "product"):
        raise missing("product", data["product"], f"{where}[price_data][product]")
    if "unit_amount" not in data:
        raise ApiError(
            f"Missing required param: {where}[price_data][unit_amount].", code="parameter_missing",
            param=f"{where}[price_data][unit_amount]",
        )  # fmt: skip
    if data["currency"] != sub["currency"]:
        raise ApiError(
            f"The price specified only supports `{data['currency']}`. This doesn't match the expected currency: "
            f"`{sub['currency']}`.",
            param=where,
        )
    made = price(data, data["product"], int(time.time()))
    if made["recurring"] != old["recurring"]:
        raise ApiError("The demo Stripe does not change a subscription's interval.", param=where)
    store.save(made)
    return made


def _prorated(sub: Body, entry: Body, old: Body, quantity: int) -> list[Body]:
    """What is left of the month, given back at the old price and taken at the new, on the next invoice."""
    start, stop, now = entry["current_period_start"], entry["current_period_end"], int(time.time())
    left = min(1.0, max(0.0, (stop - now) / (stop - start)))

    def part(of: Body, count: int, sign: int, said: str) -> Body:
        amount = sign * round(of["unit_amount"] * count * left)
        return line("", of, count, (now, stop), said, amount=amount, sub=sub, item_id=entry["id"], proration=True)

    return [
        part(old, quantity, -1, "Unused time on the old amount"),
        part(entry["price"], entry["quantity"], 1, "Remaining time on the new amount"),
    ]


def cancel(store: Store, sub_id: str, given: Body) -> Body:
    """At once. What is cancelled already is not found, as Stripe has it."""
    with store.transaction():
        sub = billing.alive(store, sub_id)
        sub["cancellation_details"] = {**sub["cancellation_details"], **given.get("cancellation_details", {})}
        return billing.end(store, sub, "cancellation_requested")
