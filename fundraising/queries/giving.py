"""Whether a fund's form is slowed or switched off, and what its last hour looked like."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from delegation.models import Delegation
from fundraising.models import CheckoutAttempt, Donation, Fund, GivingBreak

HOUR = timedelta(hours=1)
UNPAID = (Donation.Status.STARTED, Donation.Status.FAILED, Donation.Status.EXPIRED)
# Fewer pages than this say nothing; of more, this part with failed cards does.
LEAST_PAGES = 10
MOST_FAILED_PERCENT = 80


@dataclass(frozen=True)
class Hour:
    """Payment pages of one fund opened within the hour, and those whose card failed and that are still unpaid."""

    opened: int
    failed: int

    @property
    def is_attack(self) -> bool:
        return self.opened >= LEAST_PAGES and self.failed * 100 > self.opened * MOST_FAILED_PERCENT


def last_hour(fund: Fund) -> Hour:
    """Read from the pages of the hour alone, however many gifts there ever were."""
    since = timezone.now() - HOUR
    rows = CheckoutAttempt.objects.filter(created_at__gt=since, session_id__isnull=False, donation__fund=fund)
    return Hour(rows.count(), rows.filter(declines__gt=0, donation__status__in=UNPAID).count())


def open_breaks(fund: Fund | None) -> dict[str, GivingBreak]:
    """The breaks in force on this fund, by kind; one query."""
    if fund is None:
        return {}
    return {found.kind: found for found in _in_force().filter(fund=fund)}


def breaks_of(delegation: Delegation) -> list[GivingBreak]:
    """Every break in force on a delegation's funds, newest first."""
    rows = _in_force().filter(fund__delegation=delegation)
    return list(rows.select_related("fund__delegate__person", "fund__delegation", "stopped_by"))


def _in_force():
    return GivingBreak.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=timezone.now()), allowed_at__isnull=True)
