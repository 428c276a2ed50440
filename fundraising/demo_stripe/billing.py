"""The life of a monthly gift: begun by checkout, renewed month by month, refused and tried again, paused, ended."""

from __future__ import annotations

import time
from typing import Any

from . import billing_objects as shapes
from . import invoice_objects as bills
from . import objects, payments
from .delivery import emit
from .errors import ApiError, missing
from .objects import Body, new_id
from .store import Store

RETRY_AFTER, MOST_TRIES = 3 * 86400, 4
DECLINED = ("card_declined", "generic_decline", "Your card was declined.")
BOUNCED = ("payment_method_not_available", None, "The customer's bank account could not be debited.")


def load(store: Store, identifier: str, kind: str = "subscription") -> Body:
    found = store.load(identifier, kind)
    if not found:
        raise missing(kind, identifier, "id")
    return found


# -- the first month -------------------------------------------------------------------------------
def begin(store: Store, session: Body, method: Body, payer: Body, outcome: str) -> None:
    """A completed session makes its customer, subscription and first invoice, and names them. Inside the session's
    transaction. `outcome`: pay, or wait for a bank debit under way."""
    now, private = int(time.time()), store.private(session["id"])
    owner = _customer(store, session, payer, now)
    recurring = [line for line in private["lines"] if line["price"]["recurring"]]
    for line in private["lines"]:
        store.save(line["price"])
    sub = shapes.subscription(private.get("subscription", {}), owner["id"], recurring, new_id("pm_"), now)
    store.save(sub, {"method": method, "session": session["id"], "pending": []})
    identifier = new_id("in_")
    lines = [_line_of(identifier, sub, entry) for entry in sub["items"]["data"]]
    lines += [
        bills.line(identifier, line["price"], line["quantity"], (now, now), line["description"])
        for line in private["lines"]
        if not line["price"]["recurring"]
    ]
    bill = bills.invoice(identifier, sub, owner, lines, "subscription_create", now)
    sub["latest_invoice"] = identifier
    store.save(sub)
    _finalize(store, bill, owner)
    collect(store, sub["id"], identifier, outcome)
    sub = load(store, sub["id"])
    schedule(store, sub)
    emit(store, "customer.subscription.created", sub)
    session.update(customer=owner["id"], subscription=sub["id"], invoice=identifier)


def _customer(store: Store, session: Body, payer: Body, now: int) -> Body:
    known = store.load(session["customer"] or "", "customer")
    if known:
        return known
    made = shapes.customer(payer["email"], payer["name"], now)
    store.save({**made, "currency": session["currency"]})
    emit(store, "customer.created", made)
    return {**made, "currency": session["currency"]}


def _line_of(invoice_id: str, sub: Body, entry: Body) -> Body:
    period = entry["current_period_start"], entry["current_period_end"]
    price = entry["price"]
    said = f"{entry['quantity']} × Gift (at {price['unit_amount_decimal']} {price['currency']} / month)"
    return bills.line(invoice_id, price, entry["quantity"], period, said, sub=sub, item_id=entry["id"])


def _finalize(store: Store, bill: Body, owner: Body) -> None:
    """Draft, then open with a number; its payment intent waits."""
    store.save(bill)
    emit(store, "invoice.created", bill)
    number = owner["next_invoice_sequence"]
    store.save({**owner, "next_invoice_sequence": number + 1})
    now = int(time.time())
    bill.update(status="open", number=f"{owner['invoice_prefix']}-{number:04d}", effective_at=now)
    bill["status_transitions"]["finalized_at"] = now
    intent_id = None
    if bill["amount_due"]:
        intent_id = _intent(store, bill, owner)["id"]
        store.save(bills.invoice_payment(bill, intent_id))
    store.save(bill, {"intent": intent_id})
    emit(store, "invoice.finalized", bill)


def _intent(store: Store, bill: Body, owner: Body) -> Body:
    first = bill["billing_reason"] == "subscription_create"
    like = {
        "amount_total": bill["amount_due"],
        "currency": bill["currency"],
        "payment_method_types": ["card", "us_bank_account"],
    }
    given = {"description": "Subscription creation" if first else "Subscription update", "capture_method": "automatic"}
    made = objects.payment_intent(like, given, int(time.time()))
    made.update(customer=owner["id"], setup_future_usage="off_session" if first else None)
    store.save(made)
    emit(store, "payment_intent.created", made)
    return made


