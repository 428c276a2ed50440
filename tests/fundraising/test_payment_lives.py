"""The whole life of a payment, told in every order and often: paid, given back in parts, disputed, paid out. Whatever
was told first, the same books stand at the end; and two who tell at once book it once."""

import itertools
import random
import threading
import uuid
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.utils import timezone

from delegation.errors import DomainError
from fundraising import gateway, inbox
from fundraising.actions import disputes, donations, refunds
from fundraising.ledger import balances
from fundraising.models import Donation, HeldApart, JournalEntry, Refund, StripeEvent
from fundraising.queries import payments as payment_queries
from fundraising.queries.proofs import verify
from tests.factories.delegation import make_staff
from tests.factories.fundraising import make_gift, make_payment, make_pool, make_session, start_gift, usd
from tests.factories.payments import later, make_dispute, make_payout, make_refund, reinstated, taken
from tests.fundraising.test_races import together

pytestmark = pytest.mark.money_db

LIFE = (
    "checkout.session.completed",
    "payment_intent.succeeded",
    "charge.updated",
    "refund.created",
    "charge.dispute.funds_withdrawn",
    "payout.paid",
)


class Life:
    """One gift of 100 at the gateway: 30 of it given back, 70 disputed and won, the balance paid out."""

    def __init__(self, monkeypatch):
        self.pool = make_pool()
        make_gift(self.pool, 200, fee=0)
        self.gift = start_gift(self.pool, 100)
        self.attempt = self.gift.attempts.get()
        self.payment = make_payment(self.gift, fee=250)
        named = SimpleNamespace(
            amount_minor=100_00, currency="USD", fund=self.pool, payment_intent=self.payment.id,
            charge=self.payment.charge_id,
        )  # fmt: skip
        self.refund = make_refund(named, 30_00)
        opened = make_dispute(named, taken(70_00), amount=70_00)
        self.dispute = later(opened, status="won", movements=(*opened.movements, reinstated(70_00)))
        self.payout = make_payout(260_00, "paid")
        answers = {
            "fetch_session": lambda name: make_session(self.attempt, self.payment),
            "fetch_payment": lambda name: self.payment,
            "fetch_refunds": lambda name: [self.refund],
            "fetch_dispute": lambda name: self.dispute,
            "fetch_payout": lambda name: self.payout,
        }
        for name, answer in answers.items():
            monkeypatch.setattr(gateway, name, answer)

    def tell(self, kinds):
        about = {
            "checkout": self.attempt.session_id, "payment": self.payment.id, "charge": self.payment.charge_id,
            "refund": self.refund.id, "payout": self.payout.id,
        }  # fmt: skip
        for kind in kinds:
            name = self.dispute.id if "dispute" in kind else about[kind.replace("_", ".").split(".")[0]]
            has_payment = not kind.startswith(("checkout", "payout"))
            make_event(kind, name, self.payment.id if has_payment else "")
            inbox.process()

    def books(self) -> dict:
        network = balances.of_network("USD")
        return {
            "pool": balances.of_fund(self.pool).available,
            "stripe": network.get("stripe", 0) - network.get("owed_to_stripe", 0),
            "bank": network.get("bank", 0),
            "entries": sorted(JournalEntry.objects.values_list("kind", flat=True)),
            "states": set(StripeEvent.objects.values_list("state", flat=True)),
        }


def make_event(kind: str, name: str, payment: str = "", **fields) -> StripeEvent:
    values = {
        "event_id": f"evt_{uuid.uuid4().hex}",
        "type": kind,
        "object_id": name,
        "payment_intent": payment,
        "api_version": "x",
        "livemode": False,
        "happened_at": timezone.now(),
        "body_sha256": "0" * 64,
    }
    return StripeEvent.objects.create(**values | fields)


TOLD = {
    "pool": 200_00 + 100_00 - 2_50 - 30_00 - 15_00,
    "stripe": 200_00 + 100_00 - 2_50 - 30_00 - 15_00 - 260_00,
    "bank": 260_00,
    "entries": sorted(
        [
            "gift_settled", "gift_settled", "fee_known", "refund_made", "dispute_taken", "dispute_fee",
            "dispute_reinstated", "payout_sent", "payout_arrived",
        ]
    ),
    "states": {"done"},
}  # fmt: skip


def assert_whole():
    assert [v.id for v in verify() if not v.holds] == []


ORDERS = list(itertools.permutations(LIFE))


def _tell_each(life, orders):
    """Each order in a savepoint that is undone again, so that the next one begins where this one did."""
    for number, order in enumerate(orders):
        before = transaction.savepoint()
        life.tell(order)
        assert life.books() == TOLD, order
        if number % 8 == 0:
            assert_whole()
        transaction.savepoint_rollback(before)


@pytest.mark.django_db
def test_any_order_of_six_events_leaves_the_same_books(monkeypatch):
    _tell_each(Life(monkeypatch), random.Random(6).sample(ORDERS, 16))


@pytest.mark.long
@pytest.mark.django_db
def test_every_order_of_six_events_leaves_the_same_books(monkeypatch):
    _tell_each(Life(monkeypatch), ORDERS)


