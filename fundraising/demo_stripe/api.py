"""The `/v1` endpoints: who may call, which call it is, what it answers."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from . import checkout, faults, idempotency, params
from .delivery import delivered
from .errors import ApiError, missing
from .objects import API_VERSION, Body, new_id
from .store import Store

PREFIXES = {
    "cs_": "checkout.session", "pi_": "payment_intent", "ch_": "charge", "py_": "charge",
    "txn_": "balance_transaction", "po_": "payout", "evt_": "event",
}  # fmt: skip
EXPANDABLE = ("payment_intent", "latest_charge", "balance_transaction", "source", "charge")


@dataclass(slots=True)
class Answer:
    status: int
    body: str
    headers: dict[str, str] = field(default_factory=dict)
    hang: float = 0  # seconds to sit still before `drop`
    drop: bool = False  # close the connection without an answer


@dataclass(slots=True)
class Call:
    method: str
    path: str
    query: str
    body: str
    headers: Any  # case-insensitive mapping
    base: str


class Api:
    def __init__(self, store: Store, secret_key: str, wake: Callable[[], None]) -> None:
        self._store, self._secret_key, self._wake = store, secret_key, wake

    def handle(self, call: Call) -> Answer:
        request_id = new_id("req_", 14)
        fault = faults.next_fault(self._store, call.path)
        early = _before(fault)
        if early is None:
            try:
                early = self._answer(call, request_id, fault)
            except ApiError as error:
                early = Answer(error.status, json.dumps(error.body(), indent=2))
        self._wake()
        early.headers.setdefault("Request-Id", request_id)
        early.headers["Stripe-Version"] = call.headers.get("Stripe-Version") or API_VERSION
        return _after(fault, early)

    def _answer(self, call: Call, request_id: str, fault: dict[str, Any] | None) -> Answer:
        self._check_key(call.headers.get("Authorization") or "")
        given = params.parse(call.query if call.method == "GET" else call.body)
        if call.method == "POST" and call.query:
            raise ApiError("Parameters of a POST request belong in its body.")
        run = route(call.method, call.path)
        key = call.headers.get("Idempotency-Key") if call.method == "POST" else None
        if not key:
            if fault and fault["kind"] == "500_saved":
                raise _broken()
            body = run(self._store, given, call.base)
            return Answer(200, json.dumps(body, indent=2))
        with idempotency.alone(self._store, key):
            return self._once(call, run, given, key, request_id, fault)

    def _once(self, call: Call, run: Handler, given: Body, key: str, request_id: str, fault: Any) -> Answer:
        mark = idempotency.fingerprint(call.method, call.path, given)
        with self._store.transaction():
            seen = idempotency.saved(self._store, key, mark, call.path)
            if seen:
                headers = {"Idempotent-Replayed": "true", "Original-Request": seen[2], "Idempotency-Key": key}
                return Answer(seen[0], seen[1], headers)
            status = 200
            if fault and fault["kind"] == "500_saved":
                status, body = 500, json.dumps(_broken().body(), indent=2)
            else:
                body = json.dumps(run(self._store, given, call.base), indent=2)
            idempotency.keep(self._store, key, mark, status, body, request_id)
        return Answer(status, body, {"Idempotency-Key": key, "Original-Request": request_id})

    def _check_key(self, header: str) -> None:
        scheme, _, value = header.partition(" ")
        if scheme.lower() == "basic":
            try:
                value = base64.b64decode(value, validate=True).decode().partition(":")[0]
            except (binascii.Error, UnicodeDecodeError):
                value = ""
        if scheme.lower() not in ("bearer", "basic") or not value:
            raise ApiError(
                "You did not provide an API key. You need to provide your API key in the Authorization header, using "
                "Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
                status=401,
            )
        if not hmac.compare_digest(value.encode(), self._secret_key.encode()):
            raise ApiError(f"Invalid API Key provided: {value[:3]}****{value[-2:]}", status=401)


def _broken() -> ApiError:
    return ApiError("An unknown error occurred", status=500, kind="api_error")


def _before(fault: dict[str, Any] | None) -> Answer | None:
    """What a fault does instead of the call."""
    if fault is None:
        return None
    match fault["kind"]:
        case "timeout":
            return Answer(0, "", hang=fault["seconds"], drop=True)
        case "reset":
            return Answer(0, "", drop=True)
        case "500":
            return Answer(500, json.dumps(_broken().body()))
        case "429":
            error = ApiError("Request rate limit exceeded.", status=429, code="rate_limit")
            return Answer(429, json.dumps(error.body()))
    return None


def _after(fault: dict[str, Any] | None, answer: Answer) -> Answer:
    """What a fault does to the answer of a call that ran."""
    if fault is None:
        return answer
    match fault["kind"]:
        case "succeed_then_drop":
            answer.drop = True
        case "succeed_then_timeout":
            answer.drop, answer.hang = True, fault["seconds"]
        case "wrong_json":
            answer.body = '{"id": "cs_test_'
    return answer


# -- endpoints ----------------------------------------------------------------------------------
Handler = Callable[[Store, Body, str], Body]
_EXPAND = {"expand": params.many(params.text())}
_PAGE = {
    "limit": params.integer(1, 100), "starting_after": params.text(), "ending_before": params.text(),
    "created": params.span, **_EXPAND,
}  # fmt: skip
_GET = params.fields(_EXPAND)


def route(method: str, path: str) -> Handler:
    for verb, pattern, make in ROUTES:
        match = re.fullmatch(pattern, path)
        if match and verb == method:
            return make(*match.groups())
    raise ApiError(
        f"Unrecognized request URL ({method}: {path}). The demo Stripe answers what checkout payments need.",
        status=404, code="url_invalid",
    )  # fmt: skip


def _create_session() -> Handler:
    def run(store: Store, given: Body, base: str) -> Body:
        clean = checkout.CREATE(given, "")
        with store.transaction():
            return expand(store, checkout.create(store, clean, base), clean.get("expand", []))

    return run


def _expire_session(session_id: str) -> Handler:
    def run(store: Store, given: Body, base: str) -> Body:
        clean = _GET(given, "")
        return expand(store, checkout.expire(store, session_id), clean.get("expand", []))

    return run


def _get(kind: str) -> Callable[[str], Handler]:
    def make(identifier: str) -> Handler:
        def run(store: Store, given: Body, base: str) -> Body:
            clean = _GET(given, "")
            found = store.load(identifier, kind)
            if not found:
                raise missing(kind, identifier, "id" if kind != "payment_intent" else "intent")
            return expand(store, _current(store, found), clean.get("expand", []))

        return run

    return make


def _lines(session_id: str) -> Handler:
    def run(store: Store, given: Body, base: str) -> Body:
        params.fields(_PAGE)(given, "")
        checkout.load(store, session_id)
        return _page(store.private(session_id)["lines"], f"/v1/checkout/sessions/{session_id}/line_items", False)

    return run


def _list(kind: str, **filters: params.Check) -> Callable[[], Handler]:
    """`filters` maps a parameter to its check; it is compared with the field of the same name."""

    def make() -> Handler:
        def run(store: Store, given: Body, base: str) -> Body:
            clean = params.fields({**_PAGE, **filters})(given, "")
            path = {"checkout.session": "/v1/checkout/sessions"}.get(kind, f"/v1/{kind}s")
            limit, back = clean.get("limit", 10), "ending_before" in clean
            cursor = clean.get("ending_before") or clean.get("starting_after")
            edge = store.place(cursor, kind) if cursor else None
            if cursor and edge is None:
                raise missing(kind, cursor, "ending_before" if back else "starting_after")
            found: list[Body] = []
            for place, body in store.all(kind, newest_first=not back):
                if edge is not None and (place <= edge if back else place >= edge):
                    continue
                if _fits(store, body, clean):
                    found.append(_current(store, body))
                if len(found) > limit:
                    break
            more, found = len(found) > limit, found[:limit]
            page = _page(found[::-1] if back else found, path, more)
            return expand(store, page, clean.get("expand", []))

        return run

    return make


def _fits(store: Store, body: Body, wanted: Body) -> bool:
    for name, value in wanted.items():
        if name == "created":
            at = body["created"]
            ok = at >= value.get("gte", 0) and at > value.get("gt", -1)
            ok = ok and at <= value.get("lte", at) and at < value.get("lt", at + 1)
        elif name == "types":
            ok = body["type"] in value
        elif name == "delivery_success":
            ok = delivered(store, body["id"]) is value
        elif name in ("limit", "starting_after", "ending_before", "expand"):
            ok = True
        elif name == "payout":
            ok = False  # payouts here settle nothing yet; they come with the events that move money back
        else:
            ok = body.get(name) == value
        if not ok:
            return False
    return True


def _current(store: Store, body: Body) -> Body:
    """An event counts its undelivered webhooks anew each time it is read."""
    if body["object"] == "event":
        body["pending_webhooks"] = int(delivered(store, body["id"]) is False)
    return body


def _page(data: list[Body], url: str, more: bool) -> Body:
    return {"object": "list", "data": data, "has_more": more, "url": url}


def expand(store: Store, body: Body, paths: list[str]) -> Body:
    """Stripe's `expand[]`: replace an id by its object, up to four levels deep."""
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
    if step == "line_items" and body.get("object") == "checkout.session":
        body[step] = _page(store.private(body["id"])["lines"], f"/v1/checkout/sessions/{body['id']}/line_items", False)
    elif step == "data" and body.get("object") == "list":
        _expand(store, body[step], rest, path)
    elif step not in body or step not in EXPANDABLE:
        raise ApiError(f"This property cannot be expanded ({path}).", param="expand[]")
    elif isinstance(body[step], str):
        body[step] = store.load(body[step]) or body[step]
    if step != "data":
        _expand(store, body.get(step), rest, path)


