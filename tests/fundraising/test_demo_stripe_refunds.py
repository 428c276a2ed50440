"""Refunds and disputes at the demo Stripe: what the library reads, what the balance says, what is refused."""

import pytest
import stripe

from tests.fundraising.demo_stripe_fixture import KEY
from tests.fundraising.test_demo_stripe import client, complete, create


def paid(demo, *, settled=True, **changes):
    """The charge of a paid session, as the library reads it."""
    session = demo.pay(create(demo, **changes)["id"])
    if settled:
        demo.settle(session["id"])
    intent = client(demo).v1.payment_intents.retrieve(session["payment_intent"], {"expand": ["latest_charge"]})
    return intent.latest_charge


def lines(demo, **given):
    """(category, amount, fee, net) of the balance transactions, oldest first."""
    found = client(demo).v1.balance_transactions.list({"limit": 100, **given}).data
    return [(line.reporting_category, line.amount, line.fee, line.net) for line in reversed(found)]


def kinds(demo, *prefixes):
    found = client(demo).v1.events.list({"limit": 100}).data
    return [event.type for event in reversed(found) if event.type.startswith(prefixes)]


# -- refunds -----------------------------------------------------------------------------------------
def test_partial_refund_then_the_rest(demo_stripe):
    charge, api = paid(demo_stripe), client(demo_stripe).v1
    first = api.refunds.create(
        {"payment_intent": charge.payment_intent, "amount": 2000, "reason": "duplicate", "metadata": {"refund": "7"}},
        {"idempotency_key": "refund-7"},
    )
    complete(first.to_dict(for_json=True))
    assert (first.status, first.charge, first.metadata["refund"]) == ("succeeded", charge.id, "7")
    assert "failure_reason" not in first
    half = api.charges.retrieve(charge.id)
    assert (half.amount_refunded, half.refunded) == (2000, False)
    api.refunds.create({"charge": charge.id})
    whole = api.charges.retrieve(charge.id, {"expand": ["refunds"]})
    assert (whole.amount_refunded, whole.refunded) == (5000, True)
    assert [entry.amount for entry in whole.refunds.data] == [3000, 2000]
    assert lines(demo_stripe) == [
        ("charge", 5000, 140, 4860), ("refund", -2000, 0, -2000), ("refund", -3000, 0, -3000),
    ]  # fmt: skip
    assert [entry.amount for entry in api.refunds.list({"charge": charge.id}).data] == [3000, 2000]
    event = demo_stripe.wait_for("charge.refunded", 2)[0].event
    assert "refunds" not in event["data"]["object"]
    assert event["data"]["previous_attributes"] == {"amount_refunded": 0}


def test_same_key_is_one_refund_and_a_refusal_is_remembered_too(demo_stripe):
    charge, api = paid(demo_stripe), client(demo_stripe).v1
    one, two = (api.refunds.create({"charge": charge.id}, {"idempotency_key": "k"}) for _ in range(2))
    assert one.id == two.id
    for _ in range(2):
        with pytest.raises(stripe.InvalidRequestError) as caught:
            api.refunds.create({"charge": charge.id}, {"idempotency_key": "again"})
        assert caught.value.code == "charge_already_refunded"
    assert caught.value.headers["Idempotent-Replayed"] == "true"
    assert len(api.refunds.list().data) == 1


def test_an_answer_that_was_lost_is_one_refund(demo_stripe):
    charge = paid(demo_stripe)
    demo_stripe.faults("succeed_then_drop", match="/v1/refunds")
    patient = stripe.StripeClient(KEY, base_addresses={"api": demo_stripe.base}, max_network_retries=1)
    made = patient.v1.refunds.create({"charge": charge.id, "amount": 100}, {"idempotency_key": "once"})
    assert [entry.id for entry in patient.v1.refunds.list().data] == [made.id]


