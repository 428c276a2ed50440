"""The days of a journey as its bookings tell them, for the daily allowance of a claim."""

from datetime import date, timedelta

from delegation.models import Delegate, Person
from delegation.queries import current_dates
from fundraising.allowances.per_diem import CalendarDay, journey_days
from fundraising.queries.claims import usual_days
from travel.itineraries.legs import Leg
from travel.queries.journeys import bookings_with, open_bookings

# Longer than any journey to a session: a slip in a date, not a stay.
MOST_DAYS = 40


def days_of(delegate: Delegate, *, by: Person) -> list[CalendarDay]:
    """From the day the first flight leaves to the day the last one is home; the delegation's usual days without
    bookings. Opens the delegate's own flights, on record. Call it outside any transaction."""
    opened = open_bookings(bookings_with(delegate), by=by, about=delegate)
    legs = [flown.leg for one in opened for flown in one.flights]
    dates = current_dates(delegate.delegation)
    span = days_away(legs, dates.return_on if dates else None)
    return journey_days(*span) if span else usual_days(delegate)


def days_away(legs: list[Leg], return_on: date | None) -> tuple[date, date] | None:
    """First and last day away, each by the clock of its place; None where the flights do not say it. Without a flight
    home the delegation's day of return counts."""
    if not legs:
        return None
    legs = sorted(legs, key=lambda leg: leg.departs)
    leaves_on = legs[0].departs_local.date()
    comes_home = legs[-1].destination.country == legs[0].origin.country
    home_on = legs[-1].arrives_local.date() if comes_home else return_on
    if home_on is None or not leaves_on <= home_on < leaves_on + timedelta(days=MOST_DAYS):
        return None
    return leaves_on, home_on
