"""Balance, payouts and their reconciliation at the demo Stripe."""

import time

import pytest
import stripe

from tests.fundraising.test_demo_stripe import client, complete, create
from tests.fundraising.test_demo_stripe_refunds import kinds, lines, paid


def reconciled(demo, payout_id):
    """The lines of a payout, without its own withdrawal."""
    found = client(demo).v1.balance_transactions.list({"payout": payout_id, "limit": 100}).data
    return [line for line in found if line.type != "payout"]


def test_a_payouts_lines_sum_to_it_and_its_own_withdrawal_is_listed_too(demo_stripe):
    charges = [paid(demo_stripe) for _ in range(3)]
    demo_stripe.refund(charges[0].id, amount=1000)
    demo_stripe.dispute(charges[1].id)
    demo_stripe.fee(700)
    made = demo_stripe.payout()
    complete(made)
    demo_stripe.wait_for("payout.reconciliation_completed")
    api = client(demo_stripe).v1
    read = api.payouts.retrieve(made["id"], {"expand": ["balance_transaction"]})
    assert (read.status, read.automatic, read.reconciliation_status) == ("pending", True, "completed")
    assert read.amount == 3 * 4860 - 1000 - 6500 - 700 == -read.balance_transaction.amount
    assert sum(line.net for line in reconciled(demo_stripe, made["id"])) == read.amount
    every = api.balance_transactions.list({"payout": made["id"], "limit": 100}).data
    assert (sum(line.net for line in every), len(every)) == (0, 7)
    assert ("fee", -700, 0, -700) in lines(demo_stripe, type="stripe_fee")
    balance = api.balance.retrieve()
    assert (balance.available[0].amount, balance.pending[0].amount) == (0, 0)


def test_before_the_reconciliation_is_completed_no_line_is_listed(demo_stripe):
    paid(demo_stripe)
    demo_stripe.settings(settle_delay=3600)
    made = demo_stripe.payout()
    assert reconciled(demo_stripe, made["id"]) == []
    demo_stripe.press("payouts", made["id"], "reconcile")
    assert len(reconciled(demo_stripe, made["id"])) == 1
    with pytest.raises(stripe.InvalidRequestError, match="No such payout"):
        reconciled(demo_stripe, "po_none")


def test_a_payout_arrives(demo_stripe):
    paid(demo_stripe)
    made = demo_stripe.payout()
    for verb, status in (("send", "in_transit"), ("pay", "paid")):
        assert demo_stripe.press("payouts", made["id"], verb)["status"] == status
    demo_stripe.wait_for("payout.paid")
    assert [entry.id for entry in client(demo_stripe).v1.payouts.list({"status": "paid"}).data] == [made["id"]]
    assert client(demo_stripe).v1.payouts.list({"arrival_date": {"lt": int(time.time())}}).data == []
    with pytest.raises(AssertionError, match="This payout is paid"):
        demo_stripe.press("payouts", made["id"], "send")


def test_a_paid_payout_comes_back_and_goes_out_with_the_next(demo_stripe):
    paid(demo_stripe)
    first = demo_stripe.payout()
    demo_stripe.press("payouts", first["id"], "pay")
    demo_stripe.press("payouts", first["id"], "fail", code="account_closed")
    demo_stripe.wait_for("payout.failed")
    read = client(demo_stripe).v1.payouts.retrieve(first["id"], {"expand": ["failure_balance_transaction"]})
    assert (read.status, read.failure_code) == ("failed", "account_closed")
    back = read.failure_balance_transaction
    assert (back.type, back.reporting_category, back.net) == ("payout_failure", "payout_reversal", 4860)
    assert client(demo_stripe).v1.balance.retrieve().available[0].amount == 4860
    second = demo_stripe.payout()
    demo_stripe.press("payouts", second["id"], "reconcile")
    assert [line.id for line in reconciled(demo_stripe, second["id"])] == [back.id]
    assert kinds(demo_stripe, "payout.p", "payout.f") == ["payout.paid", "payout.failed"]


def test_what_is_pending_waits_unless_everything_is_taken(demo_stripe):
    paid(demo_stripe)
    balance = client(demo_stripe).v1.balance.retrieve()
    assert (balance.available[0].amount, balance.pending[0].amount) == (0, 4860)
    with pytest.raises(AssertionError, match="nothing to pay out"):
        demo_stripe.payout(only_available=True)
    assert demo_stripe.payout()["amount"] == 4860
    with pytest.raises(AssertionError, match="nothing to pay out"):
        demo_stripe.payout()


def test_more_out_than_in_is_taken_from_the_bank(demo_stripe):
    demo_stripe.dispute(paid(demo_stripe).id)
    assert demo_stripe.payout()["amount"] == 4860 - 6500


def test_lines_page_both_ways_and_filter(demo_stripe):
    charges = [paid(demo_stripe) for _ in range(4)]
    demo_stripe.refund(charges[-1].id)
    api = client(demo_stripe).v1.balance_transactions
    every = api.list({"limit": 100}).data
    assert [line.id for line in api.list({"limit": 2}).auto_paging_iter()] == [line.id for line in every]
    newer = api.list({"limit": 2, "ending_before": every[-1].id})
    assert ([line.id for line in newer.data], newer.has_more) == ([every[2].id, every[3].id], True)
    assert len(api.list({"type": "refund"}).data) == 1
    assert api.list({"source": charges[0].id, "expand": ["data.source"]}).data[0].source.object == "charge"
    assert api.list({"created": {"gte": int(time.time()) + 60}}).data == []
    with pytest.raises(stripe.InvalidRequestError, match="No such"):
        api.list({"starting_after": "txn_none"})


@pytest.mark.parametrize("given", [{"types": ["a"] * 21}, {"type": "a", "types": ["b"]}])
def test_event_types_are_limited(demo_stripe, given):
    with pytest.raises(stripe.InvalidRequestError, match="either type or types"):
        client(demo_stripe).v1.events.list(given)


def test_events_are_kept_thirty_days(demo_stripe):
    create(demo_stripe)
    demo_stripe.fee()
    paid(demo_stripe)
    api, store = client(demo_stripe).v1.events, demo_stripe.server.store
    known = api.list({"type": "charge.succeeded"}).data[0]
    body = store.load(known.id)
    store.save({**body, "created": int(time.time()) - 31 * 86400})
    assert api.list({"type": "charge.succeeded"}).data == []
    with pytest.raises(stripe.InvalidRequestError, match="No such event"):
        api.retrieve(known.id)
