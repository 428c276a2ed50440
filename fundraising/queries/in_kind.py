"""Things given instead of money, and what of a budget they cover: an estimate that is no longer asked for, in no
account. Minor units of the budget's currency."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import BigIntegerField, Exists, OuterRef, Prefetch, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from delegation.models import Delegation
from fundraising.models import BudgetLine, InKindNote, InKindOffer

# From the day it is accepted, and for good once it was used.
COUNTS = ("accepted", "used")


@dataclass(frozen=True)
class Cover:
    """What one thing covers of one budget line."""

    line_uuid: UUID
    line_code: str
    minor: int

    def is_for(self, line: dict) -> bool:
        """`line` is of a version's snapshot. A line that was filled anew keeps its template's code."""
        return str(self.line_uuid) == line.get("uuid") or bool(self.line_code and self.line_code == line.get("code"))


def covers_of(delegate_ids) -> dict[int, list[Cover]]:
    """By delegate, in one question."""
    rows = InKindOffer.objects.filter(delegate__in=delegate_ids, status__in=COUNTS, covers_minor__gt=0)
    found: dict[int, list[Cover]] = defaultdict(list)
    for delegate, line_uuid, code, minor in rows.order_by("id").values_list(
        "delegate", "line_uuid", "line_code", "covers_minor"
    ):
        found[delegate].append(Cover(line_uuid, code, minor))
    return found


def covers_for(delegate) -> list[Cover]:
    return covers_of([delegate.pk])[delegate.pk]


def covered_of(delegate_ref: str) -> Subquery:
    """What is covered of a delegate's budget altogether, as a subquery; `delegate_ref` names the delegate's key."""
    rows = (
        InKindOffer.objects.filter(delegate=OuterRef(delegate_ref), status__in=COUNTS)
        .order_by()
        .values("delegate")
        .annotate(total=Sum("covers_minor"))
        .values("total")
    )
    return Coalesce(Subquery(rows), Value(0), output_field=BigIntegerField())


def covered_required(**scope) -> dict[int, int]:
    """What is covered of the lines without which there is no journey, by delegate; one question. `scope` filters
    offers. A line is never covered beyond what it costs."""
    line = BudgetLine.objects.filter(budget__delegate=OuterRef("delegate"), required=True).filter(
        Q(uuid=OuterRef("line_uuid")) | (~Q(code="") & Q(code=OuterRef("line_code")))
    )
    rows = InKindOffer.objects.filter(status__in=COUNTS, covers_minor__gt=0, **scope).filter(Exists(line))
    rows = rows.annotate(line=Subquery(line.values("pk")[:1]), costs=Subquery(line.values("amount_minor")[:1]))
    by_line: dict[tuple[int, int], int] = defaultdict(int)
    for delegate, pk, costs, minor in rows.values_list("delegate", "line", "costs", "covers_minor"):
        by_line[delegate, pk] = min(by_line[delegate, pk] + minor, costs)
    found: dict[int, int] = defaultdict(int)
    for (delegate, _pk), minor in by_line.items():
        found[delegate] += minor
    return found


def covered_lines(line_pks) -> dict[int, int]:
    """What is covered of these budget lines, by primary key; one question. Never beyond what a line costs."""
    line = BudgetLine.objects.filter(pk__in=line_pks, budget__delegate=OuterRef("delegate")).filter(
        Q(uuid=OuterRef("line_uuid")) | (~Q(code="") & Q(code=OuterRef("line_code")))
    )
    rows = InKindOffer.objects.filter(status__in=COUNTS, covers_minor__gt=0).filter(Exists(line))
    rows = rows.annotate(line=Subquery(line.values("pk")[:1]), costs=Subquery(line.values("amount_minor")[:1]))
    found: dict[int, int] = {}
    for pk, costs, minor in rows.values_list("line", "costs", "covers_minor"):
        found[pk] = min(found.get(pk, 0) + minor, costs)
    return found


# -- for staff ------------------------------------------------------------------------------------------
TABS = {"waiting": ("offered",), "accepted": ("accepted",), "over": ("used", "not_used", "declined")}


def offers():
    notes = InKindNote.objects.select_related("written_by").order_by("created_at")
    return InKindOffer.objects.select_related(
        "delegation", "delegate__person", "donor", "organisation", "recorded_by", "decided_by", "closed_by"
    ).prefetch_related(Prefetch("notes", notes))


def of_delegation(delegation: Delegation, tab: str = "waiting"):
    rows = offers().filter(delegation=delegation, status__in=TABS[tab])
    return rows.order_by("id") if tab == "waiting" else rows.order_by("-id")


def counts(delegation: Delegation) -> dict[str, int]:
    rows = InKindOffer.objects.filter(delegation=delegation)
    return {tab: rows.filter(status__in=statuses).count() for tab, statuses in TABS.items()}


def lines_to_cover(delegation: Delegation):
    """Budget lines of people on the way, for the choice of what an offer covers."""
    return (
        BudgetLine.objects.filter(budget__delegate__delegation=delegation)
        .filter(budget__delegate__status__in=("nominated", "travelling", "home"))
        .select_related("budget__delegate__person")
        .order_by("budget__delegate__person__name_used", "position", "id")
    )


def accepted_in(delegation: Delegation, year: int):
    """What was accepted and used in a year, for the accountant: by the day it was used, else accepted."""
    rows = offers().filter(delegation=delegation, status__in=COUNTS)
    return rows.filter(Q(status="used", closed_at__year=year) | Q(status="accepted", decided_at__year=year)).order_by(
        "id"
    )
