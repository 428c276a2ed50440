"""A day's allowance: every kind of day with every set of meals, leap days, tables that change, and what is refused."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import pytest

from delegation.facts import facts
from fundraising.allowances.per_diem import (
    FULL,
    MEALS,
    TRAVEL,
    CalendarDay,
    NoRate,
    PerDiemRate,
    calendar,
    ceiling_on,
    day_allowance,
    journey_days,
    rate_on,
    rates_of,
)

AS_OF = date(2026, 1, 1)
RATES = rates_of(facts(), AS_OF)
EVERY_SET = [frozenset(some) for n in range(4) for some in combinations(MEALS, n)]
# Full day 50, travel day 25; breakfast 10, lunch 15, dinner 20: CHF, worked by hand.
FULL_DAY = {
    frozenset(): 50_00,
    frozenset({"breakfast"}): 40_00,
    frozenset({"lunch"}): 35_00,
    frozenset({"dinner"}): 30_00,
    frozenset({"breakfast", "lunch"}): 25_00,
    frozenset({"breakfast", "dinner"}): 20_00,
    frozenset({"lunch", "dinner"}): 15_00,
    frozenset(MEALS): 5_00,
}
TRAVEL_DAY = {
    frozenset(): 25_00,
    frozenset({"breakfast"}): 15_00,
    frozenset({"lunch"}): 10_00,
    frozenset({"dinner"}): 5_00,
    frozenset({"breakfast", "lunch"}): 0,
    frozenset({"breakfast", "dinner"}): 0,
    frozenset({"lunch", "dinner"}): 0,
    frozenset(MEALS): 0,
}


@pytest.mark.parametrize("provided", EVERY_SET, ids=lambda s: "+".join(sorted(s)) or "none")
@pytest.mark.parametrize(("kind", "expected"), [(FULL, FULL_DAY), (TRAVEL, TRAVEL_DAY)])
def test_every_kind_of_day_with_every_set_of_meals(kind, expected, provided):
    found = day_allowance(CalendarDay(date(2026, 11, 5), kind, provided), RATES)
    assert found.amount_minor == expected[provided]
    assert found.amount_minor == max(found.base_minor - sum(minor for _meal, minor in found.taken_off), 0)
    assert found.provided == provided
    assert found.currency == "CHF"


def test_an_answer_names_its_rate_source_and_date():
    rate = day_allowance(CalendarDay(date(2026, 11, 5)), RATES).rate
    assert (rate.source, rate.as_of, rate.confidence) == ("CAGI, budget for delegates", AS_OF, "medium")


def test_a_journey_begins_and_ends_with_a_travel_day():
    days = journey_days(date(2026, 11, 1), date(2026, 11, 8))
    assert [day.kind for day in days] == [TRAVEL, *[FULL] * 6, TRAVEL]
    assert sum(day.amount_minor for day in calendar(days, RATES)) == 2 * 25_00 + 6 * 50_00


def test_there_and_back_on_one_day_is_one_travel_day():
    assert [d.kind for d in journey_days(date(2026, 11, 1), date(2026, 11, 1))] == [TRAVEL]


@pytest.mark.parametrize(("year", "nights"), [(2028, 3), (2026, 2), (2000, 3), (2100, 2)])
def test_a_leap_day_is_a_day(year, nights):
    days = journey_days(date(year, 2, 27), date(year, 3, 1))
    assert len(days) == nights + 1
    assert (date(year, 2, 28) + timedelta(days=1) in {d.day for d in days}) is True


def test_over_the_turn_of_the_year():
    assert [d.day.year for d in journey_days(date(2026, 12, 30), date(2027, 1, 2))] == [2026, 2026, 2027, 2027]


def test_provided_meals_stand_on_their_day():
    day = date(2026, 11, 3)
    found = {d.day: d.provided for d in journey_days(date(2026, 11, 1), date(2026, 11, 8), {day: ["lunch"]})}
    assert found.pop(day) == {"lunch"}
    assert set(found.values()) == {frozenset()}


def test_the_table_in_force_on_the_day_counts():
    newer = replace(RATES[0], effective_from=date(2026, 11, 4), full_minor=60_00, source="Board, October 2026")
    days = calendar(journey_days(date(2026, 11, 1), date(2026, 11, 8)), [newer, *RATES])
    assert [d.amount_minor for d in days] == [25_00, 50_00, 50_00, 60_00, 60_00, 60_00, 60_00, 25_00]
    assert days[2].rate.source != days[3].rate.source


def test_before_the_first_row_nobody_guesses():
    later = [replace(RATES[0], effective_from=date(2026, 11, 4))]
    with pytest.raises(NoRate):
        rate_on(date(2026, 11, 3), later)
    assert rate_on(date(2026, 11, 4), later) == later[0]


def test_the_order_of_the_table_and_of_the_days_does_not_matter():
    newer = replace(RATES[0], effective_from=date(2026, 1, 1), full_minor=60_00)
    days = journey_days(date(2026, 11, 1), date(2026, 11, 4))
    assert calendar(days[::-1], [newer, *RATES]) == calendar(days, [*RATES, newer])


def test_no_day_is_paid_twice():
    day = CalendarDay(date(2026, 11, 5))
    with pytest.raises(ValueError, match="one allowance"):
        calendar([day, day], RATES)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: CalendarDay(date(2026, 1, 1), "half"),
        lambda: CalendarDay(date(2026, 1, 1), FULL, frozenset({"tea"})),
        lambda: journey_days(date(2026, 1, 2), date(2026, 1, 1)),
        lambda: replace(RATES[0], full_minor=-1),
        lambda: replace(RATES[0], full_minor=50.0),
        lambda: replace(RATES[0], meals_minor={"lunch": 1}),
    ],
)
def test_what_is_no_day_and_no_rate_is_refused(wrong):
    with pytest.raises(ValueError):
        wrong()


def test_the_ceiling_is_the_newest_published_row():
    assert ceiling_on(date(2013, 11, 30), facts()) is None
    assert ceiling_on(date(2013, 12, 1), facts()).meals_minor == 169_00
    assert ceiling_on(date(2026, 2, 28), facts()).meals_minor == 206_00
    assert ceiling_on(date(2026, 3, 1), facts()).meals_minor == 214_00


def test_the_ceiling_never_goes_back_in_time():
    rows = [ceiling_on(date(2013, 12, 1) + timedelta(days=30 * n), facts()) for n in range(150)]
    assert [r.effective_from for r in rows] == sorted(r.effective_from for r in rows)


def test_a_rate_is_a_value():
    assert PerDiemRate(date(2026, 1, 1), "CHF", 1, 1, dict.fromkeys(MEALS, 0), "x", AS_OF).confidence == "medium"
