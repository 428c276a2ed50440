"""The demo shows every state a row can be in, and its books balance."""

from datetime import date

import pytest
from django.apps import apps
from django.core.management import call_command

from delegation.lifecycle import LIFECYCLES
from delegation.models import Delegation, Invitation, MemberContact, RoleGrant
from fundraising.demo_stripe.store import Store
from fundraising.models import JournalEntry, Photo, StripeEvent
from fundraising.queries.proofs import verify
from travel.demo import loader
from travel.models import Booking, Waiver


@pytest.mark.django_db(transaction=True)
def test_every_state_of_every_lifecycle_stands_in_the_demo():
    call_command("load_history", verbosity=0)
    loader.load(date.today(), Store())

    for kind, lifecycle in LIFECYCLES.items():
        model = apps.get_model(kind)
        states = {lifecycle.initial} | {step.target for step in lifecycle.verbs.values()}
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
