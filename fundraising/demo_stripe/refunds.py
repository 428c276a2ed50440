"""Refunds: asked over the API or by somebody in the dashboard, under way, done, failed."""

from __future__ import annotations

import time

from . import alerts, params, transactions
from .delivery import emit
from .errors import ApiError, missing
from .objects import Body, new_id
from .payments import charge_named, later
from .store import Store
from .words import money

CREATE = params.fields(
    {
        "amount": params.integer(1),
        "charge": params.text(255),
        "payment_intent": params.text(255),
        "reason": params.one_of("duplicate", "fraudulent", "requested_by_customer"),
        "metadata": params.metadata,
        "instructions_email": params.email,
        "expand": params.many(params.text()),
    }
)
UPDATE = params.fields({"metadata": params.changes, "expand": params.many(params.text())})
# What the next refund does: succeeds at once (cards do), stays pending with its money out, waits for funds.
OUTCOMES = ("succeeded", "pending", "waiting")
FAILURES = ("expired_or_canceled_card", "lost_or_stolen_card", "charge_for_pending_refund_disputed", "unknown")


def create(store: Store, given: Body) -> Body:
    """`given` is checked by CREATE; here are the rules of money."""
    with store.transaction():
        charge = _charge_of(store, given)
        amount = _amount(charge, given.get("amount"))
        outcome = store.setting("refund_outcome", "succeeded")
        if charge["id"].startswith("py_") and outcome == "succeeded":
            outcome = "pending"  # a bank transfer back takes days
        refund = _refund(charge, amount, given, outcome)
        if outcome != "waiting":
            _withdraw(store, refund, charge)
        store.save(refund)
        _count(store, charge, amount)
        emit(store, "refund.created", refund)
        emit(store, "charge.refunded", charge, before=_before(charge, amount))
        if outcome == "succeeded":
            later(store, "refund_reference", refund["id"])
        if charge["refunded"]:
            alerts.answered(store, charge["id"])
            alerts.close_inquiries(store, charge["id"])
        return refund


