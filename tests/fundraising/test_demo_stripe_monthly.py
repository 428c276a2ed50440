"""Monthly gifts at the demo Stripe: begun, renewed, refused, changed, paused, ended; shaped as since basil."""

import time

import pytest
import stripe

from tests.fundraising.test_demo_stripe import ask, client
from tests.fundraising.test_demo_stripe_refunds import kinds

MONTH = {"currency": "usd", "unit_amount": 2500, "recurring": {"interval": "month"}}


def begin(demo, **changes):
    data = {**MONTH, "product_data": {"name": "Monthly gift"}}
    return client(demo).v1.checkout.sessions.create(
        {
            "mode": "subscription",
            "submit_type": "donate",
            "success_url": "http://localhost:8000/thanks/?s={CHECKOUT_SESSION_ID}",
            "line_items": [{"quantity": 1, "price_data": data}],
            "customer_email": "dana@example.org",
            "subscription_data": {"metadata": {"pledge": "p1"}},
            **changes,
        }
    )


def begun(demo):
    """The subscription of a completed session, as the library reads it."""
    session = demo.pay(begin(demo).id)
    return client(demo).v1.subscriptions.retrieve(session["subscription"])


def invoices(demo, sub):
    found = client(demo).v1.invoices.list({"subscription": sub.id, "expand": ["data.payments"]}).data
    return list(reversed(found))


def same_item(sub, amount, **more):
    item = sub["items"].data[0]
    data = {**MONTH, "unit_amount": amount, "product": item.price.product}
    return {"items": [{"id": item.id, "price_data": data}], **more}


def test_a_completed_session_makes_customer_subscription_and_first_invoice(demo_stripe):
    session = demo_stripe.pay(begin(demo_stripe).id)
    assert (session["payment_status"], session["payment_intent"], session["mode"]) == ("paid", None, "subscription")
    api = client(demo_stripe).v1
    sub = api.subscriptions.retrieve(session["subscription"], {"expand": ["customer", "latest_invoice.payments"]})
    assert (sub.status, sub.metadata["pledge"], sub.customer.email) == ("active", "p1", "dana@example.org")
    invoice = sub.latest_invoice
    assert (invoice.status, invoice.amount_paid, invoice.billing_reason) == ("paid", 2500, "subscription_create")
    assert invoice.parent.subscription_details.subscription == sub.id
    assert invoice.parent.subscription_details.metadata["pledge"] == "p1"
    for gone in ("subscription", "payment_intent", "charge", "paid"):
        assert gone not in invoice
    intent = api.payment_intents.retrieve(invoice.payments.data[0].payment.payment_intent)
    assert (intent.amount, intent.customer, dict(intent.metadata.to_dict())) == (2500, sub.customer.id, {})
    event = demo_stripe.wait_for("invoice.paid")[0].event
    assert "payments" not in event["data"]["object"]
    assert set(kinds(demo_stripe, "invoice", "customer", "checkout", "payment_intent")) == {
        "customer.created", "invoice.created", "invoice.finalized", "payment_intent.created",
        "payment_intent.succeeded", "invoice_payment.paid", "invoice.paid", "invoice.payment_succeeded",
        "customer.subscription.created", "checkout.session.completed",
    }  # fmt: skip


def test_the_hosted_page_says_each_month_and_is_paid_there(demo_stripe):
    session = begin(demo_stripe)
    path = f"/c/pay/{session.id}"
    assert "each month" in ask(demo_stripe, path, key=None)[2]
    form = {"email": "dana@example.org", "number": "4242 4242 4242 4242", "do": "pay"}
    status, headers, _ = ask(demo_stripe, path, form, key=None)
    assert (status, headers["Location"]) == (303, f"http://localhost:8000/thanks/?s={session.id}")
    assert client(demo_stripe).v1.subscriptions.list().data[0].status == "active"


def test_an_invoices_payment_is_found_both_ways_and_settles(demo_stripe):
    sub, api = begun(demo_stripe), client(demo_stripe).v1
    invoice = invoices(demo_stripe, sub)[0]
    payment = api.invoice_payments.list({"invoice": invoice.id, "expand": ["data.payment.payment_intent"]}).data[0]
    intent = payment.payment.payment_intent
    assert (payment.status, payment.amount_paid, intent.status) == ("paid", 2500, "succeeded")
    found = api.invoice_payments.list({"payment": {"type": "payment_intent", "payment_intent": intent.id}}).data
    assert [entry.invoice for entry in found] == [invoice.id]
    demo_stripe.wait_for("charge.updated")
    line = api.balance_transactions.list({"source": intent.latest_charge}).data[0]
    assert (line.amount, line.fee) == (2500, 85)


def test_next_month_pays(demo_stripe):
    sub = begun(demo_stripe)
    end = sub["items"].data[0].current_period_end
    demo_stripe.renew(sub.id)
    first, second = invoices(demo_stripe, sub)
    assert (second.billing_reason, second.amount_paid) == ("subscription_cycle", 2500)
    assert (second.lines.data[0].period.start, first.lines.data[0].period.end) == (end, end)
    payments = [entry.payments.data[0].payment.payment_intent for entry in (first, second)]
    assert len(set(payments)) == 2
    assert (first.number[-4:], second.number[-4:]) == ("0001", "0002")
    demo_stripe.wait_for("invoice.paid", 2)


