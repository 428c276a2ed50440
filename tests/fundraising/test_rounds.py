"""A round of the pool: simulated, proposed by one, decided by another, and written down for good."""

import json
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from delegation.errors import Conflict, DomainError, NotPermitted
from delegation.models import Delegate, OutboxMail
from fundraising.actions import funds, offers, rounds
from fundraising.ledger import balances
from fundraising.models import Account, AllocationRound, BooksCheck, JournalEntry, Offer, RoundLine
from fundraising.queries import round_inputs
from fundraising.queries import rounds as queries
from fundraising.queries.funds import fund_rows, pool_room, standing
from fundraising.queries.proofs import verify
from tests.factories.delegation import make_delegate, make_person, make_role, make_staff
from tests.factories.fundraising import make_gift, usd
from tests.factories.rounds import RoundWorld, make_budget, make_terms, make_traveller
from tests.fundraising.test_verify_books import unguarded  # noqa: F401 - a fixture
from tests.shared_world import shared_world

pytestmark = [pytest.mark.django_db, pytest.mark.money_db]


world_once, world = shared_world(RoundWorld)


def red():
    return {verdict.id for verdict in verify() if not verdict.holds}


def awards(round_):
    return {line.delegate_id: line.award_minor for line in round_.lines.all()}


# -- preparing --------------------------------------------------------------------------------------------
def test_a_round_begins_as_a_draft_with_a_number_of_its_pool(world):
    round_ = world.open()
    assert (round_.number, round_.status, str(round_)) == (1, "draft", "Round 1")
    again = rounds.open_round(world.pool, make_terms(), world.treasurer, round_.form_token)
    assert again == round_
    assert world.open().number == 2


def test_one_round_of_a_pool_waits_at_a_time(world):
    other = world.simulate()
    first = world.propose()
    with pytest.raises(Conflict) as refused:
        rounds.propose(other, "most", "Why.", other.inputs_sha256, world.treasurer)
    assert refused.value.code == "one_waits"
    rounds.decline(first, world.director, "Not now.")
    assert rounds.propose(other, "most", "Why.", other.inputs_sha256, world.treasurer).status == "proposed"


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"amount": 0}, "amount"),
        ({"amount": 10, "days": 0}, "answer_by"),
        ({"amount": 10, "weights": {"need": 101}}, None),
    ],
)
def test_terms_that_cannot_be_are_refused_at_their_field(world, terms, field):
    with pytest.raises(DomainError) as refused:
        rounds.open_round(world.pool, make_terms(**terms), world.treasurer, uuid.uuid4())
    assert refused.value.field == field
    assert not AllocationRound.objects.exists()


@pytest.mark.parametrize("role", ["reviewer", "logistics", "communications", "auditor"])
def test_only_treasurer_and_director_open_a_round(world, role):
    with pytest.raises(NotPermitted):
        rounds.open_round(world.pool, make_terms(), make_staff(world.delegation, role), uuid.uuid4())


def test_a_simulation_writes_the_draft_and_nothing_else(world):
    round_ = world.simulate()
    first = round_.result
    entries, mails = JournalEntry.objects.count(), OutboxMail.objects.exclude(notice="fundraising.receipt").count()
    round_ = world.simulate(1500, round_, weights={"need": 100})
    assert (round_.status, round_.amount_minor, round_.weight_need) == ("simulated", 1500_00, 100)
    assert round_.result != first
    assert (entries, mails) == (JournalEntry.objects.count(), 0)
    assert not RoundLine.objects.exists()


def test_what_is_kept_holds_uuids_and_numbers_and_no_name(world):
    person = world.delegates[0].person
    round_ = world.simulate()
    for text in (round_.inputs, round_.result):
        for word in (person.name_used, person.email, world.delegates[0].region, world.delegates[0].theme, "Flight"):
            assert word not in text
    assert str(world.delegates[0].uuid) in round_.inputs


def test_who_takes_part(world):
    make_delegate(world.delegation)  # no budget
    make_budget(make_delegate(world.delegation), required=0, other=50)  # nothing required
    make_traveller(world.delegation, 500, status="withdrawn")
    make_traveller(world.delegation, 500, status="remote")
    make_traveller(None, 500)  # of another delegation
    found = round_inputs.candidates(world.delegation, "USD")
    assert {d.pk for d in found} == {d.pk for d in world.delegates}


