"""The whole service as one command starts it, on a database file and ports of its own, with the demo delegation."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from django.conf import settings

START_SECONDS = 240


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Site:
    """`url` is ours, `stripe` the demo Stripe's; webhooks travel between the two over HTTP."""

    def __init__(self, folder: Path):
        self.folder, self.log = folder, folder / "serve.log"
        port, stripe_port = free_port(), free_port()
        self.url, self.stripe = f"http://localhost:{port}", f"http://127.0.0.1:{stripe_port}"
        self.env = {name: value for name, value in os.environ.items() if not name.startswith(("STRIPE_", "PYTEST_"))}
        self.env |= {
            "DJANGO_SETTINGS_MODULE": "delegation.settings",
            "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
            "DEMO_STRIPE_STATE": str(folder / "stripe.sqlite3"),
            "MEDIA_ROOT": str(folder / "media"),
            "STATIC_ROOT": str(folder / "static"),
            "PORT": str(port),
            "DEMO_STRIPE_PORT": str(stripe_port),
            "PUBLIC_URL": self.url,
            "STRIPE_MODE": "demo",
            "REDIS_URL": "",
            "LOG_LEVEL": "WARNING",
        }
        self.process = None

    def start(self) -> "Site":
        # A demo loaded before saves half a minute while the walks are being written.
        if kept := os.environ.get("WALK_FROM"):
            shutil.copytree(kept, self.folder, dirs_exist_ok=True)
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=settings.BASE_DIR,
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=self.log.open("w"),
            stderr=subprocess.STDOUT,
        )
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError(f"the service did not start:\n{self.log.read_text()[-4000:]}")
            time.sleep(0.1)
        return self

    def _answers(self) -> bool:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(f"{self.url}/healthz", timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def manage(self, *arguments: str) -> str:
        """A management command beside the running service; its output. Fails when the command does."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stdout
        return done.stdout

    def panel(self, path: str, **given) -> dict:
        """What somebody presses in the demo Stripe's control panel: `/charges/pi_…/dispute`; its JSON answer. With
        nothing after it, `/state`, which is asked and not pressed."""
        body = None if path == "/state" else json.dumps(given).encode()
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(urllib.request.Request(f"{self.stripe}/panel/api{path}", body), timeout=10) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                raise AssertionError(f"{error.code}: {error.read().decode()}") from None

    def session_of(self, email: str) -> dict:
        """The newest page of payment that was opened for this giver, as the demo Stripe keeps it."""
        return next(one for one in self.panel("/state")["sessions"] if one["customer_details"]["email"] == email)

    def stop(self):
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
