"""A gift in another currency than its fund's: charged in one, settled in the other, in the books when that is known."""

import itertools
import uuid

import pytest
from djmoney.money import Money

from delegation.errors import Conflict, DomainError
from delegation.models import OutboxMail
from fundraising import inbox
from fundraising.actions import disputes, donations, held, refunds
from fundraising.currencies import TERMS
from fundraising.ledger import balances
from fundraising.models import Donation, HeldApart, JournalEntry, Receipt
from fundraising.queries.funds import standing
from fundraising.queries.proofs import verify
from tests.factories.delegation import make_staff
from tests.factories.fundraising import make_asked, make_balance, make_payment, make_pool, make_session
from tests.factories.payments import converted, make_dispute, make_refund, taken

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]
DECIDERS = ("treasurer", "director")


@pytest.fixture
def pool():
    return make_pool()


def start(pool, units, currency) -> Donation:
    attempt = donations.start(make_asked(pool.delegation, amount=Money(units, currency)))
    donations.remember_session(attempt, make_session(attempt))
    return attempt.donation


def give(pool, units, currency) -> Donation:
    """Paid and not settled yet."""
    return donations.settle(make_payment(start(pool, units, currency), settled=False))


def settled(gift, minor: int, rate: str, fee: int = 0, currency: str = "USD"):
    """The same payment once Stripe says what it came to."""
    return make_payment(
        gift,
        id=gift.payment_intent,
        charge_id=gift.charge,
        balance=converted(minor, rate, fee=fee, currency=currency),
    )


def assert_whole():
    assert [v.id for v in verify() if not v.holds] == []


def test_it_waits_until_stripe_says_what_it_came_to(pool):
    gift = give(pool, 50, "EUR")
    assert (gift.status, gift.settled_minor, bool(gift.paid_at)) == ("settling", None, True)
    assert not JournalEntry.objects.exists()
    assert not Receipt.objects.exists()
    assert_whole()
    gift = donations.settle(settled(gift, 54_00, "1.08", fee=2_10))
    assert (gift.status, gift.amount_minor, gift.currency) == ("paid", 50_00, "EUR")
    assert (gift.settled_minor, gift.settled_currency, str(gift.exchange_rate), gift.fee_minor) == (
        54_00,
        "USD",
        "1.08",
        2_10,
    )
    assert balances.of_fund(pool).available == balances.of_network("USD")["stripe"] == 51_90
    assert_whole()


def test_the_receipt_states_what_was_charged_and_the_public_account_what_came(pool):
    gift = give(pool, 50, "EUR")
    donations.settle(settled(gift, 54_00, "1.08"))
    receipt = Receipt.objects.get()
    assert (receipt.amount_minor, receipt.currency) == (50_00, "EUR")
    assert OutboxMail.objects.filter(notice="fundraising.receipt").count() == 1
    assert standing(pool.delegation).gifts_minor == 54_00


def test_yen_have_no_smaller_unit(pool):
    gift = give(pool, 7_500, "JPY")
    assert gift.amount_minor == 7_500
    gift = donations.settle(settled(gift, 50_25, "0.0067", fee=1_40))
    assert (gift.settled_minor, balances.of_fund(pool).available) == (50_25, 48_85)
    assert_whole()


def test_known_at_once_it_is_booked_at_once(pool):
    gift = start(pool, 50, "GBP")
    paid = donations.settle(make_payment(gift, balance=converted(63_50, "1.27")))
    assert (paid.status, paid.settled_minor) == ("paid", 63_50)
    assert_whole()


@pytest.mark.parametrize("order", list(itertools.permutations(["paid", "settled", "settled"])))
def test_in_any_order_it_is_booked_once(pool, order):
    gift = start(pool, 50, "CHF")
    late = make_payment(gift, balance=converted(57_00, "1.14", fee=1_55))
    early = make_payment(gift, id=late.id, charge_id=late.charge_id, settled=False)
    for step in order:
        donations.settle(late if step == "settled" else early)
    gift.refresh_from_db()
    assert (gift.status, gift.settled_minor, gift.fee_minor) == ("paid", 57_00, 1_55)
    assert JournalEntry.objects.filter(kind="gift_settled").count() == 1
    assert_whole()


