"""Payments, their charge and what settled."""

from __future__ import annotations

from typing import Any

from fundraising.gateway.client import call, id_of
from fundraising.gateway.transactions import balance_of
from fundraising.gateway.values import Balance, Payment


def fetch_payment(payment_intent_id: str) -> Payment:
    """The payment with its latest charge and, once there, the balance transaction. Raises GatewayDown, NotThere."""
    expand = "latest_charge.balance_transaction"
    return payment_of(call(lambda client: client.v1.payment_intents.retrieve(payment_intent_id, {"expand": [expand]})))


def fetch_balance(charge_id: str) -> Balance | None:
    """None while Stripe has not settled the charge. Raises GatewayDown, NotThere."""
    charge = call(lambda client: client.v1.charges.retrieve(charge_id, {"expand": ["balance_transaction"]}))
    return balance_of(charge.get("balance_transaction"))


def payment_of_charge(charge_id: str) -> str | None:
    """The payment a charge belongs to. Raises GatewayDown, NotThere."""
    return id_of(call(lambda client: client.v1.charges.retrieve(charge_id)).get("payment_intent"))


def payment_of(raw: dict[str, Any]) -> Payment:
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
        balance=balance_of(charge.get("balance_transaction")),
        livemode=raw["livemode"],
        metadata=dict(raw.get("metadata") or {}),
        card_last4=card.get("last4"),
        customer=id_of(raw.get("customer")),
        amount=raw["amount"],
        payer_email=_email(charge) or _email((raw.get("last_payment_error") or {}).get("payment_method") or {}),
    )


def _email(thing: dict[str, Any]) -> str | None:
    """Of a charge; where the bank asked the payer first and there is none yet, of the card that was tried."""
    return (thing.get("billing_details") or {}).get("email")
