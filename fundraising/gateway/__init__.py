"""The only package that knows Stripe's library. Our own frozen values go in and come out; amounts are minor units.

Demo, test and live use this same code; `settings.STRIPE_API_BASE` says who answers. Nothing is cached at import, so a
changed setting counts from the next call. Calls happen outside database transactions: row first, call, then save ids.
"""

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
    NotThere,
    Payment,
    PaymentStatus,
    Session,
    SessionRequest,
    SessionStatus,
)

__all__ = [
    "API_VERSION",
    "BadSignature",
    "Balance",
    "Event",
    "GatewayDown",
    "GatewayError",
    "GatewayRefused",
    "NotThere",
    "Payment",
    "PaymentStatus",
    "Session",
    "SessionRequest",
    "SessionStatus",
    "create_session",
    "expire_session",
    "fetch_balance",
    "fetch_payment",
    "fetch_session",
    "parse_event",
]
