"""The books against Stripe, line by line, per payout and in whole. Reads Stripe, compares, writes down what differs;
posts nothing. Safe to repeat, to break off and to run beside everything else.

    run(days=None) -> Outcome | None      compare now; None while another worker is at it
    work() -> int                         what people asked for: looking again, comparing"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from django.db.models import F, Q
from django.utils import timezone

from delegation.errors import DomainError
from fundraising import gateway, inbox
from fundraising.actions import reconciliation as actions
from fundraising.models import BalanceLine, Difference, JournalEntry, Reconciliation, StripeEvent
from fundraising.queries import reconciliation as queries
from fundraising.queries.reconciliation import Figure, Finding

logger = logging.getLogger(__name__)

# What is compared every night. What differed before is compared again however old it is.
WINDOW = timedelta(days=35)
# Stripe's lines are read from a little earlier than they are compared from, so that no entry misses its line.
MARGIN = timedelta(days=3)
# Pages of a hundred lines that one call reads; the next call goes on.
MOST_PAGES = 500
CHUNK = 500
MOST_RECHECKS = 100
# Money moves while we read: a rest that is gone when we look again was never there.
LOOKS = 3


@dataclass(frozen=True)
class Outcome:
    """`is_done` False: Stripe went away, or there is more to read; the next call goes on."""

    run: Reconciliation
    is_done: bool


def run(days: int | None = None) -> Outcome | None:
    """Read Stripe's lines, compare, write down the differences. `days`: read and compare everything of that many days.
    Without it: what was not read yet, compared over the last WINDOW; the first time, as far back as the books go."""
    now = timezone.now()
    since, whole = _since(days, now)
    row = actions.begin(since, whole=whole, now=now)
    if row is None:
        return None
    try:
        if not _read(row):
            actions.break_off(row, "more")
            return Outcome(row, is_done=False)
        compared_at, findings, figures = _compare(row)
    except gateway.GatewayError as error:
        logger.warning("reconciliation broken off: %s", type(error).__name__)
        actions.break_off(row, type(error).__name__)
        return Outcome(row, is_done=False)
    actions.conclude(row, findings, figures, compared_at=compared_at)
    return Outcome(row, is_done=True)


def work() -> int:
    """Look again at what people asked for, then compare where somebody asked. Answers how many were worked off."""
    count = _recheck()
    asked = Reconciliation.objects.exclude(state=Reconciliation.State.DONE).exists()
    if count or asked:
        outcome = run()
        count += outcome is not None and outcome.is_done
    return count


# -- reading -------------------------------------------------------------------------------------------------
def _since(days: int | None, now: datetime) -> tuple[datetime, bool]:
    if days is not None:
        return now - timedelta(days=days), True
    if Reconciliation.objects.filter(state=Reconciliation.State.DONE).exists():
        return now - WINDOW, False
    first = (
        JournalEntry.objects.filter(lines__account__code__in=queries.AT_STRIPE)
        .order_by("happened_at")
        .values_list("happened_at", flat=True)
        .first()
    )
    return min(first or now, now) - timedelta(hours=1), True


def _read(row: Reconciliation) -> bool:
    """Read what is not read yet; False when there is more than one call reads."""
    if row.cursor and not _read_from(row, row.cursor, whole=row.whole):
        return False
    return _read_from(row, "", whole=row.whole and not row.lines_read)


def _read_from(row: Reconciliation, cursor: str, *, whole: bool) -> bool:
    """From the newest (or the cursor) back to `since`; unless `whole`, down to a page that is known already."""
    assert row.since is not None
    for _page in range(MOST_PAGES):
        page = gateway.list_movements(row.since - MARGIN, cursor)
        new = actions.store_lines(row, page.movements, page.next_cursor or "")
        if page.next_cursor is None or (not new and not whole):
            return True
        cursor = page.next_cursor
    return False


# -- comparing -------------------------------------------------------------------------------------------------
def _compare(row: Reconciliation) -> tuple[datetime, list[Finding], list[Figure]]:
    for look in range(LOOKS):
        if look:
            _read_from(row, "", whole=False)
        holdings = gateway.fetch_holdings()
        compared_at = timezone.now()
        found = _by_line(row)
        figures = queries.compare_balances(holdings, found)
        if not any(figure.rest_minor for figure in figures):
            break
    assert row.since is not None
    payouts = queries.compare_payouts(row.since, also=_open(Difference.Kind.PAYOUT).values_list("subject", flat=True))
    return compared_at, [*found, *payouts, *queries.balance_findings(figures)], figures


def _by_line(row: Reconciliation) -> list[Finding]:
    assert row.since is not None
    again = _open().filter(line__isnull=False).values("line")
    lines = BalanceLine.objects.filter(Q(made_at__gte=row.since) | Q(pk__in=again)).order_by("id")
    found: list[Finding] = []
    rows = lines.iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        found += queries.compare_lines(chunk)
    entries = _open(Difference.Kind.MISSING_AT_STRIPE).values_list("entry", flat=True)
    return found + queries.unlisted_entries(row.since, _read_since(row), also=entries)


def _open(*kinds: str):
    rows = Difference.objects.filter(status=Difference.Status.OPEN)
    return rows.filter(kind__in=kinds) if kinds else rows


def _read_since(row: Reconciliation) -> datetime:
    """From where on all of Stripe's lines were read: the earliest beginning of a finished run, or this one's where it
    read everything. On the day a service moves here from other books, nothing before that day is looked for."""
    assert row.since is not None
    first = Reconciliation.objects.filter(pk=actions.first_run_id()).values_list("since", flat=True).first()
    if first is None:
        return row.since
    return min(first, row.since) if row.whole else first


# -- looking again -------------------------------------------------------------------------------------------
# As if this event came again, by Stripe's category of the line.
EVENTS = {
    "charge": "payment_intent.succeeded",
    "refund": "refund.updated",
    "refund_failure": "refund.updated",
    "dispute": "charge.dispute.updated",
    "dispute_reversal": "charge.dispute.updated",
    "payout": "payout.updated",
    "payout_reversal": "payout.updated",
}


def _recheck() -> int:
    asked = _open().filter(recheck_asked_at__isnull=False, line__isnull=False)
    due = asked.filter(Q(rechecked_at__isnull=True) | Q(rechecked_at__lt=F("recheck_asked_at"))).select_related("line")
    rows = list(due.order_by("recheck_asked_at")[:MOST_RECHECKS])
    for difference in rows:
        try:
            _look_again(difference.line)
        except gateway.GatewayDown as error:
            logger.warning("recheck: %s %s", difference.uuid, type(error).__name__)
            return 0
        except (gateway.GatewayError, DomainError) as error:
            logger.warning("recheck: %s %s", difference.uuid, type(error).__name__)
        except Exception:  # one bad row must never stop those behind it
            logger.exception("recheck: %s", difference.uuid)
        Difference.objects.filter(pk=difference.pk).update(rechecked_at=timezone.now())
    return len(rows)


def _look_again(line: BalanceLine) -> None:
    kind = EVENTS.get(line.category)
    if kind is None or not (line.payment_intent or line.source):
        return
    event = StripeEvent(type=kind, object_id=line.source, payment_intent=line.payment_intent)
    inbox.HANDLERS[kind](event)


def summary(run: Reconciliation, differences: Sequence[Difference]) -> dict:
    """For machines: what was found, minor units."""
    return {
        "state": run.state,
        "error": run.error,
        "lines_read": run.lines_read,
        "figures": run.figures,
        "differences": [
            {
                "kind": d.kind,
                "subject": d.subject,
                "currency": d.currency,
                "theirs_minor": d.theirs_minor,
                "ours_minor": d.ours_minor,
                "first_seen_at": d.first_seen_at.isoformat(),
            }
            for d in differences
        ],
    }
