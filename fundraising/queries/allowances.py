"""The tables in force: the facts the product ships, and what the network entered since (settings)."""

from datetime import date
from decimal import Decimal

from django.conf import settings

from delegation.facts import facts
from fundraising.allowances import per_diem
from fundraising.allowances.mileage import BUSINESS, CHARITABLE
from fundraising.allowances.per_diem import MEALS, PerDiemRate
from fundraising.budget_template import newest_year


def per_diem_rates() -> tuple[PerDiemRate, ...]:
    """The shipped table, and each dated row of settings.PER_DIEM_RATES in units: from, full_day, travel_day, breakfast,
    lunch, dinner, source, as_of; the currency is the shipped table's."""
    shipped = per_diem.rates_of(facts(), date(int(newest_year()), 1, 1))
    return (*shipped, *(_row(row, shipped[0].currency) for row in settings.PER_DIEM_RATES))


def _row(row: dict, currency: str) -> PerDiemRate:
    def minor(units) -> int:
        return int(Decimal(str(units)).scaleb(2))

    return PerDiemRate(
        effective_from=date.fromisoformat(row["from"]),
        currency=currency,
        full_minor=minor(row["full_day"]),
        travel_minor=minor(row["travel_day"]),
        meals_minor={meal: minor(row[meal]) for meal in MEALS},
        source=row["source"],
        as_of=date.fromisoformat(row["as_of"]),
        confidence="high",
    )


def mileage_basis() -> str:
    return BUSINESS if settings.MILEAGE_BASIS == BUSINESS else CHARITABLE


def stipend_thresholds() -> dict[int, int]:
    """Thresholds published since, minor units of USD by year."""
    return {int(year): int(Decimal(str(units)).scaleb(2)) for year, units in settings.STIPEND_THRESHOLDS.items()}
