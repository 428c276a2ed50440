"""The control panel's verbs, for people (forms) and for tests (JSON): one table for both."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

from . import alerts, billing, checkout, disputes, faults, payouts, refunds, subscriptions, transactions
from .delivery import PLAN, SUBSCRIBED, queue, set_plan
from .errors import ApiError, missing
from .payments import SETTLE_DELAY, charge_named, settle
from .store import Store

NUMBERS = {"settle_delay": SETTLE_DELAY, "retry_seconds": 2.0}
Verb = tuple[Callable[..., Any], dict[str, type]]
_HOW_MUCH: dict[str, type] = {"amount": int, "reason": str}
_BACK: dict[str, type] = {"amount": int, "fee_back": bool}
_WHO: dict[str, type] = {"email": str, "name": str}


def _settle(store: Store, charge_id: str) -> dict[str, Any]:
    """Do not wait for the settle delay of this charge."""
    charge = charge_named(store, charge_id)
    settle(store, charge["id"])
    return charge_named(store, charge["id"])


def _change(**given: Any) -> Callable[[Store, str], dict[str, Any]]:
    """What somebody changes about a subscription in the Dashboard."""
    return lambda store, sub_id: subscriptions.update(store, sub_id, given)


def _pause(store: Store, sub_id: str, behavior: str = "void", days: int = 0, **more: Any) -> dict[str, Any]:
    """`days` from now it resumes by itself; without them, or `resumes_at`, it rests until somebody resumes it."""
    if days:
        more["resumes_at"] = int(time.time()) + days * 86_400
    if behavior not in ("keep_as_draft", "mark_uncollectible", "void"):
        raise ApiError("behavior must be keep_as_draft, mark_uncollectible or void.", param="behavior")
    return subscriptions.update(store, sub_id, {"pause_collection": {"behavior": behavior, **more}})


def _amount(store: Store, sub_id: str, amount: int | None = None) -> dict[str, Any]:
    """Another amount from the next month on."""
    [entry, *others] = billing.alive(store, sub_id)["items"]["data"]
    if amount is None:
        raise ApiError("Say which amount, in the smallest unit.", code="parameter_missing", param="amount")
    if others:
        raise ApiError("The panel changes the amount of a subscription of one item.")
    data = {
        "currency": entry["price"]["currency"], "product": entry["price"]["product"], "unit_amount": amount,
        "recurring": {"interval": entry["price"]["recurring"]["interval"]},
    }  # fmt: skip
    changed = [{"id": entry["id"], "price_data": data, "quantity": 1}]
    return subscriptions.update(store, sub_id, {"items": changed, "proration_behavior": "none"})


# (noun, verb): what it does to the object of that id, and the fields it takes. Amounts are in the smallest unit.
VERBS: dict[tuple[str, str], Verb] = {
    ("sessions", "pay"): (checkout.pay, {"last4": str, **_WHO}),
    ("sessions", "decline"): (checkout.decline, {"number": str, **_WHO}),
    ("sessions", "later"): (checkout.later, _WHO),
    ("sessions", "async_succeed"): (checkout.async_succeed, {}),
    ("sessions", "async_fail"): (checkout.async_fail, {}),
    ("sessions", "expire"): (checkout.expire, {}),
    ("sessions", "settle"): (checkout.settle_now, {}),
    ("charges", "settle"): (_settle, {}),
    ("charges", "refund"): (refunds.by_hand, _HOW_MUCH),
    ("charges", "dispute"): (disputes.dispute, _HOW_MUCH),
    ("charges", "inquire"): (disputes.inquire, _HOW_MUCH),
    ("charges", "warn"): (alerts.warn, {"fraud_type": str}),
    ("refunds", "succeed"): (refunds.succeed, {}),
    ("refunds", "cancel"): (refunds.cancel, {}),
    ("refunds", "fail"): (refunds.fail, {"reason": str}),
    ("disputes", "answer"): (disputes.answer, {}),
    ("disputes", "escalate"): (disputes.escalate, {}),
    ("disputes", "win"): (disputes.win, _BACK),
    ("disputes", "lose"): (disputes.lose, {}),
    ("disputes", "close"): (disputes.close, {}),
    ("disputes", "reinstate"): (disputes.reinstate, _BACK),
    ("payouts", "send"): (payouts.send, {}),
    ("payouts", "pay"): (payouts.pay, {}),
    ("payouts", "fail"): (payouts.fail, {"code": str}),
    ("payouts", "reconcile"): (payouts.reconcile, {}),
    ("subscriptions", "renew"): (billing.renew, {"outcome": str}),
    ("subscriptions", "retry"): (billing.retry, {"outcome": str}),
    ("subscriptions", "pause"): (_pause, {"behavior": str, "resumes_at": int, "days": int}),
    ("subscriptions", "change"): (_amount, {"amount": int}),
    ("subscriptions", "resume"): (_change(pause_collection=None), {}),
    ("subscriptions", "stop"): (_change(cancel_at_period_end=True), {}),
    ("subscriptions", "go_on"): (_change(cancel_at_period_end=False), {}),
    ("subscriptions", "cancel"): (lambda store, name: subscriptions.cancel(store, name, {}), {}),
}  # fmt: skip


def act(store: Store, path: str, given: dict[str, Any]) -> dict[str, Any]:
    """`path` is what follows `/panel/api`. Raises ApiError for an unknown verb or one that is not possible now."""
    match re.findall(r"[^/]+", path):
        case [noun, identifier, verb] if (noun, verb) in VERBS:
            do, known = VERBS[noun, verb]
            _check(given, known)
            return do(store, identifier, **given)
        case ["payouts"]:
            _check(given, {"only_available": bool})
            return payouts.create(store, **given)
        case ["fee"]:
            _check(given, {"amount": int})
            return _fee(store, **given)
        case ["plan"]:
            return set_plan(store, given)
        case ["deliver", event_id]:
            return _deliver(store, event_id, given)
        case ["unbooked"]:
            return payouts.unbooked(store)
        case ["faults"]:
            return {"faults": faults.plan(store, given)}
        case ["settings"]:
            return _settings(store, given)
    raise ApiError(f"Unknown verb: {path[:80]}", status=404)


def _check(given: dict[str, Any], known: dict[str, type]) -> None:
    if unknown := set(given) - set(known):
        raise ApiError(f"Unknown: {', '.join(sorted(unknown))}.", param=min(unknown))
    for name, kind in known.items():
        if name in given and (not isinstance(given[name], kind) or (kind is int and given[name] is True)):
            words = {int: "a whole number", bool: "true or false"}.get(kind, "text")
            raise ApiError(f"{name} must be {words}.", param=name)
    if given.get("amount", 1) < 1:
        raise ApiError("amount must be above zero, in the smallest unit.", param="amount")
    if not 0 <= given.get("days", 0) <= 3660:
        raise ApiError("days must be from 0 to 3660.", param="days")


def _fee(store: Store, amount: int = 500) -> dict[str, Any]:
    return transactions.monthly_fee(store, amount)


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
        if (
            (name in NUMBERS and isinstance(value, int | float) and 0 <= value <= 86_400)
            or (name == "subscribed" and isinstance(value, list) and all(isinstance(entry, str) for entry in value))
            or (name == "refund_outcome" and value in refunds.OUTCOMES)
        ):
            store.set(name, value)
        else:
            raise ApiError(f"Unknown or unusable setting: {name}", param=name)
    return settings(store)


def settings(store: Store) -> dict[str, Any]:
    numbers = {name: store.setting(name, default) for name, default in NUMBERS.items()}
    outcome = store.setting("refund_outcome", "succeeded")
    return {**numbers, "refund_outcome": outcome, "subscribed": list(store.setting("subscribed", SUBSCRIBED))}


def state(store: Store) -> dict[str, Any]:
    """What the panel's first page shows, newest first."""
    with store.transaction():
        deliveries = store.rows(
            "SELECT d.*, json_extract(o.body, '$.type') AS type FROM delivery d JOIN object o ON o.id = d.event "
            "ORDER BY d.id DESC LIMIT 200"
        )
        waiting = {body["id"] for _, body in store.all("payment_intent") if body["status"] == "processing"}
        sessions = [body for _, body in store.all("checkout.session")][:200]
        return {
            "sessions": sessions,
            "under_way": [body["id"] for body in sessions if checkout.intent_id_of(store, body) in waiting],
            "deliveries": [dict(row) for row in deliveries],
            "plan": store.setting("plan", PLAN),
            "faults": store.setting("faults", []),
            "settings": settings(store),
        }
