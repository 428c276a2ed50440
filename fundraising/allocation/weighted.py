"""Greatest need first: by score, each is completed while the money lasts; who does not fit is passed over for the next
who does. What is left then goes to other lines in proportion to the scores."""

from fundraising.allocation.claims import Awards, Claim, awarded, left_out


def need_weighted(claims: list[Claim], amount: int) -> Awards:
    order = sorted(claims, key=lambda claim: (-claim.score, claim.minimum, claim.lot))
    chosen, passed, left = [], [], amount
    for claim in order:
        if claim.minimum <= left:
            chosen.append(claim)
            left -= claim.minimum
        else:
            passed.append(claim)
    more = spread(chosen, left)
    found = {claim.uuid: awarded(claim, claim.minimum + more.get(claim.uuid, 0)) for claim in chosen}
    for claim in passed:
        found[claim.uuid] = left_out(claim, chosen, lambda c: (c.score, c.minimum))
    return found


def spread(chosen: list[Claim], left: int) -> dict[str, int]:
    """`left` in proportion to the scores by largest remainder, nobody above their most; what one cannot take goes round
    again among the others."""
    given: dict[str, int] = {}
    open_ = [claim for claim in chosen if claim.most > claim.minimum and claim.score > 0]
    while open_ and left > 0:
        total = sum(claim.score for claim in open_)
        full = [claim for claim in open_ if left * claim.score // total >= claim.most - claim.minimum]
        if not full:
            given |= _largest_remainder(open_, left, total)
            break
        for claim in full:
            given[claim.uuid] = claim.most - claim.minimum
            left -= given[claim.uuid]
        open_ = [claim for claim in open_ if claim not in full]
    return given


def _largest_remainder(open_: list[Claim], left: int, total: int) -> dict[str, int]:
    parts = {claim.uuid: left * claim.score // total for claim in open_}
    order = sorted(open_, key=lambda claim: (-(left * claim.score % total), claim.lot))
    for claim in order[: left - sum(parts.values())]:
        parts[claim.uuid] += 1
    return parts
