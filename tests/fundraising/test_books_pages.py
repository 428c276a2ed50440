"""The staff's pages of the books: what they show, what they cost, what they leave behind."""

import csv
import io
import uuid
from datetime import date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from delegation.models import AuditEvent
from fundraising import months
from fundraising.ledger import entries
from fundraising.ledger.accounts import available
from fundraising.models import Correction, Difference, JournalEntry, Period, Reconciliation
from tests.factories.delegation import make_delegate, make_staff
from tests.factories.fundraising import make_fund, make_gift, make_pool
from tests.factories.monthend import at, make_balance_difference, make_ready_to_close, post
from tests.flows.world_monthend import make_difference
from tests.helpers import assert_same_queries

pytestmark = pytest.mark.django_db
REPORTS = ("books", "trial_balance", "fund_statement", "activities", "differences")


class Desk:
    def __init__(self, client):
        self.client = client
        with time_machine.travel(at(2026, 10, 5), tick=False):
            self.pool = make_pool()
            self.delegation = self.pool.delegation
            self.treasurer = make_staff(self.delegation, "treasurer")
            self.director = make_staff(self.delegation, "director")
        client.force_login(self.treasurer)

    def give(self, minor=12_34, key="gift", day=6):
        with time_machine.travel(at(2026, 10, day), tick=False):
            return post(entries.gift_settled(available(self.pool), minor, "USD"), key)

    def url(self, name, *args):
        return reverse(f"fundraising:{name}", args=[self.delegation.slug, *args])

    def text(self, url, status=200):
        response = self.client.get(url)
        assert response.status_code == status, url
        return response.content.decode()

    def send(self, url, **data):
        return self.client.post(url, data, follow=True)


@pytest.fixture
def desk(client):
    return Desk(client)


def test_empty_books_say_so(desk):
    for name, words in zip(
        REPORTS,
        ("No month is closed yet", "Nothing stood in the books", "Nothing moved", "Statement of", "Not compared yet"),
        strict=True,
    ):
        assert words in desk.text(desk.url(name)), name


def test_statements_show_the_month_asked_for_and_survive_nonsense(desk):
    desk.give()
    for name in ("trial_balance", "fund_statement", "activities"):
        assert "12.34" in desk.text(desk.url(name) + "?month=2026-10")
        assert "12.34" in desk.text(desk.url(name) + "?month=2026-10&by=happened")
        desk.text(desk.url(name) + "?month=later&by=nobody&on=soon&page=x")
    assert "12.34" not in desk.text(desk.url("trial_balance") + "?on=2026-10-05")
    assert "12.34" in desk.text(desk.url("trial_balance") + "?on=2026-10-06")


def test_each_file_is_made_and_leaves_a_trace(desk):
    desk.give(key="=cmd()")
    auditor = make_staff(desk.delegation, "auditor")
    desk.client.force_login(auditor)
    files = {}
    for what in ("trial_balance", "fund_statement", "activities", "general_ledger", "beancount"):
        response = desk.client.post(desk.url("export_books"), {"what": what, "month": "2026-10"})
        assert response.status_code == 200
        assert "attachment" in response["Content-Disposition"]
        files[what] = b"".join(response).decode("utf-8-sig")
        assert "Person" not in files[what]
    rows = list(csv.DictReader(io.StringIO(files["general_ledger"])))
    assert [(row["account"].split(":")[0], row["debit"], row["credit"]) for row in rows] == [
        ("stripe", "12.34", "0"),
        ("available", "0", "12.34"),
    ] or rows[0]["debit"] == "12.34"
    assert all(row["key"] == "'=cmd()" for row in rows)
    assert "12.34 USD" in files["beancount"]
    events = AuditEvent.objects.filter(verb="fundraising.export_books", actor_uuid=auditor.uuid)
    assert events.count() == 5
    assert desk.client.post(desk.url("export_books"), {"what": "x", "month": "2026-10"}).status_code == 404
    assert desk.client.post(desk.url("export_books"), {"what": "beancount", "month": "no"}).status_code == 404


