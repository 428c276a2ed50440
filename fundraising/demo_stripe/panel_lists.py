"""The panel's pages of payments, monthly gifts and payouts, with a button for all that can happen to each."""

from __future__ import annotations

import time
from html import escape

from . import billing, disputes, refunds, transactions
from . import payouts as bank
from .markup import ago, button, choice, pill
from .objects import Body
from .store import Store
from .words import money

MOST = 100
STATES = {
    "succeeded": "ok", "paid": "ok", "won": "ok", "active": "ok", "pending": "waiting", "in_transit": "waiting",
    "past_due": "waiting", "open": "waiting", "under_review": "waiting", "warning_under_review": "waiting",
    "needs_response": "blocked", "failed": "blocked", "lost": "blocked", "uncollectible": "blocked",
    "warning_needs_response": "info", "draft": "info", "canceled": "none", "void": "none", "warning_closed": "none",
}  # fmt: skip


def _state(body: Body) -> str:
    return pill(STATES.get(body["status"], "info"), body["status"].replace("_", " "))


def _sum(amount: int, currency: str) -> str:
    return f"-{money(-amount, currency)}" if amount < 0 else money(amount, currency)


def _code(identifier: str) -> str:
    return f'<code title="{identifier}">{identifier[:18]}…</code>'


def _rows(rows: list[str], empty: str) -> str:
    return f'<ul class="rows">{"".join(rows)}</ul>' if rows else f'<p class="empty">{escape(empty)}</p>'


def _section(name: str, head: str, inner: str) -> str:
    return f'<section aria-labelledby="{name}"><h2 id="{name}">{escape(head)}</h2>{inner}</section>'


def _part(label: str, value: int | None = None) -> str:
    """A field for a part of the amount, in cents; empty means all of it."""
    given = "" if value is None else value
    return (
        f'<input name="amount" inputmode="numeric" placeholder="all, or cents" value="{given}" '
        f'aria-label="{escape(label)}">'
    )


# -- payments ----------------------------------------------------------------------------------------
def payments(store: Store) -> str:
    charges = [body for _, body in store.all("charge")][:MOST]
    by_charge: dict[str, list[str]] = {}
    for kind, draw in (("refund", _refund), ("dispute", _dispute), ("radar.early_fraud_warning", _warning)):
        for _, body in store.all(kind, newest_first=False):
            by_charge.setdefault(body["charge"], []).append(draw(body))
    rows = [_charge(body, by_charge.get(body["id"], [])) for body in charges]
    return _section("payments", "Payments", _rows(rows, "No payment yet. Pay a session on the first page."))


def _charge(body: Body, below: list[str]) -> str:
    path, buttons = f"charges/{body['id']}", ""
    if body["status"] == "succeeded":
        if not body["balance_transaction"]:
            buttons += button(f"{path}/settle", "Settle now")
        if not body["refunded"]:
            buttons += button(f"{path}/refund", "Refund in the dashboard", _part("Amount to refund, in cents"))
        buttons += button(
            f"{path}/dispute", "Dispute",
            _part("Amount disputed, in cents") + choice("reason", _named(disputes.REASONS), label="Reason"),
        )  # fmt: skip
        buttons += button(f"{path}/inquire", "Inquiry") + button(f"{path}/warn", "Early fraud warning")
    settled = "settled" if body["balance_transaction"] else "not settled"
    back = f" · {_sum(body['amount_refunded'], body['currency'])} refunded" if body["amount_refunded"] else ""
    inner = f'<ul class="below">{"".join(below)}</ul>' if below else ""
    return f"""<li id="{body["id"]}"><div class="top">
<strong class="sum">{escape(_sum(body["amount"], body["currency"]))}</strong> {_state(body)}
<span class="note">{settled}{escape(back)} · {ago(body["created"])}</span></div>
<p class="note">{_code(body["id"])} · {_code(body["payment_intent"])}</p>
<div class="buttons">{buttons}</div>{inner}</li>"""


