"""The books of the demo: its first months closed by two people, and compared with Stripe. A fee of Stripe's own and
an adjustment are in no book yet: one waits for a second person, one for somebody to look."""

import uuid

from django.utils import timezone

from fundraising.actions import books, corrections, periods
from fundraising.actions import reconciliation as actions
from fundraising.gateway import Movement
from fundraising.models import BalanceLine, Correction, Difference
from fundraising.queries import reconciliation as queries


def compare_and_close(delegation, proposer, decider) -> None:
    """The last scene, since nothing can be posted into the closed months afterwards. The demo's gifts were never at the
    demo Stripe: what it does not hold is accepted with a word, as on the day a service moves to new books."""
    _compare([], {"EUR": 12_00})
    _compare([])
    for difference in Difference.objects.filter(kind="balance", status="open"):
        _propose(delegation, difference, "accept", "Gifts from before the demo began.", proposer, decider)
    books.check()
    _close_months(delegation, proposer, decider)
    # Together they are nothing, so that the demo Stripe's balance stays what was accepted.
    _compare([_line("fee", -7_00), _line("other_adjustment", 7_00)])
    _correct(delegation, proposer, decider)


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
    note = "Radar for Fraud Teams, as on the bill of this month."
    corrections.take_back(_propose(delegation, radar, "correct", note, proposer), proposer)
    first = _propose(delegation, radar, "correct", note, proposer)
    corrections.decline(first, decider, "It is a fee; book it as one.")
    _propose(delegation, radar, "fee", note, proposer)


def _line(category: str, minor: int) -> Movement:
    made_at = int(timezone.now().timestamp()) - 7200
    return Movement(f"txn_demo{uuid.uuid4().hex[:12]}", category, None, None, minor, 0, minor, "USD", made_at)


def _compare(movements: list[Movement], more: dict[str, int] | None = None) -> None:
    """As `reconcile.run` does it, with lines of our own in place of Stripe's. `more`: what Stripe says it holds
    besides."""
    now = timezone.now()
    run = actions.begin(now, whole=False, now=now)
    if run is None:
        return
    actions.store_lines(run, movements, "")
    found = queries.compare_lines(list(BalanceLine.objects.all()))
    # What the demo Stripe holds of these gifts: nothing.
    holdings = {"USD": 0} | (more or {})
    figures = queries.compare_balances(holdings, found)
    actions.conclude(run, [*found, *queries.balance_findings(figures)], figures, compared_at=now)


def _propose(delegation, difference, way: str, note: str, proposer, decider=None) -> Correction:
    asked = corrections.Asked(difference, delegation, way, note, uuid.uuid4())
    correction = corrections.propose_correction(asked, proposer)
    if decider is not None:
        corrections.decide(correction, decider)
    return correction
