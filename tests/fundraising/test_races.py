"""Whatever the network does to a payment's story, the books tell the same one. Each race has a twin with its protection
taken away, which must tell another: so we know that the test can see the harm."""

import itertools
import random
import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, connections, transaction

from delegation.errors import DomainError
from delegation.models import OutboxMail
from fundraising import gateway, inbox, outgoing
from fundraising.actions import donations, funds
from fundraising.ledger import balances, posting
from fundraising.models import Account, CheckoutAttempt, Donation, JournalEntry, Receipt, StripeEvent
from fundraising.queries.proofs import verify
from tests.factories.delegation import make_delegate, make_delegation, make_staff
from tests.factories.fundraising import (
    make_asked,
    make_fund,
    make_gift,
    make_payment,
    make_pool,
    make_session,
    start_gift,
    usd,
)

pytestmark = pytest.mark.money_db

STORY = (
    "payment_intent.created",
    "charge.succeeded",
    "payment_intent.succeeded",
    "checkout.session.completed",
    "charge.updated",
)


def books(pool) -> dict:
    """What stands in the books, whoever told it and how often."""
    return {
        "pool": balances.of_fund(pool).available,
        "stripe": balances.of_network("USD").get("stripe", 0),
        "suspense": balances.of_network("USD").get("suspense", 0),
        "gifts": JournalEntry.objects.filter(kind="gift_settled").count(),
        "fees": JournalEntry.objects.filter(kind="fee_known").count(),
        "receipts": Receipt.objects.count(),
        "mails": OutboxMail.objects.filter(notice="fundraising.receipt").count(),
        "paid": Donation.objects.filter(status="paid").count(),
    }


ONE_GIFT = {"gifts": 1, "fees": 1, "receipts": 1, "mails": 1, "paid": 1, "suspense": 0}
FIFTY_LESS_FEE = 50_00 - 140


def assert_one_gift(pool):
    found = books(pool)
    assert {key: found[key] for key in ONE_GIFT} == ONE_GIFT
    assert found["pool"] == found["stripe"] == FIFTY_LESS_FEE
    assert [v.id for v in verify() if not v.holds] == []


class Tale:
    """One gift paid at the gateway, and the events that tell of it, to be delivered in any way."""

    def __init__(self, monkeypatch, delegation=None):
        self.pool = make_pool(delegation)
        self.attempt = donations.start(make_asked(self.pool.delegation))
        donations.remember_session(self.attempt, self.session(payment=None))
        self.attempt.refresh_from_db()
        self.payment = make_payment(self.attempt.donation, fee=140)
        monkeypatch.setattr(gateway, "fetch_session", lambda session_id: self.session(self.payment))
        monkeypatch.setattr(gateway, "fetch_payment", lambda intent: self.payment)

    def session(self, payment):
        return make_session(self.attempt, payment)

    def deliver(self, kinds):
        for kind in kinds:
            is_session = kind.startswith("checkout")
            StripeEvent.objects.create(
                event_id=f"evt_{uuid4().hex}",
                type=kind,
                object_id=self.attempt.session_id if is_session else self.payment.id,
                payment_intent="" if is_session else self.payment.id,
                api_version="x",
                livemode=False,
                happened_at=self.attempt.created_at,
                body_sha256="0" * 64,
            )
            inbox.process()

    def come_back(self):
        return outgoing.confirm_return(self.attempt.donation.uuid, self.attempt.session_id)


@pytest.fixture
def tale(db, monkeypatch):
    return Tale(monkeypatch)


@pytest.fixture
def at_once(monkeypatch):
    """Sweeps look at everything now instead of after a while."""
    for name in ("LOOK_AFTER", "LOOK_AGAIN", "FEE_AFTER"):
        monkeypatch.setattr(inbox.sweeps, name, timedelta(seconds=-60))


# -- one after the other: duplicate, reordered, late, lost ---------------------------------------------
@pytest.mark.parametrize("order", random.Random(20).sample(list(itertools.permutations(STORY)), 12))
def test_any_order_and_every_event_twice(tale, order):
    tale.deliver([kind for kind in order for _ in range(2)])
    tale.deliver(reversed(order))
    assert_one_gift(tale.pool)


@pytest.mark.parametrize("kind", ["payment_intent.succeeded", "checkout.session.completed", "charge.updated"])
def test_any_single_event_that_arrives_is_enough(tale, kind):
    tale.deliver([kind])
    assert_one_gift(tale.pool)


def test_all_events_lost_and_the_donor_never_returns(tale, at_once):
    inbox.sweep_checkouts()
    assert_one_gift(tale.pool)


def test_late_events_after_the_sweep_change_nothing(tale, at_once):
    inbox.sweep_checkouts()
    tale.deliver(STORY)
    assert_one_gift(tale.pool)


def test_the_donor_returns_before_any_event(tale):
    assert tale.come_back().status == "paid"
    tale.deliver(STORY)
    assert_one_gift(tale.pool)


def test_the_donor_never_returns(tale):
    tale.deliver(STORY)
    assert_one_gift(tale.pool)


