"""A running demo Stripe for tests: the real library talks to it over HTTP, webhooks land in a tiny receiver.

`demo_stripe` points the settings at it. Without a web server of ours its webhooks wait in `.received`, as
(body, signature), ready for the test client; with one, call `.deliver_to(url)`.
"""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from fundraising.demo_stripe.server import DemoStripe

KEY, SECRET = "sk_demo_tests", "whsec_demo_tests"


@dataclass(frozen=True)
class Received:
    body: bytes
    signature: str
    status: int  # what the receiver answered

    @property
    def event(self) -> dict[str, Any]:
        return json.loads(self.body)


@dataclass
class Receiver:
    """Takes webhooks; answers from `answers` first (one each), then 200."""

    received: list[Received] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    def start(self) -> None:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = outer.answers.pop(0) if outer.answers else 200
                outer.received.append(Received(body, self.headers["Stripe-Signature"], status))
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}/"
        threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self) -> None:
        self.http.shutdown()
        self.http.server_close()


class Control:
    """The demo Stripe as a test drives it; every verb goes over `/panel/api/`."""

    def __init__(self, server: DemoStripe, receiver: Receiver) -> None:
        self.server, self.receiver, self.base = server, receiver, server.base
        self.received = receiver.received

    def post(self, path: str, **given: Any) -> dict[str, Any]:
        return self._ask(urllib.request.Request(f"{self.base}/panel/api{path}", json.dumps(given).encode()))

    def state(self) -> dict[str, Any]:
        return self._ask(urllib.request.Request(f"{self.base}/panel/api/state"))

    def _ask(self, request: urllib.request.Request) -> dict[str, Any]:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=10) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                raise AssertionError(f"{error.code}: {error.read().decode()}") from None

    def pay(self, session_id: str, **given: str) -> dict[str, Any]:
        return self.post(f"/sessions/{session_id}/pay", **given)

    def decline(self, session_id: str, **given: str) -> dict[str, Any]:
        return self.post(f"/sessions/{session_id}/decline", **given)

    def later(self, session_id: str) -> dict[str, Any]:
        return self.post(f"/sessions/{session_id}/later")

    def async_succeed(self, session_id: str) -> dict[str, Any]:
        return self.post(f"/sessions/{session_id}/async_succeed")

    def async_fail(self, session_id: str) -> dict[str, Any]:
        return self.post(f"/sessions/{session_id}/async_fail")

    def expire(self, session_id: str) -> dict[str, Any]:
        return self.post(f"/sessions/{session_id}/expire")

    def settle(self, session_id: str) -> dict[str, Any]:
        """The balance transaction appears now, whatever the settle delay."""
        return self.post(f"/sessions/{session_id}/settle")

    def press(self, noun: str, identifier: str, verb: str, **given: Any) -> dict[str, Any]:
        """Any button of `panel.VERBS`: charges (settle, refund, dispute, inquire, warn), refunds (succeed, cancel,
        fail), disputes (answer, escalate, win, lose, close, reinstate), payouts (send, pay, fail, reconcile),
        subscriptions (renew, retry, pause, resume, stop, go_on, cancel)."""
        return self.post(f"/{noun}/{identifier}/{verb}", **given)

    def refund(self, charge_id: str, **given: Any) -> dict[str, Any]:
        """Somebody refunds in the Dashboard; `charge_id` may be the payment's `pi_`."""
        return self.press("charges", charge_id, "refund", **given)

    def dispute(self, charge_id: str, **given: Any) -> dict[str, Any]:
        return self.press("charges", charge_id, "dispute", **given)

    def inquire(self, charge_id: str, **given: Any) -> dict[str, Any]:
        return self.press("charges", charge_id, "inquire", **given)

    def warn(self, charge_id: str) -> dict[str, Any]:
        return self.press("charges", charge_id, "warn")

    def payout(self, **given: Any) -> dict[str, Any]:
        """Everything in the balance goes to the bank; pending until `press("payouts", id, "pay")`."""
        return self.post("/payouts", **given)

    def fee(self, amount: int = 500) -> dict[str, Any]:
        return self.post("/fee", amount=amount)

    def renew(self, subscription_id: str, outcome: str = "pay") -> dict[str, Any]:
        """Next month comes: pay, fail or wait."""
        return self.press("subscriptions", subscription_id, "renew", outcome=outcome)

    def retry(self, subscription_id: str, outcome: str = "pay") -> dict[str, Any]:
        return self.press("subscriptions", subscription_id, "retry", outcome=outcome)

    def plan(self, mode: str, **more: Any) -> dict[str, Any]:
        return self.post("/plan", mode=mode, **more)

    def faults(self, kind: str, **more: Any) -> dict[str, Any]:
        return self.post("/faults", kind=kind, **more)

    def deliver(self, event_id: str, **more: Any) -> dict[str, Any]:
        return self.post(f"/deliver/{event_id}", **more)

    def settings(self, **given: Any) -> dict[str, Any]:
        return self.post("/settings", **given)

    def unbooked(self) -> dict[str, Any]:
        return self.post("/unbooked")

    def deliver_to(self, url: str) -> None:
        """Send webhooks there from now on, not to the receiver."""
        self.server.deliverer.url = url

    def arrived(self, kind: str) -> list[Received]:
        return [entry for entry in list(self.received) if entry.event["type"] == kind]

    def wait_for(self, kind: str, count: int = 1, seconds: float = 10) -> list[Received]:
        """The first `count` deliveries of this type; fails when they do not come."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = self.arrived(kind)
            if len(found) >= count:
                return found
            time.sleep(0.01)
        seen = [entry.event["type"] for entry in self.received]
        raise AssertionError(f"{kind} came {len(self.arrived(kind))} times, not {count}; seen: {seen}")


@contextmanager
def running(state: str = ":memory:", webhook_url: str | None = None) -> Iterator[Control]:
    receiver = Receiver()
    receiver.start()
    server = DemoStripe(
        port=0, webhook_url=webhook_url or receiver.url, webhook_secret=SECRET, secret_key=KEY, state=state
    )
    server.store.set("settle_delay", server.store.setting("settle_delay", 0.05))
    server.store.set("retry_seconds", 0.05)
    server.start()
    try:
        yield Control(server, receiver)
    finally:
        server.stop()
        receiver.stop()


def point_settings_at(settings: Any, control: Control) -> None:
    settings.STRIPE_API_BASE = settings.STRIPE_CHECKOUT_ORIGIN = control.base
    settings.STRIPE_SECRET_KEY = KEY
    settings.STRIPE_WEBHOOK_SECRETS = [SECRET]


@pytest.fixture
def demo_stripe(settings: Any) -> Iterator[Control]:
    with running() as control:
        point_settings_at(settings, control)
        yield control
