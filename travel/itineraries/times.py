"""From a wall clock at a place to the instant: the clock's gaps and doubles are said, never guessed."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from delegation.errors import DomainError


def is_missing(naive: datetime, zone: ZoneInfo) -> bool:
    """True in the hour that does not exist when clocks go forward."""
    back = naive.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
    return back.replace(tzinfo=None) != naive


def is_double(naive: datetime, zone: ZoneInfo) -> bool:
    """True in the hour that happens twice when clocks go back."""
    first, second = (naive.replace(tzinfo=zone, fold=0), naive.replace(tzinfo=zone, fold=1))
    return not is_missing(naive, zone) and first.utcoffset() != second.utcoffset()


def to_utc(naive: datetime, zone: ZoneInfo, *, fold: int | None = None, field: str | None = None) -> datetime:
    """The instant of a local time. `fold` says which of two equal times is meant: 0 the earlier, 1 the later.

    Raises DomainError `missing_time` for a time the clocks jump over, and `double_time` when it happens twice and
    `fold` is not given."""
    if is_missing(naive, zone):
        raise DomainError(
            _("%(time)s does not exist there on that day: clocks go forward. Look at the ticket again.")
            % {"time": naive.strftime("%H:%M")},
            code="missing_time",
            field=field,
        )
    if is_double(naive, zone) and fold is None:
        raise DomainError(
            _("%(time)s happens twice there on that night: clocks go back. Say which of the two it is.")
            % {"time": naive.strftime("%H:%M")},
            code="double_time",
            field=field,
        )
    return naive.replace(tzinfo=zone, fold=fold or 0).astimezone(UTC)
