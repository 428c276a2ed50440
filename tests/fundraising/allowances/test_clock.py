"""30, 60 and 120 days, to the day, over leap days and in zones."""

from datetime import UTC, date, datetime, timedelta

import pytest

from fundraising.allowances.clock import Clock, Stage, days_of_journey, local_day

CLOCK = Clock(date(2026, 11, 1), date(2026, 11, 10))


@pytest.mark.parametrize(
    ("today", "stage"),
    [
        (date(2026, 10, 1), Stage.TOO_EARLY),
        (date(2026, 10, 2), Stage.OPEN),
        (date(2026, 12, 9), Stage.OPEN),
        (date(2026, 12, 10), Stage.ACCOUNT_SOON),
        (date(2027, 1, 9), Stage.ACCOUNT_SOON),
        (date(2027, 1, 10), Stage.ACCOUNT_LATE),
        (date(2027, 3, 10), Stage.ACCOUNT_LATE),
        (date(2027, 3, 11), Stage.RETURN_LATE),
    ],
)
def test_where_an_advance_stands(today, stage):
    assert CLOCK.stage(today) is stage


def test_the_days():
    assert (CLOCK.pay_from, CLOCK.account_by, CLOCK.return_by) == (
        date(2026, 10, 2),
        date(2027, 1, 9),
        date(2027, 3, 10),
    )


@pytest.mark.parametrize(
    ("ends_on", "account_by", "return_by"),
    [
        (date(2028, 1, 1), date(2028, 3, 1), date(2028, 4, 30)),  # over 29 February
        (date(2027, 1, 1), date(2027, 3, 2), date(2027, 5, 1)),
        (date(2028, 2, 29), date(2028, 4, 29), date(2028, 6, 28)),
    ],
)
def test_a_leap_day_counts(ends_on, account_by, return_by):
    clock = Clock(ends_on, ends_on)
    assert (clock.account_by, clock.return_by) == (account_by, return_by)


def test_stages_only_go_forward():
    days = [CLOCK.pay_from + timedelta(days=n - 5) for n in range(300)]
    order = list(Stage)
    places = [order.index(CLOCK.stage(day)) for day in days]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("after", "due"), [(29, []), (30, [30]), (59, [30]), (60, [30, 60]), (119, [30, 60]), (120, [30, 60, 120])]
)
def test_reminders_come_due(after, due):
    assert CLOCK.reminders_due(CLOCK.ends_on + timedelta(days=after)) == due


def test_what_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="ends after"):
        Clock(date(2026, 1, 2), date(2026, 1, 1))


def test_a_day_is_the_calendars_where_one_is():
    at = datetime(2026, 11, 1, 3, 30, tzinfo=UTC)
    assert local_day(at, "America/Chicago") == date(2026, 10, 31)
    assert local_day(at, "Europe/Zurich") == date(2026, 11, 1)
    assert local_day(at, "Pacific/Honolulu") == date(2026, 10, 31)
    assert local_day(at, "Pacific/Auckland") == date(2026, 11, 1)
    with pytest.raises(ValueError, match="zone"):
        local_day(datetime(2026, 11, 1), "Europe/Zurich")


def test_a_journey_from_one_zone_home_to_another():
    leaves = datetime(2026, 11, 1, 2, 0, tzinfo=UTC)  # the evening before, in Atlanta
    home = datetime(2026, 11, 9, 3, 0, tzinfo=UTC)  # still the eighth in Honolulu
    assert days_of_journey(leaves, "America/New_York", home, "Pacific/Honolulu") == (
        date(2026, 10, 31),
        date(2026, 11, 8),
    )
