"""The most journeys that can be completed with the money: exact.

The count alone is easy: take the smallest gaps first. Which of the sets with that count is best is a knapsack: the
highest total score, then the least money, then the lot. It is solved by dynamic programming over the claims in the
order of their cost. A state is how many are chosen so far, with its cost, its total score and the set itself as bits
in the order of the lot. Of two states with the same count one is dropped when the other costs no more, scores no less,
and wins at one of the three. Whatever completes the dropped one completes the other at least as well, since all three
only add up: so the best set is never lost. Scores are whole numbers from 0 to 100, so a count has at most 100 × count
+ 1 states that matter. A state that cannot reach the count within the amount, or the score of a set already known,
goes at once.

`tests/fundraising/test_allocation_engine.py` holds it against every subset."""

from itertools import accumulate

from fundraising.allocation.claims import Awards, Claim, awarded, left_out

# cost, total score, the set as bits
State = tuple[int, int, int]


def most_trips(claims: list[Claim], amount: int) -> Awards:
    """What is left stays in the pool for the next round: this policy pays for no other lines."""
    order = sorted((c for c in claims if c.minimum > 0), key=lambda c: (c.minimum, -c.score, c.lot))
    bits = {claim.uuid: 1 << place for place, claim in enumerate(sorted(order, key=lambda c: c.lot, reverse=True))}
    best = _best(order, [bits[claim.uuid] for claim in order], amount)
    chosen = [claim for claim in order if best & bits[claim.uuid]]
    found = {claim.uuid: awarded(claim, claim.minimum) for claim in chosen}
    for claim in claims:
        if claim.uuid not in found:
            same = left_out(claim, chosen, lambda c: (c.score, c.minimum))
            found[claim.uuid] = same if claim.minimum else awarded(claim, 0)
    return found


def _best(order: list[Claim], bits: list[int], amount: int) -> int:
    """The best set as bits; 0 when nobody fits."""
    sums = [0, *accumulate(claim.minimum for claim in order)]
    count = max(k for k, cost in enumerate(sums) if cost <= amount)
    tops = _tops([claim.score for claim in order])
    known = _good_score(order, count, amount, sums)
    layers: list[list[State]] = [[(0, 0, 0)], *([] for _ in range(count))]
    for i, claim in enumerate(order):
        after = i + 1
        for k in range(min(count, after), -1, -1):
            need = count - k
            if need > len(order) - after:
                layers[k] = []
                continue
            most_cost = amount - (sums[after + need] - sums[after])
            least_score = known - tops[after][need]
            taken = [(c + claim.minimum, s + claim.score, b | bits[i]) for c, s, b in layers[k - 1]] if k else []
            layers[k] = _worth(layers[k] + taken, most_cost, least_score)
    return max(layers[count], key=lambda state: (state[1], -state[0], state[2]))[2]


def _worth(states: list[State], most_cost: int, least_score: int) -> list[State]:
    """Those that no other beats and that can still win, by rising cost and score."""
    kept: list[State] = []
    best = -1
    for state in sorted(states, key=lambda s: (s[0], -s[1], -s[2])):
        if state[0] > most_cost:
            break
        if state[1] > best:
            best = state[1]
            if best >= least_score:
                kept.append(state)
    return kept


def _tops(scores: list[int]) -> list[list[int]]:
    """`_tops(scores)[i][k]`: the most that k of the claims from i on can score together."""
    found = []
    for i in range(len(scores) + 1):
        found.append([0, *accumulate(sorted(scores[i:], reverse=True))])
    return found


def _good_score(order: list[Claim], count: int, amount: int, sums: list[int]) -> int:
    """The score of some set of that count that fits: the cheapest, bettered by single exchanges. Only a bound."""
    inside, outside = list(order[:count]), list(order[count:])
    left = amount - sums[count]
    for claim in sorted(outside, key=lambda c: -c.score):
        fits = [c for c in inside if claim.minimum - c.minimum <= left and c.score < claim.score]
        if fits:
            out = min(fits, key=lambda c: c.score)
            inside.remove(out)
            inside.append(claim)
            left -= claim.minimum - out.minimum
    return sum(claim.score for claim in inside)
