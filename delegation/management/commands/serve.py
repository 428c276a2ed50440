"""`manage.py serve`: the whole service in one foreground process, for a laptop and for the demo.

Web (waitress), background worker and timetable (embedded Celery) live in this process; the demo Stripe is a child of
its own, since the product may only reach it by HTTP, as it would the real one."""

import logging
import os
import select
import signal
import socket
import subprocess
import sys
from io import StringIO
from pathlib import Path

import waitress
from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connection

from delegation import triggers
from delegation.embedded import Embedded

HOST = "127.0.0.1"
STRIPE_SECONDS = 60
QUIET_LOGGERS = ("celery", "kombu", "waitress.queue", "django.request")


class Refusal(Exception):
    """Cannot start; the message is the one line the person reads."""


class Command(BaseCommand):
    help = "Migrate, load the demo once, and run web, background work and the demo Stripe until Ctrl-C."

    def add_arguments(self, parser):
        parser.add_argument("--no-worker", action="store_true", help="a worker and beat run elsewhere (REDIS_URL)")
        parser.add_argument("--threads", type=int, default=8, help="web threads (8)")

    def handle(self, *args, **options):
        signal.signal(signal.SIGTERM, _stop)
        for name in QUIET_LOGGERS:
            logging.getLogger(name).setLevel(logging.ERROR)
        stripe = embedded = None
        try:
            _free_ports()
            _writable_folders()
            self._database()
            if not settings.WHITENOISE_USE_FINDERS:
                call_command("collectstatic", interactive=False, verbosity=0)
            people = self._demo()
            stripe = _demo_stripe() if settings.DEMO else None
            embedded = None if options["no_worker"] else _worker()
            server = _web(options["threads"])
            self._hello(people, stripe)
            server.run()
            self.stdout.write("\nStopping.")
        except Refusal as refusal:
            self.stderr.write(str(refusal))
            sys.exit(1)
        except KeyboardInterrupt:
            self.stdout.write("\nStopped before it was ready.")
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C must not leave the child behind
            if embedded:
                embedded.stop()
            if stripe:
                _end(stripe)

    def _database(self):
        try:
            call_command("migrate", verbosity=0, interactive=False)
        except DatabaseError as error:
            where = settings.DATABASES["default"].get("NAME")
            raise Refusal(f"The database {where} cannot be used: {str(error).strip().splitlines()[0]}") from error
        # A rebuilt table on SQLite has lost its triggers; nothing may be served without them.
        if lost := triggers.missing(connection):
            triggers.install(connection, lost)
            self.stdout.write(f"Restored what the database refuses: {', '.join(lost)}.")

    def _demo(self) -> str:
        """Load the demo once, and answer who can log in."""
        if not settings.DEMO or "load_demo" not in get_commands():
            return ""
        try:
            call_command("load_demo", if_needed=True, stdout=self.stdout)
        except CommandError as error:
            raise Refusal(f"The demo could not be loaded: {error}") from error
        people = StringIO()
        call_command("load_demo", people=True, stdout=people)
        return people.getvalue()

    def _hello(self, people, stripe):
        lines = ["", f"  {settings.NETWORK['service']} runs at {settings.PUBLIC_URL}/"]
        if stripe:
            lines.append(f"  Every mail it sends: {settings.PUBLIC_URL}/demo/mail/")
            lines.append(f"  The demo Stripe (no money moves): {settings.STRIPE_API_BASE}/")
        lines += ["", *(f"  {line}" for line in people.splitlines()), "  Ctrl-C stops everything.", ""]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()


def _stop(signum, frame):
    raise KeyboardInterrupt


def _free_ports():
    wanted = [("PORT", settings.PORT)]
    if settings.DEMO:
        wanted.append(("DEMO_STRIPE_PORT", settings.DEMO_STRIPE_PORT))
    for name, port in wanted:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except (OSError, OverflowError) as error:
                raise Refusal(
                    f"Port {port} cannot be used ({_reason(error)}). Stop what runs there, or choose another: "
                    f"{name}={port + 1 if port < 65535 else 8000} make run"
                ) from error


def _reason(error):
    return (getattr(error, "strerror", None) or str(error)).lower()


def _writable_folders():
    folders = [settings.VAR_DIR, Path(settings.MEDIA_ROOT), Path(settings.STATIC_ROOT)]
    if connection.vendor == "sqlite":
        folders.append(Path(settings.DATABASES["default"]["NAME"]).resolve().parent)
    for folder in folders:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            probe = folder / f".writable-{os.getpid()}"
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise Refusal(f"The folder {folder} cannot be written ({_reason(error)}).") from error


def _demo_stripe() -> subprocess.Popen:
    port = settings.DEMO_STRIPE_PORT
    child = subprocess.Popen(
        [
            *(sys.executable, "-m", "fundraising.demo_stripe", "--port", str(port)),
            *("--state", settings.DEMO_STRIPE_STATE),
            *("--webhook-url", f"http://{HOST}:{settings.PORT}/stripe/webhook/"),
            *("--webhook-secret", settings.STRIPE_WEBHOOK_SECRETS[0], "--secret-key", settings.STRIPE_SECRET_KEY),
            "--end-with-input",
        ],
        cwd=settings.BASE_DIR,
        stdin=subprocess.PIPE,  # it ends when we do, even by kill -9
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C reaches us alone; we end the child when the last request is answered
    )
    # Its own first line, not an answering port: that could be anybody's.
    heard, _, _ = select.select([child.stdout], [], [], STRIPE_SECONDS)
    if heard and child.stdout.readline():
        return child
    if not heard:
        _end(child)
        raise Refusal(f"The demo Stripe did not start within {STRIPE_SECONDS} seconds.")
    raise Refusal(f"The demo Stripe did not start (exit {child.wait()}); the lines above say why.")


def _worker() -> Embedded:
    embedded = Embedded()
    try:
        return embedded.start()
    except RuntimeError as error:
        raise Refusal(str(error)) from error


def _web(threads: int):
    try:
        return waitress.create_server(
            get_wsgi_application(), host=HOST, port=settings.PORT, threads=threads, ident=None
        )
    except OSError as error:
        raise Refusal(f"Port {settings.PORT} cannot be used ({_reason(error)}).") from error


def _end(child: subprocess.Popen):
    child.terminate()
    try:
        child.wait(5)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
