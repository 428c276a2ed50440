"""Months of the books: they begin and end at the network's midnights, whatever the server's clock is set to."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings


def zone() -> ZoneInfo:
    return ZoneInfo(settings.NETWORK_TIME_ZONE)


def midnight(day: date) -> datetime:
    """The instant, in UTC, at which that day begins for the network."""
    return datetime.combine(day, time(0), zone()).astimezone(UTC)


def day_of(instant: datetime) -> date:
    return instant.astimezone(zone()).date()


def month_of(instant: datetime) -> date:
    """The first day of the month the instant belongs to."""
    return day_of(instant).replace(day=1)


def after(month: date) -> date:
    """The first day of the next month."""
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def before(month: date) -> date:
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)


def bounds(month: date) -> tuple[datetime, datetime]:
    """From the month's first instant to the next month's."""
    return midnight(month.replace(day=1)), midnight(after(month))


def read_month(text: str) -> date | None:
    """`2026-10` as its first day; None for what is no month."""
    try:
        return datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007 - a month has no zone
    except ValueError:
        return None


def read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
