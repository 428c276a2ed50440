"""What Stripe tells us. An event is stored once and answered; it is processed from its row, with the object fetched
anew, since an event is a hint and Stripe's object is the truth. Sweeps look for what no event told."""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from delegation.errors import DomainError
from fundraising import gateway
from fundraising.actions import donations, giving
from fundraising.models import CheckoutAttempt, Donation, StripeEvent

logger = logging.getLogger(__name__)

LARGEST_BODY = 256 * 1024
LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 12
FAILED_AGAIN = timedelta(days=1)
# States a worker may still change; what another one finished meanwhile stays finished.
UNFINISHED = (StripeEvent.State.WAITING, StripeEvent.State.FAILED)
DONE, NOT_BOOKED = StripeEvent.State.DONE, StripeEvent.State.NOT_BOOKED


# -- receive ----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Received:
    """What to answer Stripe, and whether there is something new to process."""

    status: int
    new: bool = False


def receive(body: bytes, signature: str | None) -> Received:
    """Verify the raw body, store its event once, say what to answer: 200 stored (or known), 400 not signed by Stripe or
    of the other world, 413 too large, 503 only when the row could not be stored."""
    if len(body) > LARGEST_BODY:
        return Received(413)
    try:
        event = gateway.parse_event(body, signature)
    except gateway.BadSignature:
        return Received(400)
    if event.livemode != (settings.STRIPE_MODE == "live"):
        logger.error("event of the other mode refused: %s", event.id)
        return Received(400)
    try:
        return Received(200, new=_store(event, body))
    except DatabaseError:
        logger.exception("event could not be stored: %s", event.id)
        return Received(503)


def _store(event: gateway.Event, body: bytes) -> bool:
    try:
        with transaction.atomic():
            StripeEvent.objects.create(
                event_id=event.id,
                type=event.type[:80],
                object_id=event.object_id or "",
                payment_intent=event.payment_intent or "",
                api_version=event.api_version or "",
                livemode=event.livemode,
                happened_at=datetime.fromtimestamp(event.created, UTC),
                body_sha256=hashlib.sha256(body).hexdigest(),
            )
    except IntegrityError:
        # Delivered before. Never select first: two deliveries at once would both find nothing.
        if not StripeEvent.objects.filter(event_id=event.id).exists():
            raise
        return False
    return True


# -- handlers: one literal table ---------------------------------------------------------------------
def _session(event: StripeEvent) -> str:
    return look_at_session(event.object_id)


def _payment(event: StripeEvent) -> str:
    if not event.payment_intent:
        return NOT_BOOKED
    payment = gateway.fetch_payment(event.payment_intent)
    if not payment.metadata.get("donation"):
        return NOT_BOOKED
    return DONE if donations.settle(payment) is not None or _nothing_left(payment) else NOT_BOOKED


def _declined(event: StripeEvent) -> str:
    """A card failed: counted on its page, for the breaker against stolen cards. The donor may try another."""
    payment = gateway.fetch_payment(event.payment_intent) if event.payment_intent else None
    attempt = payment.metadata.get("attempt") if payment is not None else None
    if attempt and donations.is_uuid(attempt):
        giving.note_decline(attempt)
    return DONE


def _nothing_to_book(event: StripeEvent) -> str:
    """A step on the way; what it leads to has an event of its own."""
    return DONE


HANDLERS: dict[str, Callable[[StripeEvent], str]] = {
    "checkout.session.completed": _session,
    "checkout.session.async_payment_succeeded": _session,
    "checkout.session.async_payment_failed": _session,
    "checkout.session.expired": _session,
    "payment_intent.succeeded": _payment,
    "charge.succeeded": _payment,
    "charge.updated": _payment,
    "payment_intent.created": _nothing_to_book,
    "payment_intent.processing": _nothing_to_book,
    "payment_intent.payment_failed": _declined,
    "payment_intent.canceled": _nothing_to_book,
    "payment_intent.requires_action": _nothing_to_book,
    "charge.pending": _nothing_to_book,
    "charge.failed": _nothing_to_book,
}