def test_numbers_below_zero_and_times_are_read_by_a_spreadsheet(desk):
    """Words beginning with a minus are disarmed; a fee of -1.00 must still be added up."""
    make_gift(desk.pool, 50, fee=100)
    month = f"{months.day_of(timezone.now()):%Y-%m}"
    files = {}
    for what in ("trial_balance", "fund_statement", "activities", "general_ledger"):
        response = desk.client.post(desk.url("export_books"), {"what": what, "month": month})
        assert response.content.startswith(b"\xef\xbb\xbf")
        files[what] = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    (fund,) = files["fund_statement"]
    assert (fund["gifts"], fund["fees"], fund["closing"]) == ("50.00", "-1.00", "49.00")
    assert "-1.00" in {row["amount"] for row in files["activities"]}
    for row in files["general_ledger"]:
        assert Decimal(row["debit"]) + Decimal(row["credit"]) > 0
        assert row["balance after"].lstrip("-")[0].isdigit()
        assert datetime.fromisoformat(row["posted (UTC)"]).tzinfo is None
    assert sum(Decimal(row["debit"]) - Decimal(row["credit"]) for row in files["trial_balance"]) == 0


def test_a_month_is_asked_for_and_closed_on_the_pages(desk):
    desk.give()
    with time_machine.travel(at(2026, 11, 3), tick=False):
        assert "in the way" in desk.text(desk.url("books"))
        assert "disabled" not in desk.text(desk.url("books"))
        make_ready_to_close()
        assert "Ask to close it" in desk.text(desk.url("books"))
        desk.send(desk.url("ask_period"))
        period = Period.objects.get()
        page = reverse("fundraising:period", args=[period.uuid])
        assert "You cannot close a month alone" in desk.text(page)
        desk.client.force_login(desk.director)
        assert "Close the month" in desk.text(page)
        answer = desk.send(reverse("fundraising:close_period", args=[period.uuid]))
        assert "Closed. What comes later" in answer.content.decode()
        period.refresh_from_db()
        assert period.totals_hash in desk.text(page)
        assert "October 2026" in desk.text(desk.url("books"))
        assert "do not change any more" in desk.text(desk.url("fund_statement") + "?month=2026-10")
        post(entries.gift_settled(available(desk.pool), 1_11, "USD"), "late", happened_at=at(2026, 10, 9))
    with time_machine.travel(at(2026, 12, 3), tick=False):
        make_ready_to_close()
        desk.client.force_login(desk.director)  # a session does not last so long
        desk.send(desk.url("ask_period"))
        november = Period.objects.get(month=date(2026, 11, 1))
        assert "1.11" in desk.text(reverse("fundraising:period", args=[november.uuid]))
        desk.send(reverse("fundraising:take_back_period", args=[november.uuid]))
    november.refresh_from_db()
    assert november.status == "taken_back"


def test_what_no_line_explains_stands_on_the_pages_with_who_said_why(desk):
    desk.give()
    with time_machine.travel(at(2026, 11, 3), tick=False):
        make_ready_to_close()
        figure = dict.fromkeys(("theirs_minor", "ours_minor", "differences_minor", "on_its_way_minor"), 0)
        Reconciliation.objects.update(figures={"USD": figure | {"rest_minor": -5_00}})
        difference = make_balance_difference(-5_00)
        books = desk.text(desk.url("books"))
        assert "nobody has explained the USD yet" in books
        assert "Ask to close it" not in books
        sent = {"way": "accept", "note": "We looked for it.", "form_token": uuid.uuid4()}
        desk.send(desk.url("propose_correction", difference.uuid), **sent)
        decide = reverse("fundraising:decide_correction", args=[Correction.objects.get().uuid])
        desk.client.force_login(desk.director)
        refused = desk.client.post(decide, {"note": ""})
        assert refused.status_code == 422
        assert "Say in a sentence of your own" in refused.content.decode()
        desk.send(decide, note="Older than these books.")
        books = desk.text(desk.url("books"))
        assert "Older than these books." in books
        assert str(desk.director) in books
        desk.send(desk.url("ask_period"))
        desk.client.force_login(desk.treasurer)
        period = Period.objects.get()
        page = reverse("fundraising:period", args=[period.uuid])
        assert "Older than these books." in desk.text(page)
        desk.send(reverse("fundraising:close_period", args=[period.uuid]))
        period.refresh_from_db()
        assert period.status == "closed"
        Reconciliation.objects.update(figures={})
        assert "Older than these books." in desk.text(page)


