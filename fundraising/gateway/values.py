"""What goes into the gateway and comes out: our own frozen values; amounts are minor units."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

# Stripe's own words for what a card or an intent may be; the rest of the product compares against these.
PaymentStatus = Literal["paid", "unpaid", "no_payment_required"]
SessionStatus = Literal["open", "complete", "expired"]


class GatewayError(Exception):
    """Stripe did not do what was asked."""


class GatewayDown(GatewayError):
    """No usable answer (timeout, 5xx, 429, a lost connection). It may have happened: ask again with the same key."""


class KeySpent(GatewayDown):
    """Stripe failed under this idempotency key, keeps that answer for a day, and gives it to every repeat. Only another
    key helps, where it does no harm to do it twice."""


class GatewayRefused(GatewayError):
    """Stripe said no (4xx); asking again the same way will not help. `code` is Stripe's, or its error type."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code, self.message = code, message


class NotThere(GatewayRefused):
    """Stripe knows no object with this id (404)."""


class BadSignature(GatewayError):
    """The body was not signed by any of our webhook secrets just now, or is no event."""


@dataclass(frozen=True, slots=True)
class SessionRequest:
    """`metadata` holds opaque ids only, never a name; it is put on the session and on its payment. `success_url` must
    contain `{CHECKOUT_SESSION_ID}`; `expires_at` is Unix seconds, 30 minutes to 24 hours ahead."""

    amount_minor: int
    currency: str
    product_name: str
    donation_uuid: str
    email: str
    success_url: str
    cancel_url: str
    expires_at: int
    idempotency_key: str
    locale: str = "auto"
    metadata: dict[str, str] = field(default_factory=dict)
    # The amount is asked each month, from today on.
    is_monthly: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """`url` is None once the session is complete or expired; `payment_intent` is None until somebody tried to pay, and
    always for a monthly gift, which names its subscription and first invoice once it is complete."""

    id: str
    url: str | None
    payment_intent: str | None
    status: SessionStatus
    payment_status: PaymentStatus
    amount_total: int
    currency: str
    client_reference_id: str | None
    metadata: dict[str, str]
    livemode: bool
    expires_at: int
    subscription: str | None = None
    invoice: str | None = None
    customer: str | None = None


@dataclass(frozen=True, slots=True)
class Balance:
    """What settled, signed as Stripe signs it: gross, fee and net in the account's currency, which may differ from the
    gift's. `exchange_rate` is what Stripe converted by, units of `currency` for one unit charged; None without change.
    `category` is Stripe's reporting category; `source` the id of the object that caused it."""

    id: str
    amount: int
    fee: int
    net: int
    currency: str
    available_on: int
    exchange_rate: Decimal | None = None
    category: str = "charge"
    source: str | None = None
    created: int | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    """`amount` is what was asked, `amount_received` what came. `balance` is None until Stripe has settled the charge;
    `charge.updated` tells when. `payer_email` is what was typed where the payment was tried."""

    id: str
    status: str
    amount_received: int
    currency: str
    charge_id: str | None
    charge_created: int | None
    balance: Balance | None
    livemode: bool
    metadata: dict[str, str]
    card_last4: str | None
    customer: str | None = None
    payer_email: str | None = None
    amount: int = 0


@dataclass(frozen=True, slots=True)
class SubscriptionOrder:
    """What a monthly gift should be at Stripe. `cancel_at` and `resumes_at` are Unix seconds, None for no end and no
    pause; `amount_minor` is what each month takes."""

    subscription: str
    amount_minor: int
    cancel_at: int | None
    resumes_at: int | None
    idempotency_key: str


@dataclass(frozen=True, slots=True)
class Subscription:
    """`end_reason` is Stripe's word for why it was cancelled; `period_ends_at` is when the next month is taken."""

    id: str
    status: str
    customer: str
    amount_minor: int
    currency: str
    cancel_at: int | None
    ended_at: int | None
    end_reason: str | None
    is_paused: bool
    resumes_at: int | None
    period_ends_at: int
    latest_invoice: str | None
    metadata: dict[str, str]
    livemode: bool


@dataclass(frozen=True, slots=True)
class Invoice:
    """One month of a monthly gift. `tries_again_at` is None when Stripe will not try again by itself; `metadata` is the
    subscription's."""

    id: str
    status: str
    subscription: str | None
    customer: str | None
    is_first: bool
    amount_paid: int
    amount_due: int
    currency: str
    payment_intent: str | None
    was_attempted: bool
    tries_again_at: int | None
    period_ends_at: int | None
    metadata: dict[str, str]
    livemode: bool


@dataclass(frozen=True, slots=True)
class RefundRequest:
    """`amount_minor` in the payment's own currency. `reason` is one of Stripe's three, or None."""

    payment_intent: str
    amount_minor: int
    idempotency_key: str
    reason: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refund:
    """`balance` is what left Stripe, `failure_balance` what came back; both None until it happened."""

    id: str
    status: str
    amount: int
    currency: str
    payment_intent: str | None
    charge_id: str | None
    reason: str | None
    failure_reason: str | None
    created: int
    balance: Balance | None
    failure_balance: Balance | None
    metadata: dict[str, str]


@dataclass(frozen=True, slots=True)
class Dispute:
    """`movements`: every balance transaction it has caused so far, in Stripe's order."""

    id: str
    status: str
    amount: int
    currency: str
    payment_intent: str | None
    charge_id: str
    reason: str
    created: int
    due_by: int | None
    movements: tuple[Balance, ...]
    livemode: bool


@dataclass(frozen=True, slots=True)
class FraudWarning:
    id: str
    payment_intent: str | None
    charge_id: str
    fraud_type: str
    actionable: bool
    created: int
    livemode: bool


@dataclass(frozen=True, slots=True)
class Payout:
    """`amount` is negative where Stripe takes back from the bank account what it is owed."""

    id: str
    status: str
    amount: int
    currency: str
    automatic: bool
    arrival_date: int
    created: int
    reconciled: bool
    balance_transaction: str | None
    failure_code: str | None
    livemode: bool


@dataclass(frozen=True, slots=True)
class Event:
    """A verified notice. It says which object to fetch; its copy of the object is never booked from."""

    id: str
    type: str
    object_id: str | None
    object_kind: str
    payment_intent: str | None
    api_version: str | None
    livemode: bool
    created: int
