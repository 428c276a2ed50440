"""The gateway, held against a running demo Stripe through the real library."""

import dataclasses
import time

import pytest
import stripe

from fundraising import gateway
from tests.fundraising.demo_stripe_fixture import SECRET


def request(**changes):
    plain = gateway.SessionRequest(
        amount_minor=5000,
        currency="USD",
        product_name="Gift to Common Table, Geneva delegation",
        donation_uuid="0b1f6f2e-7a1c-4a53-9d35-0f6f3c0a2b11",
        email="dana@example.org",
        success_url="http://localhost:8000/gifts/x/thanks/?session={CHECKOUT_SESSION_ID}",
        cancel_url="http://localhost:8000/give/x/",
        expires_at=int(time.time()) + 3600,
        idempotency_key="donation-0b1f-session-1",
        locale="en",
        metadata={"donation": "0b1f6f2e", "fund": "7f"},
    )
    return dataclasses.replace(plain, **changes)


@pytest.fixture
def no_pause(monkeypatch):
    """The library's pauses between its own retries are not what is tested."""
    monkeypatch.setattr(stripe.HTTPClient, "_sleep_time_seconds", lambda self, tries: 0.0)


@pytest.fixture
def impatient(monkeypatch, no_pause):
    monkeypatch.setattr(gateway.client, "READ_SECONDS", 0.3)


def test_create_session_carries_our_row(demo_stripe):
    asked = request()
    made = gateway.create_session(asked)
    assert (made.status, made.payment_status, made.payment_intent) == ("open", "unpaid", None)
    assert (made.amount_total, made.currency, made.livemode) == (5000, "USD", False)
    assert made.client_reference_id == asked.donation_uuid
    assert made.metadata == asked.metadata
    assert made.expires_at == asked.expires_at
    assert made.url == f"{demo_stripe.base}/c/pay/{made.id}"
    assert gateway.fetch_session(made.id) == made


def test_same_key_same_request_is_one_session(demo_stripe):
    asked = request()
    first, again = gateway.create_session(asked), gateway.create_session(asked)
    assert first == again
    assert len(demo_stripe.state()["sessions"]) == 1


def test_same_key_other_request_is_refused(demo_stripe):
    asked = request()
    gateway.create_session(asked)
    with pytest.raises(gateway.GatewayRefused) as refused:
        gateway.create_session(dataclasses.replace(asked, amount_minor=6000))
    assert refused.value.code == "idempotency_error"
    assert len(demo_stripe.state()["sessions"]) == 1


def test_below_the_minimum_is_refused_with_stripes_code(demo_stripe):
    with pytest.raises(gateway.GatewayRefused) as refused:
        gateway.create_session(request(amount_minor=49))
    assert refused.value.code == "amount_too_small"


def test_wrong_key_is_refused(demo_stripe, settings):
    settings.STRIPE_SECRET_KEY = "sk_demo_other"
    with pytest.raises(gateway.GatewayRefused):
        gateway.create_session(request())


def test_unknown_session_is_not_there(demo_stripe):
    with pytest.raises(gateway.NotThere):
        gateway.fetch_session("cs_test_none")


def test_paid_payment_with_late_balance(demo_stripe):
    demo_stripe.settings(settle_delay=3600)
    made = gateway.create_session(request())
    demo_stripe.pay(made.id)
    paid = gateway.fetch_session(made.id)
    assert (paid.status, paid.payment_status, paid.url) == ("complete", "paid", None)
    payment = gateway.fetch_payment(paid.payment_intent)
    assert (payment.status, payment.amount_received, payment.currency) == ("succeeded", 5000, "USD")
    assert (payment.card_last4, payment.metadata) == ("4242", made.metadata)
    assert payment.balance is None
    assert gateway.fetch_balance(payment.charge_id) is None
    demo_stripe.settle(made.id)
    balance = gateway.fetch_payment(paid.payment_intent).balance
    assert (balance.amount, balance.fee, balance.net, balance.currency) == (5000, 140, 4860, "USD")
    assert balance == gateway.fetch_balance(payment.charge_id)
    demo_stripe.wait_for("charge.updated")


