"""The allowance of a day: a full day or a travel day of the table in force, less each meal that somebody else paid,
never below nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

# In the order of a day; the words of the facts' table.
MEALS = ("breakfast", "lunch", "dinner")
FULL, TRAVEL = "full", "travel"
KINDS = (FULL, TRAVEL)
_BEGINNING = date(1900, 1, 1)


class NoRate(LookupError):
    """No rate is in force on that day: a person has to say which one counts."""


@dataclass(frozen=True)
class PerDiemRate:
    """One row of the table; amounts in minor units of `currency`, in force from `effective_from` until the next."""

    effective_from: date
    currency: str
    full_minor: int
    travel_minor: int
    meals_minor: Mapping[str, int]
    source: str
    as_of: date
    confidence: str = "medium"

    def __post_init__(self):
        amounts = (self.full_minor, self.travel_minor, *self.meals_minor.values())
        if any(type(amount) is not int or amount < 0 for amount in amounts):
            raise ValueError("a rate is whole minor units, and none is negative")
        if set(self.meals_minor) != set(MEALS):
            raise ValueError(f"a rate names a deduction for each of {', '.join(MEALS)}")


@dataclass(frozen=True)
class CalendarDay:
    """A day as the traveller lived it: what kind, and which meals were provided (hotel, host, conference)."""

    day: date
    kind: str = FULL
    provided: frozenset[str] = frozenset()

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"a day is one of {', '.join(KINDS)}")
        if unknown := set(self.provided) - set(MEALS):
            raise ValueError(f"no such meal: {', '.join(sorted(unknown))}")


@dataclass(frozen=True)
class DayAllowance:
    """What one day comes to, and how: `base_minor` less `taken_off`, at least zero."""

    day: date
    kind: str
    base_minor: int
    taken_off: tuple[tuple[str, int], ...]
    amount_minor: int
    rate: PerDiemRate = field(repr=False)

    @property
    def currency(self) -> str:
        return self.rate.currency

    @property
    def provided(self) -> frozenset[str]:
        return frozenset(meal for meal, _minor in self.taken_off)


def rate_on(day: date, rates: Iterable[PerDiemRate]) -> PerDiemRate:
    """The newest rate in force on the day. Raises NoRate before the first."""
    found = max((rate for rate in rates if rate.effective_from <= day), key=lambda r: r.effective_from, default=None)
    if found is None:
        raise NoRate(day.isoformat())
    return found


def day_allowance(day: CalendarDay, rates: Iterable[PerDiemRate]) -> DayAllowance:
    """Raises NoRate where the table begins later."""
    rate = rate_on(day.day, rates)
    base = rate.full_minor if day.kind == FULL else rate.travel_minor
    taken_off = tuple((meal, rate.meals_minor[meal]) for meal in MEALS if meal in day.provided)
    amount = max(base - sum(minor for _meal, minor in taken_off), 0)
    return DayAllowance(day.day, day.kind, base, taken_off, amount, rate)


def calendar(days: Sequence[CalendarDay], rates: Sequence[PerDiemRate]) -> list[DayAllowance]:
    """Every day once, in order. Raises ValueError for a day named twice: it would be paid twice."""
    if len({day.day for day in days}) != len(days):
        raise ValueError("a day has one allowance")
    return [day_allowance(day, rates) for day in sorted(days, key=lambda d: d.day)]


def journey_days(leaves_on: date, home_on: date, provided: Mapping[date, Iterable[str]] | None = None):
    """The days of a journey, both ends included: the first and the last are travel days. Leaving and coming home on
    one day is one travel day. Raises ValueError when home comes before leaving."""
    if home_on < leaves_on:
        raise ValueError("a journey ends after it begins")
    provided = provided or {}
    return [
        CalendarDay(
            day,
            TRAVEL if day in {leaves_on, home_on} else FULL,
            frozenset(provided.get(day, ())),
        )
        for day in (leaves_on + timedelta(days=n) for n in range((home_on - leaves_on).days + 1))
    ]


# -- the tables the product ships ------------------------------------------------------------------------
def _minor(units, places: int = 2) -> int:
    return int(Decimal(str(units)).scaleb(places).to_integral_value(ROUND_HALF_UP))


def rates_of(facts: Mapping, as_of: date) -> tuple[PerDiemRate, ...]:
    """The delegation's own table from the facts. It has no first day of its own: it is in force until a dated row of
    `later` replaces it. `as_of` is the day the facts were compiled."""
    table = facts["per_diem"]["delegation_default"]
    return (
        PerDiemRate(
            effective_from=_BEGINNING,
            currency=table["currency"],
            full_minor=_minor(table["full_day"]),
            travel_minor=_minor(table["travel_day"]),
            meals_minor={
                "breakfast": _minor(table["breakfast_included_deduct"]),
                **{meal: _minor(units) for meal, units in table["meal_provided_deduct"].items()},
            },
            source=facts["sources"][table["source"]]["title"],
            as_of=as_of,
            confidence=table["confidence"],
        ),
    )


@dataclass(frozen=True)
class Ceiling:
    """What the US government allows its own travellers for meals and small expenses in Geneva: an upper bound and the
    yardstick of an accountable plan, never a rate of ours. Minor units."""

    effective_from: date
    currency: str
    meals_minor: int
    source: str


def ceiling_on(day: date, facts: Mapping) -> Ceiling | None:
    """The row of the published series in force on the day; None before its first."""
    table = facts["per_diem"]["us_state_department_geneva"]
    rows = [row for row in table["series"] if date.fromisoformat(row["effective_from"]) <= day]
    if not rows:
        return None
    newest = max(rows, key=lambda row: row["effective_from"])
    return Ceiling(
        date.fromisoformat(newest["effective_from"]), table["currency"], _minor(newest["mie_usd"]), table["publisher"]
    )
