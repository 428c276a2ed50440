"""The only file that knows Stripe's library. Our own frozen values go in and come out; amounts are minor units.

Demo, test and live use this same code; `settings.STRIPE_API_BASE` says who answers. Nothing is cached at import, so a
changed setting counts from the next call. Calls happen outside database transactions: row first, call, then save ids.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

import requests
import stripe
from django.conf import settings
from stripe.params.checkout import SessionCreateParams

API_VERSION = stripe.api_version
MAX_NETWORK_RETRIES = 2
CONNECT_SECONDS, READ_SECONDS = 5, 20
TOLERANCE_SECONDS = 300
# Stripe's own words for what a card or an intent may be; the rest of the product compares against these.
PaymentStatus = Literal["paid", "unpaid", "no_payment_required"]
SessionStatus = Literal["open", "complete", "expired"]


class GatewayError(Exception):
    """Stripe did not do what was asked."""


class GatewayDown(GatewayError):
    """No usable answer (timeout, 5xx, 429, a lost connection). It may have happened: ask again with the same key."""


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


@dataclass(frozen=True, slots=True)
class Session:
    """`url` is None once the session is complete or expired; `payment_intent` is None until somebody tried to pay."""

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


@dataclass(frozen=True, slots=True)
class Balance:
    """What settled: gross, fee and net in the account's currency, which may differ from the gift's."""

    id: str
    amount: int
    fee: int
    net: int
    currency: str
    available_on: int


@dataclass(frozen=True, slots=True)
class Payment:
    """`balance` is None until Stripe has settled the charge; `charge.updated` tells when."""

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


# -- calls --------------------------------------------------------------------------------------
def create_session(request: SessionRequest) -> Session:
    """Open a hosted payment page. The same key with the same request answers the same session.

    Raises GatewayDown (ask again, same key) or GatewayRefused.
    """
    params: SessionCreateParams = {
        "mode": "payment",
        "submit_type": "donate",
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": request.currency.lower(),
                    "unit_amount": request.amount_minor,
                    "product_data": {"name": request.product_name},
                },
            }
        ],
        "client_reference_id": request.donation_uuid,
        "metadata": request.metadata,
        "payment_intent_data": {"metadata": request.metadata},
        "customer_email": request.email,
        "locale": request.locale,
        "success_url": request.success_url,
        "cancel_url": request.cancel_url,
        "expires_at": request.expires_at,
    }
    options: stripe.RequestOptions = {"idempotency_key": request.idempotency_key}
    return _session(_call(lambda client: client.v1.checkout.sessions.create(params, options)))


def fetch_session(session_id: str) -> Session:
    """Raises GatewayDown, NotThere or GatewayRefused."""
    return _session(_call(lambda client: client.v1.checkout.sessions.retrieve(session_id)))


def expire_session(session_id: str) -> Session:
    """Close an open page so that it can no longer be paid. Raises GatewayRefused when it is not open."""
    return _session(_call(lambda client: client.v1.checkout.sessions.expire(session_id)))


def fetch_payment(payment_intent_id: str) -> Payment:
    """The payment with its latest charge and, once there, the balance transaction. Raises GatewayDown, NotThere."""
    expand = "latest_charge.balance_transaction"
    return _payment(_call(lambda client: client.v1.payment_intents.retrieve(payment_intent_id, {"expand": [expand]})))


def fetch_balance(charge_id: str) -> Balance | None:
    """None while Stripe has not settled the charge. Raises GatewayDown, NotThere."""
    charge = _call(lambda client: client.v1.charges.retrieve(charge_id, {"expand": ["balance_transaction"]}))
    return _balance(charge.get("balance_transaction"))


def parse_event(body: bytes, signature: str | None) -> Event:
    """Verify the raw body against every configured secret (two while one is rolled). Raises BadSignature."""
    event = None
    for secret in settings.STRIPE_WEBHOOK_SECRETS:
        try:
            stripe.WebhookSignature.verify_header(body, signature, secret, TOLERANCE_SECONDS)
            event = json.loads(body)
            break
        except (ValueError, TypeError, AttributeError, stripe.SignatureVerificationError):
            continue
    try:
        return _event(event)
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise BadSignature("not signed by Stripe for this endpoint, or not an event") from error


# -- the library --------------------------------------------------------------------------------
def _client() -> stripe.StripeClient:
    stripe.enable_telemetry = False
    session = requests.Session()
    session.trust_env = not settings.DEMO  # a developer's proxy knows nothing of the loopback address
    http = stripe.RequestsClient(timeout=(CONNECT_SECONDS, READ_SECONDS), session=session)
    return stripe.StripeClient(
        settings.STRIPE_SECRET_KEY,
        base_addresses={"api": settings.STRIPE_API_BASE},
        max_network_retries=MAX_NETWORK_RETRIES,
        http_client=http,
    )


@contextmanager
def _translated() -> Iterator[None]:
    """Stripe's errors become ours; anything without a usable answer is GatewayDown, never a refusal."""
    try:
        yield
    except (stripe.APIConnectionError, stripe.RateLimitError) as error:
        raise GatewayDown(type(error).__name__) from error
    except stripe.IdempotencyError as error:
        # 409: the first request under this key still runs. 400: it was another request.
        if error.http_status == 409:
            raise GatewayDown("the first request under this key is still under way") from error
        raise GatewayRefused("idempotency_error", _words(error)) from error
    except stripe.StripeError as error:
        status = error.http_status or 0
        if not 400 <= status < 500 or status == 409:
            raise GatewayDown(f"{type(error).__name__} {status}") from error
        code = error.code or getattr(error.error, "type", None) or type(error).__name__
        raise (NotThere if status == 404 else GatewayRefused)(str(code), _words(error)) from error


