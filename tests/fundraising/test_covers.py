"""What the network owes for a shortfall it pays in: recorded by one, confirmed by another, in the books once."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from delegation.errors import Conflict, DomainError, NotPermitted
from delegation.models import AuditEvent
from fundraising.actions import covers, disputes
from fundraising.ledger import balances
from fundraising.models import BankUse, Dispute, JournalEntry, NetworkCover
from fundraising.queries.covers import debts
from fundraising.queries.proofs import verify
from tests.factories.covers import asked, cover, owe
from tests.factories.delegation import make_delegate, make_staff
from tests.factories.offline import Office
from tests.factories.payments import later, make_dispute, reinstated
from tests.fundraising.test_races import together

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]


@pytest.fixture
def pool():
    return owe(20_00)


@pytest.fixture
def treasurer(pool):
    return make_staff(pool.delegation, "treasurer")


@pytest.fixture
def director(pool):
    return make_staff(pool.delegation, "director")


def network():
    return balances.of_network("USD")


def assert_whole():
    assert [v.id for v in verify() if not v.holds] == []


def test_recorded_it_moves_nothing_and_confirmed_it_is_in_the_books_once(pool, treasurer, director):
    row = covers.record(asked(pool.delegation, 15_00, bank_reference="net 4711"), treasurer)
    assert (row.status, network()["owed_by_network"], network().get("bank", 0)) == ("recorded", 20_00, 0)
    row = covers.confirm(row, director)
    assert (row.status, network()["owed_by_network"], network()["bank"]) == ("confirmed", 5_00, 15_00)
    entry = JournalEntry.objects.get(kind="network_covered")
    assert (entry.key, entry.about_uuid) == (f"covered:{row.uuid}", row.uuid)
    assert timezone.localdate(entry.happened_at) == row.received_on
    assert BankUse.objects.get(purpose="covered").reference == "NET4711"
    assert row.notes.get().text == "The dispute of May."
    verbs = AuditEvent.objects.filter(object_uuid=row.uuid).order_by("id")
    assert list(verbs.values_list("verb", "actor_uuid")) == [
        ("fundraising.record_cover", treasurer.uuid),
        ("fundraising.confirm_cover", director.uuid),
    ]
    with pytest.raises(Conflict):
        covers.confirm(row, director)
    assert_whole()


def test_two_people_also_in_the_database(pool, treasurer, director):
    row = covers.record(asked(pool.delegation, 15_00), treasurer)
    for nobody in (treasurer, make_staff(pool.delegation, "auditor"), make_staff(owe(1_00).delegation, "director")):
        with pytest.raises(NotPermitted):
            covers.confirm(row, nobody)
    now = timezone.now()
    for fields in ({"decided_by": treasurer}, {"decided_by": director, "amount_minor": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            NetworkCover.objects.filter(pk=row.pk).update(status="confirmed", decided_at=now, **fields)
    covers.take_back(row, treasurer)
    with pytest.raises(IntegrityError), transaction.atomic():
        NetworkCover.objects.filter(pk=row.pk).update(status="recorded", decided_by=None, decided_at=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()


@pytest.mark.parametrize("role", ["auditor", "reviewer", "logistics", "communications"])
def test_only_who_keeps_the_money_records(pool, role):
    with pytest.raises(NotPermitted):
        covers.record(asked(pool.delegation, 1_00), make_staff(pool.delegation, role))


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"minor": 0}, "not_positive"),
        ({"minor": -5_00}, "not_positive"),
        ({"minor": 20_01}, "more_than_owed"),
        ({"currency": "CHF"}, "more_than_owed"),
        ({"bank_reference": "  "}, "no_reference"),
        ({"reason": " "}, "note_missing"),
        ({"received_on": timezone.localdate() + timedelta(days=2)}, "future"),
        ({"bank_account": "elsewhere"}, "no_account"),
    ],
)
def test_what_cannot_be_is_refused(pool, treasurer, fields, code):
    with pytest.raises(DomainError) as refused:
        covers.record(asked(pool.delegation, **{"minor": 10_00} | fields), treasurer)
    assert refused.value.code == code
    assert not NetworkCover.objects.exists()


def test_the_same_form_twice_is_one_record(pool, treasurer):
    said = asked(pool.delegation, 15_00)
    assert covers.record(said, treasurer) == covers.record(said, treasurer)
    with pytest.raises(Conflict) as refused:
        covers.record(asked(pool.delegation, 14_00, form_token=said.form_token), treasurer)
    assert refused.value.code == "token_used"


def test_what_waits_counts_against_what_may_be_recorded(pool, treasurer):
    covers.record(asked(pool.delegation, 15_00), treasurer)
    assert [(d.currency, d.owed_minor, d.room_minor) for d in debts()] == [("USD", 20_00, 5_00)]
    with pytest.raises(Conflict):
        covers.record(asked(pool.delegation, 5_01), treasurer)


def test_a_reference_is_used_once_whoever_books_it(pool, treasurer, director):
    office = Office()
    office.confirm(office.record(100), reference="WIRE 1")
    with pytest.raises(Conflict) as refused:
        covers.record(asked(pool.delegation, 5_00, bank_reference="wire1"), treasurer)
    assert refused.value.code == "reference_used"
    covers.record(asked(pool.delegation, 5_00, bank_reference="NET 1"), treasurer)
    with pytest.raises(Conflict) as refused:
        covers.record(asked(pool.delegation, 5_00, bank_reference="net1"), treasurer)
    assert refused.value.code == "reference_used"


def test_a_declined_record_gives_its_reference_free(pool, treasurer, director):
    row = covers.record(asked(pool.delegation, 15_00, bank_reference="NET 1"), treasurer)
    with pytest.raises(DomainError):
        covers.decline(row, director, " ")
    assert covers.decline(row, director, "The statement says 51.").status == "declined"
    assert cover(pool.delegation, 15_00, treasurer, director, bank_reference="NET 1").status == "confirmed"
    assert_whole()


def test_the_line_of_the_statement_is_used_with_it(pool, treasurer, director):
    line = Office(pool).line(15, "NET-9")
    row = cover(pool.delegation, 15_00, treasurer, director, bank_reference="NET-9")
    line.refresh_from_db()
    assert (line.status, line.use.about_uuid) == ("matched", row.uuid)


def test_less_is_owed_meanwhile(pool, treasurer, director):
    row = covers.record(asked(pool.delegation, 20_00), treasurer)
    # The dispute is won, and a part of its fee comes back: to the network, which bore it.
    dispute = Dispute.objects.get()
    gift = dispute.donation
    won = later(make_dispute(gift, reinstated(10_00, fee=-15_00)), id=dispute.stripe_id, status="won")
    disputes.follow(gift.payment_intent, won)
    assert (network()["owed_by_network"], balances.of_fund(pool).available) == (5_00, 10_00)
    with pytest.raises(Conflict) as refused:
        covers.confirm(row, director)
    assert refused.value.code == "less_is_owed"
    assert_whole()


def test_a_fee_that_comes_back_after_the_network_covered_it_is_the_pools(pool, treasurer, director):
    cover(pool.delegation, 20_00, treasurer, director)
    dispute = Dispute.objects.get()
    won = later(make_dispute(dispute.donation, reinstated(10_00, fee=-20_00)), id=dispute.stripe_id, status="won")
    disputes.follow(dispute.donation.payment_intent, won)
    assert (network()["owed_by_network"], balances.of_fund(pool).available) == (0, 30_00)
    assert_whole()


@pytest.mark.django_db(transaction=True)
def test_two_who_confirm_at_once_post_once(transactional_db):
    pool = owe(20_00)
    treasurer = make_staff(pool.delegation, "treasurer")
    row = covers.record(asked(pool.delegation, 20_00), treasurer)
    people = [make_staff(pool.delegation, "director") for _ in range(2)]
    together(*[lambda person=person: covers.confirm(row, person) for person in people])
    assert JournalEntry.objects.filter(kind="network_covered").count() == 1
    assert network()["bank"] == 20_00


def test_at_the_desk(pool, treasurer, director, client):
    here = reverse("fundraising:shortfalls", args=[pool.delegation.slug])
    client.force_login(treasurer)
    assert "$20.00" in client.get(here).content.decode()
    form = {
        "currency": "USD", "amount": "15", "received_on": timezone.localdate().isoformat(), "bank_reference": "NET 1",
        "reason": "The dispute of May.", "form_token": str(uuid.uuid4()),
    }  # fmt: skip
    record = reverse("fundraising:record_cover", args=[pool.delegation.slug])
    assert "not an amount" in client.post(record, form | {"amount": "much"}).content.decode()
    for _ in range(2):
        assert client.post(record, form).status_code == 302
    row = NetworkCover.objects.get()
    confirm = reverse("fundraising:confirm_cover", args=[row.uuid])
    assert client.post(confirm).status_code == 403
    assert "You recorded this payment" in client.get(here).content.decode()
    client.force_login(director)
    assert client.post(confirm, follow=True).status_code == 200
    row.refresh_from_db()
    assert row.status == "confirmed"
    assert "$5.00" in client.get(here).content.decode()
    client.force_login(make_delegate(pool.delegation).person)
    assert client.get(here).status_code == 403
