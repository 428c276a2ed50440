"""A thousand delegates on one board: the same questions as for ten, and quickly."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from delegation import sealed
from delegation.models import Delegate, Person
from fundraising.models import Budget, BudgetLine
from tests.factories import travel as make
from travel.models import Passport
from travel.readiness.board import board

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def fill(delegation, count):
    names = [f"bulk{delegation.pk}-{n}" for n in range(count)]
    people = Person.objects.bulk_create(Person(email=f"{name}@example.org", name_used=name) for name in names)
    delegates = Delegate.objects.bulk_create(
        Delegate(person=person, delegation=delegation, status="nominated", region="Ohio") for person in people
    )
    budgets = Budget.objects.bulk_create(Budget(delegate=delegate) for delegate in delegates)
    BudgetLine.objects.bulk_create(
        BudgetLine(budget=budget, label="Flight", each_minor=100, amount_minor=100) for budget in budgets
    )
    today = timezone.localdate()
    for passport in Passport.objects.bulk_create(Passport(delegate=delegate) for delegate in delegates):
        for field, value in (("issued_on", today), ("expires_on", today.replace(year=today.year + 9))):
            sealed.put(passport, field, value, subject_uuid=passport.delegate.uuid)


def test_a_thousand_take_the_questions_of_ten_and_under_a_second():
    asked = []
    for count in (10, 1000):
        delegation = make.delegation()
        make.dates(delegation)
        fill(delegation, count)
        began = time.process_time()
        with CaptureQueriesContext(connection) as captured:
            found = board(delegation)
        seconds = time.process_time() - began
        asked.append(len(captured))
        assert len(found.rows) == count
    assert asked[0] == asked[1]
    assert seconds < 1.0, f"{seconds:.2f} s"
