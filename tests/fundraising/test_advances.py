"""Money in a traveller's hand: asked, decided by another, paid, accounted for, handed back, and the clock over it."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from delegation.errors import Conflict, DomainError, NotPermitted
from delegation.models import OutboxMail
from fundraising.actions import (
    advance_payments,
    advances,
    claim_decisions,
    claim_money,
    claims,
    commitments,
    disbursements,
    payees,
)
from fundraising.allowances.clock import Stage
from fundraising.ledger import balances
from fundraising.models import Account, Advance, AdvanceCover, HandBack, JournalEntry
from fundraising.queries import advances as queries
from fundraising.queries.proofs import verify
from tests.factories.claims import Journey, pay
from tests.factories.fundraising import usd

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]


@pytest.fixture
def journey():
    return Journey()


def in_hand(journey) -> int:
    account = Account.objects.filter(code="advances", delegate=journey.delegate).first()
    return account.balance_minor if account else 0


def back(journey, advance, units, *, by=None, reference=None, token=None):
    return advances.record_hand_back(
        advance,
        usd(units),
        received_on=claims.today(),
        bank_reference=reference or f"IN {uuid.uuid4().hex[:8]}",
        form_token=token or uuid.uuid4(),
        by=by or journey.treasurer,
    )


def test_from_asking_to_settled(journey):
    journey.hold(300)
    row = journey.ask(200)
    assert (row.status, in_hand(journey)) == ("requested", 0)
    advance_payments.approve(row, by=journey.logistics)
    payment = journey.payment_of(row)
    assert (payment.kind, payment.amount_minor, payment.commitment) == ("advance", 200_00, None)
    pay(payment, journey)
    row.refresh_from_db()
    assert (row.status, in_hand(journey)) == ("paid", 200_00)
    assert balances.of_fund(journey.fund).committed == 300_00
    journey.approved(150, code="daily")
    advances.confirm_hand_back(back(journey, row, 50), by=journey.director)
    row.refresh_from_db()
    assert (row.status, in_hand(journey)) == ("settled", 0)
    assert {v.id for v in verify() if not v.holds} == set()


def test_the_same_form_is_the_same_request(journey):
    token, day = uuid.uuid4(), claims.today()
    fields = {"cost_on": day, "ends_on": day, "note": "", "form_token": token, "by": journey.person}
    first = advances.request_advance(journey.delegate, usd(10), **fields)
    assert advances.request_advance(journey.delegate, usd(10), **fields) == first
    with pytest.raises(Conflict):
        advances.request_advance(journey.delegate, usd(11), **fields)


def test_never_more_than_is_held(journey):
    journey.hold(100)
    row = journey.ask(101)
    with pytest.raises(Conflict) as refusal:
        advance_payments.approve(row, by=journey.logistics)
    assert refusal.value.code == "not_covered"
    advance_payments.approve(journey.ask(60), by=journey.logistics)
    with pytest.raises(Conflict):
        advance_payments.approve(journey.ask(41), by=journey.logistics)
    assert advance_payments.approve(journey.ask(40), by=journey.logistics).status == "approved"


def test_nobody_asks_for_more_than_the_whole_journey(journey):
    """A figure too long is caught where it was typed, not weeks later by whoever decides."""
    with pytest.raises(DomainError) as refused:
        journey.ask(99_999)
    assert refused.value.field == "amount"
    assert "Your whole journey is planned at" in str(refused.value.message)
    assert not Advance.objects.exists()


def test_nobody_decides_their_own(journey):
    from tests.factories.delegation import make_role

    make_role(journey.person, journey.delegation, "treasurer")
    journey.hold(100)
    row = journey.ask(50)
    with pytest.raises(NotPermitted):
        advance_payments.approve(row, by=journey.person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Advance.objects.filter(pk=row.pk).update(
            status="approved", decided_by=journey.person, decided_at=row.created_at, requested_by=journey.director
        )


@pytest.mark.parametrize(("first", "last", "where"), [(-1, 5, "cost_on"), (5, 4, "ends_on")])
def test_days_that_are_none(journey, first, last, where):
    day = claims.today()
    with pytest.raises(DomainError) as refusal:
        journey.ask(10, cost_on=day + timedelta(days=first), ends_on=day + timedelta(days=last))
    assert refusal.value.field == where


def test_declined_with_words(journey):
    row = journey.ask(50)
    with pytest.raises(DomainError):
        advances.decline(row, note="", by=journey.treasurer)
    assert advances.decline(row, note="The hotel is paid already.", by=journey.treasurer).status == "declined"
    with pytest.raises(Conflict):
        advances.take_back(row, by=journey.person)


def test_what_was_asked_never_changes(journey):
    row = journey.ask(50)
    for change in ({"amount_minor": 1}, {"cost_on": claims.today()}, {"account_by": claims.today()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Advance.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Advance.objects.all()._raw_delete("default")


def test_money_back_needs_two_people_and_its_reference_counts_once(journey):
    journey.hold(100)
    row = journey.advance(100)
    first = back(journey, row, 30, reference="IN 1")
    with pytest.raises(NotPermitted):
        advances.confirm_hand_back(first, by=journey.treasurer)
    with pytest.raises(Conflict) as refusal:
        back(journey, row, 10, reference="IN 1")
    assert refusal.value.field == "bank_reference"
    with pytest.raises(DomainError) as refusal:
        back(journey, row, 71)
    assert refusal.value.code == "more_than_open"
    advances.confirm_hand_back(first, by=journey.director)
    assert in_hand(journey) == 70_00
    with pytest.raises(Conflict):
        advances.confirm_hand_back(first, by=journey.logistics)
    assert JournalEntry.objects.filter(kind="advance_handed_back").count() == 1
    assert advances.decline_hand_back(back(journey, row, 5), by=journey.logistics).status == "declined"
    with pytest.raises(IntegrityError), transaction.atomic():
        HandBack.objects.filter(pk=first.pk).update(amount_minor=1)


def test_a_payment_the_bank_sent_back_waits_again(journey):
    journey.hold(100)
    row = journey.advance(100)
    disbursements.bounce_disbursement(journey.payment_of(row), journey.director, reference="BACK 1", on=claims.today())
    row.refresh_from_db()
    assert (row.status, in_hand(journey)) == ("approved", 0)
    assert {v.id for v in verify() if not v.holds} == set()


# -- the clock --------------------------------------------------------------------------------------------
@pytest.fixture
def old(journey):
    """In hand; its last day was today."""
    journey.hold(100)
    return journey.advance(100, cost_on=claims.today(), ends_on=claims.today())


@pytest.mark.parametrize(
    ("after", "mails", "stage"),
    [
        (29, [], Stage.OPEN),
        (30, ["advance_due"], Stage.ACCOUNT_SOON),
        (61, ["advance_due"], Stage.ACCOUNT_LATE),
        (121, ["advance_due", "advance_late"], Stage.RETURN_LATE),
    ],
)
def test_reminders(journey, old, after, mails, stage):
    day = claims.today() + timedelta(days=after)
    for _twice in range(2):
        advances.remind(day)
    found = OutboxMail.objects.filter(notice__in=["fundraising.advance_due", "fundraising.advance_late"])
    assert sorted(row.notice.split(".")[1] for row in found) == mails
    shown = queries.advance_rows([old], day)[0]
    assert (shown.stage, shown.may_be_income) == (stage, after > 120)


def test_one_mail_for_each_day_that_comes_due(journey, old):
    for after in range(25, 130):
        advances.remind(claims.today() + timedelta(days=after))
    assert OutboxMail.objects.filter(notice="fundraising.advance_due").count() == 3
    assert OutboxMail.objects.filter(notice="fundraising.advance_late").count() == 1


def test_settled_it_is_quiet(journey, old):
    journey.approved(100, code="daily")
    assert advances.remind(claims.today() + timedelta(days=200)) == 0


def test_no_new_advance_while_one_is_late(journey, old):
    import time_machine

    with time_machine.travel(f"{claims.today() + timedelta(days=70)} 15:00:00+00:00"):
        journey.person.__dict__.pop("_roles_by_delegation", None)
        with pytest.raises(Conflict) as refusal:
            journey.ask(5)
    assert refusal.value.code == "late_advance"


# -- what it draws on -------------------------------------------------------------------------------------
def covers(advance) -> dict:
    return {cover.commitment: cover.amount_minor for cover in queries.covers_of(advance)}


def holds() -> bool:
    return [f"{v.id}: {v.breaches}" for v in verify() if not v.holds] == []


def test_it_draws_on_held_costs_those_travellers_pay_first(journey):
    room = commitments.propose_commitment(
        journey.fund, journey.logistics, cost=usd(300), purpose="room", what="Six nights", form_token=uuid.uuid4()
    )
    room = commitments.approve(room, journey.treasurer)
    meals = journey.hold(100)
    row = journey.advance(150)
    assert covers(row) == {meals: 100_00, room: 50_00}
    assert queries.promised([meals.pk, room.pk]) == {meals.pk: 100_00, room.pk: 50_00}
    assert holds()


def test_nobody_else_is_paid_of_what_it_draws_on(journey):
    meals = journey.hold(100)
    row = journey.advance(80)
    meals.refresh_from_db()
    assert commitments.room_minor(meals) == 20_00
    with pytest.raises(Conflict) as refusal:
        disbursements.prepare(
            meals, journey.logistics, payee=claim_money.payee_of(journey.delegate, journey.logistics), pay=usd(21),
            form_token=uuid.uuid4(),
        )  # fmt: skip
    assert refusal.value.code == "beyond_approved"
    with pytest.raises(Conflict) as refusal:
        commitments.release(meals, journey.director)
    assert refusal.value.code == "advance"
    advances.confirm_hand_back(back(journey, row, 80), by=journey.director)
    assert commitments.release(meals, journey.director).status == "released"
    assert holds()


def test_not_on_what_is_held_for_a_bill_of_somebody_else(journey):
    hotel = payees.add_payee(
        journey.delegation, journey.logistics, kind="vendor", label="Hotel", form_token=uuid.uuid4()
    )
    held = commitments.propose_commitment(
        journey.fund, journey.logistics, cost=usd(100), purpose="room", what="Hotel", payee=hotel,
        form_token=uuid.uuid4(),
    )  # fmt: skip
    commitments.approve(held, journey.treasurer)
    with pytest.raises(Conflict) as refusal:
        advance_payments.approve(journey.ask(50), by=journey.logistics)
    assert refusal.value.code == "not_covered"


def test_a_claim_takes_from_it_what_the_advance_drew(journey):
    meals = journey.hold(200)
    row = journey.advance(150)
    journey.approved(60, code="daily")
    assert queries.promised([meals.pk]) == {meals.pk: 90_00}
    row.refresh_from_db()
    assert queries.open_minor(row) == 90_00
    assert holds()


def test_spent_on_something_else_while_the_fund_is_short_is_held_there_instead():
    journey = Journey(units=200)
    meals = journey.hold(199)
    row = journey.advance(150)
    assert balances.of_fund(journey.fund).available == 0
    journey.approved(150, code="ground_geneva")
    row.refresh_from_db()
    meals.refresh_from_db()
    assert (row.status, meals.held_minor, meals.released_minor) == ("settled", 49_00, 150_00)
    assert commitments.release(meals, journey.director).status == "released"
    assert holds()


def test_what_an_advance_whose_payment_was_cancelled_drew_is_free(journey):
    meals = journey.hold(100)
    row = journey.ask(100)
    advance_payments.approve(row, by=journey.logistics)
    disbursements.cancel_disbursement(journey.payment_of(row), journey.treasurer)
    assert queries.promised([meals.pk]) == {meals.pk: 0}
    assert holds()


def test_what_it_draws_on_is_never_changed(journey):
    journey.hold(100)
    row = journey.advance(50)
    with pytest.raises(IntegrityError), transaction.atomic():
        AdvanceCover.objects.filter(advance=row).update(amount_minor=1)


def test_no_more_is_let_go_of_a_cost_than_is_left_of_it():
    """Another advance, due earlier, was accounted for out of it meanwhile."""
    journey, day = Journey(units=101), claims.today()
    meals = journey.hold(60)
    later = journey.advance(60, cost_on=day + timedelta(days=30), ends_on=day + timedelta(days=40))
    buses = journey.hold(40, code="ground_geneva")
    sooner = journey.advance(40)
    assert (covers(later), covers(sooner)) == ({meals: 60_00}, {buses: 40_00})
    journey.approved(40, code="daily")
    sooner.refresh_from_db()
    assert (sooner.status, balances.of_fund(journey.fund).available) == ("settled", 0)
    claim = journey.claim(60, code="lodging_shared")
    with pytest.raises(Conflict) as refusal:
        claim_decisions.approve(claim, by=journey.logistics)
    assert refusal.value.code == "fund_short"
    commitments.release(buses, journey.director)
    claim_decisions.approve(claim, by=journey.logistics)
    later.refresh_from_db()
    meals.refresh_from_db()
    assert (later.status, meals.held_minor) == ("settled", 0)
    assert holds()
