"""The webhook's door and the row behind it, against the real library and a running demo Stripe."""

import json
import time
from datetime import timedelta

import pytest
import stripe
from django.db import DatabaseError
from django.utils import timezone

from delegation.errors import DomainError
from fundraising import gateway, inbox, outgoing
from fundraising.actions import donations
from fundraising.demo_stripe.delivery import SUBSCRIBED
from fundraising.inbox.gifts import nothing_to_book
from fundraising.models import CheckoutAttempt, Donation, JournalEntry, StripeEvent
from tests.factories.fundraising import make_asked
from tests.fundraising.demo_stripe_fixture import SECRET

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]
HOOK = "/stripe/webhook/"


def _event(kind="payment_intent.succeeded", **fields):
    values = {
        "id": "evt_1",
        "object": "event",
        "type": kind,
        "api_version": stripe.api_version,
        "created": int(time.time()),
        "livemode": False,
        "pending_webhooks": 1,
        "data": {"object": {"id": "pi_1", "object": "payment_intent"}},
    }
    return json.dumps(values | fields).encode()


def _sign(body, secret=SECRET):
    return stripe.WebhookSignature.generate_signature_header(body.decode(), secret)


@pytest.fixture
def post(client, settings, monkeypatch):
    settings.STRIPE_WEBHOOK_SECRETS = [SECRET]
    monkeypatch.setattr("fundraising.views.stripe_hook.nudge", lambda name: None)

    def send(body, signature=None, **extra):
        headers = {} if signature is None else {"Stripe-Signature": signature}
        return client.post(HOOK, body, content_type="application/json", headers=headers, **extra)

    return send


# -- the door -----------------------------------------------------------------------------------------
def test_a_signed_event_is_stored_once_and_answered_200(post):
    body = _event()
    assert [post(body, _sign(body)).status_code for _ in range(3)] == [200, 200, 200]
    event = StripeEvent.objects.get()
    assert (event.state, event.payment_intent, event.livemode) == ("waiting", "pi_1", False)
    assert len(event.body_sha256) == 64


@pytest.mark.parametrize("signature", [None, "", "t=1,v1=00", "nonsense", "t=1,v1=é", "v1=" + "a" * 64])
def test_what_stripe_did_not_sign_is_refused(post, signature):
    assert post(_event(), signature).status_code == 400
    assert not StripeEvent.objects.exists()


def test_a_body_changed_after_signing_is_refused(post):
    body = _event()
    assert post(body + b" ", _sign(body)).status_code == 400


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"null", b"\xff\xfe", b'{"object":"event"}'])
def test_a_signed_body_that_is_no_event_is_refused(post, body):
    signature = stripe.WebhookSignature.generate_signature_header(body.decode("latin-1"), SECRET)
    assert post(body, signature).status_code == 400


def test_an_oversized_body_is_refused_before_it_is_read(post):
    body = b"x" * (inbox.LARGEST_BODY + 1)
    assert post(body, "t=1,v1=0").status_code == 413


def test_an_event_of_the_other_world_is_refused(post):
    body = _event(livemode=True)
    assert post(body, _sign(body)).status_code == 400
    assert not StripeEvent.objects.exists()


def test_a_secret_may_be_rolled(post, settings):
    settings.STRIPE_WEBHOOK_SECRETS = ["whsec_new", SECRET]
    body = _event()
    assert post(body, _sign(body)).status_code == 200


def test_503_only_when_the_row_could_not_be_stored(post, monkeypatch):
    def broken(**fields):
        raise DatabaseError

    monkeypatch.setattr(StripeEvent.objects, "create", broken)
    body = _event()
    assert post(body, _sign(body)).status_code == 503


def test_the_door_takes_posts_only_and_needs_no_csrf(client):
    assert client.get(HOOK).status_code == 405


def test_storing_does_not_wait_for_the_work(post, monkeypatch):
    monkeypatch.setattr(gateway, "fetch_payment", lambda pi: pytest.fail("asked Stripe while Stripe waits"))
    body = _event()
    assert post(body, _sign(body)).status_code == 200


# -- the work -----------------------------------------------------------------------------------------
def _stored(kind="payment_intent.succeeded", **fields):
    values = {
        "event_id": f"evt_{StripeEvent.objects.count()}",
        "type": kind,
        "object_id": "pi_1",
        "payment_intent": "pi_1",
        "api_version": stripe.api_version,
        "livemode": False,
        "happened_at": timezone.now(),
        "body_sha256": "0" * 64,
    }
    return StripeEvent.objects.create(**(values | fields))


def test_an_event_the_books_do_not_know_is_shown_not_booked():
    event = _stored("customer.tax_id.created", object_id="txi_1", payment_intent="")
    assert inbox.process() == 1
    event.refresh_from_db()
    assert (event.state, bool(event.processed_at)) == ("not_booked", True)


def test_when_stripe_is_away_the_event_waits_and_comes_again(monkeypatch):
    def away(pi):
        raise gateway.GatewayDown("timeout")

    monkeypatch.setattr(gateway, "fetch_payment", away)
    event = _stored()
    assert inbox.process() == 1
    event.refresh_from_db()
    assert (event.state, event.attempts, event.error) == ("waiting", 1, "GatewayDown")
    assert event.due_at > timezone.now()
    assert inbox.process() == 0


