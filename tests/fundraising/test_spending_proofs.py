"""The checker of spending is checked: each of its lines turns red for a corruption of its kind, and what the database
can refuse it refuses. Races, each with a twin that has its protection taken away."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from delegation.errors import DomainError
from fundraising.actions import batches, commitments, disbursements, funds
from fundraising.ledger import balances
from fundraising.models import Commitment, CommitmentRaise, Disbursement, JournalEntry, PayeeDetails, PaymentBatch
from fundraising.queries.proofs import verify
from tests.factories.fundraising import make_gift, make_pool, usd
from tests.factories.spending import Team
from tests.fundraising.test_races import together
from tests.fundraising.test_verify_books import unguarded  # noqa: F401 - a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]


class World(Team):
    """A payment prepared, one approved, one sent, one settled, one that came back; an open cost and a pool's."""

    def __init__(self):
        super().__init__()
        make_gift(make_pool(self.delegation), 100, fee=0)
        allocation = funds.propose_allocation(self.treasurer, self.fund, usd(10), "gap", "", form_token=uuid.uuid4())
        funds.decide(allocation, self.director)
        self.prepared, self.ready = self.prepare(20), self.approved(30)
        self.gone = self.sent(40)
        batch = self.sent_batch(self.approved(50))
        self.batch_row = batches.settle_batch(batch, self.treasurer, reference="S", on=timezone.localdate())
        self.settled = Disbursement.objects.get(status="settled")
        came_back = self.sent(60)
        disbursements.bounce_disbursement(came_back, self.treasurer, reference="B", on=timezone.localdate())
        self.open = self.commit(70)


@pytest.fixture
def world():
    return World()


def _rows(row):
    return type(row)._base_manager.filter(pk=row.pk)


def _details(payment):
    return PayeeDetails.objects.filter(pk=payment.details_id)


CORRUPTIONS = {
    "A2 paid": lambda w: _rows(w.gone.commitment).update(paid_minor=F("paid_minor") + 1),
    "A2 prepared": lambda w: _rows(w.prepared).update(amount_minor=999_00, pay_minor=999_00),
    "A2 proposal": lambda w: _rows(w.prepared.commitment).update(status="proposed"),
    "A2 raised": lambda w: _rows(w.open).update(raised_minor=5),
    "A4 unposted": lambda w: _rows(w.ready).update(
        status="sent", sent_by=w.treasurer, sent_at=timezone.now(), bank_account="main", booked_minor=30_00
    ),
    "A4 amount": lambda w: _rows(w.settled).update(booked_minor=F("booked_minor") - 1),
    "A4 twice": lambda w: _again(w.gone),
    "A4 not sent": lambda w: _rows(w.gone).update(status="approved"),
    "A4 back": lambda w: _rows(w.gone).update(status="failed"),
    "A5": lambda w: _rows(w.settled).update(bank_reference=""),
    "A6 unconfirmed": lambda w: _details(w.ready).update(confirmed_by=None, confirmed_at=None),
    "A6 held": lambda w: _details(w.gone).update(held_until=timezone.now() + timedelta(hours=48)),
    "A6 other": lambda w: _rows(w.ready).update(details=w.gone.details),
    "K1 details": lambda w: _details(w.gone).update(confirmed_by=F("changed_by")),
    "K1 cost": lambda w: _rows(w.open).update(approved_by=F("proposed_by")),
    "K1 payment": lambda w: _rows(w.gone).update(approved_by=F("prepared_by")),
    "K1 batch": lambda w: _rows(w.batch_row).update(approved_by=F("created_by")),
    "K1 allocator": lambda w: _rows(w.gone).update(approved_by=w.director),
    "K1 raise": lambda w: CommitmentRaise.objects.create(
        commitment=w.open, amount_minor=1, proposed_by=w.director, form_token=uuid.uuid4(), status="approved"
    ),
    "K2 less": lambda w: _rows(w.open).update(amount_minor=F("amount_minor") - 1),
    "K2 none": lambda w: Commitment.objects.update(status="declined"),
    "K3": lambda w: _rows(w.gone.commitment).update(paid_minor=F("paid_minor") - 1),
}
# K1 allocator is refused by the action and found by the proof; which allocations paid a cost the database cannot know.
REFUSED = sorted(
    set(CORRUPTIONS) - {"K1 allocator", "A4 unposted", "A4 back", "K3", "K2 none", "A2 raised", "A2 proposal"}
)


def _again(payment):
    entry = JournalEntry.objects.get(key=f"disbursement:{payment.uuid}")
    lines = list(entry.lines.all())
    entry.pk, entry.uuid, entry.key, entry.sealed = None, uuid.uuid4(), "again", False
    entry.save()
    for line in lines:
        line.pk, line.entry = None, entry
        line.account_version += 1000
        line.save()
    JournalEntry.objects.filter(pk=entry.pk).update(sealed=True)
    # The guarded connection refuses only once a balance has to follow.
    account = lines[0].account
    type(account).objects.filter(pk=account.pk).update(balance_minor=F("balance_minor") + lines[0].amount_minor)


def _red():
    return {verdict.id for verdict in verify() if not verdict.holds}


def test_clean_spending_is_clean(world):
    assert _red() == set()


