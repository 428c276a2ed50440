"""Webhooks: signed, retried with growing delay while the process lives, in no promised order, and spoilt on request.

A *plan* says what happens to the next events: normal, duplicate, reorder, delay, drop, missign, stale.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
import urllib.error
import urllib.request
from typing import Any

from .errors import ApiError
from .objects import Body, event
from .store import Store

MODES = ("normal", "duplicate", "reorder", "delay", "drop", "missign", "stale")
PLAN = {"mode": "normal", "count": None, "seconds": 3.0, "forever": False}
RETRY_MOST = 60.0
SPOILT_TRIES = 3  # what can never be accepted is not worth trying for ever
STALE_BY = 3600
REORDER_WINDOW = 3.0
# What the network's endpoint is subscribed to. Other events exist in /v1/events and are not sent.
SUBSCRIBED = (
    "checkout.session.completed",
    "checkout.session.expired",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "payment_intent.payment_failed",
    "charge.updated",
    "charge.refunded",
    "charge.dispute.created",
    "charge.dispute.updated",
    "charge.dispute.closed",
    "charge.dispute.funds_withdrawn",
    "charge.dispute.funds_reinstated",
    "refund.created",
    "refund.updated",
    "refund.failed",
    "radar.early_fraud_warning.created",
    "radar.early_fraud_warning.updated",
    "payout.paid",
    "payout.failed",
    "payout.canceled",
    "payout.reconciliation_completed",
    "invoice.paid",
    "invoice.payment_failed",
    "customer.subscription.updated",
    "customer.subscription.deleted",
)


def sign(payload: str, secret: str, at: int) -> str:
    """The `Stripe-Signature` header: HMAC-SHA256 over "timestamp.body"."""
    digest = hmac.new(secret.encode(), f"{at}.{payload}".encode(), hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


def set_plan(store: Store, given: dict[str, Any]) -> dict[str, Any]:
    """`count` None means until changed; `forever` spoils the retries too (missign, stale)."""
    mode = given.get("mode", "normal")
    if mode not in MODES:
        raise ApiError(f"Unknown mode: {mode}. One of {', '.join(MODES)}.", param="mode")
    count, seconds = given.get("count"), given.get("seconds", PLAN["seconds"])
    if count is not None and (not isinstance(count, int) or count < 1):
        raise ApiError("count must be a whole number above zero.", param="count")
    if not isinstance(seconds, int | float) or not 0 <= seconds <= 86_400:
        raise ApiError("seconds must be between 0 and 86400.", param="seconds")
    plan = {"mode": mode, "count": count, "seconds": seconds, "forever": bool(given.get("forever"))}
    store.set("plan", plan)
    if mode != "reorder":
        release(store)
    return plan


def emit(store: Store, kind: str, thing: Body, *, before: Body | None = None, request: Body | None = None) -> Body:
    """Store an event and queue its deliveries by the plan. Called inside the transaction that changed the object."""
    made = event(kind, thing, int(time.time()), before=before, request=request)
    if kind not in store.setting("subscribed", SUBSCRIBED):
        made["pending_webhooks"] = 0
        store.save(made)
        return made
    store.save(made)
    plan = store.setting("plan", PLAN)
    mode = plan["mode"]
    due = time.time() + (plan["seconds"] if mode == "delay" else 0)
    state = {"drop": "dropped", "reorder": "held"}.get(mode, "waiting")
    for _ in range(2 if mode == "duplicate" else 1):
        queue(store, made["id"], mode=mode, due=due, state=state, forever=plan["forever"])
    if plan["count"]:
        plan["count"] -= 1
        if plan["count"] == 0:
            plan = dict(PLAN)
            release(store)
        store.set("plan", plan)
    return made


def queue(store: Store, event_id: str, *, mode: str = "normal", due: float | None = None, state: str = "waiting",
          forever: bool = False) -> int:  # fmt: skip
    return store.run(
        "INSERT INTO delivery (event, state, mode, forever, due) VALUES (?, ?, ?, ?, ?)",
        event_id, state, mode, int(forever), time.time() if due is None else due,
    )  # fmt: skip


def release(store: Store) -> None:
    """Let the held deliveries go, last one first."""
    now = time.time()
    for place, row in enumerate(store.rows("SELECT id FROM delivery WHERE state = 'held' ORDER BY id DESC")):
        store.run("UPDATE delivery SET state = 'waiting', due = ? WHERE id = ?", now + place / 1000, row["id"])


def delivered(store: Store, event_id: str) -> bool | None:
    """True once any delivery was answered 2xx; None when the endpoint does not subscribe to the event."""
    states = [row["state"] for row in store.rows("SELECT state FROM delivery WHERE event = ?", event_id)]
    return ("delivered" in states) if states else None


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


class Deliverer(threading.Thread):
    """Sends what is due, one after the other. Never holds the store while it waits for an answer."""

    def __init__(self, store: Store, url: str, secret: str, wake: threading.Event) -> None:
        super().__init__(name="deliverer", daemon=True)
        self._store, self.url, self._secret = store, url, secret
        self.wake, self._stopping = wake, False
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect())

    def stop(self) -> None:
        self._stopping = True
        self.wake.set()

    def run(self) -> None:
        while not self._stopping:
            self.wake.clear()
            held = self._store.rows("SELECT min(due) AS since FROM delivery WHERE state = 'held'")[0]["since"]
            if held is not None and held + REORDER_WINDOW <= time.time():
                release(self._store)
            due = self._store.rows(
                "SELECT * FROM delivery WHERE state = 'waiting' AND due <= ? ORDER BY due, id LIMIT 1", time.time()
            )
            if due:
                self._send(due[0])
                continue
            ahead = self._store.rows("SELECT min(due) AS due FROM delivery WHERE state = 'waiting'")[0]["due"]
            self.wake.wait(0.5 if ahead is None else min(0.5, max(0.005, ahead - time.time())))

    def _send(self, row: Any) -> None:
        body = self._store.load(row["event"], "event")
        if body is None:
            self._store.run("DELETE FROM delivery WHERE id = ?", row["id"])
            return
        spoilt = row["mode"] if row["attempts"] == 0 or row["forever"] else "normal"
        payload = json.dumps(body, indent=2)
        at = int(time.time()) - (STALE_BY if spoilt == "stale" else 0)
        secret = "whsec_somebody_else" if spoilt == "missign" else self._secret
        good, answer = self._post(payload, sign(payload, secret, at))
        attempts = row["attempts"] + 1
        first = self._store.setting("retry_seconds", 2.0)
        due = time.time() + min(RETRY_MOST, first * 2 ** (attempts - 1))
        state = "delivered" if good else "failed" if row["forever"] and attempts >= SPOILT_TRIES else "waiting"
        self._store.run(
            "UPDATE delivery SET state = ?, attempts = ?, answer = ?, sent = ?, due = ? WHERE id = ?",
            state, attempts, answer, time.time(), due, row["id"],
        )  # fmt: skip

    def _post(self, payload: str, signature: str) -> tuple[bool, str]:
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Stripe/1.0 (demo; no money moves)",
            "Stripe-Signature": signature,
        }
        request = urllib.request.Request(self.url, payload.encode(), headers, method="POST")
        try:
            with self._opener.open(request, timeout=10) as answer:
                return 200 <= answer.status < 300, str(answer.status)
        except urllib.error.HTTPError as error:
            error.close()
            return False, str(error.code)
        except (OSError, ValueError) as error:
            reason = getattr(error, "reason", error)
            return False, str(reason)[:120]
        except Exception as error:
            return False, type(error).__name__
