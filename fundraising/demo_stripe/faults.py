"""A fault plan for the API: the next calls time out, break, are refused, or succeed and are then not answered."""

from __future__ import annotations

from typing import Any

from .errors import ApiError
from .store import Store

# timeout: nothing done, no answer · 500 / 429: nothing done · 500_saved: fails and stays so under its key ·
# succeed_then_drop / succeed_then_timeout: done, but the answer is lost · wrong_json: done, the answer is garbage
KINDS = ("timeout", "500", "500_saved", "429", "reset", "succeed_then_drop", "succeed_then_timeout", "wrong_json")


def plan(store: Store, given: dict[str, Any]) -> list[dict[str, Any]]:
    """Add `count` faults of one kind for paths that begin with `match`; kind "none" forgets all of them."""
    kind = str(given.get("kind", ""))
    if kind == "none":
        store.set("faults", [])
        return []
    if kind not in KINDS:
        raise ApiError(f"Unknown fault: {kind}. One of {', '.join(KINDS)}, none.", param="kind")
    count, seconds = given.get("count", 1), given.get("seconds", 30)
    if not isinstance(count, int) or not 1 <= count <= 10_000:
        raise ApiError("count must be a whole number from 1 to 10000.", param="count")
    if not isinstance(seconds, int | float) or not 0 <= seconds <= 300:
        raise ApiError("seconds must be between 0 and 300.", param="seconds")
    entry = {"kind": kind, "count": count, "match": str(given.get("match", "/v1/")), "seconds": seconds}
    faults = [*store.setting("faults", []), entry]
    store.set("faults", faults)
    return faults


def next_fault(store: Store, path: str) -> dict[str, Any] | None:
    with store.transaction():
        faults = store.setting("faults", [])
        for fault in faults:
            if path.startswith(fault["match"]):
                fault["count"] -= 1
                store.set("faults", [entry for entry in faults if entry["count"] > 0])
                return fault
    return None
