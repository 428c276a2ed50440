"""Events of monthly gifts: invoices and their subscription."""

from fundraising.inbox.gifts import nothing_to_book
from fundraising.inbox.states import DONE, NOT_BOOKED
from fundraising.models import StripeEvent
from fundraising.monthly_sync import hear


def invoice(event: StripeEvent) -> str:
    return DONE if hear.look_at_invoice(event.object_id) else NOT_BOOKED


def subscription(event: StripeEvent) -> str:
    return DONE if hear.look_at_subscription(event.object_id) else NOT_BOOKED


HANDLERS = {
    "invoice.paid": invoice,
    "invoice.payment_failed": invoice,
    "customer.subscription.updated": subscription,
    "customer.subscription.deleted": subscription,
    "invoice.payment_succeeded": nothing_to_book,
    "invoice.created": nothing_to_book,
    "invoice.finalized": nothing_to_book,
    "invoice.voided": nothing_to_book,
    "invoice_payment.paid": nothing_to_book,
    "customer.created": nothing_to_book,
    "customer.updated": nothing_to_book,
    "customer.subscription.created": nothing_to_book,
}
