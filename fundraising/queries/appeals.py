"""What pages about appeals read: one author's own, the desk's list, one review. Query counts do not grow with rows."""

from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, Count, DateTimeField, Exists, OuterRef, Prefetch, Q, Subquery, Sum

from fundraising.models import (
    Appeal,
    AppealDraft,
    AppealSlug,
    AppealUpdate,
    AppealVersion,
    Budget,
    BudgetLine,
    Donation,
    Photo,
    Review,
    ReviewNote,
)

TABS = ("waiting", "open", "drafts", "closed")


# -- one author's own -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Mine:
    """An author's working place. `appeal`, `draft` and `budget` are unsaved until the first save."""

    delegate: object
    appeal: Appeal
    draft: AppealDraft
    budget: Budget
    lines: list
    waiting: Review | None
    latest: Review | None

    @property
    def exists(self) -> bool:
        return self.appeal.pk is not None


def mine_of(delegate) -> Mine:
    appeal = (
        Appeal.objects.select_related("delegate__person", "delegate__delegation", "approved_version")
        .prefetch_related("slugs")
        .filter(delegate=delegate)
        .first()
    )
    draft = AppealDraft.objects.select_related("photo").filter(appeal=appeal).first() if appeal else None
    budget = Budget.objects.filter(delegate=delegate).first()
    reviews = list(reviews_of(appeal)) if appeal else []
    return Mine(
        delegate=delegate,
        appeal=appeal or Appeal(delegate=delegate),
        draft=draft or AppealDraft(region=delegate.region, language=delegate.person.language),
        budget=budget or Budget(delegate=delegate, currency=delegate.delegation.currency),
        lines=lines_of(budget),
        waiting=next((r for r in reviews if r.status == "waiting"), None),
        latest=next((r for r in reviews if r.status != "taken_back"), None),
    )


def lines_of(budget) -> list[BudgetLine]:
    if budget is None or budget.pk is None:
        return []
    return list(budget.lines.select_related("rate", "budget").order_by("position", "id"))


def reviews_of(appeal):
    """Newest first, with the notes the author reads."""
    return (
        Review.objects.filter(version__appeal=appeal)
        .select_related("version__text", "version__made_by", "decided_by")
        .prefetch_related(Prefetch("notes", ReviewNote.objects.select_related("written_by")))
        .order_by("-version__number")
    )


# -- money of a budget ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Goal:
    """What is asked for, in minor units; what still waits for a rate stands apart by currency; `rates` were used."""

    minor: int
    currency: str
    apart: list
    rates: list


def goal_of(lines, currency: str) -> Goal:
    apart: dict[str, int] = {}
    rates = {}
    for line in lines:
        if line.rate_id:
            rates[line.rate_id] = line.rate
        elif line.each_currency != currency:
            apart[line.each_currency] = apart.get(line.each_currency, 0) + line.quantity * line.each_minor
    return Goal(sum(line.amount_minor for line in lines), currency, sorted(apart.items()), list(rates.values()))


def rates_in(snapshot: list[dict]) -> list[dict]:
    """The rates a version's goal used, each once: dicts with currency, rate, quote, as_of, source."""
    found = {}
    for line in snapshot:
        if line.get("rate"):
            found[line["rate"]["uuid"]] = {
                **line["rate"],
                "currency": line["each_currency"],
                "as_of": date.fromisoformat(line["rate"]["as_of"]),
            }
    return list(found.values())


# -- the desk -------------------------------------------------------------------------------------


