"""Events that never arrived: Stripe's own list of the last days is read, and what is missing is stored like any other
event. Nothing is booked here; the queue does that."""

import logging
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from fundraising import gateway
from fundraising.inbox.handlers import ASKED
from fundraising.models import EventSweep, StripeEvent

logger = logging.getLogger(__name__)

# Stripe keeps them that long.
KEPT_FOR = timedelta(days=30)
# An event may enter Stripe's list a little after its own time.
OVERLAP = timedelta(hours=1)
SWEEPS_KEPT = 200
CHUNK = 200


def sweep_lost_events() -> int:
    """Store the events of ours that Stripe made and we never heard of, since the newest finished sweep began, at most
    30 days back. Answers how many were missing. A sweep that Stripe breaks off counts as none: the next one begins
    where it began; what it stored is stored."""
    began = timezone.now()
    last = EventSweep.objects.first()
    since = max(began - KEPT_FOR, last.began_at - OVERLAP) if last else began - KEPT_FOR
    seen = found = 0
    chunk: list[gateway.Event] = []
    try:
        for event in gateway.list_events(since, ASKED):
            chunk.append(event)
            seen += 1
            if len(chunk) == CHUNK:
                found += _store_missing(chunk)
                chunk = []
        found += _store_missing(chunk)
    except gateway.GatewayError as error:
        logger.warning("sweep of lost events: %s", type(error).__name__)
        return found
    _remember(began, since, seen, found)
    if found:
        logger.error("%s events had not arrived", found)
    return found


def _store_missing(events: list[gateway.Event]) -> int:
    known = set(
        StripeEvent.objects.filter(event_id__in=[event.id for event in events]).values_list("event_id", flat=True)
    )
    ours = settings.STRIPE_MODE == "live"
    # Oldest first, as they would have come.
    missing = [event for event in reversed(events) if event.id not in known and event.livemode == ours]
    return sum(_store(event) for event in missing)


def _store(event: gateway.Event) -> bool:
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
                # No body was delivered.
                body_sha256="",
            )
    except IntegrityError:
        if not StripeEvent.objects.filter(event_id=event.id).exists():
            raise
        return False  # it arrived while we looked
    return True


def _remember(began: datetime, since: datetime, seen: int, found: int) -> None:
    row = EventSweep.objects.create(began_at=began, since=since, seen=seen, found=found)
    EventSweep.objects.filter(pk__lte=row.pk - SWEEPS_KEPT).delete()
