"""What everybody may read of the delegation as a whole: the quilt, the way, the appeals, the money."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import BigIntegerField, Count, Max, OuterRef, Q, Subquery, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from delegation.figures import day_text
from delegation.models import Delegate, Delegation, DelegationDates
from delegation.pictures import Moment
from delegation.queries import public_words
from fundraising.models import Account, Appeal
from fundraising.queries.funds import Standing, standing
from fundraising.queries.public import Card, open_appeals, open_cards
from travel.readiness.base import Scope
from travel.readiness.requirements import BY_CODE

CARDS = 6
BLOCKS = 72
IN_PERSON = ("nominated", "travelling", "home")


def current_delegation() -> Delegation | None:
    """The journey that is next: the first of those ahead, else the newest that is no history."""
    newest = DelegationDates.objects.filter(delegation=OuterRef("pk")).order_by("-version")
    alive = Delegation.objects.exclude(travel_status__in=("history", "closed")).annotate(
        review_on=Subquery(newest.values("review_on")[:1])
    )
    ahead = alive.filter(review_on__gte=timezone.localdate()).order_by("review_on", "id").first()
    return ahead or alive.order_by("-review_on", "-id").first()


@dataclass(frozen=True)
class Block:
    uuid: object
    sewn: bool


@dataclass(frozen=True)
class Home:
    delegation: Delegation
    dates: DelegationDates | None
    first_dates: DelegationDates | None
    blocks: list[tuple]
    sewn: int
    people: int
    cards: list[Card]
    appeals: int
    money: Standing
    way: list[Moment] = field(default_factory=list)

    @property
    def words(self) -> dict:
        return public_words(self.delegation)

    @property
    def waiting(self) -> int:
        return self.people - self.sewn

    @property
    def days(self) -> int | None:
        if self.dates is None or self.dates.review_on is None:
            return None
        return (self.dates.review_on - timezone.localdate()).days

    @property
    def moved_from(self) -> date | None:
        """The first date, when the review has moved from it."""
        first, now = self.first_dates, self.dates
        if first is None or now is None or first.review_on is None or first.review_on == now.review_on:
            return None
        return first.review_on

    @property
    def way_words(self) -> str:
        return ". ".join(f"{m.date}: {m.label} {m.note}".strip() for m in self.way)

    @property
    def quilt_words(self) -> str:
        sewn = ngettext("%(n)s is sewn", "%(n)s are sewn", self.sewn) % {"n": self.sewn}
        return _("A quilt of %(all)s blocks. %(sewn)s: the journey is paid. The others are still stitched lines.") % {
            "all": self.people,
            "sewn": sewn,
        }


def home_page(delegation: Delegation) -> Home:
    versions = list(delegation.dates.order_by("version"))
    dates, first = (versions[-1], versions[0]) if versions else (None, None)
    blocks = quilt(delegation, dates)
    appeals = open_appeals(delegation).count()
    opened = Appeal.objects.filter(delegate__delegation=delegation).aggregate(first=Max("opened_at"))["first"]
    return Home(
        delegation=delegation,
        dates=dates,
        first_dates=first,
        blocks=[(block.uuid, block.sewn) for block in blocks[:BLOCKS]],
        sewn=sum(block.sewn for block in blocks),
        people=len(blocks),
        cards=open_cards(delegation, limit=CARDS),
        appeals=appeals,
        money=standing(delegation),
        way=way(dates, first, len(blocks), opened),
    )


def quilt(delegation, dates) -> list[Block]:
    """A block for each person who goes, sewn once the required lines are covered; four questions for any number."""
    funding = BY_CODE["funding"]
    scope = Scope(delegation, dates, timezone.localdate())
    loaded = funding.load(scope)
    rows = Delegate.objects.filter(delegation=delegation, status__in=IN_PERSON).order_by("id").values_list("pk", "uuid")
    return [Block(uuid, funding.check(loaded.get(pk), scope).state == "verified") for pk, uuid in rows]


def way(dates, first, people: int, opened=None, today: date | None = None) -> list[Moment]:
    """The milestones in order of their days. A date that moved stays, struck through."""
    today = today or timezone.localdate()
    if dates is None or dates.review_on is None:
        return []
    scope = Scope(None, dates, today)
    review_at = _("%(time)s in Geneva") % {"time": dates.review_time.strftime("%H:%M")} if dates.review_time else ""
    points = [
        (dates.review_on, _("The review"), review_at, "review"),
        (BY_CODE["booking"].due(scope), _("Flights"), _("last day to buy"), ""),
        (BY_CODE["accred_ok"].due(scope), _("Badges"), _("approved by the UN"), ""),
        (dates.departure_on, _("Departure"), _("most leave home"), ""),
        (dates.report_adopted_on, _("Report"), _("adopted"), ""),
        (opened and opened.date(), _("Appeals open"), "", ""),
        (today, _("Today"), ngettext("%(n)s delegate", "%(n)s delegates", people) % {"n": people}, "now"),
    ]
    if first is not None and first.review_on and first.review_on != dates.review_on:
        points.append((first.review_on, _("First date"), _("moved"), "moved"))
    points = sorted((point for point in points if point[0]), key=lambda point: (point[0], point[3] == "now"))
    return [
        Moment(day_text(on, short=True), title, note, state or ("done" if on < today else "next"))
        for on, title, note, state in points
    ]


def home_stamp(delegation: Delegation) -> tuple:
    """What the home and the public account are made of, as values: when any of it changes, so does this."""
    postings = (
        Account.objects.filter(fund__delegation=OuterRef("pk"))
        .order_by()
        .values("fund__delegation")
        .annotate(total=Sum("version"))
        .values("total")
    )
    newest = DelegationDates.objects.filter(delegation=OuterRef("pk")).order_by("-version").values("pk")[:1]
    return (
        Delegation.objects.filter(pk=delegation.pk)
        .annotate(
            postings=Subquery(postings, output_field=BigIntegerField()),
            newest_dates=Subquery(newest),
            people=Count("delegates", filter=Q(delegates__status__in=IN_PERSON), distinct=True),
            open=Count("delegates__appeal", filter=Q(delegates__appeal__status="open"), distinct=True),
            newest_version=Max("delegates__appeal__approved_version_id", filter=Q(delegates__appeal__status="open")),
            needed=Subquery(
                Delegate.objects.filter(delegation=OuterRef("pk"))
                .order_by()
                .values("delegation")
                .annotate(total=Sum("budget__lines__amount_minor", filter=Q(budget__lines__required=True)))
                .values("total"),
                output_field=BigIntegerField(),
            ),
        )
        .values_list(
            "pk", "name", "headline", "headline_es", "lede", "lede_es", "travel_status", "review_status", "postings",
            "newest_dates", "people", "open", "newest_version", "needed",
        )
        .first()
    )  # fmt: skip
