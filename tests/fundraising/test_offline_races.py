"""Two people at once, and the checker checked: each proof of this area turns red for a corruption of its kind."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from delegation.errors import Conflict
from fundraising.actions import bank, deposits, donations, in_kind, offline
from fundraising.ledger import balances
from fundraising.models import (
    BankLine,
    BankUse,
    Deposit,
    Donation,
    InKindOffer,
    JournalEntry,
    MatchPayment,
    OfflineGift,
    Receipt,
)
from fundraising.queries import matches as match_queries
from fundraising.queries.matches import promise
from fundraising.queries.proofs import offline as proofs
from fundraising.queries.proofs import verify
from tests.factories.covers import cover, owe
from tests.factories.delegation import make_delegate, make_staff
from tests.factories.fundraising import make_fund, make_gift, make_payment, start_gift, usd
from tests.factories.offline import Office
from tests.fundraising.test_races import together
from tests.fundraising.test_verify_books import unguarded  # noqa: F401 - a fixture

pytestmark = pytest.mark.money_db


def red():
    return {v.id for v in verify() if not v.holds}


# -- at once -------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_two_confirm_one_gift_at_once_and_it_is_booked_once():
    office = Office()
    gift = office.record(100)
    others = [make_staff(office.delegation, "director") for _ in range(3)]
    answers = together(
        *[lambda by=by, n=n: office.confirm(gift, by=by, reference=f"REF-{n}") for n, by in enumerate(others)]
    )
    assert sum(isinstance(answer, Conflict) for answer in answers) == 2
    assert balances.of_fund(office.pool).available == 100_00
    assert Donation.objects.count() == Receipt.objects.count() == BankUse.objects.count() == 1
    assert red() == set()


@pytest.mark.django_db(transaction=True)
def test_two_gifts_of_one_bank_reference_at_once_use_it_once():
    office = Office()
    gifts = [office.record(100) for _ in range(3)]
    answers = together(*[lambda gift=gift: office.confirm(gift, reference="SAME-1") for gift in gifts])
    assert sum(isinstance(answer, Conflict) for answer in answers) == 2
    assert balances.of_fund(office.pool).available == 100_00
    assert red() == set()


@pytest.mark.django_db(transaction=True)
def test_deposits_begun_at_once_have_numbers_of_their_own_without_a_gap():
    office, same = Office(), uuid.uuid4()
    tokens = [uuid.uuid4(), uuid.uuid4(), same, same]
    answers = together(
        *[lambda t=t: deposits.open_deposit(office.delegation, office.treasurer, form_token=t) for t in tokens]
    )
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert sorted(Deposit.objects.values_list("number", flat=True)) == [1, 2, 3]
    with pytest.raises(IntegrityError), transaction.atomic():
        Deposit.objects.filter(number=1).update(number=9)


@pytest.mark.django_db(transaction=True)
def test_one_line_is_held_and_matched_at_once_and_counts_once():
    office = Office()
    line, gift = office.line(100), office.record(100, source="bank_transfer")
    answers = together(lambda: bank.hold(line, office.director), lambda: bank.match(line, office.director, gift=gift))
    assert sum(isinstance(answer, Conflict) for answer in answers) == 1
    assert balances.of_network("USD")["bank"] == 100_00
    assert balances.of_fund(office.pool).available in (0, 100_00)
    assert red() == set()


@pytest.mark.django_db(transaction=True)
def test_one_file_read_by_many_at_once_is_stored_once():
    office = Office()
    rows = [bank.Row(timezone.localdate(), 1000 + n, f"REF-{n}") for n in range(5)]
    answers = together(
        *[
            lambda: bank.import_statement(
                office.delegation, office.treasurer, account="main", sha256="c" * 64, rows=rows
            )
        ]
        * 4
    )
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert BankLine.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_one_deposit_confirmed_by_two_at_once():
    office = Office()
    deposit = deposits.count(office.deposit(10, 20), office.director, total=usd(30))
    others = [make_staff(office.delegation, "director") for _ in range(2)]

    def confirm(by, n):
        return deposits.confirm(
            deposit, by, total=usd(30), deposited_on=timezone.localdate(), bank_reference=f"DEP-{n}"
        )

    answers = together(*[lambda by=by, n=n: confirm(by, n) for n, by in enumerate(others)])
    assert sum(isinstance(answer, Conflict) for answer in answers) == 1
    assert balances.of_network("USD")["bank"] == 30_00
    assert red() == set()


@pytest.mark.django_db(transaction=True)
def test_twin_who_neither_locks_nor_looks_books_one_gift_twice(monkeypatch):
    """Protection off: the row is not locked, its state not asked, and key and token are each confirmer's own."""
    office = Office()
    gift = office.record(100)
    others = [make_staff(office.delegation, "director") for _ in range(2)]
    monkeypatch.setattr(offline, "lock", lambda row: type(row).objects.get(pk=row.pk))
    monkeypatch.setattr(offline, "refuse_decided", lambda row: None)
    monkeypatch.setattr(offline, "gift_key", lambda row: f"confirmer:{uuid.uuid4()}")
    monkeypatch.setattr(offline, "claim", lambda *a, **k: None)
    make = offline._donation_of

    def of_its_own(row):
        row.form_token = uuid.uuid4()
        return make(row)

    monkeypatch.setattr(offline, "_donation_of", of_its_own)
    real = offline.move

    def move(row, verb, by, **fields):
        if verb == "confirm":
            type(row).objects.filter(pk=row.pk, status="recorded").update(status="confirmed", **fields)
            return row
        return real(row, verb, by, **fields)

    monkeypatch.setattr(offline, "move", move)
    monkeypatch.setattr(offline, "finish", lambda *a: None)
    together(*[lambda by=by, n=n: office.confirm(gift, by=by, reference=f"R-{n}") for n, by in enumerate(others)])
    assert balances.of_fund(office.pool).available == 200_00
    assert {"G1", "G6", "R1"} <= red()


