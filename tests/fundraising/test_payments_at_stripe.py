"""Refunds, disputes, warnings, payouts and a gift in euros against a running demo Stripe: the real library over HTTP,
signed events through our own door, and the same books whatever came."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from fundraising import gateway, inbox, outgoing
from fundraising.actions import donations
from fundraising.ledger import balances
from fundraising.models import CheckoutAttempt, Dispute, Donation, FraudWarning, Payout, Refund, StripeEvent
from fundraising.queries.payments import payout_sums
from fundraising.queries.proofs import verify
from tests.factories.delegation import make_staff
from tests.factories.fundraising import make_asked, make_pool, usd

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]


@pytest.fixture
def pool():
    return make_pool()


@pytest.fixture
def at_stripe(demo_stripe, client, monkeypatch):
    monkeypatch.setattr("fundraising.views.stripe_hook.nudge", lambda name: None)
    return AtStripe(demo_stripe, client)


class AtStripe:
    """The demo Stripe, and our door to which what it sent is carried."""

    def __init__(self, control, client):
        self.control, self.client, self.carried = control, client, 0

    def give(self, pool, money) -> Donation:
        outgoing.open_checkout(make_asked(pool.delegation, amount=money))
        attempt = CheckoutAttempt.objects.latest("id")
        self.control.pay(attempt.session_id)
        self.control.settle(attempt.session_id)
        self.carry("charge.updated")
        return Donation.objects.get(pk=attempt.donation_id)

    def carry(self, *kinds):
        """Wait until these have been sent, then bring everything that was sent to our door, and work it off."""
        for kind in kinds:
            self.control.wait_for(kind)
        found = list(self.control.received)
        for entry in found[self.carried :]:
            answer = self.client.post(
                "/stripe/webhook/",
                entry.body,
                content_type="application/json",
                headers={"Stripe-Signature": entry.signature},
            )
            assert answer.status_code == 200
        self.carried = len(found)
        inbox.process()

    def balance(self) -> int:
        """What Stripe says it holds, cents."""
        from fundraising.gateway.client import call

        found = call(lambda client: client.v1.balance.retrieve())
        return found["available"][0]["amount"] + found["pending"][0]["amount"]

    def assert_same_balance(self):
        network = balances.of_network("USD")
        assert network.get("stripe", 0) - network.get("owed_to_stripe", 0) == self.balance()
        assert [v.id for v in verify() if not v.holds] == []
        assert not StripeEvent.objects.exclude(state="done").exists()


def test_a_refund_of_ours_and_one_of_the_dashboard_and_one_that_fails(at_stripe, pool):
    gift = at_stripe.give(pool, usd(100))
    treasurer = make_staff(pool.delegation, "treasurer")
    refund = outgoing.request_refund(gift, treasurer, usd(40), "twice", "", uuid.uuid4())
    assert (refund.status, refund.settled_minor) == ("succeeded", 40_00)
    other = at_stripe.control.refund(gift.charge, amount=25_00)
    at_stripe.carry("refund.created", "charge.refunded")
    assert sorted(Refund.objects.values_list("amount_minor", "status")) == [
        (25_00, "succeeded"), (40_00, "succeeded"),
    ]  # fmt: skip
    at_stripe.assert_same_balance()
    at_stripe.control.press("refunds", other["id"], "fail")
    at_stripe.carry("refund.failed")
    assert Refund.objects.get(stripe_id=other["id"]).status == "failed"
    at_stripe.assert_same_balance()


def test_when_the_answer_was_lost_the_same_key_finds_the_same_refund(at_stripe, pool):
    gift = at_stripe.give(pool, usd(100))
    at_stripe.control.faults("succeed_then_drop", match="/v1/refunds", count=3)
    treasurer = make_staff(pool.delegation, "treasurer")
    refund = outgoing.request_refund(gift, treasurer, usd(40), "twice", "", uuid.uuid4())
    if refund.status == "pending":
        at_stripe.carry("refund.created")
        outgoing._ask_refund(Refund.objects.get(pk=refund.pk))
    assert Refund.objects.get().status == "succeeded"
    assert len(gateway.fetch_refunds(gift.payment_intent)) == 1
    at_stripe.carry("refund.created")
    at_stripe.assert_same_balance()


@pytest.mark.parametrize(("hours", "made"), [(21, 1), (1, 2)])
def test_a_refund_whose_key_stripe_has_forgotten_is_looked_for_first(at_stripe, pool, monkeypatch, hours, made):
    """The answer was lost, no event came, and the worker was away for a day. Had we relied on the key, it would go back
    twice."""
    gift = at_stripe.give(pool, usd(100))
    real = gateway.create_refund

    def lost(request):
        real(replace(request, idempotency_key=f"forgotten-{request.idempotency_key}"))
        raise gateway.GatewayDown("timeout")

    monkeypatch.setattr(gateway, "create_refund", lost)
    treasurer = make_staff(pool.delegation, "treasurer")
    refund = outgoing.request_refund(gift, treasurer, usd(40), "twice", "", uuid.uuid4())
    assert (refund.status, refund.stripe_id) == ("pending", None)
    monkeypatch.setattr(gateway, "create_refund", real)
    with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=True):
        assert outgoing.sweep_refunds() == 1
    assert Refund.objects.get().status == "succeeded"
    assert len(gateway.fetch_refunds(gift.payment_intent)) == made


def test_a_dispute_from_inquiry_to_won_with_its_fee(at_stripe, pool):
    gift = at_stripe.give(pool, usd(100))
    opened = at_stripe.control.inquire(gift.charge)
    at_stripe.carry("charge.dispute.created")
    assert Dispute.objects.get().is_inquiry
    at_stripe.control.press("disputes", opened["id"], "escalate")
    at_stripe.carry("charge.dispute.funds_withdrawn")
    dispute = Dispute.objects.get()
    assert (dispute.stripe_status, dispute.taken_minor, dispute.fee_minor) == ("needs_response", 100_00, 15_00)
    at_stripe.assert_same_balance()
    at_stripe.control.press("disputes", opened["id"], "win", fee_back=True)
    at_stripe.carry("charge.dispute.funds_reinstated", "charge.dispute.closed")
    dispute = Dispute.objects.get()
    assert (dispute.stripe_status, dispute.reinstated_minor, dispute.fee_minor) == ("won", 100_00, 0)
    at_stripe.assert_same_balance()


def test_a_lost_dispute_whose_money_comes_back_stays_lost(at_stripe, pool):
    gift = at_stripe.give(pool, usd(100))
    opened = at_stripe.control.dispute(gift.charge, amount=60_00)
    at_stripe.control.press("disputes", opened["id"], "lose")
    at_stripe.control.press("disputes", opened["id"], "reinstate", amount=20_00)
    at_stripe.carry("charge.dispute.funds_reinstated")
    assert Dispute.objects.get().stripe_status == "lost"
    at_stripe.assert_same_balance()


def test_a_warning_and_the_refund_that_answers_it(at_stripe, pool):
    gift = at_stripe.give(pool, usd(100))
    at_stripe.control.warn(gift.charge)
    at_stripe.carry("radar.early_fraud_warning.created")
    assert FraudWarning.objects.get().actionable
    at_stripe.control.refund(gift.charge)
    at_stripe.carry("refund.created", "charge.refunded")
    at_stripe.assert_same_balance()


def test_a_payout_with_what_is_in_it_and_one_that_fails_after_it_arrived(at_stripe, pool):
    at_stripe.give(pool, usd(100))
    sent = at_stripe.control.payout()
    at_stripe.control.press("payouts", sent["id"], "reconcile")
    at_stripe.control.press("payouts", sent["id"], "pay")
    at_stripe.carry("payout.paid", "payout.reconciliation_completed")
    payout = Payout.objects.get()
    assert (payout.stripe_status, payout.reconciled) == ("paid", True)
    assert payout_sums(payout)[0] == payout.amount_minor == 97_50
    at_stripe.assert_same_balance()
    at_stripe.control.press("payouts", sent["id"], "fail")
    at_stripe.carry("payout.failed")
    assert balances.of_network("USD")["bank"] == 0
    at_stripe.assert_same_balance()


def test_a_gift_in_yen_settles_in_dollars_and_goes_back(at_stripe, pool):
    from djmoney.money import Money

    gift = at_stripe.give(pool, Money(7_500, "JPY"))
    assert (gift.status, gift.settled_currency) == ("paid", "USD")
    assert gift.exchange_rate
    at_stripe.assert_same_balance()
    at_stripe.control.refund(gift.charge)
    at_stripe.carry("refund.created")
    assert Refund.objects.get().currency == "JPY"
    at_stripe.assert_same_balance()


def test_the_balance_transaction_comes_late(at_stripe, pool):
    from djmoney.money import Money

    at_stripe.control.settings(settle_delay=3600)
    outgoing.open_checkout(make_asked(pool.delegation, amount=Money(50, "EUR")))
    attempt = CheckoutAttempt.objects.get()
    at_stripe.control.pay(attempt.session_id)
    at_stripe.carry("checkout.session.completed")
    assert Donation.objects.get().status == "settling"
    at_stripe.control.settle(attempt.session_id)
    at_stripe.carry("charge.updated")
    assert Donation.objects.get().status == "paid"
    at_stripe.assert_same_balance()


def test_a_page_that_is_paid_twice_is_held_apart_with_its_fee(at_stripe, pool):
    gift = at_stripe.give(pool, usd(50))
    payment = gateway.fetch_payment(gift.payment_intent)
    assert donations.settle(payment) == gift
    at_stripe.assert_same_balance()
