"""Stolen cards tried out on our pages: the breaker, the switch, and everybody else getting through."""

import uuid
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from delegation.errors import Conflict, DomainError, NotPermitted
from delegation.models import AuditEvent, OutboxMail
from fundraising import gateway, inbox
from fundraising.actions import donations, giving
from fundraising.forms import limits
from fundraising.forms.give import PATIENT_SECONDS, GiveForm
from fundraising.models import CheckoutAttempt, GivingBreak, MonthlyGift, StripeEvent
from fundraising.queries.giving import LEAST_PAGES, last_hour, open_breaks
from tests.factories import delegation as make
from tests.factories.fundraising import make_appeal, make_payment, start_gift

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]


@pytest.fixture
def appeal():
    return make_appeal()


@pytest.fixture
def director(appeal):
    return make.make_staff(appeal.delegate.delegation, "director")


def tries(appeal, failed, paid=0):
    """Pages opened on this appeal, with failed cards and with paid gifts."""
    for n in range(failed + paid):
        gift = start_gift(appeal.delegate.fund, 10)
        if n < failed:
            giving.note_decline(gift.attempts.get().uuid)
        else:
            donations.settle(make_payment(gift))


def url_of(appeal):
    return reverse("fundraising:give_appeal", args=[appeal.slug])


def filled(seconds_old=60, **more):
    with time_machine.travel(timezone.now() - timedelta(seconds=seconds_old), tick=False):
        fresh = GiveForm.fresh()
    fresh = {name: str(value) for name, value in fresh.items()}
    return {"amount": "25", "email": "marguerite@example.org", **fresh, **more}


# -- the breaker ------------------------------------------------------------------------------------------
def test_few_failed_cards_slow_nothing_and_many_do(appeal, director):
    tries(appeal, LEAST_PAGES - 1)
    assert open_breaks(appeal.delegate.fund) == {}
    tries(appeal, 1)
    made = GivingBreak.objects.get()
    assert (made.kind, made.opened, made.failed) == ("slow", 10, 10)
    assert OutboxMail.objects.filter(notice="fundraising.giving_slowed", to_uuid=director.uuid).count() == 1
    tries(appeal, 3)
    assert GivingBreak.objects.count() == 1
    assert OutboxMail.objects.filter(notice="fundraising.giving_slowed").count() == 1


def test_paid_gifts_among_failed_cards_are_no_attack(appeal):
    tries(appeal, 8, paid=4)
    tries(appeal, 2)
    assert last_hour(appeal.delegate.fund).is_attack is False
    assert not GivingBreak.objects.exists()


def test_another_page_is_not_slowed(appeal):
    other = make_appeal()
    tries(appeal, 12)
    assert open_breaks(other.delegate.fund) == {}


def test_it_ends_by_itself_and_may_come_again(appeal, director):
    tries(appeal, 12)
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=True):
        assert open_breaks(appeal.delegate.fund) == {}
        tries(appeal, 12)
        assert list(open_breaks(appeal.delegate.fund)) == ["slow"]
    assert GivingBreak.objects.count() == 2


def test_a_failed_card_told_by_stripe_is_counted_once_an_event(appeal, demo_stripe, client):
    assert client.post(url_of(appeal), filled()).status_code == 303
    attempt = CheckoutAttempt.objects.get()
    demo_stripe.decline(attempt.session_id)
    StripeEvent.objects.create(
        event_id="evt_declined",
        type="payment_intent.payment_failed",
        object_id="pi",
        payment_intent=gateway.fetch_session(attempt.session_id).payment_intent,
        api_version="",
        livemode=False,
        happened_at=timezone.now(),
        body_sha256="0" * 64,
    )
    inbox.process()
    attempt.refresh_from_db()
    assert attempt.declines == 1
    assert not StripeEvent.objects.exclude(state="done").exists()


