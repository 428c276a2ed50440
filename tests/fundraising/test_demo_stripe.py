"""The demo Stripe behaves as Stripe does: its API, its hosted page, its memory."""

import base64
import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest
import stripe
from django.core.management import CommandError, call_command

from fundraising.demo_stripe import objects
from fundraising.demo_stripe.words import WORDS, money
from tests.fundraising.demo_stripe_fixture import KEY, running

PARAMS = {
    "mode": "payment",
    "submit_type": "donate",
    "success_url": "http://localhost:8000/thanks/?s={CHECKOUT_SESSION_ID}",
    "cancel_url": "http://localhost:8000/give/",
    "line_items[0][quantity]": "1",
    "line_items[0][price_data][currency]": "usd",
    "line_items[0][price_data][unit_amount]": "5000",
    "line_items[0][price_data][product_data][name]": "Gift to <Common> Table",
    "customer_email": "dana@example.org",
    "metadata[donation]": "0b1f",
    "payment_intent_data[metadata][donation]": "0b1f",
}
REQUIRED = {
    "checkout.session": "automatic_tax created custom_fields custom_text expires_at id livemode mode object "
    "payment_method_types payment_status shipping_options",
    "charge": "amount amount_captured amount_refunded billing_details captured created currency disputed id livemode "
    "metadata object paid refunded status",
    "balance_transaction": "amount available_on balance_type created currency fee fee_details id net object "
    "reporting_category status type",
    "payout": "amount arrival_date automatic created currency id livemode method object reconciliation_status "
    "source_type status type",
    "refund": "amount created currency id object",
    "dispute": "amount balance_transactions charge created currency enhanced_eligibility_types evidence "
    "evidence_details id is_charge_refundable livemode metadata object reason status",
    "event": "created data id livemode object pending_webhooks type",
}


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args, **kwargs):
        return None


OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), NoRedirect())


def ask(demo, path, data=None, headers=None, key=KEY):
    """(status, headers, body text) of a plain HTTP call."""
    body = urllib.parse.urlencode(data).encode() if data is not None else None
    headers = {**({"Authorization": f"Bearer {key}"} if key else {}), **(headers or {})}
    try:
        answer = OPENER.open(urllib.request.Request(demo.base + path, body, headers), timeout=10)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return answer.status, answer.headers, answer.read().decode()


def create(demo, **changes):
    status, _, body = ask(demo, "/v1/checkout/sessions", {**PARAMS, **changes})
    assert status == 200, body
    return json.loads(body)


def client(demo):
    return stripe.StripeClient(KEY, base_addresses={"api": demo.base})


def complete(body):
    for field in REQUIRED[body["object"]].split():
        assert body[field] is not None, f"{body['object']}.{field}"


# -- the API -------------------------------------------------------------------------------------
def test_answers_have_stripes_headers_and_required_fields(demo_stripe):
    status, headers, body = ask(demo_stripe, "/v1/checkout/sessions", PARAMS, {"Idempotency-Key": "k1"})
    assert status == 200
    assert headers["Request-Id"].startswith("req_")
    assert headers["Stripe-Version"] == objects.API_VERSION
    complete(json.loads(body))
    again = ask(demo_stripe, "/v1/checkout/sessions", PARAMS, {"Idempotency-Key": "k1"})
    assert (again[0], again[2]) == (200, body)
    assert again[1]["Idempotent-Replayed"] == "true"
    assert again[1]["Original-Request"] == headers["Request-Id"]
    assert stripe.api_version == objects.API_VERSION


@pytest.mark.parametrize("key", [None, "sk_demo_wrong"])
def test_wrong_or_missing_key_is_401(demo_stripe, key):
    status, _, body = ask(demo_stripe, "/v1/events", key=key)
    assert (status, json.loads(body)["error"]["type"]) == (401, "invalid_request_error")


def test_basic_auth_is_taken_too(demo_stripe):
    token = base64.b64encode(f"{KEY}:".encode()).decode()
    assert ask(demo_stripe, "/v1/events", headers={"Authorization": f"Basic {token}"}, key=None)[0] == 200


