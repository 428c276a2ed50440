"""The process: HTTP on the loopback address alone, one thread for deliveries, one for what falls due."""

from __future__ import annotations

import json
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from . import checkout, duties, hosted, panel, panel_page, portal, portal_page
from .api import Answer, Api, Call
from .delivery import Deliverer
from .errors import ApiError
from .store import Store

HOST = "127.0.0.1"
NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
MOST_BYTES = 256 * 1024
ASSETS: dict[str, tuple[str, Callable[[], str]]] = {
    "/style.css": ("text/css; charset=utf-8", lambda: Path(__file__).with_name("style.css").read_text("utf-8")),
    "/healthz": ("text/plain; charset=utf-8", lambda: "ok\n"),
}


class BusyPort(Exception):
    """Somebody else listens there."""


class DemoStripe:
    """One running demo Stripe. `port=0` asks the system for a free one."""

    def __init__(self, *, port: int, webhook_url: str, webhook_secret: str, secret_key: str, state: str = ":memory:",
                 out: Callable[[str], Any] | None = None) -> None:  # fmt: skip
        handler = type("BoundHandler", (Handler,), {"demo": self})
        try:
            self.http = Server((HOST, port), handler)
        except OSError as error:
            raise BusyPort(f"Port {port} is taken: {error.strerror or error}.") from error
        self.port = self.http.server_address[1]
        self.base = f"http://{HOST}:{self.port}"
        self.out = out
        if state != ":memory:":
            Path(state).parent.mkdir(parents=True, exist_ok=True)
        self.store = Store(state)
        checkout.rebase(self.store, self.base)
        portal.rebase(self.store, self.base)
        self._wake, self._duty_wake = threading.Event(), threading.Event()
        self.deliverer = Deliverer(self.store, webhook_url, webhook_secret, self._wake)
        self.api = Api(self.store, secret_key, self.wake)
        self._stopping = False
        self._threads = [threading.Thread(target=self._duties, daemon=True, name="duties"), self.deliverer]

    def wake(self) -> None:
        self._duty_wake.set()
        self._wake.set()

    def _duties(self) -> None:
        while not self._stopping:
            self._duty_wake.clear()
            ahead = duties.do_due(self.store)
            self._wake.set()
            self._duty_wake.wait(1.0 if ahead is None else min(1.0, max(0.005, ahead - time.time())))

    def start(self) -> None:
        """Serve in the background; the caller goes on."""
        for thread in self._threads:
            thread.start()
        server = threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._threads.append(server)
        server.start()

    def stop(self) -> None:
        self._stopping = True
        self.deliverer.stop()
        self._duty_wake.set()
        self.http.shutdown()
        self.http.server_close()
        for thread in self._threads:
            thread.join(timeout=12)
        self.store.close()


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that closes its connection is no news; the rest is."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    demo: DemoStripe
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "demo-stripe", ""
    timeout = 60
    disable_nagle_algorithm = True
    wbufsize = -1

    def log_message(self, format: str, *args: Any) -> None:
        if self.demo.out:
            self.demo.out(f"{self.command} {urlsplit(self.path).path} {args[1] if len(args) > 1 else ''}")

    def do_GET(self) -> None:
        self._handle("")

    def do_HEAD(self) -> None:
        self._handle("")

    def do_DELETE(self) -> None:
        self._handle("")

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > MOST_BYTES:
            self.close_connection = True
            self._say(413, "Too large.")
            return
        raw = self.rfile.read(int(length))
        try:
            body = raw.decode("utf-8")
        except UnicodeDecodeError:
            self._say(400, "The request body is not UTF-8.")
            return
        self._handle(body)

    def _handle(self, body: str) -> None:
        path = urlsplit(self.path).path
        # A name other than our own means another site's page reaches for us through its DNS.
        if (self.headers.get("Host") or "").rsplit(":", 1)[0] not in NAMES:
            self._say(421, "This is a loopback service.")
        elif path.startswith("/v1/"):
            call = Call(self.command, path, urlsplit(self.path).query, body, self.headers, self.demo.base)
            self._send(self.demo.api.handle(call), "application/json")
        elif self.command == "POST" and self.headers.get("Sec-Fetch-Site") not in (None, "none", "same-origin"):
            self._say(403, "Another site cannot press these buttons.")
        elif self.command == "GET" and path in ASSETS:
            self._send(Answer(200, ASSETS[path][1]()), ASSETS[path][0])
        elif path.startswith("/panel/api/"):
            answer = _panel_json(self.demo.store, path.removeprefix("/panel/api"), body, self.command == "POST")
            self.demo.wake()
            self._send(answer, "application/json")
        else:
            answer = self._page(path, body)
            self.demo.wake()
            self._send(answer, "text/html; charset=utf-8")

    def _page(self, path: str, body: str) -> Answer:
        store, post = self.demo.store, self.command == "POST"
        if path.startswith("/c/pay/"):
            return hosted.handle(store, path.removeprefix("/c/pay/"), body if post else None)
        if path.startswith("/p/session/"):
            return portal_page.handle(store, path.removeprefix("/p/session/"), body if post else None)
        if path in panel_page.PAGES and not post:
            return panel_page.show(store, path)
        if path.startswith("/panel/do/") and post:
            return panel_page.act(store, path.removeprefix("/panel/do"), body)
        return hosted.not_found()

    def _say(self, status: int, words: str) -> None:
        self._send(Answer(status, f"{words}\n"), "text/plain; charset=utf-8")

    def _send(self, answer: Answer, kind: str) -> None:
        if answer.hang:
            time.sleep(answer.hang)
        if answer.drop:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        payload = answer.body.encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(payload)))
        for name, value in {**SAFE, **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(payload)
        self.wfile.flush()


SAFE = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def _panel_json(store: Store, path: str, body: str, post: bool) -> Answer:
    try:
        if not post:
            if path != "/state":
                raise ApiError(f"Unknown: {path[:80]}", status=404)
            return Answer(200, json.dumps(panel.state(store)))
        given = json.loads(body or "{}")
        if not isinstance(given, dict):
            raise ApiError("Send a JSON object.")
        return Answer(200, json.dumps(panel.act(store, path, given)))
    except ValueError:
        return Answer(400, json.dumps(ApiError("The body is not JSON.").body()))
    except ApiError as error:
        return Answer(error.status, json.dumps(error.body()))


def _wait_for_the_end_of_input(stopped: threading.Event) -> None:
    sys.stdin.read()
    stopped.set()


def run(*, port: int, webhook_url: str, webhook_secret: str, secret_key: str, state: str, verbose: bool = False,
        end_with_input: bool = False) -> int:  # fmt: skip
    """Serve until SIGTERM or SIGINT, or until the standard input ends. Answers the exit code; a busy port is one line
    and 1."""
    try:
        demo = DemoStripe(
            port=port, webhook_url=webhook_url, webhook_secret=webhook_secret, secret_key=secret_key, state=state,
            out=(lambda line: print(line, flush=True)) if verbose else None,
        )  # fmt: skip
    except BusyPort as error:
        print(f"demo Stripe: {error} Choose another with DEMO_STRIPE_PORT or --port.", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"demo Stripe: cannot write {state}: {error.strerror or error}.", file=sys.stderr)
        return 1
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    if end_with_input:
        # A parent that is killed says no goodbye, but its end of the pipe closes.
        threading.Thread(target=_wait_for_the_end_of_input, args=[stopped], daemon=True, name="input").start()
    demo.start()
    print(f"demo Stripe: no money moves. Panel {demo.base}/panel, webhooks to {webhook_url}", flush=True)
    stopped.wait()
    demo.stop()
    return 0
