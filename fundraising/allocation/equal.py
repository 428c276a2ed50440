"""Everybody has the same right to a share. Water rises: whoever needs more than the share can reach is left out, the
largest gap first, until those who remain can all be completed; what is left then lifts the smallest awards."""

from fundraising.allocation.claims import Awards, Claim, awarded, left_out


def equal(claims: list[Claim], amount: int) -> Awards:
    order = sorted(claims, key=lambda claim: (claim.minimum, claim.lot))
    chosen, left = [], amount
    for claim in order:
        if claim.minimum > left:
            break
        chosen.append(claim)
        left -= claim.minimum
    filled = _fill(chosen, amount)
    found = {claim.uuid: awarded(claim, filled[claim.uuid]) for claim in chosen}
    for claim in order[len(chosen) :]:
        found[claim.uuid] = left_out(claim, chosen, lambda c: c.minimum)
    return found


def _fill(chosen: list[Claim], amount: int) -> dict[str, int]:
    """The highest level all can be lifted to, no claim below its minimum or above its most; the last cents by lot,
    since the remainders of equal shares are equal."""

    def at(level: int) -> dict[str, int]:
        return {claim.uuid: min(max(level, claim.minimum), claim.most) for claim in chosen}

    low, high = 0, max((claim.most for claim in chosen), default=0)
    while low < high:
        middle = (low + high + 1) // 2
        if sum(at(middle).values()) <= amount:
            low = middle
        else:
            high = middle - 1
    found = at(low)
    left = amount - sum(found.values())
    lifted = [claim for claim in chosen if found[claim.uuid] == low and low < claim.most]
    for claim in sorted(lifted, key=lambda c: c.lot)[:left]:
        found[claim.uuid] += 1
    return found