def test_more_than_is_left_is_refused_and_changes_nothing(demo_stripe):
    charge, api = paid(demo_stripe), client(demo_stripe).v1
    api.refunds.create({"charge": charge.id, "amount": 4000})
    with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded amount") as caught:
        api.refunds.create({"charge": charge.id, "amount": 1001})
    assert caught.value.param == "amount"
    assert api.charges.retrieve(charge.id).amount_refunded == 4000


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "parameter_missing"),
        ({"charge": "ch_none"}, "resource_missing"),
        ({"charge": "ch_none", "amount": 0}, "parameter_invalid_integer"),
        ({"charge": "ch_none", "nonsense": "1"}, "parameter_unknown"),
    ],
)
def test_bad_refunds_are_refused(demo_stripe, given, code):
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client(demo_stripe).v1.refunds.create(given)
    assert caught.value.code == code


def test_a_payment_that_was_not_taken_cannot_be_refunded(demo_stripe):
    session = demo_stripe.decline(create(demo_stripe)["id"])
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client(demo_stripe).v1.refunds.create({"payment_intent": session["payment_intent"]})
    assert caught.value.code == "payment_intent_unexpected_state"


def test_a_refund_that_succeeded_can_still_fail(demo_stripe):
    charge, api = paid(demo_stripe), client(demo_stripe).v1
    made = demo_stripe.refund(charge.id, amount=2000)
    failed = demo_stripe.press("refunds", made["id"], "fail")
    read = api.refunds.retrieve(made["id"], {"expand": ["failure_balance_transaction"]})
    assert (read.status, read.failure_reason) == ("failed", "expired_or_canceled_card")
    assert read.failure_balance_transaction.net == 2000
    assert failed["balance_transaction"] == made["balance_transaction"]
    assert api.charges.retrieve(charge.id).amount_refunded == 0
    assert lines(demo_stripe)[1:] == [("refund", -2000, 0, -2000), ("refund_failure", 2000, 0, 2000)]
    demo_stripe.wait_for("refund.failed")
    with pytest.raises(AssertionError, match="already"):
        demo_stripe.press("refunds", made["id"], "fail")


def test_pending_refunds_of_both_sorts(demo_stripe):
    api = client(demo_stripe).v1
    demo_stripe.settings(refund_outcome="pending")
    out = api.refunds.create({"charge": paid(demo_stripe).id})
    assert (out.status, out.pending_reason, bool(out.balance_transaction)) == ("pending", "processing", True)
    demo_stripe.settings(refund_outcome="waiting")
    waits = api.refunds.create({"charge": paid(demo_stripe).id})
    assert (waits.pending_reason, waits.balance_transaction) == ("insufficient_funds", None)
    for made in (out, waits):
        demo_stripe.press("refunds", made.id, "succeed")
        read = api.refunds.retrieve(made.id)
        assert (read.status, bool(read.balance_transaction)) == ("succeeded", True)
    demo_stripe.settings(refund_outcome="waiting")
    never = api.refunds.create({"charge": paid(demo_stripe).id})
    demo_stripe.press("refunds", never.id, "fail")
    assert "failure_balance_transaction" not in api.refunds.retrieve(never.id)
    assert sum(net for *_, net in lines(demo_stripe)) == 3 * 4860 - 2 * 5000


def test_a_cancelled_refund_is_over_like_a_failed_one(demo_stripe):
    demo_stripe.settings(refund_outcome="pending")
    charge, api = paid(demo_stripe), client(demo_stripe).v1
    made = api.refunds.create({"charge": charge.id})
    demo_stripe.press("refunds", made.id, "cancel")
    read = api.refunds.retrieve(made.id, {"expand": ["failure_balance_transaction"]})
    assert (read.status, read.failure_reason) == ("canceled", "merchant_request")
    assert read.failure_balance_transaction.net == 5000
    assert api.charges.retrieve(charge.id).refunded is False


def test_the_networks_reference_comes_later_and_says_succeeded_again(demo_stripe):
    demo_stripe.refund(paid(demo_stripe).id)
    event = demo_stripe.wait_for("refund.updated")[0].event
    assert event["data"]["object"]["status"] == "succeeded"
    assert "status" not in event["data"]["previous_attributes"]


def test_refund_of_a_bank_debit_stays_pending(demo_stripe):
    session = demo_stripe.later(create(demo_stripe)["id"])
    demo_stripe.async_succeed(session["id"])
    made = client(demo_stripe).v1.refunds.create({"payment_intent": session["payment_intent"]})
    assert (made.id[:4], made.status) == ("pyr_", "pending")


