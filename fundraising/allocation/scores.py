"""From criteria and weights to one number between 0 and 100, in whole numbers. What is not known counts as the middle,
and says so."""

from fundraising.allocation.gaps import Gap, required_gap

CRITERIA = ("need", "first_time", "distance", "region", "theme")
NEUTRAL = 50


def values(found: list[Gap], facts: dict[str, int | None]) -> dict[str, int | None]:
    """Each criterion between 0 and 100, or None where nobody knows. `facts` holds other_means, first_time, distance,
    region and theme the same way. Need is the mean of what share of the required cost is missing and of how little
    other means there are; the share alone is always known."""
    cost = sum(gap.estimate for gap in found if gap.required)
    share = required_gap(found) * 100 // cost if cost else 0
    means = facts.get("other_means")
    need = (share + (NEUTRAL if means is None else means)) // 2
    return {"need": need, **{name: facts.get(name) for name in CRITERIA if name != "need"}}


def unknown(facts: dict[str, int | None], weights: dict[str, int]) -> list[str]:
    """Criteria that count in this round and were taken as the middle, at least in part."""
    asked = {"need": "other_means"}
    return [name for name in CRITERIA if weights.get(name, 0) > 0 and facts.get(asked.get(name, name)) is None]


def score(found: dict[str, int | None], weights: dict[str, int]) -> int:
    """The weighted mean, rounded half up; the middle for everybody when nothing is weighed."""
    total = sum(weights.get(name, 0) for name in CRITERIA)
    if total == 0:
        return NEUTRAL
    weighed = sum(weights.get(name, 0) * _known(found[name]) for name in CRITERIA)
    return (2 * weighed + total) // (2 * total)


def _known(value: int | None) -> int:
    return NEUTRAL if value is None else value
