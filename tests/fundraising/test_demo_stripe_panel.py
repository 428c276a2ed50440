"""The panel's pages of payments, monthly gifts and payouts: every button a person can press."""

import re

import pytest

from fundraising.demo_stripe import panel
from tests.fundraising.demo_stripe_fixture import running
from tests.fundraising.test_demo_stripe import ask, client, create
from tests.fundraising.test_demo_stripe_monthly import begin, begun
from tests.fundraising.test_demo_stripe_refunds import lines, paid

PAGES = ("/panel", "/panel/payments", "/panel/subscriptions", "/panel/payouts")


def page(demo, path):
    status, _, body = ask(demo, path, key=None)
    assert status == 200
    return body


def press(demo, path, **fields):
    """(status, where it leads or what it says) of a button's form."""
    status, headers, body = ask(demo, f"/panel/do/{path}", fields, key=None)
    return status, headers["Location"] or body


def buttons(body, identifier):
    """The verbs that can be pressed on one object."""
    return {verb for noun, verb in re.findall(rf'action="/panel/do/(\w+)/{identifier}/(\w+)"', body)}


@pytest.mark.parametrize("path", PAGES)
def test_every_page_says_that_no_money_moves_empty_or_full(demo_stripe, path):
    assert "no money moves" in page(demo_stripe, path)
    demo_stripe.dispute(paid(demo_stripe).id)
    begun(demo_stripe)
    demo_stripe.payout()
    body = page(demo_stripe, path)
    assert "no money moves" in body
    assert f'href="{path}" aria-current="page"' in body
    assert "<script" not in body
    assert "style=" not in body


def test_a_payments_buttons(demo_stripe):
    charge = paid(demo_stripe)
    body = page(demo_stripe, "/panel/payments")
    assert buttons(body, charge.id) == {"refund", "dispute", "inquire", "warn"}
    home = (303, "/panel/payments")
    assert press(demo_stripe, f"charges/{charge.id}/refund", amount="1200") == home
    assert press(demo_stripe, f"charges/{charge.id}/warn") == home
    assert press(demo_stripe, f"charges/{charge.id}/dispute", amount="", reason="duplicate") == home
    api = client(demo_stripe).v1
    refund, dispute = api.refunds.list().data[0], api.disputes.list().data[0]
    assert (refund.amount, dispute.amount, dispute.reason) == (1200, 5000, "duplicate")
    body = page(demo_stripe, "/panel/payments")
    assert buttons(body, refund.id) == {"fail"}
    assert buttons(body, dispute.id) == {"answer", "win", "lose"}
    assert "answered" in body
    assert press(demo_stripe, f"refunds/{refund.id}/fail", reason="lost_or_stolen_card") == home
    assert press(demo_stripe, f"disputes/{dispute.id}/win", fee_back="1") == home
    assert lines(demo_stripe)[-1] == ("dispute_reversal", 5000, -1500, 6500)
    status, body = press(demo_stripe, f"charges/{charge.id}/refund", amount="9999")
    assert (status, 'role="alert"' in body, "greater than unrefunded" in body) == (400, True, True)


def test_an_unsettled_payment_settles_now(demo_stripe):
    demo_stripe.settings(settle_delay=3600)
    charge = paid(demo_stripe, settled=False)
    assert "settle" in buttons(page(demo_stripe, "/panel/payments"), charge.id)
    press(demo_stripe, f"charges/{charge.id}/settle")
    assert "settle" not in buttons(page(demo_stripe, "/panel/payments"), charge.id)


def test_a_monthly_gifts_buttons(demo_stripe):
    begin(demo_stripe)
    assert "$25.00 monthly" in page(demo_stripe, "/panel")
    sub = begun(demo_stripe)
    usual = {"renew", "pause", "change", "stop", "cancel"}
    assert buttons(page(demo_stripe, "/panel/subscriptions"), sub.id) == usual
    for verb, fields, now in (
        ("renew", {"outcome": "fail"}, usual | {"retry"}),
        ("retry", {"outcome": "pay"}, usual),
        ("pause", {"days": "20"}, {"renew", "resume", "change", "stop", "cancel"}),
        ("resume", {}, usual),
        ("change", {"amount": "4000"}, usual),
        ("stop", {}, {"renew", "pause", "change", "go_on", "cancel"}),
        ("go_on", {}, usual),
        ("cancel", {}, set()),
    ):
        assert press(demo_stripe, f"subscriptions/{sub.id}/{verb}", **fields) == (303, "/panel/subscriptions")
        assert buttons(page(demo_stripe, "/panel/subscriptions"), sub.id) == now
    assert "$40.00 monthly" in page(demo_stripe, "/panel/subscriptions")