_ID = r"([A-Za-z0-9_]{1,255})"
ROUTES: list[tuple[str, str, Callable[..., Handler]]] = [
    ("POST", "/v1/checkout/sessions", _create_session),
    ("GET", "/v1/checkout/sessions", _list(
        "checkout.session", payment_intent=params.text(), status=params.one_of("open", "complete", "expired"))),
    ("GET", f"/v1/checkout/sessions/{_ID}", _get("checkout.session")),
    ("POST", f"/v1/checkout/sessions/{_ID}/expire", _expire_session),
    ("GET", f"/v1/checkout/sessions/{_ID}/line_items", _lines),
    ("GET", "/v1/payment_intents", _list("payment_intent")),
    ("GET", f"/v1/payment_intents/{_ID}", _get("payment_intent")),
    ("GET", "/v1/charges", _list("charge", payment_intent=params.text())),
    ("GET", f"/v1/charges/{_ID}", _get("charge")),
    ("GET", "/v1/balance_transactions", _list(
        "balance_transaction", type=params.text(), source=params.text(), currency=params.text(), payout=params.text())),
    ("GET", f"/v1/balance_transactions/{_ID}", _get("balance_transaction")),
    ("GET", "/v1/payouts", _list("payout", status=params.text())),
    ("GET", f"/v1/payouts/{_ID}", _get("payout")),
    ("GET", "/v1/events", _list(
        "event", type=params.text(), types=params.many(params.text()), delivery_success=params.boolean)),
    ("GET", f"/v1/events/{_ID}", _get("event")),
]  # fmt: skip
