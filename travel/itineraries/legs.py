"""One flight between two places: local times as on the ticket, instants derived. Pure; nothing here reads the
database. Sources: `flight_rules.sanity` and `flight_rules.connection_minutes` of the facts."""

import re
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from delegation.errors import DomainError
from travel.itineraries.airports import Airport, airport
from travel.itineraries.times import to_utc

SHORTEST_MINUTES = 20
LONGEST_MINUTES = 20 * 60
FLIGHT = re.compile(r"^([A-Z0-9]{2}|[A-Z]{3})\s?0*([1-9][0-9]{0,3}[A-Z]?)$")


@dataclass(frozen=True)
class Leg:
    carrier: str
    number: str
    origin: Airport
    destination: Airport
    departs_local: datetime
    arrives_local: datetime
    departs: datetime
    arrives: datetime
    departs_fold: int | None = None
    arrives_fold: int | None = None

    @property
    def flight(self) -> str:
        return f"{self.carrier} {self.number}"

    @property
    def minutes(self) -> int:
        return int((self.arrives - self.departs).total_seconds() // 60)

    @property
    def nights(self) -> int:
        """Days the calendar at the destination is ahead of (or behind) the one at the start."""
        return (self.arrives_local.date() - self.departs_local.date()).days

    @property
    def departs_there(self) -> datetime:
        return self.departs.astimezone(self.origin.tz)

    @property
    def arrives_there(self) -> datetime:
        return self.arrives.astimezone(self.destination.tz)


def leg(
    flight: str,
    origin: str,
    destination: str,
    departs_local: datetime,
    arrives_local: datetime,
    *,
    departs_fold: int | None = None,
    arrives_fold: int | None = None,
) -> Leg:
    """A checked flight. Raises DomainError with `.field` one of flight, origin, destination, departs, arrives."""
    match = FLIGHT.match((flight or "").strip().upper())
    if not match:
        raise DomainError(
            _("A flight number is two letters or digits and up to four digits, such as LX 39."),
            code="flight_number",
            field="flight",
        )
    start, end = (airport(origin, field="origin"), airport(destination, field="destination"))
    if start == end:
        raise DomainError(
            _("A flight ends at another airport than it starts from."), code="same_airport", field="destination"
        )
    departs = to_utc(departs_local, start.tz, fold=departs_fold, field="departs")
    arrives = to_utc(arrives_local, end.tz, fold=arrives_fold, field="arrives")
    minutes = (arrives - departs).total_seconds() / 60
    if minutes < SHORTEST_MINUTES:
        raise DomainError(
            _("It would land before it leaves, or at once. Both times are local: check the arrival day in %(city)s.")
            % {"city": end.city_words},
            code="arrives_first",
            field="arrives",
        )
    if minutes > LONGEST_MINUTES:
        raise DomainError(
            _("That is %(time)s in the air; no flight takes more than 20 hours. Check the days.")
            % {"time": spoken(int(minutes))},
            code="too_long",
            field="arrives",
        )
    return Leg(
        match[1], match[2], start, end, departs_local, arrives_local, departs, arrives, departs_fold, arrives_fold
    )


def check_order(legs: list[Leg]) -> None:
    """Raises DomainError when a flight leaves before the one before it has landed (`.field` is "departs-<index>")."""
    for index, (before, after) in enumerate(pairwise(legs), start=1):
        if after.departs <= before.arrives:
            raise DomainError(
                _("%(after)s leaves before %(before)s has landed. Put the flights in order, or mend the times.")
                % {"after": after.flight, "before": before.flight},
                code="order",
                field=f"departs-{index}",
            )


def to_details(flight: Leg) -> dict:
    """What is sealed for a segment."""
    return {
        "carrier": flight.carrier,
        "number": flight.number,
        "origin": flight.origin.code,
        "destination": flight.destination.code,
        "departs_local": flight.departs_local.isoformat(timespec="minutes"),
        "departs_zone": flight.origin.zone,
        "departs_fold": flight.departs_fold,
        "departs_utc": flight.departs.isoformat(timespec="minutes"),
        "arrives_local": flight.arrives_local.isoformat(timespec="minutes"),
        "arrives_zone": flight.destination.zone,
        "arrives_fold": flight.arrives_fold,
        "arrives_utc": flight.arrives.isoformat(timespec="minutes"),
    }


def from_details(details: dict) -> Leg:
    """The flight of a sealed segment; instants are derived anew, so that a change of zone data is followed."""
    return leg(
        f"{details['carrier']} {details['number']}",
        details["origin"],
        details["destination"],
        datetime.fromisoformat(details["departs_local"]),
        datetime.fromisoformat(details["arrives_local"]),
        departs_fold=details.get("departs_fold"),
        arrives_fold=details.get("arrives_fold"),
    )


def spoken(minutes: int) -> str:
    """ "2 h 55", "50 min", "10 h": short, and the same in both languages."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return ngettext("%(n)s min", "%(n)s min", rest) % {"n": rest}
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"
