"""Times belong to places. The nine vectors are those of the facts (`flight_rules.tz_test_vectors`)."""

import json
from datetime import datetime

import pytest

from delegation.errors import DomainError
from delegation.facts import facts
from travel.itineraries.connections import between
from travel.itineraries.legs import check_order, from_details, leg, spoken, to_details

VECTORS = facts()["flight_rules"]["tz_test_vectors"]


def fly(origin, leaves, destination, lands, flight="HV 418", **folds):
    return leg(flight, origin, destination, datetime.fromisoformat(leaves), datetime.fromisoformat(lands), **folds)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: f"{v['dep']}-{v['arr']}-{v['dep_local'][:10]}")
def test_minutes_in_the_air(vector):
    flight = fly(vector["dep"], vector["dep_local"], vector["arr"], vector["arr_local"])
    assert flight.minutes == vector["minutes"]


def test_there_are_nine_vectors():
    assert len(VECTORS) == 9


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: v["dep"] + v["dep_local"])
def test_sealed_and_back_changes_nothing(vector):
    flight = fly(vector["dep"], vector["dep_local"], vector["arr"], vector["arr_local"])
    assert from_details(json.loads(json.dumps(to_details(flight)))) == flight


def test_a_time_the_clock_jumps_over_is_refused():
    with pytest.raises(DomainError) as refusal:
        fly("JFK", "2026-03-08T02:30", "GVA", "2026-03-08T18:00")
    assert (refusal.value.code, refusal.value.field) == ("missing_time", "departs")


def test_a_time_that_happens_twice_is_asked():
    with pytest.raises(DomainError) as refusal:
        fly("JFK", "2026-11-01T01:30", "GVA", "2026-11-01T15:00")
    assert (refusal.value.code, refusal.value.field) == ("double_time", "departs")
    first = fly("JFK", "2026-11-01T01:30", "GVA", "2026-11-01T15:00", departs_fold=0)
    second = fly("JFK", "2026-11-01T01:30", "GVA", "2026-11-01T15:00", departs_fold=1)
    assert first.minutes - second.minutes == 60


@pytest.mark.parametrize(
    ("lands", "code"),
    [("2026-11-05T18:10", "arrives_first"), ("2026-11-05T23:00", "arrives_first"), ("2026-11-06T21:00", "too_long")],
)
def test_a_flight_lands_after_it_leaves_and_within_twenty_hours(lands, code):
    with pytest.raises(DomainError) as refusal:
        fly("EWR", "2026-11-05T18:10", "GVA", lands)
    assert (refusal.value.code, refusal.value.field) == (code, "arrives")


@pytest.mark.parametrize(
    ("flight", "origin", "destination", "field"),
    [("Lufthansa", "EWR", "GVA", "flight"), ("LX 39", "QQQ", "GVA", "origin"), ("LX 39", "GVA", "gva", "destination")],
)
def test_flight_and_airports_are_checked_at_their_field(flight, origin, destination, field):
    with pytest.raises(DomainError) as refusal:
        fly(origin, "2026-11-05T18:10", destination, "2026-11-06T07:50", flight=flight)
    assert refusal.value.field == field


def test_flights_stand_in_order():
    there = fly("EWR", "2026-11-05T18:10", "ZRH", "2026-11-06T07:50")
    too_early = fly("ZRH", "2026-11-06T07:30", "GVA", "2026-11-06T08:20")
    with pytest.raises(DomainError) as refusal:
        check_order([there, too_early])
    assert refusal.value.field == "departs-1"


def test_the_first_schengen_airport_needs_time():
    there = fly("SFO", "2026-11-05T13:40", "ZRH", "2026-11-06T09:35")
    on = fly("ZRH", "2026-11-06T10:50", "GVA", "2026-11-06T11:40")
    wait = between(there, on)
    assert (wait.minutes, wait.kind, wait.level) == (75, "schengen_entry", "waiting")


def test_days_in_geneva_are_no_connection():
    there = fly("EWR", "2026-11-05T18:10", "GVA", "2026-11-06T07:50")
    back = fly("GVA", "2026-11-14T10:25", "EWR", "2026-11-14T13:25")
    assert between(there, back).kind == "stay"


@pytest.mark.parametrize(("minutes", "text"), [(50, "50 min"), (175, "2 h 55"), (600, "10 h"), (61, "1 h 01")])
def test_durations_are_short(minutes, text):
    assert spoken(minutes) == text
