"""The books beside Stripe: the real library against a running demo Stripe. Each kind of difference is planted, found,
and resolved by two people; nothing is repaired by itself."""

import json
import uuid
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.utils import timezone

from delegation import triggers
from delegation.errors import Conflict, DomainError, NotPermitted
from fundraising import gateway, inbox, outgoing, reconcile
from fundraising.actions import corrections
from fundraising.actions import reconciliation as actions
from fundraising.ledger import entries, posting
from fundraising.ledger.accounts import available
from fundraising.models import (
    Account,
    BalanceLine,
    CheckoutAttempt,
    Correction,
    Difference,
    Donation,
    EventSweep,
    HeldApart,
    JournalEntry,
    JournalLine,
    Payout,
    PayoutLine,
    Reconciliation,
    StripeEvent,
)
from fundraising.queries import reconciliation as queries
from tests.factories.delegation import make_person, make_staff
from tests.factories.fundraising import make_asked, make_pool, usd

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]


class World:
    """A pool, two people, and a Stripe at which gifts are really given."""

    def __init__(self, demo):
        self.demo, self.pool = demo, make_pool()
        self.delegation = self.pool.delegation
        self.treasurer = make_staff(self.delegation, "treasurer")
        self.director = make_staff(self.delegation, "director")

    def give(self, units=50) -> str:
        """A gift paid and settled at Stripe; the books do not know of it yet. Answers its session."""
        asked = make_asked(self.delegation, amount=usd(units))
        outgoing.open_checkout(asked)
        session = CheckoutAttempt.objects.get(donation__form_token=asked.form_token).session_id
        self.demo.pay(session)
        self.demo.settle(session)
        return session

    def hear(self):
        """Every event Stripe made arrives and is worked off."""
        inbox.sweep_lost_events()
        StripeEvent.objects.filter(state="waiting").update(due_at=timezone.now())
        inbox.process()

    def gift(self, units=50) -> Donation:
        self.give(units)
        self.hear()
        return Donation.objects.filter(status="paid").latest("id")

    def resolve(self, difference, way) -> Correction:
        asked = corrections.Asked(difference, self.delegation, way, "As Stripe's list says.", uuid.uuid4())
        said = "I read the list too." if way == "accept" else ""
        return corrections.decide(corrections.propose_correction(asked, self.treasurer), self.director, said)


@contextmanager
def unguarded():
    """As for somebody who writes to the file itself."""
    triggers.remove(connection)
    try:
        yield
    finally:
        triggers.install(connection)


def plant(entry: JournalEntry, minor: int) -> None:
    """Make the entry say another amount, with the balances it left."""
    with unguarded():
        for line in entry.lines.all():
            wrong = minor if line.amount_minor > 0 else -minor
            JournalLine.objects.filter(pk=line.pk).update(amount_minor=wrong)
            shift = F("balance_minor") + wrong - line.amount_minor
            Account.objects.filter(pk=line.account_id).update(balance_minor=shift)


@pytest.fixture
def world(demo_stripe, monkeypatch):
    # What is new counts at once: nothing is "still on its way" here.
    monkeypatch.setattr(queries, "ON_ITS_WAY", timedelta(seconds=-5))
    monkeypatch.setattr(queries, "NOT_LISTED_YET", timedelta(seconds=-5))
    return World(demo_stripe)


def found(**fields) -> list[Difference]:
    return list(Difference.objects.filter(status="open", **fields))


def kinds() -> list[str]:
    return sorted(d.kind for d in found())


def entries_now() -> int:
    return JournalEntry.objects.count()


# -- agreement ---------------------------------------------------------------------------------------
def test_gifts_refunds_disputes_and_payouts_agree_line_by_line(world):
    first, second = world.gift(50), world.gift(30)
    third = world.gift(20)
    world.demo.refund(first.charge, amount=1000)
    failing = world.demo.refund(third.charge, amount=500)
    world.demo.dispute(second.charge)
    world.hear()
    world.demo.press("refunds", failing["id"], "fail")
    world.demo.payout()
    world.demo.wait_for("payout.reconciliation_completed")
    world.hear()
    before = entries_now()
    outcome = reconcile.run()
    assert outcome.is_done
    assert found() == []
    assert BalanceLine.objects.count() == 8
    assert outcome.run.figures["USD"]["rest_minor"] == 0
    assert outcome.run.figures["USD"]["theirs_minor"] == outcome.run.figures["USD"]["ours_minor"]
    assert entries_now() == before
    assert PayoutLine.objects.count() == 7


