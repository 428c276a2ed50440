"""Refunds, disputes, warnings, payments held apart and payouts, for pages and for the actions that must know."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, Prefetch, Q, Sum
from django.utils import timezone

from delegation.models import Delegation
from fundraising.currencies import second_person_minor
from fundraising.models import (
    Dispute,
    Donation,
    FraudWarning,
    Fund,
    HeldApart,
    JournalEntry,
    JournalLine,
    Payout,
    PayoutLine,
    Refund,
)
from fundraising.models.payments import INQUIRY

LIVING = (Refund.Status.REQUESTED, Refund.Status.PENDING, Refund.Status.SUCCEEDED)
# A dispute in one of these took nothing for good and forbids nothing.
HARMLESS = (*INQUIRY, "won", "warning_closed", "prevented")
# Within this a giver may ask; afterwards it is the staff's decision.
ASKED_WITHIN = timedelta(days=30)


def asked_back_minor(donation: Donation) -> int:
    """Given back or about to be, minor units of the gift's currency."""
    return donation.refunds.filter(status__in=LIVING).aggregate(t=Sum("amount_minor"))["t"] or 0


def alone_room_minor(donation: Donation) -> int:
    """What one person may still have given back of the gift, minor units of its currency: the limit is the gift's, so
    that many small refunds are no way around the second person."""
    alone = donation.refunds.filter(status__in=LIVING, requested_by__isnull=False, needs_second=False)
    gone = alone.aggregate(t=Sum("amount_minor"))["t"] or 0
    return max(0, second_person_minor(donation.currency) - gone)


def disputed_minor(donation: Donation) -> int:
    """Taken by disputes that are open or lost, at most the gift."""
    taken = donation.disputes.exclude(stripe_status__in=HARMLESS).aggregate(t=Sum("amount_minor"))["t"] or 0
    return min(taken, donation.amount_minor)


def left_to_refund(donation: Donation) -> int:
    """What of a gift can still be given back, minor units of its currency."""
    return max(0, donation.amount_minor - asked_back_minor(donation) - disputed_minor(donation))


def forbids_refund(donation: Donation) -> bool:
    """Stripe refunds nothing while a dispute is open, nor after one was lost. Inquiries leave it free."""
    return donation.disputes.exclude(stripe_status__in=HARMLESS).exists()


def is_late(donation: Donation) -> bool:
    return donation.paid_at is not None and donation.paid_at < timezone.now() - ASKED_WITHIN


# -- refunds --------------------------------------------------------------------------------------------
def refund_rows():
    return Refund.objects.select_related(
        "donation__donor",
        "donation__fund__delegation",
        "donation__fund__delegate__person",
        "held__donation__fund__delegation",
        "requested_by",
        "decided_by",
    ).prefetch_related("notes__written_by")


def refunds_waiting(delegation: Delegation):
    return refund_rows().filter(donation__fund__delegation=delegation, status=Refund.Status.REQUESTED).order_by("id")


# -- disputes and warnings ---------------------------------------------------------------------------------
def _of_delegation(delegation: Delegation) -> Q:
    """Of its gifts, and of payments that name no gift at all."""
    return (
        Q(donation__fund__delegation=delegation)
        | Q(held__donation__fund__delegation=delegation)
        | Q(held__isnull=False, held__donation__isnull=True)
    )


def disputes(delegation: Delegation):
    """Open ones by the day an answer is due, then those that are over, newest first. What has no day comes last."""
    return (
        Dispute.objects.filter(_of_delegation(delegation))
        .select_related("donation__donor", "donation__fund__delegate__person", "held")
        .prefetch_related("movements")
        .order_by(F("closed_at").desc(nulls_first=True), F("due_at").asc(nulls_last=True), "-id")
    )


def warnings(delegation: Delegation):
    """Early fraud warnings about gifts where a refund still helps, newest first."""
    return (
        FraudWarning.objects.filter(_of_delegation(delegation), actionable=True)
        .select_related("donation__donor", "donation__fund__delegate__person", "held")
        .order_by("-id")
    )


# -- held apart ----------------------------------------------------------------------------------------------
HELD_NOW = ("held", "asked_place", "asked_return", "returning")


def held_rows(delegation: Delegation):
    mine = Q(donation__fund__delegation=delegation) | Q(donation__isnull=True)
    return (
        HeldApart.objects.filter(mine)
        .select_related("donation__donor", "donation__fund__delegate__person", "donation__fund__delegation")
        .select_related("placed_to__delegate__person", "placed_to__delegation", "asked_by", "decided_by")
    )


