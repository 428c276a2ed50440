"""From which sum on a year's taxable stipends to one person are reported to the tax authority (Form 1099-NEC or -MISC).

600 USD for payments to the end of 2025, 2,000 USD for 2026 (Pub. L. 119-21, section 70433), indexed after that: a year
nobody has entered is unknown, and the answer asks for it rather than guess."""

from collections.abc import Mapping
from dataclasses import dataclass

FIRST_UNKNOWN = 2027
_TO_2025_MINOR, _2026_MINOR = 600_00, 2_000_00


@dataclass(frozen=True)
class YearStanding:
    """One person's year. `threshold_minor` of None: unknown, ask the accountant. Minor units of USD."""

    year: int
    total_minor: int
    threshold_minor: int | None

    @property
    def is_known(self) -> bool:
        return self.threshold_minor is not None

    @property
    def is_reportable(self) -> bool | None:
        """Whether the year's sum reaches the threshold; None while that is unknown."""
        return None if self.threshold_minor is None else self.total_minor >= self.threshold_minor

    @property
    def room_minor(self) -> int | None:
        return None if self.threshold_minor is None else max(self.threshold_minor - self.total_minor, 0)


def threshold_of(year: int, later: Mapping[int, int] | None = None) -> int | None:
    """Minor units of USD. `later` holds thresholds published since, by year; it wins over nothing we know."""
    if year < FIRST_UNKNOWN:
        return _2026_MINOR if year == FIRST_UNKNOWN - 1 else _TO_2025_MINOR
    return (later or {}).get(year)


def year_standing(year: int, total_minor: int, later: Mapping[int, int] | None = None) -> YearStanding:
    if total_minor < 0:
        raise ValueError("a year's stipends are not negative")
    return YearStanding(year, total_minor, threshold_of(year, later))