def _words(error: stripe.StripeError) -> str:
    return error.user_message or str(error)


def _call(ask: Callable[[stripe.StripeClient], Any]) -> dict[str, Any]:
    with _translated():
        answer: dict[str, Any] = ask(_client()).to_dict(for_json=True)
    return answer


def _session(raw: dict[str, Any]) -> Session:
    return Session(
        id=raw["id"],
        url=raw.get("url"),
        payment_intent=_id(raw.get("payment_intent")),
        status=raw["status"],
        payment_status=raw["payment_status"],
        amount_total=raw["amount_total"],
        currency=raw["currency"].upper(),
        client_reference_id=raw.get("client_reference_id"),
        metadata=dict(raw.get("metadata") or {}),
        livemode=raw["livemode"],
        expires_at=raw["expires_at"],
    )


def _payment(raw: dict[str, Any]) -> Payment:
    charge = raw.get("latest_charge")
    charge = charge if isinstance(charge, dict) else {}
    card = (charge.get("payment_method_details") or {}).get("card") or {}
    return Payment(
        id=raw["id"],
        status=raw["status"],
        amount_received=raw["amount_received"],
        currency=raw["currency"].upper(),
        charge_id=charge.get("id"),
        charge_created=charge.get("created"),
        balance=_balance(charge.get("balance_transaction")),
        livemode=raw["livemode"],
        metadata=dict(raw.get("metadata") or {}),
        card_last4=card.get("last4"),
    )


def _balance(raw: Any) -> Balance | None:
    if not isinstance(raw, dict):
        return None
    return Balance(
        id=raw["id"],
        amount=raw["amount"],
        fee=raw["fee"],
        net=raw["net"],
        currency=raw["currency"].upper(),
        available_on=raw["available_on"],
    )


def _event(raw: Any) -> Event:
    if raw is None or raw["object"] != "event":
        raise ValueError("no event")
    thing = raw["data"]["object"]
    kind = thing["object"]
    payment = thing["id"] if kind == "payment_intent" else _id(thing.get("payment_intent"))
    return Event(
        id=_text(raw["id"]),
        type=_text(raw["type"]),
        object_id=thing.get("id"),
        object_kind=kind,
        payment_intent=payment,
        api_version=raw.get("api_version"),
        livemode=bool(raw["livemode"]),
        created=int(raw["created"]),
    )


def _id(value: Any) -> str | None:
    """The id of a field that may be expanded."""
    return value["id"] if isinstance(value, dict) else value


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value or len(value) > 255:
        raise ValueError("no id")
    return value
