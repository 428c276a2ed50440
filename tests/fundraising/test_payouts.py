"""Payouts: where the money is follows the status, whatever we heard of first; and what was in one."""

import itertools

import pytest
from django.db import IntegrityError, transaction

from delegation.models import AuditEvent
from fundraising.actions import payouts
from fundraising.ledger import balances
from fundraising.models import JournalEntry, Payout, PayoutLine
from fundraising.queries.payments import payout_page
from fundraising.queries.proofs import verify
from tests.factories.fundraising import make_balance, make_gift, make_pool
from tests.factories.payments import later, make_payout

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]


@pytest.fixture
def gift():
    return make_gift(make_pool(), 100, fee=2_50)


def places():
    found = balances.of_network("USD")
    return tuple(found.get(code, 0) for code in ("stripe", "in_transit", "bank", "owed_to_stripe", "owed_to_bank"))


def assert_whole():
    assert [v.id for v in verify() if not v.holds] == []


def test_sent_and_arrived(gift):
    sent = make_payout(97_50)
    payouts.follow(sent)
    assert places() == (0, 97_50, 0, 0, 0)
    payouts.follow(later(sent, status="paid"))
    assert places() == (0, 0, 97_50, 0, 0)
    assert_whole()


def test_failed_on_its_way_and_canceled(gift):
    for status in ("failed", "canceled"):
        sent = make_payout(97_50)
        payouts.follow(sent)
        payouts.follow(later(sent, status=status))
        assert places() == (97_50, 0, 0, 0, 0)
    assert AuditEvent.objects.filter(verb="fundraising.payout_failed").count() == 2
    assert_whole()


def test_failed_after_it_had_arrived(gift):
    sent = make_payout(97_50, "paid")
    payouts.follow(sent)
    payouts.follow(later(sent, status="failed", failure_code="account_closed"))
    payouts.follow(sent)
    assert places() == (97_50, 0, 0, 0, 0)
    assert Payout.objects.get().stripe_status == "failed"
    assert JournalEntry.objects.filter(kind="payout_bounced").count() == 1
    assert_whole()


@pytest.mark.parametrize("order", list(itertools.permutations(["pending", "in_transit", "paid", "failed"])))
def test_any_order_of_tellings_leaves_the_money_at_stripe(gift, order):
    sent = make_payout(97_50)
    for status in order:
        for _ in range(2):
            payouts.follow(later(sent, status=status))
    assert places() == (97_50, 0, 0, 0, 0)
    assert_whole()


def test_a_payout_before_its_gifts_is_a_debt_for_a_while():
    pool = make_pool()
    payouts.follow(make_payout(48_90, "paid"))
    assert places() == (0, 0, 48_90, 48_90, 0)
    make_gift(pool, 50, fee=1_10)
    assert places() == (0, 0, 48_90, 0, 0)
    assert_whole()


def test_stripe_takes_back_what_it_is_owed():
    taken = make_payout(-20_00)
    payouts.follow(taken)
    assert places() == (0, 0, 0, 0, 0)
    payouts.follow(later(taken, status="paid"))
    assert places() == (20_00, 0, 0, 0, 20_00)
    assert_whole()
    payouts.follow(later(taken, status="failed"))
    assert places() == (0, 0, 0, 0, 0)
    assert_whole()


# -- what was in it ------------------------------------------------------------------------------------------------
def line(gift, **fields):
    return make_balance(100_00, 2_50, id=gift.balance_transaction, source=gift.charge, created=1_800_000_000, **fields)


def test_its_lines_are_kept_once_and_lead_to_their_gifts(gift):
    payout = payouts.follow(make_payout(97_50, "paid"))
    for _ in range(2):
        payouts.remember_lines(payout, [line(gift)])
    payout.refresh_from_db()
    page = payout_page(payout, payout.lines.all())
    assert (page.sum_minor, page.differs_minor, [one.donation for one in page.lines]) == (97_50, 0, [gift])
    assert not AuditEvent.objects.filter(verb="fundraising.payout_differs").exists()


def test_lines_that_do_not_make_the_amount_are_told(gift):
    payout = payouts.follow(make_payout(90_00, "paid"))
    payout = payouts.remember_lines(payout, [line(gift)])
    assert payout_page(payout, payout.lines.all()).differs_minor == -7_50
    assert AuditEvent.objects.filter(verb="fundraising.payout_differs").count() == 1


def test_an_empty_list_is_no_answer(gift):
    payout = payouts.remember_lines(payouts.follow(make_payout(97_50)), [])
    assert not payout.reconciled


def test_what_was_paid_out_never_changes(gift):
    payout = payouts.remember_lines(payouts.follow(make_payout(97_50)), [line(gift)])
    for change in (
        lambda: Payout.objects.update(amount_minor=1),
        lambda: PayoutLine.objects.update(net_minor=1),
        lambda: PayoutLine.objects.all().delete(),
        lambda: Payout.objects.all()._raw_delete(Payout.objects.db),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert payout.reconciled
