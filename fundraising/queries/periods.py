"""Months and their closing: what a month says, what still stands in the way of closing it, whether a closed one still
says the same."""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from delegation.models import Person
from fundraising import months
from fundraising.models import (
    Account,
    BooksCheck,
    Correction,
    Difference,
    JournalEntry,
    JournalLine,
    Period,
    PeriodBalance,
    Reconciliation,
    StripeEvent,
)
from fundraising.queries.allocations import decider_people
from fundraising.queries.reconciliation import Rest, rests, with_notes

# A month is closed when nobody can still be posting in it.
OVER_FOR = timedelta(hours=1)
CHECKED_WITHIN = timedelta(hours=1)
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
REST = "rest"


def closed_periods():
    return Period.objects.filter(status=Period.Status.CLOSED).order_by("ends_at")


def shown_periods():
    """Closed months, newest first."""
    return (
        Period.objects.filter(status=Period.Status.CLOSED)
        .select_related("asked_by", "decided_by", "delegation")
        .order_by("-month")
    )


def first_month() -> date:
    """The month of the first posting; this month where nothing is posted."""
    first = JournalEntry.objects.order_by("posted_at").values_list("posted_at", flat=True).first()
    return months.month_of(first or timezone.now())


def deciders(period: Period) -> list[Person]:
    """Who may close it today."""
    return list(decider_people(period.delegation).exclude(pk=period.asked_by_id))


def last_closed() -> Period | None:
    return closed_periods().last()


def month_to_close() -> tuple[date, datetime, datetime] | None:
    """(first day, begin, end) of the month that may be closed next; None while it is not over.

    The first one is that of the first posting, or the last whole month where nothing was posted in an earlier one. It
    begins with the books."""
    last = last_closed()
    if last:
        month, start = months.after(last.month), last.ends_at
    else:
        first = JournalEntry.objects.order_by("posted_at").values_list("posted_at", flat=True).first()
        whole = months.before(months.month_of(timezone.now()))
        month, start = min(months.month_of(first), whole) if first else whole, BEGINNING
    _begin, end = months.bounds(month)
    return (month, start, end) if end + OVER_FOR <= timezone.now() else None


# -- what stands in the way --------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Check:
    """One condition of closing; `page` names the page that shows what is in the way."""

    name: str
    words: str
    holds: bool
    page: str = ""
    count: int = 0


def checklist(ends_at: datetime) -> list[Check]:
    """What must hold to close the month that ends then; six queries, and two more where a rest was explained."""
    now = timezone.now()
    books = BooksCheck.objects.first()
    waiting = StripeEvent.objects.filter(
        state__in=(StripeEvent.State.WAITING, StripeEvent.State.FAILED), happened_at__lt=ends_at
    ).count()
    differences = Difference.objects.filter(status=Difference.Status.OPEN).count()
    run = newest_run()
    unexplained = sum(rest.explained_by is None for rest in rests(run))
    return [
        Check("over", _("The month is over."), ends_at + OVER_FOR <= now),
        Check(
            "books",
            _("The books were checked within the hour, and every line holds."),
            books is not None and not books.red and books.checked_at > now - CHECKED_WITHIN,
            "money_desk",
        ),
        Check(
            "events", _("Everything Stripe told us of this month is worked off."), waiting == 0, "money_desk", waiting
        ),
        Check(
            "compared",
            _("The books were compared with Stripe after the month was over."),
            run is not None and run.finished_at is not None and run.finished_at >= ends_at,
            "books",
        ),
        Check("differences", _("No difference to Stripe is open."), differences == 0, "differences", differences),
        Check(
            "rest",
            _("Nothing is left unexplained of what Stripe holds, or a second person has said what explains it."),
            unexplained == 0,
            "books",
            unexplained,
        ),
    ]


def newest_run() -> Reconciliation | None:
    """The newest comparison with Stripe that was finished."""
    return Reconciliation.objects.filter(state=Reconciliation.State.DONE).first()


def rests_as_json(found: list[Rest]) -> dict:
    """What a month is closed on although no line explains it: by currency, minor units and the correction in which a
    second person said why. No name, no words."""
    return {
        rest.currency: {"minor": rest.minor, "explained_by": str(rest.explained_by.uuid)}
        for rest in found
        if rest.explained_by is not None
    }