def test_a_difference_is_resolved_on_its_page(desk):
    post(entries.gift_settled(available(desk.pool), 50_00, "USD"), "enough")
    difference = make_difference()
    page = desk.url("difference", difference.uuid)
    assert "Book it as a fee" in desk.text(page)
    sent = {"way": "fee", "note": "", "form_token": uuid.uuid4()}
    refused = desk.client.post(desk.url("propose_correction", difference.uuid), sent)
    assert refused.status_code == 422
    desk.send(desk.url("propose_correction", difference.uuid), **(sent | {"note": "By Stripe's bill."}))
    correction = Correction.objects.get()
    assert "By Stripe" in desk.text(page)
    assert "You cannot decide your own proposal" in desk.text(page)
    desk.client.force_login(desk.director)
    decline = desk.client.post(reverse("fundraising:decline_correction", args=[correction.uuid]), {"note": ""})
    assert decline.status_code == 422
    answer = desk.send(reverse("fundraising:decide_correction", args=[correction.uuid]), note="")
    assert "The difference is resolved" in answer.content.decode()
    assert JournalEntry.objects.filter(kind="stripe_fee_charged").count() == 1
    assert difference.subject in desk.text(desk.url("differences") + "?tab=closed")


def test_comparing_and_looking_again_are_asked_for(desk, monkeypatch):
    desk.send(desk.url("ask_reconciliation"))
    assert Reconciliation.objects.get().asked_by == desk.treasurer
    assert "under way" in desk.text(desk.url("books"))
    difference = make_difference()
    answer = desk.send(desk.url("recheck_difference", difference.uuid))
    assert "Stripe is asked again" in answer.content.decode()
    difference.refresh_from_db()
    assert difference.recheck_asked_at
    Reconciliation.objects.update(error="GatewayDown")
    assert "could not be read" in desk.text(desk.url("books"))
    figure = {"theirs_minor": 5, "ours_minor": 4, "differences_minor": 1, "on_its_way_minor": 2, "held_fees_minor": 3}
    now = timezone.now()
    Reconciliation.objects.update(state="done", since=now, finished_at=now, figures={"USD": figure | {"rest_minor": 0}})
    assert "Fees of payments held apart" in desk.text(desk.url("books"))


def test_others_delegations_and_roles_see_nothing(desk, client):
    stranger = make_staff(make_pool().delegation, "treasurer")
    difference = make_difference()
    client.force_login(stranger)
    for name in REPORTS:
        assert client.get(desk.url(name)).status_code == 403
    assert client.get(desk.url("difference", difference.uuid)).status_code == 403


def test_lists_cost_the_same_at_3_and_30_rows(desk):
    def differences(n):
        for _ in range(n):
            make_difference()

    assert_same_queries(desk.client, desk.url("differences"), differences)

    def closed(n):
        now = timezone.now()
        Difference.objects.filter(pk__in=[make_difference().pk for _ in range(n)]).update(
            status="cleared", closed_at=now
        )

    assert_same_queries(desk.client, desk.url("differences") + "?tab=closed", closed)

    def funds_with_money(n):
        for _ in range(n):
            fund = make_fund(make_delegate(desk.delegation))
            post(entries.gift_settled(available(fund), 5_00, "USD"), f"g:{uuid.uuid4()}")

    month = f"?month={timezone.now():%Y-%m}"
    assert_same_queries(desk.client, desk.url("fund_statement") + month, funds_with_money)
    assert_same_queries(desk.client, desk.url("trial_balance"), funds_with_money)
    assert_same_queries(desk.client, desk.url("activities") + month, funds_with_money)
