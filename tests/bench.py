"""`make bench`: ratios, never milliseconds alone, since machines differ and drift. Each pair is measured in turn, round
by round, in one process, on a database of its own; the median and the range are printed."""

import os
import statistics
import tempfile
import time
import uuid
from functools import partial
from pathlib import Path

os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(tempfile.mkdtemp(prefix='bench-')) / 'bench.sqlite3'}")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "delegation.settings")
os.environ.setdefault("LOG_LEVEL", "WARNING")

import django

django.setup()

from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.http import HttpResponse
from django.template import engines
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from delegation.models import AuditEvent, Delegation
from fundraising.actions import commitments, donations, funds
from fundraising.ledger import balances
from fundraising.views.appeal_public import appeal_public
from tests.factories.appeals import bring_appeal
from tests.factories.claims import Journey
from tests.factories.delegation import make_delegate, make_delegation
from tests.factories.fundraising import make_gift, make_payment, start_gift, usd
from tests.factories.many_gifts import ManyGifts
from travel.readiness.board import board

ROUNDS = 9


def main():
    """On SQLite a file of its own; with DATABASE_URL of a PostgreSQL server, a test database of its own."""
    own = connection.vendor == "postgresql"
    if own:
        connection.creation.create_test_db(verbosity=0, serialize=False)
    else:
        call_command("migrate", verbosity=0)
    try:
        for bench in (public_page, a_gift, a_cost, many_gifts, a_thousand_delegates):
            bench()
    finally:
        if own:
            connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def timed(work, times: int) -> float:
    start = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - start) / times


def compare(name: str, ours, floor, *, times: int, aim: str):
    """Print how many times the floor's time ours takes."""
    timed(ours, 3), timed(floor, 3)
    pairs = [(timed(ours, times), timed(floor, times)) for _ in range(ROUNDS)]
    ratios = sorted(a / b for a, b in pairs)
    ours_us = statistics.median(a for a, _b in pairs) * 1e6
    print(
        f"{name:<52} {statistics.median(ratios):5.2f} [{ratios[0]:.2f} to {ratios[-1]:.2f}]  {ours_us:8.0f} us   aim {aim}"
    )


def public_page():
    appeal = bring_appeal("open")
    fund = funds.open_travel_fund(appeal.delegate)
    for _ in range(20):
        make_gift(fund)
    request = RequestFactory().get("/")
    small = engines["django"].from_string("<h1>{{ row.name }}</h1>")

    def kept():
        if appeal_public(request, appeal.slug).status_code != 200:
            raise AssertionError("the page is not public")

    def drawn():
        cache.clear()
        kept()

    def floor():
        row = Delegation.objects.get(pk=appeal.delegate.delegation_id)
        HttpResponse(small.render({"row": row}, request))

    compare("public appeal, kept / a view of one query", kept, floor, times=60, aim="1.5")
    compare("public appeal, drawn anew / a view of one query", drawn, floor, times=5, aim="none")


def a_gift():
    appeal = bring_appeal("open")
    fund = funds.open_travel_fund(appeal.delegate)
    waiting = [make_payment(start_gift(fund)) for _ in range(ROUNDS * 10 + 4)]
    with CaptureQueriesContext(connection) as seen:
        donations.settle(waiting.pop())
    inserts = sum(q["sql"].startswith("INSERT") for q in seen.captured_queries)

    def ours():
        donations.settle(waiting.pop())

    def floor():
        with transaction.atomic():
            for _ in range(inserts):
                AuditEvent.objects.create(verb="bench", kind="bench", object_uuid=appeal.uuid)

    compare(f"gift settled / its {inserts} inserts alone", ours, floor, times=10, aim="3")


def a_cost():
    """Approving a cost holds its money: state, books and audit in one transaction."""
    journey = Journey(units=5000)
    waiting = [_proposed(journey) for _ in range(ROUNDS * 10 + 4)]
    with CaptureQueriesContext(connection) as seen:
        commitments.approve(waiting.pop(), journey.treasurer)
    inserts = sum(q["sql"].startswith("INSERT") for q in seen.captured_queries)

    def ours():
        commitments.approve(waiting.pop(), journey.treasurer)

    def floor():
        with transaction.atomic():
            for _ in range(inserts):
                AuditEvent.objects.create(verb="bench", kind="bench", object_uuid=journey.fund.uuid)

    compare(f"cost approved and held / its {inserts} inserts alone", ours, floor, times=10, aim="5")


def _proposed(journey):
    cost = {"cost": usd(5), "purpose": "meals", "what": "Meals", "form_token": uuid.uuid4()}
    return commitments.propose_commitment(journey.fund, journey.logistics, **cost)


def many_gifts():
    """What a fund behind three thousand gifts costs beside one behind ten: its balance, its page, a new gift."""
    few, many = ManyGifts(), ManyGifts()
    few.grow_to(10), many.grow_to(3000)
    staff = {page: Client() for page in (few, many)}
    for page, client in staff.items():
        client.force_login(page.director)

    def fund_page(page):
        path = reverse("fundraising:fund", args=[page.fund.uuid])
        if staff[page].get(path).status_code != 200:
            raise AssertionError("the fund's page did not answer")

    def gift_page(page):
        staff[page].get(reverse("fundraising:gift", args=[page.first.uuid]))

    of = "behind 3,000 gifts / behind 10"
    for name, ask, times in (
        ("a fund's balance", lambda page: balances.of_fund(page.fund), 60),
        ("a fund's page", fund_page, 3),
        ("a gift's page", gift_page, 3),
        ("a gift settled", lambda page: make_gift(page.fund), 3),
    ):
        compare(f"{name} {of}", partial(ask, many), partial(ask, few), times=times, aim="1.5")


def a_thousand_delegates():
    delegation = make_delegation()
    for size in (10, 1000):
        while delegation.delegates.count() < size:
            make_delegate(delegation)
        spent = statistics.median(timed(lambda: board(delegation), 1) for _ in range(5))
        print(f"readiness of {size:>5} delegates, five requirements            {spent:.3f} s   aim under 1")


if __name__ == "__main__":
    main()