def test_each_corruption_is_caught_by_its_own_line(world, unguarded):  # noqa: F811
    """One world for all of them, each taken back: building it takes longer than looking."""
    assert _red() == {"X1"}
    missed = []
    for name, corrupt in CORRUPTIONS.items():
        proof = name.split()[0]
        with transaction.atomic():
            corrupt(world)
            if all(verdict.holds for verdict in verify(frozenset({proof}))):
                missed.append(name)
            transaction.set_rollback(True)
    assert missed == []


def test_the_database_itself_refuses(world):
    let_through = []
    for name in REFUSED:
        try:
            with transaction.atomic():
                CORRUPTIONS[name](world)
                let_through.append(name)
                transaction.set_rollback(True)
        except IntegrityError:
            continue
    assert let_through == []


def test_a_reference_used_twice_is_refused_by_the_database(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        _rows(world.gone).update(bank_reference=world.settled.bank_reference)
    other = world.batch(world.approved(5))
    with pytest.raises(IntegrityError), transaction.atomic():
        _rows(other).update(bank_reference=world.batch_row.bank_reference)


# -- at once: threads on one database ------------------------------------------------------------------
def _refusals(answers):
    return [answer for answer in answers if isinstance(answer, DomainError)]


@pytest.mark.django_db(transaction=True)
def test_a_batch_sent_by_many_at_once_is_sent_once():
    team = Team()
    batch = batches.approve_batch(team.batch(team.approved(100)), team.treasurer)
    answers = together(*[lambda by=by: batches.send_batch(batch, by) for by in (team.treasurer, team.director) * 3])
    assert len(_refusals(answers)) == 5
    assert JournalEntry.objects.filter(kind="cost_paid").count() == 1
    assert balances.of_network("USD")["bank"] == 900_00
    assert _red() == set()


@pytest.mark.django_db(transaction=True)
def test_two_approvers_at_once_approve_once():
    team = Team()
    payment = team.prepare(100)
    answers = together(
        *[lambda by=by: disbursements.approve_disbursement(payment, by) for by in (team.treasurer, team.director) * 2]
    )
    assert len(_refusals(answers)) == 3
    assert Disbursement.objects.get().status == "approved"


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_by_many_at_once_is_one_payment():
    team = Team()
    cost, payee, token = team.commit(100), team.payee(), uuid.uuid4()
    rows = together(*[lambda: team.prepare(100, commitment=cost, payee=payee, form_token=token)] * 5)
    assert len({row.pk for row in rows}) == Disbursement.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_sixteen_preparers_at_once_never_prepare_more_than_is_held():
    team = Team()
    cost, payee = team.commit(100), team.payee()
    answers = together(*[lambda: team.prepare(30, commitment=cost, payee=payee)] * 16)
    assert len(_refusals(answers)) == 13
    assert sum(Disbursement.objects.values_list("amount_minor", flat=True)) == 90_00
    assert _red() == set()


@pytest.mark.django_db(transaction=True)
def test_twin_without_the_lock_more_than_is_held_is_prepared(monkeypatch):
    """Protection off: each looks at what is left, and when all have looked, nobody looks again."""
    team = Team()
    cost, payee = team.commit(100), team.payee()
    room, looked = commitments.room_minor(cost), threading.Barrier(4)
    monkeypatch.setattr(commitments, "room_minor", lambda commitment: room)

    def prepare():
        looked.wait(20)
        return team.prepare(60, commitment=cost, payee=payee)

    together(*[prepare] * 4)
    assert sum(Disbursement.objects.values_list("amount_minor", flat=True)) == 240_00
    assert "A2" in _red()


@pytest.mark.django_db(transaction=True)
def test_release_and_pay_at_once_never_both_have_the_money():
    team = Team()
    payments = [team.approved(30, payee=team.payee("cheque")) for _ in range(4)]
    jobs = []
    for payment in payments:
        jobs.append(lambda p=payment: disbursements.send_disbursement(p, team.treasurer, bank_account="main"))
        jobs.append(lambda p=payment: disbursements.cancel_disbursement(p, team.logistics))
        jobs.append(lambda p=payment: commitments.release(p.commitment, team.director))
    answers = together(*jobs)
    assert all(isinstance(a, DomainError | Disbursement | Commitment) for a in answers), answers
    sent = Disbursement.objects.filter(status="sent").count()
    assert balances.of_network("USD")["bank"] == 1000_00 - sent * 30_00
    assert _red() == set()


@pytest.mark.django_db(transaction=True)
def test_a_change_of_details_and_its_payment_at_once_end_in_one_of_two_ways():
    team = Team()
    payee = team.payee()
    batch = batches.approve_batch(team.batch(team.approved(100, payee=payee)), team.treasurer)
    answers = together(
        lambda: team.change(payee, account="99999999"),
        lambda: batches.send_batch(batch, team.treasurer),
    )
    payment = Disbursement.objects.get()
    assert payment.status in {"sent", "prepared"}, answers
    assert isinstance(answers[0], PayeeDetails)
    assert (payment.status == "sent") == isinstance(answers[1], PaymentBatch)
    assert _red() == set()


@pytest.mark.django_db
def test_on_this_engine_rows_are_locked():
    team = Team(units=0)
    if connection.vendor == "postgresql":
        with transaction.atomic():
            assert "FOR UPDATE" in str(Commitment.objects.select_for_update().filter(fund=team.fund).query)
