"""The books against Stripe: what was read, what differs, and what two people post about it. Nothing here repairs by
itself; `fundraising/reconcile.py` reads Stripe and calls these."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from delegation.actions.audit import record
from delegation.actions.moves import lock, move
from delegation.errors import Conflict
from delegation.models import Delegation, Person
from delegation.permissions import require
from fundraising.models import BalanceLine, Difference, Reconciliation
from fundraising.queries.reconciliation import Figure, Finding, accepted

# A run that was not touched for so long was left by a worker that died.
LEFT_AFTER = timedelta(minutes=10)
RUNS_KEPT = 400
State, Status, Kind = Reconciliation.State, Difference.Status, Difference.Kind


# -- asking -------------------------------------------------------------------------------------------
def ask_reconciliation(delegation: Delegation, by: Person) -> Reconciliation:
    """Ask for a comparison now; one that waits or is under way already is the answer. Raises NotPermitted."""
    require("fundraising.ask_reconciliation", by, delegation)
    try:
        with transaction.atomic():
            known = Reconciliation.objects.exclude(state=State.DONE).first()
            if known:
                return known
            run = Reconciliation.objects.create(asked_by=by)
            record("fundraising.ask_reconciliation", run, by)
            return run
    except IntegrityError:
        return Reconciliation.objects.exclude(state=State.DONE).latest("id")


def recheck_difference(difference: Difference, delegation: Delegation, by: Person) -> Difference:
    """Ask for the payment, refund, dispute or payout to be looked at once more, as if its event came again. Raises
    NotPermitted, Conflict where there is nothing to look at."""
    require("fundraising.recheck_difference", by, delegation)
    with transaction.atomic():
        difference = lock(difference)
        if difference.status != Status.OPEN:
            raise Conflict(_("This difference is closed already."), code="moved_on")
        if not can_recheck(difference):
            raise Conflict(_("There is no payment behind this line to look at again."), code="no_source")
        difference.recheck_asked_at = timezone.now()
        difference.save(update_fields=["recheck_asked_at"])
        record("fundraising.recheck_difference", difference, by)
        return difference


def can_recheck(difference: Difference) -> bool:
    return difference.line is not None and bool(difference.line.source)


# -- a run, step by step ---------------------------------------------------------------------------------
def begin(since: datetime | None, *, whole: bool, now: datetime) -> Reconciliation | None:
    """Claim a run: the one that was asked for or broken off, or a new one. None while another worker is at it.

    `since` None: the run keeps what it had, or the caller sets it."""
    with transaction.atomic():
        run = Reconciliation.objects.select_for_update(of=("self",)).exclude(state=State.DONE).order_by("id").first()
        if run and run.state == State.READING and run.tried_at and run.tried_at > now - LEFT_AFTER and not run.error:
            return None
        if run is None:
            run = Reconciliation.objects.create()
        if run.since is None or (since is not None and since < run.since):
            run.since, run.cursor, run.whole = since, "", whole
        run.state, run.tried_at, run.error = State.READING, now, ""
        run.save(update_fields=["since", "cursor", "whole", "state", "tried_at", "error"])
        return run


def store_lines(run: Reconciliation, movements: Sequence, cursor: str) -> int:
    """Keep a page of Stripe's lines, shaped as `gateway.Movement`, and where to go on. Answers how many were new."""
    with transaction.atomic():
        ids = [found.id for found in movements]
        known = set(BalanceLine.objects.filter(stripe_id__in=ids).values_list("stripe_id", flat=True))
        new = [_line(found) for found in movements if found.id not in known]
        BalanceLine.objects.bulk_create(new, ignore_conflicts=True)
        run.cursor, run.lines_read, run.tried_at = cursor, run.lines_read + len(movements), timezone.now()
        run.save(update_fields=["cursor", "lines_read", "tried_at"])
        return len(new)


def _line(found) -> BalanceLine:
    return BalanceLine(
        stripe_id=found.id,
        category=found.category[:60],
        source=found.source or "",
        payment_intent=found.payment_intent or "",
        amount_minor=found.amount,
        fee_minor=found.fee,
        net_minor=found.net,
        currency=found.currency,
        made_at=datetime.fromtimestamp(found.created, UTC),
    )


def break_off(run: Reconciliation, why: str) -> None:
    """Stripe went away, or there is more to read than one call reads: the next try goes on from here. Nothing was
    compared, so nothing changes."""
    run.error = why
    run.save(update_fields=["error"])


def conclude(
    run: Reconciliation, findings: Iterable[Finding], figures: Sequence[Figure], *, compared_at: datetime
) -> Reconciliation:
    """Write down what differs now: new differences begin, known ones are seen again, and those both sides agree on
    meanwhile are cleared. No entry is posted."""
    with transaction.atomic():
        now = timezone.now()
        still = {d.pk for finding in findings if (d := _see(finding, now, compared_at)) is not None}
        for difference in Difference.objects.filter(status=Status.OPEN).exclude(pk__in=still):
            _clear(difference, now)
        run.state, run.finished_at, run.cursor, run.found = State.DONE, now, "", len(still)
        run.figures = {figure.currency: asdict(figure) | {"rest_minor": figure.rest_minor} for figure in figures}
        run.save(update_fields=["state", "finished_at", "cursor", "found", "figures"])
        old = Reconciliation.objects.filter(state=State.DONE).values_list("pk", flat=True)[RUNS_KEPT:]
        # The first one stays: it says from where on Stripe's lines were read.
        Reconciliation.objects.filter(pk__in={*old} - {first_run_id()}).delete()
        return run


def first_run_id() -> int | None:
    return Reconciliation.objects.filter(state=State.DONE).order_by("since", "id").values_list("pk", flat=True).first()


def _see(finding: Finding, now: datetime, compared_at: datetime) -> Difference | None:
    subject, kind, currency = finding.identity
    rows = Difference.objects.filter(subject=subject, kind=kind, currency=currency)
    known = rows.select_for_update(of=("self",)).filter(status=Status.OPEN).first()
    if known:
        known.theirs_minor, known.ours_minor, known.last_seen_at = finding.theirs_minor, finding.ours_minor, now
        known.save(update_fields=["theirs_minor", "ours_minor", "last_seen_at"])
        return known
    if finding.is_fresh or _is_settled(rows, finding, compared_at):
        return None
    difference = Difference.objects.create(
        kind=kind,
        subject=subject,
        category=finding.category,
        currency=currency,
        theirs_minor=finding.theirs_minor,
        ours_minor=finding.ours_minor,
        line_id=finding.line_id,
        entry_id=finding.entry_id,
        first_seen_at=now,
        last_seen_at=now,
    )
    record("fundraising.difference_found", difference, purpose=kind)
    return difference


def _is_settled(rows, finding: Finding, compared_at: datetime) -> bool:
    """It was resolved while we compared; or two people accepted exactly this gap, each with a sentence."""
    if rows.filter(status=Status.RESOLVED, closed_at__gte=compared_at).exists():
        return True
    return accepted().filter(difference__in=rows, gap_minor=finding.gap_minor).exists()


def _clear(difference: Difference, now: datetime) -> None:
    """Both sides agree: what was late has come. A correction that still waits has nothing to correct any more."""
    difference = lock(difference)
    if difference.status != Status.OPEN:
        return
    move(difference, "clear", None, closed_at=now)
