"""The only package that knows Stripe's library. Our own frozen values go in and come out; amounts are minor units.

Demo, test and live use this same code; `settings.STRIPE_API_BASE` says who answers. Nothing is cached at import, so a
changed setting counts from the next call. Calls happen outside database transactions: row first, call, then save ids.

What is named `…_of` reads an object as Stripe writes it and calls nobody.
"""

from fundraising.gateway.billing import (
    cancel_subscription,
    change_subscription,
    fetch_invoice,
    fetch_subscription,
    invoice_of,
    invoice_of_payment,
    open_card_page,
    recent_invoices,
    subscription_of,
)
from fundraising.gateway.checkout import create_session, expire_session, fetch_session, session_of, session_params
from fundraising.gateway.client import API_VERSION
from fundraising.gateway.disputes import dispute_of, fetch_dispute, fetch_warning, warning_of
from fundraising.gateway.events import parse_event
from fundraising.gateway.listing import (
    Movement,
    Page,
    fetch_holdings,
    holdings_of,
    list_events,
    list_movements,
    movement_of,
)
from fundraising.gateway.payments import fetch_balance, fetch_payment, payment_of, payment_of_charge
from fundraising.gateway.payouts import fetch_payout, payout_of
from fundraising.gateway.refunds import create_refund, fetch_refund, fetch_refunds, refund_of
from fundraising.gateway.transactions import balance_of, fetch_payout_lines
from fundraising.gateway.values import (
    BadSignature,
    Balance,
    Dispute,
    Event,
    FraudWarning,
    GatewayDown,
    GatewayError,
    GatewayRefused,
    Invoice,
    KeySpent,
    NotThere,
    Payment,
    PaymentStatus,
    Payout,
    Refund,
    RefundRequest,
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
    "Dispute",
    "Event",
    "FraudWarning",
    "GatewayDown",
    "GatewayError",
    "GatewayRefused",
    "Invoice",
    "KeySpent",
    "Movement",
    "NotThere",
    "Page",
    "Payment",
    "PaymentStatus",
    "Payout",
    "Refund",
    "RefundRequest",
    "Session",
    "SessionRequest",
    "SessionStatus",
    "Subscription",
    "SubscriptionOrder",
    "balance_of",
    "cancel_subscription",
    "change_subscription",
    "create_refund",
    "create_session",
    "dispute_of",
    "expire_session",
    "fetch_balance",
    "fetch_dispute",
    "fetch_holdings",
    "fetch_invoice",
    "fetch_payment",
    "fetch_payout",
    "fetch_payout_lines",
    "fetch_refund",
    "fetch_refunds",
    "fetch_session",
    "fetch_subscription",
    "fetch_warning",
    "holdings_of",
    "invoice_of",
    "invoice_of_payment",
    "list_events",
    "list_movements",
    "movement_of",
    "open_card_page",
    "parse_event",
    "payment_of",
    "payment_of_charge",
    "payout_of",
    "recent_invoices",
    "refund_of",
    "session_of",
    "session_params",
    "subscription_of",
    "warning_of",
]
