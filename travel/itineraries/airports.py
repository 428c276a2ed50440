"""Airports by IATA code, with the time zone each keeps. Data: the airportsdata package (MIT)."""

from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

import airportsdata
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from delegation.errors import DomainError

# Where the first passport control of the Schengen area happens (entry.schengen_states_iso2 of the facts).
SCHENGEN = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CH",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IS",
        "IT",
        "LI",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "NO",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    ]
)

# Cities that Spanish calls by another name; the table knows the English ones.
CITIES = frozenset(
    [
        gettext_noop("Geneva"),
        gettext_noop("Zurich"),
        gettext_noop("New York"),
        gettext_noop("Philadelphia"),
        gettext_noop("London"),
        gettext_noop("Paris"),
        gettext_noop("Lisbon"),
        gettext_noop("Brussels"),
        gettext_noop("Munich"),
        gettext_noop("Vienna"),
        gettext_noop("Copenhagen"),
    ]
)


@dataclass(frozen=True)
class Airport:
    code: str
    name: str
    city: str
    country: str
    zone: str

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def in_schengen(self) -> bool:
        return self.country in SCHENGEN

    @property
    def city_words(self) -> str:
        """The city in the reader's language; the airport's name where the table has no city."""
        return _(self.city) if self.city in CITIES else self.city or self.name or self.code

    def __str__(self):
        return f"{self.city_words} ({self.code})"


@lru_cache(maxsize=1)
def _table() -> dict:
    return airportsdata.load("IATA")


@lru_cache(maxsize=2048)
def find(code: str) -> Airport | None:
    row = _table().get((code or "").strip().upper())
    if not row or not row["tz"]:
        return None
    return Airport(row["iata"], row["name"], row["city"], row["country"], row["tz"])


def airport(code: str, *, field: str | None = None) -> Airport:
    """The airport of a three-letter code. Raises DomainError, at `field`, for a code nobody uses."""
    found = find(code)
    if found is None:
        raise DomainError(
            _("We do not know the airport “%(code)s”. Use the three letters on the ticket, such as GVA.")
            % {"code": (code or "").strip().upper()[:10]},
            code="unknown_airport",
            field=field,
        )
    return found


def matching(text: str, limit: int = 12) -> list[Airport]:
    """Airports whose code starts with, or whose city or name holds, the text; exact codes first."""
    needle = (text or "").strip().casefold()
    if len(needle) < 2:
        return []
    hits = [
        code
        for code, row in _table().items()
        if row["tz"]
        and (code.casefold().startswith(needle) or needle in row["city"].casefold() or needle in row["name"].casefold())
    ]
    hits.sort(key=lambda code: (code.casefold() != needle, not code.casefold().startswith(needle), code))
    return [find(code) for code in hits[:limit]]