def failed(payment_intent, kind="payment_intent.payment_failed"):
    """Stripe tells of a card that failed."""
    StripeEvent.objects.create(
        event_id=f"evt_{uuid.uuid4().hex}", type=kind, object_id=payment_intent, payment_intent=payment_intent,
        api_version="", livemode=False, happened_at=timezone.now(), body_sha256="0" * 64,
    )  # fmt: skip
    inbox.process()


def intents(demo_stripe):
    return [body["id"] for _, body in demo_stripe.server.store.all("payment_intent")]


@pytest.fixture
def monthly_page(appeal, client, demo_stripe):
    """The page of a monthly gift, open."""
    assert client.post(url_of(appeal), filled(rhythm="monthly")).status_code == 303
    return CheckoutAttempt.objects.get()


def test_a_failed_card_on_a_monthly_page_is_counted_on_it(appeal, demo_stripe, monthly_page):
    demo_stripe.decline(monthly_page.session_id)
    assert gateway.fetch_payment(intents(demo_stripe)[0]).metadata == {}
    failed(intents(demo_stripe)[0])
    monthly_page.refresh_from_db()
    assert monthly_page.declines == 1
    assert not StripeEvent.objects.exclude(state="done").exists()
    demo_stripe.decline(monthly_page.session_id)
    failed(intents(demo_stripe)[0])
    monthly_page.refresh_from_db()
    assert monthly_page.declines == 2


def test_a_failed_card_of_somebody_else_or_of_another_amount_is_nobodys(appeal, demo_stripe, monthly_page):
    demo_stripe.decline(monthly_page.session_id)
    donor = monthly_page.donation.donor
    type(donor).objects.filter(pk=donor.pk).update(email="another@example.org")
    failed(intents(demo_stripe)[0])
    type(donor).objects.filter(pk=donor.pk).update(email="MARGUERITE@example.org")
    with time_machine.travel(timezone.now() + timedelta(hours=3), tick=True):
        failed(intents(demo_stripe)[0])  # the page is over
    monthly_page.refresh_from_db()
    assert monthly_page.declines == 0
    failed(intents(demo_stripe)[0])
    monthly_page.refresh_from_db()
    assert monthly_page.declines == 1


def test_failed_cards_on_monthly_pages_slow_the_form(appeal, client, demo_stripe, director):
    cache.clear()
    for n in range(LEAST_PAGES):
        sent = filled(rhythm="monthly", email=f"friend{n}@example.org")
        assert client.post(url_of(appeal), sent, REMOTE_ADDR=f"198.51.100.{n}").status_code == 303
        demo_stripe.decline(CheckoutAttempt.objects.latest("id").session_id)
        assert list(open_breaks(appeal.delegate.fund)) == []
        failed(intents(demo_stripe)[0])
    assert list(open_breaks(appeal.delegate.fund)) == ["slow"]


def test_a_later_month_that_fails_is_no_page_that_was_tried(appeal, demo_stripe, monthly_page):
    demo_stripe.pay(monthly_page.session_id)
    inbox.look_at_session(monthly_page.session_id)
    subscription = MonthlyGift.objects.get().subscription
    demo_stripe.renew(subscription, "fail")
    # Even while another page of the same giver is open.
    CheckoutAttempt.objects.update(state="open")
    failed(intents(demo_stripe)[0])
    monthly_page.refresh_from_db()
    assert monthly_page.declines == 0


# -- what a slowed form asks ---------------------------------------------------------------------------------
def test_a_slowed_form_asks_for_patience_and_loses_nothing(appeal, client, demo_stripe):
    tries(appeal, 12)
    early = client.post(url_of(appeal), filled(seconds_old=5, name="Marguerite"))
    assert early.status_code == 422
    page = early.content.decode()
    assert "so it goes slowly" in page
    assert 'value="Marguerite"' in page
    assert "a little patience" in client.get(url_of(appeal)).content.decode()
    assert client.post(url_of(appeal), filled(seconds_old=PATIENT_SECONDS + 1)).status_code == 303