def look_at_session(session_id: str) -> str:
    """Fetch the session and its payment anew and do what they say."""
    session = gateway.fetch_session(session_id)
    payment = gateway.fetch_payment(session.payment_intent) if session.payment_intent else None
    return DONE if donations.follow(session, payment) is not None or _nothing_left(payment) else NOT_BOOKED


def _nothing_left(payment) -> bool:
    """No gift came of it, and yet nothing is to be booked: no money of ours came, or it is held apart. A payment that
    was refused (the other world's) stays not booked, for a person."""
    if payment is None or not payment.metadata.get("donation"):
        return False
    return payment.status != "succeeded" or donations.is_held_apart(payment)


# -- process ------------------------------------------------------------------------------------------
def process(limit: int = 100) -> int:
    """Work off what waits, one event after the other. Answers how many were looked at."""
    count = 0
    while count < limit and (event := _claim()) is not None:
        _work(event)
        count += 1
    return count


def _claim() -> StripeEvent | None:
    """Take the oldest due event for the length of a lease; a worker that dies gives it back by time."""
    now = timezone.now()
    with transaction.atomic():
        event = (
            StripeEvent.objects.select_for_update(skip_locked=True)
            .filter(state__in=UNFINISHED, due_at__lte=now)
            .filter(Q(lease_until__isnull=True) | Q(lease_until__lt=now))
            .order_by("id")
            .first()
        )
        if event is not None:
            event.lease_until = now + LEASE
            event.attempts += 1
            event.save(update_fields=["lease_until", "attempts"])
        return event


def _work(event: StripeEvent) -> None:
    handler = HANDLERS.get(event.type)
    try:
        state = handler(event) if handler else NOT_BOOKED
    except gateway.NotThere:
        _finish(event, NOT_BOOKED, error="NotThere")
    except (gateway.GatewayError, DomainError, DatabaseError) as error:
        _again(event, error)
    except Exception as error:  # one bad event must never stop those behind it
        logger.exception("event %s", event.event_id)
        _again(event, error)
    else:
        _finish(event, state)


def _finish(event: StripeEvent, state: str, error: str = "", **more) -> None:
    StripeEvent.objects.filter(pk=event.pk, state__in=UNFINISHED).update(
        state=state, processed_at=timezone.now(), lease_until=None, error=error, **more
    )


def _again(event: StripeEvent, error: Exception) -> None:
    """Later, with growing pauses. After many tries the desk shows it and a person looks; it is tried once a day all the
    same, so that what was mended needs no hand. While Stripe itself is away nothing is given up."""
    now, name = timezone.now(), type(error).__name__
    if event.attempts >= MOST_ATTEMPTS and not isinstance(error, gateway.GatewayDown):
        _finish(event, StripeEvent.State.FAILED, error=name, due_at=now + FAILED_AGAIN)
        return
    pause = timedelta(seconds=min(5 * 2 ** min(event.attempts, MOST_ATTEMPTS), 3600))
    StripeEvent.objects.filter(pk=event.pk, state__in=UNFINISHED).update(
        due_at=now + pause, lease_until=None, error=name
    )


# -- sweeps: what no event told -----------------------------------------------------------------------
LOOK_AFTER = timedelta(seconds=45)
LOOK_AGAIN = timedelta(minutes=5)
FEE_AFTER = timedelta(seconds=30)
# What is still open a day later changes rarely; after this long a person has to look at Stripe.
FRESH_FOR = timedelta(days=1)
LOOK_RARELY = timedelta(hours=1)
LOOK_UNTIL = timedelta(days=60)


def sweep_checkouts(limit: int = 50) -> int:
    """Look up at Stripe what is still open on our side: pages the donor left, payments under way, fees not yet known.
    So a lost webhook and a donor who never returns leave the same books as a talkative one. Answers how many.

    What was looked at longest ago comes first, and one row that cannot be worked off never stops the others."""
    return _sweep_unsent(limit) + _sweep_sessions(limit) + _sweep_fees(limit)


def _each(rows, work: Callable) -> int:
    for row in rows:
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
            status=Donation.Status.PAID,
            balance_transaction__isnull=True,
            paid_at__lt=now - FEE_AFTER,
            paid_at__gt=now - LOOK_UNTIL,
        )
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
    donations.record_fee(donation, gateway.fetch_payment(donation.payment_intent or "").balance)