def test_after_many_tries_a_person_looks(monkeypatch):
    monkeypatch.setattr(gateway, "fetch_payment", lambda pi: 1 / 0)
    event = _stored(attempts=inbox.MOST_ATTEMPTS - 1)
    inbox.process()
    event.refresh_from_db()
    assert (event.state, event.error) == ("failed", "ZeroDivisionError")


def test_one_bad_event_does_not_stop_the_next(monkeypatch):
    monkeypatch.setattr(gateway, "fetch_payment", lambda pi: 1 / 0)
    _stored()
    good = _stored("payment_intent.created")
    assert inbox.process() == 2
    good.refresh_from_db()
    assert good.state == "done"


def test_a_worker_that_died_gives_its_event_back_by_time():
    event = _stored("payment_intent.created", lease_until=timezone.now() + timedelta(minutes=1))
    assert inbox.process() == 0
    StripeEvent.objects.filter(pk=event.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert inbox.process() == 1


def test_an_object_stripe_does_not_know_is_not_asked_for_again(monkeypatch):
    def gone(pi):
        raise gateway.NotThere("resource_missing", "No such payment_intent")

    monkeypatch.setattr(gateway, "fetch_payment", gone)
    event = _stored()
    inbox.process()
    event.refresh_from_db()
    assert (event.state, event.error) == ("not_booked", "NotThere")


# -- opening the page and coming back --------------------------------------------------------------------
def test_a_gift_opens_a_page_and_the_same_form_the_same_page(demo_stripe):
    asked = make_asked()
    url = outgoing.open_checkout(asked)
    assert url.startswith(demo_stripe.base)
    assert outgoing.open_checkout(asked) == url
    assert len(demo_stripe.state()["sessions"]) == 1


def test_when_the_answer_was_lost_the_same_key_finds_the_same_page(demo_stripe):
    asked = make_asked()
    first = gateway.create_session(outgoing.session_request(donations.start(asked)))
    assert outgoing.open_checkout(asked) == first.url
    assert len(demo_stripe.state()["sessions"]) == 1


def test_when_stripe_is_away_the_gift_waits_and_the_form_goes_on_from_it(monkeypatch):
    def away(request):
        raise gateway.GatewayDown("timeout")

    asked = make_asked()
    monkeypatch.setattr(gateway, "create_session", away)
    with pytest.raises(DomainError) as refused:
        outgoing.open_checkout(asked)
    assert refused.value.code == "gateway_down"
    assert Donation.objects.get().status == "started"
    assert CheckoutAttempt.objects.get().state == "unsent"


def test_a_failure_that_stripe_keeps_under_its_key_is_left_behind_by_the_next_try(demo_stripe, monkeypatch):
    monkeypatch.setattr("stripe._http_client.HTTPClient._sleep_time_seconds", lambda *_args, **_more: 0)
    asked = make_asked()
    demo_stripe.faults("500_saved")
    with pytest.raises(DomainError) as refused:
        outgoing.open_checkout(asked)
    assert refused.value.code == "gateway_down"
    assert outgoing.open_checkout(asked).startswith(demo_stripe.base)
    assert list(CheckoutAttempt.objects.order_by("id").values_list("state", flat=True)) == ["refused", "open"]
    assert Donation.objects.count() == 1


def test_coming_back_settles_at_once(demo_stripe):
    outgoing.open_checkout(make_asked())
    attempt = CheckoutAttempt.objects.get()
    demo_stripe.pay(attempt.session_id)
    gift = outgoing.confirm_return(attempt.donation.uuid, attempt.session_id)
    assert gift.status == "paid"
    assert JournalEntry.objects.filter(kind="gift_settled").count() == 1


def test_coming_back_with_another_session_settles_nothing(demo_stripe):
    outgoing.open_checkout(make_asked())
    attempt = CheckoutAttempt.objects.get()
    demo_stripe.pay(attempt.session_id)
    assert outgoing.confirm_return(attempt.donation.uuid, "cs_other").status == "started"


def test_coming_back_while_stripe_is_away_does_not_break_the_page(demo_stripe, monkeypatch):
    outgoing.open_checkout(make_asked())
    attempt = CheckoutAttempt.objects.get()

    def away(session_id):
        raise gateway.GatewayDown("timeout")

    monkeypatch.setattr(gateway, "fetch_session", away)
    assert outgoing.confirm_return(attempt.donation.uuid, attempt.session_id).status == "started"


def test_a_paid_gift_sent_again_leads_to_the_thanks(demo_stripe):
    asked = make_asked()
    outgoing.open_checkout(asked)
    attempt = CheckoutAttempt.objects.get()
    demo_stripe.pay(attempt.session_id)
    outgoing.confirm_return(attempt.donation.uuid, attempt.session_id)
    assert outgoing.open_checkout(asked) == f"/gifts/{attempt.donation.uuid}/thanks/"


def test_what_stripe_is_asked_to_send_is_worked_off_and_the_demo_sends_the_same():
    assert set(SUBSCRIBED) == inbox.ASKED
    assert set(inbox.HANDLERS) >= inbox.ASKED
    assert [kind for kind in inbox.ASKED if inbox.HANDLERS[kind] is nothing_to_book] == []


def test_an_event_of_another_api_version_is_stored_and_told_to_whoever_reads_the_log(demo_stripe, caplog):
    body = _event(api_version="2019-05-16")
    assert inbox.receive(body, _sign(body)).status == 200
    assert "event of API version 2019-05-16" in caplog.text
    caplog.clear()
    body = _event(id="evt_2")
    assert inbox.receive(body, _sign(body)).status == 200
    assert caplog.text == ""
