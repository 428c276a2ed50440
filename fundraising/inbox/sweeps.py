"""What no event told: each row of ours that is still open is looked up at Stripe, the longest unseen first."""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from fundraising import gateway
from fundraising.actions import donations
from fundraising.actions import held as held_apart
from fundraising.inbox.gifts import look_at_session
from fundraising.inbox.losses import look_at_dispute, look_at_refunds
from fundraising.inbox.payouts import look_at_payout
from fundraising.inbox.work import wake_orphans
from fundraising.models import CheckoutAttempt, Dispute, Donation, HeldApart, Payout, Refund

logger = logging.getLogger(__name__)

LOOK_AFTER = timedelta(seconds=45)
LOOK_AGAIN = timedelta(minutes=5)
FEE_AFTER = timedelta(seconds=30)
# What is still open a day later changes rarely; after this long a person has to look at Stripe.
FRESH_FOR = timedelta(days=1)
LOOK_RARELY = timedelta(hours=1)
LOOK_UNTIL = timedelta(days=60)


def sweep_checkouts(limit: int = 50) -> int:
    """Look up at Stripe what is still open on our side: pages the donor left, payments under way, fees not yet known,
    refunds, disputes and payouts that are not over. So a lost webhook and a donor who never returns leave the same
    books as a talkative one. Answers how many.

    What was looked at longest ago comes first, and one row that cannot be worked off never stops the others."""
    return _sweep_unsent(limit) + _sweep_sessions(limit) + _sweep_fees(limit) + sweep_open(limit)


def _each(rows, work: Callable) -> int:
    for row in rows:
        if hasattr(row, "swept_at"):
            # Before Stripe is asked: a row that cannot be worked off never keeps its place at the head.
            type(row).objects.filter(pk=row.pk).update(swept_at=timezone.now())
        try:
            work(row)
        except gateway.GatewayError as error:
            logger.warning("sweep: %s %s", row.uuid, type(error).__name__)
        except Exception:  # one bad row must never stop those behind it
            logger.exception("sweep: %s", row.uuid)
    return len(rows)


def _sweep_unsent(limit: int) -> int:
    """Tries that were never answered and can no longer be used: nobody was sent to a page of theirs."""
    rows = CheckoutAttempt.objects.filter(
        state__in=[CheckoutAttempt.State.UNSENT, CheckoutAttempt.State.REFUSED],
        expires_at__lt=timezone.now(),
        donation__status=Donation.Status.STARTED,
    )
    return _each(list(rows.select_related("donation").order_by("id")[:limit]), _give_up)


def _give_up(attempt: CheckoutAttempt) -> None:
    """Nobody pays on this try any more. The gift expires with its last one."""
    CheckoutAttempt.objects.filter(pk=attempt.pk).exclude(state=CheckoutAttempt.State.COMPLETE).update(
        state=CheckoutAttempt.State.EXPIRED, swept_at=timezone.now()
    )
    donations.expire(attempt.donation)


def _sweep_sessions(limit: int) -> int:
    now = timezone.now()
    is_due = (
        Q(swept_at__isnull=True, created_at__lt=now - LOOK_AFTER)
        | Q(swept_at__lt=now - LOOK_AGAIN, created_at__gt=now - FRESH_FOR)
        | Q(swept_at__lt=now - LOOK_RARELY)
    )
    is_open = Q(state=CheckoutAttempt.State.OPEN) | Q(
        state=CheckoutAttempt.State.COMPLETE, donation__status__in=["started", "pending"]
    )
    rows = (
        CheckoutAttempt.objects.filter(is_due & is_open, session_id__isnull=False, created_at__gt=now - LOOK_UNTIL)
        .select_related("donation")
        .order_by(F("swept_at").asc(nulls_first=True), "id")
    )
    return _each(list(rows[:limit]), _look)


def _look(attempt: CheckoutAttempt) -> None:
    CheckoutAttempt.objects.filter(pk=attempt.pk).update(swept_at=timezone.now())
    try:
        look_at_session(attempt.session_id or "")
    except gateway.NotThere:
        logger.error("session unknown to Stripe: attempt %s", attempt.uuid)
        if attempt.state == CheckoutAttempt.State.OPEN and attempt.expires_at < timezone.now() - FRESH_FOR:
            _give_up(attempt)


def _sweep_fees(limit: int) -> int:
    now = timezone.now()
    rows = (
        Donation.objects.filter(
            status__in=[Donation.Status.PAID, Donation.Status.SETTLING],
            source=Donation.Source.CARD,
            invoice__isnull=True,  # the months of monthly gifts have a sweep of their own
            balance_transaction__isnull=True,
            paid_at__lt=now - FEE_AFTER,
            paid_at__gt=now - LOOK_UNTIL,
        )
        # What was held apart is asked about as that.
        .exclude(Exists(HeldApart.objects.filter(payment_intent=OuterRef("payment_intent"))))
        .annotate(looked_at=Max("attempts__swept_at"))
        .filter(
            Q(looked_at__isnull=True)
            | Q(looked_at__lt=now - FEE_AFTER, paid_at__gt=now - FRESH_FOR)
            | Q(looked_at__lt=now - LOOK_RARELY)
        )
        .order_by(F("looked_at").asc(nulls_first=True), "id")
    )
    return _each(list(rows[:limit]), _look_for_fee)


def _look_for_fee(donation: Donation) -> None:
    donation.attempts.update(swept_at=timezone.now())
    payment = gateway.fetch_payment(donation.payment_intent or "")
    if donation.status == Donation.Status.SETTLING:
        donations.settle(payment, ours=str(donation.uuid))
    else:
        donations.record_fee(donation, payment.balance)


# -- what follows a payment -----------------------------------------------------------------------------
def sweep_open(limit: int = 50) -> int:
    """Refunds on their way, disputes and payouts that are not over, payments held apart without their fee; and events
    that waited for a payment which has come."""
    wake_orphans()
    refunds = _due(Refund.objects.filter(status=Refund.Status.PENDING, stripe_id__isnull=False), LOOK_AGAIN)
    held = _due(
        HeldApart.objects.filter(balance_transaction__isnull=True, happened_at__gt=timezone.now() - LOOK_UNTIL),
        LOOK_AGAIN,
    )
    disputes = _due(Dispute.objects.filter(closed_at__isnull=True), LOOK_RARELY)
    not_over = Q(stripe_status__in=("pending", "in_transit")) | Q(reconciled=False, automatic=True)
    payouts = _due(Payout.objects.filter(not_over, made_at__gt=timezone.now() - LOOK_UNTIL), LOOK_RARELY)
    return (
        _each(list(refunds.select_related("donation", "held")[:limit]), _look_at_refund)
        + _each(list(held[:limit]), _look_at_held)
        + _each(list(disputes[:limit]), lambda row: look_at_dispute(row.stripe_id))
        + _each(list(payouts[:limit]), lambda row: look_at_payout(row.stripe_id))
    )


def _due(rows: QuerySet, pause: timedelta) -> QuerySet:
    """The rows whose turn it is, the longest unseen first."""
    due = rows.filter(Q(swept_at__isnull=True) | Q(swept_at__lt=timezone.now() - pause))
    return due.order_by(F("swept_at").asc(nulls_first=True), "id")


def _look_at_refund(refund: Refund) -> None:
    look_at_refunds(refund.payment_intent)


def _look_at_held(row: HeldApart) -> None:
    held_apart.record_fee(row, gateway.fetch_payment(row.payment_intent).balance)