def test_a_second_run_reads_no_more_than_one_page_and_finds_the_same(world):
    world.gift()
    world.demo.fee(700)
    first = reconcile.run()
    assert kinds() == ["missing_in_books"]
    difference = found()[0]
    second = reconcile.run()
    assert found() == [difference]
    assert found()[0].last_seen_at > difference.last_seen_at
    assert found()[0].first_seen_at == difference.first_seen_at
    assert (first.run.lines_read, second.run.lines_read, BalanceLine.objects.count()) == (2, 2, 2)


def test_what_is_still_on_its_way_is_no_difference(world, monkeypatch):
    monkeypatch.undo()
    world.gift()
    world.give()
    outcome = reconcile.run()
    assert found() == []
    figure = outcome.run.figures["USD"]
    assert figure["on_its_way_minor"] == figure["theirs_minor"] - figure["ours_minor"] > 0


# -- each kind of difference, found and resolved ------------------------------------------------------
def test_a_gift_that_no_event_told_is_found_and_looked_at_again(world):
    world.gift()
    world.give(30)
    before = entries_now()
    reconcile.run()
    assert kinds() == ["fee", "missing_in_books"]
    assert entries_now() == before
    missing = found(kind="missing_in_books")[0]
    assert (missing.theirs_minor, missing.ours_minor, missing.category) == (3000, 0, "charge")
    actions.recheck_difference(missing, world.delegation, world.treasurer)
    assert reconcile.work() == 2
    assert found() == []
    assert Donation.objects.filter(status="paid").count() == 2
    missing.refresh_from_db()
    assert missing.status == "cleared"
    assert reconcile.work() == 0


def test_a_fee_of_stripes_own_is_booked_to_the_pool_by_two_people(world):
    world.gift()
    world.demo.fee(700)
    reconcile.run()
    [difference] = found()
    assert (difference.kind, difference.gap_minor, difference.category) == ("missing_in_books", -700, "fee")
    correction = world.resolve(difference, "fee")
    assert correction.entry.kind == "stripe_fee_charged"
    assert correction.entry.happened_at == difference.line.made_at
    difference.refresh_from_db()
    assert difference.status == "resolved"
    outcome = reconcile.run()
    assert found() == []
    assert outcome.run.figures["USD"]["rest_minor"] == 0


def test_money_nobody_knows_is_held_apart(world):
    world.demo.unbooked()
    world.demo.wait_for("payout.reconciliation_completed")
    world.hear()
    reconcile.run()
    [difference] = found()
    assert (difference.gap_minor, difference.category) == (4860, "other_adjustment")
    world.resolve(difference, "hold")
    held = HeldApart.objects.get()
    assert (held.amount_minor, held.payment_intent) == (4860, difference.subject)
    reconcile.run()
    assert found() == []


def test_another_amount_is_corrected_to_what_stripe_says(world):
    gift = world.gift()
    plant(JournalEntry.objects.get(kind="gift_settled", about_uuid=gift.uuid), 4900)
    reconcile.run()
    [difference] = found()
    assert (difference.kind, difference.theirs_minor, difference.ours_minor) == ("amount", 5000, 4900)
    correction = world.resolve(difference, "correct")
    assert correction.entry.kind == "stripe_corrected_up"
    reconcile.run()
    assert found() == []


@pytest.mark.parametrize(
    ("booked", "way", "kind"), [(100, "fee", "stripe_fee_charged"), (300, "correct", "stripe_corrected_up")]
)
def test_another_fee_is_found_whichever_way_it_differs(world, booked, way, kind):
    gift = world.gift()
    plant(JournalEntry.objects.get(kind="fee_known"), booked)
    reconcile.run()
    [fee] = found()
    assert (fee.kind, fee.theirs_minor, fee.ours_minor) == ("fee", gift.fee_minor, booked)
    assert fee.gap_minor == booked - gift.fee_minor
    assert world.resolve(fee, way).entry.kind == kind
    reconcile.run()
    assert found() == []


