"""Disputes: the state is the object's word, money is its balance transactions; and warnings before one."""

import pytest
from django.db import IntegrityError, transaction

from delegation.models import AuditEvent
from fundraising.actions import disputes, refunds
from fundraising.actions.losses import TooEarly
from fundraising.ledger import balances
from fundraising.models import Dispute, DisputeMovement, FraudWarning, JournalEntry
from fundraising.queries.payments import left_to_refund
from fundraising.queries.proofs import verify
from tests.factories.delegation import make_delegate
from tests.factories.fundraising import make_fund, make_gift, make_pool
from tests.factories.payments import later, make_dispute, make_refund, make_warning, reinstated, taken

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]


@pytest.fixture
def pool():
    return make_pool()


@pytest.fixture
def fund(pool):
    return make_fund(make_delegate(pool.delegation))


@pytest.fixture
def gift(fund):
    return make_gift(fund, 50, fee=0)


def held(fund):
    return balances.of_fund(fund).available


def assert_whole():
    assert [v.id for v in verify() if not v.holds] == []


def test_an_inquiry_moves_no_money(fund, gift):
    disputes.follow(gift.payment_intent, make_dispute(gift, status="warning_needs_response"))
    assert (held(fund), Dispute.objects.get().is_inquiry, left_to_refund(gift)) == (50_00, True, 50_00)
    assert not DisputeMovement.objects.exists()
    assert_whole()


def test_the_amount_is_the_funds_and_the_fee_the_pools(pool, fund, gift):
    make_gift(pool, 20, fee=0)
    opened = make_dispute(gift, taken(50_00))
    for _ in range(3):
        disputes.follow(gift.payment_intent, opened)
    assert (held(fund), held(pool)) == (0, 5_00)
    assert (Dispute.objects.get().taken_minor, Dispute.objects.get().fee_minor) == (50_00, 15_00)
    assert left_to_refund(gift) == 0
    assert_whole()


def test_won_gives_back_to_those_who_bore_it(pool, fund, gift):
    make_gift(pool, 20, fee=0)
    opened = make_dispute(gift, taken(50_00))
    disputes.follow(gift.payment_intent, opened)
    won = later(opened, status="won", movements=(*opened.movements, reinstated(50_00, fee=-15_00)))
    for _ in range(2):
        disputes.follow(gift.payment_intent, won)
    dispute = Dispute.objects.get()
    assert (dispute.stripe_status, dispute.is_open, bool(dispute.closed_at)) == ("won", False, True)
    assert (held(fund), held(pool)) == (50_00, 20_00)
    assert left_to_refund(gift) == 50_00
    assert_whole()


def test_lost_stays_lost_when_a_part_of_the_money_comes_back(fund, gift):
    opened = make_dispute(gift, taken(50_00, fee=0))
    disputes.follow(gift.payment_intent, opened)
    disputes.follow(gift.payment_intent, later(opened, status="lost"))
    back = later(opened, status="lost", movements=(*opened.movements, reinstated(20_00)))
    disputes.follow(gift.payment_intent, back)
    assert (Dispute.objects.get().stripe_status, held(fund)) == ("lost", 20_00)
    assert_whole()


def test_an_older_telling_never_opens_what_is_closed(gift):
    opened = make_dispute(gift, taken(50_00))
    disputes.follow(gift.payment_intent, later(opened, status="won"))
    disputes.follow(gift.payment_intent, opened)
    assert Dispute.objects.get().stripe_status == "won"


def test_a_status_nobody_listed_counts_as_open(gift):
    disputes.follow(gift.payment_intent, make_dispute(gift, taken(50_00), status="appeal_needs_response"))
    assert Dispute.objects.get().is_open
    assert left_to_refund(gift) == 0


def test_several_disputes_on_one_gift(fund, gift):
    for part in (20_00, 30_00):
        disputes.follow(gift.payment_intent, make_dispute(gift, taken(part, fee=0), amount=part))
    assert (Dispute.objects.count(), held(fund)) == (2, 0)
    assert_whole()


def test_network_bears_what_fund_and_pool_cannot_and_its_debt_falls_first(pool, fund, gift):
    opened = make_dispute(gift, taken(50_00))
    disputes.follow(gift.payment_intent, opened)
    assert balances.of_network("USD")["owed_by_network"] == 15_00
    assert AuditEvent.objects.filter(verb="fundraising.dispute_fee_borne_by_network").count() == 1
    assert_whole()


def test_the_network_gets_its_part_of_the_amount_back_first(pool, fund, gift):
    refunds.follow(gift.payment_intent, [make_refund(gift, 30_00)])
    opened = make_dispute(gift, taken(50_00, fee=0))
    disputes.follow(gift.payment_intent, opened)
    assert (held(fund), balances.of_network("USD")["owed_by_network"]) == (0, 30_00)
    disputes.follow(gift.payment_intent, later(opened, status="won", movements=(*opened.movements, reinstated(50_00))))
    assert (held(fund), balances.of_network("USD")["owed_by_network"]) == (20_00, 0)
    assert_whole()


def test_given_back_and_lost_as_well_is_told_once(gift):
    refunds.follow(gift.payment_intent, [make_refund(gift)])
    lost = make_dispute(gift, taken(50_00, fee=0), status="lost")
    for _ in range(2):
        disputes.follow(gift.payment_intent, lost)
    assert AuditEvent.objects.filter(verb="fundraising.given_back_twice").count() == 1
    assert_whole()


def test_a_dispute_of_a_payment_not_ours_is_not_followed(gift):
    assert disputes.follow("pi_unknown", make_dispute(None)) is None


def test_a_dispute_of_a_gift_still_being_settled_waits(pool):
    from tests.fundraising.test_gifts_in_other_currencies import give

    gift = give(pool, 50, "EUR")
    with pytest.raises(TooEarly):
        disputes.follow(gift.payment_intent, make_dispute(gift))


def test_movements_are_only_added(gift):
    disputes.follow(gift.payment_intent, make_dispute(gift, taken(50_00)))
    for change in (lambda: DisputeMovement.objects.update(amount_minor=-1), DisputeMovement.objects.all().delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    with pytest.raises(IntegrityError), transaction.atomic():
        Dispute.objects.update(amount_minor=1)


def test_a_fee_alone_is_a_movement_too(pool, gift):
    make_gift(pool, 20, fee=0)
    disputes.follow(gift.payment_intent, make_dispute(gift, taken(0, fee=15_00)))
    assert held(pool) == 5_00
    assert JournalEntry.objects.filter(kind="dispute_taken").count() == 0
    assert_whole()


# -- early warnings ----------------------------------------------------------------------------------------------
def test_a_warning_is_kept_once_and_is_over_when_stripe_says_so(gift):
    warned = make_warning(gift)
    for told in (warned, warned, later(warned, actionable=False), warned):
        disputes.warn(gift.payment_intent, told)
    assert list(FraudWarning.objects.values_list("donation", "actionable")) == [(gift.pk, False)]
    assert AuditEvent.objects.filter(verb="fundraising.fraud_warned").count() == 1
