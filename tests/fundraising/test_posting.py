import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from fundraising.ledger import balances, entries, posting
from fundraising.ledger.accounts import OWED_BY_NETWORK, STRIPE, available, ensure
from fundraising.models import Account, JournalEntry, JournalLine
from tests.factories.delegation import make_delegate, make_delegation
from tests.factories.fundraising import make_fund, make_pool

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]


def _post(spec, key=None):
    return posting.post(spec, key=key or str(uuid.uuid4()), about=("test", uuid.uuid4()), happened_at=timezone.now())


@pytest.fixture
def pool():
    return make_pool()


@pytest.fixture
def fund(pool):
    return make_fund(make_delegate(pool.delegation))


def test_a_posting_moves_both_balances_and_is_sealed(pool):
    posted = _post(entries.gift_settled(available(pool), 50_00, "USD"))
    assert posted.new
    assert posted.entry.sealed
    assert balances.of_fund(pool).available == 50_00
    assert balances.of_network("USD")["stripe"] == 50_00


def test_each_line_carries_the_balance_after_it(pool):
    _post(entries.gift_settled(available(pool), 50_00, "USD"))
    _post(entries.gift_settled(available(pool), 20_00, "USD"))
    lines = JournalLine.objects.filter(account__fund=pool).order_by("account_version")
    assert [(x.account_version, x.balance_after_minor) for x in lines] == [(1, -50_00), (2, -70_00)]


def test_the_same_key_again_posts_nothing(pool):
    first = _post(entries.gift_settled(available(pool), 50_00, "USD"), key="k")
    second = _post(entries.gift_settled(available(pool), 50_00, "USD"), key="k")
    assert second.entry == first.entry
    assert not second.new
    assert balances.of_fund(pool).available == 50_00


def test_a_key_used_for_another_amount_is_a_bug_and_says_so(pool):
    _post(entries.gift_settled(available(pool), 50_00, "USD"), key="k")
    with pytest.raises(posting.KeyReused):
        _post(entries.gift_settled(available(pool), 51_00, "USD"), key="k")


def test_nothing_is_written_when_money_is_missing(pool, fund):
    _post(entries.gift_settled(available(pool), 50_00, "USD"))
    before = JournalEntry.objects.count()
    with pytest.raises(posting.InsufficientFunds) as refused:
        _post(entries.allocation_allocated(available(pool), available(fund), 50_01, "USD"))
    assert refused.value.room_minor == 50_00
    assert JournalEntry.objects.count() == before
    assert balances.of_fund(pool).available == 50_00


def test_the_pool_keeps_its_floor(pool, fund):
    _post(entries.gift_settled(available(pool), 100_00, "USD"))
    with pytest.raises(posting.InsufficientFunds) as refused:
        _post(entries.allocation_allocated(available(pool), available(fund), 96_00, "USD", floor_minor=5_00))
    assert refused.value.room_minor == 95_00
    _post(entries.allocation_allocated(available(pool), available(fund), 95_00, "USD", floor_minor=5_00))
    assert balances.of_fund(pool).available == 5_00


def test_a_fee_the_fund_cannot_bear_falls_to_the_pool_then_to_the_network(pool, fund):
    _post(entries.gift_settled(available(make_pool()), 10_00, "USD"))
    _post(entries.gift_settled(available(pool), 1_00, "USD"))
    _post(entries.gift_settled(available(fund), 50, "USD"))
    posted = _post(entries.fee_known(available(fund), available(pool), 2_00, "USD"))
    # 2.00 = 0.50 by the fund, 1.00 by the pool; the network owes the last 0.50.
    assert posted.borne == {available(pool): 1_00, OWED_BY_NETWORK: 50}
    assert balances.of_fund(fund).available == 0
    assert balances.of_fund(pool).available == 0
    assert balances.of_network("USD") == {"stripe": 9_50, "owed_by_network": 50}


def test_the_pools_own_fee_falls_to_the_network_at_once(pool):
    _post(entries.gift_settled(available(make_pool()), 10_00, "USD"))
    _post(entries.gift_settled(available(pool), 1_00, "USD"))
    posted = _post(entries.fee_known(available(pool), available(pool), 1_25, "USD"))
    assert posted.borne == {OWED_BY_NETWORK: 25}


def test_a_reversal_mirrors_and_happens_once(pool):
    posted = _post(entries.gift_settled(available(pool), 50_00, "USD"))
    about = ("test", uuid.uuid4())
    _post(entries.gift_settled(available(pool), 80_00, "USD"))
    posting.reverse(posted.entry, key="r", about=about, happened_at=timezone.now())
    assert balances.of_fund(pool).available == 80_00
    with pytest.raises(IntegrityError), transaction.atomic():
        posting.reverse(posted.entry, key="r2", about=about, happened_at=timezone.now())


def test_accounts_are_made_once(pool):
    ensure([STRIPE, available(pool)], "USD")
    before = Account.objects.count()
    ensure([STRIPE, available(pool)], "USD")
    assert Account.objects.count() == before


def test_postings_of_one_transaction_stand_or_fall_together(pool, fund):
    good = posting.Posting(
        entries.gift_settled(available(pool), 10_00, "USD"), "a", ("t", uuid.uuid4()), timezone.now()
    )
    bad = posting.Posting(
        entries.allocation_allocated(available(pool), available(fund), 11_00, "USD"),
        "b",
        ("t", uuid.uuid4()),
        timezone.now(),
    )
    with pytest.raises(posting.InsufficientFunds):
        posting.post_all([good, bad])
    assert balances.of_fund(pool).available == 0


def test_reading_a_balance_costs_one_query_however_many_lines(pool, django_assert_num_queries):
    for _ in range(12):
        _post(entries.gift_settled(available(pool), 1_00, "USD"))
    with django_assert_num_queries(1):
        assert balances.of_fund(pool).available == 12_00


@pytest.mark.parametrize("amount", [0, -1])
def test_an_entry_has_a_positive_amount(pool, amount):
    with pytest.raises(ValueError):
        entries.gift_settled(available(pool), amount, "USD")


def test_an_entry_that_does_not_balance_is_never_built(pool):
    with pytest.raises(ValueError):
        entries.Spec("x", "USD", (entries.Leg(STRIPE, 5), entries.Leg(available(pool), -4)))


def test_currencies_have_accounts_of_their_own():
    delegation = make_delegation(currency="JPY")
    pool = make_pool(delegation)
    _post(entries.gift_settled(available(pool), 500, "JPY"))
    assert balances.of_fund(pool).available == 500
    assert balances.of_network("USD").get("stripe", 0) == 0
