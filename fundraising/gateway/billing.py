"""Monthly gifts at Stripe: subscriptions, their invoices, and the page where a giver changes the card."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from typing import Any

import stripe

from fundraising.gateway.client import call, id_of
from fundraising.gateway.values import Invoice, NotThere, Subscription, SubscriptionOrder

_UNSET = ""


def fetch_subscription(subscription_id: str) -> Subscription:
    """Raises GatewayDown, NotThere or GatewayRefused."""
    return subscription_of(call(lambda client: client.v1.subscriptions.retrieve(subscription_id)))


def change_subscription(order: SubscriptionOrder) -> Subscription:
    """Make the subscription as the order wants it: its end, a pause, its amount. What is there already stays; asking
    twice is asking once. Raises GatewayDown, NotThere or GatewayRefused (it has ended, or the end is in the past)."""
    raw = call(lambda client: client.v1.subscriptions.retrieve(order.subscription))
    params: Any = {
        "cancel_at": order.cancel_at or _UNSET,
        "pause_collection": {"behavior": "void", "resumes_at": order.resumes_at} if order.resumes_at else _UNSET,
        # A new amount counts from the next month on.
        "proration_behavior": "none",
    }
    item = raw["items"]["data"][0]
    if item["price"]["unit_amount"] * item.get("quantity", 1) != order.amount_minor:
        price = {
            "currency": raw["currency"],
            "product": id_of(item["price"]["product"]),
            "recurring": {"interval": "month"},
            "unit_amount": order.amount_minor,
        }
        params["items"] = [{"id": item["id"], "price_data": price, "quantity": 1}]
    # A repeat after a lost answer may find the amount changed already, and then asks for less: a key of its own.
    digest = hashlib.sha256(json.dumps(params, sort_keys=True).encode()).hexdigest()[:12]
    options: stripe.RequestOptions = {"idempotency_key": f"{order.idempotency_key}-{digest}"}
    return subscription_of(call(lambda client: client.v1.subscriptions.update(order.subscription, params, options)))


def cancel_subscription(subscription_id: str, idempotency_key: str) -> None:
    """End it at once; nothing more is taken. One that has ended already, or is not known, is no error. Raises
    GatewayDown or GatewayRefused."""
    options: stripe.RequestOptions = {"idempotency_key": idempotency_key}
    params: stripe.params.SubscriptionCancelParams = {"invoice_now": False, "prorate": False}
    with suppress(NotThere):
        call(lambda client: client.v1.subscriptions.cancel(subscription_id, params, options))


def fetch_invoice(invoice_id: str) -> Invoice:
    """Raises GatewayDown, NotThere or GatewayRefused."""
    return invoice_of(call(lambda client: client.v1.invoices.retrieve(invoice_id, {"expand": ["payments"]})))


def recent_invoices(subscription_id: str) -> list[Invoice]:
    """The newest twelve of a subscription, newest first."""
    params: Any = {"subscription": subscription_id, "limit": 12, "expand": ["data.payments"]}
    return [invoice_of(raw) for raw in call(lambda client: client.v1.invoices.list(params))["data"]]


def invoice_of_payment(payment_intent_id: str) -> str | None:
    """The invoice a payment is for; None for a payment of no invoice."""
    params: Any = {"payment": {"type": "payment_intent", "payment_intent": payment_intent_id}}
    found = call(lambda client: client.v1.invoice_payments.list(params))["data"]
    return id_of(found[0]["invoice"]) if found else None


def open_card_page(customer_id: str, return_url: str, locale: str) -> str:
    """The address of Stripe's page where a giver changes the card; it lives for minutes. Raises GatewayDown or
    GatewayRefused."""
    params: Any = {"customer": customer_id, "return_url": return_url, "locale": locale}
    return str(call(lambda client: client.v1.billing_portal.sessions.create(params))["url"])


def subscription_of(raw: dict[str, Any]) -> Subscription:
    item = raw["items"]["data"][0]
    pause = raw.get("pause_collection")
    return Subscription(
        id=raw["id"],
        status=raw["status"],
        customer=id_of(raw["customer"]) or "",
        amount_minor=item["price"]["unit_amount"] * item.get("quantity", 1),
        currency=raw["currency"].upper(),
        cancel_at=raw.get("cancel_at") or (item["current_period_end"] if raw.get("cancel_at_period_end") else None),
        ended_at=raw.get("ended_at"),
        end_reason=(raw.get("cancellation_details") or {}).get("reason"),
        is_paused=pause is not None,
        resumes_at=(pause or {}).get("resumes_at"),
        period_ends_at=item["current_period_end"],
        latest_invoice=id_of(raw.get("latest_invoice")),
        metadata=dict(raw.get("metadata") or {}),
        livemode=raw["livemode"],
    )


def invoice_of(raw: dict[str, Any]) -> Invoice:
    """Since basil an invoice names its subscription under `parent`, and its payments stand in a list of their own."""
    details = (raw.get("parent") or {}).get("subscription_details") or {}
    ends = [line["period"]["end"] for line in raw["lines"]["data"]]
    return Invoice(
        id=raw["id"],
        status=raw["status"],
        subscription=id_of(details.get("subscription")),
        customer=id_of(raw.get("customer")),
        is_first=raw.get("billing_reason") == "subscription_create",
        amount_paid=raw["amount_paid"],
        amount_due=raw["amount_due"],
        currency=raw["currency"].upper(),
        payment_intent=_intent_of(raw),
        was_attempted=bool(raw.get("attempted")),
        tries_again_at=raw.get("next_payment_attempt"),
        period_ends_at=max(ends) if ends else None,
        metadata=dict(details.get("metadata") or {}),
        livemode=raw["livemode"],
    )


def _intent_of(raw: dict[str, Any]) -> str | None:
    """An invoice may have been tried in several ways: the one that paid it counts, else the one Stripe goes on with."""
    tried = [entry for entry in (raw.get("payments") or {}).get("data", []) if entry["payment"].get("payment_intent")]
    tried.sort(key=lambda entry: (entry.get("status") == "paid", bool(entry.get("is_default"))), reverse=True)
    return id_of(tried[0]["payment"]["payment_intent"]) if tried else None
