from django.db.models import Q
from django.utils import timezone

from delegation.models import Delegate, Person
from fundraising.permissions.claims import CLAIM_DECIDERS


def people_with(delegation, *roles: str):
    """Who has one of these roles on the delegation today."""
    today = timezone.localdate()
    return Person.objects.filter(
        Q(role_grants__ends_on__isnull=True) | Q(role_grants__ends_on__gte=today),
        role_grants__delegation=delegation,
        role_grants__role__in=roles,
        role_grants__starts_on__lte=today,
        is_active=True,
    ).distinct()


def reviewers_of(delegation, *, besides=None):
    """Whom a waiting appeal is for today; never its author."""
    rows = people_with(delegation, "reviewer")
    return rows.exclude(pk=besides.pk) if besides else rows


def claim_deciders_of(row):
    """Whom a claim or an advance is for today; never whose journey it is."""
    delegate = row.delegate
    return people_with(delegate.delegation_id, *CLAIM_DECIDERS).exclude(pk=delegate.person_id).order_by("pk")


def my_delegate(person) -> Delegate | None:
    """The journey this person writes for: the newest that is alive, else the newest of all."""
    mine = list(
        Delegate.objects.filter(person=person)
        .select_related("delegation", "person", "organisation")
        .order_by("-created_at", "-id")
    )
    alive = [d for d in mine if d.status in {"nominated", "travelling", "home", "remote", "applied"}]
    return next(iter(alive or mine), None)
