"""What no event told and nobody clicked: last days that moved with the review, wishes Stripe does not have yet, pauses
that are over, months whose notice was lost. One row that cannot be worked off never stops the others."""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from fundraising import gateway
from fundraising.actions import donations, monthly, monthly_steps
from fundraising.models import Donation, Fund, MonthlyGift
from fundraising.monthly_sync import hear
from fundraising.monthly_sync.tell import tell_stripe
from fundraising.queries.monthly import GOING_ON, end_of_giving

logger = logging.getLogger(__name__)

LOOK_AGAIN, LOOK_SOON = timedelta(hours=12), timedelta(hours=1)
# How long before its end a giver hears that it ends.
SOON = timedelta(days=10)
FEE_AFTER, FEE_UNTIL = timedelta(minutes=2), timedelta(days=60)
EndReason, Status = MonthlyGift.EndReason, MonthlyGift.Status


def sweep(limit: int = 50) -> int:
    """Answers how many rows were worked on. Safe to run twice, late, and by many at once."""
    monthly.forget_requests()
    return sum(_each(rows, work) for rows, work in _jobs(limit))


def _jobs(limit: int) -> Iterable[tuple[list, Callable]]:
    yield _moved_ends(), monthly_steps.follow_review
    yield list(_over()[:limit]), _run_out
    yield list(_rested()[:limit]), monthly_steps.go_on
    yield list(_to_tell()[:limit]), tell_stripe
    yield list(_ending_soon()[:limit]), _tell_end
    yield list(_not_looked_at()[:limit]), _look


def _each(rows: list, work: Callable) -> int:
    for row in rows:
        try:
            work(row)
        except gateway.GatewayError as error:
            logger.warning("sweep: %s %s", row.uuid, type(error).__name__)
        except Exception:  # one bad row must never stop those behind it
            logger.exception("sweep: %s", row.uuid)
    return len(rows)


def _for_journeys():
    rows = MonthlyGift.objects.exclude(status=Status.ENDED).filter(fund__kind=Fund.Kind.TRAVEL)
    return rows.select_related("fund__delegation")


def _moved_ends() -> list[MonthlyGift]:
    """Those whose last day is not the one the newest dates give; each delegation's dates are read once."""
    gifts = list(_for_journeys())
    wanted = {gift.fund.delegation_id: end_of_giving(gift.fund.delegation) for gift in _one_a_delegation(gifts)}
    return [
        gift for gift in gifts if gift.ends_at != monthly_steps.earliest(wanted[gift.fund.delegation_id], gift.stops_at)
    ]


def _one_a_delegation(gifts: list[MonthlyGift]) -> list[MonthlyGift]:
    return list({gift.fund.delegation_id: gift for gift in gifts}.values())


def _over():
    """The review is over, or will not take place."""
    return _for_journeys().filter(Q(ends_at__lte=timezone.now()) | Q(fund__delegation__review_status="cancelled"))


def _run_out(gift: MonthlyGift) -> None:
    is_stripes = gift.stops_at is not None and gift.stops_at <= timezone.now()
    monthly_steps.run_out(gift, EndReason.STRIPE if is_stripes else EndReason.REVIEW)


def _rested():
    return MonthlyGift.objects.filter(status=Status.PAUSED, paused_until__lte=monthly.today(), told=F("wants"))


def _to_tell():
    rows = MonthlyGift.objects.filter(wants__gt=F("told"), subscription__isnull=False, tell_due_at__lte=timezone.now())
    return rows.order_by("tell_due_at", "id")


def _ending_soon():
    now = timezone.now()
    # Of an end that was set at Stripe the giver heard when it was set.
    rows = MonthlyGift.objects.filter(status__in=GOING_ON, stops_at__isnull=True)
    return rows.filter(ends_at__gt=now, ends_at__lte=now + SOON)


def _tell_end(gift: MonthlyGift) -> None:
    if gift.ends_at is not None:
        monthly_steps.tell(gift, "ends_soon", once=gift.ends_at.date().isoformat())


def _not_looked_at():
    """What was looked at longest ago comes first; what fails, or lacks a fee that no event told, more often."""
    now = timezone.now()
    due = Q(looked_at__isnull=True, created_at__lt=now - LOOK_SOON) | Q(looked_at__lt=now - LOOK_AGAIN)
    soon = Q(status=Status.PAST_DUE) | Exists(_without_fee(now).filter(monthly=OuterRef("pk")))
    is_over = Q(status=Status.ENDED)
    rows = MonthlyGift.objects.filter(due & ~is_over | soon & Q(looked_at__lt=now - LOOK_SOON))
    return rows.filter(subscription__isnull=False).order_by(F("looked_at").asc(nulls_first=True), "id")


def _without_fee(now):
    return Donation.objects.filter(
        status=Donation.Status.PAID,
        invoice__isnull=False,
        balance_transaction__isnull=True,
        paid_at__lt=now - FEE_AFTER,
        paid_at__gt=now - FEE_UNTIL,
    )


def _look(gift: MonthlyGift) -> None:
    MonthlyGift.objects.filter(pk=gift.pk).update(looked_at=timezone.now())
    for donation in _without_fee(timezone.now()).filter(monthly=gift):
        donations.record_fee(donation, gateway.fetch_payment(donation.payment_intent or "").balance)
    if gift.is_over:
        return
    known = set(gift.donations.filter(status=Donation.Status.PAID).values_list("invoice", flat=True))
    for invoice in gateway.recent_invoices(gift.subscription or ""):
        if invoice.id not in known:
            hear.follow_invoice(invoice)
    hear.look_at_subscription(gift.subscription or "")
