"""Dates are versioned facts; times are the venue's wall time with the instant beside it."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from delegation import queries
from delegation.actions.delegations import instant, set_dates
from delegation.errors import DomainError, NotPermitted
from delegation.models import AuditEvent, Delegation, DelegationDates
from tests.factories.delegation import make_delegation, make_staff

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "at", "zone", "utc"),
    [
        (date(2020, 11, 9), time(14, 30), "Europe/Zurich", datetime(2020, 11, 9, 13, 30, tzinfo=UTC)),
        (date(2020, 5, 11), time(9, 0), "Europe/Zurich", datetime(2020, 5, 11, 7, 0, tzinfo=UTC)),
        (date(2026, 10, 25), time(2, 30), "Europe/Berlin", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (date(2026, 1, 1), time(0, 30), "Pacific/Auckland", datetime(2025, 12, 31, 11, 30, tzinfo=UTC)),
    ],
)
def test_instants(day, at, zone, utc):
    assert instant(day, at, zone) == utc


def test_a_time_the_clocks_skip_is_refused():
    with pytest.raises(DomainError) as refused:
        instant(date(2027, 3, 28), time(2, 30), "Europe/Berlin")
    assert refused.value.field == "review_time"


def test_every_change_is_a_version():
    delegation = make_delegation(dates=False)
    director = make_staff(delegation, "director")
    set_dates(delegation, by=director, review_on=date(2027, 5, 4), reason="First")
    row = set_dates(delegation, by=director, review_on=date(2027, 11, 9), review_time=time(14, 30), reason="Moved")
    assert (row.version, row.made_by) == (2, director)
    assert row.review_at_utc == datetime(2027, 11, 9, 13, 30, tzinfo=UTC)
    assert queries.current_dates(delegation) == row
    assert AuditEvent.objects.filter(verb="delegation.set_dates", object_uuid=row.uuid).exists()


def test_versions_never_change():
    set_dates(delegation := make_delegation(dates=False), by=None, review_on=date(2027, 5, 4))
    with pytest.raises(IntegrityError), transaction.atomic():
        DelegationDates.objects.filter(delegation=delegation).update(review_on=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        DelegationDates.objects.filter(delegation=delegation).delete()


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"session_starts_on": date(2027, 5, 4), "session_ends_on": date(2027, 5, 3)}, "session_ends_on"),
        ({"session_starts_on": date(2027, 5, 4), "review_on": date(2027, 5, 3)}, "review_on"),
        ({"session_ends_on": date(2027, 5, 4), "review_on": date(2027, 5, 5)}, "session_ends_on"),
        ({"departure_on": date(2027, 5, 4), "return_on": date(2027, 5, 3)}, "return_on"),
        ({"departure_on": date(2027, 5, 4), "review_on": date(2027, 5, 3)}, "departure_on"),
    ],
)
def test_dates_out_of_order_are_refused_at_their_field(days, field):
    with pytest.raises(DomainError) as refused:
        set_dates(make_delegation(), by=None, **days)
    assert refused.value.field == field


@pytest.mark.parametrize(("role", "allowed"), [("logistics", True), ("director", True), ("reviewer", False)])
def test_who_sets_dates(role, allowed):
    delegation = make_delegation()
    staff = make_staff(delegation, role)
    if allowed:
        assert set_dates(delegation, by=staff, review_on=date(2027, 5, 4)).version == 2
    else:
        with pytest.raises(NotPermitted):
            set_dates(delegation, by=staff, review_on=date(2027, 5, 4))


def test_current_dates_of_many_cost_two_queries(django_assert_num_queries):
    for _ in range(5):
        set_dates(make_delegation(), by=None, review_on=date(2027, 5, 4))
    with django_assert_num_queries(2):
        rows = queries.with_current_dates(Delegation.objects.all())
    assert {row.current.version for row in rows} == {2}


# -- the page ---------------------------------------------------------------------------------
FORM = {"zone": "Europe/Zurich", "review_on": "2027-11-09", "review_time": "14:30", "reason": "Moved by the Council"}


@pytest.fixture
def page(client):
    delegation = make_delegation()
    client.force_login(make_staff(delegation, "logistics"))
    return reverse("delegation:dates", args=[delegation.slug])


def test_a_moved_date_stays_struck_through(client, page):
    before = queries.current_dates(Delegation.objects.get())
    assert client.post(page, FORM).status_code == 302
    seen = client.get(page).content.decode()
    assert "<del>" in seen
    assert "Moved by the Council" in seen
    assert DelegationDates.objects.count() == 2
    assert before.review_on != queries.current_dates(Delegation.objects.get()).review_on


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"zone": "Mars/Base"}, "zone"),
        ({"zone": "../../etc/passwd"}, "zone"),
        ({"review_on": "soon"}, "review_on"),
        ({"review_on": "0001-01-01"}, "review_on"),
        ({"review_on": "2027-02-30"}, "review_on"),
        ({"review_on": ""}, "review_on"),
        ({"review_time": "25:00"}, "review_time"),
        ({"review_on": "2027-03-28", "review_time": "02:30"}, "review_time"),
        ({"reason": ""}, "reason"),
        ({"return_on": "2027-01-01", "departure_on": "2027-01-02"}, "return_on"),
    ],
)
def test_bad_dates_stay_and_say_why(client, page, change, field):
    answer = client.post(page, FORM | change)
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert DelegationDates.objects.count() == 1


# -- history ----------------------------------------------------------------------------------
def test_the_real_reviews_are_loaded_once():
    call_command("load_history")
    call_command("load_history")
    assert Delegation.objects.count() == 5
    by_session = {row.session: row for row in queries.history()}
    moved = by_session[36]
    assert [v.review_on for v in moved.versions] == [date(2020, 11, 9), date(2020, 5, 11)]
    assert moved.versions[0].review_at_utc == datetime(2020, 11, 9, 13, 30, tzinfo=UTC)
    assert by_session[50].review_status == "state_absent"
    to_come = by_session[53].versions[0]
    assert (to_come.review_on, to_come.confidence) == (None, "medium")
    assert {row.travel_status for row in by_session.values()} == {"history"}
    assert all(v.source for row in by_session.values() for v in row.versions)
