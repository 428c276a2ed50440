"""What a journey is missing, line by line."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Gap:
    """One budget line and what of it nothing covers yet; minor units."""

    line: str
    required: bool
    estimate: int
    missing: int


def gaps(lines: list[dict], there: int) -> list[Gap]:
    """Lay what is there over the lines: first those without which there is no journey, then the others, each in the
    order given. `lines`: dicts with line, required, estimate and covered (paid for otherwise: in kind, a sponsor);
    `there`: what the travel fund holds, holds for approved costs, has spent, and is offered."""
    order = sorted(range(len(lines)), key=lambda i: (not lines[i]["required"], i))
    left, missing = max(there, 0), {}
    for i in order:
        open_ = max(lines[i]["estimate"] - max(lines[i]["covered"], 0), 0)
        given = min(left, open_)
        missing[i], left = open_ - given, left - given
    return [Gap(row["line"], row["required"], row["estimate"], missing[i]) for i, row in enumerate(lines)]


def required_gap(found: list[Gap]) -> int:
    """The least that makes the journey possible; 0 when it is already."""
    return sum(gap.missing for gap in found if gap.required)


def other_gap(found: list[Gap]) -> int:
    return sum(gap.missing for gap in found if not gap.required)
