"""The time between two flights, judged by the table of the facts (`flight_rules.connection_minutes`; planning
defaults, since airlines publish their own)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from travel.itineraries.legs import Leg, spoken

# kind: (warn below, block below) in minutes
LIMITS = {
    "same_ticket": (75, 45),
    "schengen_entry": (120, 60),
    "us_outbound": (90, 50),
    "us_return": (120, 75),
    "airport_change": (300, 180),
}
OVERNIGHT_ABOVE = 480
# Between two journeys (the days in Geneva), not a connection.
STAY_ABOVE = 24 * 60


@dataclass(frozen=True)
class Connection:
    minutes: int
    kind: str
    level: str  # ok | waiting (tight) | blocked (too short)

    @property
    def time(self) -> str:
        return spoken(self.minutes)

    @property
    def words(self) -> str:
        if self.kind == "stay":
            return ""
        notes = {
            "schengen_entry": _("First Schengen airport: passport control, fingerprints and photo happen here."),
            "us_return": _("You collect your bags here and drop them again after passport control."),
            "airport_change": _("The next flight leaves from another airport."),
        }
        parts = [notes.get(self.kind, "")]
        if self.level == "blocked":
            parts.append(_("This is too short. Ask logistics before you fly."))
        elif self.level == "waiting":
            parts.append(_("This is tight. Go straight to the gate."))
        elif self.minutes > OVERNIGHT_ABOVE:
            parts.append(_("A long wait: ask logistics about a room or a lounge."))
        return " ".join(str(part) for part in parts if part)


def kind_of(before: Leg, after: Leg) -> str:
    if before.destination.code != after.origin.code:
        return "airport_change"
    enters_schengen = not before.origin.in_schengen and before.destination.in_schengen
    if enters_schengen and after.destination.in_schengen:
        return "schengen_entry"
    if before.origin.country != "US" and before.destination.country == "US":
        return "us_return"
    if before.origin.country == "US" and after.destination.country != "US":
        return "us_outbound"
    return "same_ticket"


def between(before: Leg, after: Leg) -> Connection:
    minutes = int((after.departs - before.arrives).total_seconds() // 60)
    if minutes >= STAY_ABOVE:
        return Connection(minutes, "stay", "ok")
    kind = kind_of(before, after)
    warn, block = LIMITS[kind]
    level = "blocked" if minutes < block else "waiting" if minutes < warn else "ok"
    return Connection(minutes, kind, level)
