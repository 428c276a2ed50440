"""One payment told in every way a network tells it: events in any order, doubled, dropped, the donor back at any point
or never, the sweep in between. Whatever came, the same books stand at the end.

Seeded: a tale that fails is told again by its number."""

import random

import pytest

from fundraising import gateway, inbox, outgoing
from fundraising.actions import donations
from fundraising.models import Donation, JournalEntry
from fundraising.queries.proofs import verify
from tests.factories.fundraising import make_payment, make_session
from tests.fundraising.test_races import ONE_GIFT, Tale, at_once, books  # noqa: F401 - a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]

TALES = 24
FEE = 140
SESSION_EVENTS = (
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.expired",
)
EVENTS = (
    "payment_intent.created",
    "payment_intent.succeeded",
    "charge.succeeded",
    "charge.updated",
    *SESSION_EVENTS,
)


class Stripe:
    """What Stripe would answer at each moment: the page is open, the debit is under way, it is paid, the fee is known.
    Events may be told much later than they happened, but never does the truth go back."""

    STAGES = ("open", "under_way", "paid", "settled")

    def __init__(self, tale, monkeypatch):
        self.attempt, self.stage = tale.attempt, 0
        full = tale.payment
        fields = {name: getattr(full, name) for name in full.__dataclass_fields__}
        self.payments = {
            "under_way": gateway.Payment(**{**fields, "status": "processing", "balance": None, "amount_received": 0}),
            "paid": gateway.Payment(**{**fields, "balance": None}),
            "settled": full,
        }
        monkeypatch.setattr(gateway, "fetch_session", lambda session_id: self.session())
        monkeypatch.setattr(gateway, "fetch_payment", lambda intent: self.payment())

    @property
    def now(self):
        return self.STAGES[self.stage]

    def payment(self):
        return self.payments.get(self.now)

    def session(self):
        payment = self.payment()
        return make_session(self.attempt, payment, payment_status="paid" if self.stage >= 2 else "unpaid")


def tell(tale, stripe, rng):
    """Every event one to three times, and the donor and the sweep in between, while the truth moves on underneath."""
    steps = [kind for kind in EVENTS for _ in range(rng.choice([0, 1, 1, 2, 3]))]
    steps += ["donor"] * rng.choice([0, 0, 1, 2]) + ["sweep"] * rng.choice([0, 1, 2]) + ["truth"] * 3
    rng.shuffle(steps)
    for step in steps:
        if step == "truth":
            stripe.stage = min(stripe.stage + 1, 3)
        elif step == "donor":
            outgoing.confirm_return(tale.attempt.donation.uuid, tale.attempt.session_id)
        elif step == "sweep":
            inbox.sweep_checkouts()
        elif step in SESSION_EVENTS or stripe.payment():
            tale.deliver([step])


@pytest.mark.parametrize("number", range(TALES))
def test_the_same_books_whatever_came_first(number, monkeypatch, at_once):  # noqa: F811 - the fixture
    rng = random.Random(number)
    tale = Tale(monkeypatch)
    stripe = Stripe(tale, monkeypatch)
    tell(tale, stripe, rng)
    stripe.stage = 3
    inbox.sweep_checkouts()
    found = books(tale.pool)
    assert {key: found[key] for key in ONE_GIFT} == ONE_GIFT
    assert found["pool"] == found["stripe"] == 50_00 - FEE
    assert [v.id for v in verify() if not v.holds] == []


@pytest.mark.parametrize("number", range(12))
def test_two_pages_of_one_gift_both_paid_book_it_once_and_hold_the_other_apart(number, monkeypatch):
    """The donor opened the page twice and paid on both: whichever is told first is the gift."""
    rng = random.Random(number)
    tale = Tale(monkeypatch)
    payments = [make_payment(tale.attempt.donation, fee=FEE) for _ in range(2)]
    for payment in rng.choices(payments, k=3) + payments:
        donations.settle(payment)
    found = books(tale.pool)
    assert {key: found[key] for key in ONE_GIFT} == ONE_GIFT | {"suspense": 50_00}
    assert (found["pool"], found["stripe"]) == (50_00 - FEE, 100_00 - FEE)
    assert [v.id for v in verify() if not v.holds] == []


def test_twin_an_event_believed_instead_of_asked_about_loses_the_gift(monkeypatch):
    """Protection off: the session is what it was when the event was made, not what it is now."""
    tale = Tale(monkeypatch)
    stripe = Stripe(tale, monkeypatch)
    stripe.stage = 3
    past = make_session(tale.attempt, payment=None)
    monkeypatch.setattr(gateway, "fetch_session", lambda session_id: past)
    tale.deliver(SESSION_EVENTS)
    assert not JournalEntry.objects.exists()
    assert Donation.objects.get().status == "started"
