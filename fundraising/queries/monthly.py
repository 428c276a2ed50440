"""Monthly gifts: when they end, what staff see, and what a giver finds behind their own door."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from delegation.models import AuditEvent, Delegation
from fundraising.models import Appeal, Donation, Donor, Fund, MonthlyGift

# A monthly gift that would end before its second month is a gift once.
LEAST_ROOM = timedelta(days=32)
Status = MonthlyGift.Status
GOING_ON = (Status.ACTIVE, Status.PAUSED, Status.PAST_DUE)
# Appeals and delegates that a monthly gift waits with for a decision.
NEEDS_DECISION = Q(status__in=GOING_ON, redirect_fund__isnull=True) & (
    Q(appeal__status=Appeal.Status.CLOSED) | Q(fund__delegate__status__in=("withdrawn", "remote"))
)
TABS = {
    "going_on": Q(status__in=GOING_ON),
    "decide": NEEDS_DECISION,
    "failing": Q(status=Status.PAST_DUE),
    "ended": Q(status=Status.ENDED, started_at__isnull=False),
}


def end_of_giving(delegation: Delegation) -> datetime | None:
    """The instant from which a gift for a journey takes nothing more: the day after the review begins at the venue.
    None while the review has no day."""
    dates = delegation.dates.order_by("-version").first()
    if dates is None or dates.review_on is None:
        return None
    return datetime.combine(dates.review_on + timedelta(days=1), time(0), ZoneInfo(dates.zone))


def takes_monthly(delegation: Delegation, *, until_review: bool) -> bool:
    """Whether a monthly gift can begin today: one for a journey needs room for a second month."""
    if not until_review:
        return True
    if delegation.review_status not in ("planned", "postponed"):
        return False
    end = end_of_giving(delegation)
    return end is None or end > timezone.now() + LEAST_ROOM


# -- staff ------------------------------------------------------------------------------------------------
def monthly_rows():
    return MonthlyGift.objects.select_related(
        "donor", "fund__delegation", "fund__delegate__person", "redirect_fund", "appeal", "version__text"
    )


def monthly_gifts(delegation: Delegation, tab: str = "going_on"):
    """Those of one tab, newest first, each with how many months were given and how much."""
    paid = Q(donations__status=Donation.Status.PAID)
    return (
        monthly_rows()
        .filter(TABS[tab], fund__delegation=delegation)
        .annotate(months=Count("donations", filter=paid), given_minor=Sum("donations__amount_minor", filter=paid))
        .order_by("-id")
    )


@dataclass(frozen=True)
class Tally:
    """How many stand behind each tab, and what goes on takes each month, minor units of the pool's currency."""

    by_tab: dict[str, int]
    each_month_minor: int


def tally(delegation: Delegation) -> Tally:
    rows = MonthlyGift.objects.filter(fund__delegation=delegation)
    counts = rows.aggregate(
        **{tab: Count("id", filter=wanted) for tab, wanted in TABS.items()},
        each=Sum("amount_minor", filter=Q(status=Status.ACTIVE, currency=delegation.currency)),
    )
    each = counts.pop("each") or 0
    return Tally(counts, each)


def needs_decision(gift: MonthlyGift) -> bool:
    return MonthlyGift.objects.filter(NEEDS_DECISION, pk=gift.pk).exists()


def months(gift: MonthlyGift):
    return gift.donations.select_related("fund").prefetch_related("receipts").order_by("-id")


def history(gift: MonthlyGift) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(object_uuid=gift.uuid).order_by("id"))


# -- the giver's own door ---------------------------------------------------------------------------------------
def _of_address(email: str, path: str = "donor__email") -> Q:
    return Q(**{f"{path}__iexact": email})


def gifts_of(email: str):
    """What was given from an address and arrived, newest first."""
    return (
        Donation.objects.filter(_of_address(email), status=Donation.Status.PAID)
        .select_related("fund__delegation", "version__text", "monthly")
        .prefetch_related("receipts")
        .order_by("-paid_at", "-id")
    )


def monthly_of(email: str):
    """Monthly gifts of an address: those that go on first."""
    rows = MonthlyGift.objects.filter(_of_address(email), started_at__isnull=False)
    return (
        rows.select_related("donor", "fund__delegation", "redirect_fund", "version__text")
        .annotate(over=Exists(MonthlyGift.objects.filter(pk=OuterRef("pk"), status=Status.ENDED)))
        .order_by("over", "-id")
    )


def donor_of(email: str) -> Donor | None:
    """The newest giver of an address whose gift arrived or goes on each month."""
    rows = Donor.objects.filter(email__iexact=email)
    return rows.filter(donations__status=Donation.Status.PAID).order_by("-id").first()


def target_words(gift: MonthlyGift) -> str:
    """How the page the giver read named the delegate; empty for the pool, after a redirection, or once that is gone."""
    if gift.redirect_fund_id or gift.fund.kind == Fund.Kind.POOL:
        return ""
    text = getattr(gift.version, "text", None) if gift.version_id else None
    return text.shown_name if text else ""


def why_over(gift: MonthlyGift) -> str:
    """Why it has ended, as its giver reads it."""
    reason, began = gift.end_reason, gift.started_at is not None
    if reason == "failed" and not began:
        return _("Your bank said no, and did not tell us why. Nothing was taken, and nothing is tried again.")
    return {
        "donor": _("You stopped it. Nothing more is taken."),
        "staff": _("We stopped it for you. Nothing more is taken."),
        "review": _("The review has come, so nothing more is taken, as you chose when you began."),
        "failed": _("Your card or account did not work several times, so we stopped asking. Nothing more is taken."),
        "appeal_closed": _("The page you gave through takes no more gifts. Nothing more is taken."),
        "stripe": _("It was ended at our card partner. Nothing more is taken."),
    }[reason]
