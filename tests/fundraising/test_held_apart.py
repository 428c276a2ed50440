"""Payments held apart: placed or sent back, by two people; and what Stripe says of them."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from delegation.errors import Conflict, DomainError, NotPermitted
from fundraising import gateway, outgoing
from fundraising.actions import disputes, donations, held, refunds
from fundraising.ledger import balances
from fundraising.models import HeldApart, JournalEntry, Refund
from fundraising.queries.payments import places_for
from fundraising.queries.proofs import verify
from tests.factories.delegation import make_delegate, make_staff
from tests.factories.fundraising import make_fund, make_gift, make_payment, make_pool
from tests.factories.payments import failed, later, make_dispute, make_refund, reinstated, taken

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]


@pytest.fixture
def pool():
    return make_pool()


@pytest.fixture
def row(pool):
    """A gift paid twice: the second payment, with its fee."""
    gift = make_gift(pool, 50, fee=0)
    payment = make_payment(gift, fee=1_40)
    donations.settle(payment)
    return HeldApart.objects.get(payment_intent=payment.id)


@pytest.fixture
def treasurer(pool):
    return make_staff(pool.delegation, "treasurer")


@pytest.fixture
def director(pool):
    return make_staff(pool.delegation, "director")


def suspense():
    return balances.of_network("USD").get("suspense", 0)


def assert_whole():
    assert [v.id for v in verify() if not v.holds] == []


def test_it_remembers_why_and_its_fee_and_the_gift_it_names(row):
    assert (row.why, row.amount_minor, row.fee_minor, row.status) == ("paid_twice", 50_00, 1_40, "held")
    assert row.donation is not None
    assert suspense() == 50_00
    assert_whole()


def test_placed_by_two_people_the_fund_bears_the_fee(pool, row, treasurer, director):
    row = held.ask_place(row, treasurer, pool, uuid.uuid4())
    assert suspense() == 50_00
    with pytest.raises(NotPermitted):
        held.place(row, treasurer)
    row = held.place(row, director)
    assert (row.status, suspense(), balances.of_fund(pool).available) == ("placed", 0, 98_60)
    with pytest.raises(Conflict):
        held.place(row, director)
    assert_whole()


def test_two_people_also_in_the_database(row, pool, treasurer):
    row = held.ask_place(row, treasurer, pool, uuid.uuid4())
    with pytest.raises(IntegrityError), transaction.atomic():
        HeldApart.objects.filter(pk=row.pk).update(status="placed", decided_by=treasurer)


def test_it_may_go_to_its_gifts_fund_or_a_pool_and_nowhere_else(pool, row, treasurer):
    other = make_fund(make_delegate(pool.delegation))
    assert list(places_for(row, pool.delegation)) == [pool]
    with pytest.raises(DomainError):
        held.ask_place(row, treasurer, other, uuid.uuid4())


def test_left_as_it_is(row, pool, treasurer, director):
    row = held.ask_place(row, treasurer, pool, uuid.uuid4())
    row = held.leave(row, director)
    assert (row.status, row.asked_by, row.placed_to) == ("held", None, None)
    assert held.ask_return(row, treasurer, uuid.uuid4()).status == "asked_return"


def _send_back(row, treasurer, director, monkeypatch, **fields) -> Refund:
    def create(request):
        return make_refund(
            None, request.amount_minor, payment_intent=request.payment_intent, metadata=request.metadata, **fields
        )

    monkeypatch.setattr(gateway, "create_refund", create)
    return outgoing.send_back(held.ask_return(row, treasurer, uuid.uuid4()), director)


def test_sent_back_the_pool_bears_the_fee(pool, row, treasurer, director, monkeypatch):
    refund = _send_back(row, treasurer, director, monkeypatch)
    row.refresh_from_db()
    assert (refund.status, row.status, suspense()) == ("succeeded", "returned", 0)
    assert balances.of_fund(pool).available == 50_00 - 1_40
    assert JournalEntry.objects.filter(kind="suspense_returned").count() == 1
    assert_whole()


def test_what_comes_back_is_held_apart_again(pool, row, treasurer, director, monkeypatch):
    made = make_refund(None, 50_00, payment_intent=row.payment_intent)
    refunds.follow(row.payment_intent, [made])
    row.refresh_from_db()
    assert row.status == "returned"
    refunds.follow(row.payment_intent, [failed(made)])
    row.refresh_from_db()
    assert (row.status, suspense()) == ("held", 50_00)
    assert_whole()
    assert _send_back(row, treasurer, director, monkeypatch).status == "succeeded"
    assert_whole()


def test_stripe_refuses_and_it_stays_held_apart(row, treasurer, director, monkeypatch):
    def refuse(request):
        raise gateway.GatewayRefused("charge_disputed", "no")

    monkeypatch.setattr(gateway, "create_refund", refuse)
    refund = outgoing.send_back(held.ask_return(row, treasurer, uuid.uuid4()), director)
    row.refresh_from_db()
    assert (refund.status, row.status, suspense()) == ("refused", "held", 50_00)


def test_a_part_given_back_in_the_dashboard_leaves_the_rest(pool, row, treasurer, director):
    refunds.follow(row.payment_intent, [make_refund(None, 20_00)])
    row.refresh_from_db()
    assert (row.status, suspense()) == ("held", 30_00)
    held.place(held.ask_place(row, treasurer, pool, uuid.uuid4()), director)
    assert suspense() == 0
    assert_whole()


def test_after_it_was_placed_a_refund_is_the_funds(pool, row, treasurer, director):
    held.place(held.ask_place(row, treasurer, pool, uuid.uuid4()), director)
    refunds.follow(row.payment_intent, [make_refund(None, 50_00)])
    assert (balances.of_fund(pool).available, suspense()) == (48_60, 0)
    assert_whole()


def test_a_dispute_of_it_takes_what_lies_there_and_gives_it_back(row, pool):
    opened = make_dispute(None, taken(50_00), amount=50_00)
    disputes.follow(row.payment_intent, opened)
    row.refresh_from_db()
    assert (row.status, suspense(), balances.of_fund(pool).available) == ("returned", 0, 50_00 - 15_00 - 1_40)
    disputes.follow(row.payment_intent, later(opened, status="won", movements=(*opened.movements, reinstated(50_00))))
    row.refresh_from_db()
    assert (row.status, suspense()) == ("held", 50_00)
    assert_whole()


def test_a_treasurer_of_another_delegation_does_not_decide(row):
    stranger = make_staff(make_pool().delegation, "treasurer")
    with pytest.raises(NotPermitted):
        held.ask_return(row, stranger, uuid.uuid4())
