"""Closing a month: asked by one person, done by another, never undone. What comes later is posted into the next month
and keeps the time at which it happened."""

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from delegation.actions.audit import record
from delegation.actions.moves import move
from delegation.errors import Conflict
from delegation.models import Delegation, Person
from delegation.permissions import require
from fundraising.models import Period, PeriodBalance
from fundraising.queries import periods as queries

Status = Period.Status


def ask_period(delegation: Delegation, by: Person) -> Period:
    """Ask to close the month that is next; one that is asked for already is the answer. Raises NotPermitted, Conflict
    while it is not over, or while something stands in the way."""
    require("fundraising.ask_period", by, delegation)
    known = Period.objects.filter(status=Status.ASKED).first()
    if known:
        return known
    found = queries.month_to_close()
    if found is None:
        raise Conflict(_("The next month is not over yet."), code="not_over")
    month, starts_at, ends_at = found
    _refuse_unready(ends_at)
    try:
        with transaction.atomic():
            period = Period.objects.create(
                delegation=delegation, month=month, starts_at=starts_at, ends_at=ends_at, asked_by=by
            )
            record("fundraising.ask_period", period, by)
            return period
    except IntegrityError:
        return Period.objects.get(month=month, status__in=(Status.ASKED, Status.CLOSED))


def close(period: Period, by: Person) -> Period:
    """Close it: what it says is stored with its hash, and from here on the database takes no posting into it. Raises
    NotPermitted, Conflict while something stands in the way."""
    with transaction.atomic():
        _wait_for_postings()
        require("fundraising.close_period", by, period)
        _refuse_unready(period.ends_at)
        last = queries.last_closed()
        if last and last.ends_at != period.starts_at:
            raise Conflict(_("Months are closed one after the other."), code="out_of_order")
        found = queries.totals(period.starts_at, period.ends_at)
        said = queries.as_json(found, queries.account_names())
        if rests := queries.rests_as_json(queries.rests_of(period)):
            said[queries.REST] = rests
        period = move(
            period,
            "close",
            by,
            decided_by=by,
            decided_at=timezone.now(),
            entries=found.entries,
            totals=said,
            totals_hash=queries.hash_of(said),
        )
        PeriodBalance.objects.bulk_create(
            PeriodBalance(period=period, account_id=pk, balance_minor=minor, version=version)
            for pk, (minor, version) in sorted(found.balances.items())
        )
        return period


def decline(period: Period, by: Person) -> Period:
    """Say no to closing it now. Raises NotPermitted, Conflict."""
    return move(period, "decline", by, decided_by=by, decided_at=timezone.now())


def take_back(period: Period, by: Person) -> Period:
    """Withdraw one's own asking before it is closed."""
    return move(period, "take_back", by, decided_by=by, decided_at=timezone.now())


def _wait_for_postings() -> None:
    """Whoever posts now is waited for, and posts afterwards what comes: on PostgreSQL the table is held; on SQLite the
    transaction holds the file already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE fundraising_journalentry IN SHARE ROW EXCLUSIVE MODE")


def _refuse_unready(ends_at) -> None:
    first = next((check for check in queries.checklist(ends_at) if not check.holds), None)
    if first:
        raise Conflict(
            _("This month cannot be closed yet. What must hold: %(what)s") % {"what": first.words}, code=first.name
        )
