"""What matching pledges promise now, computed from the books and stored nowhere: so no two gifts at once can promise
too much, and a refund lowers what was promised without anybody doing anything.

The rule, in integers: of each paid gift in the pledge's days, less what was given back of it, at most the cap counts;
of that the sponsor adds `ratio_gives` for each `ratio_for`, rounded down to the minor unit, gift by gift; all together
at most the limit. Gifts that keep a pledge are not matched themselves."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import BigIntegerField, ExpressionWrapper, F, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Greatest, Least
from django.utils import timezone

from delegation.models import Delegation
from fundraising.ledger.kinds import BOUNCED, DISPUTED, GIVEN_BACK, kinds_of
from fundraising.models import Donation, JournalLine, MatchAsk, MatchPayment, MatchPledge

# Where money stands before it leaves.
HOLDERS = ("stripe", "owed_to_stripe", "bank", "owed_to_bank")
_NO_CAP = 10**15


@dataclass(frozen=True)
class Promise:
    """One pledge with what it comes to now; minor units of its currency."""

    pledge: MatchPledge
    promised_minor: int
    received_minor: int

    @property
    def open_minor(self) -> int:
        return max(self.promised_minor - self.received_minor, 0)

    @property
    def room_minor(self) -> int:
        """What further gifts could still bring."""
        return max(self.pledge.limit_minor - self.promised_minor, 0)

    @property
    def is_running(self) -> bool:
        return self.pledge.status == "agreed" and self.pledge.starts_at <= timezone.now() < self.pledge.ends_at


def given_back(uuid_ref: str = "uuid"):
    """What left again of a gift, minor units of the fund's currency: refunds, disputes, a cheque that came back; less
    what of that was returned to us. From the lines of entries about the gift."""
    lines = (
        JournalLine.objects.filter(
            entry__about_uuid=OuterRef(uuid_ref),
            entry__kind__in=kinds_of(GIVEN_BACK, DISPUTED, BOUNCED),
            account__code__in=HOLDERS,
        )
        .order_by()
        .values("entry__about_uuid")
        .annotate(total=-Sum("amount_minor"))
        .values("total")
    )
    return Coalesce(Subquery(lines), Value(0), output_field=BigIntegerField())


def net_minor():
    """A paid gift less what was given back of it; never below zero."""
    return Greatest(F("settled_minor") - given_back(), Value(0), output_field=BigIntegerField())


def _matched():
    """What the pledges in the outer query promise for all their gifts, before their limit."""
    counted = Least(net_minor(), Coalesce(OuterRef("cap_minor"), Value(_NO_CAP)), output_field=BigIntegerField())
    added = ExpressionWrapper(counted * OuterRef("ratio_gives") / OuterRef("ratio_for"), output_field=BigIntegerField())
    gifts = (
        Donation.objects.filter(
            fund=OuterRef("fund"),
            status=Donation.Status.PAID,
            settled_currency=OuterRef("currency"),
            paid_at__gte=OuterRef("starts_at"),
            paid_at__lt=OuterRef("ends_at"),
            match_payment__isnull=True,
        )
        .order_by()
        .values("status")
        .annotate(total=Sum(added))
        .values("total")
    )
    return Coalesce(Subquery(gifts), Value(0), output_field=BigIntegerField())


def _received():
    payments = (
        Donation.objects.filter(match_payment__pledge=OuterRef("pk"), status=Donation.Status.PAID)
        .order_by()
        .values("match_payment__pledge")
        .annotate(total=Sum(net_minor()))
        .values("total")
    )
    return Coalesce(Subquery(payments), Value(0), output_field=BigIntegerField())


def pledges():
    """Pledges with what a row shows, and their sums in the same question."""
    return MatchPledge.objects.select_related(
        "delegation", "donor", "organisation", "appeal__delegate__person", "fund", "recorded_by", "decided_by"
    ).annotate(matched_minor=_matched(), kept_minor=_received())


def promise_of(row: MatchPledge) -> Promise:
    """`row` comes from `pledges`. A promise that was not agreed promises nothing."""
    counts = row.status in ("agreed", "ended")
    promised = min(row.matched_minor, row.limit_minor) if counts else 0
    return Promise(row, promised, row.kept_minor)


def promise(pledge: MatchPledge) -> Promise:
    return promise_of(pledges().get(pk=pledge.pk))


def promises_to(fund) -> list[Promise]:
    """For the public page of a fund: what runs, is still to come, or was promised. One question."""
    rows = pledges().filter(fund=fund, status__in=("agreed", "ended")).order_by("starts_on", "id")
    found = [promise_of(row) for row in rows]
    return [one for one in found if one.pledge.status == "agreed" or one.promised_minor or one.received_minor]


TABS = {"waiting": ("proposed",), "agreed": ("agreed",), "over": ("ended", "declined")}


def of_delegation(delegation: Delegation, tab: str = "agreed"):
    return pledges().filter(delegation=delegation, status__in=TABS[tab]).order_by("-id")


def counts(delegation: Delegation) -> dict[str, int]:
    rows = MatchPledge.objects.filter(delegation=delegation)
    return {tab: rows.filter(status__in=statuses).count() for tab, statuses in TABS.items()}


def asks_of(pledge: MatchPledge) -> list[MatchAsk]:
    return list(MatchAsk.objects.filter(pledge=pledge).select_related("asked_by"))


def payments_of(pledge: MatchPledge) -> list[MatchPayment]:
    rows = MatchPayment.objects.filter(pledge=pledge).select_related("donation__donor", "counted_by")
    return list(rows.prefetch_related("donation__receipts"))


def by_hand(pledge: MatchPledge, back: dict) -> int:
    """The same rule gift by gift, for the proof: `back` says what was given back, by the gift's uuid."""
    gifts: Iterable = Donation.objects.filter(
        fund=pledge.fund_id,
        status=Donation.Status.PAID,
        settled_currency=pledge.currency,
        paid_at__gte=pledge.starts_at,
        paid_at__lt=pledge.ends_at,
        match_payment__isnull=True,
    ).values_list("uuid", "settled_minor")
    total = 0
    for uuid, settled in gifts:
        net = max(settled - back.get(uuid, 0), 0)
        counted = min(net, pledge.cap_minor or net)
        total += counted * pledge.ratio_gives // pledge.ratio_for
    return min(total, pledge.limit_minor)
