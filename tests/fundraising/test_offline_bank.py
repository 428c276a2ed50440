"""Deposits, and the bank's statement: each line stored once and used once."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from delegation.errors import Conflict, DomainError, NotPermitted
from fundraising.actions import bank, deposits, offline
from fundraising.ledger import balances
from fundraising.models import BankLine, BankStatement, BooksCheck, Deposit, Donation, JournalEntry, Receipt
from fundraising.queries.proofs import verify
from tests.factories.fundraising import usd
from tests.factories.offline import Office, make_row

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]


def red():
    return [v.id for v in verify() if not v.holds]


@pytest.fixture
def office():
    return Office()


def in_bank():
    return balances.of_network("USD").get("bank", 0)


def suspense():
    return balances.of_network("USD").get("suspense", 0)


# -- deposits ------------------------------------------------------------------------------------------
def third(office):
    from tests.factories.delegation import make_staff

    return make_staff(office.delegation, "director")


def bring(office, deposit, units, by=None, reference="DEP-1"):
    return deposits.confirm(
        deposit, by or third(office), total=usd(units), deposited_on=timezone.localdate(), bank_reference=reference
    )


def test_a_deposit_is_counted_by_one_and_confirmed_by_another(office):
    deposit = deposits.count(office.deposit(100, 40, 60), office.director, total=usd(200))
    bring(office, deposit, 200)
    assert in_bank() == balances.of_fund(office.pool).available == 200_00
    assert Donation.objects.filter(status="paid").count() == Receipt.objects.count() == 3
    assert red() == []


def test_neither_counter_nor_recorder_confirms(office):
    deposit = deposits.count(office.deposit(100), office.director, total=usd(100))
    for person in (office.director, office.treasurer):
        with pytest.raises(NotPermitted):
            bring(office, deposit, 100, by=person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Deposit.objects.update(
            status="confirmed", confirmed_by=office.director, confirmed_minor=100_00, bank_account="main",
            bank_reference="X", deposited_on=timezone.localdate(),
        )  # fmt: skip


def test_totals_must_be_equal(office):
    deposit = office.deposit(100, 40)
    with pytest.raises(DomainError):
        deposits.count(deposit, office.director, total=usd(141))
    deposit = deposits.count(deposit, office.director, total=usd(140))
    with pytest.raises(DomainError):
        bring(office, deposit, 139)
    with pytest.raises(IntegrityError), transaction.atomic():
        Deposit.objects.update(counted_minor=1)
    assert not JournalEntry.objects.exists()


def test_a_counted_deposit_keeps_its_gifts_until_it_is_reopened(office):
    deposit = deposits.count(office.deposit(100, 40), office.director, total=usd(140))
    gift = deposit.gifts.first()
    with pytest.raises(Conflict):
        deposits.take_out(deposit, gift, office.treasurer)
    with pytest.raises(Conflict):
        offline.decline(gift, office.director, note="Torn.")
    with pytest.raises(Conflict):
        office.confirm(gift)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(gift).objects.filter(pk=gift.pk).update(deposit=None)
    deposit = deposits.reopen(deposit, office.treasurer)
    offline.decline(gift, office.director, note="Torn.")
    deposit = deposits.count(deposit, office.director, total=usd(140) - usd(gift.amount_minor // 100))
    assert deposit.status == "counted"
    assert red() == []


def test_a_decided_gift_enters_no_deposit_and_a_transfer_none_either(office):
    deposit = office.deposit()
    for gift in (office.give(10), office.record(20, source="bank_transfer")):
        with pytest.raises(Conflict):
            deposits.put_in(deposit, [gift], office.treasurer)
    with pytest.raises(DomainError):
        deposits.count(deposit, office.director, total=usd(0))


def test_a_cheque_of_a_deposit_bounces(office):
    deposit = deposits.count(office.deposit(100, 40), office.director, total=usd(140))
    bring(office, deposit, 140)
    offline.bounce(deposit.gifts.get(amount_minor=40_00), office.director, bank_reference="BACK-1")
    assert in_bank() == 100_00
    assert red() == []


# -- the statement -------------------------------------------------------------------------------------
def test_the_same_file_and_the_same_lines_again_change_nothing(office):
    rows = [make_row(100, "W-100"), make_row(50), make_row(50), make_row(-9, "FEE-1")]
    first = bank.import_statement(office.delegation, office.treasurer, account="main", sha256="a" * 64, rows=rows)
    again = bank.import_statement(office.delegation, office.director, account="main", sha256="a" * 64, rows=rows)
    assert first == again
    other = bank.import_statement(
        office.delegation, office.director, account="main", sha256="b" * 64, rows=[*rows, make_row(7, "W-7")]
    )
    assert (first.new_rows, other.new_rows) == (4, 1)
    assert BankLine.objects.count() == 5
    assert BankStatement.objects.count() == 2


def test_a_line_is_matched_to_what_was_recorded(office):
    gift = office.record(100, source="bank_transfer")
    line = office.line(100, "WIRE-A")
    bank.match(line, office.director, gift=gift)
    line.refresh_from_db()
    gift.refresh_from_db()
    assert (line.status, gift.status, gift.bank_reference) == ("matched", "confirmed", "WIRE-A")
    assert in_bank() == 100_00
    with pytest.raises(Conflict):
        bank.match(line, office.director, gift=office.record(100))
    assert red() == []


def test_another_amount_is_no_match(office):
    with pytest.raises(Conflict) as refused:
        bank.match(office.line(99), office.director, gift=office.record(100))
    assert refused.value.code == "bank_says_other"
    assert not JournalEntry.objects.exists()


def test_a_gift_recorded_from_a_line_is_confirmed_with_it(office):
    line = office.line(70, "WIRE-B")
    gift = office.record(70, source="bank_transfer", line=line)
    with pytest.raises(Conflict):
        office.record(70, source="bank_transfer", line=line)
    with pytest.raises(Conflict):
        bank.hold(line, office.director)
    office.confirm(gift)
    line.refresh_from_db()
    assert line.status == "matched"
    assert red() == []


def test_a_deposit_is_matched_as_one_line(office):
    deposit = deposits.count(office.deposit(100, 40), office.director, total=usd(140))
    bank.match(office.line(140), third(office), deposit=deposit)
    assert in_bank() == 140_00
    assert red() == []


def test_what_was_booked_by_hand_is_known_when_its_line_comes(office):
    office.confirm(office.record(100), reference="Wire 55")
    line = office.line(100, "wire55")
    assert line.status == "matched"
    assert red() == []


def test_a_reference_typed_by_hand_takes_its_waiting_line_and_no_other_amount(office):
    line = office.line(100, "WIRE-C")
    with pytest.raises(Conflict):
        office.confirm(office.record(80), reference="WIRE-C")
    office.confirm(office.record(100), reference="WIRE-C")
    line.refresh_from_db()
    assert line.status == "matched"
    assert red() == []


def test_unknown_money_is_held_apart_by_a_second_person_then_placed(office):
    line = office.line(33)
    with pytest.raises(NotPermitted):
        bank.hold(line, office.treasurer)
    line = bank.hold(line, office.director)
    assert (in_bank(), suspense(), balances.of_fund(office.pool).available) == (33_00, 33_00, 0)
    assert red() == []
    gift = office.record(33, source="bank_transfer", line=line)
    with pytest.raises(Conflict):
        bank.propose_return(line, office.director)
    gift = office.confirm(gift)
    line.refresh_from_db()
    assert line.status == "placed"
    assert JournalEntry.objects.filter(kind="bank_placed").count() == 1
    assert (in_bank(), suspense(), balances.of_fund(office.pool).available) == (33_00, 0, 33_00)
    assert Receipt.objects.get().donation == gift.donation
    assert red() == []


def test_unknown_money_goes_back_by_two_people_and_not_while_the_books_are_red(office):
    line = bank.propose_return(bank.hold(office.line(33), office.director), office.treasurer)
    with pytest.raises(NotPermitted):
        bank.confirm_return(line, office.treasurer)
    check = BooksCheck.objects.create(red="L1")
    with pytest.raises(Conflict):
        bank.confirm_return(line, office.director)
    check.delete()
    line = bank.propose_return(bank.keep(BankLine.objects.get(), office.director), office.treasurer)
    bank.confirm_return(line, office.director)
    assert in_bank() == suspense() == 0
    assert red() == []


def test_what_is_no_gift_is_set_aside_and_taken_up_again(office):
    line = office.line(-20)
    with pytest.raises(Conflict):
        bank.hold(line, office.director)
    with pytest.raises(DomainError):
        bank.set_aside(line, office.treasurer, why="nonsense")
    line = bank.set_aside(line, office.treasurer, why="bank_fee")
    assert bank.take_up(line, office.treasurer).status == "waiting"
    assert not JournalEntry.objects.exists()


def test_a_bounce_takes_its_line(office):
    gift = office.give(50)
    line = office.line(-50, "RETURN-1")
    offline.bounce(gift, office.director, bank_reference="RETURN-1")
    line.refresh_from_db()
    assert line.status == "matched"
    assert red() == []


def test_the_database_keeps_lines_and_uses_as_they_came(office):
    line = office.line(100, "WIRE-1")
    office.confirm(office.record(100), reference="WIRE-1")
    line.refresh_from_db()
    for change in ({"amount_minor": 1}, {"reference": "X"}, {"use": None, "status": "waiting"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            BankLine.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(line.use).objects.update(amount_minor=5)


def test_nothing_in_a_file_is_refused(office):
    with pytest.raises(DomainError):
        bank.import_statement(office.delegation, office.treasurer, account="main", sha256="0" * 64, rows=[])
    with pytest.raises(DomainError):
        bank.import_statement(
            office.delegation, office.treasurer, account="nowhere", sha256="0" * 64, rows=[make_row(1)]
        )
