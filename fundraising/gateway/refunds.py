"""Money given back: asked for by us or by somebody in the dashboard."""

from __future__ import annotations

from typing import Any

import stripe
from stripe.params import RefundCreateParams

from fundraising.gateway.client import call, call_all, id_of
from fundraising.gateway.transactions import PAGE, balance_of
from fundraising.gateway.values import Refund, RefundRequest

EXPAND = ["balance_transaction", "failure_balance_transaction"]


def create_refund(request: RefundRequest) -> Refund:
    """Give money of a payment back to its card. The same key with the same request answers the same refund.

    Raises GatewayDown (ask again, same key) or GatewayRefused."""
    params: RefundCreateParams = {
        "payment_intent": request.payment_intent,
        "amount": request.amount_minor,
        "metadata": request.metadata,
        "expand": EXPAND,
    }
    if request.reason:
        params["reason"] = request.reason
    options: stripe.RequestOptions = {"idempotency_key": request.idempotency_key}
    return refund_of(call(lambda client: client.v1.refunds.create(params, options)))


def fetch_refund(refund_id: str) -> Refund:
    """Raises GatewayDown, NotThere."""
    return refund_of(call(lambda client: client.v1.refunds.retrieve(refund_id, {"expand": EXPAND})))


def fetch_refunds(payment_intent: str) -> list[Refund]:
    """Every refund of a payment, whoever began it. Raises GatewayDown."""
    expand = [f"data.{name}" for name in EXPAND]
    found = call_all(
        lambda client: client.v1.refunds.list({"payment_intent": payment_intent, "limit": PAGE, "expand": expand})
    )
    return [refund_of(raw) for raw in found]


def refund_of(raw: dict[str, Any]) -> Refund:
    return Refund(
        id=raw["id"],
        status=raw.get("status") or "pending",
        amount=raw["amount"],
        currency=raw["currency"].upper(),
        payment_intent=id_of(raw.get("payment_intent")),
        charge_id=id_of(raw.get("charge")),
        reason=raw.get("reason"),
        failure_reason=raw.get("failure_reason"),
        created=raw["created"],
        balance=balance_of(raw.get("balance_transaction")),
        failure_balance=balance_of(raw.get("failure_balance_transaction")),
        metadata=dict(raw.get("metadata") or {}),
    )