def test_expire_only_while_open(demo_stripe):
    made = gateway.create_session(request())
    assert gateway.expire_session(made.id).status == "expired"
    with pytest.raises(gateway.GatewayRefused):
        gateway.expire_session(made.id)


def test_another_currency_settles_in_the_accounts(demo_stripe):
    made = gateway.create_session(request(currency="CHF"))
    demo_stripe.pay(made.id)
    demo_stripe.settle(made.id)
    payment = gateway.fetch_payment(gateway.fetch_session(made.id).payment_intent)
    assert (payment.currency, payment.amount_received) == ("CHF", 5000)
    assert (payment.balance.currency, payment.balance.amount) == ("USD", 5700)


# -- F10: Stripe is slow, broken or silent --------------------------------------------------------
@pytest.mark.parametrize("kind", ["500", "429", "reset", "timeout"])
def test_F10_nothing_done_means_down_and_no_session(demo_stripe, impatient, kind):
    demo_stripe.faults(kind, count=3, seconds=1)
    with pytest.raises(gateway.GatewayDown):
        gateway.create_session(request())
    demo_stripe.faults("none")
    assert demo_stripe.state()["sessions"] == []
    assert gateway.create_session(request()).status == "open"


@pytest.mark.parametrize("kind", ["succeed_then_drop", "succeed_then_timeout", "wrong_json"])
def test_F10_done_but_not_answered_is_one_session_under_the_same_key(demo_stripe, impatient, kind):
    asked = request()
    demo_stripe.faults(kind, count=3, seconds=1)
    with pytest.raises(gateway.GatewayDown):
        gateway.create_session(asked)
    demo_stripe.faults("none")
    made = gateway.create_session(asked)
    assert [body["id"] for body in demo_stripe.state()["sessions"]] == [made.id]


def test_F10_the_library_retries_by_itself(demo_stripe, no_pause):
    demo_stripe.faults("succeed_then_drop", count=2)
    made = gateway.create_session(request())
    assert [body["id"] for body in demo_stripe.state()["sessions"]] == [made.id]


def test_F10_a_saved_500_stays_under_its_key(demo_stripe, no_pause):
    asked = request()
    demo_stripe.faults("500_saved")
    for _ in range(2):
        with pytest.raises(gateway.KeySpent):
            gateway.create_session(asked)
    other = gateway.create_session(dataclasses.replace(asked, idempotency_key="donation-0b1f-session-2"))
    assert [body["id"] for body in demo_stripe.state()["sessions"]] == [other.id]


def test_a_500_that_is_not_kept_may_be_asked_again_under_its_key(demo_stripe, impatient):
    demo_stripe.faults("500", count=3)
    with pytest.raises(gateway.GatewayDown) as down:
        gateway.create_session(request())
    assert not isinstance(down.value, gateway.KeySpent)
    assert gateway.create_session(request()).status == "open"


def tried(intent, *, status="open", is_default=False):
    payment = {"type": "payment_intent", "payment_intent": intent}
    return {"status": status, "is_default": is_default, "payment": payment}


@pytest.mark.parametrize(
    ("payments", "counts"),
    [
        ([], None),
        ([tried("pi_a", is_default=True)], "pi_a"),
        ([tried("pi_new", is_default=True), tried("pi_old", status="canceled")], "pi_new"),
        ([tried("pi_old", status="canceled"), tried("pi_new", is_default=True)], "pi_new"),
        ([tried("pi_default", is_default=True), tried("pi_paid", status="paid")], "pi_paid"),
        ([{"status": "paid", "payment": {"type": "charge", "charge": "ch_1"}}], None),
    ],
)
def test_of_several_tries_at_an_invoice_the_one_that_paid_counts(payments, counts):
    raw = {
        "id": "in_1", "status": "open", "amount_paid": 0, "amount_due": 5, "currency": "usd", "livemode": False,
        "lines": {"data": []}, "payments": {"data": payments},
    }  # fmt: skip
    assert gateway.invoice_of(raw).payment_intent == counts


