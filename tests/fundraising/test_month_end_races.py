"""Closing a month while others post and close. The race with a posting has a twin with its protection taken away."""

import threading
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, connections, transaction
from django.utils import timezone

from delegation.errors import Conflict
from fundraising import months
from fundraising.actions import periods
from fundraising.ledger import entries, posting
from fundraising.ledger.accounts import available
from fundraising.models import JournalEntry, Period
from fundraising.queries.periods import changed_periods
from tests.factories.delegation import make_staff
from tests.factories.fundraising import make_pool
from tests.factories.monthend import make_ready_to_close, post
from tests.fundraising.test_races import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.money_db]


class World:
    """Last month one gift was posted; somebody asked to close it."""

    def __init__(self):
        self.last = months.before(months.month_of(timezone.now()))
        self.within = months.bounds(self.last)[0] + timedelta(days=5)
        self.pool = make_pool()
        self.directors = [make_staff(self.pool.delegation, "director") for _ in range(2)]
        with time_machine.travel(self.within, tick=False):
            post(entries.gift_settled(available(self.pool), 10_00, "USD"), "first")
        make_ready_to_close()
        start, end = months.bounds(self.last)
        self.period = Period.objects.create(
            delegation=self.pool.delegation,
            month=self.last,
            starts_at=start,
            ends_at=end,
            asked_by=make_staff(self.pool.delegation, "treasurer"),
        )


@pytest.fixture
def world(transactional_db, monkeypatch):
    monkeypatch.setattr("fundraising.queries.periods.OVER_FOR", timedelta(0))
    return World()


def test_two_people_close_at_once_and_one_of_them_has_done_it(world):
    answers = together(*(lambda by=by: periods.close(world.period, by) for by in world.directors))
    assert sorted(type(answer).__name__ for answer in answers) == ["Conflict", "Period"]
    assert isinstance(next(a for a in answers if isinstance(a, Conflict)), Conflict)
    assert changed_periods() == []


def _close_while_a_slow_one_posts(world, monkeypatch, *, protected: bool):
    """Somebody posts with a clock that is late, and is not done when the month is being closed."""
    inserted, closing = threading.Event(), threading.Event()
    wait = periods._wait_for_postings

    def waiting():
        closing.set()
        if protected:
            wait()

    monkeypatch.setattr(periods, "_wait_for_postings", waiting)
    monkeypatch.setattr(posting, "_posted_at", lambda accounts: world.within + timedelta(days=1))

    def slow():
        with transaction.atomic():
            post(entries.gift_settled(available(world.pool), 3_00, "USD"), f"slow:{uuid.uuid4()}")
            inserted.set()
            # On SQLite the closing waits before it says so.
            closing.wait(0.5)
            if connection.vendor == "postgresql" and not protected:
                done.wait(5)

    done = threading.Event()

    def close():
        inserted.wait(5)
        try:
            return periods.close(world.period, world.directors[0])
        finally:
            done.set()

    answers = together(slow, close)
    connections.close_all()
    assert [answer for answer in answers if isinstance(answer, Exception)] == []


def test_who_posts_while_a_month_is_being_closed_is_waited_for(world, monkeypatch):
    _close_while_a_slow_one_posts(world, monkeypatch, protected=True)
    assert Period.objects.get().entries == JournalEntry.objects.count() == 2
    assert changed_periods() == []


def test_without_waiting_the_month_would_not_say_what_it_says(world, monkeypatch):
    if connection.vendor == "sqlite":
        pytest.skip("a transaction holds the whole file here")
    _close_while_a_slow_one_posts(world, monkeypatch, protected=False)
    assert changed_periods() != []
