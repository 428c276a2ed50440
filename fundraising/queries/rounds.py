"""Rounds as staff see them: the list, one with its three policies side by side, and what changed since."""

import json
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch, Sum

from delegation.models import AuditEvent, Delegate, Delegation, Person
from fundraising.allocation import ALGORITHM, canonical, run, sha256
from fundraising.models import AllocationRound, Offer, RoundLine, RoundNote
from fundraising.queries import round_words
from fundraising.queries.allocations import decider_people
from fundraising.queries.funds import MAY_RECEIVE
from fundraising.queries.offers import offer_rows
from fundraising.queries.round_inputs import inputs_of

TABS = {"open": ("draft", "simulated", "proposed"), "decided": ("decided", "declined", "taken_back")}


def round_rows():
    notes = RoundNote.objects.select_related("written_by").order_by("created_at", "pk")
    return AllocationRound.objects.select_related(
        "pool__delegation", "opened_by", "proposed_by", "decided_by"
    ).prefetch_related(Prefetch("notes", notes))


def rounds(delegation: Delegation, tab: str = "open"):
    return (
        round_rows()
        .filter(pool__delegation=delegation, status__in=TABS[tab])
        .annotate(awarded_minor=Sum("lines__award_minor"))
        .order_by("-id")
    )


def counts(delegation: Delegation) -> dict[str, int]:
    found = list(AllocationRound.objects.filter(pool__delegation=delegation).values_list("status", flat=True))
    return {tab: sum(status in statuses for status in found) for tab, statuses in TABS.items()}


# -- one round: three policies side by side --------------------------------------------------------------
@dataclass(frozen=True)
class Award:
    policy: str
    minor: int
    minimum_minor: int
    reason: str

    @property
    def policy_label(self) -> str:
        return str(round_words.POLICIES[self.policy])

    @property
    def words(self) -> str:
        return round_words.reason_words(self.reason, self.policy)

    @property
    def outcome(self) -> tuple[str, str]:
        return round_words.outcome_of(self.minor, self.minimum_minor, self.reason)


@dataclass(frozen=True)
class Part:
    label: str
    value: int | None
    weight: int


@dataclass(frozen=True)
class Row:
    """One delegate in the round; minor units. `awards` in the order of the policies."""

    delegate: Delegate
    minimum_minor: int
    gap_minor: int
    score: int
    parts: tuple[Part, ...]
    unknown: tuple[str, ...]
    awards: tuple[Award, ...]

    def award(self, policy: str) -> Award:
        return next(award for award in self.awards if award.policy == policy)


@dataclass(frozen=True)
class Outcome:
    policy: str
    given_minor: int
    left_minor: int
    completed: int

    @property
    def label(self) -> str:
        return str(round_words.POLICIES[self.policy])

    @property
    def rule(self) -> str:
        return str(round_words.RULES[self.policy])


@dataclass(frozen=True)
class Simulation:
    """What the engine answered, with the people it is about. Rows by score, highest first."""

    round: AllocationRound
    rows: tuple[Row, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def incomplete(self) -> int:
        """How many journeys lack a required line."""
        return sum(row.minimum_minor > 0 for row in self.rows)

    @property
    def gap_minor(self) -> int:
        return sum(row.minimum_minor for row in self.rows)

    @cached_property
    def chosen(self) -> Outcome | None:
        return next((outcome for outcome in self.outcomes if outcome.policy == self.round.policy), None)


def simulation(round_: AllocationRound) -> Simulation | None:
    """From what is stored with the round; None while it was never simulated."""
    if not round_.result:
        return None
    result = json.loads(round_.result)
    uuids = [row["uuid"] for row in result["candidates"]]
    people = {str(d.uuid): d for d in Delegate.objects.filter(uuid__in=uuids).select_related("person", "criteria")}
    rows = [_row(row, people[row["uuid"]], result, round_) for row in result["candidates"]]
    rows.sort(key=lambda row: (-row.score, -row.minimum_minor, str(row.delegate.uuid)))
    outcomes = [
        Outcome(policy, found["given"], found["left"], found["completed"])
        for policy in round_words.POLICIES
        for found in [result["policies"][policy]]
    ]
    return Simulation(round_, tuple(rows), tuple(outcomes))


def _row(row: dict, delegate: Delegate, result: dict, round_: AllocationRound) -> Row:
    awards = []
    for policy in round_words.POLICIES:
        award = result["policies"][policy]["awards"][row["uuid"]]
        awards.append(Award(policy, award["minor"], row["minimum"], award["reason"]))
    return Row(
        delegate=delegate,
        minimum_minor=row["minimum"],
        gap_minor=row["gap"],
        score=row["score"],
        parts=parts_of(row["parts"], round_.weights),
        unknown=tuple(str(round_words.CRITERIA[name]) for name in row["unknown"]),
        awards=tuple(awards),
    )


def parts_of(parts: dict[str, int | None], weights: dict[str, int]) -> tuple[Part, ...]:
    return tuple(
        Part(str(words), parts[name], weights[name]) for name, words in round_words.CRITERIA.items() if name in parts
    )


# -- does it still hold -----------------------------------------------------------------------------------
def comes_out_again(round_: AllocationRound) -> bool:
    """Whether the stored inputs give the stored result, to the byte, and both have their hashes. A result of an older
    algorithm is only held against its hash."""
    if sha256(round_.inputs) != round_.inputs_sha256 or sha256(round_.result) != round_.result_sha256:
        return False
    if round_.algorithm != ALGORITHM:
        return True
    return canonical(run(json.loads(round_.inputs))) == round_.result


def figures_changed(round_: AllocationRound) -> bool:
    """Whether gifts, budgets or notes have changed what the round was simulated with."""
    return sha256(canonical(inputs_of(round_))) != round_.inputs_sha256


def no_longer_travelling(round_: AllocationRound) -> list[Delegate]:
    """Who would be given something and does not travel now."""
    rows = RoundLine.objects.filter(round=round_, award_minor__gt=0).exclude(delegate__status__in=MAY_RECEIVE)
    return [row.delegate for row in rows.select_related("delegate__person")]


# -- people and history -----------------------------------------------------------------------------------
def deciders(round_: AllocationRound) -> list[Person]:
    """Who may decide it today: neither its author nor anybody who would receive from it."""
    receivers = RoundLine.objects.filter(round=round_, award_minor__gt=0).values_list("delegate__person", flat=True)
    return list(decider_people(round_.pool.delegation).exclude(pk__in=[round_.proposed_by_id or 0, *receivers]))


def history(round_: AllocationRound) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(object_uuid=round_.uuid).order_by("id"))


def offers_of(round_: AllocationRound) -> list[Offer]:
    return list(offer_rows().filter(round=round_).order_by("fund__delegate__person__name_used", "id"))


def countered(delegation: Delegation) -> list[Offer]:
    """Offers whose delegate asked for another amount, oldest first."""
    return list(offer_rows().filter(fund__delegation=delegation, status=Offer.Status.COUNTERED).order_by("id")[:50])


def open_round_of(delegation: Delegation) -> AllocationRound | None:
    return AllocationRound.objects.filter(pool__delegation=delegation, status__in=TABS["open"]).first()
