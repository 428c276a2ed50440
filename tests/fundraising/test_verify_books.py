"""The checker is checked: every invariant's line turns red for a corruption of its kind, and what the database can
refuse by itself it refuses."""

import json
import uuid
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from delegation import audit_chain, triggers
from delegation.models import AuditEvent, OutboxMail
from fundraising.actions import books, donations, funds
from fundraising.ledger import posting
from fundraising.models import (
    Account,
    Allocation,
    BooksCheck,
    Donation,
    JournalEntry,
    JournalLine,
    Receipt,
    StripeEvent,
)
from fundraising.queries.ledger import books_are_red
from fundraising.queries.proofs import PROOFS, verify
from tests.factories.delegation import make_delegate, make_staff
from tests.factories.fundraising import make_fund, make_gift, make_payment, make_pool, start_gift, usd
from tests.shared_world import shared_world

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]


class World:
    """Gifts with and without fee, money held apart, an allocation, a reversal: everything the books know."""

    def __init__(self):
        self.pool = make_pool()
        delegation = self.pool.delegation
        self.fund = make_fund(make_delegate(delegation))
        self.gift = make_gift(self.pool, 100, fee=250)
        self.second = make_gift(self.pool, 30, fee=90)
        self.travel_gift = make_gift(self.fund, 50, fee=140)
        self.started = start_gift(self.pool, 20)
        donations.settle(make_payment(start_gift(self.pool, 20), amount_received=19_00))
        treasurer, director = make_staff(delegation, "treasurer"), make_staff(delegation, "director")
        self.allocation = funds.propose_allocation(treasurer, self.fund, usd(40), "gap", "", uuid.uuid4())
        funds.decide(self.allocation, director)
        entry = JournalEntry.objects.filter(kind="stripe_unplaced").get()
        self.reversal = posting.reverse(entry, key="r", about=("t", uuid.uuid4()), happened_at=timezone.now()).entry
        StripeEvent.objects.create(
            event_id="evt_1",
            type="payment_intent.succeeded",
            object_id=self.gift.payment_intent,
            payment_intent=self.gift.payment_intent,
            livemode=False,
            happened_at=timezone.now(),
            state="done",
            processed_at=timezone.now(),
        )
        audit_chain.seal()

    def line(self, entry_kind, code):
        return JournalLine.objects.filter(entry__kind=entry_kind, account__code=code).order_by("id").first()

    def available(self, fund):
        return Account.objects.get(fund=fund, code="available")


world_once, world = shared_world(World)


def _rows(row):
    return type(row)._base_manager.filter(pk=row.pk)


def _swap_versions(w):
    """The fee before the gift it was taken from."""
    lines = JournalLine.objects.filter(account=w.available(w.fund)).order_by("account_version")
    gift, fee = lines[0], lines[1]
    for line, version in ((gift, 9001), (fee, 1), (gift, 2)):
        _rows(line).update(account_version=version)


def _shift_reversal(w):
    for line in w.reversal.lines.all():
        _rows(line).update(amount_minor=F("amount_minor") + (1 if line.amount_minor > 0 else -1))


def _one_line_entry(w):
    entry = JournalEntry.objects.create(kind="x", key="lonely", happened_at=timezone.now())
    account = w.available(w.pool)
    JournalLine.objects.create(
        entry=entry,
        account=account,
        currency="USD",
        amount_minor=-1,
        balance_after_minor=account.balance_minor - 1,
        account_version=account.version + 1,
    )
    JournalEntry.objects.filter(pk=entry.pk).update(sealed=True)


def _event(**fields):
    values = {
        "event_id": f"evt_{uuid.uuid4().hex}",
        "type": "payment_intent.succeeded",
        "object_id": "pi_x",
        "payment_intent": "pi_x",
        "livemode": False,
        "happened_at": timezone.now(),
        "state": "done",
        "processed_at": timezone.now(),
    }
    StripeEvent.objects.create(**(values | fields))


LONG_AGO = timedelta(hours=3)

