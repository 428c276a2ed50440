"""What every test stands on. Browser and whole-service fixtures are in tests/e2e/conftest.py."""

import os
import shutil
import subprocess
import sys
import time
from importlib import import_module
from importlib.util import find_spec

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.test import TransactionTestCase
from django.utils import translation

from delegation import triggers
from delegation.celery import app
from delegation.embedded import Embedded
from tests import earlier, offline
from tests.fundraising.demo_stripe_fixture import demo_stripe  # noqa: F401 - a fixture for every test
from tests.settings import FOLDER, ON_SERVICES

offline.guard()

for _app in ("delegation", "fundraising", "travel"):
    if find_spec(f"{_app}.triggers"):
        import_module(f"{_app}.triggers")

_flush = TransactionTestCase._fixture_teardown


def _flush_past_triggers(self):
    """Append-only triggers refuse the flush that follows every transactional test: take them away around it. It has
    to be this class's own method, once; patching it per test changes nothing."""
    if all(connection.vendor == "postgresql" for connection in connections.all()):
        return _empty_quickly()
    for connection in connections.all():
        triggers.remove(connection)
    try:
        _flush(self)
    finally:
        for connection in connections.all():
            triggers.install(connection)


# What every database holds from its migrations on; nothing a test adds to.
_KEPT = {"django_content_type", "auth_permission"}


def _empty_quickly():
    """On PostgreSQL a replica's session fires no trigger, and deleting the few rows of a test takes a hundredth of the
    time of truncating ninety tables."""
    for connection in connections.all():
        tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - _KEPT
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            try:
                cursor.execute(";".join(f'DELETE FROM "{table}"' for table in sorted(tables)))
            finally:
                cursor.execute("SET session_replication_role = origin")


TransactionTestCase._fixture_teardown = _flush_past_triggers


def pytest_collection_modifyitems(config, items):
    """Walks are marked by their folder; what takes minutes runs only when it is asked for."""
    for item in items:
        if "/tests/e2e/" in item.path.as_posix():
            item.add_marker("browser")
        if item.get_closest_marker("long"):
            item.add_marker(pytest.mark.timeout(3600))
    if not config.option.markexpr and config.args_source.name != "ARGS":
        long = [item for item in items if item.get_closest_marker("long")]
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter):
    earlier.keep(terminalreporter)
    earlier.add(terminalreporter)


def pytest_unconfigure(config):
    if not hasattr(config, "workerinput"):
        shutil.rmtree(FOLDER, ignore_errors=True)


@pytest.fixture(autouse=True)
def _fresh_surroundings(settings, tmp_path):
    """No test sees another's cache, photos or language."""
    translation.activate(settings.LANGUAGE_CODE)
    settings.MEDIA_ROOT = str(tmp_path / "media")
    if not ON_SERVICES:
        cache.clear()


class WorkerProcess:
    """A real Celery worker on the test database and the tests' Redis index."""

    def __init__(self):
        database = settings.DATABASES["default"]
        url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/".format(**database).replace(":@", "@")
        env = {**os.environ, "DATABASE_URL": url + connections["default"].settings_dict["NAME"]}
        env |= {"DJANGO_SETTINGS_MODULE": "delegation.settings", "LOG_LEVEL": "INFO"}
        self.log = FOLDER / f"worker-{os.getpid()}-{time.monotonic_ns()}.log"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "delegation", "worker", "--pool", "threads", "--concurrency", "4"],
            env=env,
            cwd=settings.BASE_DIR,
            stdout=self.log.open("w"),
            stderr=subprocess.STDOUT,
        )
        deadline = time.monotonic() + 60
        while not app.control.ping(timeout=0.5):
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError(f"the Celery worker did not start:\n{self.log.read_text()}")

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@pytest.fixture
def real_worker(transactional_db):
    """Background work runs for real: a worker process on Redis in the services run, worker threads on the memory
    broker otherwise. Needs the committed rows of a transactional test."""
    worker = WorkerProcess() if ON_SERVICES else Embedded(schedule=False).start()
    yield worker
    worker.stop()
    if ON_SERVICES:
        _forget_keys()
    else:
        for connection in connections.all():
            connection.close()


def _forget_keys():
    """Only keys under this run's own prefix; never a flush."""
    import redis

    with redis.Redis.from_url(settings.REDIS_URL) as client:
        for key in client.scan_iter(match=f"{settings.REDIS_PREFIX}*", count=500):
            client.delete(key)


@pytest.fixture(scope="session", autouse=True)
def _leave_no_keys():
    yield
    if ON_SERVICES:
        _forget_keys()
