"""The webhook's door: verify, store once, answer."""

import hashlib
import logging
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.db import DatabaseError, IntegrityError, transaction

from fundraising import gateway
from fundraising.models import StripeEvent

logger = logging.getLogger(__name__)

LARGEST_BODY = 256 * 1024


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
    if event.api_version and event.api_version != gateway.API_VERSION:
        # It is fetched anew in our version, so nothing is lost; somebody has to set the endpoint's.
        logger.error("event of API version %s, not %s: %s", event.api_version, gateway.API_VERSION, event.id)
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
