"""Every proof about advances, claims and stipends turns red for a corruption of its kind; what the database can refuse
by itself it refuses."""

import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from delegation import audit_chain, triggers
from fundraising import wording
from fundraising.actions import advances, claim_decisions, claims, stipends
from fundraising.models import (
    Advance,
    ClaimLine,
    ClaimPart,
    Disbursement,
    ExpenseClaim,
    HandBack,
    JournalEntry,
    Stipend,
)  # fmt: skip
from fundraising.queries.proofs import verify
from fundraising.queries.proofs.claims import PROOFS
from tests.factories.claims import Journey, pay
from tests.factories.fundraising import usd
from tests.fundraising.test_verify_books import unguarded  # noqa: F401  a fixture
from tests.shared_world import shared_world

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]
IDS = {proof[0] for proof in PROOFS}


class World:
    """An advance settled by receipts and money back, one open, a claim paid out, one that waits, a stipend."""

    def __init__(self):
        j = self.journey = Journey(units=5000)
        j.hold(300)
        self.advance = j.advance(100)
        self.claim = j.approved(70, 50, code="daily")
        pay(j.payment_of(self.claim), j)
        self.open = j.advance(80)
        self.back = advances.record_hand_back(
            self.open,
            usd(30),
            received_on=claims.today(),
            bank_reference="IN 7",
            form_token=uuid.uuid4(),
            by=j.treasurer,
        )
        advances.confirm_hand_back(self.back, by=j.director)
        self.waiting = j.claim(9)
        row = stipends.propose_stipend(j.delegate, usd(40), reason="care", form_token=uuid.uuid4(), by=j.logistics)
        row = stipends.agree(row, wording_version=wording.STIPEND_VERSION, by=j.person)
        self.stipend = stipends.approve(row, by=j.director)
        pay(j.payment_of(self.stipend), j)
        audit_chain.seal()


world_once, world = shared_world(World)


def rows(row):
    return type(row)._base_manager.filter(pk=row.pk)


def red() -> set[str]:
    return {verdict.id for verdict in verify(frozenset(IDS)) if not verdict.holds}


CORRUPTIONS = {
    "E1 a larger advance": lambda w: rows(w.open).update(amount_minor=F("amount_minor") + 1),
    "E1 never paid": lambda w: rows(w.open).update(status="approved"),
    "E1 money back that was not": lambda w: rows(w.back).update(amount_minor=F("amount_minor") - 1),
    "E2 settled too early": lambda w: rows(w.open).update(status="settled"),
    "E2 cleared and still open": lambda w: rows(w.advance).update(status="paid"),
    "E3 another amount": lambda w: ClaimPart.objects.filter(advance=w.advance).update(
        amount_minor=F("amount_minor") + 1
    ),
    "E3 an entry about nothing": lambda w: JournalEntry.objects.filter(kind="advance_accounted").update(
        about_uuid=uuid.uuid4()
    ),
    "E3 money back twice": lambda w: JournalEntry.objects.filter(about_uuid=w.back.uuid).update(
        about_uuid=uuid.uuid4()
    ),
    "E4 more approved than covered": lambda w: ClaimLine.objects.filter(claim=w.claim).update(
        approved_minor=F("approved_minor") - 1
    ),
    "E4 more than was asked": lambda w: ClaimLine.objects.filter(claim=w.waiting).update(
        state="ok", approved_minor=F("converted_minor") + 1
    ),
    "E5 paid more than owed": lambda w: Disbursement.objects.filter(about_uuid=w.claim.uuid).update(
        amount_minor=F("amount_minor") + 1
    ),
    "E5 paid for a claim nobody decided": lambda w: Disbursement.objects.filter(about_uuid=w.claim.uuid).update(
        about_uuid=w.waiting.uuid
    ),
    "E6 paid by nothing": lambda w: Disbursement.objects.filter(about_uuid=w.open.uuid).update(about_uuid=uuid.uuid4()),
    "E6 a stipend nobody agreed to": lambda w: rows(w.stipend).update(agreed_at=None),
    "E7 an own claim": lambda w: rows(w.claim).update(decided_by=w.journey.person),
    "E7 an own advance": lambda w: rows(w.advance).update(decided_by=w.journey.person),
    "E7 money back seen by one": lambda w: rows(w.back).update(decided_by=F("recorded_by")),
    "E7 a stipend decided by its proposer": lambda w: rows(w.stipend).update(decided_by=F("proposed_by")),
}
# The rows of the spending flow are guarded by its own triggers; these are the ones of this area.
REFUSED = [name for name in CORRUPTIONS if not name.startswith(("E5", "E6 paid", "E1 never", "E2"))]


def test_all_of_it_holds(world):
    assert {verdict.id for verdict in verify() if not verdict.holds} == set()


def test_every_proof_has_its_corruption():
    assert {name.split()[0] for name in CORRUPTIONS} == IDS


def taken_back(fn) -> object:
    """What `fn` answers; what it changed is undone."""
    mark = transaction.savepoint()
    try:
        return fn()
    finally:
        transaction.savepoint_rollback(mark)


def test_each_corruption_is_caught(world, unguarded):  # noqa: F811
    """One world for all of them: each is planted, looked at and undone."""

    def planted(name):
        CORRUPTIONS[name](world)
        return red()

    assert red() == set()
    unseen = [name for name in CORRUPTIONS if name.split()[0] not in taken_back(lambda name=name: planted(name))]
    assert unseen == []
    assert red() == set()


def test_the_database_itself_refuses(world):
    def let_in(name):
        try:
            with transaction.atomic():
                CORRUPTIONS[name](world)
        except IntegrityError:
            return False
        return True

    assert [name for name in REFUSED if taken_back(lambda name=name: let_in(name))] == []


def test_the_guards_of_this_area_are_installed():
    from fundraising.triggers import CLAIMS

    assert set(CLAIMS) & set(triggers.missing(connection)) == set()


def test_nothing_is_deleted(world):
    for model in (Advance, HandBack, ExpenseClaim, ClaimLine, ClaimPart, Stipend):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.all()._raw_delete("default")


def test_deciding_twice_moves_money_once(world):
    from delegation.errors import Conflict

    entries = JournalEntry.objects.count()
    with pytest.raises(Conflict):
        claim_decisions.approve(world.claim, by=world.journey.treasurer)
    assert JournalEntry.objects.count() == entries
