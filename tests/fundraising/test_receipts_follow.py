"""A receipt follows what went back at once: whoever posts it wakes the worker that looks, when it is committed."""

import pytest

from fundraising import tasks
from fundraising.actions import disputes, offline, receipts, refunds
from fundraising.queries.receipts import living_receipt
from tests.factories.fundraising import make_gift, make_pool
from tests.factories.offline import Office
from tests.factories.payments import failed, later, make_dispute, make_refund, reinstated, taken

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]


@pytest.fixture
def worker(monkeypatch, django_capture_on_commit_callbacks):
    """Commit what `act` did; what it woke is worked off. Answers the names of what was woken."""
    woken: list[str] = []
    monkeypatch.setattr(receipts, "nudge", woken.append)
    monkeypatch.setattr(tasks, "nudge", lambda name: None)

    def work(act) -> set[str]:
        woken.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act()
            assert not woken
        if "fundraising.follow_new_returns" in woken:
            tasks.follow_new_returns()
        return set(woken)

    return work


FOLLOWED = {"fundraising.follow_new_returns"}


def test_a_refund_and_one_that_failed(worker):
    gift = make_gift(make_pool(), 50)
    made = make_refund(gift, 20_00)
    assert worker(lambda: refunds.follow(gift.payment_intent, [made])) == FOLLOWED
    assert living_receipt(gift).returned_minor == 20_00
    assert worker(lambda: refunds.follow(gift.payment_intent, [made])) == set()
    assert worker(lambda: refunds.follow(gift.payment_intent, [failed(made)])) == FOLLOWED
    assert living_receipt(gift).returned_minor == 0
    assert gift.receipts.count() == 3


def test_a_dispute_as_its_own_word_goes(worker):
    gift = make_gift(make_pool(), 50)
    opened = make_dispute(gift, taken(50_00, fee=0))
    worker(lambda: disputes.follow(gift.payment_intent, opened))
    assert living_receipt(gift) is not None
    # Lost moves no money any more.
    assert worker(lambda: disputes.follow(gift.payment_intent, later(opened, status="lost"))) == FOLLOWED
    assert living_receipt(gift) is None
    back = later(opened, status="lost", movements=(*opened.movements, reinstated(20_00)))
    assert worker(lambda: disputes.follow(gift.payment_intent, back)) == FOLLOWED
    assert living_receipt(gift).returned_minor == 30_00


def test_a_cheque_that_bounced(worker):
    office = Office()
    gift = office.give(100)
    assert worker(lambda: offline.bounce(gift, office.treasurer, bank_reference="RET-1", note="No cover.")) == FOLLOWED
    assert living_receipt(gift.donation) is None


def test_a_lost_nudge_loses_nothing(monkeypatch):
    gift = make_gift(make_pool(), 50)
    monkeypatch.setattr(receipts, "nudge", lambda name: None)
    refunds.follow(gift.payment_intent, [make_refund(gift)])
    tasks.follow_returns()
    assert living_receipt(gift) is None
