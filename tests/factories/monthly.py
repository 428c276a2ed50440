"""Monthly gifts as Stripe would tell of them, without Stripe: sessions, invoices and payments by hand."""

import uuid
from itertools import count

from django.utils import timezone

from fundraising import gateway
from fundraising.actions import donations, funds, monthly_money
from fundraising.models import Appeal, MonthlyGift
from tests.factories.fundraising import make_appeal, make_asked, make_payment, make_session, usd

_n = count(1)
MONTH = 31 * 86400


def start_monthly(fund=None, amount=25, **fields) -> MonthlyGift:
    """A giver was sent to the page of a monthly gift."""
    if fund is None:
        fund = funds.open_pool(make_asked().delegation)
    if fund.kind == "travel":
        fields["appeal"] = Appeal.objects.filter(delegate=fund.delegate).first() or make_appeal(fund.delegate)
    attempt = donations.start(make_asked(fund.delegation, amount=usd(amount), is_monthly=True, **fields))
    donations.remember_session(attempt, make_session(attempt))
    return attempt.donation.monthly


def make_invoice(gift: MonthlyGift, payment=None, **fields) -> gateway.Invoice:
    n = next(_n)
    paid = payment is not None and payment.status == "succeeded"
    values = {
        "id": f"in_{n}",
        "status": "paid" if paid else "open",
        "subscription": gift.subscription or f"sub_{gift.uuid.hex}",
        "customer": gift.customer or f"cus_{gift.uuid.hex}",
        "is_first": not gift.donations.filter(status="paid").exists(),
        "amount_paid": payment.amount_received if paid else 0,
        "amount_due": gift.amount_minor,
        "currency": gift.currency,
        "payment_intent": payment.id if payment else None,
        "was_attempted": payment is not None,
        "tries_again_at": None if paid else int(timezone.now().timestamp()) + 3 * 86400,
        "period_ends_at": int(timezone.now().timestamp()) + MONTH,
        "metadata": {"monthly": str(gift.uuid)},
        "livemode": False,
    } | fields
    return gateway.Invoice(**values)


def month_paid(gift: MonthlyGift, **fields) -> gateway.Payment:
    """The payment of one month: of Stripe's own making, so without our mark."""
    first = gift.donations.order_by("id").first()
    values = {"metadata": {}, "amount_received": gift.amount_minor, "customer": f"cus_{gift.uuid.hex}"}
    return make_payment(first, **(values | fields))


def session_of(gift: MonthlyGift, invoice=None, **fields) -> gateway.Session:
    """The completed page of a monthly gift."""
    attempt = gift.donations.order_by("id").first().attempts.order_by("-number").first()
    values = {
        "status": "complete",
        "payment_status": "paid",
        "subscription": f"sub_{gift.uuid.hex}",
        "customer": f"cus_{gift.uuid.hex}",
        "invoice": invoice.id if invoice else None,
        "payment_intent": None,
    } | fields
    return make_session(attempt, None, **values)


def make_subscription(gift: MonthlyGift, **fields) -> gateway.Subscription:
    values = {
        "id": gift.subscription or f"sub_{gift.uuid.hex}",
        "status": "active",
        "customer": gift.customer or f"cus_{gift.uuid.hex}",
        "amount_minor": gift.amount_minor,
        "currency": gift.currency,
        "cancel_at": int(gift.ends_at.timestamp()) if gift.ends_at else None,
        "ended_at": None,
        "end_reason": None,
        "is_paused": False,
        "resumes_at": None,
        "period_ends_at": int(timezone.now().timestamp()) + MONTH,
        "latest_invoice": None,
        "metadata": {"monthly": str(gift.uuid)},
        "livemode": False,
    } | fields
    return gateway.Subscription(**values)


def make_monthly(fund=None, amount=25, months=1, **fields) -> MonthlyGift:
    """A monthly gift that goes on, with so many months in the books."""
    gift = start_monthly(fund, amount, **fields)
    for _ in range(months):
        pay_month(gift)
        gift.refresh_from_db()
    return gift


def pay_month(gift: MonthlyGift, **fields):
    payment = month_paid(gift, **fields)
    invoice = make_invoice(gift, payment)
    monthly_money.follow_invoice(invoice, payment)
    return invoice, payment


def token() -> uuid.UUID:
    return uuid.uuid4()
