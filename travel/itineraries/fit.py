"""Does a flight fit the dates of its delegation? Pure: instants in, one word out."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from travel.itineraries.legs import Leg

# The format of the review: three and a half hours. Nobody leaves the country before its end.
REVIEW_LASTS = timedelta(hours=3, minutes=30)
COUNTRY = "CH"


def review_instant(dates) -> datetime | None:
    """When the review begins, UTC; noon at the venue when only its day is known; None without a day."""
    if dates is None or dates.review_on is None:
        return None
    if dates.review_at_utc is not None:
        return dates.review_at_utc
    return datetime.combine(dates.review_on, time(12), ZoneInfo(dates.zone)).astimezone(UTC)


def side(flight: Leg, review: datetime | None) -> str:
    """arrives_in_time | arrives_late | leaves_after | leaves_early | elsewhere"""
    if flight.destination.country == COUNTRY and flight.origin.country != COUNTRY:
        return "arrives_in_time" if review is None or flight.arrives < review else "arrives_late"
    if flight.origin.country == COUNTRY and flight.destination.country != COUNTRY:
        return "leaves_after" if review is None or flight.departs >= review + REVIEW_LASTS else "leaves_early"
    return "elsewhere"
