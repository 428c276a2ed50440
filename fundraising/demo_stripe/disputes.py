"""Disputes: an inquiry without money, a chargeback with money and a fee, what the bank decides, and late money."""

from __future__ import annotations

import time

from . import alerts, params, transactions
from .delivery import emit
from .errors import ApiError, missing
from .objects import Body, new_id
from .payments import charge_named
from .store import Store

REASONS = {
    "fraudulent": "10.4", "duplicate": "12.6.1", "credit_not_processed": "13.7", "product_not_received": "13.1",
    "product_unacceptable": "13.3", "subscription_canceled": "13.2", "unrecognized": "10.4", "general": "13.5",
}  # fmt: skip
OPEN = ("needs_response", "under_review", *alerts.INQUIRY)
EVIDENCE = (
    "access_activity_log", "billing_address", "cancellation_policy", "cancellation_policy_disclosure",
    "cancellation_rebuttal", "customer_communication", "customer_email_address", "customer_name",
    "customer_purchase_ip", "customer_signature", "duplicate_charge_documentation", "duplicate_charge_explanation",
    "duplicate_charge_id", "product_description", "receipt", "refund_policy", "refund_policy_disclosure",
    "refund_refusal_explanation", "service_date", "service_documentation", "shipping_address", "shipping_carrier",
    "shipping_date", "shipping_documentation", "shipping_tracking_number", "uncategorized_file", "uncategorized_text",
)  # fmt: skip
UPDATE = params.fields(
    {
        "evidence": params.fields({name: params.text(20_000) for name in EVIDENCE}),
        "metadata": params.changes,
        "submit": params.boolean,
        "expand": params.many(params.text()),
    }
)
ANSWER_WITHIN = 14 * 86400


def _dispute(charge: Body, amount: int, reason: str, status: str) -> Body:
    now = int(time.time())
    inquiry = status in alerts.INQUIRY
    return {
        "id": new_id("du_"),
        "object": "dispute",
        "amount": amount,
        "balance_transactions": [],
        "charge": charge["id"],
        "created": now,
        "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": {**dict.fromkeys(EVIDENCE), "enhanced_evidence": {}},
        "evidence_details": {
            "due_by": now + ANSWER_WITHIN,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
            "submission_method": "not_submitted",
        },
        "is_charge_refundable": inquiry and not charge["refunded"],
        "livemode": False,
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "payment_method_details": {
            "card": {
                "brand": "visa",
                "case_type": "inquiry" if inquiry else "chargeback",
                "network": "visa",
                "network_reason_code": REASONS[reason],
            },
            "type": "card",
        }
        if charge["id"].startswith("ch_")
        else None,
        "reason": reason,
        "status": status,
    }


def load(store: Store, dispute_id: str) -> Body:
    found = store.load(dispute_id, "dispute")
    if not found:
        raise missing("dispute", dispute_id)
    return found


# -- what the payer's bank does ----------------------------------------------------------------------
def _begin(store: Store, charge_id: str, amount: int | None, reason: str, status: str) -> Body:
    charge = charge_named(store, charge_id)
    if charge["status"] != "succeeded":
        raise ApiError("Only a charge that was paid can be disputed.", code="not_paid")
    if reason not in REASONS:
        raise ApiError(f"reason must be one of {', '.join(REASONS)}.", param="reason")
    amount = charge["amount"] if amount is None else amount
    if not 0 < amount <= charge["amount"]:
        raise ApiError(f"amount must be from 1 to {charge['amount']}.", param="amount")
    made = _dispute(charge, amount, reason, status)
    store.save(made)
    charge["disputed"] = True
    store.save(charge)
    alerts.answered(store, charge["id"])
    return made


def inquire(store: Store, charge_id: str, *, amount: int | None = None, reason: str = "general") -> Body:
    """The bank asks; no money moves and the charge can still be refunded."""
    with store.transaction():
        made = _begin(store, charge_id, amount, reason, "warning_needs_response")
        emit(store, "charge.dispute.created", made)
        return made


def dispute(store: Store, charge_id: str, *, amount: int | None = None, reason: str = "fraudulent") -> Body:
    """A chargeback: the amount and a fee leave the balance at once. There may be several on one charge."""
    with store.transaction():
        made = _begin(store, charge_id, amount, reason, "needs_response")
        _withdraw(store, made)
        emit(store, "charge.dispute.created", made)
        emit(store, "charge.dispute.funds_withdrawn", made)
        _tell_the_others(store, made)
        return made


def escalate(store: Store, dispute_id: str) -> Body:
    """The inquiry becomes a chargeback, under the same id."""
    with store.transaction():
        found = _in(store, dispute_id, alerts.INQUIRY)
        before = {"status": found["status"], "balance_transactions": []}
        found.update(status="needs_response", is_charge_refundable=False)
        if found["payment_method_details"]:
            found["payment_method_details"]["card"]["case_type"] = "chargeback"
        _withdraw(store, found)
        emit(store, "charge.dispute.updated", found, before=before)
        emit(store, "charge.dispute.funds_withdrawn", found, before=before)
        _tell_the_others(store, found)
        return found