# -- currencies ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("currency", "amount", "settled", "rate"),
    [("eur", 5000, 5450, 1.09), ("chf", 5000, 5700, 1.14), ("gbp", 5000, 6350, 1.27), ("cad", 5000, 3650, 0.73),
     ("jpy", 5000, 3350, 0.0067), ("usd", 5000, 5000, None)],
)  # fmt: skip
def test_other_currencies_settle_in_usd(demo_stripe, currency, amount, settled, rate):
    price = {"line_items[0][price_data][currency]": currency, "line_items[0][price_data][unit_amount]": str(amount)}
    charge, api = paid(demo_stripe, **price), client(demo_stripe).v1
    assert (charge.currency, charge.amount) == (currency, amount)
    line = api.balance_transactions.list({"source": charge.id}).data[0]
    assert (line.currency, line.amount, line.exchange_rate) == ("usd", settled, rate)
    refund = api.refunds.create({"charge": charge.id}, {})
    assert (refund.currency, refund.amount) == (currency, amount)
    assert api.balance_transactions.retrieve(refund.balance_transaction).amount == -settled


@pytest.mark.parametrize(("currency", "least"), [("usd", 50), ("gbp", 30), ("chf", 50), ("jpy", 50)])
def test_each_currency_has_its_least_amount(demo_stripe, currency, least):
    def given(amount):
        data = {"currency": currency, "unit_amount": amount, "product_data": {"name": "Gift"}}
        return {"mode": "payment", "success_url": "http://localhost/", "line_items": [
            {"quantity": 1, "price_data": data}]}  # fmt: skip

    api = client(demo_stripe).v1.checkout.sessions
    assert api.create(given(least)).amount_total == least
    with pytest.raises(stripe.InvalidRequestError) as caught:
        api.create(given(least - 1))
    assert caught.value.code == "amount_too_small"


# -- disputes ------------------------------------------------------------------------------------------
def test_a_dispute_takes_amount_and_fee_and_forbids_refunds(demo_stripe):
    charge, api = paid(demo_stripe), client(demo_stripe).v1
    made = demo_stripe.dispute(charge.id)
    read = api.disputes.retrieve(made["id"])
    complete(read.to_dict(for_json=True))
    assert (read.status, read.is_charge_refundable) == ("needs_response", False)
    taken = read.balance_transactions[0]
    assert (taken.reporting_category, taken.type, taken.amount, taken.fee, taken.net) == (
        "dispute", "adjustment", -5000, 1500, -6500,
    )  # fmt: skip
    assert [(fee.type, fee.amount) for fee in taken.fee_details] == [("stripe_fee", 1500)]
    assert taken.source == read.id
    assert api.charges.retrieve(charge.id).disputed is True
    with pytest.raises(stripe.InvalidRequestError) as caught:
        api.refunds.create({"charge": charge.id})
    assert caught.value.code == "charge_disputed"
    with pytest.raises(stripe.InvalidRequestError, match="cannot be expanded"):
        api.disputes.retrieve(read.id, {"expand": ["balance_transactions"]})
    demo_stripe.wait_for("charge.dispute.created")
    demo_stripe.wait_for("charge.dispute.funds_withdrawn")


@pytest.mark.parametrize(("given", "back"), [({}, (5000, 0)), ({"fee_back": True}, (5000, -1500)),
                                             ({"amount": 2000}, (2000, 0))])  # fmt: skip
def test_won(demo_stripe, given, back):
    charge, api = paid(demo_stripe), client(demo_stripe).v1
    made = demo_stripe.dispute(charge.id)
    demo_stripe.press("disputes", made["id"], "answer")
    assert api.disputes.retrieve(made["id"]).status == "under_review"
    demo_stripe.press("disputes", made["id"], "win", **given)
    read = api.disputes.retrieve(made["id"])
    assert (read.status, read.is_charge_refundable) == ("won", True)
    assert (read.balance_transactions[1].amount, read.balance_transactions[1].fee) == back
    assert read.balance_transactions[1].reporting_category == "dispute_reversal"
    assert kinds(demo_stripe, "charge.dispute") == [
        "charge.dispute.created", "charge.dispute.funds_withdrawn", "charge.dispute.updated",
        "charge.dispute.closed", "charge.dispute.funds_reinstated",
    ]  # fmt: skip
    assert api.refunds.create({"charge": charge.id}).status == "succeeded"


