"""The `/v1` API: who may call, what a key asked before, what a fault does to the answer."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from . import faults, idempotency, params
from .errors import ApiError
from .objects import API_VERSION, Body, new_id
from .routes import Handler, route
from .store import Store


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
        given = params.parse(call.body if call.method == "POST" else call.query)
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
                try:
                    body = json.dumps(run(self._store, given, call.base), indent=2)
                except ApiError as error:
                    if not error.began:  # what failed its validation does not use up the key
                        raise
                    status, body = error.status, json.dumps(error.body(), indent=2)
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
