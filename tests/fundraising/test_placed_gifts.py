"""Money held apart that is placed becomes a gift: of whoever gave it, with a receipt over what they gave."""

import uuid

import pytest
from django.urls import reverse
from djmoney.money import Money

from delegation.errors import Conflict, DomainError, NotPermitted
from delegation.models import OutboxMail
from fundraising import inbox
from fundraising.actions import disputes, donations, held, receipts, refunds
from fundraising.actions.funds import open_pool
from fundraising.ledger import balances
from fundraising.models import Donation, HeldApart, JournalEntry, Receipt
from fundraising.queries.funds import standing
from fundraising.queries.payments import left_to_refund
from fundraising.queries.proofs import verify
from fundraising.queries.receipts import living_receipt
from fundraising.queries.trace import of_gift
from tests.factories.delegation import make_delegate, make_role, make_staff
from tests.factories.fundraising import make_appeal, make_asked, make_balance, make_gift, make_payment, make_pool
from tests.factories.fundraising import start_gift as start
from tests.factories.payments import failed, later, make_dispute, make_refund, reinstated, taken

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]


@pytest.fixture
def pool():
    return make_pool()


@pytest.fixture
def appeal(pool):
    return make_appeal(make_delegate(pool.delegation))


@pytest.fixture
def two(pool):
    return make_staff(pool.delegation, "treasurer"), make_staff(pool.delegation, "director")


def place(row, two, fund):
    return held.place(held.ask_place(row, two[0], fund, uuid.uuid4()), two[1])


def made_of(row) -> Donation:
    return Donation.objects.get(payment_intent=row.payment_intent, status="paid")


def assert_whole():
    assert [v.id for v in verify() if not v.holds] == []


def in_euros(pool, *, fee=1_00) -> HeldApart:
    """EUR 50.00 that Stripe keeps in euros, for the pool in dollars."""
    attempt = donations.start(make_asked(pool.delegation, amount=Money(50, "EUR"), email="lyon@post.example"))
    donations.settle(make_payment(attempt.donation, balance=make_balance(50_00, fee, currency="EUR")))
    return HeldApart.objects.get(donation=attempt.donation)


def test_settled_in_another_currency_it_is_received_once_it_is_placed(pool, two):
    row = in_euros(pool)
    assert (row.why, row.donation.status) == ("settled", "settling")
    euros = open_pool(pool.delegation, "EUR")
    place(row, two, euros)
    gift = made_of(row)
    assert (gift.amount_minor, gift.currency, gift.settled_minor, gift.fund) == (50_00, "EUR", 50_00, euros)
    assert (gift.donor, gift.fee_minor, gift.paid_at) == (row.donation.donor, 1_00, row.happened_at)
    receipt = Receipt.objects.get()
    assert (receipt.donation, receipt.amount_minor, receipt.currency) == (gift, 50_00, "EUR")
    assert OutboxMail.objects.filter(notice="fundraising.receipt").count() == 1
    # What was asked stays as it was asked, and says that it goes on as another gift.
    asked = Donation.objects.get(pk=row.donation_id)
    assert (asked.status, asked.fund, asked.payment_intent) == ("replaced", pool, None)
    assert balances.of_fund(euros).available == 49_00
    assert_whole()


def test_another_amount_is_received_as_what_came(pool, appeal, two):
    fund = appeal.delegate.fund
    asked = start(fund, 50)
    words(asked, "Rosa", "For the flight")
    donations.settle(make_payment(asked, amount_received=19_00, fee=80))
    row = HeldApart.objects.get()
    place(row, two, fund)
    gift = made_of(row)
    assert (gift.amount_minor, gift.settled_minor, gift.fund, gift.appeal) == (19_00, 19_00, fund, appeal)
    assert (gift.note.shown_name, gift.note.message) == ("Rosa", "For the flight")
    assert Receipt.objects.get().amount_minor == 19_00
    asked.refresh_from_db()
    assert (asked.status, asked.amount_minor) == ("replaced", 50_00)
    assert standing(pool.delegation).from_appeals_minor == 19_00
    assert of_gift(gift).minor == 19_00
    assert_whole()


