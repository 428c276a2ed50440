"""Everybody's standings at once: a fixed number of queries for ten delegates or a thousand, then arithmetic."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from delegation.models import Delegate
from delegation.queries import current_dates
from travel.models import Waiver
from travel.readiness.base import SATISFIED, Found, Scope, Standing
from travel.readiness.requirements import NEEDS, REQUIREMENTS
from travel.readiness.words import days_words, owner_words

ON_BOARD = ("nominated", "travelling", "remote")
GROUPS = ("blocked", "on_the_way", "ready")


@dataclass(frozen=True)
class Row:
    delegate: Delegate
    standings: tuple[Standing, ...]

    @cached_property
    def by_code(self) -> dict[str, Standing]:
        return {standing.code: standing for standing in self.standings}

    @cached_property
    def open(self) -> list[Standing]:
        """What can be done now, most urgent first; locked steps are not among them."""
        return sorted(
            (s for s in self.standings if s.is_open and not s.is_locked),
            key=lambda s: (not s.is_blocking, s.due or date.max),
        )

    @property
    def first(self) -> Standing | None:
        return self.open[0] if self.open else None

    @cached_property
    def group(self) -> str:
        if self.first is None:
            return "ready"
        return "blocked" if any(s.is_blocking for s in self.open) else "on_the_way"

    @cached_property
    def late_days(self) -> int:
        return max((s.late_days for s in self.open), default=0)

    @cached_property
    def chain(self) -> list[Standing]:
        """The shortest open chain: the first blocker, then whatever stays shut until it is done."""
        return chain_from(self.first, self.by_code) if self.first else []

    @cached_property
    def beside(self) -> list[Standing]:
        """Open, and not part of the chain."""
        return [s for s in self.open if s not in self.chain]

    @property
    def owed_by(self) -> str:
        return self.owner_of(self.first) if self.first else ""

    def owner_of(self, standing: Standing, *, own: bool = False) -> str:
        name = self.delegate.person.name_used.split(" ")[0] or _("the delegate")
        return owner_words(standing.owner, name=name, ngo=standing.parts.get("ngo", ""), own=own)

    def told(self, standings, *, own: bool = False) -> list[dict]:
        """Standings with their words for who owes what by when; `own` when the delegate reads them."""
        return [
            {
                "standing": standing,
                "owner": self.owner_of(standing, own=own),
                "is_mine": own and standing.owner == "delegate",
                "when": days_words(standing.days),
            }
            for standing in standings
        ]

    @property
    def told_chain(self) -> list[dict]:
        return self.told(self.chain)

    @property
    def told_beside(self) -> list[dict]:
        return self.told(self.beside)

    @property
    def told_open(self) -> list[dict]:
        return self.told(self.open)

    @property
    def when(self) -> str:
        return days_words(self.first.days) if self.first else ""


@dataclass(frozen=True)
class Board:
    scope: Scope
    rows: list[Row]
    counted_at: object

    @cached_property
    def counts(self) -> dict[str, int]:
        found = dict.fromkeys(GROUPS, 0)
        for row in self.rows:
            found[row.group] += 1
        return found

    @cached_property
    def late(self) -> list[Row]:
        return [row for row in self.rows if row.late_days]

    @property
    def earliest_overdue(self) -> tuple[Row, Standing] | None:
        late = [(s.due, row, s) for row in self.rows for s in row.open if s.late_days and s.due]
        if not late:
            return None
        _due, row, standing = min(late, key=lambda one: one[0])
        return row, standing


def chain_from(first: Standing, by_code: dict[str, Standing]) -> list[Standing]:
    chain = [first]
    for requirement in REQUIREMENTS:
        standing = by_code[requirement.code]
        if standing.is_open and first.code in NEEDS[standing.code]:
            chain.append(standing)
    return chain


def board(delegation, *, today: date | None = None) -> Board:
    """Standings of everybody on the delegation, blocked first, the latest of them on top."""
    delegates = (
        Delegate.objects.filter(delegation=delegation, status__in=ON_BOARD)
        .select_related("person", "organisation", "delegation")
        .order_by("person__name_used", "id")
    )
    scope = Scope(delegation, current_dates(delegation), today or timezone.localdate())
    rows = read(scope, list(delegates))
    rows.sort(key=_order)
    return Board(scope, rows, timezone.now())


def _order(row: Row):
    first = row.first
    return (GROUPS.index(row.group), first.due if first and first.due else date.max, row.delegate.pk)


def standing_of(delegate, *, today: date | None = None) -> Row:
    """One delegate's row, read the same way."""
    dates = current_dates(delegate.delegation)
    scope = Scope(delegate.delegation, dates, today or timezone.localdate(), only=(delegate.pk,))
    return read(scope, [delegate])[0]


def read(scope: Scope, delegates: list[Delegate]) -> list[Row]:
    loaded = {requirement.code: requirement.load(scope) for requirement in REQUIREMENTS}
    waivers: dict[int, dict[str, Waiver]] = {}
    standing = Waiver.objects.filter(ended_at__isnull=True, **scope.filter("delegate")).select_related(
        "dates", "waived_by"
    )
    for waiver in standing:
        waivers.setdefault(waiver.delegate_id, {})[waiver.requirement] = waiver
    return [
        Row(
            delegate,
            stand(
                scope,
                delegate.status,
                {code: answers.get(delegate.pk) for code, answers in loaded.items()},
                waivers.get(delegate.pk, {}),
            ),
        )
        for delegate in delegates
    ]


def stand(scope: Scope, status: str, evidence: dict, waivers: dict) -> tuple[Standing, ...]:
    """Pure: evidence and waivers of one delegate in, one standing for each requirement out."""
    found = {r.code: _found(r, scope, status, evidence.get(r.code), waivers.get(r.code)) for r in REQUIREMENTS}
    return tuple(_standing(r, scope, found, waivers.get(r.code)) for r in REQUIREMENTS)


def _found(requirement, scope: Scope, status: str, evidence, waiver) -> Found:
    if not requirement.applies_to(status):
        return Found("not_applicable", _("Takes part from home"))
    if waiver is not None:
        if requirement.anchored and waiver.dates.version < scope.version:
            return Found("recheck", _("Set aside for earlier dates; they moved since."), "staff")
        return Found("waived", _("Set aside: %(reason)s") % {"reason": waiver.get_reason_display()})
    found = requirement.check(evidence, scope)
    if requirement.anchored and found.state == "verified" and (found.against or 0) < scope.version:
        return Found("recheck", _("The dates moved since this was checked."), "staff", parts=found.parts)
    return found


def _standing(requirement, scope: Scope, found: dict[str, Found], waiver) -> Standing:
    mine = found[requirement.code]
    state, words = mine.state, mine.words
    waits_for = [code for code in NEEDS[requirement.code] if found[code].state not in SATISFIED]
    if state == "todo" and not mine.begun and waits_for:
        state, words = "locked", _("Opens when the step before it is done.")
    due = requirement.due(scope)
    return Standing(
        code=requirement.code,
        label=requirement.label,
        column=requirement.column,
        state=state,
        words=words,
        owner="" if state in SATISFIED else mine.owner,
        due=due,
        days=(due - scope.today).days if due else None,
        waiver=waiver if state == "waived" else None,
        parts=mine.parts,
    )
