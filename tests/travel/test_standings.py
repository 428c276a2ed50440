"""Every state a requirement can take, without a database: evidence in, standing out."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from travel.readiness.base import STATES, Scope
from travel.readiness.board import Row, chain_from, stand
from travel.readiness.requirements import NEEDS, REQUIREMENTS, Flight, Money, Paper, Reading, Way
from travel.readiness.rules import FlightsFit, PassportFits, add_months

TODAY = date(2026, 9, 1)
REVIEW = date(2026, 11, 9)


def scope(version=1, today=TODAY, review=REVIEW):
    dates = SimpleNamespace(
        version=version,
        review_on=review,
        session_starts_on=review - timedelta(days=7),
        departure_on=review - timedelta(days=4),
        return_on=review + timedelta(days=5),
        review_at_utc=None,
        zone="Europe/Zurich",
    )
    return Scope(delegation=None, dates=dates, today=today)


GOOD = {
    "funding": Money(100_000, 100_000, 0, "USD"),
    "booking": [Flight("ticketed", True, 1)],
    "passport_valid": Paper("seen", "fits", 1),
    "accred_ok": Way("approved", "An NGO", 1),
    "briefing": Reading(2, 2, 0),
}


def standing(code, evidence, *, waiver=None, status="nominated", at=None, **others):
    given = GOOD | others | {code: evidence}
    found = stand(at or scope(), status, given, {code: waiver} if waiver else {})
    return {s.code: s for s in found}[code]


def test_the_facts_name_the_states_we_use():
    assert set(STATES) == {
        "not_applicable", "locked", "todo", "submitted", "verified", "rejected", "waived", "recheck", "expired",
    }  # fmt: skip


def test_what_waits_for_what_comes_from_the_facts():
    assert {
        "funding": frozenset(),
        "booking": frozenset({"funding", "passport_valid"}),
        "passport_valid": frozenset(),
        "accred_ok": frozenset({"passport_valid"}),
        "briefing": frozenset(),
    } == NEEDS


def test_the_order_of_the_page():
    assert [r.code for r in REQUIREMENTS] == ["funding", "booking", "passport_valid", "accred_ok", "briefing"]


@pytest.mark.parametrize(
    ("code", "evidence", "state", "owner"),
    [
        ("funding", None, "todo", "delegate"),
        ("funding", Money(100_000, 40_000, 0, "USD"), "todo", "staff"),
        ("funding", Money(100_000, 40_000, 60_000, "USD"), "submitted", "staff"),
        ("funding", Money(100_000, 100_001, 0, "USD"), "verified", ""),
        ("booking", None, "todo", "staff"),
        ("booking", [Flight("held", None, None)], "submitted", "staff"),
        (
            "booking",
            [Flight("held", None, None, datetime(2026, 8, 30, tzinfo=ZoneInfo("UTC")))],
            "expired",
            "staff",
        ),
        ("booking", [Flight("ticketed", True, 1), Flight("held", None, None)], "submitted", "staff"),
        ("booking", [Flight("ticketed", False, 1)], "rejected", "staff"),
        ("booking", [Flight("ticketed", True, 1)], "verified", ""),
        ("passport_valid", None, "todo", "delegate"),
        ("passport_valid", Paper("declared", "fits", None), "submitted", "staff"),
        ("passport_valid", Paper("declared", "too_short", None), "rejected", "delegate"),
        ("passport_valid", Paper("seen", "too_old", 1), "rejected", "delegate"),
        ("passport_valid", Paper("seen", "expired", 1), "expired", "delegate"),
        ("passport_valid", Paper("rejected", "fits", None), "rejected", "delegate"),
        ("passport_valid", Paper("declared", "missing", None), "todo", "delegate"),
        ("passport_valid", Paper("seen", "fits", 1), "verified", ""),
        ("accred_ok", None, "todo", "staff"),
        ("accred_ok", Way("not_started", "", None), "todo", "staff"),
        ("accred_ok", Way("letter_requested", "An NGO", 1), "todo", "ngo"),
        ("accred_ok", Way("letter_signed", "An NGO", 1), "todo", "delegate"),
        ("accred_ok", Way("submitted", "An NGO", 1), "submitted", "un"),
        ("accred_ok", Way("pending", "An NGO", 1), "submitted", "un"),
        ("accred_ok", Way("info_requested", "An NGO", 1), "rejected", "delegate"),
        ("accred_ok", Way("approved", "An NGO", 1), "verified", ""),
        ("accred_ok", Way("badge_issued", "An NGO", 1), "verified", ""),
        ("accred_ok", Way("badge_activated", "An NGO", 1), "verified", ""),
        ("accred_ok", Way("rejected", "An NGO", 1), "rejected", "staff"),
        ("accred_ok", Way("expired", "An NGO", 1), "expired", "staff"),
        ("accred_ok", Way("withdrawn", "An NGO", 1), "todo", "staff"),
        ("briefing", Reading(0, 0, 0), "todo", "staff"),
        ("briefing", Reading(3, 1, 0), "todo", "delegate"),
        ("briefing", Reading(3, 2, 1), "recheck", "delegate"),
        ("briefing", Reading(3, 3, 0), "verified", ""),
    ],
)
def test_state_and_owner(code, evidence, state, owner):
    found = standing(code, evidence)
    assert (found.state, found.owner) == (state, owner)


@pytest.mark.parametrize("code", ["booking", "passport_valid", "accred_ok"])
def test_evidence_of_older_dates_is_looked_at_again(code):
    assert standing(code, GOOD[code], at=scope(version=2)).state == "recheck"


@pytest.mark.parametrize("code", ["funding", "briefing"])
def test_a_moved_date_takes_no_money_and_no_reading_away(code):
    assert standing(code, GOOD[code], at=scope(version=2)).state == "verified"


def waiver(version=1):
    return SimpleNamespace(
        dates=SimpleNamespace(version=version), get_reason_display=lambda: "proven in another way", uuid="x"
    )


def test_a_waiver_stands_in_for_evidence():
    found = standing("accred_ok", None, waiver=waiver())
    assert (found.state, found.is_done, found.owner) == ("waived", True, "")


def test_a_waiver_for_older_dates_is_looked_at_again():
    assert standing("accred_ok", None, waiver=waiver(1), at=scope(version=2)).state == "recheck"
    assert standing("briefing", Reading(1, 0, 0), waiver=waiver(1), at=scope(version=2)).state == "waived"


def test_from_home_only_the_briefing_counts():
    found = {s.code: s.state for s in stand(scope(), "remote", {"briefing": Reading(1, 0, 0)}, {})}
    assert found == {
        "funding": "not_applicable",
        "booking": "not_applicable",
        "passport_valid": "not_applicable",
        "accred_ok": "not_applicable",
        "briefing": "todo",
    }


def test_a_later_step_is_locked_until_the_one_before_it_is_done():
    assert standing("booking", None, funding=Money(100, 0, 0, "USD")).state == "locked"
    assert standing("booking", None).state == "todo"
    assert standing("accred_ok", None, passport_valid=None).state == "locked"


def test_what_has_begun_is_never_locked():
    assert standing("booking", [Flight("held", None, None)], funding=None).state == "submitted"


def test_a_waiver_opens_what_waited_for_it():
    given = GOOD | {"passport_valid": None, "accred_ok": None}
    found = stand(scope(), "nominated", given, {"passport_valid": waiver()})
    assert {s.code: s.state for s in found}["accred_ok"] == "todo"


@pytest.mark.parametrize(
    ("code", "due"),
    [
        ("funding", REVIEW - timedelta(days=100)),
        ("booking", REVIEW - timedelta(days=60)),
        ("passport_valid", REVIEW - timedelta(days=75)),
        ("accred_ok", REVIEW - timedelta(days=7 + 10)),
        ("briefing", REVIEW - timedelta(days=4 + 14)),
    ],
)
def test_due_dates_count_from_the_anchor(code, due):
    assert standing(code, GOOD[code]).due == due


def test_without_dates_nothing_is_late():
    found = stand(Scope(delegation=None, dates=None, today=TODAY), "nominated", {}, {})
    assert all(s.due is None and not s.is_blocking for s in found)


def row(**evidence):
    delegate = SimpleNamespace(person=SimpleNamespace(name_used="Ana Reyes"))
    return Row(delegate, stand(scope(), "nominated", GOOD | evidence, {}))


def test_ready_blocked_and_on_the_way():
    assert row().group == "ready"
    assert row(briefing=Reading(1, 0, 0)).group == "on_the_way"  # due 22 October
    assert row(funding=Money(100, 0, 0, "USD")).group == "blocked"  # due 1 August
    assert row(accred_ok=Way("rejected", "An NGO", 1)).group == "blocked"  # refused, though not due yet


def test_the_chain_is_the_first_blocker_and_what_it_holds_shut():
    mine = row(passport_valid=None, booking=None, accred_ok=None, briefing=Reading(1, 0, 0))
    assert [s.code for s in mine.chain] == ["passport_valid", "booking", "accred_ok"]
    assert [s.code for s in mine.beside] == ["briefing"]
    assert mine.owed_by == "Ana"
    assert chain_from(mine.by_code["briefing"], mine.by_code) == [mine.by_code["briefing"]]


# -- rules about sealed values ------------------------------------------------------------------


def passport(issued, expires, today=TODAY):
    return PassportFits(scope().dates, today).verdict({"issued_on": issued, "expires_on": expires})


@pytest.mark.parametrize(
    ("issued", "expires", "verdict"),
    [
        (date(2020, 1, 1), date(2030, 1, 1), "fits"),
        (date(2020, 1, 1), date(2026, 8, 31), "expired"),
        (date(2020, 1, 1), TODAY, "too_short"),
        (date(2020, 1, 1), date(2027, 2, 13), "too_short"),  # home 14 November, so 14 February
        (date(2020, 1, 1), date(2027, 2, 14), "fits"),
        (date(2016, 11, 5), date(2027, 3, 1), "too_old"),  # ten years old on the day of leaving
        (date(2016, 11, 6), date(2027, 3, 1), "fits"),
        (None, date(2030, 1, 1), "missing"),
    ],
)
def test_passport_rule(issued, expires, verdict):
    assert passport(issued, expires) == verdict


def test_three_months_after_the_last_of_november_is_the_last_of_february():
    assert add_months(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert add_months(date(2023, 11, 30), 3) == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        (["arrives_in_time", "leaves_after"], "fits"),
        (["elsewhere", "arrives_late"], "arrives_late"),
        (["arrives_in_time", "leaves_early"], "leaves_early"),
        ([], "missing"),
        (["elsewhere"], "fits"),
    ],
)
def test_flights_together(words, verdict):
    assert FlightsFit.together(words) == verdict