def words(gift, name, message):
    gift.note.shown_name, gift.note.message = name, message
    gift.note.save()


def test_paid_twice_and_kept_it_is_a_second_gift_with_a_receipt_of_its_own(pool, two):
    first = make_gift(pool, 50, fee=0)
    donations.settle(make_payment(first, fee=0))
    row = HeldApart.objects.get()
    place(row, two, pool)
    second = made_of(row)
    assert second.pk != first.pk
    assert second.donor == first.donor
    first.refresh_from_db()
    assert first.status == "paid"
    assert [r.amount_minor for r in Receipt.objects.order_by("id")] == [50_00, 50_00]
    assert standing(pool.delegation).gifts_minor == 100_00
    assert_whole()


def test_to_the_pool_instead_of_the_journey_it_names_no_appeal(pool, appeal, two):
    asked = start(appeal.delegate.fund, 50)
    donations.settle(make_payment(asked, amount_received=19_00))
    row = HeldApart.objects.get()
    place(row, two, pool)
    assert (made_of(row).fund, made_of(row).appeal, made_of(row).version) == (pool, None, None)
    assert_whole()


def test_of_whom_nobody_knows_there_is_no_gift_and_no_receipt(pool, two):
    unknown = make_payment(start(pool, 50), metadata={"donation": str(uuid.uuid4())})
    donations.settle(unknown)
    place(HeldApart.objects.get(), two, pool)
    assert not Receipt.objects.exists()
    assert JournalEntry.objects.filter(kind="stripe_placed").count() == 1
    assert_whole()


def test_what_is_told_once_more_changes_nothing(pool, two):
    asked = start(pool, 50)
    payment = make_payment(asked, amount_received=19_00)
    donations.settle(payment)
    place(HeldApart.objects.get(), two, pool)
    before = JournalEntry.objects.count()
    assert donations.settle(payment) is None
    assert (JournalEntry.objects.count(), Receipt.objects.count(), HeldApart.objects.count()) == (before, 1, 1)
    # And another payment of what was asked first is not booked by itself.
    assert donations.settle(make_payment(asked)) is None
    assert HeldApart.objects.filter(why="paid_twice").count() == 1
    assert_whole()


def test_a_second_click_places_once(pool, two):
    row = in_euros(pool)
    place(row, two, open_pool(pool.delegation, "EUR"))
    with pytest.raises(Conflict):
        held.place(row, two[1])
    assert Receipt.objects.count() == 1


def test_the_fee_that_is_known_later_is_the_gifts(pool, two, monkeypatch):
    asked = start(pool, 50)
    payment = make_payment(asked, amount_received=19_00, settled=False)
    donations.settle(payment)
    row = HeldApart.objects.get()
    place(row, two, pool)
    full = later(payment, balance=make_balance(19_00, 85))
    monkeypatch.setattr(inbox.sweeps.gateway, "fetch_payment", lambda pi: full)
    Donation.objects.filter(pk=made_of(row).pk).update(created_at=row.created_at)
    inbox.sweeps._sweep_fees(5)
    inbox.sweeps.sweep_open(5)
    assert (made_of(row).fee_minor, balances.of_fund(pool).available) == (85, 19_00 - 85)
    assert_whole()


def test_a_refund_of_it_is_the_gifts_and_the_receipt_follows(pool, two):
    row = in_euros(pool, fee=0)
    place(row, two, open_pool(pool.delegation, "EUR"))
    gift = made_of(row)
    assert left_to_refund(gift) == 50_00
    refunds.follow(gift.payment_intent, [make_refund(gift, 20_00)])
    assert gift.refunds.count() == 1
    assert receipts.follow_returns(gift).returned_minor == 20_00
    assert_whole()


