"""How far a journey is, line by line: pure arithmetic over a budget and a sum, in minor units of one currency."""

from dataclasses import dataclass

from django.utils.functional import cached_property

from delegation.money import exponent
from fundraising.budget_template import shown_label
from fundraising.currencies import TERMS

# Costs that come in whole things: a night, a day, a way. Drawn as pieces, unless there are too many to tell apart.
PIECES = frozenset({"per night", "per day", "per way"})
MOST_PIECES = 14


@dataclass(frozen=True)
class Line:
    """One budget line and what of it is there. Minor units."""

    code: str
    label: str
    basis: str
    quantity: int
    needed_minor: int
    given_minor: int
    currency: str
    required: bool

    @property
    def missing_minor(self) -> int:
        return self.needed_minor - self.given_minor

    @property
    def is_covered(self) -> bool:
        return self.missing_minor <= 0

    @property
    def has_pieces(self) -> bool:
        return self.basis in PIECES and 1 < self.quantity <= MOST_PIECES and self.needed_minor > 0

    @property
    def piece_minor(self) -> int:
        """What one piece costs, rounded up to a whole unit so that a gift of it never falls short."""
        whole = 10 ** exponent(self.currency)
        return -(-self.needed_minor // (self.quantity * whole)) * whole

    @property
    def pieces_given(self) -> int:
        return self.given_minor * self.quantity // self.needed_minor if self.needed_minor else self.quantity

    @property
    def pieces_missing(self) -> int:
        return self.quantity - self.pieces_given


@dataclass(frozen=True)
class Progress:
    lines: tuple[Line, ...]
    goal_minor: int
    given_minor: int
    currency: str

    @property
    def missing_minor(self) -> int:
        return max(self.goal_minor - self.given_minor, 0)

    @property
    def beyond_minor(self) -> int:
        """What is there beyond the journey's cost; it helps other delegates by the published rule."""
        return max(self.given_minor - self.goal_minor, 0)

    @property
    def shown_minor(self) -> int:
        return min(self.given_minor, self.goal_minor)

    @property
    def is_covered(self) -> bool:
        return self.missing_minor == 0

    @cached_property
    def missing_lines(self) -> list[Line]:
        return [line for line in self.lines if not line.is_covered]

    @cached_property
    def covered_lines(self) -> list[Line]:
        return [line for line in self.lines if line.is_covered]


def spread(budget: list[dict], given_minor: int, currency: str) -> Progress:
    """Lay what is there over the lines: those without which there is no journey first, then by position. `budget` is
    a version's snapshot (VersionText.budget): dicts with code, label, basis, quantity, amount_minor, required."""
    order = sorted(range(len(budget)), key=lambda i: (not budget[i].get("required", True), i))
    left, given = max(given_minor, 0), {}
    for i in order:
        given[i] = min(left, budget[i]["amount_minor"])
        left -= given[i]
    lines = tuple(
        Line(
            code=item.get("code", ""),
            label=shown_label(item.get("code", ""), item["label"]),
            basis=item.get("basis", "once"),
            quantity=item.get("quantity", 1) or 1,
            needed_minor=item["amount_minor"],
            given_minor=given[i],
            currency=currency,
            required=item.get("required", True),
        )
        for i, item in enumerate(budget)
    )
    return Progress(lines, sum(line.needed_minor for line in lines), given_minor, currency)


# Amounts people like to give, in units; the ladder takes what lies near them.
RUNGS = (25, 60, 120, 240)
NEAR = 1.6


def ladder(progress: Progress | None, minimum_units: int, currency: str) -> list[tuple[int, Line | None, int]]:
    """Amounts to offer, ascending: (whole units, the line it pays for, how many pieces of it; 0 for the line's rest).
    Each is the missing thing nearest to a rung, or a plain amount where nothing lies near."""
    things = _things(progress) if progress else {}
    steps: dict[int, tuple[Line | None, int]] = {}
    times = TERMS[currency].times
    for plain, rung in ((PLAIN[rung] * times, rung * times) for rung in RUNGS):
        free = [units for units in things if units not in steps and units >= minimum_units]
        near = min(free, key=lambda units: max(units / rung, rung / units), default=0)
        if near and max(near / rung, rung / near) <= NEAR:
            steps[near] = things[near]
        else:
            steps[plain] = (None, 0)
    return [(units, *steps[units]) for units in sorted(steps)]


PLAIN = {25: 25, 60: 50, 120: 100, 240: 250}


def _things(progress: Progress) -> dict[int, tuple[Line, int]]:
    """What is missing, by its price in whole units rounded up: one or two pieces of a line, or the rest of it."""
    whole, found = 10 ** exponent(progress.currency), {}
    for line in progress.missing_lines:
        if line.code == "contingency":
            continue  # nobody gives for what nobody foresaw
        if line.has_pieces:
            for count in range(1, min(line.pieces_missing, 2) + 1):
                found.setdefault(line.piece_minor * count // whole, (line, count))
        else:
            found.setdefault(-(-line.missing_minor // whole), (line, 0))
    return found