CORRUPTIONS = {
    "L1": lambda w: _rows(w.line("gift_settled", "stripe")).update(amount_minor=F("amount_minor") + 1),
    "L2": _one_line_entry,
    "L3": lambda w: _rows(w.line("gift_settled", "stripe")).update(amount_minor=0),
    "L4": lambda w: _rows(w.line("gift_settled", "stripe")).update(currency="EUR"),
    "L5": lambda w: _rows(w.line("fee_known", "stripe")).update(amount_minor=F("amount_minor") - 1),
    "L6": lambda w: _rows(w.line("gift_settled", "available")).update(amount_minor=F("amount_minor") * -2),
    "L7": _swap_versions,
    "L8": lambda w: _rows(w.available(w.pool)).update(balance_minor=F("balance_minor") - 1),
    "L9": _shift_reversal,
    "L10": lambda w: JournalLine.objects.filter(account__code="stripe").order_by("-account_version")[:1][0].delete(),
    "L11": lambda w: _rows(w.line("gift_settled", "stripe")).update(balance_after_minor=F("balance_after_minor") + 1),
    "S2": lambda w: _event(),
    "S3": lambda w: _rows(w.started).update(status="paid", payment_intent="pi_ghost", paid_at=timezone.now()),
    "S4": lambda w: _rows(w.gift).update(amount_minor=F("amount_minor") + 1),
    "S7": lambda w: _event(livemode=True, type="payout.paid", state="not_booked"),
    "S8": lambda w: _event(state="waiting", processed_at=None, received_at=timezone.now() - LONG_AGO),
    "R1": lambda w: Receipt.objects.filter(donation=w.second).delete(),
    "R2": lambda w: Receipt.objects.filter(donation=w.gift).update(number=900),
    "A1": lambda w: _rows(w.allocation).update(amount_minor=F("amount_minor") + 1),
    "A3": lambda w: _rows(w.allocation).update(decided_by=F("proposed_by")),
    "B1": lambda w: _rows(w.available(w.fund)).update(balance_minor=F("balance_minor") - 1),
    "B2": lambda w: _rows(w.gift).update(fund=w.fund),
    "B3": lambda w: _rows(w.allocation).update(amount_minor=9_000_00),
    "C1": lambda w: _rows(w.line("allocation_allocated", "available")).update(
        account=Account.objects.get(code="suspense")
    ),
    "O1": lambda w: OutboxMail.objects.update(due_at=timezone.now() - LONG_AGO),
    "H1": lambda w: AuditEvent.objects.filter(verb="fundraising.decide_allocation").update(actor_uuid=uuid.uuid4()),
    "X1": lambda w: None,
    "X2": lambda w: _rows(w.available(w.pool)).update(balance_minor=F("balance_minor") - 7),
}
# Planted in the tests of their own area.
ELSEWHERE = {
    *("T1", "T2"),
    *("F1", "F2", "F3", "F4", "F5"),
    *("S5", "S6", "S10", "S11", "S12"),
    *("M1", "M2", "M3", "M4"),
    "R3",
    *("S9", "Q1", "Q2", "Q3", "L12"),
    *("E1", "E2", "E3", "E4", "E5", "E6", "E7"),
    *("A2", "A4", "A5", "A6", "K1", "K2", "K3"),
    *("G1", "G2", "G3", "G4", "G5", "G6", "P1", "P2", "P3"),
}
# What the database refuses by itself, with its guards in place.
REFUSED = ("L1", "L2", "L3", "L4", "L5", "L6", "L7", "L8", "L9", "L10", "L11")
REFUSED += ("S4", "R1", "R2", "A1", "A3", "B1", "B2", "B3", "C1", "H1", "X2")


