"""Many processes take from one pool at the same moment: nothing is overspent, and nobody gets an error for an answer.
The twin without the lock overspends, so we know that the test can see it."""

import json
import multiprocessing
import time
import uuid

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.urls import reverse

from delegation.celery import app
from fundraising.actions import funds, offers
from fundraising.ledger import balances
from fundraising.models import Allocation, Offer
from fundraising.queries.funds import floor_minor
from fundraising.queries.proofs import verify
from tests.factories.fundraising import usd
from tests.factories.rounds import RoundWorld
from tests.fundraising.test_races import together

pytestmark = [pytest.mark.money_db, pytest.mark.django_db(transaction=True)]
PROCESSES = 16
# A worker that has to wait longer than this hangs.
PATIENCE = 100


def in_processes(folder, jobs):
    """Each job in a process of its own, all let go at once; answers what each answered, in order. A job takes the
    barrier they all wait at."""
    fork = multiprocessing.get_context("fork")
    barrier = fork.Barrier(len(jobs))

    def run(place, job):
        (folder / str(place)).write_text(json.dumps(job(barrier)))

    connections.close_all()
    # A connection to the broker that an earlier test left waiting would be read by every child as it closes it, and
    # all but one would wait for ever.
    app.pool.resize(app.pool.limit, reset=True)
    processes = [fork.Process(target=run, args=(place, job), daemon=True) for place, job in enumerate(jobs)]
    for process in processes:
        process.start()
    until = time.monotonic() + PATIENCE
    for process in processes:
        process.join(max(0, until - time.monotonic()))
        process.kill()
        process.join()
    assert [process.exitcode for process in processes] == [0] * len(jobs)
    return [json.loads((folder / str(place)).read_text()) for place in range(len(jobs))]


class Crowd(RoundWorld):
    """1,000 in the pool, 50 of them its floor; a round of 700 that waits, and many single proposals of 20."""

    def __init__(self, proposals):
        super().__init__(pool=1000)
        self.round = self.propose()
        fund = self.delegates[2].fund
        self.proposals = [
            funds.propose_allocation(self.treasurer, fund, usd(20), "gap", "", uuid.uuid4()) for _ in range(proposals)
        ]
        self.client = Client(raise_request_exception=False)
        self.client.force_login(self.director)
        # Read from the database by every process otherwise.
        cache.clear()

    def decide(self, name, row):
        return self.client.post(reverse(f"fundraising:{name}", args=[row.uuid])).status_code

    def left(self):
        return balances.of_fund(self.pool).available


def overspending(tmp_path, tries):
    crowd = Crowd(PROCESSES * tries)

    def job(place):
        mine = crowd.proposals[place::PROCESSES]

        def run(barrier):
            barrier.wait(PATIENCE)
            tries = [("decide_allocation", row) for row in mine]
            tries.insert(place % 2, ("decide_round", crowd.round))
            return [crowd.decide(name, row) for name, row in tries]

        return run

    answers = in_processes(tmp_path, [job(place) for place in range(PROCESSES)])
    assert {code for found in answers for code in found} == {302, 422}
    return crowd


def check(crowd):
    """What was given and offered is what is missing, and what must stay has stayed."""
    allocated = Allocation.objects.filter(status="allocated").count() * 20_00
    held = balances.of_fund(crowd.pool)
    assert held.available + held.offered + allocated == 1000_00
    assert held.offered in {0, 700_00}
    assert floor_minor(crowd.pool) == 50_00 <= held.available
    assert [verdict.id for verdict in verify() if not verdict.holds] == []


def test_sixteen_processes_never_overspend_and_nobody_reads_an_error(tmp_path):
    check(overspending(tmp_path, 2))


@pytest.mark.long
def test_sixteen_processes_for_a_long_time(tmp_path):
    check(overspending(tmp_path, 40))


def test_twin_without_the_lock_sixteen_processes_overspend(tmp_path, monkeypatch):
    """Protection off: each looks at what the pool can give, and when all have looked nobody looks again under the lock.
    What must stay for emergencies is gone; that the account itself never falls below zero, the database holds."""
    crowd = Crowd(0)
    fund = crowd.delegates[2].fund
    rows = [funds.propose_allocation(crowd.treasurer, fund, usd(60), "gap", "", uuid.uuid4()) for _ in range(PROCESSES)]
    floor = floor_minor(crowd.pool)
    monkeypatch.setattr(funds, "floor_minor", lambda pool: 0)

    def job(row):
        def run(barrier):
            fits = row.amount_minor <= crowd.left() - floor
            barrier.wait(PATIENCE)
            return bool(fits and funds.decide(row, crowd.director))

        return run

    assert all(in_processes(tmp_path, [job(row) for row in rows]))
    assert crowd.left() == 40_00 < floor


# -- one offer, several answers at once -------------------------------------------------------------------------
def test_accepted_and_withdrawn_and_lapsed_at_once_is_one_of_them():
    world = RoundWorld()
    offer = world.offers()[0]
    me = offer.fund.delegate.person
    together(
        lambda: offers.accept(offer, me),
        lambda: offers.withdraw(offer, world.director, "Not this time."),
        lambda: offers.decline(offer, me),
        lambda: offers.accept(offer, me),
    )
    ended = Offer.objects.get(pk=offer.pk)
    taken = 300_00 if ended.status == "accepted" else 0
    assert balances.of_fund(offer.fund).available == taken
    assert balances.of_fund(world.pool).total == 2000_00 - taken
    assert [verdict.id for verdict in verify() if not verdict.holds] == []


def test_replaced_by_two_at_once_is_replaced_once():
    world = RoundWorld()
    offer = world.offers()[0]
    offers.counter(offer, usd(350), "The fare went up.", offer.fund.delegate.person)
    offers.suggest(offer, usd(350), "", world.treasurer)
    day = offer.answer_by
    together(*[lambda: offers.replace(offer, world.director, day, 350_00)] * 4)
    assert Offer.objects.filter(replaces=offer).count() == 1
    assert balances.of_fund(world.pool).offered == 750_00
    assert [verdict.id for verdict in verify() if not verdict.holds] == []
