"""The row is the queue: claimed for a lease, worked off with its object fetched anew, tried again with
growing pauses."""

import logging
from datetime import timedelta

from django.db import DatabaseError, transaction
from django.db.models import Q
from django.utils import timezone

from delegation.errors import DomainError
from fundraising import gateway
from fundraising.inbox.handlers import HANDLERS, NOT_BOOKED, NoParent
from fundraising.models import Donation, HeldApart, StripeEvent

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 12
FAILED_AGAIN = timedelta(days=1)
NO_PARENT = NoParent.__name__
# States a worker may still change; what another one finished meanwhile stays finished.
UNFINISHED = (StripeEvent.State.WAITING, StripeEvent.State.FAILED)


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
    except NoParent as error:
        _wait_for_parent(event, error)
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


def _wait_for_parent(event: StripeEvent, error: Exception) -> None:
    """The payment may be told of a moment later. When it is not after many tries it is shown as not yet booked, and
    `wake_orphans` brings it back should the payment come after all."""
    if event.attempts >= MOST_ATTEMPTS:
        _finish(event, NOT_BOOKED, error=NO_PARENT)
    else:
        _again(event, error)


def wake_orphans() -> int:
    """Events whose payment has come meanwhile are due at once, whether they still wait or were given up. Answers how
    many."""
    orphans = StripeEvent.objects.filter(error=NO_PARENT, state__in=(StripeEvent.State.WAITING, NOT_BOOKED))
    names = orphans.exclude(payment_intent="").values_list("payment_intent", flat=True)
    known = [
        *Donation.objects.filter(payment_intent__in=names).values_list("payment_intent", flat=True),
        *HeldApart.objects.filter(payment_intent__in=names).values_list("payment_intent", flat=True),
    ]
    if not known:
        return 0
    now = timezone.now()
    return orphans.filter(payment_intent__in=known).update(state=StripeEvent.State.WAITING, due_at=now, error="")