def attempts_from(place_count, tries_each, *, slowed):
    """How many pages programs at so many places get opened within an hour, each with a new address every time."""
    through = 0
    for place in range(place_count):
        request = SimpleNamespace(headers={}, META={"REMOTE_ADDR": f"198.51.{place // 250}.{place % 250}"})
        for _ in range(tries_each):
            token = uuid.uuid4()
            try:
                limits.refuse_too_many(request, f"{token}@example.org", slowed=slowed)
            except DomainError:
                continue
            limits.remember(request, token)
            gift = start_gift(None, 10, form_token=token)
            type(gift).objects.filter(pk=gift.pk).update(created_at=timezone.now() - limits.FRESH / 2)
            through += 1
    return through


@pytest.mark.parametrize("places", [1, 4])
def test_T01_programs_open_no_more_pages_than_the_limit_and_a_donor_gets_through(places, appeal, client, demo_stripe):
    cache.clear()
    opened = attempts_from(places, 25, slowed=True)
    assert opened == places * limits.OPEN_WHILE_SLOWED
    tries(appeal, 12)
    assert client.post(url_of(appeal), filled(), REMOTE_ADDR="203.0.113.7").status_code == 303


def test_a_hundred_donors_of_one_room_get_through_a_slowed_form(appeal):
    request = SimpleNamespace(headers={}, META={"REMOTE_ADDR": "203.0.113.50"})
    for n in range(100):
        token = uuid.uuid4()
        limits.refuse_too_many(request, f"friend{n}@example.org", slowed=True)
        limits.remember(request, token)
        donations.settle(make_payment(start_gift(None, 10, form_token=token)))


# -- the switch --------------------------------------------------------------------------------------------
def test_the_switch_stops_the_form_and_not_the_page(appeal, client, director):
    fund = appeal.delegate.fund
    giving.stop_giving(fund, director)
    assert giving.stop_giving(fund, director).kind == "stopped"
    assert GivingBreak.objects.count() == 1
    assert client.get(url_of(appeal)).status_code == 503
    assert client.post(url_of(appeal), filled()).status_code == 503
    assert client.get(reverse("fundraising:appeal_public", args=[appeal.slug])).status_code == 200
    giving.allow_giving(fund, director)
    assert client.get(url_of(appeal)).status_code == 200
    with pytest.raises(Conflict):
        giving.allow_giving(fund, director)
    verbs = AuditEvent.objects.filter(object_uuid=fund.uuid).order_by("id").values_list("verb", flat=True)
    assert list(verbs)[-2:] == ["fundraising.stop_giving", "fundraising.allow_giving"]


def test_only_who_watches_may_switch(appeal):
    logistics = make.make_staff(appeal.delegate.delegation, "logistics")
    for verb in (giving.stop_giving, giving.allow_giving):
        with pytest.raises(NotPermitted):
            verb(appeal.delegate.fund, logistics)
        with pytest.raises(NotPermitted):
            verb(appeal.delegate.fund, appeal.delegate.person)


def test_staff_see_breaks_on_the_desk_and_switch_from_there(appeal, client, director):
    tries(appeal, 12)
    client.force_login(director)
    desk = reverse("fundraising:money_desk", args=[appeal.delegate.delegation.slug])
    assert "Its form goes slowly" in client.get(desk).content.decode()
    answer = client.post(reverse("fundraising:stop_giving", args=[appeal.delegate.fund.uuid]), {"next": desk})
    assert answer["Location"] == desk
    assert "is switched off" in client.get(desk).content.decode()


def test_the_database_keeps_a_break_as_it_was(appeal, director):
    made = giving.stop_giving(appeal.delegate.fund, director)
    for change in ({"kind": "slow"}, {"stopped_by": None}, {"fund": make_appeal().delegate.fund}):
        with pytest.raises(IntegrityError), transaction.atomic():
            GivingBreak.objects.filter(pk=made.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        made.delete()
