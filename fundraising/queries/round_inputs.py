"""What goes into a round: who takes part, what each journey is missing, and what counts. Names never enter: the inputs
are kept with the decision for good."""

from collections.abc import Callable

from django.db.models import Count, Q

from delegation.models import Delegate, Delegation
from fundraising.allocation import ALGORITHM
from fundraising.ledger import balances
from fundraising.models import AllocationRound, Budget, BudgetLine, DelegateCriteria, Fund, Offer
from fundraising.queries.funds import MAY_RECEIVE
from fundraising.queries.in_kind import covered_lines
from fundraising.queries.transfers import spent_by_fund

# Answers in hundredths. An unknown one is None: the engine takes the middle and says so.
MEANS = {"none": 100, "some": 50, "enough": 0}
YES_NO = {"yes": 100, "no": 0}
DISTANCES = {"east": 25, "midwest_south": 50, "west": 75, "remote": 100}
# What covers a budget line besides money: each answers minor units by the line's primary key. A thing given in kind
# belongs here.
COVERS: list[Callable[[list[int]], dict[int, int]]] = [covered_lines]


def candidates(delegation: Delegation, currency: str) -> list[Delegate]:
    """Who takes part: people who travel and whose budget, in the pool's currency, has lines they cannot do without."""
    return list(
        Delegate.objects.filter(delegation=delegation, status__in=MAY_RECEIVE, budget__currency=currency)
        .annotate(
            required=Count("budget__lines", filter=Q(budget__lines__required=True, budget__lines__amount_minor__gt=0))
        )
        .filter(required__gt=0)
        .select_related("person", "criteria", "budget")
        .order_by("person__name_used", "pk")
    )


def inputs_of(round_: AllocationRound) -> dict:
    """The round as the engine takes it. A fixed number of queries however many delegates."""
    people = candidates(round_.pool.delegation, round_.currency)
    lines, covered = _lines(people)
    there = _there(people)
    facts = _facts(people, lines)
    return {
        "algorithm": ALGORITHM,
        "amount": round_.amount_minor,
        "cap": round_.cap_minor,
        "currency": round_.currency,
        "other_lines": round_.other_lines,
        "seed": str(round_.uuid),
        "weights": round_.weights,
        "candidates": [
            {
                "uuid": str(person.uuid),
                "there": there.get(person.pk, 0),
                "lines": [_line(line, covered) for line in lines[person.pk]],
                "facts": facts[person.pk],
            }
            for person in sorted(people, key=lambda p: str(p.uuid))
        ],
    }


def _line(line: BudgetLine, covered: dict[int, int]) -> dict:
    return {
        "line": str(line.uuid),
        "required": line.required,
        "estimate": line.amount_minor,
        "covered": covered.get(line.pk, 0),
    }


def _lines(people: list[Delegate]) -> tuple[dict[int, list[BudgetLine]], dict[int, int]]:
    """Budget lines by delegate's primary key, in their order; and what covers each besides money, by line."""
    found: dict[int, list[BudgetLine]] = {person.pk: [] for person in people}
    owners = dict(Budget.objects.filter(delegate__in=people).values_list("pk", "delegate_id"))
    rows = list(
        BudgetLine.objects.filter(budget__in=owners, amount_minor__gt=0).order_by("budget_id", "position", "pk")
    )
    for line in rows:
        found[owners[line.budget_id]].append(line)
    covered: dict[int, int] = {}
    for covers in COVERS:
        for pk, minor in covers([line.pk for line in rows]).items():
            covered[pk] = covered.get(pk, 0) + minor
    return found, covered


def _there(people: list[Delegate]) -> dict[int, int]:
    """By delegate: what the travel fund holds and holds for approved costs, what the journey has cost already, and what
    is offered and not answered."""
    funds = list(Fund.objects.filter(delegate__in=people))
    held, spent, offered = balances.of_funds(funds), spent_by_fund(funds), offered_by_fund(funds)
    return {
        fund.delegate_id: held[fund.pk].available
        + held[fund.pk].committed
        + spent.get(fund.pk, 0)
        + offered.get(fund.pk, 0)
        for fund in funds
        if fund.delegate_id
    }


def offered_by_fund(funds) -> dict[int, int]:
    """Open offers to each travel fund; minor units by fund id."""
    found: dict[int, int] = {}
    for pk, minor in Offer.objects.filter(fund__in=funds, status__in=Offer.OPEN).values_list("fund_id", "amount_minor"):
        found[pk] = found.get(pk, 0) + minor
    return found


def _facts(people: list[Delegate], lines: dict[int, list[BudgetLine]]) -> dict[int, dict[str, int | None]]:
    regions = _alone([(person.pk, person.region) for person in people])
    themes = _alone([(person.pk, person.theme) for person in people])
    found = {}
    for person in people:
        noted = getattr(person, "criteria", None) or DelegateCriteria()
        found[person.pk] = {
            "other_means": MEANS.get(noted.other_means),
            "first_time": YES_NO.get(noted.first_time),
            "distance": DISTANCES.get(noted.distance or flies_from(lines[person.pk])),
            "region": YES_NO.get(noted.only_from_region, regions[person.pk]),
            "theme": YES_NO.get(noted.only_on_theme, themes[person.pk]),
        }
    return found


def flies_from(lines: list[BudgetLine]) -> str:
    """The region of the flight in a budget made from the template; empty where the author wrote the flight anew."""
    codes = (line.code.removeprefix("airfare_") for line in lines if line.code.startswith("airfare_"))
    return next(codes, "")


def _alone(pairs: list[tuple[int, str]]) -> dict[int, int | None]:
    """100 for the only one who wrote this, 50 where two did, 33 where three did; None for those who wrote nothing."""
    written = [" ".join(words.casefold().split()) for _pk, words in pairs]
    return {
        pk: 100 // written.count(words) if words else None for (pk, _raw), words in zip(pairs, written, strict=True)
    }
