"""Lines, the Geneva template, planning rates, and what a budget says about itself."""

from datetime import date
from decimal import Decimal

import pytest

from delegation.errors import Conflict, DomainError, NotPermitted
from delegation.facts import facts
from fundraising import budget_template
from fundraising.actions import budgets
from fundraising.actions.budgets import LineInput
from fundraising.completeness import missing
from fundraising.models import AppealDraft, Budget, BudgetLine, PlanningRate
from fundraising.queries.appeals import goal_of, lines_of
from tests.factories.appeals import fill_budget, make_rate
from tests.factories.delegation import make_delegate, make_delegation, make_person, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def delegate():
    return make_delegate(make_delegation())


def line(budget, code):
    return budget.lines.get(code=code)


def typed(row, **changes):
    values = {
        "uuid": str(row.uuid),
        "label": row.label,
        "quantity": row.quantity,
        "each_minor": row.each_minor,
        "currency": row.each_currency,
        "required": row.required,
        "note": row.note,
    }
    return LineInput(**values | changes)


# -- the template ---------------------------------------------------------------------------------


def test_the_template_starts_in_the_middle_of_the_newest_range(delegate):
    budget = fill_budget(delegate, region="west")
    flight = line(budget, "airfare_west")
    assert (flight.low_minor, flight.each_minor, flight.high_minor) == (850_00, 1275_00, 1700_00)
    assert (flight.source_as_of, flight.confidence, flight.each_currency) == ("2026", "low", "USD")
    assert "estimate" in flight.source


def test_the_newest_column_of_the_facts_is_used():
    assert budget_template.newest_year() == max(facts()["budget_template"]["lines"][0]["low_high"])


def test_francs_are_converted_by_the_delegation_s_rate(delegate):
    make_rate(delegate.delegation, rate="1.12")
    bed = line(fill_budget(delegate), "lodging_shared")
    assert (bed.quantity, bed.each_minor, bed.each_currency) == (7, 97_50, "CHF")
    assert bed.amount_minor == 764_40
    assert bed.rate.source == "National bank"


def test_meals_are_what_such_a_delegation_pays_a_day(delegate):
    meals = line(fill_budget(delegate), "daily")
    full_day = facts()["per_diem"]["delegation_default"]["full_day"]
    assert (meals.each_minor, meals.quantity, meals.out_of_range) == (full_day * 100, 7, "")
    assert meals.source == facts()["sources"]["cagi_budget"]["title"]


@pytest.mark.parametrize("region", list(budget_template.REGIONS))
@pytest.mark.parametrize("room", list(budget_template.ROOMS))
def test_every_choice_of_the_template_is_in_range(delegate, region, room):
    budget = fill_budget(delegate, region=region, room=room, extras=list(budget_template.EXTRAS))
    lines = lines_of(budget)
    assert [row.out_of_range for row in lines] == [""] * len(lines)
    codes = [row.code for row in lines]
    assert codes[0] == f"airfare_{region}"
    assert f"lodging_{room}" in codes
    assert codes.count("contingency") == 1


def test_contingency_is_a_share_of_the_rest(delegate):
    budget = fill_budget(delegate)
    rest = sum(row.amount_minor for row in budget.lines.exclude(code="contingency"))
    share = line(budget, "contingency")
    assert rest * 8 // 100 <= share.amount_minor <= rest * 15 // 100 + 1
    assert not share.required


def test_an_unknown_choice_is_refused(delegate):
    with pytest.raises(DomainError):
        budgets.fill(delegate, region="moon", room="shared", by=delegate.person)


def test_filling_again_keeps_the_author_s_own_lines(delegate):
    budget = fill_budget(delegate)
    rows = [typed(row) for row in lines_of(budget)]
    rows.append(LineInput(label="Childcare", quantity=6, each_minor=50_00, currency="USD"))
    budgets.save_lines(delegate, rows, by=delegate.person)
    fill_budget(delegate, region="east", room="single")
    codes = list(budget.lines.values_list("code", "label"))
    assert ("", "Childcare") in codes
    assert ("lodging_single", "Single room") in codes
    assert "lodging_shared" not in dict(codes)


# -- lines ----------------------------------------------------------------------------------------


def test_lines_are_saved_as_typed_in_their_order(delegate):
    budget = fill_budget(delegate)
    rows = lines_of(budget)
    swapped = [typed(rows[1]), typed(rows[0], quantity=2, note="Two legs")]
    budgets.save_lines(delegate, swapped, by=delegate.person)
    now = lines_of(budget)
    assert [row.uuid for row in now] == [rows[1].uuid, rows[0].uuid]
    assert (now[1].quantity, now[1].amount_minor, now[1].note) == (2, rows[0].each_minor * 2, "Two legs")


def test_a_template_line_keeps_its_currency_and_unit(delegate):
    budget = fill_budget(delegate)
    bed = line(budget, "lodging_shared")
    budgets.save_lines(delegate, [typed(bed, currency="JPY", basis="once")], by=delegate.person)
    bed.refresh_from_db()
    assert (bed.each_currency, bed.basis) == ("CHF", "per night")


