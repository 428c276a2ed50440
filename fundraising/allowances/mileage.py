"""Miles driven in one's own car, at the dated rates of the US tax authority.

Two series: *charitable* is set by statute (26 USC 170(i)) and is what a volunteer may be paid without it being income;
*business* is the published standard rate for people under an accountable plan. Which one counts is a setting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

CHARITABLE, BUSINESS = "charitable", "business"


@dataclass(frozen=True)
class MileageRate:
    """`tenths_of_cent` per mile, in USD: published rates have half cents."""

    effective_from: date
    tenths_of_cent: int
    source: str
    as_of: date


_STATUTE = "26 USC 170(i)"
RATES: dict[str, tuple[MileageRate, ...]] = {
    CHARITABLE: (MileageRate(date(1998, 1, 1), 140, _STATUTE, date(2026, 1, 1)),),
    BUSINESS: (
        MileageRate(date(2023, 1, 1), 655, "IRS Notice 2023-03", date(2022, 12, 29)),
        MileageRate(date(2024, 1, 1), 670, "IRS Notice 2024-08", date(2023, 12, 14)),
        MileageRate(date(2025, 1, 1), 700, "IRS Notice 2025-5", date(2024, 12, 19)),
        MileageRate(date(2026, 1, 1), 725, "IRS Notice 2026-10", date(2025, 12, 29)),
    ),
}
# A business rate is set for one year; after it, the old one is no answer.
_LAST_KNOWN = {BUSINESS: 2026}


@dataclass(frozen=True)
class Miles:
    """What the way comes to; cents of USD."""

    tenths_of_mile: int
    rate: MileageRate
    amount_minor: int


def rate_on(day: date, basis: str, tables: dict[str, Sequence[MileageRate]] | None = None) -> MileageRate | None:
    """The rate in force on the day; None where nobody has published one we know."""
    rows = (RATES if tables is None else tables)[basis]
    if tables is None and day.year > _LAST_KNOWN.get(basis, day.year):
        return None
    return max((row for row in rows if row.effective_from <= day), key=lambda r: r.effective_from, default=None)


def mileage(tenths_of_mile: int, day: date, basis: str = CHARITABLE) -> Miles | None:
    """Tenths of a mile at the day's rate, rounded half up once; None where the rate is not known. Raises ValueError
    for a way that is no way."""
    if tenths_of_mile <= 0:
        raise ValueError("a way has a length")
    rate = rate_on(day, basis)
    if rate is None:
        return None
    # tenths of a mile × tenths of a cent = hundredths of a cent
    return Miles(tenths_of_mile, rate, (tenths_of_mile * rate.tenths_of_cent + 50) // 100)