def _charge_of(store: Store, given: Body) -> Body:
    if "charge" not in given and "payment_intent" not in given:
        raise ApiError(
            "One of the following params should be provided for this request: payment_intent or charge.",
            code="parameter_missing",
        )
    param = "charge" if "charge" in given else "payment_intent"
    charge = charge_named(store, given[param], param)
    if "charge" in given and given.get("payment_intent", charge["payment_intent"]) != charge["payment_intent"]:
        raise ApiError("The charge does not belong to the payment_intent.", param="payment_intent")
    if charge["status"] != "succeeded":
        raise ApiError(f"Charge {charge['id']} has not been paid; it cannot be refunded.", param=param)
    if charge["refunded"]:
        raise ApiError(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded", began=True)
    if not alerts.is_refundable(store, charge["id"]):
        raise ApiError(
            f"Charge {charge['id']} has been charged back; cannot issue a refund.", code="charge_disputed", began=True
        )
    return charge


def _amount(charge: Body, asked: int | None) -> int:
    left = int(charge["amount"]) - int(charge["amount_refunded"])
    if asked is not None and asked > left:
        over, rest = money(asked, charge["currency"]), money(left, charge["currency"])
        raise ApiError(
            f"Refund amount ({over}) is greater than unrefunded amount on charge ({rest})", param="amount", began=True
        )
    return left if asked is None else asked


def _refund(charge: Body, amount: int, given: Body, outcome: str) -> Body:
    by_card = charge["id"].startswith("ch_")
    body = {
        "id": new_id("re_" if by_card else "pyr_"),
        "object": "refund",
        "amount": amount,
        "balance_transaction": None,
        "charge": charge["id"],
        "created": int(time.time()),
        "currency": charge["currency"],
        "destination_details": {
            "card": {"reference_status": "pending", "reference_type": "acquirer_reference_number", "type": "refund"},
            "type": "card",
        }
        if by_card
        else {"us_bank_transfer": {"reference_status": "pending"}, "type": "us_bank_transfer"},
        "metadata": given.get("metadata", {}),
        "payment_intent": charge["payment_intent"],
        "reason": given.get("reason"),
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "succeeded" if outcome == "succeeded" else "pending",
        "transfer_reversal": None,
    }
    if outcome != "succeeded":
        body["pending_reason"] = "processing" if outcome == "pending" else "insufficient_funds"
    return body


def _withdraw(store: Store, refund: Body, charge: Body) -> None:
    """The money leaves the balance, converted as it came; Stripe keeps the fee of the payment."""
    amount, rate = transactions.settled(refund["amount"], refund["currency"])
    made = transactions.make(
        store, "refund" if charge["id"].startswith("ch_") else "payment_refund", "refund", -amount,
        source=refund["id"], description=f"REFUND FOR {charge['description'] or 'CHARGE'}", rate=rate,
    )  # fmt: skip
    refund["balance_transaction"] = made["id"]


def _count(store: Store, charge: Body, change: int) -> None:
    charge["amount_refunded"] += change
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    store.save(charge)


def _before(charge: Body, amount: int) -> Body:
    before: Body = {"amount_refunded": charge["amount_refunded"] - amount}
    return {**before, "refunded": False} if charge["refunded"] else before


def load(store: Store, refund_id: str) -> Body:
    found = store.load(refund_id, "refund")
    if not found:
        raise missing("refund", refund_id)
    return found


def update(store: Store, refund_id: str, given: Body) -> Body:
    with store.transaction():
        refund = load(store, refund_id)
        refund["metadata"] = params.changed(refund["metadata"], given.get("metadata", ...))
        store.save(refund)
        emit(store, "refund.updated", refund)
        return refund


# -- what the bank does ---------------------------------------------------------------------------
def by_hand(store: Store, charge_id: str, *, amount: int | None = None, reason: str | None = None) -> Body:
    """Somebody presses Refund in the Dashboard: no metadata, no key of ours."""
    given = {"charge": charge_id, "amount": amount, "reason": reason}
    return create(store, CREATE({key: str(value) for key, value in given.items() if value is not None}, ""))


def succeed(store: Store, refund_id: str) -> Body:
    """The pending refund reaches the payer."""
    with store.transaction():
        refund = load(store, refund_id)
        if refund["status"] != "pending":
            raise ApiError(f"This refund is {refund['status']}; only a pending one can succeed.", code="not_pending")
        if refund["balance_transaction"] is None:
            _withdraw(store, refund, store.load(refund["charge"], "charge") or {})
        del refund["pending_reason"]
        refund["status"] = "succeeded"
        store.save(refund)
        emit(store, "refund.updated", refund, before={"status": "pending"})
        return refund


def fail(store: Store, refund_id: str, *, reason: str = "expired_or_canceled_card") -> Body:
    """The payer's bank sends it back, also after it had succeeded."""
    if reason not in FAILURES:
        raise ApiError(f"reason must be one of {', '.join(FAILURES)}.", param="reason")
    with store.transaction():
        refund = _undo(store, refund_id, ("pending", "succeeded"), "failed", reason)
        emit(store, "refund.failed", refund)
        return refund


def cancel(store: Store, refund_id: str) -> Body:
    """Somebody cancels a pending refund in the Dashboard: over like a failed one, but its status is `canceled`."""
    with store.transaction():
        return _undo(store, refund_id, ("pending",), "canceled", "merchant_request")


def _undo(store: Store, refund_id: str, allowed: tuple[str, ...], status: str, reason: str) -> Body:
    """The money that had left returns to the balance, and the charge can be refunded again."""
    refund = load(store, refund_id)
    if refund["status"] not in allowed:
        raise ApiError(f"This refund is {refund['status']} already.", code="refund_over")
    before = {"status": refund["status"]}
    refund.pop("pending_reason", None)
    if refund["balance_transaction"]:
        out = store.load(refund["balance_transaction"]) or {}
        back = transactions.make(
            store, "refund_failure", "refund_failure", -out["amount"], source=refund["id"],
            description="REFUND FAILURE", rate=out["exchange_rate"],
        )  # fmt: skip
        refund["failure_balance_transaction"] = back["id"]
    refund.update(status=status, failure_reason=reason)
    store.save(refund)
    _count(store, store.load(refund["charge"], "charge") or {}, -refund["amount"])
    emit(store, "refund.updated", refund, before=before)
    return refund


def give_reference(store: Store, refund_id: str) -> None:
    """The card network names its reference: `refund.updated`, and the status is what it was."""
    with store.transaction():
        refund = store.load(refund_id, "refund")
        if refund and refund["status"] == "succeeded" and refund["destination_details"]["type"] == "card":
            before = {"destination_details": {"card": dict(refund["destination_details"]["card"])}}
            refund["destination_details"]["card"].update(reference=new_id("", 23), reference_status="available")
            store.save(refund)
            emit(store, "refund.updated", refund, before=before)
