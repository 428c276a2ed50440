"""What a handler answers, and what it says when the thing an event is about is not ours yet."""

from fundraising.models import StripeEvent

DONE, NOT_BOOKED = StripeEvent.State.DONE, StripeEvent.State.NOT_BOOKED


class NoParent(Exception):
    """The payment it belongs to is not (yet) in our rows: it waits, and is looked at again when that has come."""