# -- the money of one invoice ------------------------------------------------------------------------
def collect(store: Store, sub_id: str, invoice_id: str, outcome: str) -> Body:
    """Try to take an open invoice's money. `outcome`: pay, fail (the card is declined), wait (a debit is under way)."""
    with store.transaction():
        sub, bill = load(store, sub_id), load(store, invoice_id, "invoice")
        intent = store.load(store.private(invoice_id)["intent"] or "", "payment_intent")
        if intent is None:
            return _paid(store, bill)
        method = store.private(sub_id)["method"]
        payer = {"email": bill["customer_email"], "name": bill["customer_name"]}
        status = {"pay": "succeeded", "wait": "pending"}.get(outcome, "failed")
        charge = objects.charge(intent, status, method, payer, int(time.time()))
        charge["customer"] = bill["customer"]
        if outcome == "wait":
            payments.begin_debit(store, intent, charge)
            return bill
        if outcome == "pay":
            payments.take(store, intent, charge)
            return _paid(store, bill)
        payments.refuse(store, intent, charge, DECLINED if method["type"] == "card" else BOUNCED)
        return _refused(store, sub, bill)


def debit_answered(store: Store, session: Body, *, good: bool) -> None:
    """The bank answers for the first invoice of a session paid by debit."""
    bill = load(store, session["invoice"], "invoice")
    intent = load(store, store.private(bill["id"])["intent"], "payment_intent")
    charge = load(store, intent["latest_charge"], "charge")
    if good:
        payments.take_debit(store, intent, charge)
        _paid(store, bill)
        return
    payments.refuse(store, intent, charge, BOUNCED)
    _refused(store, load(store, session["subscription"]), bill)


def _paid(store: Store, bill: Body) -> Body:
    now = int(time.time())
    bill.update(
        status="paid", amount_paid=bill["amount_due"], amount_remaining=0, attempted=True, auto_advance=False,
        attempt_count=bill["attempt_count"] + 1, next_payment_attempt=None,
    )  # fmt: skip
    bill["status_transitions"]["paid_at"] = now
    store.save(bill)
    payment = payment_of(store, bill["id"])
    if payment:
        payment.update(status="paid", amount_paid=payment["amount_requested"])
        payment["status_transitions"]["paid_at"] = now
        store.save(payment)
        emit(store, "invoice_payment.paid", payment)
    emit(store, "invoice.paid", bill)
    emit(store, "invoice.payment_succeeded", bill)
    sub = load(store, bill["parent"]["subscription_details"]["subscription"])
    if sub["status"] == "past_due" and not _is_owed(store, sub["id"]):
        change(store, sub, status="active")
    return bill


def _is_owed(store: Store, sub_id: str) -> bool:
    return any(bill["status"] == "open" for bill in invoices_of(store, sub_id))


def invoices_of(store: Store, sub_id: str) -> list[Body]:
    """Newest first."""
    return [
        bill for _, bill in store.all("invoice") if bill["parent"]["subscription_details"]["subscription"] == sub_id
    ]


def payment_of(store: Store, invoice_id: str) -> Body | None:
    return next((body for _, body in store.all("invoice_payment") if body["invoice"] == invoice_id), None)


def _refused(store: Store, sub: Body, bill: Body) -> Body:
    """Not taken: tried again some days later, and after the last try the subscription ends."""
    tries = bill["attempt_count"] + 1
    last = tries >= MOST_TRIES
    again = None if last else int(time.time()) + RETRY_AFTER
    bill.update(attempt_count=tries, attempted=True, next_payment_attempt=again, auto_advance=not last)
    store.save(bill)
    emit(store, "invoice.payment_failed", bill)
    if last:
        end(store, sub, "payment_failed")
    elif sub["status"] == "active":
        change(store, sub, status="past_due")
    return bill