@pytest.mark.parametrize(
    ("changes", "code", "param"),
    [
        ({"payment_method_types[0]": "card"}, "parameter_unknown", "payment_method_types"),
        ({"nonsense": "1"}, "parameter_unknown", "nonsense"),
        ({"line_items[0][price_data][nonsense]": "1"}, "parameter_unknown", "line_items[0][price_data][nonsense]"),
        ({"ui_mode": "hosted"}, None, "ui_mode"),
        ({"mode": None}, "parameter_missing", "mode"),
        ({"success_url": None}, "parameter_missing", "success_url"),
        ({"success_url": "/thanks/"}, "url_invalid", "success_url"),
        ({"line_items[0][quantity]": None}, "parameter_missing", "line_items[0][quantity]"),
        ({"line_items[0][price_data][unit_amount]": "12.5"}, "parameter_invalid_integer",
         "line_items[0][price_data][unit_amount]"),
        ({"line_items[0][price_data][unit_amount]": "49"}, "amount_too_small", None),
        ({"line_items[0][price_data][unit_amount]": "100000000"}, "amount_too_large", None),
        ({"customer_email": "nobody"}, "email_invalid", "customer_email"),
        ({"customer_email": ""}, "parameter_invalid_empty", "customer_email"),
        ({"metadata[a]": "x" * 501}, None, "metadata[a]"),
        ({"client_reference_id": "x" * 201}, "parameter_invalid_string", "client_reference_id"),
        ({"payment_intent_data[statement_descriptor_suffix]": "x" * 23}, "parameter_invalid_string",
         "payment_intent_data[statement_descriptor_suffix]"),
    ],
)  # fmt: skip
def test_bad_parameters_are_refused_in_stripes_shape(demo_stripe, changes, code, param):
    given = {key: value for key, value in {**PARAMS, **changes}.items() if value is not None}
    status, _, body = ask(demo_stripe, "/v1/checkout/sessions", given)
    error = json.loads(body)["error"]
    assert (status, error["type"]) == (400, "invalid_request_error")
    assert (error.get("code"), error.get("param")) == (code, param)
    assert error["message"]
    assert demo_stripe.state()["sessions"] == []


@pytest.mark.parametrize("seconds", [60, 25 * 3600])
def test_expiry_must_be_between_half_an_hour_and_a_day(demo_stripe, seconds):
    status, _, body = ask(
        demo_stripe, "/v1/checkout/sessions", {**PARAMS, "expires_at": str(int(time.time()) + seconds)}
    )
    assert (status, json.loads(body)["error"]["param"]) == (400, "expires_at")


def test_what_failed_its_validation_does_not_use_up_the_key(demo_stripe):
    head = {"Idempotency-Key": "k2"}
    assert ask(demo_stripe, "/v1/checkout/sessions", {**PARAMS, "nonsense": "1"}, head)[0] == 400
    assert ask(demo_stripe, "/v1/checkout/sessions", PARAMS, head)[0] == 200


def test_one_key_at_once_makes_one_session(demo_stripe):
    def call(_):
        return ask(demo_stripe, "/v1/checkout/sessions", PARAMS, {"Idempotency-Key": "k3"})

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(call, range(16)))
    assert {status for status, _, _ in answers} <= {200, 409}
    assert len({body for status, _, body in answers if status == 200}) == 1
    assert len(demo_stripe.state()["sessions"]) == 1


def test_unknown_address_is_404(demo_stripe):
    assert ask(demo_stripe, "/v1/coupons", {"charge": "ch_1"})[0] == 404


def test_paid_objects_and_expansion(demo_stripe):
    session = create(demo_stripe)
    demo_stripe.pay(session["id"])
    demo_stripe.settle(session["id"])
    api = client(demo_stripe).v1
    intent_id = api.checkout.sessions.retrieve(session["id"]).payment_intent
    intent = api.payment_intents.retrieve(intent_id, {"expand": ["latest_charge.balance_transaction"]})
    charge = intent.latest_charge.to_dict(for_json=True)
    complete(charge)
    complete(charge["balance_transaction"])
    assert charge["balance_transaction"]["source"] == charge["id"]
    assert intent.metadata["donation"] == "0b1f"
    lines = api.checkout.sessions.line_items.list(session["id"])
    assert [line.amount_total for line in lines.data] == [5000]
    with pytest.raises(stripe.InvalidRequestError, match="cannot be expanded"):
        api.payment_intents.retrieve(intent_id, {"expand": ["metadata"]})