@pytest.mark.django_db
@pytest.mark.parametrize("number", range(3))
def test_told_one_to_three_times_and_shuffled(monkeypatch, number):
    rng = random.Random(number)
    life = Life(monkeypatch)
    tales = [kind for kind in LIFE for _ in range(rng.choice([1, 2, 3]))]
    rng.shuffle(tales)
    life.tell(tales)
    assert life.books() == TOLD
    assert_whole()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["refund.created", "charge.refunded", "charge.dispute.created"])
def test_what_follows_a_gift_brings_the_gift(monkeypatch, kind):
    life = Life(monkeypatch)
    life.tell([kind])
    life.gift.refresh_from_db()
    assert life.gift.status == "paid"
    assert_whole()


@pytest.mark.django_db
def test_an_event_of_a_payment_nobody_knows_waits_and_comes_back_with_its_payment(monkeypatch):
    life = Life(monkeypatch)
    unmarked = later(life.payment, metadata={})
    monkeypatch.setattr(gateway, "fetch_payment", lambda name: unmarked)
    event = make_event("refund.created", life.refund.id, life.payment.id)
    inbox.process()
    event.refresh_from_db()
    assert (event.state, event.error) == ("waiting", "NoParent")
    StripeEvent.objects.update(attempts=inbox.MOST_ATTEMPTS, due_at=timezone.now())
    inbox.process()
    event.refresh_from_db()
    assert event.state == "not_booked"
    assert inbox.work.wake_orphans() == 0
    donations.settle(life.payment)
    assert inbox.work.wake_orphans() == 1
    inbox.process()
    event.refresh_from_db()
    assert event.state == "done"
    assert Refund.objects.count() == 1
    assert_whole()


@pytest.mark.django_db
def test_the_sweep_follows_what_no_event_told(monkeypatch):
    life = Life(monkeypatch)
    donations.settle(life.payment)
    waiting = later(life.refund, status="pending", balance=None)
    refunds.follow(life.payment.id, [waiting])
    disputes.follow(life.payment.id, later(life.dispute, status="needs_response", movements=()))
    inbox.sweeps.sweep_open()
    assert Refund.objects.get().status == "succeeded"
    assert life.books()["pool"] == TOLD["pool"]
    assert_whole()


# -- at once ----------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_two_who_follow_one_refund_and_one_dispute_at_once_book_each_once(monkeypatch):
    life = Life(monkeypatch)
    donations.settle(life.payment)
    answers = together(
        lambda: refunds.follow(life.payment.id, [life.refund]),
        lambda: disputes.follow(life.payment.id, life.dispute).stripe_status,
        lambda: refunds.follow(life.payment.id, [life.refund]),
        lambda: disputes.follow(life.payment.id, life.dispute).stripe_status,
    )
    assert answers == [True, "won", True, "won"]
    assert life.books()["pool"] == TOLD["pool"]
    assert_whole()


def _three_of_sixty_percent():
    pool = make_pool()
    gift = make_gift(pool, 100, fee=0)
    people = [make_staff(pool.delegation, "treasurer") for _ in range(3)]
    return gift, [lambda by=by: refunds.request(gift, by, usd(60), "twice", "", uuid.uuid4()).status for by in people]


@pytest.mark.django_db(transaction=True)
def test_of_three_refunds_of_sixty_percent_at_once_one_passes():
    gift, jobs = _three_of_sixty_percent()
    answers = together(*jobs)
    assert answers.count("pending") == 1
    assert [a.code for a in answers if isinstance(a, DomainError)] == ["too_much"] * 2
    assert payment_queries.left_to_refund(gift) == 40_00


@pytest.mark.django_db(transaction=True)
def test_twin_asked_before_the_lock_and_without_the_databases_guard_all_pass(monkeypatch):
    """Protection off: each looks at what is left first; when all have looked, nobody looks again."""
    from django.db import connection

    from delegation import triggers

    gift, jobs = _three_of_sixty_percent()
    looked = threading.Barrier(3)

    def naively(job):
        left = payment_queries.left_to_refund(gift)
        looked.wait(20)
        return job() if left >= 60_00 else None

    monkeypatch.setattr(refunds, "left_to_refund", lambda donation: 100_00)
    guards = ["fundraising_refund_no_more_than_given", "fundraising_refund_still_no_more"]
    triggers.remove(connection, guards)
    try:
        answers = together(*[lambda job=job: naively(job) for job in jobs])
    finally:
        triggers.install(connection, guards)
    assert answers.count("pending") == 3
    assert sum(Refund.objects.values_list("amount_minor", flat=True)) == 180_00


@pytest.mark.django_db(transaction=True)
def test_the_databases_guard_alone_lets_one_pass(monkeypatch):
    """Our own check off: what the database refuses by itself."""
    gift, jobs = _three_of_sixty_percent()
    monkeypatch.setattr(refunds, "left_to_refund", lambda donation: 100_00)
    answers = together(*jobs)
    assert answers.count("pending") == 1


@pytest.mark.django_db
def test_a_gift_is_known_by_its_payment_and_a_payment_held_apart_too():
    pool = make_pool()
    gift = make_gift(pool, 50, fee=0)
    other = make_payment(gift)
    donations.settle(other)
    assert Donation.objects.filter(payment_intent=gift.payment_intent).exists()
    assert HeldApart.objects.filter(payment_intent=other.id).exists()
