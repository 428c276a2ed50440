"""Allocations for staff: the list, one with its notes, and who may decide it."""

from django.db.models import Prefetch, Q
from django.utils import timezone

from delegation.models import AuditEvent, Delegation, Person
from fundraising.models import Allocation, AllocationNote, Fund
from fundraising.permissions import DECIDERS

TABS = {"waiting": ("proposed",), "decided": ("allocated", "declined", "taken_back")}


def allocation_rows():
    notes = AllocationNote.objects.select_related("written_by").order_by("created_at")
    return Allocation.objects.select_related(
        "pool__delegation",
        "fund__delegation",
        "fund__delegate__person",
        "fund__delegate__appeal",
        "proposed_by",
        "decided_by",
    ).prefetch_related(Prefetch("notes", notes))


def allocations(delegation: Delegation, tab: str = "waiting"):
    """Those that wait, oldest first; those decided, newest first."""
    rows = allocation_rows().filter(pool__delegation=delegation, status__in=TABS[tab])
    return rows.order_by("id") if tab == "waiting" else rows.order_by("-decided_at", "-id")


def counts(delegation: Delegation) -> dict[str, int]:
    rows = Allocation.objects.filter(pool__delegation=delegation)
    return {tab: rows.filter(status__in=statuses).count() for tab, statuses in TABS.items()}


def decider_people(delegation: Delegation):
    """Who decides about a delegation's money today."""
    today = timezone.localdate()
    return Person.objects.filter(
        Q(role_grants__ends_on__isnull=True) | Q(role_grants__ends_on__gte=today),
        role_grants__delegation=delegation,
        role_grants__role__in=DECIDERS,
        role_grants__starts_on__lte=today,
        is_active=True,
    ).distinct()


def deciders(allocation: Allocation) -> list[Person]:
    """Who may decide it today: neither its author nor the one who would receive it."""
    receiver = allocation.fund.delegate.person_id if allocation.fund.delegate_id else None
    people = decider_people(allocation.pool.delegation)
    return list(people.exclude(pk__in=[allocation.proposed_by_id, receiver or 0]))


def history(allocation: Allocation) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(object_uuid=allocation.uuid).order_by("id"))


def receivers(delegation: Delegation):
    """Travel funds of people who travel: where an allocation may go."""
    return (
        Fund.objects.filter(
            delegation=delegation, kind=Fund.Kind.TRAVEL, delegate__status__in=["nominated", "travelling"]
        )
        .select_related("delegate__person", "delegation")
        .order_by("delegate__person__name_used")
    )