def test_an_entry_stripe_knows_nothing_of_is_found_and_corrected(world):
    world.gift(100)
    spec = entries.payout_sent(2000, "USD")
    posting.post(spec, key="payout:po_ghost", about=("", None), happened_at=timezone.now())
    reconcile.run()
    [difference] = found()
    assert (difference.kind, difference.subject) == ("missing_at_stripe", "payout:po_ghost")
    assert (difference.theirs_minor, difference.ours_minor) == (0, -2000)
    assert world.resolve(difference, "correct").entry.kind == "stripe_corrected_up"
    reconcile.run()
    assert found() == []


def test_a_reversed_entry_needs_no_line(world):
    world.gift(100)
    spec = entries.payout_sent(2000, "USD")
    posted = posting.post(spec, key="payout:po_ghost", about=("", None), happened_at=timezone.now())
    posting.reverse(posted.entry, key="back", about=("", None), happened_at=timezone.now())
    reconcile.run()
    assert found() == []


def test_another_currency_is_two_differences_each_with_its_way(world):
    world.gift(100)
    line = BalanceLine(
        stripe_id="txn_eur", category="charge", source="ch_eur", payment_intent="pi_eur", amount_minor=2000,
        fee_minor=0, net_minor=2000, currency="EUR", made_at=timezone.now(),
    )  # fmt: skip
    line.save()
    posting.post(
        entries.stripe_unplaced(2000, "USD"), key="unplaced:pi_eur", about=("", None), happened_at=timezone.now()
    )
    reconcile.run()
    theirs, ours = found(kind="currency", currency="EUR")[0], found(kind="currency", currency="USD")[0]
    assert (theirs.gap_minor, ours.gap_minor) == (2000, -2000)
    world.resolve(theirs, "hold")
    world.resolve(ours, "correct")
    reconcile.run()
    assert found(kind="currency") == []


def test_a_payout_that_is_not_the_sum_of_its_lines(world):
    world.gift()
    payout = world.demo.payout()
    world.demo.wait_for("payout.reconciliation_completed")
    world.hear()
    with unguarded():
        Payout.objects.filter(stripe_id=payout["id"]).update(amount_minor=F("amount_minor") + 1)
    reconcile.run()
    [difference] = found()
    assert (difference.kind, difference.theirs_minor + 1) == ("payout", difference.ours_minor)
    assert queries.ways_of(difference) == ["accept"]
    assert world.resolve(difference, "accept").entry is None
    reconcile.run()
    assert found() == []


def test_a_balance_no_line_explains_is_told_once_it_stays(world, monkeypatch):
    world.gift()
    real = gateway.fetch_holdings
    calls = []

    def once_more():
        calls.append(1)
        return {"USD": real()["USD"] + (250 if len(calls) == 1 else 0)}

    monkeypatch.setattr(gateway, "fetch_holdings", once_more)
    reconcile.run()
    assert found() == []  # it was money on the move
    monkeypatch.setattr(gateway, "fetch_holdings", lambda: {"USD": real()["USD"] + 250})
    reconcile.run()
    [difference] = found()
    assert (difference.kind, difference.gap_minor) == ("balance", 250)
    world.resolve(difference, "accept")
    reconcile.run()
    assert found() == []  # two people know of exactly this


def test_the_fee_of_a_payment_held_apart_is_explained(world):
    line = BalanceLine.objects.create(
        stripe_id="txn_held", category="charge", source="ch_held", payment_intent="pi_held", amount_minor=2000,
        fee_minor=74, net_minor=1926, currency="USD", made_at=timezone.now(),
    )  # fmt: skip
    posted = posting.post(
        entries.stripe_unplaced(2000, "USD"), key="unplaced:pi_held", about=("", None), happened_at=timezone.now()
    )
    HeldApart.objects.create(
        payment_intent="pi_held", why="unknown", amount_minor=2000, currency="USD", charged_minor=2000,
        charged_currency="USD", happened_at=timezone.now(), entry=posted.entry, fee_minor=74,
        balance_transaction="txn_held",
    )  # fmt: skip
    assert queries.compare_lines([line]) == []
    assert queries.fees_not_booked_yet() == {"txn_held": ("USD", 74)}