def test_the_fee_comes_an_hour_later_and_its_event_is_lost(tale, at_once):
    full = tale.payment
    tale.payment = gateway.Payment(**{**_fields(full), "balance": None})
    tale.deliver(STORY)
    assert books(tale.pool)["pool"] == 50_00
    tale.payment = full
    inbox.sweep_checkouts()
    assert_one_gift(tale.pool)


def _fields(payment):
    return {name: getattr(payment, name) for name in payment.__dataclass_fields__}


def test_a_page_expires_although_the_money_came(tale):
    tale.deliver(["payment_intent.succeeded"])
    gateway_session = tale.session(payment=None)
    donations.follow(type(gateway_session)(**{**_fields(gateway_session), "status": "expired"}))
    assert_one_gift(tale.pool)


def test_a_crash_after_the_books_and_before_the_event_is_marked(tale, monkeypatch):
    monkeypatch.setattr(inbox.work, "_finish", lambda *a, **k: (_ for _ in ()).throw(SystemExit))
    with pytest.raises(SystemExit):
        tale.deliver(["payment_intent.succeeded"])
    monkeypatch.undo()
    monkeypatch.setattr(gateway, "fetch_payment", lambda intent: tale.payment)
    StripeEvent.objects.update(lease_until=None)
    inbox.process()
    assert StripeEvent.objects.get().state == "done"
    assert_one_gift(tale.pool)


def test_twin_posting_once_per_event_books_a_duplicate_twice(tale, monkeypatch):
    """Protection off: the key names the telling, not the payment, and the gift's state is not asked."""
    monkeypatch.setattr(donations, "payment_key", lambda payment: f"event:{uuid4()}")
    monkeypatch.setattr(donations, "is_settled", lambda donation: False)
    monkeypatch.setattr(donations, "move", lambda donation, *a, **k: donation)
    monkeypatch.setattr(donations, "_fee_postings", lambda *a: [])
    monkeypatch.setattr(donations, "_remember_fee", lambda *a: None)
    monkeypatch.setattr(donations.receipts, "issue", lambda donation: None)
    tale.deliver(["payment_intent.succeeded", "payment_intent.succeeded"])
    assert books(tale.pool)["pool"] == 100_00
    assert {"S3", "S5", "B2"} <= {v.id for v in verify() if not v.holds}


def test_twin_without_the_sweep_a_lost_webhook_loses_the_gift(tale):
    assert books(tale.pool)["paid"] == 0


# -- at once: threads on one database ------------------------------------------------------------------
def together(*jobs) -> list:
    """Run jobs at the same moment, each on a connection of its own; answers what they returned or raised."""
    start, answers = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(place, job):
        start.wait()
        try:
            answers[place] = job()
        except Exception as error:
            answers[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, job)) for place, job in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


@pytest.mark.django_db(transaction=True)
def test_two_settlers_at_once(monkeypatch):
    tale = Tale(monkeypatch)
    answers = together(
        tale.come_back,
        lambda: donations.settle(tale.payment),
        tale.come_back,
        lambda: donations.follow(tale.session(tale.payment), tale.payment),
    )
    assert [getattr(answer, "status", answer) for answer in answers] == ["paid"] * 4
    assert_one_gift(tale.pool)


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_inbox(monkeypatch):
    tale = Tale(monkeypatch)
    monkeypatch.setattr(inbox, "process", lambda: None)
    tale.deliver(STORY * 2)
    monkeypatch.undo()
    monkeypatch.setattr(gateway, "fetch_session", lambda session_id: tale.session(tale.payment))
    monkeypatch.setattr(gateway, "fetch_payment", lambda intent: tale.payment)
    answers = together(inbox.process, inbox.process, inbox.process)
    assert sum(answers) == 10
    assert set(StripeEvent.objects.values_list("state", "attempts")) == {("done", 1)}
    assert_one_gift(tale.pool)


@pytest.mark.django_db(transaction=True)
def test_one_event_delivered_by_many_at_once_is_stored_once(monkeypatch):
    event = gateway.Event("evt_same", "payment_intent.created", "pi_1", "payment_intent", "pi_1", "x", False, 1)
    monkeypatch.setattr(gateway, "parse_event", lambda body, signature: event)
    answers = together(*[lambda: inbox.receive(b"{}", "s")] * 6)
    assert [answer.status for answer in answers] == [200] * 6
    assert sum(answer.new for answer in answers) == 1
    assert StripeEvent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_by_many_at_once_is_one_gift():
    asked = make_asked(make_pool().delegation)
    attempts = together(*[lambda: donations.start(asked)] * 5)
    assert len({attempt.pk for attempt in attempts}) == 1
    assert Donation.objects.count() == CheckoutAttempt.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_first_accounts_of_a_fund_are_made_once_by_many(monkeypatch):
    delegation = make_delegation()
    pools = together(*[lambda: funds.open_pool(delegation)] * 5)
    assert len({pool.pk for pool in pools}) == 1
    assert balances.of_fund(pools[0]).total == 0