def test_lists_page_both_ways_and_filter(demo_stripe):
    ids = []
    for _ in range(5):
        session = create(demo_stripe)
        ids.append(session["id"])
        demo_stripe.pay(session["id"])
        demo_stripe.settle(session["id"])
    api = client(demo_stripe).v1
    page = api.checkout.sessions.list({"limit": 2})
    assert ([entry.id for entry in page.data], page.has_more) == (ids[:2:-1], True)
    older = api.checkout.sessions.list({"limit": 10, "starting_after": page.data[-1].id})
    assert ([entry.id for entry in older.data], older.has_more) == (ids[2::-1], False)
    newer = api.checkout.sessions.list({"limit": 2, "ending_before": ids[0]})
    assert ([entry.id for entry in newer.data], newer.has_more) == ([ids[2], ids[1]], True)
    assert [entry.id for entry in api.checkout.sessions.list({"limit": 2}).auto_paging_iter()] == ids[::-1]
    now = int(time.time())
    assert len(api.balance_transactions.list({"created": {"gte": now - 60}}).data) == 5
    assert api.balance_transactions.list({"created": {"gt": now + 60}}).data == []
    assert len(api.events.list({"types": ["checkout.session.completed"]}).data) == 5


def test_events_not_delivered_can_be_listed(demo_stripe):
    first = create(demo_stripe)
    demo_stripe.pay(first["id"])
    good = demo_stripe.wait_for("checkout.session.completed")[0].event
    demo_stripe.plan("drop")
    demo_stripe.pay(create(demo_stripe)["id"])
    api = client(demo_stripe).v1
    lost = api.events.list(
        {"types": ["checkout.session.completed"], "delivery_success": False, "ending_before": good["id"]}
    ).data
    assert len(lost) == 1
    assert lost[0].pending_webhooks == 1
    assert lost[0].api_version == objects.API_VERSION
    assert len(demo_stripe.arrived("checkout.session.completed")) == 1


# -- lives of a session --------------------------------------------------------------------------
def test_decline_then_pay(demo_stripe):
    session = create(demo_stripe)
    declined = demo_stripe.decline(session["id"])
    assert (declined["status"], declined["payment_status"]) == ("open", "unpaid")
    intent = client(demo_stripe).v1.payment_intents.retrieve(declined["payment_intent"])
    assert intent.status == "requires_payment_method"
    assert intent.last_payment_error.code == "card_declined"
    paid = demo_stripe.pay(session["id"])
    assert (paid["status"], paid["payment_status"], paid["url"]) == ("complete", "paid", None)
    assert paid["payment_intent"] == declined["payment_intent"]
    assert client(demo_stripe).v1.payment_intents.retrieve(paid["payment_intent"]).last_payment_error is None


@pytest.mark.parametrize(
    ("verb", "status", "kind"),
    [
        ("async_succeed", "paid", "checkout.session.async_payment_succeeded"),
        ("async_fail", "unpaid", "checkout.session.async_payment_failed"),
    ],
)
def test_bank_debit_answers_later(demo_stripe, verb, status, kind):
    session = create(demo_stripe)
    later = demo_stripe.later(session["id"])
    assert (later["status"], later["payment_status"]) == ("complete", "unpaid")
    assert demo_stripe.wait_for("checkout.session.completed")[0].event["data"]["object"]["payment_status"] == "unpaid"
    assert getattr(demo_stripe, verb)(session["id"])["payment_status"] == status
    demo_stripe.wait_for(kind)
    with pytest.raises(AssertionError, match="under way"):
        getattr(demo_stripe, verb)(session["id"])


def test_balance_comes_late_and_charge_updated_says_so(demo_stripe):
    demo_stripe.settings(settle_delay=0.4)
    session = demo_stripe.pay(create(demo_stripe)["id"])
    api = client(demo_stripe).v1
    charge = api.payment_intents.retrieve(session["payment_intent"], {"expand": ["latest_charge"]}).latest_charge
    assert charge.balance_transaction is None
    event = demo_stripe.wait_for("charge.updated")[0].event
    complete(event)
    assert event["data"]["previous_attributes"] == {"balance_transaction": None}
    assert event["data"]["object"]["balance_transaction"].startswith("txn_")


