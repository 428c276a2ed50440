"""What everybody may read: open appeals, one appeal's page, a delegation's pool. Nothing here looks at a visitor, and
nothing here is personal beyond what the page itself shows."""

from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import (
    BigIntegerField,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from delegation.models import DelegationDates
from fundraising.currencies import minimum_units
from fundraising.models import (
    Account,
    Appeal,
    AppealSlug,
    AppealUpdate,
    AppealVersion,
    Dispute,
    Donation,
    Fund,
    Naming,
    Refund,
    Share,
)
from fundraising.naming import became_more_private
from fundraising.queries.in_kind import covered_of, covers_for, covers_of
from fundraising.queries.matches import Promise, promises_to
from fundraising.queries.progress import Line, Progress, ladder, spread

# The pockets of a fund that count as there for the journey: free, or already held for an approved cost of it.
THERE = ("available", "committed")
GIFTS_SHOWN = 12
# A page stays open to gifts only while its delegate is on the way to Geneva or takes part in it.
ON_THE_WAY = ("nominated", "travelling", "remote", "home")


@dataclass(frozen=True)
class Gift:
    """A gift as its donor agreed to show it. `amount_minor` is None where the donor keeps it private."""

    name: str
    amount_minor: int | None
    currency: str
    on: date
    message: str
    uuid: object

    @property
    def initials(self):
        return "".join(word[0] for word in self.name.split()[:2]).upper()


@dataclass(frozen=True)
class AppealPage:
    """One appeal as the public reads it. `text` is a version's text or, in a preview, the author's draft."""

    delegate: object
    text: object
    name: str
    number: int
    currency: str
    progress: Progress
    ladder: list[tuple[int, Line | None, int]]
    slug: str = ""
    opened_at: object = None
    approved_on: date | None = None
    updates: list[AppealUpdate] = field(default_factory=list)
    gifts: list[Gift] = field(default_factory=list)
    givers: int = 0
    dates: DelegationDates | None = None
    matches: list[Promise] = field(default_factory=list)

    @property
    def organisation(self):
        return self.delegate.organisation if self.text.show_organisation else None

    @property
    def delegation_slug(self) -> str:
        return self.delegate.delegation.slug


def network_zone() -> ZoneInfo:
    """The zone in which the network reads its calendar."""
    return ZoneInfo(settings.NETWORK_TIME_ZONE)


def there_of(fund_ref) -> Subquery:
    """Minor units that are there for a journey, as a subquery; `fund_ref` names the fund's key in the outer query.
    Read from the accounts' stored balances: constant in the number of gifts."""
    sums = (
        Account.objects.filter(fund_id=OuterRef(fund_ref), code__in=THERE)
        .order_by()
        .values("fund_id")
        .annotate(there=-Sum("balance_minor"))
        .values("there")
    )
    return Coalesce(Subquery(sums), Value(0), output_field=BigIntegerField())


def given_minor(fund) -> int:
    if fund is None:
        return 0
    total = Account.objects.filter(fund=fund, code__in=THERE).aggregate(there=Sum("balance_minor"))["there"]
    return -(total or 0)


def open_appeals(delegation=None):
    """Appeals the public may give to, with `there_minor` and `missing_minor` beside each row."""
    rows = Appeal.objects.filter(status="open", delegate__status__in=ON_THE_WAY)
    if delegation is not None:
        rows = rows.filter(delegate__delegation=delegation)
    return (
        rows.annotate(there_minor=there_of("delegate__fund__pk"), in_kind_minor=covered_of("delegate"))
        .annotate(missing_minor=F("approved_version__goal_minor") - F("in_kind_minor") - F("there_minor"))
        .select_related("approved_version__text", "delegate__organisation", "delegate__delegation")
        .prefetch_related(Prefetch("slugs", AppealSlug.objects.filter(gone_at__isnull=True)))
    )


def search(rows, words: str):
    """Each word must stand in the title, the opening sentences, the region or what the person works on."""
    for word in words.split()[:6]:
        rows = rows.filter(
            Q(approved_version__text__title__icontains=word)
            | Q(approved_version__text__lede__icontains=word)
            | Q(approved_version__text__region__icontains=word)
            # Not for those under another name: what their page does not say must not be found out by asking.
            | (Q(delegate__theme__icontains=word) & ~Q(approved_version__text__naming=Naming.PSEUDONYM))
        )
    return rows


SORTS = {"missing": ["-missing_minor", "-id"], "newest": ["-opened_at", "-id"]}


@dataclass(frozen=True)
class Card:
    """An appeal in a list."""

    appeal: Appeal
    slug: str
    progress: Progress

    @property
    def text(self):
        return self.appeal.approved_version.text

    @property
    def opened_at(self):
        return self.appeal.opened_at

    @property
    def delegation_slug(self) -> str:
        return self.appeal.delegate.delegation.slug


def cards_of(appeals) -> list[Card]:
    """Cards of appeals as `open_appeals` reads them; one question for all."""
    shown = [appeal for appeal in appeals if appeal.slug]
    covers = covers_of([appeal.delegate_id for appeal in shown])
    return [_card(appeal, covers[appeal.delegate_id]) for appeal in shown]


def _card(appeal: Appeal, covers) -> Card:
    version = appeal.approved_version
    return Card(appeal, appeal.slug, spread(version.text.budget, appeal.there_minor, version.currency, covers))


def card_of(appeal: Appeal) -> Card:
    return _card(appeal, covers_for(appeal.delegate))


def open_cards(delegation=None, *, sort: str = "missing", limit: int = 6) -> list[Card]:
    return cards_of(open_appeals(delegation).order_by(*SORTS[sort])[:limit])


# -- one page -------------------------------------------------------------------------------------


def kept_gifts(appeal: Appeal | int):
    """Gifts of a page (an appeal or its key) that were not given back whole, nor lost to a dispute."""
    back = Refund.objects.filter(donation=OuterRef("pk"), status__in=("pending", "succeeded")).order_by()
    total = back.values("donation").annotate(total=Sum("amount_minor")).values("total")
    lost = Dispute.objects.filter(donation=OuterRef("pk"), stripe_status="lost")
    return (
        Donation.objects.filter(appeal=appeal, status="paid")
        .annotate(back_minor=Coalesce(Subquery(total), Value(0), output_field=BigIntegerField()))
        .filter(back_minor__lt=F("amount_minor"))
        .exclude(Exists(lost))
    )


def givers(appeal: Appeal) -> int:
    """How many gifts of a page are kept: all that are paid, by the index alone, less the few that were looked at
    because something of them was given back or disputed."""
    paid = Donation.objects.filter(appeal=appeal, status="paid")
    touched = Q(pk__in=Refund.objects.filter(donation__appeal=appeal).values("donation")) | Q(
        pk__in=Dispute.objects.filter(donation__appeal=appeal).values("donation")
    )
    return paid.count() - paid.filter(touched).count() + kept_gifts(appeal).filter(touched).count()


def latest_gifts(appeal: Appeal) -> list[Gift]:
    rows = (
        kept_gifts(appeal)
        .order_by("-paid_at", "-id")
        .values_list(
            "uuid", "amount_minor", "fee_cover_minor", "currency", "paid_at", "note__shown_name", "note__show_amount",
            "note__message", "note__message_shown_at", "note__message_hidden_at",
        )[:GIFTS_SHOWN]
    )  # fmt: skip
    zone = network_zone()
    gifts = []
    for (
        uuid,
        amount,
        cover,
        currency,
        paid_at,
        name,
        show_amount,
        message,
        shown_at,
        hidden_at,
    ) in rows:
        is_read = shown_at is not None and hidden_at is None
        gifts.append(
            Gift(
                name=name or "",
                # Without a note nothing was agreed, so nothing is shown.
                amount_minor=amount - cover if show_amount else None,
                currency=currency,
                on=paid_at.astimezone(zone).date(),
                message=(message or "") if is_read else "",
                uuid=uuid,
            )
        )
    return gifts


def appeal_page(appeal: Appeal) -> AppealPage:
    """Everything the page of an appeal shows, at its approved version."""
    version = appeal.approved_version
    fund = Fund.objects.filter(delegate=appeal.delegate).first()
    decided = getattr(getattr(version, "review", None), "decided_at", None)
    return _page(
        appeal.delegate,
        version.text,
        version.text.budget,
        version.text.shown_name,
        given_minor(fund),
        number=version.number,
        currency=version.currency,
        slug=appeal.slug or "",
        opened_at=appeal.opened_at,
        approved_on=timezone.localtime(decided, network_zone()).date() if decided else None,
        updates=list(appeal.updates.filter(approved_at__isnull=False, hidden_at__isnull=True)[:10]),
        gifts=latest_gifts(appeal),
        givers=givers(appeal),
        matches=promises_to(fund) if fund else [],
    )


def _page(delegate, text, budget, name, there_minor, *, currency, **more) -> AppealPage:
    progress = spread(budget, there_minor, currency, covers_for(delegate))
    return AppealPage(
        delegate=delegate,
        text=text,
        name=name or _("A delegate"),
        currency=currency,
        progress=progress,
        ladder=ladder(progress, minimum_units(currency), currency),
        dates=delegate.delegation.dates.first(),
        **more,
    )


def page_context(page: AppealPage, code: str = "") -> dict:
    """What the template of the page needs beside the page: addresses, and the code of a member's link."""
    photo = page.text.photo
    return {
        "page": page,
        "name": page.name,
        "slug": page.slug,
        "code": code,
        "photo_url": reverse("fundraising:photo", args=[photo.uuid]) if photo else "",
        "canonical": settings.PUBLIC_URL + reverse("fundraising:appeal_public", args=[page.slug]) if page.slug else "",
        "rule_url": reverse("delegation:surplus_rule"),
        "minimum": minimum_units(page.currency),
    }


def preview_page(delegate, text, budget: list[dict], *, name: str = "") -> dict:
    """Context of `fundraising/appeal_public/body.html` for a text that is not public: a draft or another version, with
    its budget lines as dicts (budgets.snapshot). Shows no gifts; its form leads nowhere."""
    fund = Fund.objects.filter(delegate=delegate).first()
    currency = delegate.delegation.currency
    page = _page(delegate, text, budget, name or text.shown_name, given_minor(fund), currency=currency, number=0)
    return page_context(page)


def find(slug: str) -> tuple[Appeal, bool]:
    """The appeal that has or had this address, and whether the address is gone. Raises Http404."""
    row = (
        AppealSlug.objects.filter(slug=slug)
        .select_related(
            "appeal__approved_version__text",
            "appeal__approved_version__review",
            "appeal__delegate__organisation",
            "appeal__delegate__delegation",
        )
        .first()
    )
    if row is None:
        raise Http404
    return row.appeal, row.gone_at is not None


def state_from(*, is_gone: bool, is_approved: bool, status: str, delegate_status: str) -> str:
    """gone | open | paused | closed | hidden: which page an address answers with."""
    if is_gone:
        return "gone"
    if not is_approved or status == "draft":
        return "hidden"
    if status == "open" and delegate_status not in ON_THE_WAY:
        return "closed"
    return status


def state_of(appeal: Appeal, is_gone: bool) -> str:
    return state_from(
        is_gone=is_gone,
        is_approved=appeal.approved_version_id is not None,
        status=appeal.status,
        delegate_status=appeal.delegate.status,
    )


def version_seen(appeal: Appeal, number: str) -> AppealVersion:
    """The version the donor read, if it was ever public and told no more than today's; else the one that is public
    now. Anybody may write a number into the form, and a receipt must not bring back a name that was taken off."""
    if number.isascii() and number.isdigit() and int(number) < 10_000:
        seen = appeal.versions.filter(number=int(number), review__status="approved").first()
        if seen is not None and not hidden_since(seen, appeal):
            return seen
    return appeal.approved_version


def hidden_since(version: AppealVersion | None, appeal: Appeal | None) -> bool:
    """Whether the page has become more private since this version. Then nothing that tells of the version leads to the
    page of today: whoever saw both could join the two names."""
    if version is None or appeal is None or version.pk == appeal.approved_version_id:
        return False
    old, new = getattr(version, "text", None), getattr(appeal.approved_version, "text", None)
    return old is None or new is None or became_more_private(old, new)


def live_share(appeal: Appeal, code: str) -> Share | None:
    """The share behind a member's link, while it has not been recalled."""
    if not code or "\x00" in code:
        return None
    return Share.objects.filter(appeal=appeal, code=code, status="sent").first()


def pools():
    """Pools that take gifts now, the newest delegation first."""
    return (
        Fund.objects.filter(kind="pool")
        .exclude(delegation__travel_status__in=("history", "closed"))
        .select_related("delegation")
        .order_by("-delegation_id")
    )