@pytest.mark.django_db(transaction=True)
def test_gifts_and_receipts_of_many_at_once_have_numbers_without_gap():
    pool = make_pool()
    payments = [make_payment(start_gift(pool, 20), fee=50) for _ in range(6)]
    answers = together(*[lambda payment=payment: donations.settle(payment) for payment in payments])
    assert {answer.status for answer in answers} == {"paid"}
    assert sorted(Receipt.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert balances.of_fund(pool).available == 6 * 20_00 - 6 * 50
    assert [v.id for v in verify() if not v.holds] == []


def _proposals(count, amount):
    pool = make_pool()
    delegation = pool.delegation
    treasurer, director = make_staff(delegation, "treasurer"), make_staff(delegation, "director")
    make_gift(pool, 100, fee=0)
    rows = [
        funds.propose_allocation(
            treasurer, make_fund(make_delegate(delegation)), usd(amount), "gap", "", form_token=uuid4()
        )
        for _ in range(count)
    ]
    return pool, director, rows


@pytest.mark.django_db(transaction=True)
def test_decisions_at_once_never_take_the_pool_below_its_floor():
    # 100 received, 5 stay: of eight times 30 only three fit.
    pool, director, rows = _proposals(8, 30)
    answers = together(*[lambda row=row: funds.decide(row, director) for row in rows])
    refused = [answer for answer in answers if isinstance(answer, DomainError)]
    assert [answer.code for answer in refused] == ["pool_floor"] * 5
    assert balances.of_fund(pool).available == 10_00
    assert [v.id for v in verify() if not v.holds] == []


@pytest.mark.django_db(transaction=True)
def test_one_proposal_decided_by_many_at_once_is_paid_once():
    pool, director, (row,) = _proposals(1, 30)
    other = make_staff(pool.delegation, "director")
    answers = together(*[lambda by=by: funds.decide(row, by) for by in (director, other, director, other)])
    assert sum(isinstance(answer, DomainError) for answer in answers) == 3
    assert balances.of_fund(pool).available == 70_00


@pytest.mark.django_db(transaction=True)
def test_two_decisions_that_fit_alone_and_not_together():
    pool, director, rows = _proposals(2, 48)
    answers = together(*[lambda row=row: funds.decide(row, director) for row in rows])
    assert sum(isinstance(answer, DomainError) for answer in answers) == 1
    assert balances.of_fund(pool).available == 52_00


@pytest.mark.django_db(transaction=True)
def test_twin_a_check_before_the_lock_takes_the_pool_below_its_floor(monkeypatch):
    """Protection off: each decision looks at the pool first; when all have looked, nobody looks again."""
    pool, director, rows = _proposals(2, 48)
    floor, looked = funds.floor_minor(pool), threading.Barrier(2)
    monkeypatch.setattr(funds, "floor_minor", lambda pool: 0)

    def decide_naively(row):
        fits = row.amount_minor <= balances.of_fund(pool).available - floor
        looked.wait(20)
        return funds.decide(row, director) if fits else None

    together(*[lambda row=row: decide_naively(row) for row in rows])
    assert balances.of_fund(pool).available == 4_00 < floor


@pytest.mark.django_db(transaction=True)
def test_twin_two_settlers_that_neither_ask_the_state_nor_share_a_key_book_twice(monkeypatch):
    tale = Tale(monkeypatch)
    monkeypatch.setattr(donations, "payment_key", lambda payment: f"teller:{uuid4()}")
    monkeypatch.setattr(donations, "is_settled", lambda donation: False)
    monkeypatch.setattr(donations, "move", lambda donation, *a, **k: donation)
    monkeypatch.setattr(donations, "_fee_postings", lambda *a: [])
    monkeypatch.setattr(donations, "_remember_fee", lambda *a: None)
    monkeypatch.setattr(donations.receipts, "issue", lambda donation: None)
    together(lambda: donations.settle(tale.payment), lambda: donations.settle(tale.payment))
    assert books(tale.pool)["pool"] == 100_00


@pytest.mark.django_db
def test_twin_a_late_expiry_that_asks_no_table_is_refused_by_the_database(monkeypatch):
    tale = Tale(monkeypatch)
    tale.deliver(["payment_intent.succeeded"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Donation.objects.update(status="expired")
    assert_one_gift(tale.pool)


@pytest.mark.django_db(transaction=True)
def test_twin_without_locks_the_database_still_refuses_a_lost_update(monkeypatch):
    """Protection off: accounts are read before the lock. The version on each line then stops the second writer."""
    pool = make_pool()
    make_gift(pool, 100, fee=0)
    stale = {row.pk: row for row in Account.objects.all()}
    make_gift(pool, 10, fee=0)
    monkeypatch.setattr(posting, "lock_accounts", lambda ids: [stale[pk] for pk in set(ids)])
    gift = start_gift(pool, 20)
    with pytest.raises(IntegrityError):
        donations.settle(make_payment(gift, fee=0))
    assert balances.of_fund(pool).available == 110_00


def test_on_this_engine_something_does_protect(db):
    """Where SELECT FOR UPDATE does nothing, the transaction itself must take the write lock at once."""
    if connection.vendor == "sqlite":
        assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    else:
        with transaction.atomic():
            assert "FOR UPDATE" in str(Donation.objects.select_for_update().query)
