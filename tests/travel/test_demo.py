"""The demo shows every state a row can be in, its books balance, and the demo Stripe knows all of it."""

import io
import logging
from datetime import date, timedelta

import pytest
import time_machine
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

from delegation.lifecycle import LIFECYCLES
from delegation.models import Delegation, Invitation, MemberContact, RoleGrant
from fundraising import gateway, inbox, reconcile
from fundraising.demo_stripe.store import Store
from fundraising.models import Difference, Donation, JournalEntry, MonthlyGift, Photo, Refund, StripeEvent
from fundraising.monthly_sync.sweep import sweep as sweep_monthly
from fundraising.queries.proofs import verify
from tests.fundraising.demo_stripe_fixture import point_settings_at, running
from travel.demo import loader
from travel.models import Booking, Waiver

NOT_IN_THE_DEMO = {
    # Comes of placing money held apart; in the demo that money still waits for somebody to place it.
    "fundraising.donation": {"replaced"},
    # The demo's network owes its funds nothing, so there is nothing to cover.
    "fundraising.networkcover": {"recorded", "confirmed", "declined", "taken_back"},
}


@pytest.mark.django_db(transaction=True)
def test_every_state_stands_in_the_demo_and_the_demo_stripe_goes_on_from_it(settings, tmp_path, caplog):
    call_command("load_history", verbosity=0)
    stripe = Store()
    loader.load(date.today(), stripe)
    every_state_stands_in_it()
    state = str(tmp_path / "stripe.sqlite3")
    kept = Store(state)
    kept.become(stripe)
    kept.close()
    settings.DEMO_STRIPE_STATE = state
    assert "does not know" not in told_at_the_next_start()
    settings.DEMO_STRIPE_STATE = str(tmp_path / "another.sqlite3")
    assert "does not know the demo's gifts" in told_at_the_next_start()
    with running(state) as control:
        point_settings_at(settings, control)
        caplog.set_level(logging.WARNING, logger="fundraising")
        sweeps_find_nothing_strange(caplog)
        only_the_two_differ()
        months_go_on_at_stripe()
        gifts_are_refunded_and_disputed_from_its_panel(control)
        only_the_two_differ()


def told_at_the_next_start() -> str:
    said = io.StringIO()
    call_command("load_demo", if_needed=True, stdout=said)
    return said.getvalue()


def every_state_stands_in_it():
    for kind, lifecycle in LIFECYCLES.items():
        model = apps.get_model(kind)
        states = {lifecycle.initial} | {step.target for step in lifecycle.verbs.values()}
        states -= NOT_IN_THE_DEMO.get(kind, set())
        shown = set(model.objects.order_by().values_list("status", flat=True))
        assert states <= shown, kind

    assert [verdict.id for verdict in verify() if not verdict.holds] == []
    assert Photo.objects.exists()
    assert StripeEvent.objects.filter(state="not_booked").exists()
    assert JournalEntry.objects.filter(kind="stripe_unplaced").exists()
    assert MemberContact.objects.filter(stopped_at__isnull=False).exists()
    assert RoleGrant.objects.filter(ends_on__isnull=False).exists()
    assert Invitation.objects.filter(withdrawn_at__isnull=False).exists()
    assert {w.ended_at is None for w in Waiver.objects.all()} == {True, False}
    assert any(booking.travellers.count() == 2 for booking in Booking.objects.all())
    assert Delegation.objects.get(slug="common-table").dates.count() == 2


def sweeps_find_nothing_strange(caplog):
    """Every row that is still open is known there, and so is what was told of it."""
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=True):
        inbox.sweep_checkouts(limit=1000)
        sweep_monthly(limit=1000)
    inbox.sweep_lost_events()
    inbox.process()
    # Pages that were left are over by now: their events are of today, and nothing of the past was lost.
    assert set(StripeEvent.objects.exclude(state="not_booked").values_list("type", flat=True)) <= {
        "checkout.session.expired",
        "payout.reconciliation_completed",
    }
    caplog_words = [record.getMessage() for record in caplog.records]
    assert [words for words in caplog_words if "had not arrived" not in words] == []


def only_the_two_differ():
    outcome = reconcile.run()
    assert outcome.is_done
    assert {name: figure["rest_minor"] for name, figure in outcome.run.figures.items()} == {"USD": 0}
    open_now = Difference.objects.filter(status="open").order_by("category").values_list("category", "kind")
    assert list(open_now) == [("fee", "missing_in_books"), ("other_adjustment", "missing_in_books")]


def months_go_on_at_stripe():
    for gift in MonthlyGift.objects.filter(subscription__isnull=False):
        found = gateway.fetch_subscription(gift.subscription)
        assert (found.status == "canceled") == gift.is_over
        assert found.is_paused == (gift.status == "paused")
        assert found.amount_minor == gift.amount_minor
        if not gift.is_over:
            assert found.cancel_at == (int(gift.ends_at.timestamp()) if gift.ends_at else None)
            assert found.period_ends_at > timezone.now().timestamp()


def gifts_are_refunded_and_disputed_from_its_panel(control):
    first, *_rest, last = Donation.objects.filter(source="card", status="paid", refunds=None, disputes=None).order_by(
        "paid_at"
    )
    control.dispute(first.payment_intent)
    control.refund(last.payment_intent)
    inbox.sweep_lost_events()
    inbox.process()
    assert first.disputes.get().stripe_status == "needs_response"
    assert Refund.objects.get(donation=last).status == "succeeded"
    assert [verdict.id for verdict in verify() if not verdict.holds] == []
