"""A requirement: read once for everybody, then checked for each without a question to the database."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from delegation.models import Delegation, DelegationDates
from travel.readiness.facts import fact, readiness

STATES = tuple(readiness()["item_states"])
# The facts' dependency rule: not applicable and waived count as satisfied.
SATISFIED = frozenset({"verified", "waived", "not_applicable"})
IN_PERSON = frozenset({"nominated", "travelling", "home"})


@dataclass(frozen=True)
class Scope:
    """What one reading is about: a delegation at its newest dates, everybody on it or only some, and the day."""

    delegation: Delegation
    dates: DelegationDates | None
    today: date
    only: tuple[int, ...] | None = None

    @property
    def version(self) -> int:
        return self.dates.version if self.dates else 0

    def filter(self, path: str) -> dict:
        """Filter for rows whose `path` leads to a delegate of this scope."""
        if self.only is None:
            return {f"{path}__delegation": self.delegation}
        return {f"{path}__in": self.only}

    @cached_property
    def anchors(self) -> dict:
        dates = self.dates
        if dates is None:
            return {}
        return {
            "review": dates.review_on,
            "session_start": dates.session_starts_on or dates.review_on,
            "departure": dates.departure_on or dates.review_on,
            "return": dates.return_on,
        }


@dataclass(frozen=True)
class Found:
    """What a check says of one delegate. `against` is the version of the dates its evidence was checked against;
    `begun` is true once somebody did something, so that an earlier step no longer locks it."""

    state: str
    words: str
    owner: str = ""
    against: int | None = None
    begun: bool = True
    parts: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Standing:
    """Where one delegate stands with one requirement today."""

    code: str
    label: object
    column: object
    state: str
    words: str
    owner: str
    due: date | None
    days: int | None
    waiver: object = None
    parts: dict = field(default_factory=dict)

    @property
    def is_done(self) -> bool:
        return self.state in SATISFIED

    @property
    def is_open(self) -> bool:
        return not self.is_done

    @property
    def is_locked(self) -> bool:
        return self.state == "locked"

    @property
    def late_days(self) -> int:
        """Days past its due date; 0 when it is due today, later, or done."""
        return -self.days if self.is_open and self.days is not None and self.days < 0 else 0

    @property
    def is_blocking(self) -> bool:
        """Open, and due or refused: nothing good comes from waiting."""
        if self.is_done or self.is_locked:
            return False
        return self.state in {"rejected", "expired"} or (self.days is not None and self.days <= 0)

    @property
    def mark(self) -> str:
        """ok | blocked | waiting | lock | none: the sign on the board."""
        if self.state == "not_applicable":
            return "none"
        if self.is_done:
            return "ok"
        if self.is_locked:
            return "lock"
        return "blocked" if self.is_blocking else "waiting"


class Requirement:
    """One thing that must be true before a delegate is ready. `load` answers {delegate pk: evidence} in a fixed
    number of queries; `check` is pure and gets that evidence, or None."""

    code = ""
    label: object = ""
    column: object = ""
    # The evidence is about the dates themselves, so a moved date sends it back to be looked at again.
    anchored = False
    for_remote = False

    @cached_property
    def fact(self):
        return fact(self.code)

    def load(self, scope: Scope) -> dict:
        raise NotImplementedError

    def check(self, evidence, scope: Scope) -> Found:
        raise NotImplementedError

    def applies_to(self, status: str) -> bool:
        return self.for_remote or status in IN_PERSON

    def due(self, scope: Scope) -> date | None:
        anchor = scope.anchors.get(self.fact.anchor)
        return anchor - timedelta(days=self.fact.days_before) if anchor else None
