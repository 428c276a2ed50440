"""Stripe's idempotency keys: the same request again gets the first answer, another request under the key is refused.

Kept as Stripe keeps them: what began to run is kept, also a 500; what failed its validation is not.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from .errors import ApiError
from .store import Store

_running: set[tuple[int, str]] = set()
_guard = threading.Lock()


def fingerprint(method: str, path: str, tree: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps([method, path, tree], sort_keys=True).encode()).hexdigest()


def saved(store: Store, key: str, print_: str, path: str) -> tuple[int, str, str] | None:
    """(status, body, first request id), or None for a new key. Raises ApiError on other parameters."""
    if len(key) > 255:
        raise ApiError("Idempotency keys must be 255 characters or fewer.", kind="idempotency_error")
    found = store.rows("SELECT * FROM idempotency WHERE key = ?", key)
    if not found:
        return None
    if found[0]["fingerprint"] != print_:
        raise ApiError(
            "Keys for idempotent requests can only be used with the same parameters they were first used with. Try "
            f"using a key other than '{key}' if you meant to execute a different request to {path}.",
            kind="idempotency_error",
        )
    return found[0]["status"], found[0]["body"], found[0]["request_id"]


def keep(store: Store, key: str, print_: str, status: int, body: str, request_id: str) -> None:
    store.run(
        "INSERT OR IGNORE INTO idempotency (key, fingerprint, status, body, request_id, created) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        key, print_, status, body, request_id, int(time.time()),
    )  # fmt: skip


@contextmanager
def alone(store: Store, key: str) -> Iterator[None]:
    """Only one request at a time may run under a key; the second is told 409, as Stripe does."""
    mark = (id(store), key)
    with _guard:
        if mark in _running:
            raise ApiError(
                "There is currently another in-progress request using this Idempotency-Key.",
                status=409, kind="idempotency_error", code="idempotency_key_in_use",
            )  # fmt: skip
        _running.add(mark)
    try:
        yield
    finally:
        with _guard:
            _running.discard(mark)
