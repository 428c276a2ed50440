"""An itinerary told as a person lives it: leave, wait, leave, arrive; a new chapter after days in one place."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from travel.itineraries.airports import Airport
from travel.itineraries.connections import Connection, between
from travel.itineraries.legs import Leg, spoken


@dataclass(frozen=True)
class Flown:
    """A flight with what its booking knows of it."""

    leg: Leg
    locator: str = ""
    booking: object = None


@dataclass(frozen=True)
class Moment:
    """One line of the story. `at` is local to `place`, with its zone."""

    kind: str  # leave | wait | arrive
    at: datetime
    place: Airport
    flown: Flown | None = None
    connection: Connection | None = None
    new_day: bool = False

    @property
    def duration(self) -> str:
        return spoken(self.flown.leg.minutes) if self.flown else ""


@dataclass(frozen=True)
class Chapter:
    moments: list[Moment] = field(default_factory=list)

    @property
    def day(self):
        return self.moments[0].at.date()

    @property
    def origin(self) -> Airport:
        return self.moments[0].place

    @property
    def destination(self) -> Airport:
        return self.moments[-1].place

    @property
    def tight(self) -> list[Moment]:
        return [m for m in self.moments if m.connection and m.connection.level != "ok"]


def chapters(flights: list[Flown]) -> list[Chapter]:
    """Flights in order of departure, cut where the traveller stays for a day or more."""
    flights = sorted(flights, key=lambda flown: flown.leg.departs)
    groups: list[list[Flown]] = []
    for flown in flights:
        if groups and between(groups[-1][-1].leg, flown.leg).kind != "stay":
            groups[-1].append(flown)
        else:
            groups.append([flown])
    return [_chapter(group) for group in groups]


def _chapter(group: list[Flown]) -> Chapter:
    moments = [Moment("leave", group[0].leg.departs_there, group[0].leg.origin, group[0])]
    for before, after in pairwise(group):
        landed = before.leg.arrives_there
        moments.append(
            Moment("wait", landed, before.leg.destination, connection=between(before.leg, after.leg),
                   new_day=landed.date() != moments[-1].at.date())
        )  # fmt: skip
        leaves = after.leg.departs_there
        moments.append(Moment("leave", leaves, after.leg.origin, after, new_day=leaves.date() != landed.date()))
    last = group[-1].leg
    lands = last.arrives_there
    moments.append(Moment("arrive", lands, last.destination, new_day=lands.date() != moments[-1].at.date()))
    return Chapter(moments)
