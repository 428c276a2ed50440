"""What a kept page is made of, as values: when any of it changes, so does the stamp, in every process at once. Derived
from the rows themselves, so that no action has to remember to drop a page, and none can forget."""

from functools import cache
from typing import NamedTuple

from django.db import connection
from django.db.models import BigIntegerField, Count, Max, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from delegation.models import Delegation, DelegationDates
from fundraising.models import Account, AppealSlug
from fundraising.queries.public import GIFTS_SHOWN, ON_THE_WAY, kept_gifts


class AppealStamp(NamedTuple):
    gone_at: object
    appeal: int
    status: str
    version: int | None
    delegate_status: str
    indexable: bool
    rest: tuple
    gifts: tuple


# Beside the appeal's own state: what else its page says.
_REST = (
    "appeal__approved_version__text__title",
    "appeal__approved_version__text__photo_id",
    "appeal__delegate__organisation__name",
    "appeal__delegate__delegation__slug",
    "appeal__delegate__delegation__name",
    "postings",
    "newest_dates",
    "updates_approved",
    "update_approved",
    "update_hidden",
)


def appeal_stamp(slug: str) -> AppealStamp | None:
    """Two queries, each constant in the number of gifts; None for an address nobody knows."""
    row = _rows(_of_slug, slug)
    if not row:
        return None
    return AppealStamp(*row[0][:6], rest=row[0][6:], gifts=tuple(_rows(_latest_gifts, row[0][1])))


def _of_slug(slug):
    return (
        AppealSlug.objects.filter(slug=slug)
        .order_by()
        .annotate(
            # Every posting raises the version of the accounts it touches: a gift, a fee, an allocation.
            postings=_postings(fund__delegate__appeal=OuterRef("appeal_id")),
            newest_dates=_newest_dates("appeal__delegate__delegation"),
            updates_approved=Count("appeal__updates", filter=Q(appeal__updates__approved_at__isnull=False)),
            update_approved=Max("appeal__updates__approved_at"),
            update_hidden=Max("appeal__updates__hidden_at"),
        )
        .values_list(
            "gone_at",
            "appeal_id",
            "appeal__status",
            "appeal__approved_version_id",
            "appeal__delegate__status",
            "appeal__indexable",
            *_REST,
        )
    )


def _latest_gifts(appeal_id):
    return (
        kept_gifts(appeal_id)
        .order_by("-paid_at", "-id")
        .values_list(
            "pk", "note__shown_name", "note__show_amount", "note__message_shown_at", "note__message_hidden_at"
        )[:GIFTS_SHOWN]
    )


@cache
def _compiled(build, vendor: str, kind: type):
    """SQL and parameters of a query, compiled once: composing it costs ten times what the database needs to answer.
    The slot among the parameters is where the value goes."""
    slot = "slot-of-a-stamp" if kind is str else -917_351
    sql, params = build(slot).query.get_compiler(connection=connection).as_sql()
    return sql, tuple(params), slot


def _rows(build, value) -> list[tuple]:
    sql, params, slot = _compiled(build, connection.vendor, type(value))
    with connection.cursor() as cursor:
        cursor.execute(sql, [value if param == slot else param for param in params])
        return cursor.fetchall()


def pool_stamp(delegation_slug: str) -> tuple | None:
    """The pool's page is made of its delegation, and of every posting and open appeal of it."""
    rows = _rows(_of_delegation, delegation_slug)
    return rows[0] if rows else None


def _of_delegation(delegation_slug):
    return (
        Delegation.objects.filter(slug=delegation_slug)
        .order_by()
        .annotate(
            postings=_postings(fund__delegation=OuterRef("pk")),
            newest_dates=_newest_dates("pk"),
            versions=Sum("delegates__appeal__approved_version_id", filter=Q(delegates__appeal__status="open")),
            people=Count("delegates", filter=Q(delegates__status__in=ON_THE_WAY)),
        )
        .values_list(
            "name",
            "headline",
            "headline_es",
            "lede",
            "lede_es",
            "travel_status",
            "postings",
            "newest_dates",
            "versions",
            "people",
        )
    )


def _postings(**where):
    rows = Account.objects.filter(**where).order_by().values("currency").annotate(total=Sum("version"))
    return Coalesce(Subquery(rows.values("total")[:1]), Value(0), output_field=BigIntegerField())


def _newest_dates(delegation_ref: str):
    return Subquery(
        DelegationDates.objects.filter(delegation=OuterRef(delegation_ref)).order_by("-version").values("pk")[:1]
    )