def _named(names: dict[str, str]) -> dict[str, str]:
    return {name: name.replace("_", " ") for name in names}


def _below(body: Body, word: str, mark: str, buttons: str) -> str:
    amount = f"{escape(_sum(body['amount'], body['currency']))} " if "amount" in body else ""
    return f"""<li id="{body["id"]}"><div class="top"><strong>{escape(word)}</strong> {amount}{mark}
<span class="note">{_code(body["id"])} · {ago(body["created"])}</span></div>
{f'<div class="buttons">{buttons}</div>' if buttons else ""}</li>"""


def _refund(body: Body) -> str:
    path, buttons = f"refunds/{body['id']}", ""
    if body["status"] == "pending":
        buttons += button(f"{path}/succeed", "Succeed") + button(f"{path}/cancel", "Cancel")
    if body["status"] in ("pending", "succeeded"):
        reasons = {name: name.replace("_", " ") for name in refunds.FAILURES}
        buttons += button(f"{path}/fail", "Fail", choice("reason", reasons, label="Why it fails"))
    return _below(body, "Refund", _state(body), buttons)


def _dispute(body: Body) -> str:
    path, status = f"disputes/{body['id']}", body["status"]
    buttons = ""
    if status in ("needs_response", "warning_needs_response"):
        buttons += button(f"{path}/answer", "Evidence handed in")
    if status.startswith("warning_") and status != "warning_closed":
        buttons += button(f"{path}/close", "Bank lets it go") + button(f"{path}/escalate", "Becomes a dispute")
    if status in ("needs_response", "under_review"):
        buttons += button(f"{path}/win", "Won") + button(f"{path}/win", "Won, fee back", fee_back=1)
        buttons += button(f"{path}/win", "Won in part", _part("Amount that comes back, in cents"))
        buttons += button(f"{path}/lose", "Lost")
    if status == "lost" and len(body["balance_transactions"]) == 1:
        buttons += button(f"{path}/reinstate", "Money comes back all the same", _part("Amount, in cents"))
    word = "Inquiry" if status.startswith("warning_") else "Dispute"
    return _below(body, f"{word}: {body['reason'].replace('_', ' ')}", _state(body), buttons)


def _warning(body: Body) -> str:
    mark = pill("blocked", "to be answered") if body["actionable"] else pill("none", "answered")
    return _below(body, "Early fraud warning", mark, "")


# -- monthly gifts -------------------------------------------------------------------------------------
def subscriptions(store: Store) -> str:
    rows = [_subscription(store, body) for _, body in list(store.all("subscription"))[:MOST]]
    return _section("gifts", "Monthly gifts", _rows(rows, "No monthly gift yet. Complete a monthly session first."))


_DAYS = '<input name="days" inputmode="numeric" placeholder="no end, or days" aria-label="For how many days">'
_NEW_AMOUNT = '<input name="amount" inputmode="numeric" placeholder="cents" aria-label="New amount in cents" required>'


def _subscription(store: Store, body: Body) -> str:
    path, entry = f"subscriptions/{body['id']}", body["items"]["data"][0]
    bills = billing.invoices_of(store, body["id"])
    buttons = ""
    if body["status"] != "canceled":
        buttons += button(f"{path}/renew", "Next month: pays", outcome="pay")
        buttons += button(f"{path}/renew", "Next month: refused", outcome="fail")
        if any(bill["status"] == "open" for bill in bills):
            buttons += button(f"{path}/retry", "Try again: pays", outcome="pay")
            buttons += button(f"{path}/retry", "Try again: refused", outcome="fail")
        if body["pause_collection"]:
            buttons += button(f"{path}/resume", "End the pause")
        else:
            buttons += button(f"{path}/pause", "Pause it", _DAYS)
        buttons += button(f"{path}/change", "Change the amount", _NEW_AMOUNT)
        wish = ("go_on", "Do not end it") if body["cancel_at"] else ("stop", "End it with its month")
        buttons += button(f"{path}/{wish[0]}", wish[1])
        buttons += button(f"{path}/cancel", "Cancel now")
    bits = [f"period ends {_day(entry['current_period_end'])}"]
    if body["cancel_at"]:
        bits.append(f"ends {_day(body['cancel_at'])}")
    if body["pause_collection"]:
        until = body["pause_collection"]["resumes_at"]
        bits.append(f"paused{' until ' + _day(until) if until else ''}")
    inner = "".join(_bill(bill) for bill in bills[:24])
    amount = f"{_sum(entry['price']['unit_amount'] * entry['quantity'], body['currency'])} monthly"
    return f"""<li id="{body["id"]}"><div class="top"><strong class="sum">{escape(amount)}</strong> {_state(body)}
<span class="note">{escape(" · ".join(bits))}</span></div>
<p class="note">{_code(body["id"])} · {_code(body["customer"])}</p>
<div class="buttons">{buttons}</div><ul class="below">{inner}</ul></li>"""


