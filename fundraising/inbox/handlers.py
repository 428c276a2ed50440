"""Which event is handled by whom: one table, a part from each family. What is not in it is stored and shown as not yet
booked."""

from collections.abc import Callable

from fundraising.inbox import gifts, losses, payouts
from fundraising.inbox.states import DONE, NOT_BOOKED, NoParent
from fundraising.models import StripeEvent

HANDLERS: dict[str, Callable[[StripeEvent], str]] = {**gifts.HANDLERS, **losses.HANDLERS, **payouts.HANDLERS}

__all__ = ["DONE", "HANDLERS", "NOT_BOOKED", "NoParent"]
