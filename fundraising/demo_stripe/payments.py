"""A payment intent and its charge: taken, refused, settled. Whoever begins one (checkout, an invoice) comes here."""

from __future__ import annotations

import time

from . import transactions
from .delivery import emit
from .errors import ApiError, missing
from .objects import Body
from .store import Store

SETTLE_DELAY = 1.0


def charge_named(store: Store, identifier: str, param: str = "charge") -> Body:
    """The charge `ch_`/`py_`, or the latest one of a payment intent `pi_`. Raises ApiError when there is none."""
    kind = "payment_intent" if identifier.startswith("pi_") else "charge"
    found = store.load(identifier, kind)
    if not found:
        raise missing(kind, identifier, param)
    if kind == "charge":
        return found
    charge = store.load(found["latest_charge"] or "", "charge")
    if not charge or found["status"] != "succeeded":
        raise ApiError(
            f"This PaymentIntent ({identifier}) does not have a successful charge to refund.",
            code="payment_intent_unexpected_state", param=param,
        )  # fmt: skip
    return charge


def later(store: Store, verb: str, target: str, seconds: float | None = None) -> None:
    """Put a duty on the list: after the settle delay, or after `seconds`."""
    wait = store.setting("settle_delay", SETTLE_DELAY) if seconds is None else seconds
    store.run("INSERT INTO duty (verb, target, due) VALUES (?, ?, ?)", verb, target, time.time() + wait)


def take(store: Store, intent: Body, charge: Body) -> None:
    """Money in: the charge and the intent succeed; the balance transaction follows after the settle delay."""
    intent.update(
        status="succeeded", amount_received=intent["amount"], latest_charge=charge["id"],
        payment_method=charge["payment_method"], last_payment_error=None,
    )  # fmt: skip
    store.save(charge)
    store.save(intent)
    later(store, "settle", charge["id"])
    emit(store, "charge.succeeded", charge)
    emit(store, "payment_intent.succeeded", intent)


def begin_debit(store: Store, intent: Body, charge: Body) -> None:
    """A bank debit is under way; the bank answers later."""
    intent.update(status="processing", latest_charge=charge["id"], payment_method=charge["payment_method"])
    store.save(charge)
    store.save(intent)
    emit(store, "payment_intent.processing", intent)
    emit(store, "charge.pending", charge)


def take_debit(store: Store, intent: Body, charge: Body) -> None:
    charge.update(status="succeeded", paid=True, captured=True, amount_captured=charge["amount"])
    take(store, intent, charge)


def refuse(store: Store, intent: Body, charge: Body, why: tuple[str, str | None, str]) -> None:
    """`why` is (code, decline code, words)."""
    code, reason, message = why
    charge.update(status="failed", failure_code=code, failure_message=message)
    error = {"charge": charge["id"], "code": code, "message": message, "type": "card_error"}
    if charge["payment_method_details"]["type"] == "card":
        error["decline_code"] = reason
    else:
        error["type"] = "invalid_request_error"
        intent["payment_method"] = None
    intent.update(status="requires_payment_method", latest_charge=charge["id"], last_payment_error=error)
    store.save(charge)
    store.save(intent)
    emit(store, "charge.failed", charge)
    emit(store, "payment_intent.payment_failed", intent)


def settle(store: Store, charge_id: str) -> None:
    """The balance transaction appears on the charge, and `charge.updated` says so."""
    with store.transaction():
        charge = store.load(charge_id, "charge")
        if not charge or charge["status"] != "succeeded" or charge["balance_transaction"]:
            return
        made = transactions.of_charge(store, charge)
        charge["balance_transaction"] = made["id"]
        store.save(charge)
        emit(store, "charge.updated", charge, before={"balance_transaction": None})