def test_sessions_expire_by_themselves(demo_stripe):
    session = create(demo_stripe)
    demo_stripe.server.store.run("UPDATE duty SET due = 0 WHERE target = ?", session["id"])
    demo_stripe.wait_for("checkout.session.expired")
    assert client(demo_stripe).v1.checkout.sessions.retrieve(session["id"]).status == "expired"
    with pytest.raises(AssertionError, match="expired"):
        demo_stripe.pay(session["id"])


def test_expiry_never_touches_a_paid_session(demo_stripe):
    session = create(demo_stripe)
    demo_stripe.pay(session["id"])
    demo_stripe.server.store.run("UPDATE duty SET due = 0 WHERE target = ?", session["id"])
    demo_stripe.wait_for("charge.updated")
    assert client(demo_stripe).v1.checkout.sessions.retrieve(session["id"]).status == "complete"
    assert demo_stripe.arrived("checkout.session.expired") == []


def test_payout_event_is_truthfully_shaped(demo_stripe):
    demo_stripe.unbooked()
    payout = demo_stripe.wait_for("payout.paid")[0].event["data"]["object"]
    complete(payout)
    assert client(demo_stripe).v1.payouts.retrieve(payout["id"]).amount == payout["amount"]


# -- the hosted page -----------------------------------------------------------------------------
FORM = {"email": "dana@example.org", "number": "4242 4242 4242 4242", "do": "pay"}


def test_hosted_page_says_no_money_moves_and_escapes(demo_stripe):
    session = create(demo_stripe)
    status, headers, body = ask(demo_stripe, f"/c/pay/{session['id']}", key=None)
    assert status == 200
    assert "no money moves" in body
    assert "Pay $50.00" in body
    assert "Gift to &lt;Common&gt; Table" in body
    assert 'href="http://localhost:8000/give/"' in body
    assert "style=" not in body
    assert "<script" not in body
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'")
    assert "form-action 'self' http://localhost:8000" in policy


def test_pay_twice_at_once_is_one_payment(demo_stripe):
    session = create(demo_stripe)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: ask(demo_stripe, f"/c/pay/{session['id']}", FORM, key=None), range(4)))
    target = f"http://localhost:8000/thanks/?s={session['id']}"
    assert [(status, headers["Location"]) for status, headers, _ in answers] == [(303, target)] * 4
    assert len(client(demo_stripe).v1.charges.list().data) == 1


@pytest.mark.parametrize("number", ["4000000000000002", "4000000000009995"])
def test_a_refused_card_keeps_what_was_typed(demo_stripe, number):
    session = create(demo_stripe)
    status, _, body = ask(
        demo_stripe, f"/c/pay/{session['id']}", {**FORM, "number": number, "email": "new@example.org"}, key=None
    )
    assert status == 402
    assert 'role="alert"' in body
    assert 'value="new@example.org"' in body
    assert ask(demo_stripe, f"/c/pay/{session['id']}", FORM, key=None)[0] == 303


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"number": "5555 5555 5555 4444"}, "not a test card"),
        ({"number": "42"}, "16 digits"),
        ({"email": "x"}, "email-error"),
    ],
)
def test_wrong_fields_are_said_at_the_field_and_nothing_is_kept(demo_stripe, changes, said):
    session = create(demo_stripe)
    status, _, body = ask(demo_stripe, f"/c/pay/{session['id']}", {**FORM, **changes}, key=None)
    assert status == 422
    assert said in body
    assert client(demo_stripe).v1.charges.list().data == []


def test_closed_and_unknown_pages_are_pages(demo_stripe):
    session = create(demo_stripe)
    demo_stripe.expire(session["id"])
    assert ask(demo_stripe, f"/c/pay/{session['id']}", key=None)[0] == 410
    assert ask(demo_stripe, f"/c/pay/{session['id']}", FORM, key=None)[0] == 410
    for path in ("/c/pay/none", "/c/pay/%00", "/nowhere"):
        status, _, body = ask(demo_stripe, path, key=None)
        assert (status, "no money moves" in body) == (404, True)


def test_hosted_page_in_spanish(demo_stripe):
    session = create(demo_stripe, locale="es")
    body = ask(demo_stripe, f"/c/pay/{session['id']}", key=None)[2]
    assert 'lang="es"' in body
    assert "no se mueve dinero" in body
    assert WORDS["en"].keys() == WORDS["es"].keys()