def answer(store: Store, dispute_id: str) -> Body:
    """Evidence was handed in, in the Dashboard or over the API; the bank looks at it."""
    with store.transaction():
        found = _in(store, dispute_id, ("needs_response", "warning_needs_response"))
        before = {"status": found["status"]}
        found["status"] = "under_review" if found["status"] == "needs_response" else "warning_under_review"
        found["evidence_details"].update(has_evidence=True, submission_method="manual")
        found["evidence_details"]["submission_count"] += 1
        store.save(found)
        emit(store, "charge.dispute.updated", found, before=before)
        return found


def win(store: Store, dispute_id: str, *, fee_back: bool = False, amount: int | None = None) -> Body:
    """The bank decides for us: the amount (or a part of it) comes back; the fee only where the contract says so."""
    with store.transaction():
        found = _in(store, dispute_id, ("needs_response", "under_review"))
        _close(store, found, "won")
        return _reinstate(store, found, amount, fee_back=fee_back)


def lose(store: Store, dispute_id: str) -> Body:
    with store.transaction():
        return _close(store, _in(store, dispute_id, ("needs_response", "under_review")), "lost")


def close(store: Store, dispute_id: str) -> Body:
    """The bank lets an inquiry go."""
    with store.transaction():
        return _close(store, _in(store, dispute_id, alerts.INQUIRY), "warning_closed")


def reinstate(store: Store, dispute_id: str, *, amount: int | None = None, fee_back: bool = False) -> Body:
    """Money comes back on a dispute that is lost and stays so."""
    with store.transaction():
        found = _in(store, dispute_id, ("lost",))
        if len(found["balance_transactions"]) > 1:
            raise ApiError("Money came back on this dispute already.", code="dispute_unexpected_state")
        return _reinstate(store, found, amount, fee_back=fee_back)


def _in(store: Store, dispute_id: str, wanted: tuple[str, ...]) -> Body:
    found = load(store, dispute_id)
    if found["status"] not in wanted:
        raise ApiError(
            f"This dispute is {found['status']}; that needs {' or '.join(wanted)}.", code="dispute_unexpected_state"
        )
    return found


def _close(store: Store, found: Body, status: str) -> Body:
    before = {"status": found["status"]}
    found["status"] = status
    store.save(found)
    found["is_charge_refundable"] = _is_refundable(store, found)
    store.save(found)
    emit(store, "charge.dispute.closed", found, before=before)
    _tell_the_others(store, found)
    return found


def _is_refundable(store: Store, found: Body) -> bool:
    charge = store.load(found["charge"], "charge") or {}
    return not charge["refunded"] and alerts.is_refundable(store, charge["id"])


def _tell_the_others(store: Store, changed: Body) -> None:
    """Refundability is one answer per charge, shown on each of its disputes."""
    for other in alerts.of_charge(store, changed["charge"]):
        now = _is_refundable(store, other)
        if other["id"] != changed["id"] and other["is_charge_refundable"] != now:
            other["is_charge_refundable"] = now
            store.save(other)
            emit(store, "charge.dispute.updated", other, before={"is_charge_refundable": not now})


def _withdraw(store: Store, found: Body) -> None:
    amount, rate = transactions.settled(found["amount"], found["currency"])
    made = transactions.make(
        store, "adjustment", "dispute", -amount, source=found["id"], rate=rate, fee=transactions.DISPUTE_FEE,
        fee_words="Dispute fee", description=f"Chargeback withdrawal for {found['charge']}",
    )  # fmt: skip
    found["balance_transactions"].append(made)
    store.save(found)


def _reinstate(store: Store, found: Body, amount: int | None, *, fee_back: bool) -> Body:
    amount = found["amount"] if amount is None else amount
    if amount > found["amount"]:
        raise ApiError(f"amount must be from 1 to {found['amount']}.", param="amount")
    back, rate = transactions.settled(amount, found["currency"])
    made = transactions.make(
        store, "adjustment", "dispute_reversal", back, source=found["id"], rate=rate,
        fee=-transactions.DISPUTE_FEE if fee_back else 0, fee_words="Dispute fee refund",
        description=f"Chargeback reversal for {found['charge']}",
    )  # fmt: skip
    before = {"balance_transactions": list(found["balance_transactions"])}
    found["balance_transactions"].append(made)
    store.save(found)
    emit(store, "charge.dispute.funds_reinstated", found, before=before)
    return found


# -- what the API does -------------------------------------------------------------------------------
def give_up(store: Store, dispute_id: str) -> Body:
    """`POST …/close`: we have no evidence and accept the loss."""
    with store.transaction():
        found = load(store, dispute_id)
        if found["status"] not in ("needs_response", "warning_needs_response"):
            raise ApiError("This dispute is already closed or under review.", param="dispute", began=True)
        return _close(store, found, "lost" if found["status"] == "needs_response" else "warning_closed")


def update(store: Store, dispute_id: str, given: Body) -> Body:
    with store.transaction():
        found = load(store, dispute_id)
        if "evidence" in given and found["status"] not in OPEN:
            raise ApiError("This dispute is already closed.", param="dispute", began=True)
        found["metadata"] = params.changed(found["metadata"], given.get("metadata", ...))
        found["evidence"].update(given.get("evidence", {}))
        found["evidence_details"]["has_evidence"] |= bool(given.get("evidence"))
        store.save(found)
        if given.get("submit", "evidence" in given):
            return answer(store, dispute_id)
        emit(store, "charge.dispute.updated", found)
        return found
