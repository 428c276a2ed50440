"""A delegation's dates: every change is a new version, with its reason and source."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from delegation.actions.audit import record
from delegation.actions.moves import lock
from delegation.errors import DomainError
from delegation.models import DelegationDates
from delegation.permissions import require

DAYS = (
    "session_starts_on",
    "session_ends_on",
    "review_on",
    "report_adopted_on",
    "plenary_on",
    "departure_on",
    "return_on",
)


def set_dates(delegation, *, by, zone=None, review_time=None, reason="", source="", confidence="high", **days):
    """Add a version of the dates. `review_time` is wall time at `zone` (the venue's unless given); the instant is
    derived from both. `by=None` is the loading of history. Raises DomainError at the field for dates out of order,
    and for a time the clocks of that zone skip."""
    zone = zone or delegation.venue_zone
    _check_order(days)
    with transaction.atomic():
        fresh = lock(delegation)
        if by is not None:
            require("delegation.set_dates", by, fresh)
        last = fresh.dates.aggregate(last=Max("version"))["last"] or 0
        row = DelegationDates.objects.create(
            delegation=fresh,
            version=last + 1,
            zone=zone,
            review_time=review_time,
            review_at_utc=instant(days.get("review_on"), review_time, zone),
            reason=reason,
            source=source,
            confidence=confidence,
            made_by=by,
            **{name: days.get(name) for name in DAYS},
        )
        record("delegation.set_dates", row, by)
    return row


def instant(day, time, zone: str) -> datetime | None:
    """The UTC instant of a wall time. Raises DomainError for a time that does not exist there (clocks go forward);
    of a time that exists twice the first is meant."""
    if day is None or time is None:
        return None
    local = datetime.combine(day, time, ZoneInfo(zone))
    back = local.astimezone(UTC).astimezone(ZoneInfo(zone))
    if back.replace(tzinfo=None) != local.replace(tzinfo=None):
        raise DomainError(_("The clocks skip this time on that day."), field="review_time")
    return local.astimezone(UTC)


def _check_order(days: dict):
    pairs = (
        ("session_starts_on", "session_ends_on", _("The session ends before it starts.")),
        ("session_starts_on", "review_on", _("The review is before the session.")),
        ("review_on", "session_ends_on", _("The review is after the session.")),
        ("review_on", "report_adopted_on", _("The report is adopted before the review.")),
        ("departure_on", "return_on", _("People are home before they leave.")),
        ("departure_on", "review_on", _("People leave after the review.")),
    )
    for first, second, words in pairs:
        if days.get(first) and days.get(second) and days[first] > days[second]:
            field = first if second == "review_on" and first == "departure_on" else second
            raise DomainError(words, field=field)
