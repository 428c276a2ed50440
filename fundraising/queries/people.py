from django.db.models import Q
from django.utils import timezone

from delegation.models import Delegate, Person


def reviewers_of(delegation, *, besides=None):
    """Whom a waiting appeal is for today; never its author."""
    today = timezone.localdate()
    rows = Person.objects.filter(
        Q(role_grants__ends_on__isnull=True) | Q(role_grants__ends_on__gte=today),
        role_grants__delegation=delegation,
        role_grants__role="reviewer",
        role_grants__starts_on__lte=today,
        is_active=True,
    ).distinct()
    return rows.exclude(pk=besides.pk) if besides else rows


def my_delegate(person) -> Delegate | None:
    """The journey this person writes for: the newest that is alive, else the newest of all."""
    mine = list(
        Delegate.objects.filter(person=person)
        .select_related("delegation", "person", "organisation")
        .order_by("-created_at", "-id")
    )
    alive = [d for d in mine if d.status in {"nominated", "travelling", "home", "remote", "applied"}]
    return next(iter(alive or mine), None)
