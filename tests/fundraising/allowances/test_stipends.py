"""From which sum on a year's stipends are reported; a year nobody entered is asked about."""

import pytest

from fundraising.allowances.stipends import threshold_of, year_standing


@pytest.mark.parametrize(
    ("year", "total", "reportable"),
    [
        (2025, 599_99, False),
        (2025, 600_00, True),
        (2026, 600_00, False),
        (2026, 1_999_99, False),
        (2026, 2_000_00, True),
        (2019, 600_00, True),
        (2026, 0, False),
    ],
)
def test_the_threshold_of_the_year(year, total, reportable):
    assert year_standing(year, total).is_reportable is reportable


def test_an_unknown_year_asks():
    standing = year_standing(2027, 5_000_00)
    assert (standing.is_known, standing.is_reportable, standing.room_minor) == (False, None, None)


def test_a_year_entered_since():
    assert threshold_of(2027, {2027: 2_050_00}) == 2_050_00
    assert threshold_of(2028, {2027: 2_050_00}) is None
    assert threshold_of(2026, {2026: 1}) == 2_000_00


def test_what_room_is_left():
    assert year_standing(2026, 1_500_00).room_minor == 500_00
    assert year_standing(2026, 2_500_00).room_minor == 0


def test_a_year_is_not_negative():
    with pytest.raises(ValueError, match="negative"):
        year_standing(2026, -1)