@pytest.mark.django_db(transaction=True)
def test_gifts_at_once_never_promise_beyond_the_limit():
    office = Office()
    pledge = office.pledge(50)
    payments = [make_payment(start_gift(office.pool, 20), fee=0) for _ in range(4)]
    together(*[lambda payment=payment: donations.settle(payment) for payment in payments])
    assert promise(pledge).promised_minor == 50_00
    assert red() == set()


# -- the checker checked -------------------------------------------------------------------------------
class World:
    """Every turn a gift by hand can take, with a deposit, a statement, pledges and things in kind."""

    def __init__(self):
        office = self.office = Office()
        third = make_staff(office.delegation, "director")
        self.gift = office.give(100)
        self.other = office.give(60)
        self.recorded = office.record(30)
        self.bounced = offline.bounce(office.give(45), office.director, bank_reference="BACK-45")
        self.deposit = deposits.count(office.deposit(20, 25), office.director, total=usd(45))
        deposits.confirm(
            self.deposit, third, total=usd(45), deposited_on=timezone.localdate(), bank_reference="DEPOSIT-45"
        )
        line = office.line(70, "WIRE-70")
        self.matched = office.confirm(office.record(70, source="bank_transfer", line=line))
        self.held = bank.hold(office.line(15, "WIRE-15"), office.director)
        placed = bank.hold(office.line(17, "WIRE-17"), office.director)
        office.confirm(office.record(17, source="bank_transfer", line=placed))
        back = bank.propose_return(bank.hold(office.line(19, "WIRE-19"), office.director), office.treasurer)
        self.returned = bank.confirm_return(back, office.director)
        self.pledge = office.pledge(500)
        self.kept = office.give(40, pledge=self.pledge)
        make_gift(office.pool, 50)
        delegate = make_delegate(office.delegation)
        make_fund(delegate)
        self.offer = in_kind.accept(office.offer(), office.director)
        owe(5_00)
        self.cover = cover(office.delegation, 3_00, office.treasurer, office.director)


@pytest.fixture
def world(db):
    return World()


def _rows(row):
    return type(row)._base_manager.filter(pk=row.pk)


def _second_entry(w):
    JournalEntry.objects.create(
        kind="gift_received", key="again", about_uuid=w.gift.donation.uuid, happened_at=timezone.now(), sealed=True
    )


def _pay_elsewhere(w):
    fund = make_fund(make_delegate(w.office.delegation))
    MatchPayment.objects.create(pledge=w.pledge, donation=make_gift(fund, 9), counted_by=w.office.treasurer)


CORRUPTIONS = {
    "G1": _second_entry,
    "G2": lambda w: _rows(w.gift).update(decided_by=w.gift.recorded_by),
    "G3": lambda w: _rows(w.deposit).update(counted_minor=46_00),
    "G4": lambda w: BankLine.objects.filter(reference="WIRE-70").update(amount_minor=71_00),
    "G5": lambda w: _rows(w.held).update(status="placed"),
    "G6": lambda w: BankUse.objects.filter(about_uuid=w.gift.uuid).update(amount_minor=1),
    "G7": lambda w: _rows(w.cover).update(amount_minor=1),
    "P1": _pay_elsewhere,
    "P3": lambda w: _rows(w.offer).update(covers_minor=5),
}
REFUSED = ("G2", "G3", "G4", "G6", "G7", "P3")


def test_a_clean_world_is_clean(world):
    assert red() == set()


@pytest.mark.parametrize("proof", CORRUPTIONS)
def test_each_corruption_is_caught_by_its_own_line(proof, world, unguarded):  # noqa: F811
    assert red() == {"X1"}
    CORRUPTIONS[proof](world)
    assert proof in red()


def test_a_sum_that_is_not_gift_by_gift_is_caught(world, monkeypatch):
    monkeypatch.setattr(match_queries, "by_hand", lambda pledge, back: 1)
    assert "P2" in red()


def test_every_line_of_the_area_has_its_corruption():
    assert {proof[0] for proof in proofs.PROOFS} == set(CORRUPTIONS) | {"P2"}


@pytest.mark.parametrize("proof", REFUSED)
def test_the_database_itself_refuses(proof, world):
    with pytest.raises(IntegrityError), transaction.atomic():
        CORRUPTIONS[proof](world)


def test_a_bank_reference_cannot_stand_twice(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        BankUse.objects.create(
            account="main", reference="WIRE-70", amount_minor=1, currency="USD", purpose="gift", about_uuid=uuid.uuid4()
        )


@pytest.mark.parametrize("model", [OfflineGift, Deposit, BankLine, BankUse, MatchPayment, InKindOffer])
def test_what_money_left_behind_is_never_deleted(world, model):
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.all()._raw_delete(model.objects.db)