def held_now(delegation: Delegation):
    """What waits for somebody, oldest first."""
    return held_rows(delegation).filter(status__in=HELD_NOW).order_by("id")


def held_over(delegation: Delegation):
    """What was placed or sent back, newest first."""
    return held_rows(delegation).filter(status__in=("placed", "returned")).order_by("-id")


def entry_of(held: HeldApart) -> list[JournalEntry]:
    """The entry that put it into suspense, with its lines."""
    lines = JournalLine.objects.select_related("account__fund__delegate__person").order_by("id")
    return list(JournalEntry.objects.filter(pk=held.entry_id).prefetch_related(Prefetch("lines", lines)))


def gift_made_of(held: HeldApart) -> Donation | None:
    """The gift a placed payment became; None where nobody knows who gave it."""
    if held.status != HeldApart.Status.PLACED:
        return None
    rows = _gifts().filter(payment_intent=held.payment_intent, status=Donation.Status.PAID)
    return rows.first()


def goes_on_as(gift: Donation) -> Donation | None:
    """The gift by which the money of one that was replaced was received."""
    if gift.status != Donation.Status.REPLACED:
        return None
    placed = gift.held_apart.filter(status=HeldApart.Status.PLACED).values("payment_intent")
    return _gifts().filter(payment_intent__in=placed, status=Donation.Status.PAID).order_by("id").first()


def held_before(gift: Donation) -> HeldApart | None:
    """The payment held apart that the gift was made of."""
    return HeldApart.objects.filter(payment_intent=gift.payment_intent).first() if gift.payment_intent else None


def held_sums(delegation: Delegation) -> list[tuple[str, int]]:
    """(currency, minor units) of what is held apart now."""
    rows = held_now(delegation).order_by().values_list("currency")
    return list(rows.annotate(total=Sum("amount_minor")).order_by("currency"))


def places_for(held: HeldApart, delegation: Delegation):
    """Funds a held-apart payment may be placed to: the fund of the gift it names, and the pool; in its currency."""
    funds = Fund.objects.filter(delegation=delegation, currency=held.currency)
    of_gift = Q(pk=held.donation.fund_id) if held.donation else Q(pk__in=[])
    return funds.filter(Q(kind=Fund.Kind.POOL) | of_gift).select_related("delegation", "delegate__person")


# -- payouts ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Line:
    """A line of a payout with the gift it is about, where it is about one."""

    row: PayoutLine
    donation: Donation | None


@dataclass(frozen=True)
class PayoutPage:
    """`sum_minor`: the nets of its transactions; it must equal the payout's amount, and `differs_minor` says by how
    much it does not. None while Stripe has not said what is in it."""

    payout: Payout
    lines: list[Line]
    entries: list[JournalEntry]
    sum_minor: int | None
    sums: list[tuple[str, int, int]]

    @property
    def differs_minor(self) -> int:
        return 0 if self.sum_minor is None else self.payout.amount_minor - self.sum_minor


def payout_sums(payout: Payout) -> tuple[int | None, list[tuple[str, int, int]]]:
    """The nets together, and (category, how many, net) apart."""
    if not payout.reconciled:
        return None, []
    rows = payout.lines.order_by().values_list("category").annotate(n=Sum(1), net=Sum("net_minor"))
    sums = sorted(rows)
    return sum(net for _category, _n, net in sums), sums


def payout_page(payout: Payout, rows: Iterable[PayoutLine]) -> PayoutPage:
    """Five queries, whatever is in it; `rows` is the page of its lines."""
    rows = list(rows)
    gifts = _gifts_behind(rows)
    total, sums = payout_sums(payout)
    lines = JournalLine.objects.select_related("account").order_by("id")
    entries = JournalEntry.objects.filter(about_uuid=payout.uuid).prefetch_related(Prefetch("lines", lines))
    return PayoutPage(
        payout=payout,
        lines=[Line(row, gifts.get(row.source)) for row in rows],
        entries=list(entries.order_by("id")),
        sum_minor=total,
        sums=sums,
    )


def _gifts_behind(rows: list[PayoutLine]) -> dict[str, Donation]:
    """By the source's id: a charge, a refund or a dispute."""
    ids = [row.source for row in rows if row.source]
    found = {gift.charge: gift for gift in _gifts().filter(charge__in=ids)}
    for model in (Refund, Dispute):
        pairs = model.objects.filter(stripe_id__in=ids, donation__isnull=False)
        found |= {row.stripe_id: row.donation for row in pairs.select_related("donation__donor", "donation__fund")}
    return {str(key): gift for key, gift in found.items()}


def _gifts():
    return Donation.objects.select_related("donor", "fund")
