"""The books of the demo: compared with Stripe, and its first months closed by two people. A fee of Stripe's own and an
adjustment are in no book yet: one waits for a second person, one for somebody to look."""

import uuid
from datetime import timedelta

import time_machine
from django.utils import timezone

from fundraising.actions import books, corrections, periods, refunds
from fundraising.actions import reconciliation as actions
from fundraising.models import BalanceLine, Correction, Difference, Donation, JournalEntry
from fundraising.queries import reconciliation as queries
from travel.demo import till
from travel.demo.payments import FEE_MINOR

FEE_NOTE = "Radar for Fraud Teams, as on the bill of this month."


def compare_and_close(delegation, proposer, decider) -> None:
    """The last scene, since nothing can be posted into the closed months afterwards."""
    _refund_that_is_told_late()
    _compare()
    for difference in Difference.objects.filter(category="fee", status="open"):
        _propose(delegation, difference, "fee", FEE_NOTE, proposer, decider)
    _compare()
    books.check()
    _close_months(delegation, proposer, decider)
    with time_machine.travel(timezone.now() - timedelta(hours=2), tick=True):
        till.charge_fee(FEE_MINOR)
        till.adjust(12_50, "Correction of an earlier payout")
    _compare()
    _correct(delegation, proposer, decider)


def _refund_that_is_told_late() -> None:
    """Somebody pressed Refund in Stripe's dashboard, and the event was lost until somebody compared."""
    gift = Donation.objects.filter(source="card", status="paid", fund__kind="pool", currency="USD").latest("paid_at")
    with time_machine.travel(timezone.now() - timedelta(hours=5), tick=True):
        made = till.refund(gift.payment_intent or "", 5_00)
    _compare()
    refunds.follow(gift.payment_intent or "", [made])


def _close_months(delegation, proposer, decider) -> None:
    """Two are closed, after one thought again and one said no; the third waits."""
    periods.take_back(periods.ask_period(delegation, proposer), proposer)
    periods.decline(periods.ask_period(delegation, proposer), decider)
    for _month in range(2):
        periods.close(periods.ask_period(delegation, proposer), decider)
    periods.ask_period(delegation, proposer)


def _correct(delegation, proposer, decider) -> None:
    radar = Difference.objects.filter(category="fee", status="open").first()
    if radar is None:
        return
    corrections.take_back(_propose(delegation, radar, "correct", FEE_NOTE, proposer), proposer)
    first = _propose(delegation, radar, "correct", FEE_NOTE, proposer)
    corrections.decline(first, decider, "It is a fee; book it as one.")
    _propose(delegation, radar, "fee", FEE_NOTE, proposer)


def _compare() -> None:
    """As `reconcile.run` does it, with Stripe's lines read from the till."""
    now = timezone.now()
    since = JournalEntry.objects.order_by("happened_at").values_list("happened_at", flat=True)[0] - timedelta(hours=1)
    run = actions.begin(since, whole=True, now=now)
    if run is None:
        return
    actions.store_lines(run, till.movements(), "")
    found = [
        *queries.compare_lines(list(BalanceLine.objects.order_by("id"))),
        *queries.unlisted_entries(since, since),
    ]
    figures = queries.compare_balances(till.holdings(), found)
    findings = [*found, *queries.compare_payouts(since), *queries.balance_findings(figures)]
    actions.conclude(run, findings, figures, compared_at=now)


def _propose(delegation, difference, way: str, note: str, proposer, decider=None) -> Correction:
    asked = corrections.Asked(difference, delegation, way, note, uuid.uuid4())
    correction = corrections.propose_correction(asked, proposer)
    if decider is not None:
        corrections.decide(correction, decider)
    return correction
