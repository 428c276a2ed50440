"""What a kept page is made of, as values: when any of it changes, so does the stamp, in every process at once. Derived
from the rows themselves, so that no action has to remember to drop a page, and none can forget."""

from django.db.models import (
    BigIntegerField,
    Count,
    Max,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce

from delegation.models import Delegation, DelegationDates
from fundraising.models import Account, AppealSlug, Donation
from fundraising.queries.public import GIFTS_SHOWN, ON_THE_WAY


def appeal_stamp(slug: str) -> tuple | None:
    """Everything an appeal's page is made of, as values: when any of it changes, so does this. Two queries, each
    constant in the number of gifts; None for an address nobody knows."""
    row = (
        AppealSlug.objects.filter(slug=slug)
        .annotate(
            postings=Coalesce(
                Subquery(
                    Account.objects.filter(fund__delegate__appeal=OuterRef("appeal_id"))
                    .order_by()
                    .values("fund_id")
                    .annotate(total=Sum("version"))
                    .values("total")
                ),
                Value(0),
                output_field=BigIntegerField(),
            ),
            newest_dates=Subquery(
                DelegationDates.objects.filter(delegation=OuterRef("appeal__delegate__delegation"))
                .order_by("-version")
                .values("pk")[:1]
            ),
            updates_approved=Count("appeal__updates", filter=Q(appeal__updates__approved_at__isnull=False)),
            update_approved=Max("appeal__updates__approved_at"),
            update_hidden=Max("appeal__updates__hidden_at"),
        )
        .values_list(
            "gone_at", "appeal_id", "appeal__status", "appeal__approved_version_id", "appeal__indexable",
            "appeal__approved_version__text__title", "appeal__approved_version__text__photo_id",
            "appeal__delegate__status", "appeal__delegate__organisation__name",
            "appeal__delegate__delegation__slug", "appeal__delegate__delegation__name",
            "postings", "newest_dates", "updates_approved", "update_approved", "update_hidden",
        )
        .first()
    )  # fmt: skip
    if row is None:
        return None
    gifts = (
        Donation.objects.filter(appeal_id=row[1], status="paid")
        .order_by("-paid_at", "-id")
        .values_list("pk", "note__shown_name", "note__show_amount", "note__message_shown_at",
                     "note__message_hidden_at")[:GIFTS_SHOWN]
    )  # fmt: skip
    return (*row, *gifts)


def pool_stamp(delegation_slug: str) -> tuple | None:
    """What the pool's page is made of: its delegation, and every posting and appeal of it."""
    return (
        Delegation.objects.filter(slug=delegation_slug)
        .annotate(
            postings=Subquery(
                Account.objects.filter(fund__delegation=OuterRef("pk"))
                .order_by()
                .values("fund__delegation")
                .annotate(total=Sum("version"))
                .values("total")
            ),
            newest_dates=Subquery(
                DelegationDates.objects.filter(delegation=OuterRef("pk")).order_by("-version").values("pk")[:1]
            ),
            open=Count("delegates__appeal", filter=Q(delegates__appeal__status="open"), distinct=True),
            versions=Sum("delegates__appeal__approved_version_id", filter=Q(delegates__appeal__status="open")),
            people=Count("delegates", filter=Q(delegates__status__in=ON_THE_WAY), distinct=True),
        )
        .values_list(
            "name", "headline", "headline_es", "lede", "lede_es", "travel_status", "postings", "newest_dates", "open",
            "versions", "people",
        )
        .first()
    )  # fmt: skip