def _bill(body: Body) -> str:
    tries = f" · {body['attempt_count']} tries" if body["attempt_count"] > 1 else ""
    return f"""<li><div class="top"><strong>{escape(body["number"] or "Invoice")}</strong>
{escape(_sum(body["total"], body["currency"]))} {_state(body)} <span class="note">{_code(body["id"])}{tries}</span>
</div></li>"""


def _day(at: int) -> str:
    return time.strftime("%d %b %Y", time.gmtime(at))


# -- payouts -------------------------------------------------------------------------------------------
def payouts(store: Store) -> str:
    now = transactions.balance(store)
    sums = " · ".join(f"{_sum(now[part][0]['amount'], 'usd')} {part}" for part in ("available", "pending"))
    field = '<input name="amount" inputmode="numeric" value="500" aria-label="Fee in cents">'
    head = f"""<div class="box"><h2>Balance: {escape(sums)}</h2>
<p class="note">A payout takes all of it at once, as if two days had gone by.</p>
<div class="buttons">{button("payouts", "Pay out everything")}
{button("payouts", "Pay out what is available", only_available=1)}
{button("fee", "Take Stripe's monthly fee", field)}</div></div>"""
    rows = [_payout(body) for _, body in list(store.all("payout"))[:MOST]]
    lines = [_line(body) for _, body in list(store.all("balance_transaction"))[:MOST]]
    return (
        head
        + _section("payouts", "Payouts", _rows(rows, "No payout yet."))
        + _section("lines", "Balance transactions", _rows(lines, "Nothing has settled yet."))
    )


def _payout(body: Body) -> str:
    path, buttons = f"payouts/{body['id']}", ""
    if body["status"] == "pending":
        buttons += button(f"{path}/send", "On its way")
    if body["status"] in ("pending", "in_transit"):
        buttons += button(f"{path}/pay", "Arrives")
    if body["status"] in ("pending", "in_transit", "paid"):
        codes = {code: code.replace("_", " ") for code in bank.FAILURES}
        buttons += button(f"{path}/fail", "Sent back", choice("code", codes, label="Why it comes back"))
    done = "can be reconciled" if body["reconciliation_status"] == "completed" else "cannot be reconciled yet"
    return f"""<li id="{body["id"]}"><div class="top">
<strong class="sum">{escape(_sum(body["amount"], body["currency"]))}</strong> {_state(body)}
<span class="note">{done} · {ago(body["created"])}</span></div><p class="note">{_code(body["id"])}</p>
{f'<div class="buttons">{buttons}</div>' if buttons else ""}</li>"""


def _line(body: Body) -> str:
    fee = f" less {_sum(body['fee'], 'usd')}" if body["fee"] else ""
    return f"""<li><div class="top"><strong>{escape(_sum(body["amount"], "usd"))}{escape(fee)}</strong>
{escape(body["reporting_category"].replace("_", " "))} <span class="note">{transactions.current(body)["status"]} ·
{_code(body["id"])} · {ago(body["created"])}</span></div></li>"""
