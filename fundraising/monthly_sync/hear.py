"""What Stripe tells us of monthly gifts: sessions, invoices, payments and subscriptions, each fetched anew, in any
order. Every function answers whether it was one of ours, and raises GatewayError for the caller to ask again."""

from django.utils import timezone

from fundraising import gateway
from fundraising.actions import donations, monthly_money
from fundraising.models import Donation


def is_ours(session: gateway.Session) -> bool:
    return monthly_money.gift_of(session.subscription, session.metadata) is not None


def look_at_session(session: gateway.Session) -> Donation | None:
    """A page of a monthly gift: its first invoice and payment are fetched, and what they say is done. None when it is
    not ours, or was a second page of the same gift."""
    if not is_ours(session):
        return None
    invoice = gateway.fetch_invoice(session.invoice) if session.invoice else None
    payment = _payment_of(invoice)
    try:
        return monthly_money.follow_session(session, invoice, payment)
    except monthly_money.Stray as stray:
        _end(stray)
        return None


def look_at_invoice(invoice_id: str) -> bool:
    return follow_invoice(gateway.fetch_invoice(invoice_id))


def follow_invoice(invoice: gateway.Invoice) -> bool:
    if monthly_money.gift_of(invoice.subscription, invoice.metadata) is None:
        return False
    try:
        return monthly_money.follow_invoice(invoice, _payment_of(invoice))
    except monthly_money.Stray as stray:
        _end(stray)
        return True


def look_at_payment(payment: gateway.Payment) -> bool:
    """A payment without our mark may be a month's: its gift knows it, or its invoice says whose it is."""
    known = Donation.objects.filter(payment_intent=payment.id, monthly__isnull=False).first()
    if known is not None:
        return donations.settle(payment, ours=str(known.uuid)) is not None
    if payment.customer is None:
        return False
    invoice = gateway.invoice_of_payment(payment.id)
    return invoice is not None and look_at_invoice(invoice)


def look_at_subscription(subscription_id: str) -> bool:
    asked_at = timezone.now()
    found = gateway.fetch_subscription(subscription_id)
    try:
        return monthly_money.follow_subscription(found, asked_at) is not None
    except monthly_money.Stray as stray:
        _end(stray)
        return True


def _payment_of(invoice: gateway.Invoice | None) -> gateway.Payment | None:
    return gateway.fetch_payment(invoice.payment_intent) if invoice and invoice.payment_intent else None


def _end(stray: monthly_money.Stray) -> None:
    """The page of one gift was paid twice: the second subscription takes nothing more."""
    gateway.cancel_subscription(stray.subscription, f"stray-{stray.subscription}")
