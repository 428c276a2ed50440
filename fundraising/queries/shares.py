"""With whom an appeal was shared and what came of it, by organisation; and whom it could still reach."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from delegation.models import MemberContact, Organisation
from fundraising.models import Appeal, Share


def contacts_of(organisation):
    """Addresses there that agreed to receive appeals and have not said stop."""
    return MemberContact.objects.filter(organisation=organisation, stopped_at__isnull=True)


def reachable(appeal: Appeal):
    """Members with somebody to write to, with `contacts_count`, that do not have this appeal now."""
    sent = Share.objects.filter(appeal=appeal, organisation=OuterRef("pk"), status="sent")
    today = timezone.localdate()
    return (
        Organisation.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=today), is_member=True)
        .annotate(contacts_count=Count("contacts", filter=Q(contacts__stopped_at__isnull=True)))
        .filter(~Exists(sent), contacts_count__gt=0)
        .order_by("name")
    )


@dataclass(frozen=True)
class Choice:
    organisation: Organisation
    contacts: int
    is_chosen: bool


def choices(appeal: Appeal, words: str, chosen: set[str], most: int = 200) -> list[Choice]:
    """Organisations to choose from: those chosen first, then those that fit the words."""
    rows = reachable(appeal)
    fitting = Q(name__icontains=words) | Q(place__icontains=words)
    if words:
        rows = rows.filter(fitting | Q(uuid__in=chosen))
    found = [Choice(o, o.contacts_count, str(o.uuid) in chosen) for o in rows[:most]]
    return sorted(found, key=lambda c: not c.is_chosen)


def languages(appeal: Appeal) -> list[str]:
    """Languages in which members would read the mail; English always."""
    rows = MemberContact.objects.filter(organisation__is_member=True, stopped_at__isnull=True)
    return sorted({"en", *rows.order_by().values_list("language", flat=True).distinct()})


def record_of(appeal: Appeal):
    """Every share, newest first, with `gifts` and `gifts_minor` of its own link. Of people: nothing."""
    paid = Q(donations__status="paid")
    return (
        Share.objects.filter(appeal=appeal)
        .select_related("organisation", "version", "shared_by", "recalled_by", "appeal__delegate__delegation")
        .annotate(
            gifts=Count("donations", filter=paid),
            gifts_minor=Coalesce(Sum("donations__settled_minor", filter=paid), Value(0)),
        )
        .order_by("-id")
    )


def staff_appeal(uuid) -> Appeal | None:
    return (
        Appeal.objects.filter(uuid=uuid)
        .select_related("approved_version__text", "delegate__delegation", "delegate__organisation", "delegate__person")
        .prefetch_related("slugs")
        .first()
    )


def staff_share(uuid) -> Share | None:
    return (
        Share.objects.filter(uuid=uuid)
        .select_related("appeal__delegate__delegation", "organisation", "version")
        .first()
    )