def test_settled_in_another_currency_than_the_funds_it_is_held_apart(pool):
    gift = give(pool, 50, "EUR")
    for _ in range(2):
        assert donations.settle(settled(gift, 49_00, "1", currency="EUR")) is None
    row = HeldApart.objects.get()
    assert (row.why, row.amount_minor, row.currency) == ("settled", 49_00, "EUR")
    assert balances.of_network("EUR") == {"stripe": 49_00, "suspense": 49_00}
    assert balances.of_fund(pool).available == 0
    assert_whole()


@pytest.mark.parametrize("what", ["sent_back", "disputed"])
def test_what_was_held_apart_in_another_currency_can_leave_again(pool, what):
    """Its gift stays `settling` for good; that must not keep Stripe's word about the payment waiting for ever."""
    gift = give(pool, 50, "EUR")
    donations.settle(settled(gift, 49_00, "1", fee=1_00, currency="EUR"))
    row, treasurer, director = HeldApart.objects.get(), *(make_staff(pool.delegation, r) for r in DECIDERS)
    if what == "sent_back":
        asked = held.send_back(held.ask_return(row, treasurer, uuid.uuid4()), director)
        out = make_balance(-49_00, 0, currency="EUR", category="refund")
        made = make_refund(gift, settled=49_00, metadata={"refund": str(asked.uuid)}, balance=out)
        assert refunds.follow(gift.payment_intent, [made])
    else:
        found = make_dispute(gift, taken(49_00, 15_00, currency="EUR"))
        assert disputes.follow(gift.payment_intent, found)
    row.refresh_from_db()
    assert (row.status, balances.of_network("EUR")["suspense"]) == ("returned", 0)
    assert_whole()


def test_another_payment_while_the_first_is_being_settled_is_held_apart(pool):
    gift = give(pool, 50, "EUR")
    other = make_payment(gift, balance=converted(54_00, "1.08"))
    assert donations.settle(other) is None
    assert HeldApart.objects.get().why == "paid_twice"
    donations.settle(settled(gift, 54_00, "1.08"))
    assert_whole()


def test_what_does_not_fit_waits_until_its_currency_is_known(pool):
    gift = start(pool, 50, "USD")
    with pytest.raises(Conflict) as refused:
        donations.settle(make_payment(gift, currency="EUR", settled=False))
    assert refused.value.code == "not_settled"


def test_the_sweep_finds_what_no_event_told(pool, monkeypatch):
    gift = give(pool, 50, "EUR")
    Donation.objects.update(paid_at=gift.paid_at.replace(year=gift.paid_at.year - 0) - inbox.sweeps.LOOK_AGAIN)
    gift.attempts.update(swept_at=None, state="complete")
    monkeypatch.setattr(inbox.sweeps.gateway, "fetch_payment", lambda pi: settled(gift, 54_00, "1.08", fee=100))
    inbox.sweeps._sweep_fees(5)
    gift.refresh_from_db()
    assert (gift.status, gift.fee_minor) == ("paid", 100)
    assert_whole()


def test_a_refund_goes_out_at_the_rate_of_its_own_day(pool):
    gift = donations.settle(settled(give(pool, 50, "EUR"), 54_00, "1.08"))
    refunds.follow(gift.payment_intent, [make_refund(gift, 50_00, settled=55_00)])
    # The euro rose: one dollar more left than had come.
    assert balances.of_fund(pool).available == 0
    assert balances.of_network("USD")["owed_by_network"] == 1_00
    assert_whole()


# -- limits -----------------------------------------------------------------------------------------------------
def test_every_currency_we_take_has_terms(settings):
    assert set(TERMS) == set(settings.CURRENCIES)


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        (Money("4.99", "EUR"), "too_small"),
        (Money(749, "JPY"), "too_small"),
        (Money(7_500_001, "JPY"), "too_large"),
        (Money(50_001, "GBP"), "too_large"),
        (Money("750.5", "JPY"), "precision"),
        (Money(50, "INR"), "currency"),
    ],
)
def test_amounts_out_of_bounds_are_refused_in_their_own_currency(pool, amount, code):
    with pytest.raises(DomainError) as refused:
        donations.start(make_asked(pool.delegation, amount=amount))
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("minor", "currency", "cover"), [(50_00, "USD", 144), (50_00, "GBP", 133), (7_500, "JPY", 215)]
)
def test_the_fee_cover_has_its_currencys_own_fixed_part(minor, currency, cover):
    assert donations.fee_cover_minor(minor, currency) == cover
