"""Which event is handled by whom: one table, a part from each family. What is not in it is stored and shown as not yet
booked. `ASKED` is what Stripe is asked to send."""

from collections.abc import Callable

from fundraising.inbox import gifts, losses, monthly, payouts
from fundraising.inbox.states import DONE, NOT_BOOKED, NoParent
from fundraising.models import StripeEvent

HANDLERS: dict[str, Callable[[StripeEvent], str]] = {
    **gifts.HANDLERS,
    **losses.HANDLERS,
    **payouts.HANDLERS,
    **monthly.HANDLERS,
}

# What the endpoint at Stripe is subscribed to, and what is missed when it did not arrive. The others of the table say
# the same once more, or a step on the way: they are worked off where they come, and nobody looks for them.
ASKED = frozenset(
    {
        "checkout.session.completed",
        "checkout.session.async_payment_succeeded",
        "checkout.session.async_payment_failed",
        "checkout.session.expired",
        "payment_intent.payment_failed",
        "charge.updated",
        "charge.refunded",
        "charge.dispute.created",
        "charge.dispute.updated",
        "charge.dispute.closed",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.funds_reinstated",
        "refund.created",
        "refund.updated",
        "refund.failed",
        "radar.early_fraud_warning.created",
        "radar.early_fraud_warning.updated",
        "payout.paid",
        "payout.failed",
        "payout.canceled",
        "payout.reconciliation_completed",
        "invoice.paid",
        "invoice.payment_failed",
        "customer.subscription.updated",
        "customer.subscription.deleted",
    }
)

__all__ = ["ASKED", "DONE", "HANDLERS", "NOT_BOOKED", "NoParent"]