def test_refused_then_paid(demo_stripe):
    sub, api = begun(demo_stripe), client(demo_stripe).v1
    demo_stripe.renew(sub.id, "fail")
    read = api.subscriptions.retrieve(sub.id)
    owed = invoices(demo_stripe, sub)[1]
    assert (read.status, owed.status, owed.attempt_count) == ("past_due", "open", 1)
    assert owed.next_payment_attempt > time.time()
    demo_stripe.wait_for("invoice.payment_failed")
    demo_stripe.retry(sub.id, "fail")
    demo_stripe.retry(sub.id)
    owed = invoices(demo_stripe, sub)[1]
    assert (owed.status, owed.attempt_count) == ("paid", 3)
    assert api.subscriptions.retrieve(sub.id).status == "active"
    assert len(owed.payments.data) == 1
    with pytest.raises(AssertionError, match="owed"):
        demo_stripe.retry(sub.id)


def test_refused_too_often_ends_it(demo_stripe):
    sub, api = begun(demo_stripe), client(demo_stripe).v1
    demo_stripe.renew(sub.id, "fail")
    for _ in range(3):
        demo_stripe.retry(sub.id, "fail")
    read = api.subscriptions.retrieve(sub.id)
    assert (read.status, read.cancellation_details.reason) == ("canceled", "payment_failed")
    demo_stripe.wait_for("customer.subscription.deleted")
    assert api.subscriptions.list().data == []
    assert [entry.id for entry in api.subscriptions.list({"status": "all"}).data] == [sub.id]


def test_cancelled_at_once_and_only_once(demo_stripe):
    sub, api = begun(demo_stripe), client(demo_stripe).v1
    gone = api.subscriptions.cancel(sub.id, {"cancellation_details": {"feedback": "too_expensive"}})
    assert (gone.status, gone.cancellation_details.feedback) == ("canceled", "too_expensive")
    with pytest.raises(stripe.InvalidRequestError) as caught:
        api.subscriptions.cancel(sub.id)
    assert caught.value.http_status == 404
    with pytest.raises(stripe.InvalidRequestError, match="canceled subscription"):
        api.subscriptions.update(sub.id, {"cancel_at": int(time.time()) + 99})
    with pytest.raises(AssertionError, match="404"):
        demo_stripe.renew(sub.id)


def test_cancel_at_ends_it_when_its_month_comes(demo_stripe):
    sub, api = begun(demo_stripe), client(demo_stripe).v1
    ends = [sub["items"].data[0].current_period_end + days * 86400 for days in (40, 10)]
    assert api.subscriptions.update(sub.id, {"cancel_at": ends[0]}).cancel_at == ends[0]
    moved = api.subscriptions.update(sub.id, {"cancel_at": ends[1]})
    assert (moved.cancel_at, moved.cancellation_details.reason) == (ends[1], "cancellation_requested")
    demo_stripe.renew(sub.id)
    assert api.subscriptions.retrieve(sub.id).status == "active"
    demo_stripe.renew(sub.id)
    assert api.subscriptions.retrieve(sub.id).status == "canceled"
    assert len(invoices(demo_stripe, sub)) == 2


def test_cancel_at_is_taken_back_and_comes_by_the_clock_too(demo_stripe):
    sub, api = begun(demo_stripe), client(demo_stripe).v1
    api.subscriptions.update(sub.id, {"cancel_at_period_end": True})
    back = api.subscriptions.update(sub.id, {"cancel_at": ""})
    assert (back.cancel_at, back.cancel_at_period_end, back.canceled_at) == (None, False, None)
    with pytest.raises(stripe.InvalidRequestError, match="future"):
        api.subscriptions.update(sub.id, {"cancel_at": 1})
    api.subscriptions.update(sub.id, {"cancel_at": int(time.time()) + 1})
    demo_stripe.wait_for("customer.subscription.deleted")


@pytest.mark.parametrize(
    ("behavior", "status"), [("void", "void"), ("mark_uncollectible", "uncollectible"), ("keep_as_draft", "draft")]
)
def test_a_paused_month_is_billed_to_nobody(demo_stripe, behavior, status):
    sub, api = begun(demo_stripe), client(demo_stripe).v1
    paused = api.subscriptions.update(sub.id, {"pause_collection": {"behavior": behavior}})
    assert (paused.status, paused.pause_collection.resumes_at) == ("active", None)
    demo_stripe.renew(sub.id)
    api.subscriptions.update(sub.id, {"pause_collection": ""})
    demo_stripe.renew(sub.id)
    assert [entry.status for entry in invoices(demo_stripe, sub)] == ["paid", status, "paid"]


