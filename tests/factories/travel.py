"""Small makers for the journey's tests. Everything through the models or the app's own actions; nothing is mocked."""

import itertools
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from delegation.models import Delegate, Delegation, DelegationDates, Organisation, Person, RoleGrant
from fundraising.models import Budget, BudgetLine
from travel.actions import bookings, papers
from travel.itineraries.legs import leg

_numbers = itertools.count(1)


def person(name="", **extra):
    n = next(_numbers)
    return Person.objects.create_user(f"person{n}@example.org", name_used=name or f"Person {n}", **extra)


def delegation(**extra):
    n = next(_numbers)
    fields = {"slug": f"geneva-{n}", "name": f"Geneva {n}", "cycle": 4, "session": 50} | extra
    return Delegation.objects.create(**fields)


def dates(of, *, in_days=90, version=None, **extra):
    """A version of dates with the review `in_days` from today at 14:30 in Geneva."""
    review = timezone.localdate() + timedelta(days=in_days)
    number = version or (of.dates.count() + 1)
    fields = {
        "version": number,
        "zone": "Europe/Zurich",
        "review_on": review,
        "review_time": time(14, 30),
        "session_starts_on": review - timedelta(days=7),
        "session_ends_on": review + timedelta(days=4),
        "departure_on": review - timedelta(days=4),
        "return_on": review + timedelta(days=5),
    } | extra
    return DelegationDates.objects.create(delegation=of, **fields)


def staff(of, *roles, name=""):
    someone = person(name)
    for role in roles or ("logistics",):
        RoleGrant.objects.create(person=someone, delegation=of, role=role, starts_on=date(2020, 1, 1))
    return someone


def delegate(of, *, status="nominated", name="", organisation=None, region="Ohio"):
    return Delegate.objects.create(
        person=person(name), delegation=of, status=status, region=region, organisation=organisation
    )


def ngo(**extra):
    return Organisation.objects.create(name=f"Accrediting body {next(_numbers)}", is_accrediting=True, **extra)


def budget(of, minor=100_000, *, required=True):
    row, _made = Budget.objects.get_or_create(delegate=of, defaults={"currency": "USD"})
    BudgetLine.objects.create(budget=row, label="Flight", each_minor=minor, amount_minor=minor, required=required)
    return row


def way_there(review_on, *, days_before=3):
    """Newark to Geneva, leaving some days before the review."""
    leaves = review_on - timedelta(days=days_before + 1)
    return leg(
        "HV 418",
        "EWR",
        "GVA",
        datetime.combine(leaves, time(18, 10)),
        datetime.combine(leaves + timedelta(days=1), time(7, 50)),
    )


def booking(of, by, travellers, *, legs=None, locator="QK7I1O", **extra):
    legs = legs or [way_there(of.dates.first().review_on)]
    return bookings.record(of, by, delegates=travellers, plan=bookings.Plan(locator, legs, **extra))


def passport(of, *, issued_on=None, expires_on=None, country="US"):
    today = timezone.localdate()
    return papers.declare(
        of,
        of.person,
        country=country,
        issued_on=issued_on or today - timedelta(days=400),
        expires_on=expires_on or today + timedelta(days=2500),
    )