def test_a_new_amount_has_to_be_named(demo_stripe):
    begin(demo_stripe)
    sub = begun(demo_stripe)
    assert press(demo_stripe, f"subscriptions/{sub.id}/change")[0] == 400
    assert press(demo_stripe, f"subscriptions/{sub.id}/pause", days="4000")[0] == 400


def test_a_payouts_buttons(demo_stripe):
    paid(demo_stripe)
    home = (303, "/panel/payouts")
    assert press(demo_stripe, "fee", amount="300") == home
    assert press(demo_stripe, "payouts") == home
    made = client(demo_stripe).v1.payouts.list().data[0]
    assert made.amount == 4560
    for verb, now in (("send", {"pay", "fail"}), ("pay", {"fail"}), ("fail", set())):
        assert press(demo_stripe, f"payouts/{made.id}/{verb}") == home
        assert buttons(page(demo_stripe, "/panel/payouts"), made.id) == now
    assert press(demo_stripe, "payouts", only_available="1") == home
    assert press(demo_stripe, "payouts")[0] == 400


def test_refunds_to_come_are_planned_on_the_first_page(demo_stripe):
    assert press(demo_stripe, "settings", refund_outcome="pending") == (303, "/panel")
    assert '<option value="pending" selected>' in page(demo_stripe, "/panel")
    assert press(demo_stripe, "settings", refund_outcome="mood")[0] == 400


@pytest.mark.parametrize(
    ("path", "given"),
    [("/charges/ch_none/refund", {}), ("/fee", {"amount": "5"}), ("/fee", {"amount": -5}), ("/fee", {"amount": True}),
     ("/payouts", {"mood": 1}), ("/refunds/re_none/fly", {}), ("/subscriptions/sub_none/renew", {})],
)  # fmt: skip
def test_what_is_unknown_is_refused(demo_stripe, path, given):
    with pytest.raises(AssertionError, match=r"40[04]"):
        demo_stripe.post(path, **given)


@pytest.mark.parametrize(
    ("verb", "given"),
    [("refund", {"reason": "mood"}), ("warn", {"fraud_type": "mood"}), ("dispute", {"amount": 5001}),
     ("inquire", {"reason": "mood"})],
)  # fmt: skip
def test_a_verb_takes_only_what_stripe_knows(demo_stripe, verb, given):
    charge = paid(demo_stripe)
    with pytest.raises(AssertionError, match="400"):
        demo_stripe.press("charges", charge.id, verb, **given)
    assert len(lines(demo_stripe)) == 1


def test_no_more_comes_back_than_was_disputed(demo_stripe):
    made = demo_stripe.dispute(paid(demo_stripe).id, amount=1000)
    with pytest.raises(AssertionError, match="from 1 to 1000"):
        demo_stripe.press("disputes", made["id"], "win", amount=1001)
    assert client(demo_stripe).v1.disputes.retrieve(made["id"]).status == "needs_response"


@pytest.mark.parametrize("noun", sorted({noun for noun, _ in panel.VERBS}))
def test_every_verb_answers_an_unknown_object_in_words(demo_stripe, noun):
    for verb in (verb for known, verb in panel.VERBS if known == noun):
        with pytest.raises(AssertionError, match="404"):
            demo_stripe.press(noun, "none", verb)


def test_restart_keeps_everything_and_goes_on(tmp_path):
    state = str(tmp_path / "state.sqlite3")
    with running(state) as before:
        charge = paid(before)
        made = before.dispute(charge.id, amount=1000)
        before.payout()
        sub = begun(before)
    with running(state) as after:
        after.press("disputes", made["id"], "win")
        after.renew(sub.id)
        assert after.payout()["amount"] > 0
        assert client(after).v1.charges.retrieve(charge.id).disputed is True


def test_a_state_from_before_this_opens(tmp_path):
    """Earlier states know no products, no lines of payouts, and payouts without a withdrawal of their own."""
    state = str(tmp_path / "state.sqlite3")
    with running(state) as before:
        open_session = create(before)
        paid(before)
        made = before.payout()
        store = before.server.store
        store.run("DELETE FROM object WHERE kind = 'product'")
        store.run("DELETE FROM object WHERE id = ?", made["balance_transaction"])
        store.save({**made, "balance_transaction": "txn_gone", "trace_id": None}, {})
        for _, session in store.all("checkout.session"):
            private = store.private(session["id"])
            store.save(session, {"lines": private["lines"], "intent": private["intent"]})
    with running(state) as after:
        after.settings(settle_delay=3600)
        after.pay(open_session["id"])
        for path in PAGES:
            page(after, path)
        assert after.payout()["amount"] == 4860
        after.press("payouts", made["id"], "fail")
