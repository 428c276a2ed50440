"""What the card's owner or bank objects to: disputes, and warnings before one."""

from __future__ import annotations

from typing import Any

from fundraising.gateway.client import call, id_of
from fundraising.gateway.transactions import balance_of
from fundraising.gateway.values import Dispute, FraudWarning


def fetch_dispute(dispute_id: str) -> Dispute:
    """Raises GatewayDown, NotThere."""
    return dispute_of(call(lambda client: client.v1.disputes.retrieve(dispute_id)))


def fetch_warning(warning_id: str) -> FraudWarning:
    """Raises GatewayDown, NotThere."""
    return warning_of(call(lambda client: client.v1.radar.early_fraud_warnings.retrieve(warning_id)))


def warning_of(raw: dict[str, Any]) -> FraudWarning:
    return FraudWarning(
        id=raw["id"],
        payment_intent=id_of(raw.get("payment_intent")),
        charge_id=id_of(raw["charge"]) or "",
        fraud_type=raw["fraud_type"],
        actionable=raw["actionable"],
        created=raw["created"],
        livemode=raw["livemode"],
    )


def dispute_of(raw: dict[str, Any]) -> Dispute:
    movements = [balance_of(entry) for entry in raw.get("balance_transactions") or []]
    return Dispute(
        id=raw["id"],
        status=raw["status"],
        amount=raw["amount"],
        currency=raw["currency"].upper(),
        payment_intent=id_of(raw.get("payment_intent")),
        charge_id=id_of(raw["charge"]) or "",
        reason=raw.get("reason") or "",
        created=raw["created"],
        due_by=(raw.get("evidence_details") or {}).get("due_by"),
        movements=tuple(entry for entry in movements if entry is not None),
        livemode=raw["livemode"],
    )
