"""Miles at the rate of the day, in cents, rounded once."""

from datetime import date

import pytest

from fundraising.allowances.mileage import BUSINESS, CHARITABLE, MileageRate, mileage, rate_on


@pytest.mark.parametrize(
    ("day", "basis", "tenths", "cents"),
    [
        (date(2026, 11, 1), CHARITABLE, 1000, 14_00),
        (date(2026, 11, 1), BUSINESS, 1000, 72_50),
        (date(2025, 12, 31), BUSINESS, 1000, 70_00),
        (date(2026, 1, 1), BUSINESS, 1000, 72_50),
        (date(2024, 2, 29), BUSINESS, 1000, 67_00),
        (date(2023, 6, 1), BUSINESS, 1000, 65_50),
        (date(2026, 11, 1), BUSINESS, 1, 7),  # 7.25 cents
        (date(2026, 11, 1), BUSINESS, 2, 15),  # 14.5 cents, half up
        (date(2026, 11, 1), CHARITABLE, 1, 1),  # 1.4 cents
        (date(2026, 11, 1), CHARITABLE, 25, 35),
        (date(2026, 11, 1), BUSINESS, 10_000_000, 725_000_00),
    ],
)
def test_miles_at_the_rate_of_the_day(day, basis, tenths, cents):
    found = mileage(tenths, day, basis)
    assert (found.amount_minor, type(found.amount_minor)) == (cents, int)
    assert found.rate.source


def test_a_year_nobody_published_is_not_guessed():
    assert mileage(100, date(2027, 1, 1), BUSINESS) is None
    assert mileage(100, date(2022, 12, 31), BUSINESS) is None
    assert mileage(100, date(1997, 12, 31), CHARITABLE) is None


def test_the_statute_has_no_last_year():
    assert mileage(10, date(2040, 1, 1), CHARITABLE).amount_minor == 14


@pytest.mark.parametrize("tenths", [0, -1])
def test_a_way_has_a_length(tenths):
    with pytest.raises(ValueError, match="length"):
        mileage(tenths, date(2026, 1, 1))


def test_a_table_of_ones_own():
    rows = {BUSINESS: (MileageRate(date(2030, 1, 1), 800, "Notice", date(2029, 12, 1)),)}
    assert rate_on(date(2031, 1, 1), BUSINESS, rows).tenths_of_cent == 800
    assert rate_on(date(2029, 1, 1), BUSINESS, rows) is None