# -- never by itself, never twice, never alone -----------------------------------------------------------
def test_a_correction_takes_two_people_a_reason_and_the_difference_as_it_was(world):
    world.gift()
    world.demo.fee(700)
    reconcile.run()
    [difference] = found()
    with pytest.raises(DomainError, match="minutes"):
        corrections.propose_correction(_asked(world, difference, note=" "), world.treasurer)
    with pytest.raises(DomainError, match="that way"):
        corrections.propose_correction(_asked(world, difference, way="hold"), world.treasurer)
    with pytest.raises(NotPermitted):
        corrections.propose_correction(_asked(world, difference), make_person())
    asked = _asked(world, difference)
    proposal = corrections.propose_correction(asked, world.treasurer)
    assert corrections.propose_correction(asked, world.treasurer) == proposal
    with pytest.raises(Conflict, match="waits"):
        corrections.propose_correction(_asked(world, difference), world.director)
    with pytest.raises(NotPermitted):
        corrections.decide(proposal, world.treasurer)
    Difference.objects.filter(pk=difference.pk).update(theirs_minor=-800)
    with pytest.raises(Conflict, match="another one now"):
        corrections.decide(proposal, world.director)
    Difference.objects.filter(pk=difference.pk).update(theirs_minor=-700)
    corrections.decide(proposal, world.director)
    with pytest.raises(Conflict):
        corrections.decide(proposal, world.director)
    assert JournalEntry.objects.filter(kind="stripe_fee_charged").count() == 1


def test_a_proposal_can_be_declined_or_taken_back(world):
    world.gift()
    world.demo.fee(700)
    reconcile.run()
    [difference] = found()
    first = corrections.propose_correction(_asked(world, difference), world.treasurer)
    corrections.take_back(first, world.treasurer)
    second = corrections.propose_correction(_asked(world, difference), world.treasurer)
    with pytest.raises(DomainError):
        corrections.decline(second, world.director)
    corrections.decline(second, world.director, "Ask Stripe first.")
    assert found() == [difference]


def test_what_was_resolved_while_we_compared_is_not_found_again(world):
    world.gift()
    world.demo.fee(700)
    reconcile.run()
    [difference] = found()
    compared_at = timezone.now()
    findings = queries.compare_lines([difference.line])
    world.resolve(difference, "fee")
    run = Reconciliation.objects.create(state="reading", since=timezone.now())
    actions.conclude(run, findings, [], compared_at=compared_at)
    assert found() == []


# -- Stripe goes away --------------------------------------------------------------------------------
def test_when_stripe_goes_away_in_the_middle_the_next_run_goes_on(world, monkeypatch):
    monkeypatch.setattr("fundraising.gateway.listing.PAGE", 1)
    for units in (10, 20, 30):
        world.give(units)
    world.hear()
    real, calls = gateway.list_movements, []

    def away_at_the_second(since, cursor=""):
        calls.append(cursor)
        if len(calls) == 2:
            raise gateway.GatewayDown("timeout")
        return real(since, cursor)

    monkeypatch.setattr(gateway, "list_movements", away_at_the_second)
    broken = reconcile.run()
    assert (broken.is_done, broken.run.error, BalanceLine.objects.count()) == (False, "GatewayDown", 1)
    assert found() == []
    world.give(40)
    world.hear()
    again = reconcile.run()
    assert (again.run.pk, again.is_done, BalanceLine.objects.count()) == (broken.run.pk, True, 4)
    assert calls[2] == calls[1] != ""
    assert found() == []


def test_a_long_list_is_read_in_several_calls(world, monkeypatch):
    monkeypatch.setattr("fundraising.gateway.listing.PAGE", 1)
    monkeypatch.setattr(reconcile, "MOST_PAGES", 2)
    for units in (10, 20, 30):
        world.give(units)
    world.hear()
    assert not reconcile.run().is_done
    assert reconcile.work() == 1
    assert Reconciliation.objects.get().state == "done"
    assert found() == []


def test_when_stripe_is_away_nothing_is_concluded(world, monkeypatch):
    def away():
        raise gateway.GatewayDown("timeout")

    world.gift()
    world.demo.fee(700)
    reconcile.run()
    monkeypatch.setattr(gateway, "fetch_holdings", away)
    outcome = reconcile.run()
    assert not outcome.is_done
    assert len(found()) == 1


