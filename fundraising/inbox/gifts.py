"""Events of a payment on its way in."""

from fundraising import gateway
from fundraising.actions import donations, giving
from fundraising.inbox.states import DONE, NOT_BOOKED
from fundraising.models import StripeEvent
from fundraising.monthly_sync import hear


def session(event: StripeEvent) -> str:
    return look_at_session(event.object_id)


def payment(event: StripeEvent) -> str:
    if not event.payment_intent:
        return NOT_BOOKED
    found = gateway.fetch_payment(event.payment_intent)
    if not found.metadata.get("donation"):
        return DONE if hear.look_at_payment(found) else NOT_BOOKED
    return DONE if donations.settle(found) is not None or _nothing_left(found) else NOT_BOOKED


def declined(event: StripeEvent) -> str:
    """A card failed: counted on its page, for the breaker against stolen cards. The donor may try another. A month of a
    gift that goes on is no page, and nobody who tries cards can bring one about: it is not counted."""
    payment = gateway.fetch_payment(event.payment_intent) if event.payment_intent else None
    if payment is None:
        return DONE
    attempt = payment.metadata.get("attempt")
    if attempt and donations.is_uuid(attempt):
        giving.note_decline(attempt)
    elif not payment.metadata and gateway.invoice_of_payment(payment.id) is None:
        giving.note_monthly_decline(payment)
    return DONE


def nothing_to_book(event: StripeEvent) -> str:
    """A step on the way; what it leads to has an event of its own."""
    return DONE


def look_at_session(session_id: str) -> str:
    """Fetch the session and its payment anew and do what they say."""
    found = gateway.fetch_session(session_id)
    if found.subscription:
        hear.look_at_session(found)
        return DONE if hear.is_ours(found) else NOT_BOOKED
    paid = gateway.fetch_payment(found.payment_intent) if found.payment_intent else None
    return DONE if donations.follow(found, paid) is not None or _nothing_left(paid) else NOT_BOOKED


def _nothing_left(found) -> bool:
    """No gift came of it, and yet nothing is to be booked: no money of ours came, or it is held apart. A payment that
    was refused (the other world's) stays not booked, for a person."""
    if found is None or not found.metadata.get("donation"):
        return False
    return found.status != "succeeded" or donations.is_held_apart(found)


HANDLERS = {
    "checkout.session.completed": session,
    "checkout.session.async_payment_succeeded": session,
    "checkout.session.async_payment_failed": session,
    "checkout.session.expired": session,
    "payment_intent.succeeded": payment,
    "charge.succeeded": payment,
    "charge.updated": payment,
    "payment_intent.created": nothing_to_book,
    "payment_intent.processing": nothing_to_book,
    "payment_intent.payment_failed": declined,
    "payment_intent.canceled": nothing_to_book,
    "payment_intent.requires_action": nothing_to_book,
    "charge.pending": nothing_to_book,
    "charge.failed": nothing_to_book,
}