def test_an_amount_is_what_a_month_takes_whatever_the_quantity_and_an_end_is_an_end_however_said():
    item = {"price": {"unit_amount": 500}, "quantity": 3, "current_period_end": 1_900_000_000}
    raw = {
        "id": "sub_1", "status": "active", "customer": "cus_1", "currency": "usd", "livemode": False,
        "items": {"data": [item]}, "cancel_at": None, "cancel_at_period_end": True,
    }  # fmt: skip
    found = gateway.subscription_of(raw)
    assert (found.amount_minor, found.cancel_at) == (1500, 1_900_000_000)


def test_nobody_there_is_down(demo_stripe, settings, no_pause):
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    with pytest.raises(gateway.GatewayDown):
        gateway.fetch_session("cs_test_x")


# -- T02, T03: signatures -------------------------------------------------------------------------
@pytest.fixture
def notice(demo_stripe):
    made = gateway.create_session(request())
    demo_stripe.pay(made.id)
    return demo_stripe.wait_for("checkout.session.completed")[0]


def sign(body, secret=SECRET, at=None):
    return stripe.WebhookSignature.generate_signature_header(body.decode(), secret, at)


def test_good_signature_names_what_to_fetch(notice):
    event = gateway.parse_event(notice.body, notice.signature)
    body = notice.event
    assert (event.id, event.type) == (body["id"], "checkout.session.completed")
    assert (event.object_kind, event.object_id) == ("checkout.session", body["data"]["object"]["id"])
    assert event.payment_intent == body["data"]["object"]["payment_intent"]
    assert event.payment_intent.startswith("pi_")
    assert (event.livemode, event.api_version) == (False, gateway.API_VERSION)


def test_T02_second_secret_counts_while_rolling(notice, settings):
    settings.STRIPE_WEBHOOK_SECRETS = ["whsec_new", SECRET]
    assert gateway.parse_event(notice.body, notice.signature).id == notice.event["id"]


def test_T02_forged_is_refused(notice, settings):
    body, good = notice.body, notice.signature
    forged = [
        (body, ""),
        (body, None),
        (body, "nonsense"),
        (body, "t=1,v1=é"),
        (body, good.replace("v1=", "v0=")),
        (body, sign(body, "whsec_somebody_else")),
        (body, good.replace("t=1", "t=2", 1)),
        (body.replace(b"5000", b"9000"), good),
        (body.replace(b"\n", b""), good),
        (b"\xff\xfe", good),
        (b"", good),
    ]
    for altered, signature in forged:
        with pytest.raises(gateway.BadSignature):
            gateway.parse_event(altered, signature)
    settings.STRIPE_WEBHOOK_SECRETS = []
    with pytest.raises(gateway.BadSignature):
        gateway.parse_event(body, good)


@pytest.mark.parametrize("body", [b"[]", b"null", b'"x"', b"{}", b"nonsense", b'{"object": "event", "data": null}'])
def test_T02_signed_but_no_event_is_refused(settings, body):
    settings.STRIPE_WEBHOOK_SECRETS = [SECRET]
    with pytest.raises(gateway.BadSignature):
        gateway.parse_event(body, sign(body))


@pytest.mark.parametrize(("age", "good"), [(0, True), (295, True), (305, False), (3 * 86400, False)])
def test_T03_old_timestamps_are_refused(notice, age, good):
    signature = sign(notice.body, at=int(time.time()) - age)
    if good:
        assert gateway.parse_event(notice.body, signature).id == notice.event["id"]
    else:
        with pytest.raises(gateway.BadSignature):
            gateway.parse_event(notice.body, signature)
