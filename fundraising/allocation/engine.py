"""From inputs to the result of all three policies, in one canonical order."""

from collections.abc import Callable

from fundraising.allocation.canonical import lot
from fundraising.allocation.claims import ABOVE_CAP, COMPLETE, Award, Awards, Claim
from fundraising.allocation.equal import equal
from fundraising.allocation.gaps import Gap, gaps, other_gap, required_gap
from fundraising.allocation.most import most_trips
from fundraising.allocation.scores import CRITERIA, score, unknown, values
from fundraising.allocation.weighted import need_weighted

# Changes whenever the same inputs would give another result. Decided rounds name theirs.
ALGORITHM = "1"
POLICIES: dict[str, Callable[[list[Claim], int], Awards]] = {
    "equal": equal,
    "need": need_weighted,
    "most": most_trips,
}


def run(inputs: dict) -> dict:
    """What each policy gives each delegate, and why.

    `inputs`: amount; cap (or None); other_lines (whether lines a journey can do without are paid too); seed (the
    round's uuid); weights by criterion; candidates: dicts with uuid, there, lines and facts (see `gaps` and
    `scores.values`). The order of the candidates changes nothing. Raises KeyError for inputs of another shape."""
    rows = sorted(inputs["candidates"], key=lambda row: row["uuid"])
    found = {row["uuid"]: gaps(row["lines"], row["there"]) for row in rows}
    described = [_described(row, found[row["uuid"]], inputs) for row in rows]
    policies = {name: _outcome(policy, described, inputs) for name, policy in POLICIES.items()}
    return {"algorithm": ALGORITHM, "candidates": described, "policies": policies}


def _described(row: dict, found: list[Gap], inputs: dict) -> dict:
    minimum = required_gap(found)
    weighed = values(found, row["facts"])
    return {
        "uuid": row["uuid"],
        "minimum": minimum,
        "gap": minimum + (other_gap(found) if inputs["other_lines"] else 0),
        "gaps": [{"line": gap.line, "required": gap.required, "missing": gap.missing} for gap in found if gap.missing],
        "score": score(weighed, inputs["weights"]),
        "parts": {name: weighed[name] for name in CRITERIA if inputs["weights"].get(name, 0) > 0},
        "unknown": unknown(row["facts"], inputs["weights"]),
    }


def _outcome(policy, described: list[dict], inputs: dict) -> dict:
    amount, cap = inputs["amount"], inputs["cap"]
    claims, awards = [], {}
    for row in described:
        most = row["gap"] if cap is None else min(row["gap"], cap)
        if row["gap"] == 0:
            awards[row["uuid"]] = Award(0, COMPLETE)
        elif row["minimum"] > most:
            awards[row["uuid"]] = Award(0, ABOVE_CAP)
        else:
            drawn = lot(inputs["seed"], row["uuid"])
            claims.append(Claim(row["uuid"], row["minimum"], most, row["score"], drawn))
    awards |= policy(claims, amount)
    given = sum(award.minor for award in awards.values())
    completed = sum(1 for row in described if row["minimum"] and awards[row["uuid"]].minor >= row["minimum"])
    return {
        "awards": {uuid: {"minor": award.minor, "reason": award.reason} for uuid, award in awards.items()},
        "given": given,
        "left": amount - given,
        "completed": completed,
    }
