"""A world that is built once for a module's tests, and stands as it was built at the start of each of them.

Building one costs ten times what a test of it does. It is built inside a transaction that stays open as long as the
module's tests; each test runs in a savepoint of its own, as every test with a database does, and gets copies of the
objects. Not for modules whose tests commit (`transaction=True`): they would wait for the open transaction."""

import copy
from collections.abc import Callable
from unittest import mock

import pytest
from django.db import connection
from django.test import TestCase
from django.utils import translation

from delegation.settings import LANGUAGE_CODE


def shared_world(build: Callable) -> tuple:
    """Two fixtures, to be named in the module: `world_once, world = shared_world(World)`."""

    @pytest.fixture(scope="module")
    def world_once(django_db_setup, django_db_blocker, request):
        commits = [item.nodeid for item in request.session.items if item.module is request.module and _commits(item)]
        assert not commits, f"these commit, so they cannot share a world that is not committed: {commits}"
        with django_db_blocker.unblock(), translation.override(LANGUAGE_CODE):
            atomics = TestCase._enter_atomics()
            try:
                # Django closes the connection after each test case; here it has to live on.
                with mock.patch.object(connection, "close"):
                    yield build()
            finally:
                TestCase._rollback_atomics(atomics)
                connection.close()

    @pytest.fixture
    def world(world_once, db):
        return copy.deepcopy(world_once)

    return world_once, world


def _commits(item) -> bool:
    mark = item.get_closest_marker("django_db")
    return bool(mark and mark.kwargs.get("transaction")) or "transactional_db" in getattr(item, "fixturenames", ())