def test_of_what_went_back_before_there_is_no_receipt(pool, two):
    asked = start(pool, 50)
    donations.settle(make_payment(asked, amount_received=60_00, fee=0))
    row = HeldApart.objects.get()
    made = make_refund(None, 20_00)
    refunds.follow(row.payment_intent, [made])
    place(row, two, pool)
    gift = made_of(row)
    assert (gift.amount_minor, living_receipt(gift).amount_minor) == (40_00, 40_00)
    assert_whole()
    # The refund comes back after all: the money is where it was placed, not in suspense again.
    refunds.follow(row.payment_intent, [failed(made)])
    assert (balances.of_network("USD")["suspense"], balances.of_fund(pool).available) == (0, 60_00)
    assert_whole()


@pytest.mark.parametrize("status", ["needs_response", "warning_needs_response"])
def test_while_the_bank_asks_about_it_it_is_not_placed(pool, two, status):
    asked = start(pool, 50)
    donations.settle(make_payment(asked, amount_received=60_00, fee=0))
    row = HeldApart.objects.get()
    moved = [] if status.startswith("warning") else [taken(20_00, fee=0)]
    opened = make_dispute(None, *moved, status=status, amount=20_00)
    disputes.follow(row.payment_intent, opened)
    row = held.ask_place(row, two[0], pool, uuid.uuid4())
    with pytest.raises(Conflict) as refused:
        held.place(row, two[1])
    assert refused.value.code == "disputed"
    back = [reinstated(20_00)] if moved else []
    over = "won" if moved else "warning_closed"
    disputes.follow(row.payment_intent, later(opened, status=over, movements=(*opened.movements, *back)))
    held.place(row, two[1])
    assert made_of(row).amount_minor == 60_00
    assert_whole()


def test_while_a_refund_of_it_is_on_its_way_it_is_not_placed(pool, two):
    asked = start(pool, 50)
    donations.settle(make_payment(asked, amount_received=60_00, fee=0))
    row = HeldApart.objects.get()
    refunds.follow(row.payment_intent, [make_refund(None, 20_00, status="pending", balance=None)])
    row = held.ask_place(row, two[0], pool, uuid.uuid4())
    with pytest.raises(Conflict) as refused:
        held.place(row, two[1])
    assert refused.value.code == "on_its_way_back"


def test_nobody_places_money_to_their_own_journey(pool, appeal, two):
    traveller = appeal.delegate.person
    make_role(traveller, pool.delegation, "director")
    donations.settle(make_payment(start(appeal.delegate.fund, 50), amount_received=19_00))
    row = held.ask_place(HeldApart.objects.get(), two[0], appeal.delegate.fund, uuid.uuid4())
    with pytest.raises(NotPermitted):
        held.place(row, traveller)


def test_never_to_a_pool_of_another_delegation(pool, two):
    donations.settle(make_payment(start(pool, 50), amount_received=19_00))
    with pytest.raises(DomainError) as refused:
        held.ask_place(HeldApart.objects.get(), two[0], make_pool(), uuid.uuid4())
    assert refused.value.code == "other_fund"


def test_the_giver_reads_that_it_was_received(pool, two, client):
    row = in_euros(pool)
    address = reverse("fundraising:thanks", args=[row.donation.uuid])
    assert "being settled" in client.get(address).content.decode()
    place(row, two, open_pool(pool.delegation, "EUR"))
    assert "Your gift arrived" in client.get(address).content.decode()


def test_the_desk_leads_from_one_to_the_other(pool, two, client):
    row = in_euros(pool)
    asked = held.ask_place(row, two[0], open_pool(pool.delegation, "EUR"), uuid.uuid4())
    client.force_login(two[1])
    one = reverse("fundraising:held_one", args=[pool.delegation.slug, row.uuid])
    said = client.post(reverse("fundraising:place_held", args=[pool.delegation.slug, asked.uuid]), follow=True)
    assert "lyon@post.example" in said.content.decode()
    gift = reverse("fundraising:gift", args=[made_of(row).uuid])
    assert gift in client.get(one).content.decode()
    assert one in client.get(gift).content.decode()
    assert gift in client.get(reverse("fundraising:gift", args=[row.donation.uuid])).content.decode()
