"""The one-command start's child, and what says whether a place is healthy."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection

from delegation.management.commands import serve

ROOT = Path(settings.BASE_DIR)
START_A_CHILD = """
import django, time
django.setup()
from delegation.management.commands import serve
child = serve._demo_stripe()
print(child.pid, flush=True)
time.sleep(120)
"""


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_the_demo_stripe_ends_with_its_parent_even_when_that_is_killed(free_port, tmp_path):
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "delegation.settings",
        "DEMO_STRIPE_PORT": str(free_port),
        "DEMO_STRIPE_STATE": str(tmp_path / "stripe.sqlite3"),
    }
    parent = subprocess.Popen([sys.executable, "-c", START_A_CHILD], cwd=ROOT, env=env, stdout=subprocess.PIPE)
    try:
        assert parent.stdout.readline().strip().isdigit()
        assert answers(free_port)
    finally:
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        parent.stdout.close()
    deadline = time.monotonic() + 20
    while answers(free_port):
        assert time.monotonic() < deadline, "the demo Stripe outlived its parent"
        time.sleep(0.05)


def test_a_stranger_on_the_port_is_not_taken_for_the_demo_stripe(settings, tmp_path, capfd):
    settings.DEMO_STRIPE_STATE = str(tmp_path / "stripe.sqlite3")
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", 0))
        stranger.listen()
        settings.DEMO_STRIPE_PORT = stranger.getsockname()[1]
        with pytest.raises(serve.Refusal, match=r"did not start \(exit 1\)"):
            serve._demo_stripe()
    assert f"Port {settings.DEMO_STRIPE_PORT} is taken" in capfd.readouterr().err


@pytest.mark.django_db
def test_health_is_told_without_a_session(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "database": True})
    assert not answer.cookies
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_a_database_that_is_away_is_not_healthy_and_says_nothing_of_why(client, monkeypatch):
    def away(*args, **kwargs):
        raise DatabaseError("password of geneva refused")

    monkeypatch.setattr(connection, "cursor", away)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert b"password" not in answer.content


def test_healthy_asks_the_web_process(settings, live_server, capsys):
    settings.PORT = live_server.thread.port
    settings.PUBLIC_URL = "https://testserver"
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    call_command("healthy")
    assert '"status": "ok"' in capsys.readouterr().out


def test_healthy_fails_where_nobody_answers(settings, free_port, capsys):
    settings.PORT = free_port
    with pytest.raises(SystemExit) as left:
        call_command("healthy")
    assert left.value.code == 1
    assert capsys.readouterr().err.startswith("not healthy: ")


@pytest.mark.parametrize(("ci", "code", "words"), [("", 0, "1 skipped"), ("true", 1, "1 error")])
def test_walks_without_chromium_are_told_as_not_run_and_fail_where_ci_is_set(ci, code, words, tmp_path):
    (tmp_path / "conftest.py").write_text("from tests.e2e.conftest import browser\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = -p no:django -p no:xdist -p no:cacheprovider -q -rsE\n")
    (tmp_path / "test_one.py").write_text("def test_one(browser):\n    pass\n")
    env = os.environ | {"CHROMIUM": "/nowhere/chromium", "CI": ci, "PYTHONPATH": str(ROOT)}
    env.pop("PYTEST_XDIST_WORKER", None)
    command = [sys.executable, "-m", "pytest", "test_one.py"]
    done = subprocess.run(command, check=False, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=120)
    assert done.returncode == code, done.stdout + done.stderr
    assert "not run: no Chromium" in done.stdout
    assert words in done.stdout.splitlines()[-1]