def test_a_pause_ends_by_itself(demo_stripe):
    sub, api = begun(demo_stripe), client(demo_stripe).v1
    end = sub["items"].data[0].current_period_end
    api.subscriptions.update(sub.id, {"pause_collection": {"behavior": "void", "resumes_at": end + 86400}})
    demo_stripe.renew(sub.id)
    demo_stripe.renew(sub.id)
    assert [entry.status for entry in invoices(demo_stripe, sub)] == ["paid", "void", "paid"]
    assert api.subscriptions.retrieve(sub.id).pause_collection is None


def test_another_amount_from_the_next_month(demo_stripe):
    sub, api = begun(demo_stripe), client(demo_stripe).v1
    changed = api.subscriptions.update(sub.id, same_item(sub, 4000, proration_behavior="none"))
    assert changed["items"].data[0].price.unit_amount == 4000
    assert changed["items"].data[0].id == sub["items"].data[0].id
    demo_stripe.renew(sub.id)
    assert [entry.total for entry in invoices(demo_stripe, sub)] == [2500, 4000]


def test_without_a_word_about_proration_the_running_month_is_prorated(demo_stripe):
    sub, api = begun(demo_stripe), client(demo_stripe).v1
    api.subscriptions.update(sub.id, same_item(sub, 4000))
    demo_stripe.renew(sub.id)
    second = invoices(demo_stripe, sub)[1]
    assert len(second.lines.data) == 3
    assert 5490 <= second.total <= 5500


@pytest.mark.parametrize(
    "changes", [{"product": "prod_none"}, {"currency": "eur"}, {"recurring": {"interval": "year"}}]
)
def test_prices_that_do_not_fit_are_refused(demo_stripe, changes):
    sub = begun(demo_stripe)
    given = same_item(sub, 4000)
    given["items"][0]["price_data"] |= changes
    with pytest.raises(stripe.InvalidRequestError):
        client(demo_stripe).v1.subscriptions.update(sub.id, given)
    assert client(demo_stripe).v1.subscriptions.retrieve(sub.id)["items"].data[0].price.unit_amount == 2500


def test_metadata_is_added_to_and_taken_away(demo_stripe):
    sub, api = begun(demo_stripe), client(demo_stripe).v1
    both = api.subscriptions.update(sub.id, {"metadata": {"more": "1"}})
    assert both.metadata.to_dict() == {"pledge": "p1", "more": "1"}
    assert api.subscriptions.update(sub.id, {"metadata": {"pledge": ""}}).metadata.to_dict() == {"more": "1"}


@pytest.mark.parametrize(("verb", "bill", "sub_status"), [("async_succeed", "paid", "active"),
                                                          ("async_fail", "open", "past_due")])  # fmt: skip
def test_first_month_by_bank_debit(demo_stripe, verb, bill, sub_status):
    session = demo_stripe.later(begin(demo_stripe).id)
    assert (session["status"], session["payment_status"]) == ("complete", "unpaid")
    api = client(demo_stripe).v1
    assert api.invoices.retrieve(session["invoice"]).status == "open"
    assert demo_stripe.state()["under_way"] == [session["id"]]
    getattr(demo_stripe, verb)(session["id"])
    assert api.invoices.retrieve(session["invoice"]).status == bill
    assert api.subscriptions.retrieve(session["subscription"]).status == sub_status


@pytest.mark.parametrize(
    "changes",
    [{"payment_intent_data": {"metadata": {"a": "1"}}}, {"customer_creation": "always"}, {"mode": "payment"},
     {"customer": "cus_none", "customer_email": ""}],
)  # fmt: skip
def test_sessions_that_mix_the_modes_are_refused(demo_stripe, changes):
    with pytest.raises(stripe.InvalidRequestError):
        begin(demo_stripe, **changes)


def test_declined_then_paid_and_a_known_customer(demo_stripe):
    session = begin(demo_stripe)
    declined = demo_stripe.decline(session.id)
    assert (declined["status"], declined["subscription"], declined["payment_intent"]) == ("open", None, None)
    paid = demo_stripe.pay(session.id)
    given = {"mode": "subscription", "customer": paid["customer"], "success_url": "http://localhost/", "line_items": [
        {"quantity": 1, "price_data": {**MONTH, "product_data": {"name": "Gift"}}}]}  # fmt: skip
    again = demo_stripe.pay(client(demo_stripe).v1.checkout.sessions.create(given).id)
    assert again["customer"] == paid["customer"]
    assert len(client(demo_stripe).v1.subscriptions.list({"customer": paid["customer"]}).data) == 2


def test_the_portal_page_stops_a_gift_and_keeps_it_going(demo_stripe):
    sub, api = begun(demo_stripe), client(demo_stripe).v1
    portal = api.billing_portal.sessions.create({"customer": sub.customer, "return_url": "http://localhost:8000/me/"})
    path = portal.url.removeprefix(demo_stripe.base)
    status, _, body = ask(demo_stripe, path, key=None)
    assert (status, "no money moves" in body, "$25.00 each month" in body) == (200, True, True)
    for wish, at_end in (("stop", True), ("go_on", False)):
        assert ask(demo_stripe, path, {"do": wish, "subscription": sub.id}, key=None)[0] == 303
        assert api.subscriptions.retrieve(sub.id).cancel_at_period_end is at_end
    assert ask(demo_stripe, "/p/session/none", key=None)[0] == 404