def rests_of(period: Period) -> list[Rest]:
    """What a month that waits would be closed on today, or a closed one was closed on."""
    if period.status == Period.Status.ASKED:
        return rests(newest_run())
    said = (period.totals or {}).get(REST, {})
    if not said:
        return []
    rows = with_notes(Correction.objects.filter(uuid__in=[one["explained_by"] for one in said.values()]))
    known = {str(row.uuid): row for row in rows}
    return [Rest(name, one["minor"], known.get(one["explained_by"])) for name, one in sorted(said.items())]


# -- what a month says ------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Totals:
    """Balances at the end, debit +, with the version of each account's last line; and what moved within, by account
    and kind. `entries`: how many were posted in the month."""

    entries: int
    balances: dict[int, tuple[int, int]]
    moved: dict[int, dict[str, int]]


def totals(start: datetime, end: datetime) -> Totals:
    """From the lines themselves, for the closing; three queries."""
    posted = JournalLine.objects.filter(entry__posted_at__lt=end).order_by()
    balances = {
        pk: (minor, n) for pk, minor, n in posted.values_list("account").annotate(Sum("amount_minor"), Count("id"))
    }
    moved: dict[int, dict[str, int]] = defaultdict(dict)
    within = posted.filter(entry__posted_at__gte=start)
    for pk, kind, minor in within.values_list("account", "entry__kind").annotate(Sum("amount_minor")):
        moved[pk][kind] = minor
    entries = JournalEntry.objects.filter(posted_at__gte=start, posted_at__lt=end).count()
    return Totals(entries, balances, dict(moved))


def as_json(found: Totals, names: dict[int, str]) -> dict:
    """Without any name, alike on every machine."""
    return {
        "entries": found.entries,
        "balances": {names[pk]: minor for pk, (minor, _version) in found.balances.items() if minor},
        "moved": {names[pk]: dict(sorted(kinds.items())) for pk, kinds in found.moved.items()},
    }


def hash_of(said: dict) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def account_names() -> dict[int, str]:
    """Every account by what it is and a random number: `available/USD/…`."""
    fields = ("pk", "code", "currency", "fund__uuid", "delegate__uuid")
    return {
        pk: "/".join(str(part) for part in (code, currency, fund or delegate) if part)
        for pk, code, currency, fund, delegate in Account.objects.order_by().values_list(*fields)
    }


# -- whether a closed month still says the same ----------------------------------------------------------------------
def changed_periods() -> list[tuple[str, str]]:
    """Closed months whose lines say something else today than when they were closed. Each line is read once."""
    periods = list(closed_periods())
    if not periods:
        return []
    names = account_names()
    kept: dict[int, dict[int, int]] = defaultdict(dict)
    for period_id, account_id, minor in PeriodBalance.objects.values_list("period", "account", "balance_minor"):
        kept[period_id][account_id] = minor
    sums: dict[int, tuple[int, int]] = {}
    wrong = []
    for period in periods:
        start = period.starts_at
        moved: dict[int, dict[str, int]] = defaultdict(dict)
        lines = JournalLine.objects.filter(entry__posted_at__gte=start, entry__posted_at__lt=period.ends_at).order_by()
        rows = lines.values_list("account", "entry__kind").annotate(Sum("amount_minor"), Count("id"))
        for pk, kind, minor, n in rows:
            moved[pk][kind] = minor
            before, version = sums.get(pk, (0, 0))
            sums[pk] = (before + minor, version + n)
        entries = JournalEntry.objects.filter(posted_at__gte=start, posted_at__lt=period.ends_at).count()
        today = as_json(Totals(entries, sums, moved), names)
        # What Stripe said then is no line of ours: it stands as it was said, under the same seal.
        today |= {key: said for key, said in (period.totals or {}).items() if key == REST}
        if hash_of(today) != period.totals_hash or hash_of(period.totals) != period.totals_hash:
            wrong.append((str(period), "the lines say something else"))
        if kept[period.pk] != {pk: minor for pk, (minor, _version) in sums.items()}:
            wrong.append((str(period), "a closing balance is another"))
    return wrong
