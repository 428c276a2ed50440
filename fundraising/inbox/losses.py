"""Events of a payment on its way out: refunds, disputes, early warnings. Each fetches its payment first and settles it,
so that what follows a gift may be told before the gift itself."""

from fundraising import gateway
from fundraising.actions import disputes, donations, refunds
from fundraising.inbox.states import DONE, NoParent
from fundraising.models import Donation, HeldApart, StripeEvent


def bring(payment_intent: str | None) -> str:
    """Make sure that the payment stands in our books. Raises NoParent for one that carries no mark of ours and stands
    in none of our rows."""
    if not payment_intent:
        raise NoParent
    paid = Donation.objects.filter(payment_intent=payment_intent, status=Donation.Status.PAID)
    if not paid.exists() and not HeldApart.objects.filter(payment_intent=payment_intent).exists():
        found = gateway.fetch_payment(payment_intent)
        if found.metadata.get("donation") or Donation.objects.filter(payment_intent=payment_intent).exists():
            donations.settle(found, ours=_named(payment_intent))
    return payment_intent


def _named(payment_intent: str) -> str:
    """The gift that is being settled with this payment, for one that lost our mark."""
    waiting = Donation.objects.filter(payment_intent=payment_intent).values_list("uuid", flat=True).first()
    return str(waiting or "")


def _payment_of(event: StripeEvent, found) -> str | None:
    if event.payment_intent or found.payment_intent:
        return event.payment_intent or found.payment_intent
    return gateway.payment_of_charge(found.charge_id) if found.charge_id else None


def refund(event: StripeEvent) -> str:
    payment = event.payment_intent or _payment_of(event, gateway.fetch_refund(event.object_id))
    return look_at_refunds(payment)


def charge_refunded(event: StripeEvent) -> str:
    """Only a hint: the charge does not say which refunds it means."""
    return look_at_refunds(event.payment_intent or gateway.payment_of_charge(event.object_id))


def look_at_refunds(payment_intent: str | None) -> str:
    """Every refund of the payment, fetched anew: one that failed makes room for the next, whichever was told first."""
    name = bring(payment_intent)
    if refunds.follow(name, gateway.fetch_refunds(name)) is None:
        raise NoParent
    return DONE


def dispute(event: StripeEvent) -> str:
    return look_at_dispute(event.object_id, event)


def look_at_dispute(dispute_id: str, event: StripeEvent | None = None) -> str:
    found = gateway.fetch_dispute(dispute_id)
    payment = (event.payment_intent if event else None) or found.payment_intent
    name = bring(payment or gateway.payment_of_charge(found.charge_id))
    if disputes.follow(name, found) is None:
        raise NoParent
    return DONE


def warning(event: StripeEvent) -> str:
    found = gateway.fetch_warning(event.object_id)
    name = bring(_payment_of(event, found))
    if disputes.warn(name, found) is None:
        raise NoParent
    return DONE


HANDLERS = {
    "refund.created": refund,
    "refund.updated": refund,
    "refund.failed": refund,
    "charge.refund.updated": refund,
    "charge.refunded": charge_refunded,
    "charge.dispute.created": dispute,
    "charge.dispute.updated": dispute,
    "charge.dispute.closed": dispute,
    "charge.dispute.funds_withdrawn": dispute,
    "charge.dispute.funds_reinstated": dispute,
    "radar.early_fraud_warning.created": warning,
    "radar.early_fraud_warning.updated": warning,
}
