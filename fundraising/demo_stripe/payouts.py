"""Payouts: everything available goes to the bank at once, arrives, or is sent back, even after it was paid."""

from __future__ import annotations

import time

from . import transactions
from .delivery import emit
from .errors import ApiError, missing
from .objects import Body, new_id
from .payments import later
from .store import Store

FAILURES = {
    "account_closed": "The bank account has been closed.",
    "account_frozen": "The bank account has been frozen.",
    "could_not_process": "The bank could not process this payout.",
    "no_account": "The bank account details on file are probably incorrect.",
}


def _payout(amount: int, now: int) -> Body:
    return {
        "id": new_id("po_"),
        "object": "payout",
        "amount": amount,
        "application_fee": None,
        "application_fee_amount": None,
        "arrival_date": (now // 86400 + 1) * 86400,
        "automatic": True,
        "balance_transaction": None,
        "created": now,
        "currency": "usd",
        "description": "STRIPE PAYOUT",
        "destination": "ba_1DemoDemoDemoDemoDemoDemo",
        "failure_balance_transaction": None,
        "failure_code": None,
        "failure_message": None,
        "livemode": False,
        "metadata": {},
        "method": "standard",
        "original_payout": None,
        "payout_method": None,
        "reconciliation_status": "in_progress",
        "reversed_by": None,
        "source_type": "card",
        "statement_descriptor": None,
        "status": "pending",
        "trace_id": {"status": "pending", "value": None},
        "type": "bank_account",
    }


def _unpaid(store: Store) -> list[Body]:
    """What no payout has taken yet. A payout's own withdrawal stands for itself, its failure goes with the next one."""
    taken: set[str] = set()
    for _, payout in store.all("payout"):
        taken |= {*store.private(payout["id"]).get("transactions", []), payout["balance_transaction"]}
    return [body for _, body in store.all("balance_transaction") if body["id"] not in taken]


def create(store: Store, *, only_available: bool = False) -> Body:
    """The automatic payout of the day. Here two days go by at once, so that all of the balance is available;
    `only_available` takes what is available by the clock alone."""
    with store.transaction():
        lines = _unpaid(store)
        if only_available:
            lines = [body for body in lines if transactions.current(body)["status"] == "available"]
        amount, now = sum(body["net"] for body in lines), int(time.time())
        if amount == 0:
            raise ApiError("There is nothing to pay out: the balance is zero.", code="balance_insufficient")
        for body in lines:
            if body["available_on"] > now:
                store.save({**body, "available_on": now, "status": "available"})
        made = _payout(amount, now)
        own = transactions.make(
            store, "payout", "payout", -amount, source=made["id"], description=made["description"]
        )  # fmt: skip
        made["balance_transaction"] = own["id"]
        store.save(made, {"transactions": [body["id"] for body in lines]})
        emit(store, "payout.created", made)
        later(store, "reconcile", made["id"])
        return made


def lines_of(store: Store, payout_id: str) -> set[str]:
    """The ids of `balance_transactions.list(payout=…)`: what was paid out, and the payout's own withdrawal, as Stripe
    lists it. Nothing before the reconciliation is completed. Raises ApiError for an unknown payout."""
    payout = load(store, payout_id)
    if payout["reconciliation_status"] != "completed":
        return set()
    return {*store.private(payout_id).get("transactions", []), payout["balance_transaction"]}


def load(store: Store, payout_id: str) -> Body:
    found = store.load(payout_id, "payout")
    if not found:
        raise missing("payout", payout_id)
    return found


def reconcile(store: Store, payout_id: str) -> Body:
    """From now on the transactions in it can be listed."""
    with store.transaction():
        payout = load(store, payout_id)
        if payout["reconciliation_status"] == "in_progress":
            payout["reconciliation_status"] = "completed"
            store.save(payout)
            emit(store, "payout.reconciliation_completed", payout, before={"reconciliation_status": "in_progress"})
        return payout


def _move(store: Store, payout_id: str, allowed: tuple[str, ...], kind: str, **changes: object) -> Body:
    payout = load(store, payout_id)
    if payout["status"] not in allowed:
        raise ApiError(
            f"This payout is {payout['status']}; that needs {' or '.join(allowed)}.", code="payout_unexpected_state"
        )
    before = {name: payout[name] for name in changes}
    payout.update(changes)
    store.save(payout)
    emit(store, kind, payout, before=before)
    return payout


def send(store: Store, payout_id: str) -> Body:
    with store.transaction():
        trace = {"status": "supported", "value": new_id("", 15)}
        return _move(store, payout_id, ("pending",), "payout.updated", status="in_transit", trace_id=trace)


def pay(store: Store, payout_id: str) -> Body:
    with store.transaction():
        return _move(store, payout_id, ("pending", "in_transit"), "payout.paid", status="paid")


def fail(store: Store, payout_id: str, *, code: str = "account_closed") -> Body:
    """The bank sends it back, which may also happen days after it was paid."""
    if code not in FAILURES:
        raise ApiError(f"code must be one of {', '.join(FAILURES)}.", param="code")
    with store.transaction():
        payout = load(store, payout_id)
        if payout["status"] not in ("pending", "in_transit", "paid"):
            raise ApiError(f"This payout is {payout['status']} already.", code="payout_unexpected_state")
        back = transactions.make(
            store, "payout_failure", "payout_reversal", payout["amount"], source=payout_id,
            description="STRIPE PAYOUT FAILURE",
        )  # fmt: skip
        return _move(
            store, payout_id, (payout["status"],), "payout.failed", status="failed", failure_code=code,
            failure_message=FAILURES[code], failure_balance_transaction=back["id"],
        )  # fmt: skip


def unbooked(store: Store) -> Body:
    """An event the network's books do not know yet: a payout to the bank, paid at once. With an empty balance it pays
    out an adjustment nobody can explain."""
    with store.transaction():
        if sum(body["net"] for body in _unpaid(store)) == 0:
            transactions.make(store, "adjustment", "other_adjustment", 4860, source=None, description="Demo adjustment")
        return pay(store, create(store)["id"])
