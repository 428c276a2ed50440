"""What an adversary found once, and must not find again: sweeps that starve or stop, forms that pass for another's,
decisions between two looks, checks that looked away."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection, connections
from django.urls import reverse
from django.utils import timezone

from delegation import triggers
from delegation.errors import Conflict
from fundraising import gateway, inbox, outgoing
from fundraising.actions import donations, funds
from fundraising.ledger import balances, entries, posting
from fundraising.ledger.accounts import available
from fundraising.models import (
    Account,
    CheckoutAttempt,
    Donation,
    DonationNote,
    JournalEntry,
    JournalLine,
    StripeEvent,
)
from fundraising.queries import funds as fund_queries
from fundraising.queries import proofs
from fundraising.queries.public import live_share
from fundraising.views.stripe_hook import stripe_webhook
from tests.factories.delegation import make_delegate, make_staff
from tests.factories.fundraising import (
    make_appeal,
    make_asked,
    make_balance,
    make_fund,
    make_gift,
    make_payment,
    make_pool,
    make_session,
    start_gift,
    usd,
)
from tests.helpers import count_queries

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]


@pytest.fixture
def at_once(monkeypatch):
    for name in ("LOOK_AFTER", "LOOK_AGAIN", "FEE_AFTER"):
        monkeypatch.setattr(inbox.sweeps, name, timedelta(seconds=-60))


# -- sweeps ---------------------------------------------------------------------------------------------
def _away(*args):
    raise gateway.GatewayDown("timeout")


def test_fees_that_never_come_do_not_keep_the_others_waiting(monkeypatch, at_once):
    pool = make_pool()
    stuck = [make_gift(pool, settled=False) for _ in range(3)]
    good = make_gift(pool, settled=False)
    for gift in stuck:
        gift.attempts.update(swept_at=timezone.now() - timedelta(hours=1))
    monkeypatch.setattr(
        gateway,
        "fetch_payment",
        lambda pi: make_payment(
            good, balance=make_balance(50_00, 140, currency="USD" if pi == good.payment_intent else "EUR")
        ),
    )
    for _ in range(2):
        inbox.sweeps._sweep_fees(3)
    good.refresh_from_db()
    assert good.fee_minor == 140


def test_a_row_that_breaks_the_sweep_stops_neither_the_next_row_nor_the_next_sweep(monkeypatch, at_once):
    pool = make_pool()
    bad, good = start_gift(pool), start_gift(pool)
    late = make_gift(pool, settled=False)
    payment = make_payment(good, fee=140)

    def look(session_id):
        if session_id == bad.attempts.get().session_id:
            raise KeyError("payment_status")
        return make_session(good.attempts.get(), payment)

    monkeypatch.setattr(gateway, "fetch_session", look)
    monkeypatch.setattr(
        gateway, "fetch_payment", lambda pi: payment if pi == payment.id else make_payment(late, fee=140)
    )
    inbox.sweep_checkouts()
    good.refresh_from_db()
    late.refresh_from_db()
    assert (good.status, late.fee_minor) == ("paid", 140)


def test_a_page_never_looked_at_comes_before_those_looked_at(monkeypatch, at_once):
    old, new = start_gift(), start_gift()
    old.attempts.update(swept_at=timezone.now() - timedelta(minutes=30))
    asked = []
    monkeypatch.setattr(gateway, "fetch_session", lambda session_id: asked.append(session_id) or _away())
    inbox.sweeps._sweep_sessions(1)
    assert asked == [new.attempts.get().session_id]


def test_a_page_stripe_does_not_know_is_given_up_a_day_after_its_end(monkeypatch, at_once):
    gift = start_gift()

    def unknown(session_id):
        raise gateway.NotThere("resource_missing", "No such session")

    monkeypatch.setattr(gateway, "fetch_session", unknown)
    inbox.sweep_checkouts()
    assert gift.attempts.get().state == "open"
    gift.attempts.update(expires_at=timezone.now() - timedelta(days=2))
    inbox.sweep_checkouts()
    gift.refresh_from_db()
    assert (gift.status, gift.attempts.get().state) == ("expired", "expired")


def test_a_try_that_was_refused_is_closed_and_not_looked_at_for_ever():
    attempt = donations.start(make_asked())
    donations.refuse_attempt(attempt)
    CheckoutAttempt.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert inbox.sweeps._sweep_unsent(50) == 1
    assert inbox.sweeps._sweep_unsent(50) == 0
    assert Donation.objects.get().status == "expired"


# -- the inbox --------------------------------------------------------------------------------------------
def _event(**fields):
    values = {
        "event_id": f"evt_{uuid.uuid4().hex}",
        "type": "payment_intent.succeeded",
        "object_id": "pi_1",
        "payment_intent": "pi_1",
        "livemode": False,
        "happened_at": timezone.now(),
    }
    return StripeEvent.objects.create(**(values | fields))


def test_while_stripe_is_away_nothing_is_given_up(monkeypatch):
    monkeypatch.setattr(gateway, "fetch_payment", _away)
    event = _event(attempts=inbox.MOST_ATTEMPTS + 30)
    inbox.process()
    event.refresh_from_db()
    assert event.state == "waiting"
    assert event.due_at <= timezone.now() + timedelta(hours=1)


def test_what_failed_is_tried_again_a_day_later_and_the_line_turns_green(monkeypatch):
    monkeypatch.setattr(gateway, "fetch_payment", lambda pi: 1 / 0)
    event = _event(attempts=inbox.MOST_ATTEMPTS - 1)
    inbox.process()
    assert [v.id for v in proofs.verify() if not v.holds] == ["S8"]
    assert inbox.process() == 0
    StripeEvent.objects.update(due_at=timezone.now())
    gift = start_gift()
    monkeypatch.setattr(gateway, "fetch_payment", lambda pi: make_payment(gift, id="pi_1"))
    assert inbox.process() == 1
    event.refresh_from_db()
    assert event.state == "done"
    assert [v.id for v in proofs.verify() if not v.holds] == []


def test_a_slow_worker_does_not_undo_what_a_faster_one_finished():
    event = _event()
    slow = StripeEvent.objects.get(pk=event.pk)
    inbox.work._finish(event, "done")
    slow.attempts = inbox.MOST_ATTEMPTS
    inbox.work._again(slow, ValueError())
    event.refresh_from_db()
    assert (event.state, event.error) == ("done", "")


def test_money_of_the_other_world_is_not_called_done(monkeypatch):
    gift = start_gift()
    monkeypatch.setattr(gateway, "fetch_payment", lambda pi: make_payment(gift, id="pi_1", livemode=True))
    event = _event()
    inbox.process()
    event.refresh_from_db()
    assert event.state == "not_booked"
    assert [v.id for v in proofs.verify() if not v.holds] == []


@pytest.mark.parametrize("length", ["\u00b2", "9" * 5000, "-1", "1e3"])
def test_a_length_that_is_no_number_is_refused(rf, length):
    request = rf.post("/stripe/webhook/", b"{}", content_type="application/json")
    request.META["CONTENT_LENGTH"] = length
    assert stripe_webhook(request).status_code == 413


# -- settle -----------------------------------------------------------------------------------------------
def test_a_payment_on_our_page_that_lost_our_mark_is_still_the_gift():
    gift = start_gift()
    attempt, payment = gift.attempts.get(), make_payment(gift, metadata={})
    assert donations.settle(payment) is None
    assert donations.follow(make_session(attempt, payment), payment).status == "paid"


def test_what_was_held_apart_is_never_booked_a_second_time():
    gift = start_gift()
    payment = make_payment(gift, metadata={"donation": str(uuid.uuid4())})
    donations.settle(payment)
    same = make_payment(gift, id=payment.id)
    assert donations.settle(same) is None
    assert not JournalEntry.objects.filter(kind="gift_settled").exists()
    assert balances.of_network("USD") == {"stripe": 50_00, "suspense": 50_00}


def test_money_in_a_currency_we_do_not_take_is_held_apart_and_the_desk_stands(client):
    pool = make_pool()
    gift = start_gift(pool, 20)
    donations.settle(make_payment(gift, currency="INR", balance=make_balance(20_00, currency="INR")))
    client.force_login(make_staff(pool.delegation, "treasurer"))
    for url in (
        reverse("fundraising:money_desk", args=[pool.delegation.slug]),
        reverse("fundraising:gift", args=[gift.uuid]),
    ):
        page = client.get(url)
        assert page.status_code == 200
        assert "INR" in page.content.decode()


def test_nothing_received_is_nothing_to_book():
    assert donations.settle(make_payment(start_gift(), amount_received=0)) is None
    assert not JournalEntry.objects.exists()


# -- the form of a gift -----------------------------------------------------------------------------------
def test_a_paid_token_with_other_figures_is_not_thanked_for():
    asked = make_asked()
    attempt = donations.start(asked)
    donations.remember_session(attempt, make_session(attempt))
    donations.settle(make_payment(attempt.donation))
    assert outgoing.open_checkout(asked).endswith("/thanks/")
    with pytest.raises(donations.TokenUsed):
        donations.start(donations.Asked(**{**asked.__dict__, "amount": usd(80)}))
    with pytest.raises(donations.TokenUsed):
        donations.start(donations.Asked(**{**asked.__dict__, "email": "somebody.else@example.org"}))


def test_a_token_of_one_pool_gives_nothing_to_another():
    asked = make_asked()
    donations.start(asked)
    with pytest.raises(donations.TokenUsed):
        donations.start(donations.Asked(**{**asked.__dict__, "delegation": make_pool().delegation}))


def test_who_takes_their_name_off_before_trying_again_is_not_shown():
    appeal = make_appeal()
    asked = make_asked(appeal.delegate.delegation, appeal=appeal, name="Mo Diaz", shown_name="Mo Diaz", message="Hello")
    attempt = donations.start(asked)
    donations.start(donations.Asked(**{**asked.__dict__, "shown_name": "", "message": "", "show_amount": False}))
    note = DonationNote.objects.get(donation=attempt.donation)
    assert (note.shown_name, note.message, note.show_amount) == ("", "", False)
    donations.settle(make_payment(attempt.donation))
    donations.start(donations.Asked(**{**asked.__dict__, "message": "After the fact"}))
    note.refresh_from_db()
    assert note.message == ""


def test_a_page_never_opened_is_asked_for_only_while_stripe_would_open_it():
    asked = make_asked()
    first = donations.start(asked)
    CheckoutAttempt.objects.update(expires_at=timezone.now() + timedelta(minutes=20))
    again = donations.start(asked)
    assert (again.number, again.expires_at > timezone.now() + timedelta(minutes=31)) == (2, True)
    assert again.idempotency_key != first.idempotency_key


def test_the_thank_you_page_stands_whatever_breaks_behind_it(client, monkeypatch):
    gift = start_gift()
    session_id = gift.attempts.get().session_id
    url = reverse("fundraising:thanks", args=[gift.uuid])
    monkeypatch.setattr(gateway, "fetch_session", lambda session: make_session(gift.attempts.get()))
    monkeypatch.setattr(donations, "follow", lambda *a: (_ for _ in ()).throw(KeyError("status")))
    assert client.get(url, {"session": session_id}).status_code == 200
    assert client.get(url, {"session": "cs_\x00"}).status_code == 404


def test_a_members_code_with_a_nul_is_no_code():
    assert live_share(make_appeal(), "a\x00b") is None


# -- allocations --------------------------------------------------------------------------------------------
def _staffed(gift=100):
    pool = make_pool()
    make_gift(pool, gift, fee=0)
    treasurer, director = make_staff(pool.delegation, "treasurer"), make_staff(pool.delegation, "director")
    return pool, make_fund(make_delegate(pool.delegation)), treasurer, director


def test_another_proposal_under_a_used_token_does_not_pass_for_made():
    _pool, fund, treasurer, director = _staffed()
    token = uuid.uuid4()
    first = funds.propose_allocation(treasurer, fund, usd(20), "gap", "", token)
    assert funds.propose_allocation(treasurer, fund, usd(20), "gap", "", token) == first
    for by, amount in ((treasurer, 30), (director, 20)):
        with pytest.raises(Conflict) as refused:
            funds.propose_allocation(by, fund, usd(amount), "gap", "", token)
        assert refused.value.code == "token_used"


@pytest.mark.django_db(transaction=True)
def test_a_gift_between_the_floor_and_the_decision_does_not_take_the_pool_below_its_floor(monkeypatch):
    """100 received and 5 must stay; another 100 arrive while somebody decides about 195."""
    pool, fund, treasurer, director = _staffed()
    row = funds.propose_allocation(treasurer, fund, usd(195), "gap", "", uuid.uuid4())
    payment = make_payment(start_gift(pool, 100), fee=0)

    def arrive():
        try:
            donations.settle(payment)
        finally:
            connections.close_all()

    real, arriving = funds.floor_minor, threading.Thread(target=arrive)

    def floor_then_gift(pool):
        floor = real(pool)
        arriving.start()
        arriving.join(1.5)
        return floor

    monkeypatch.setattr(funds, "floor_minor", floor_then_gift)
    with pytest.raises(Conflict) as refused:
        funds.decide(row, director)
    arriving.join(30)
    assert refused.value.code == "pool_floor"
    assert balances.of_fund(pool).available == 200_00


# -- the checks ---------------------------------------------------------------------------------------------
@pytest.fixture
def unguarded():
    triggers.remove(connection)
    yield
    triggers.install(connection)


def _decided():
    pool, fund, treasurer, director = _staffed()
    row = funds.propose_allocation(treasurer, fund, usd(20), "gap", "", uuid.uuid4())
    return pool, funds.decide(row, director)


def test_an_allocation_taken_from_another_pool_is_found(unguarded):
    pool, row = _decided()
    other = Account.objects.get(fund=make_pool(), code="available")
    lines = JournalLine.objects.filter(entry__key=f"allocation:{row.uuid}", account__fund=pool)
    assert lines.update(account=other) == 1
    assert "A1" in {v.id for v in proofs.verify() if not v.holds}


def test_an_entry_of_an_allocation_nobody_made_is_found():
    pool, row = _decided()
    spec = entries.allocation_allocated(available(pool), available(row.fund), 5_00, "USD")
    posting.post(spec, key="allocation:ghost", about=(funds.KIND, uuid.uuid4()), happened_at=timezone.now())
    assert [v.id for v in proofs.verify() if not v.holds] == ["A1"]


def _gift_meanwhile(monkeypatch, pool):
    """A gift settles on another connection after the public account has counted the gifts and before it has read what
    the funds hold."""
    payment, real = make_payment(start_gift(pool, 30), fee=0), fund_queries._lines_of

    def arrive():
        try:
            donations.settle(payment)
        finally:
            connections.close_all()

    def lines_of(delegation, currency):
        thread = threading.Thread(target=arrive)
        thread.start()
        thread.join(30)
        return real(delegation, currency)

    monkeypatch.setattr(fund_queries, "_lines_of", lines_of)


@pytest.mark.django_db(transaction=True)
def test_a_gift_that_arrives_while_the_books_are_checked_is_no_breach(monkeypatch):
    pool = _staffed()[0]
    _gift_meanwhile(monkeypatch, pool)
    assert [v.id for v in proofs.verify(frozenset({"X2"})) if not v.holds] == []
    assert balances.of_fund(pool).available == 130_00


@pytest.mark.django_db(transaction=True)
def test_twin_questions_of_different_moments_see_a_breach_that_is_none(monkeypatch):
    pool = _staffed()[0]
    _gift_meanwhile(monkeypatch, pool)
    assert [v.id for v in [proofs._verdict(*p) for p in proofs.PROOFS if p[0] == "X2"] if not v.holds] == ["X2"]


# -- what a page costs behind many gifts ----------------------------------------------------------------------
def test_pages_cost_the_same_behind_10_and_300_gifts(client):
    """One delegation's gifts; the gift's own page, its fund's desk and every public page that sums them."""
    appeal = make_appeal()
    delegation, fund = appeal.delegate.delegation, appeal.delegate.fund
    make_pool(delegation)
    first = make_gift(fund, 20)
    client.force_login(make_staff(delegation, "treasurer"))
    urls = [
        reverse("fundraising:gift", args=[first.uuid]),
        reverse("fundraising:money_desk", args=[delegation.slug]),
        reverse("fundraising:gifts", args=[delegation.slug]) + "?status=failed",
        reverse("fundraising:give_appeal", args=[appeal.slug]),
        reverse("fundraising:thanks", args=[first.uuid]),
        reverse("travel:money"),
        reverse("fundraising:appeal_public", args=[appeal.slug]),
        reverse("fundraising:give_pool", args=[delegation.slug]),
    ]
    for _ in range(9):
        make_gift(fund, 20)
    for url in urls:
        client.get(url)
    few = _drawn_anew(client, urls)
    for _ in range(290):
        make_gift(fund, 20)
    assert _drawn_anew(client, urls) == few


def _drawn_anew(client, urls) -> dict[str, int]:
    """Queries by address, with no kept page to answer from."""
    cache.clear()
    return {url: count_queries(client, url) for url in urls}