def test_money_is_written_with_its_own_decimals():
    assert [money(5000, "usd"), money(123456, "chf"), money(5000, "jpy")] == ["$50.00", "CHF 1,234.56", "¥5,000"]


# -- the panel -----------------------------------------------------------------------------------
def test_panel_shows_every_state_and_its_buttons_work(demo_stripe):
    for verb in ("pay", "later", "expire", "decline"):
        getattr(demo_stripe, verb)(create(demo_stripe)["id"])
    demo_stripe.wait_for("charge.updated")
    body = ask(demo_stripe, "/panel", key=None)[2]
    for word in ("paid", "bank debit under way", "expired", "open", "charge.updated", "no money moves"):
        assert word in body
    status, headers, _ = ask(
        demo_stripe, "/panel/do/plan", {"mode": "duplicate", "count": "2", "seconds": "3"}, key=None
    )
    assert (status, headers["Location"]) == (303, "/panel")
    assert demo_stripe.state()["plan"] == {"mode": "duplicate", "count": 2, "seconds": 3.0, "forever": False}
    status, _, body = ask(demo_stripe, "/panel/do/plan", {"mode": "drop", "count": "many"}, key=None)
    assert (status, "whole number" in body) == (400, True)


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Host": "evil.example"}])
def test_other_sites_cannot_press_the_buttons(demo_stripe, headers):
    session = create(demo_stripe)
    status = ask(demo_stripe, f"/panel/do/sessions/{session['id']}/pay", {}, headers, key=None)[0]
    assert status in (403, 421)
    assert demo_stripe.state()["sessions"][0]["status"] == "open"


# -- the process ---------------------------------------------------------------------------------
def test_restart_keeps_sessions_keys_and_waiting_deliveries(tmp_path):
    state = str(tmp_path / "state.sqlite3")
    with running(state, webhook_url="http://127.0.0.1:9/") as before:
        _, _, body = ask(before, "/v1/checkout/sessions", PARAMS, {"Idempotency-Key": "k"})
        before.pay(json.loads(body)["id"])
        still_open = create(before)
    with running(state) as after:
        assert ask(after, "/v1/checkout/sessions", PARAMS, {"Idempotency-Key": "k"})[2] == body
        newest, oldest = after.state()["sessions"]
        assert oldest["payment_status"] == "paid"
        assert newest["url"] == f"{after.base}/c/pay/{still_open['id']}"
        after.wait_for("checkout.session.completed")
        after.wait_for("charge.updated")


def test_busy_port_is_one_line_and_1(demo_stripe):
    done = subprocess.run(
        [sys.executable, "-m", "fundraising.demo_stripe", "--port", str(demo_stripe.server.port)],
        capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert f"Port {demo_stripe.server.port} is taken" in done.stderr


def test_command_hands_over_the_settings_and_reports_a_busy_port(demo_stripe, capsys):
    with pytest.raises(SystemExit) as left:
        call_command("demo_stripe", port=demo_stripe.server.port, state=":memory:")
    assert left.value.code == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_command_is_for_the_demo_only(settings):
    settings.STRIPE_MODE = "test"
    with pytest.raises(CommandError, match="not demo"):
        call_command("demo_stripe")


def test_runs_without_django_or_us_and_stops_on_sigterm(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    code = (
        "import sys, runpy; sys.argv = ['x', '--port', sys.argv[1]]\n"
        "class No:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        top = name.split('.')[0]\n"
        "        if top in ('django', 'stripe', 'delegation', 'travel', 'requests'): raise ImportError(name)\n"
        "        if name.startswith('fundraising.') and not name.startswith('fundraising.demo_stripe'): "
        "raise ImportError(name)\n"
        "sys.meta_path.insert(0, No())\n"
        "runpy.run_module('fundraising.demo_stripe', run_name='__main__')\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(port)], stdout=subprocess.PIPE, text=True)
    try:
        assert "no money moves" in process.stdout.readline()
        with OPENER.open(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            assert answer.read() == b"ok\n"
    finally:
        process.terminate()
        assert process.wait(timeout=15) == 0
        process.stdout.close()