def test_what_is_there_is_counted_once_however_it_is_held(world):
    offers_ = world.offers()
    (first,) = [o for o in offers_.values() if o.amount_minor == 300_00]
    make_gift(world.delegates[2].fund, 100, fee=0)
    row = {c["uuid"]: c["there"] for c in round_inputs.inputs_of(AllocationRound.objects.get())["candidates"]}
    assert row[str(world.delegates[0].uuid)] == 300_00
    assert row[str(world.delegates[2].uuid)] == 100_00
    offers.accept(first, world.delegates[0].person)
    row = {c["uuid"]: c["there"] for c in round_inputs.inputs_of(AllocationRound.objects.get())["candidates"]}
    assert row[str(world.delegates[0].uuid)] == 300_00


def test_what_covers_a_line_otherwise_is_asked_of_those_who_know(world, monkeypatch):
    monkeypatch.setattr(round_inputs, "COVERS", [lambda lines: dict.fromkeys(lines, 250_00)])
    result = json.loads(world.simulate().result)
    assert sorted(row["minimum"] for row in result["candidates"]) == [50_00, 150_00, 650_00]


def test_what_counts_comes_from_the_budget_the_others_and_what_was_noted():
    world = RoundWorld(gaps=())
    a = make_traveller(world.delegation, 500, code="airfare_west", region="Georgia", theme="housing")
    b = make_traveller(world.delegation, 500, code="airfare_remote", region="georgia ", theme="")
    rounds.note_criteria(b, {"other_means": "none", "first_time": "yes", "only_on_theme": "yes"}, world.treasurer)
    found = {row["uuid"]: row["facts"] for row in round_inputs.inputs_of(world.open())["candidates"]}
    assert found[str(a.uuid)] == {
        "other_means": None,
        "first_time": None,
        "distance": 75,
        "region": 50,
        "theme": 100,
    }
    assert found[str(b.uuid)] == {"other_means": 100, "first_time": 100, "distance": 100, "region": 50, "theme": 100}
    rows = queries.simulation(world.simulate(round_=AllocationRound.objects.get())).rows
    assert [len(row.unknown) for row in sorted(rows, key=lambda r: r.delegate.pk)] == [2, 0]


# -- proposing and deciding --------------------------------------------------------------------------------
def test_a_proposal_writes_its_lines_and_tells_whoever_may_decide(world):
    round_ = world.propose()
    assert sorted(awards(round_).values()) == [0, 300_00, 400_00]
    line = round_.lines.get(award_minor=300_00)
    assert (line.minimum_minor, line.gap_minor, line.reason) == (300_00, 300_00, "in_full")
    assert list(line.gaps.values()) == [300_00]
    mail = OutboxMail.objects.get(notice="fundraising.round_waiting")
    assert mail.to_uuid == world.director.uuid
    assert not Offer.objects.exists()


def test_nobody_proposes_figures_they_have_not_seen(world):
    round_ = world.simulate()
    seen = round_.inputs_sha256
    make_gift(world.delegates[0].fund, 50, fee=0)
    with pytest.raises(Conflict) as refused:
        rounds.propose(round_, "most", "Why.", seen, world.treasurer)
    assert refused.value.code == "figures_changed"
    round_ = world.simulate(round_=round_)
    with pytest.raises(Conflict):
        rounds.propose(round_, "most", "Why.", seen, world.treasurer)
    rounds.propose(round_, "most", "Why.", round_.inputs_sha256, world.treasurer)


@pytest.mark.parametrize(("policy", "note", "field"), [("other", "Why.", "policy"), ("most", " ", "note")])
def test_a_proposal_names_a_policy_and_a_reason(world, policy, note, field):
    round_ = world.simulate()
    with pytest.raises(DomainError) as refused:
        rounds.propose(round_, policy, note, round_.inputs_sha256, world.treasurer)
    assert refused.value.field == field


def test_more_than_the_pool_can_give_is_not_proposed():
    world = RoundWorld(pool=600)
    with pytest.raises(Conflict) as refused:
        world.propose(amount=1000)
    assert refused.value.code == "pool_floor"
    assert "$570.00" in str(refused.value)


