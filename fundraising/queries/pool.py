"""What everybody may read about a delegation's pool."""

from dataclasses import dataclass

from django.http import Http404

from delegation.models import Delegation, DelegationDates
from fundraising.currencies import minimum_units
from fundraising.models import Fund
from fundraising.queries.progress import Line, ladder
from fundraising.queries.public import ON_THE_WAY, given_minor, open_appeals


@dataclass(frozen=True)
class PoolPage:
    delegation: Delegation
    fund: Fund
    dates: DelegationDates | None
    free_minor: int
    people: int
    waiting: int
    missing_minor: int
    ladder: list[tuple[int, Line | None, int]]


def pool_of(delegation_slug: str) -> tuple[Delegation, Fund]:
    """The delegation and its pool while gifts make sense. Raises Http404."""
    fund = (
        Fund.objects.filter(kind="pool", delegation__slug=delegation_slug)
        .exclude(delegation__travel_status__in=("history", "closed"))
        .select_related("delegation")
        .first()
    )
    if fund is None:
        raise Http404
    return fund.delegation, fund


def pool_page(delegation: Delegation, fund: Fund) -> PoolPage:
    waiting = [a for a in open_appeals(delegation).values_list("missing_minor", flat=True) if a > 0]
    return PoolPage(
        delegation=delegation,
        fund=fund,
        dates=delegation.dates.first(),
        free_minor=given_minor(fund),
        people=delegation.delegates.filter(status__in=ON_THE_WAY).count(),
        waiting=len(waiting),
        missing_minor=sum(waiting),
        ladder=ladder(None, minimum_units(fund.currency), fund.currency),
    )
