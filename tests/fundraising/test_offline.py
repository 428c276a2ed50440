"""Gifts recorded by one and confirmed by another."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from delegation.errors import Conflict, DomainError, NotPermitted
from delegation.models import AuditEvent, OutboxMail
from fundraising.actions import offline
from fundraising.ledger import balances
from fundraising.models import BankUse, Donation, JournalEntry, OfflineGift, Receipt
from fundraising.queries.funds import standing
from fundraising.queries.proofs import verify
from tests.factories.delegation import make_delegate
from tests.factories.fundraising import make_appeal, make_gift
from tests.factories.offline import Office

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]


def red():
    return [v.id for v in verify() if not v.holds]


@pytest.fixture
def office():
    return Office()


def test_a_record_alone_books_nothing(office):
    gift = office.record(100)
    assert gift.status == "recorded"
    assert not Donation.objects.exists()
    assert not JournalEntry.objects.exists()
    assert red() == []


def test_a_confirmed_gift_is_in_the_books_with_its_receipt(office):
    gift = office.give(100, given_on=timezone.localdate() - timedelta(days=40))
    donation = gift.donation
    assert (donation.status, donation.source, donation.settled_minor) == ("paid", "cheque", 100_00)
    assert balances.of_fund(office.pool).available == balances.of_network("USD")["bank"] == 100_00
    entry = JournalEntry.objects.get()
    assert (entry.kind, entry.key, entry.about_uuid) == ("gift_received", f"gift:{gift.uuid}", donation.uuid)
    receipt = Receipt.objects.get()
    assert receipt.charged_on == gift.given_on
    assert OutboxMail.objects.filter(notice="fundraising.receipt").count() == 1
    assert standing(office.delegation).to_pool_minor == 100_00
    assert red() == []


def test_to_an_appeal_it_goes_to_the_travel_fund_and_remembers_the_version(office):
    appeal = make_appeal(make_delegate(office.delegation))
    gift = office.give(80, appeal=appeal, shown_name="Rosa")
    assert gift.donation.version == appeal.approved_version
    assert balances.of_fund(appeal.delegate.fund).available == 80_00
    assert gift.donation.note.shown_name == "Rosa"
    assert red() == []


def test_who_recorded_never_confirms_and_the_database_says_so_too(office):
    gift = office.record(100)
    with pytest.raises(NotPermitted):
        office.confirm(gift, by=office.treasurer)
    with pytest.raises(IntegrityError), transaction.atomic():
        OfflineGift.objects.update(status="declined", decided_by=office.treasurer, decided_at=timezone.now())


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"units": 0}, "not_positive"),
        ({"given_on": timezone.localdate() + timedelta(days=2)}, "future"),
        ({"name": "", "email": ""}, "nobody"),
        ({"source": "advised_fund"}, "sponsor"),
    ],
)
def test_what_cannot_be_recorded(office, fields, code):
    with pytest.raises(DomainError) as refused:
        office.record(**fields)
    assert refused.value.code == code


def test_the_same_form_twice_is_one_record_and_other_figures_are_refused(office):
    token = uuid.uuid4()
    assert office.record(100, form_token=token) == office.record(100, form_token=token)
    with pytest.raises(Conflict):
        office.record(120, form_token=token)
    assert OfflineGift.objects.count() == 1


def test_a_gift_is_decided_once(office):
    gift = office.give(100)
    with pytest.raises(Conflict):
        office.confirm(gift)
    with pytest.raises(Conflict):
        offline.decline(gift, office.director, note="No.")
    with pytest.raises(IntegrityError), transaction.atomic():
        OfflineGift.objects.filter(pk=gift.pk).update(status="declined", donation=None)


def test_a_bank_reference_is_used_once_however_it_is_written(office):
    office.confirm(office.record(100), reference="ab 12-9")
    with pytest.raises(Conflict) as refused:
        office.confirm(office.record(70), reference="AB12-9")
    assert refused.value.code == "reference_used"
    assert BankUse.objects.count() == Donation.objects.count() == 1


def test_declined_and_taken_back_book_nothing(office):
    with pytest.raises(DomainError):
        offline.decline(office.record(5), office.director)
    declined = offline.decline(office.record(10), office.director, note="The cheque is not signed.")
    taken = offline.take_back(office.record(20), office.treasurer)
    assert (declined.status, taken.status) == ("declined", "taken_back")
    assert not JournalEntry.objects.exists()
    with pytest.raises(NotPermitted):
        offline.take_back(office.record(30), office.director)
    assert red() == []


def test_a_gift_is_still_taken_while_the_books_are_red(office):
    from fundraising.models import BooksCheck

    BooksCheck.objects.create(red="L1")
    assert office.give(50).status == "confirmed"


def test_a_bounced_cheque_leaves_the_books_as_if_it_had_not_come(office):
    gift = office.give(100)
    gift = offline.bounce(gift, office.treasurer, bank_reference="RET-1", note="No cover.")
    assert balances.of_fund(office.pool).available == balances.of_network("USD")["bank"] == 0
    assert gift.status == "bounced"
    assert OutboxMail.objects.filter(notice="fundraising.gift_bounced").count() == 1
    assert standing(office.delegation).gifts_minor == 0
    assert red() == []
    with pytest.raises(Conflict):
        offline.bounce(gift, office.treasurer, bank_reference="RET-2")


def test_what_the_fund_cannot_bear_of_a_bounce_the_pool_bears_then_the_network(office):
    from fundraising.actions import funds

    office.give(20)
    appeal = make_appeal(make_delegate(office.delegation))
    gift = office.give(100, appeal=appeal)
    # The cheque's money was moved on meanwhile, as if spent.
    from fundraising.ledger import entries, posting
    from fundraising.ledger.accounts import available

    other = funds.open_travel_fund(make_delegate(office.delegation))
    moved = entries.fund_redirected(available(appeal.delegate.fund), available(other), 70_00, "USD")
    posting.post(moved, key="moved", about=("t", uuid.uuid4()), happened_at=timezone.now())
    offline.bounce(gift, office.director, bank_reference="RET-9")
    assert balances.of_fund(appeal.delegate.fund).available == 0
    assert balances.of_fund(office.pool).available == 0
    assert balances.of_network("USD")["owed_by_network"] == 50_00
    assert AuditEvent.objects.filter(verb="fundraising.bounce_borne_by_network").count() == 1
    # Moved by its entry alone, for this test.
    assert red() == ["T1"]


def test_a_delegate_who_no_longer_travels_gets_no_gift(office):
    appeal = make_appeal(make_delegate(office.delegation))
    gift = office.record(40, appeal=appeal)
    appeal.delegate.status = "withdrawn"
    appeal.delegate.save()
    with pytest.raises(Conflict):
        office.confirm(OfflineGift.objects.get(pk=gift.pk))
    with pytest.raises(Conflict):
        office.record(40, appeal=type(appeal).objects.get(pk=appeal.pk))


def test_beside_gifts_by_card_the_books_hold(office):
    make_gift(office.pool, 50)
    office.give(70)
    office.give(30, source="cash")
    assert standing(office.delegation).gifts == 3
    assert red() == []