@pytest.fixture
def unguarded():
    """Triggers and CHECK constraints away, as for somebody who writes to the file itself."""
    connection.check_constraints()
    triggers.remove(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        else:
            cursor.execute(
                "SELECT conrelid::regclass::text, conname FROM pg_constraint "
                "WHERE contype = 'c' AND conrelid::regclass::text LIKE 'fundraising_%'"
            )
            for table, name in cursor.fetchall():
                cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    yield
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def _red():
    return {verdict.id for verdict in verify() if not verdict.holds}


def test_clean_books_are_clean(world):
    assert _red() == set()


def test_empty_books_are_clean():
    assert _red() == set()


@pytest.mark.parametrize("proof", CORRUPTIONS)
def test_each_corruption_is_caught_by_its_own_line(proof, world, unguarded):
    before = _red()
    assert before == {"X1"}
    CORRUPTIONS[proof](world)
    assert proof in _red()


def test_two_gifts_of_one_payment_are_caught_or_cannot_be(world, unguarded):
    def corrupt():
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute(
                        "SELECT conname FROM pg_constraint WHERE contype = 'u' "
                        "AND conrelid = 'fundraising_donation'::regclass AND conname LIKE '%payment_intent%'"
                    )
                    for (name,) in cursor.fetchall():
                        cursor.execute(f'ALTER TABLE fundraising_donation DROP CONSTRAINT "{name}"')
            _rows(world.second).update(payment_intent=world.gift.payment_intent)

    if connection.vendor == "sqlite":
        with pytest.raises(IntegrityError):
            corrupt()
    else:
        corrupt()
        assert "S1" in _red()


def test_every_line_of_the_proof_has_its_corruption():
    assert {proof[0] for proof in PROOFS} == set(CORRUPTIONS) | {"S1"} | ELSEWHERE


@pytest.mark.parametrize("proof", REFUSED)
def test_the_database_itself_refuses(proof, world):
    with pytest.raises(IntegrityError), transaction.atomic():
        CORRUPTIONS[proof](world)


def test_a_line_never_joins_a_sealed_entry(world):
    entry, account = JournalEntry.objects.filter(sealed=True).first(), world.available(world.pool)
    with pytest.raises(IntegrityError), transaction.atomic():
        JournalLine.objects.create(
            entry=entry,
            account=account,
            currency="USD",
            amount_minor=-1,
            balance_after_minor=account.balance_minor - 1,
            account_version=account.version + 1,
        )


@pytest.mark.parametrize("change", [{"sealed": False}, {"key": "other"}, {"kind": "other"}, {"about_uuid": None}])
def test_a_sealed_entry_never_changes(world, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        JournalEntry.objects.filter(kind="gift_settled").update(**change)


@pytest.mark.parametrize("model", [JournalEntry, JournalLine, Account, Receipt, Allocation, Donation])
def test_what_money_left_behind_is_never_deleted(world, model):
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.all()._raw_delete(model.objects.db)


def test_an_entry_left_unsealed_is_found(world):
    JournalEntry.objects.create(kind="x", key="unsealed", happened_at=timezone.now())
    assert _red() == {"L2"}


# -- the command -----------------------------------------------------------------------------------------
def test_the_command_prints_a_line_per_invariant(world, capsys):
    call_command("verify_books")
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[1] for line in lines] == [proof[0] for proof in PROOFS]
    assert all(line.startswith("ok ") for line in lines)


def test_the_command_exits_1_and_names_the_row(world, unguarded, capsys):
    CORRUPTIONS["L8"](world)
    with pytest.raises(SystemExit) as left:
        call_command("verify_books")
    assert left.value.code == 1
    printed = capsys.readouterr().out
    assert "RED  L8" in printed
    assert books_are_red()


def test_the_command_speaks_json(world, capsys):
    call_command("verify_books", "--json")
    said = json.loads(capsys.readouterr().out)
    assert {row["id"] for row in said} == {proof[0] for proof in PROOFS}
    assert all(row["holds"] for row in said)


def test_the_newest_check_decides_and_a_change_is_audited(world):
    books.check()
    assert not books_are_red()
    assert not AuditEvent.objects.filter(verb__startswith="fundraising.books").exists()
    entry = JournalEntry.objects.create(kind="x", key="unsealed", happened_at=timezone.now())
    for _ in range(2):
        books.check()
    assert books_are_red()
    assert BooksCheck.objects.first().red == "L2"
    assert AuditEvent.objects.get(verb="fundraising.books_turned_red").object_uuid == entry.uuid
