"""What Stripe tells us. An event is stored once and answered; it is processed from its row, with the object fetched
anew, since an event is a hint and Stripe's object is the truth. Sweeps look for what no event told.

    receive(body, signature) -> Received     the webhook's door
    process() -> int                         work off what waits
    sweep_checkouts() -> int                 payment pages, fees, refunds, disputes and payouts that no event told of
    sweep_lost_events() -> int               events Stripe made that never arrived"""

from fundraising.inbox.gifts import look_at_session
from fundraising.inbox.handlers import ASKED, HANDLERS
from fundraising.inbox.lost import sweep_lost_events
from fundraising.inbox.receiving import LARGEST_BODY, Received, receive
from fundraising.inbox.sweeps import sweep_checkouts
from fundraising.inbox.work import MOST_ATTEMPTS, process

__all__ = [
    "ASKED",
    "HANDLERS",
    "LARGEST_BODY",
    "MOST_ATTEMPTS",
    "Received",
    "look_at_session",
    "process",
    "receive",
    "sweep_checkouts",
    "sweep_lost_events",
]
