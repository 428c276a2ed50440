"""What reaches the webhook, in which order, how often, and signed how."""

import time

import pytest
import stripe

from tests.fundraising.demo_stripe_fixture import SECRET
from tests.fundraising.test_demo_stripe import client, create

DONE = "checkout.session.completed"


def verified(received):
    try:
        stripe.WebhookSignature.verify_header(received.body, received.signature, SECRET, 300)
    except stripe.SignatureVerificationError:
        return False
    return True


def test_events_are_signed_as_the_library_expects(demo_stripe):
    demo_stripe.pay(create(demo_stripe)["id"])
    received = demo_stripe.wait_for(DONE)[0]
    assert verified(received)
    assert stripe.Webhook.construct_event(received.body, received.signature, SECRET).type == DONE


def test_refused_events_are_sent_again_until_taken(demo_stripe):
    demo_stripe.settings(settle_delay=3600)
    demo_stripe.receiver.answers[:] = [500, 404, 302]
    demo_stripe.pay(create(demo_stripe)["id"])
    tries = demo_stripe.wait_for(DONE, 4)
    assert [entry.status for entry in tries] == [500, 404, 302, 200]
    time.sleep(0.3)
    assert len(demo_stripe.arrived(DONE)) == 4
    row = next(row for row in demo_stripe.state()["deliveries"] if row["type"] == DONE)
    assert (row["state"], row["attempts"], row["answer"]) == ("delivered", 4, "200")
    assert client(demo_stripe).v1.events.retrieve(row["event"]).pending_webhooks == 0


def test_duplicate(demo_stripe):
    demo_stripe.plan("duplicate", count=1)
    demo_stripe.pay(create(demo_stripe)["id"])
    one, two = demo_stripe.wait_for(DONE, 2)
    assert one.body.replace(b'"pending_webhooks": 1', b"") == two.body.replace(b'"pending_webhooks": 1', b"")
    demo_stripe.wait_for("charge.updated")
    time.sleep(0.2)
    assert len(demo_stripe.arrived("charge.updated")) == 1, "the plan was for one event"


def test_reorder(demo_stripe):
    demo_stripe.plan("reorder", count=2)
    demo_stripe.pay(create(demo_stripe)["id"])
    demo_stripe.wait_for(DONE)
    assert [entry.event["type"] for entry in demo_stripe.received] == ["charge.updated", DONE]


def test_delay(demo_stripe):
    demo_stripe.settings(settle_delay=3600)
    demo_stripe.plan("delay", seconds=0.6)
    start = time.monotonic()
    demo_stripe.pay(create(demo_stripe)["id"])
    demo_stripe.wait_for(DONE)
    assert time.monotonic() - start >= 0.55


def test_drop_then_send_by_hand(demo_stripe):
    demo_stripe.plan("drop", count=1)
    demo_stripe.pay(create(demo_stripe)["id"])
    demo_stripe.wait_for("charge.updated")
    assert demo_stripe.arrived(DONE) == []
    lost = next(row for row in demo_stripe.state()["deliveries"] if row["state"] == "dropped")
    demo_stripe.deliver(lost["event"], times=2)
    demo_stripe.wait_for(DONE, 2)


@pytest.mark.parametrize("mode", ["missign", "stale"])
def test_spoilt_signature_then_a_good_one(demo_stripe, mode):
    demo_stripe.settings(settle_delay=3600)
    demo_stripe.receiver.answers[:] = [400]
    demo_stripe.plan(mode, count=1)
    demo_stripe.pay(create(demo_stripe)["id"])
    assert [verified(entry) for entry in demo_stripe.wait_for(DONE, 2)] == [False, True]


def test_spoilt_for_ever(demo_stripe):
    demo_stripe.settings(settle_delay=3600)
    demo_stripe.receiver.answers[:] = [400, 400, 400]
    demo_stripe.plan("missign", count=1, forever=True)
    demo_stripe.pay(create(demo_stripe)["id"])
    assert [verified(entry) for entry in demo_stripe.wait_for(DONE, 3)] == [False] * 3
    time.sleep(0.4)
    assert len(demo_stripe.arrived(DONE)) == 3
    assert demo_stripe.state()["deliveries"][0]["state"] == "failed"


def test_nobody_listening_keeps_trying(demo_stripe):
    url = demo_stripe.receiver.url
    demo_stripe.deliver_to("http://127.0.0.1:9/")
    demo_stripe.pay(create(demo_stripe)["id"])
    end = time.monotonic() + 5
    while not any(row["attempts"] for row in demo_stripe.state()["deliveries"]) and time.monotonic() < end:
        time.sleep(0.02)
    demo_stripe.deliver_to(url)
    demo_stripe.wait_for(DONE)


def test_only_subscribed_events_are_sent(demo_stripe):
    demo_stripe.pay(create(demo_stripe)["id"])
    demo_stripe.wait_for("charge.updated")
    kinds = {event.type for event in client(demo_stripe).v1.events.list({"limit": 100}).data}
    assert {"payment_intent.succeeded", "charge.succeeded"} <= kinds
    assert {entry.event["type"] for entry in demo_stripe.received} == {DONE, "charge.updated"}


@pytest.mark.parametrize(
    "given", [{"mode": "sideways"}, {"mode": "drop", "count": 0}, {"mode": "delay", "seconds": -1}]
)
def test_bad_plans_are_refused(demo_stripe, given):
    with pytest.raises(AssertionError, match="400"):
        demo_stripe.post("/plan", **given)