# -- the months after --------------------------------------------------------------------------------
def renew(store: Store, sub_id: str, *, outcome: str = "pay") -> Body:
    """Its month is over: the next one is billed, or it ends because its end has come."""
    if outcome not in ("pay", "fail", "wait"):
        raise ApiError("outcome must be pay, fail or wait.", param="outcome")
    with store.transaction():
        sub = alive(store, sub_id)
        items, now = sub["items"]["data"], int(time.time())
        start = items[0]["current_period_end"]
        if sub["cancel_at"] and sub["cancel_at"] <= start:
            return end(store, sub)
        if sub["pause_collection"] and start >= (sub["pause_collection"]["resumes_at"] or start + 1):
            resume(store, sub)
        before = {"items": {"data": [dict(entry) for entry in items]}, "latest_invoice": sub["latest_invoice"]}
        for entry in items:
            stop = shapes.period_after(start, entry["price"]["recurring"], sub["billing_cycle_anchor"])
            entry.update(current_period_start=start, current_period_end=stop)
        identifier = sub["latest_invoice"] = new_id("in_")
        private = store.private(sub_id)
        lines = [{**line, "invoice": identifier} for line in private["pending"]]
        lines += [_line_of(identifier, sub, entry) for entry in items]
        store.save(sub, {**private, "pending": []})
        schedule(store, sub)
        emit(store, "customer.subscription.updated", sub, before=before)
        owner = load(store, sub["customer"], "customer")
        bill = bills.invoice(identifier, sub, owner, lines, "subscription_cycle", now)
        if sub["pause_collection"]:
            _set_aside(store, bill, sub["pause_collection"]["behavior"])
        else:
            _finalize(store, bill, owner)
            collect(store, sub_id, identifier, outcome)
        return load(store, sub_id)


def _set_aside(store: Store, bill: Body, behavior: str) -> None:
    """The invoice of a paused month: nobody is asked for its money."""
    bill["auto_advance"] = False
    store.save(bill, {"intent": None})
    emit(store, "invoice.created", bill)
    kind, mark = {
        "void": ("void", "voided_at"),
        "mark_uncollectible": ("uncollectible", "marked_uncollectible_at"),
    }.get(behavior, ("draft", None))
    if mark:
        bill["status"] = kind
        bill["status_transitions"][mark] = int(time.time())
        store.save(bill)
        emit(store, "invoice.voided" if kind == "void" else "invoice.marked_uncollectible", bill)


def retry(store: Store, sub_id: str, *, outcome: str = "pay") -> Body:
    """The next try at the oldest invoice that is owed."""
    with store.transaction():
        alive(store, sub_id)
        owed = [bill for bill in invoices_of(store, sub_id) if bill["status"] == "open"]
        if not owed:
            raise ApiError("No invoice of this subscription is owed.", code="nothing_owed")
        if outcome not in ("pay", "fail"):
            raise ApiError("outcome must be pay or fail.", param="outcome")
        return collect(store, sub_id, owed[-1]["id"], outcome)


def alive(store: Store, sub_id: str) -> Body:
    sub = load(store, sub_id)
    if sub["status"] == "canceled":
        raise missing("subscription", sub_id, "id")
    return sub


def change(store: Store, sub: Body, **changes: Any) -> Body:
    """Save what differs and say so in `customer.subscription.updated`; nothing differs, nothing is said."""
    before = {name: sub[name] for name, value in changes.items() if sub[name] != value}
    if before:
        sub.update(changes)
        store.save(sub)
        schedule(store, sub)
        emit(store, "customer.subscription.updated", sub, before=before)
    return sub


def resume(store: Store, sub: Body) -> Body:
    return change(store, sub, pause_collection=None)


def end(store: Store, sub: Body, reason: str | None = None) -> Body:
    now = int(time.time())
    details = {**sub["cancellation_details"], "reason": reason or sub["cancellation_details"]["reason"]}
    sub.update(
        status="canceled", ended_at=now, canceled_at=sub["canceled_at"] or now, cancellation_details=details,
        pause_collection=None,
    )  # fmt: skip
    store.save(sub)
    store.run("DELETE FROM duty WHERE target = ?", sub["id"])
    emit(store, "customer.subscription.deleted", sub)
    return sub


# -- by the clock, for whoever leaves the demo running ---------------------------------------------------
def schedule(store: Store, sub: Body) -> None:
    store.run("DELETE FROM duty WHERE target = ?", sub["id"])
    due = [("renew", sub["items"]["data"][0]["current_period_end"]), ("end", sub["cancel_at"])]
    if sub["pause_collection"]:
        due.append(("resume", sub["pause_collection"]["resumes_at"]))
    for verb, at in due:
        if at:
            store.run("INSERT INTO duty (verb, target, due) VALUES (?, ?, ?)", verb, sub["id"], float(at))


def end_by_clock(store: Store, sub_id: str) -> None:
    with store.transaction():
        sub = alive(store, sub_id)
        if sub["cancel_at"] and sub["cancel_at"] <= time.time():
            end(store, sub)


def resume_by_clock(store: Store, sub_id: str) -> None:
    with store.transaction():
        resume(store, alive(store, sub_id))