def test_a_second_person_decides_and_the_money_is_held_for_each(world):
    round_ = world.decide()
    assert (round_.status, round_.decided_by, round_.floor_minor) == ("decided", world.director, 100_00)
    held = balances.of_fund(world.pool)
    assert (held.available, held.offered) == (1300_00, 700_00)
    assert sorted(Offer.objects.values_list("amount_minor", "status")) == [(300_00, "offered"), (400_00, "offered")]
    assert balances.of_fund(world.delegates[0].fund).total == 0
    assert OutboxMail.objects.filter(notice="fundraising.offer_made").count() == 2
    assert red() == set()


def test_nobody_decides_their_own_proposal_nor_about_their_own_journey(world):
    round_ = world.propose()
    with pytest.raises(NotPermitted):
        rounds.decide(round_, world.treasurer)
    make_role(world.delegates[0].person, world.delegation, "director")
    with pytest.raises(NotPermitted):
        rounds.decide(round_, world.delegates[0].person)
    with pytest.raises(NotPermitted):
        rounds.decide(round_, make_person(is_superuser=True, is_staff=True))
    assert [p.pk for p in queries.deciders(round_)] == [world.director.pk]
    # Who gets nothing from it may decide.
    make_role(world.delegates[2].person, world.delegation, "treasurer")
    assert rounds.decide(round_, world.delegates[2].person).status == "decided"


def test_a_round_is_decided_once(world):
    round_ = world.decide()
    for verb in (rounds.decide, rounds.decline):
        with pytest.raises(Conflict):
            verb(round_, world.director, "again")
    assert JournalEntry.objects.filter(kind="offer_made").count() == 2


def test_the_floor_is_read_when_it_is_decided(world):
    round_ = world.propose(amount=1600, policy="most")
    other = funds.propose_allocation(world.treasurer, world.delegates[0].fund, usd(1000), "gap", "", uuid.uuid4())
    funds.decide(other, world.director)
    with pytest.raises(Conflict) as refused:
        rounds.decide(round_, world.director)
    assert refused.value.code == "pool_floor"
    assert not Offer.objects.exists()
    assert balances.of_fund(world.pool).offered == 0


def test_who_left_meanwhile_stops_the_decision_and_is_named(world):
    round_ = world.propose()
    Delegate.objects.filter(pk=world.delegates[1].pk).update(status="withdrawn")
    with pytest.raises(Conflict) as refused:
        rounds.decide(round_, world.director)
    assert str(world.delegates[1]) in str(refused.value)
    assert rounds.decline(round_, world.director, "Somebody left.").status == "declined"


def test_red_books_let_nothing_out(world):
    round_ = world.propose()
    BooksCheck.objects.create(red="L8", entries=1)
    with pytest.raises(Conflict) as refused:
        rounds.decide(round_, world.director)
    assert refused.value.code == "books_red"


def test_declining_needs_a_reason_and_taking_back_is_the_authors(world):
    round_ = world.propose()
    with pytest.raises(DomainError):
        rounds.decline(round_, world.director)
    with pytest.raises(NotPermitted):
        rounds.take_back(round_, world.director)
    assert rounds.take_back(round_, world.treasurer).status == "taken_back"


def test_what_was_decided_comes_out_again(world):
    round_ = world.decide()
    assert queries.comes_out_again(round_)
    make_gift(world.delegates[0].fund, 100, fee=0)
    assert queries.comes_out_again(round_)
    assert queries.figures_changed(round_)
    again = json.loads(round_.inputs)
    again["candidates"].reverse()
    assert queries.canonical(queries.run(again)) == round_.result


# -- what others read ------------------------------------------------------------------------------------------
def test_accepted_offers_count_as_allocated_everywhere(world):
    offers_ = world.offers()
    offers.accept(offers_[0], world.delegates[0].person)
    room = pool_room(world.pool)
    assert (room.allocated_minor, room.offered_minor, room.room_minor) == (300_00, 400_00, 1200_00)
    assert fund_rows([world.delegates[0].fund])[0].allocated_minor == 300_00
    shown = standing(world.delegation)
    assert shown.allocated_minor == 300_00
    assert shown.in_travel_funds_minor == 300_00
    assert shown.held_minor == shown.books_minor == 2000_00


# -- what the database refuses -----------------------------------------------------------------------------------
def _rows(row):
    return type(row)._base_manager.filter(pk=row.pk)


@pytest.mark.parametrize(
    "change",
    [
        {"inputs": "{}"},
        {"result": "{}"},
        {"inputs_sha256": "0"},
        {"amount_minor": 1},
        {"policy": "need"},
        {"floor_minor": 0},
        {"status": "proposed"},
    ],
)
def test_a_decided_round_never_changes(world, change):
    round_ = world.decide()
    with pytest.raises(IntegrityError), transaction.atomic():
        _rows(round_).update(**change)


