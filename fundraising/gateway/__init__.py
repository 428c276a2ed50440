"""The only package that knows Stripe's library. Our own frozen values go in and come out; amounts are minor units.

Demo, test and live use this same code; `settings.STRIPE_API_BASE` says who answers. Nothing is cached at import, so a
changed setting counts from the next call. Calls happen outside database transactions: row first, call, then save ids.
"""

from fundraising.gateway.billing import (
    cancel_subscription,
    change_subscription,
    fetch_invoice,
    fetch_subscription,
    invoice_of_payment,
    open_card_page,
    recent_invoices,
)
from fundraising.gateway.checkout import create_session, expire_session, fetch_session
from fundraising.gateway.client import API_VERSION
from fundraising.gateway.events import parse_event
from fundraising.gateway.payments import fetch_balance, fetch_payment
from fundraising.gateway.values import (
    BadSignature,
    Balance,
    Event,
    GatewayDown,
    GatewayError,
    GatewayRefused,
    Invoice,
    NotThere,
    Payment,
    PaymentStatus,
    Session,
    SessionRequest,
    SessionStatus,
    Subscription,
    SubscriptionOrder,
)

__all__ = [
    "API_VERSION",
    "BadSignature",
    "Balance",
    "Event",
    "GatewayDown",
    "GatewayError",
    "GatewayRefused",
    "Invoice",
    "NotThere",
    "Payment",
    "PaymentStatus",
    "Session",
    "SessionRequest",
    "SessionStatus",
    "Subscription",
    "SubscriptionOrder",
    "cancel_subscription",
    "change_subscription",
    "create_session",
    "expire_session",
    "fetch_balance",
    "fetch_invoice",
    "fetch_payment",
    "fetch_session",
    "fetch_subscription",
    "invoice_of_payment",
    "open_card_page",
    "parse_event",
    "recent_invoices",
]