def test_lost_stays_lost_when_money_comes_back(demo_stripe):
    made = demo_stripe.dispute(paid(demo_stripe).id)
    demo_stripe.press("disputes", made["id"], "lose")
    demo_stripe.press("disputes", made["id"], "reinstate", amount=1000)
    with pytest.raises(AssertionError, match="already"):
        demo_stripe.press("disputes", made["id"], "reinstate")
    event = demo_stripe.wait_for("charge.dispute.funds_reinstated")[0].event
    assert event["data"]["object"]["status"] == "lost"
    assert sum(net for *_, net in lines(demo_stripe)) == 4860 - 6500 + 1000


def test_several_disputes_of_parts_of_one_charge(demo_stripe):
    charge, api = paid(demo_stripe), client(demo_stripe).v1
    one, two = demo_stripe.dispute(charge.id, amount=1000), demo_stripe.dispute(charge.id, amount=1500)
    assert {entry.id for entry in api.disputes.list({"charge": charge.id}).data} == {one["id"], two["id"]}
    demo_stripe.press("disputes", one["id"], "win")
    assert api.disputes.retrieve(one["id"]).is_charge_refundable is False
    demo_stripe.press("disputes", two["id"], "win")
    assert api.disputes.retrieve(one["id"]).is_charge_refundable is True
    for wrong in ({"amount": 5001}, {"amount": 0}, {"reason": "mood"}):
        with pytest.raises(AssertionError, match="400"):
            demo_stripe.dispute(charge.id, **wrong)


def test_an_inquiry_moves_no_money_and_leaves_the_charge_refundable(demo_stripe):
    charge, api = paid(demo_stripe), client(demo_stripe).v1
    made = demo_stripe.inquire(charge.id)
    read = api.disputes.retrieve(made["id"])
    assert (read.status, read.is_charge_refundable, read.balance_transactions) == ("warning_needs_response", True, [])
    api.refunds.create({"charge": charge.id})
    assert api.disputes.retrieve(made["id"]).status == "warning_closed"
    assert len(lines(demo_stripe)) == 2


def test_an_inquiry_becomes_a_dispute_under_the_same_id(demo_stripe):
    made = demo_stripe.inquire(paid(demo_stripe).id)
    demo_stripe.press("disputes", made["id"], "escalate")
    read = client(demo_stripe).v1.disputes.retrieve(made["id"])
    assert (read.status, len(read.balance_transactions)) == ("needs_response", 1)
    with pytest.raises(AssertionError, match="needs warning"):
        demo_stripe.press("disputes", made["id"], "close")


def test_the_api_hands_in_evidence_and_gives_up(demo_stripe):
    api = client(demo_stripe).v1
    one, two = (demo_stripe.dispute(paid(demo_stripe).id)["id"] for _ in range(2))
    read = api.disputes.update(one, {"evidence": {"customer_name": "Dana"}, "metadata": {"case": "1"}})
    assert (read.status, read.evidence.customer_name, read.metadata["case"]) == ("under_review", "Dana", "1")
    assert api.disputes.update(two, {"evidence": {"customer_name": "Dana"}, "submit": False}).status == "needs_response"
    assert api.disputes.close(two).status == "lost"
    with pytest.raises(stripe.InvalidRequestError, match="already closed"):
        api.disputes.close(two)


def test_early_fraud_warning_is_answered_by_a_refund(demo_stripe):
    charge, api = paid(demo_stripe), client(demo_stripe).v1
    made = demo_stripe.warn(charge.id)
    assert api.radar.early_fraud_warnings.retrieve(made["id"]).actionable is True
    demo_stripe.wait_for("radar.early_fraud_warning.created")
    api.refunds.create({"charge": charge.id})
    found = api.radar.early_fraud_warnings.list({"charge": charge.id}).data
    assert [entry.actionable for entry in found] == [False]
