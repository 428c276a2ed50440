"""Taxable stipends: proposed, read and agreed to, approved by a second person, paid as a kind of its own."""

import csv
import io
import uuid

import pytest
from django.db import IntegrityError, transaction

from delegation.errors import Conflict, DomainError, NotPermitted
from fundraising import wording
from fundraising.actions import disbursements, stipends
from fundraising.actions.claims import today
from fundraising.models import JournalEntry, Stipend
from fundraising.queries.proofs import verify
from fundraising.queries.stipends import year_of, year_totals
from tests.factories.claims import Journey, pay
from tests.factories.fundraising import usd

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]


@pytest.fixture
def journey():
    return Journey(units=5000)


def propose(journey, units=300, **fields):
    values = {"reason": "wages", "form_token": uuid.uuid4(), "by": journey.logistics} | fields
    return stipends.propose_stipend(journey.delegate, usd(units), **values)


def agreed(journey, units=300):
    return stipends.agree(propose(journey, units), wording_version=wording.STIPEND_VERSION, by=journey.person)


def paid(journey, units=300):
    row = stipends.approve(agreed(journey, units), by=journey.director)
    payment = journey.payment_of(row)
    payment = disbursements.Disbursement.objects.get(pk=payment.pk)
    # Approved by the director, released by the treasurer.
    pay(payment, journey)
    row.refresh_from_db()
    return row


def test_from_proposal_to_paid(journey):
    row = paid(journey)
    assert (row.status, row.paid_on.year) == ("paid", today().year)
    assert JournalEntry.objects.filter(kind="stipend_paid").count() == 1
    assert not JournalEntry.objects.filter(kind="cost_paid").exists()
    assert {v.id for v in verify() if not v.holds} == set()


def test_nothing_before_the_person_has_read_it(journey):
    row = propose(journey)
    with pytest.raises(Conflict):
        stipends.approve(row, by=journey.director)
    with pytest.raises(Conflict):
        stipends.agree(row, wording_version="2020-1", by=journey.person)
    with pytest.raises(NotPermitted):
        stipends.agree(row, wording_version=wording.STIPEND_VERSION, by=journey.logistics)
    with pytest.raises(IntegrityError), transaction.atomic():
        Stipend.objects.filter(pk=row.pk).update(
            status="approved", decided_by=journey.director, decided_at=row.created_at
        )


def test_the_person_may_say_no(journey):
    row = stipends.refuse(propose(journey), by=journey.person)
    assert row.status == "refused"
    with pytest.raises(Conflict):
        stipends.approve(row, by=journey.director)


def test_two_people(journey):
    row = stipends.agree(
        propose(journey, by=journey.director), wording_version=wording.STIPEND_VERSION, by=journey.person
    )
    with pytest.raises(NotPermitted):
        stipends.approve(row, by=journey.director)
    with pytest.raises(NotPermitted):
        stipends.approve(row, by=journey.logistics)
    assert stipends.approve(row, by=journey.treasurer).status == "approved"


def test_the_same_form_is_the_same_stipend(journey):
    token = uuid.uuid4()
    row = propose(journey, form_token=token)
    assert propose(journey, form_token=token) == row
    with pytest.raises(Conflict):
        propose(journey, 301, form_token=token)
    with pytest.raises(DomainError):
        propose(journey, 0)
    assert stipends.take_back(row, by=journey.logistics).status == "taken_back"


def test_a_years_sum_over_all_delegations(journey):
    paid(journey, 1500)
    other = Journey(units=5000)
    type(other.delegate).objects.filter(pk=other.delegate.pk)
    assert year_of(journey.person, today().year).total_minor == 1500_00
    row = year_totals(journey.delegation, today().year)[0]
    assert (row.person, row.standing.total_minor) == (journey.person, 1500_00)
    assert year_totals(other.delegation, today().year) == []


def test_the_threshold_warns_before_it_is_reached(journey, settings):
    settings.STIPEND_THRESHOLDS = {str(y): 2000 for y in range(2027, 2040)}
    paid(journey, 1500)
    year = today().year
    assert year_of(journey.person, year).is_reportable is False
    assert year_of(journey.person, year, more_minor=500_00).is_reportable is True


def test_the_year_as_a_file(journey, client):
    paid(journey, 1500)
    client.force_login(journey.treasurer)
    answer = client.post(f"/desk/{journey.delegation.slug}/stipends/export/", {"year": today().year})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][3:] == ["total", "currency", "threshold USD", "reportable"]
    assert rows[1][2:5] == [str(today().year), "1500.00", "USD"]