def desk_list(delegation, tab: str, search: str = ""):
    """Appeals of a delegation for one tab, the longest waiting first."""
    waiting = Review.objects.filter(version__appeal=OuterRef("pk"), status="waiting")
    newest = AppealVersion.objects.filter(appeal=OuterRef("pk")).order_by("-number")
    last = (
        Review.objects.filter(version__appeal=OuterRef("pk")).exclude(status="taken_back").order_by("-version__number")
    )
    rows = (
        Appeal.objects.filter(delegate__delegation=delegation)
        .select_related("delegate__person", "delegate__organisation", "draft", "approved_version")
        .annotate(
            is_waiting=Exists(waiting),
            waiting_since=Subquery(waiting.values("created_at")[:1], output_field=DateTimeField()),
            newest_number=Subquery(newest.values("number")[:1]),
            newest_title=Subquery(newest.values("text__title")[:1], output_field=CharField()),
            newest_goal=Subquery(newest.values("goal_minor")[:1]),
            last_review=Subquery(last.values("status")[:1], output_field=CharField()),
        )
    )
    if search:
        rows = rows.filter(
            Q(draft__title__icontains=search)
            | Q(delegate__person__name_used__icontains=search)
            | Q(delegate__person__email__icontains=search)
            | Q(delegate__organisation__name__icontains=search)
            | Q(slugs__slug=search.lower())
        ).distinct()
    return _in_tab(rows, tab)


def _in_tab(rows, tab):
    if tab == "waiting":
        return rows.filter(is_waiting=True).order_by("waiting_since", "id")
    if tab == "open":
        return rows.filter(status__in=["open", "paused"]).order_by("opened_at", "id")
    if tab == "closed":
        return rows.filter(status="closed").order_by("closed_at", "id")
    return rows.filter(status="draft", is_waiting=False).order_by("draft__saved_at", "id")


def desk_counts(delegation) -> dict[str, int]:
    """How many stand in each tab, in one query. A page can be open and wait with a new version as well."""
    waiting = Exists(Review.objects.filter(version__appeal=OuterRef("pk"), status="waiting"))
    rows = (
        Appeal.objects.filter(delegate__delegation=delegation)
        .annotate(is_waiting=waiting)
        .order_by()
        .values("status", "is_waiting")
        .annotate(n=Count("pk"))
    )
    counts = dict.fromkeys(TABS, 0)
    for row in rows:
        tab = {"open": "open", "paused": "open", "closed": "closed"}.get(row["status"], "drafts")
        if row["is_waiting"]:
            counts["waiting"] += row["n"]
        if tab != "drafts" or not row["is_waiting"]:
            counts[tab] += row["n"]
    return counts


def appeal_for_staff(uuid):
    """One appeal with all its review page names."""
    return (
        Appeal.objects.select_related(
            "delegate__person",
            "delegate__delegation",
            "delegate__organisation",
            "draft",
            "approved_version__text__photo",
        )
        .prefetch_related(Prefetch("slugs", AppealSlug.objects.order_by("-made_at")))
        .filter(uuid=uuid)
        .first()
    )


def gifts_by_version(appeal) -> dict[int, tuple[int, int]]:
    """How many gifts came while each version was public, and their sum in minor units: version pk → (count, sum)."""
    rows = (
        Donation.objects.filter(appeal=appeal, status="paid")
        .values("version_id")
        .annotate(count=Count("pk"), total=Sum("amount_minor"))
        .order_by()
    )
    return {row["version_id"]: (row["count"], row["total"]) for row in rows}


def family_gifts(appeal) -> int:
    return Donation.objects.filter(appeal=appeal, status="paid", is_family=True).count()


def updates_waiting(appeal):
    return appeal.updates.filter(approved_at=None, hidden_at=None).select_related("written_by").order_by("created_at")


def updates_of(appeal):
    return AppealUpdate.objects.filter(appeal=appeal).order_by("-created_at")


# -- pictures -------------------------------------------------------------------------------------


def photo_for(person, uuid, *, staffed: list[int]) -> Photo | None:
    """A picture, if it is public now (the approved version of an open page shows it) or its reader is its owner or
    staff of its delegation."""
    public = Q(pk__in=Appeal.objects.filter(status="open").values("approved_version__text__photo"))
    allowed = public
    if person is not None and person.is_authenticated:
        allowed |= Q(owner__person=person) | Q(owner__delegation__in=staffed)
    return Photo.objects.filter(allowed, uuid=uuid).first()
