"""Events of a payment on its way in."""

from fundraising import gateway
from fundraising.actions import donations
from fundraising.inbox.states import DONE, NOT_BOOKED
from fundraising.models import StripeEvent


def session(event: StripeEvent) -> str:
    return look_at_session(event.object_id)


def payment(event: StripeEvent) -> str:
    if not event.payment_intent:
        return NOT_BOOKED
    found = gateway.fetch_payment(event.payment_intent)
    if not found.metadata.get("donation"):
        return NOT_BOOKED
    return DONE if donations.settle(found) is not None or _nothing_left(found) else NOT_BOOKED


def nothing_to_book(event: StripeEvent) -> str:
    """A step on the way; what it leads to has an event of its own."""
    return DONE


def look_at_session(session_id: str) -> str:
    """Fetch the session and its payment anew and do what they say."""
    found = gateway.fetch_session(session_id)
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
    "payment_intent.payment_failed": nothing_to_book,
    "payment_intent.canceled": nothing_to_book,
    "payment_intent.requires_action": nothing_to_book,
    "charge.pending": nothing_to_book,
    "charge.failed": nothing_to_book,
}