@pytest.mark.parametrize("change", [{"inputs": "{}"}, {"result": "{}"}, {"amount_minor": 1}, {"policy": "need"}])
def test_what_was_proposed_is_what_is_decided(world, change):
    round_ = world.propose()
    with pytest.raises(IntegrityError), transaction.atomic():
        _rows(round_).update(**change)


@pytest.mark.parametrize("model", [AllocationRound, RoundLine, Offer])
def test_nothing_of_a_round_is_deleted(world, model):
    world.decide()
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.all()._raw_delete(model.objects.db)


def test_no_line_joins_a_decided_round(world):
    round_ = world.decide()
    late = make_traveller(world.delegation, 100)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoundLine.objects.create(
            round=round_, delegate=late, minimum_minor=1, gap_minor=1, score=1, award_minor=1, reason="in_full"
        )


@pytest.mark.parametrize("change", [{"amount_minor": 1}, {"fund": F("round__pool")}, {"replaces": F("pk")}])
def test_an_offer_keeps_its_amount_and_its_person(world, change):
    offer = world.offers()[0]
    change = {"fund": world.pool} if "fund" in change else {"replaces": offer} if "replaces" in change else change
    with pytest.raises(IntegrityError), transaction.atomic():
        _rows(offer).update(**change)


def test_maker_and_checker_differ_for_the_database_too(world):
    round_ = world.propose()
    with pytest.raises(IntegrityError), transaction.atomic():
        _rows(round_).update(status="declined", decided_by=world.treasurer, decided_at=round_.proposed_at)


def test_one_open_offer_per_delegate_and_round(world):
    offer = world.offers()[0]
    offer.pk, offer.uuid = None, uuid.uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        offer.save(force_insert=True)


# -- planted corruptions ---------------------------------------------------------------------------------------------
def _corrupt_lines(world):
    line = RoundLine.objects.filter(award_minor=300_00).get()
    _rows(line).update(award_minor=0)


CORRUPTIONS = {
    "F1": lambda world, offer: _rows(offer).update(status="accepted", ended_at=offer.created_at),
    "F2": lambda world, offer: Account.objects.filter(fund=world.pool, code="offered").update(
        balance_minor=F("balance_minor") - 1
    ),
    "F3": lambda world, offer: _rows(offer.round).update(result=offer.round.result.replace("in_full", "and_more", 1)),
    "F4": lambda world, offer: _rows(offer).update(amount_minor=F("amount_minor") + 1),
    "F5": lambda world, offer: _rows(offer.round).update(decided_by=F("proposed_by")),
    "B3": lambda world, offer: _rows(offer).update(amount_minor=9_000_00),
}


@pytest.mark.parametrize("proof", CORRUPTIONS)
def test_each_corruption_is_caught_by_its_own_line(proof, world, unguarded):  # noqa: F811
    offer = world.offers()[0]
    assert red() == {"X1"}
    CORRUPTIONS[proof](world, offer)
    assert proof in red()


def _answered_twice(world, offer):
    offers.accept(offer, world.delegates[0].person)
    _rows(offer).update(status="declined")


# The status alone may move while an offer is open; what it moves to is the action's, and A4's.
REFUSED = CORRUPTIONS | {"F1": _answered_twice}


@pytest.mark.parametrize("proof", REFUSED)
def test_the_database_itself_refuses(proof, world):
    offer = world.offers()[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        REFUSED[proof](world, offer)


def test_other_lines_than_the_result_are_caught(world, unguarded):  # noqa: F811
    world.decide()
    _corrupt_lines(world)
    assert "F3" in red()


def test_an_entry_about_no_offer_is_caught(world, unguarded):  # noqa: F811
    offer = world.offers()[0]
    JournalEntry.objects.filter(about_uuid=offer.uuid).update(about_uuid=uuid.uuid4())
    assert "F1" in red()


def test_a_day_that_passed_while_it_waited_stops_the_decision(world):
    import time_machine

    round_ = world.propose()
    with time_machine.travel(round_.proposed_at + timedelta(days=20)), pytest.raises(Conflict) as refused:
        rounds.decide(round_, world.director)
    assert refused.value.code == "past"
