"""Lists as Stripe pages them: newest first, `starting_after` and `ending_before` an object, filters, `has_more`."""

from __future__ import annotations

import time
from collections.abc import Callable

from . import params, payouts
from .delivery import delivered
from .errors import ApiError, missing
from .expansion import current, expand, page
from .objects import Body
from .store import Store

EXPAND = {"expand": params.many(params.text())}
PAGE = {
    "limit": params.integer(1, 100), "starting_after": params.text(), "ending_before": params.text(),
    "created": params.span, **EXPAND,
}  # fmt: skip
EVENTS_KEPT, MOST_TYPES = 30 * 86400, 20
Fits = Callable[[Body], bool]


def listing(store: Store, given: Body, kind: str, url: str, filters: dict[str, params.Check]) -> Body:
    clean = params.fields({**PAGE, **filters})(given, "")
    if len(clean.get("types", [])) > MOST_TYPES or {"type", "types"} <= set(clean):
        raise ApiError(f"You may pass either type or types, and at most {MOST_TYPES} of them.", param="types")
    limit, back = clean.get("limit", 10), "ending_before" in clean
    cursor = clean.get("ending_before") or clean.get("starting_after")
    edge = store.place(cursor, kind) if cursor else None
    if cursor and edge is None:
        raise missing(kind, cursor, "ending_before" if back else "starting_after")
    fits = [_fits(store, kind, name, value) for name, value in clean.items() if name not in PAGE or name == "created"]
    fits += _always(kind, clean)
    found: list[Body] = []
    for place, body in store.all(kind, newest_first=not back):
        if edge is not None and (place <= edge if back else place >= edge):
            continue
        if all(fit(body) for fit in fits):
            found.append(current(store, body))
        if len(found) > limit:
            break
    more, found = len(found) > limit, found[:limit]
    return expand(store, page(found[::-1] if back else found, url, more), clean.get("expand", []))


def _always(kind: str, clean: Body) -> list[Fits]:
    """What a list leaves out without being asked."""
    if kind == "event":
        return [lambda body: body["created"] > time.time() - EVENTS_KEPT]
    if kind == "subscription" and "status" not in clean:
        return [lambda body: body["status"] != "canceled"]
    return []


def _fits(store: Store, kind: str, name: str, value: object) -> Fits:
    match kind, name, value:
        case _, ("created" | "arrival_date"), dict():
            return lambda body: _is_within(body[name], value)
        case _, "types", list():
            return lambda body: body["type"] in value
        case _, "delivery_success", _:
            return lambda body: delivered(store, body["id"]) is value
        case "balance_transaction", "payout", str():
            lines = payouts.lines_of(store, value)
            return lambda body: body["id"] in lines
        case "subscription", "status", "all":
            return lambda body: True
        case "subscription", "status", "ended":
            return lambda body: body["status"] in ("canceled", "incomplete_expired")
        case "invoice", "subscription", _:
            return lambda body: body["parent"]["subscription_details"]["subscription"] == value
        case "invoice_payment", "payment", dict():
            return lambda body: value.get("payment_intent") in (None, body["payment"]["payment_intent"])
    return lambda body: body.get(name) == value


def _is_within(at: int, span: dict[str, int]) -> bool:
    return span.get("gte", at) <= at <= span.get("lte", at) and span.get("gt", at - 1) < at < span.get("lt", at + 1)
