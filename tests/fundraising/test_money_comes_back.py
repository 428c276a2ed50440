"""Money that comes back always posts: also where those who bore its loss need nothing any more."""

import uuid

import pytest

from fundraising.actions import disputes, donations, refunds
from fundraising.ledger import balances
from fundraising.models import HeldApart
from fundraising.queries.proofs import verify
from tests.factories.covers import cover
from tests.factories.delegation import make_staff
from tests.factories.fundraising import make_balance, make_gift, make_payment, make_pool
from tests.factories.payments import failed, later, make_dispute, make_refund, reinstated, taken

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]


@pytest.fixture
def pool():
    return make_pool()


@pytest.fixture
def row(pool):
    """A payment of 50.00 held apart, that names a gift; the pool holds 50.00 too."""
    gift = make_gift(pool, 50, fee=0)
    payment = make_payment(gift, fee=0)
    donations.settle(payment)
    return HeldApart.objects.get(payment_intent=payment.id)


def two(pool):
    return make_staff(pool.delegation, "treasurer"), make_staff(pool.delegation, "director")


def owed() -> int:
    return balances.of_network("USD").get("owed_by_network", 0)


def suspense() -> int:
    return balances.of_network("USD").get("suspense", 0)


def assert_whole():
    assert [v.id for v in verify() if not v.holds] == []


def test_a_dispute_won_after_the_network_covered_its_part(pool, row):
    # 120.00 leave: 50.00 out of suspense, the pool's 50.00, and 20.00 that the network owes.
    opened = make_dispute(None, taken(120_00, fee=0), amount=120_00)
    disputes.follow(row.payment_intent, opened)
    assert (suspense(), balances.of_fund(pool).available, owed()) == (0, 0, 20_00)
    cover(pool.delegation, 20_00, *two(pool))
    won = later(opened, status="won", movements=(*opened.movements, reinstated(120_00)))
    disputes.follow(row.payment_intent, won)
    assert (suspense(), balances.of_fund(pool).available, owed()) == (50_00, 70_00, 0)
    row.refresh_from_db()
    assert row.status == "held"
    assert_whole()


def test_a_refund_that_failed_after_the_network_covered_a_part_of_its_part(pool, row):
    made = make_refund(None, 50_00, settled=120_00, payment_intent=row.payment_intent)
    refunds.follow(row.payment_intent, [made])
    cover(pool.delegation, 15_00, *two(pool))
    refunds.follow(row.payment_intent, [failed(made)])
    # The 5.00 the network still owed first, what it covered is the pool's.
    assert (suspense(), balances.of_fund(pool).available, owed()) == (50_00, 65_00, 0)
    assert_whole()


def test_where_nobody_knows_a_pool_it_is_held_apart(settings):
    """A payment that names no gift, before any pool of its currency is open."""
    pool = make_pool()
    gift = make_gift(pool, 50, fee=0)
    in_chf = make_balance(50_00, 0, currency="CHF")
    payment = make_payment(gift, currency="CHF", balance=in_chf, metadata={"donation": str(uuid.uuid4())})
    donations.settle(payment)
    opened = make_dispute(None, taken(60_00, fee=0, currency="CHF"), amount=60_00, currency="CHF")
    disputes.follow(payment.id, opened)
    assert balances.of_network("CHF")["owed_by_network"] == 10_00
    settings.BANK_ACCOUNTS = {"main": "USD", "swiss": "CHF"}
    cover(pool.delegation, 10_00, *two(pool), currency="CHF")
    won = later(opened, status="won", movements=(*opened.movements, reinstated(60_00, currency="CHF")))
    disputes.follow(payment.id, won)
    assert balances.of_network("CHF")["suspense"] == 60_00
    assert_whole()