def test_two_workers_do_not_compare_at_once(world):
    Reconciliation.objects.create(state="reading", since=timezone.now(), tried_at=timezone.now())
    assert reconcile.run() is None


def test_what_happened_before_the_first_reading_is_not_looked_for(world):
    """On the day a service moves here from other books its older entries have no line that was ever read."""
    now = timezone.now()
    Reconciliation.objects.create(state="done", since=now, finished_at=now)
    old, new = now - timedelta(days=3), now + timedelta(seconds=1)
    for key, happened_at in (("donation:pi_old", old), ("donation:pi_new", new)):
        spec = entries.gift_settled(available(world.pool), 9_00, "USD")
        posting.post(spec, key=key, about=("", None), happened_at=happened_at)
    reconcile.run()
    assert [d.subject for d in found(kind="missing_at_stripe")] == ["donation:pi_new"]
    assert [d.gap_minor for d in found(kind="balance")] == [-9_00]
    reconcile.run(days=30)
    assert len(found(kind="missing_at_stripe")) == 2
    assert found(kind="balance") == []


# -- asking, and the command -----------------------------------------------------------------------------
def test_people_ask_for_a_comparison_and_it_is_made_once(world):
    first = actions.ask_reconciliation(world.delegation, world.treasurer)
    assert actions.ask_reconciliation(world.delegation, world.director) == first
    with pytest.raises(NotPermitted):
        actions.ask_reconciliation(world.delegation, make_staff(world.delegation, "auditor"))
    assert reconcile.work() == 1
    first.refresh_from_db()
    assert first.state == "done"
    assert reconcile.work() == 0


def test_the_command_says_what_differs_and_how(world, capsys):
    world.gift()
    world.demo.fee(700)
    with pytest.raises(SystemExit) as left:
        call_command("reconcile_stripe")
    assert left.value.code == 1
    said = capsys.readouterr().out
    assert "missing_in_books" in said
    assert "Stripe -7.00, books 0.00 USD" in said
    with pytest.raises(SystemExit):
        call_command("reconcile_stripe", "--json", "--since", "3")
    answer = json.loads(capsys.readouterr().out)
    assert [d["theirs_minor"] for d in answer["differences"]] == [-700]
    world.resolve(found()[0], "fee")
    call_command("reconcile_stripe")
    assert "agree" in capsys.readouterr().out


# -- lost events ---------------------------------------------------------------------------------------
def test_events_that_never_arrived_are_found_stored_once_and_worked_off(world):
    world.give()
    assert StripeEvent.objects.count() == 0
    lost = inbox.sweep_lost_events()
    assert lost == StripeEvent.objects.count() > 0
    assert inbox.sweep_lost_events() == 0
    assert list(EventSweep.objects.values_list("found", flat=True)) == [0, lost]
    inbox.process()
    assert Donation.objects.get().status == "paid"


def test_a_broken_off_sweep_counts_as_none(world, monkeypatch):
    world.give()
    real = gateway.list_events

    def half(since, types):
        yield next(real(since, types))
        raise gateway.GatewayDown("timeout")

    monkeypatch.setattr(gateway, "list_events", half)
    assert inbox.sweep_lost_events() == 0
    assert EventSweep.objects.count() == 0
    monkeypatch.setattr(gateway, "list_events", real)
    assert inbox.sweep_lost_events() > 1


def test_a_sweep_reaches_back_no_further_than_stripe_keeps(world, monkeypatch):
    asked = []
    monkeypatch.setattr(gateway, "list_events", lambda since, types: asked.append(since) or iter(()))
    EventSweep.objects.create(began_at=timezone.now() - timedelta(days=90), since=timezone.now())
    inbox.sweep_lost_events()
    inbox.sweep_lost_events()
    ages = [timezone.now() - since for since in asked]
    assert timedelta(days=29) < ages[0] < timedelta(days=31)
    assert timedelta(minutes=59) < ages[1] < timedelta(hours=2)


def _asked(world, difference, way="fee", note="As Stripe's list says."):
    return corrections.Asked(difference, world.delegation, way, note, uuid.uuid4())
