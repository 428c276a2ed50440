"""The control panel's verbs, for people (forms) and for tests (JSON): one table for both."""

from __future__ import annotations

import re
from typing import Any

from . import checkout, faults
from .checkout import SETTLE_DELAY, VERBS
from .delivery import PLAN, SUBSCRIBED, queue, set_plan
from .errors import ApiError, missing
from .store import Store

NUMBERS = {"settle_delay": SETTLE_DELAY, "retry_seconds": 2.0}


def act(store: Store, path: str, given: dict[str, Any]) -> dict[str, Any]:
    """`path` is what follows `/panel/api`. Raises ApiError for an unknown verb or one that is not possible now."""
    match re.findall(r"[^/]+", path):
        case ["sessions", session_id, verb] if verb in VERBS:
            allowed = {"pay": ("last4", "email", "name"), "decline": ("number", "email", "name"),
                       "later": ("email", "name")}.get(verb, ())  # fmt: skip
            if unknown := set(given) - set(allowed):
                raise ApiError(f"Unknown: {', '.join(sorted(unknown))}.", param=min(unknown))
            return VERBS[verb](store, session_id, **{key: str(value) for key, value in given.items()})
        case ["plan"]:
            return set_plan(store, given)
        case ["deliver", event_id]:
            return _deliver(store, event_id, given)
        case ["unbooked"]:
            return checkout.unbooked(store)
        case ["faults"]:
            return {"faults": faults.plan(store, given)}
        case ["settings"]:
            return _settings(store, given)
    raise ApiError(f"Unknown verb: {path[:80]}", status=404)


def _deliver(store: Store, event_id: str, given: dict[str, Any]) -> dict[str, Any]:
    """Send an event again, `times` over, spoilt or not; also one that was dropped or never subscribed to."""
    if not store.load(event_id, "event"):
        raise missing("event", event_id)
    times, mode = given.get("times", 1), given.get("mode", "normal")
    if not isinstance(times, int) or not 1 <= times <= 100:
        raise ApiError("times must be a whole number from 1 to 100.", param="times")
    if mode not in ("normal", "missign", "stale"):
        raise ApiError("mode must be normal, missign or stale.", param="mode")
    queued = [queue(store, event_id, mode=mode, forever=bool(given.get("forever"))) for _ in range(times)]
    return {"deliveries": queued}


def _settings(store: Store, given: dict[str, Any]) -> dict[str, Any]:
    for name, value in given.items():
        if (name in NUMBERS and isinstance(value, int | float) and 0 <= value <= 86_400) or (
            name == "subscribed" and isinstance(value, list) and all(isinstance(entry, str) for entry in value)
        ):
            store.set(name, value)
        else:
            raise ApiError(f"Unknown or unusable setting: {name}", param=name)
    return settings(store)


def settings(store: Store) -> dict[str, Any]:
    numbers = {name: store.setting(name, default) for name, default in NUMBERS.items()}
    return {**numbers, "subscribed": list(store.setting("subscribed", SUBSCRIBED))}


def state(store: Store) -> dict[str, Any]:
    """Everything the panel shows, newest first."""
    with store.transaction():
        deliveries = store.rows(
            "SELECT d.*, json_extract(o.body, '$.type') AS type FROM delivery d JOIN object o ON o.id = d.event "
            "ORDER BY d.id DESC LIMIT 200"
        )
        return {
            "sessions": [body for _, body in store.all("checkout.session")][:200],
            "under_way": [body["id"] for _, body in store.all("payment_intent") if body["status"] == "processing"],
            "deliveries": [dict(row) for row in deliveries],
            "plan": store.setting("plan", PLAN),
            "faults": store.setting("faults", []),
            "settings": settings(store),
        }
