"""Questions about sealed values that answer with a word. Sources: `entry.us_passport` and `flight_rules` of the
facts."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy

from delegation.sealed import RuleForSealed
from travel.itineraries import fit
from travel.itineraries.legs import from_details

# Valid three months after leaving the Schengen area; issued less than ten years before entering it.
MONTHS_AFTER_RETURN = 3
YEARS_SINCE_ISSUE = 10


def add_months(day: date, months: int) -> date:
    """The same day some months later; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for candidate in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, candidate)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


PASSPORT_WORDS = {
    "expired": gettext_lazy("The passport has expired."),
    "too_short": gettext_lazy("The passport ends less than three months after the way home."),
    "too_old": gettext_lazy("The passport will be ten years old when the journey begins."),
    "missing": gettext_lazy("Country and dates are not all there."),
    "rejected": gettext_lazy("The passport cannot be used."),
    "fits": gettext_lazy("The dates fit the journey."),
}


class PassportFits(RuleForSealed):
    """fits | expired | too_short | too_old | missing, for a journey between two days."""

    name = "travel.passport_fits"
    fields = ("issued_on", "expires_on")
    returns = frozenset({"fits", "expired", "too_short", "too_old", "missing"})
    GOOD = frozenset({"fits"})

    def __init__(self, dates, today: date):
        self.today = today
        self.leaves, self.returns_home = journey_days(dates)

    def verdict(self, values):
        issued, expires = values["issued_on"], values["expires_on"]
        if issued is None or expires is None:
            return "missing"
        if expires < self.today:
            return "expired"
        if self.returns_home and expires < add_months(self.returns_home, MONTHS_AFTER_RETURN):
            return "too_short"
        if self.leaves and add_months(issued, 12 * YEARS_SINCE_ISSUE) <= self.leaves:
            return "too_old"
        return "fits"

    @staticmethod
    def words(verdict: str) -> str:
        return str(PASSPORT_WORDS[verdict])


def journey_days(dates) -> tuple[date | None, date | None]:
    """First and last day away, from the dates or, failing that, around the review."""
    if dates is None:
        return None, None
    leaves = dates.departure_on or (dates.review_on and dates.review_on - timedelta(days=4))
    home = dates.return_on or (dates.review_on and dates.review_on + timedelta(days=6))
    return leaves, home


class FlightsFit(RuleForSealed):
    """One segment against the review: where it goes and on which side of it, never when.

    One of `arrives_in_time`, `arrives_late`, `leaves_after`, `leaves_early`, `elsewhere`, `missing`."""

    name = "travel.flights_fit"
    fields = ("details",)
    returns = frozenset({"arrives_in_time", "arrives_late", "leaves_after", "leaves_early", "elsewhere", "missing"})

    def __init__(self, dates):
        self.review = fit.review_instant(dates)

    def verdict(self, values):
        if values["details"] is None:
            return "missing"
        return fit.side(from_details(values["details"]), self.review)

    @staticmethod
    def together(words) -> str:
        """fits | arrives_late | leaves_early | missing, of a booking whose segments gave these words."""
        words = list(words)
        if not words or "missing" in words:
            return "missing"
        if "arrives_late" in words and "arrives_in_time" not in words:
            return "arrives_late"
        if "leaves_early" in words and "leaves_after" not in words:
            return "leaves_early"
        return "fits"
