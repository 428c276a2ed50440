"""The hosted payment page."""

from __future__ import annotations

from typing import Any

import stripe
from stripe.params.checkout import SessionCreateParams

from fundraising.gateway.client import call, id_of
from fundraising.gateway.values import Session, SessionRequest


def create_session(request: SessionRequest) -> Session:
    """Open a hosted payment page. The same key with the same request answers the same session.

    Raises GatewayDown (ask again, same key) or GatewayRefused.
    """
    options: stripe.RequestOptions = {"idempotency_key": request.idempotency_key}
    params = session_params(request)
    return session_of(call(lambda client: client.v1.checkout.sessions.create(params, options)))


def session_params(request: SessionRequest) -> SessionCreateParams:
    """What Stripe is asked for."""
    return {
        "mode": "subscription" if request.is_monthly else "payment",
        "submit_type": "donate",
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": request.currency.lower(),
                    "unit_amount": request.amount_minor,
                    "product_data": {"name": request.product_name},
                    **_recurring(request),
                },
            }
        ],
        "client_reference_id": request.donation_uuid,
        "metadata": request.metadata,
        **_marks(request),
        "customer_email": request.email,
        "locale": request.locale,
        "success_url": request.success_url,
        "cancel_url": request.cancel_url,
        "expires_at": request.expires_at,
    }


def _recurring(request: SessionRequest) -> Any:
    return {"recurring": {"interval": "month"}} if request.is_monthly else {}


def _marks(request: SessionRequest) -> Any:
    """The session's metadata are not copied to what it makes."""
    return {"subscription_data" if request.is_monthly else "payment_intent_data": {"metadata": request.metadata}}


def fetch_session(session_id: str) -> Session:
    """Raises GatewayDown, NotThere or GatewayRefused."""
    return session_of(call(lambda client: client.v1.checkout.sessions.retrieve(session_id)))


def expire_session(session_id: str) -> Session:
    """Close an open page so that it can no longer be paid. Raises GatewayRefused when it is not open."""
    return session_of(call(lambda client: client.v1.checkout.sessions.expire(session_id)))


def session_of(raw: dict[str, Any]) -> Session:
    return Session(
        id=raw["id"],
        url=raw.get("url"),
        payment_intent=id_of(raw.get("payment_intent")),
        status=raw["status"],
        payment_status=raw["payment_status"],
        amount_total=raw["amount_total"],
        currency=raw["currency"].upper(),
        client_reference_id=raw.get("client_reference_id"),
        metadata=dict(raw.get("metadata") or {}),
        livemode=raw["livemode"],
        expires_at=raw["expires_at"],
        subscription=id_of(raw.get("subscription")),
        invoice=id_of(raw.get("invoice")),
        customer=id_of(raw.get("customer")),
    )
