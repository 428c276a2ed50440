"""Events of money on its way to the bank account."""

from fundraising import gateway
from fundraising.actions import payouts
from fundraising.inbox.states import DONE
from fundraising.models import StripeEvent


def payout(event: StripeEvent) -> str:
    return look_at_payout(event.object_id)


def look_at_payout(payout_id: str) -> str:
    """Fetch the payout anew and do what it says; once Stripe knows what is in it, keep that too."""
    found = gateway.fetch_payout(payout_id)
    row = payouts.follow(found)
    if found.automatic and found.reconciled and not row.reconciled:
        payouts.remember_lines(row, gateway.fetch_payout_lines(payout_id))
    return DONE


HANDLERS = {
    "payout.created": payout,
    "payout.updated": payout,
    "payout.paid": payout,
    "payout.failed": payout,
    "payout.canceled": payout,
    "payout.reconciliation_completed": payout,
}