def test_a_line_of_somebody_else_is_a_new_line_here(delegate):
    other = fill_budget(make_delegate(delegate.delegation))
    theirs = lines_of(other)[0]
    budgets.save_lines(delegate, [typed(theirs, label="Mine")], by=delegate.person)
    theirs.refresh_from_db()
    assert theirs.label != "Mine"
    assert BudgetLine.objects.get(budget__delegate=delegate).uuid != theirs.uuid


def test_yen_have_no_smaller_part(delegate):
    make_rate(delegate.delegation, "JPY", "0.0066")
    rows = [LineInput(label="Train", quantity=2, each_minor=12_000, currency="JPY")]
    budget = budgets.save_lines(delegate, rows, by=delegate.person)
    assert budget.lines.get().amount_minor == 158_40


def test_only_the_delegate_changes_the_budget(delegate):
    for other in (make_person(), make_staff(delegate.delegation, "treasurer")):
        with pytest.raises(NotPermitted):
            budgets.save_lines(delegate, [], by=other)
        with pytest.raises(NotPermitted):
            budgets.fill(delegate, region="west", room="shared", by=other)
    assert not Budget.objects.exists()


def test_a_second_tab_does_not_overwrite_the_first(delegate):
    budget = fill_budget(delegate)
    drawn = budgets.fingerprint(budget)
    rows = [typed(row) for row in lines_of(budget)]
    budgets.save_lines(delegate, rows[:5], seen=drawn, by=delegate.person)
    with pytest.raises(Conflict):
        budgets.save_lines(delegate, rows, seen=drawn, by=delegate.person)
    with pytest.raises(Conflict):
        budgets.fill(delegate, region="east", room="shared", seen=drawn, by=delegate.person)
    assert budget.lines.count() == 5


def test_too_many_and_too_large(delegate):
    one = LineInput(label="x", quantity=1, each_minor=1, currency="USD")
    with pytest.raises(DomainError):
        budgets.save_lines(delegate, [one] * 41, by=delegate.person)
    with pytest.raises(DomainError):
        budgets.save_lines(
            delegate, [LineInput(label="x", quantity=400, each_minor=10**10, currency="USD")], by=delegate.person
        )
    assert not BudgetLine.objects.exists()


# -- rates ----------------------------------------------------------------------------------------


def test_without_a_rate_a_line_stands_apart_until_staff_enter_one(delegate):
    budgets.fill(delegate, region="west", room="shared", by=delegate.person)
    lines = lines_of(delegate.budget)
    goal = goal_of(lines, "USD")
    assert dict(goal.apart).keys() == {"CHF"}
    assert goal.minor == sum(row.amount_minor for row in lines if row.each_currency == "USD")
    owed = [part for part in missing(AppealDraft(), lines, "Ana") if part.staff_owe]
    assert [part.code for part in owed] == ["rate_CHF"]
    rate = make_rate(delegate.delegation)
    goal = goal_of(lines_of(delegate.budget), "USD")
    assert goal.apart == []
    assert goal.rates == [rate]


def test_a_line_with_a_rate_keeps_it_until_it_is_saved(delegate):
    budget = fill_budget(delegate)
    before = line(budget, "lodging_shared").amount_minor
    make_rate(delegate.delegation, rate="1.50", as_of=date(2026, 9, 1))
    assert line(budget, "lodging_shared").amount_minor == before
    budgets.save_lines(delegate, [typed(row) for row in lines_of(budget)], by=delegate.person)
    assert line(budget, "lodging_shared").amount_minor == 1023_75


def test_the_newest_day_is_in_force_whenever_it_was_entered(delegate):
    new = make_rate(delegate.delegation, rate="1.20", as_of=date(2026, 9, 1))
    make_rate(delegate.delegation, rate="1.10", as_of=date(2026, 8, 1))
    assert budgets.latest_rates(delegate.delegation) == {"CHF": new}


def test_a_rate_belongs_to_one_delegation(delegate):
    make_rate(make_delegation())
    assert budgets.latest_rates(delegate.delegation) == {}


@pytest.mark.parametrize("roles", [["reviewer"], ["communications"], ["auditor"], []])
def test_who_may_not_enter_a_rate(delegate, roles):
    with pytest.raises(NotPermitted):
        make_rate(delegate.delegation, by=make_staff(delegate.delegation, *roles))


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"currency": "USD"}, "currency"), ({"source": "  "}, "source"), ({"rate": Decimal("NaN")}, "rate")],
)
def test_a_rate_that_says_nothing_is_refused(delegate, changes, field):
    values = {"currency": "CHF", "rate": Decimal("1.1"), "as_of": date(2026, 8, 1), "source": "Bank"} | changes
    with pytest.raises(DomainError) as caught:
        budgets.enter_rate(delegate.delegation, by=make_staff(delegate.delegation, "treasurer"), **values)
    assert caught.value.field == field
    assert not PlanningRate.objects.exists()


def test_a_snapshot_tells_the_rate_with_date_and_source(delegate):
    found = {row["code"]: row for row in budgets.snapshot(fill_budget(delegate))}
    rate = found["lodging_shared"]["rate"]
    assert (rate["rate"], rate["quote"], rate["as_of"], rate["source"]) == (
        "1.12",
        "USD",
        "2026-08-20",
        "National bank",
    )
    assert found["airfare_west"]["rate"] is None
