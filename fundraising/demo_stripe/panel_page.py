"""The control panel as a page: what was asked, what was sent, and buttons to make it go wrong."""

from __future__ import annotations

import time
from collections.abc import Callable
from html import escape
from typing import Any
from urllib.parse import parse_qsl

from . import panel, panel_lists
from .api import Answer
from .delivery import MODES
from .errors import ApiError
from .markup import ago, button, choice, icon, page, pill
from .objects import Body
from .store import Store
from .words import money

MODE_WORDS = {
    "normal": "Send each once",
    "duplicate": "Send each twice",
    "reorder": "Hold them, then send the last one first",
    "delay": "Send each late",
    "drop": "Never send them",
    "missign": "Sign the first try with a wrong secret",
    "stale": "Give the first try an old timestamp",
}
VERB_WORDS = {
    "pay": "Pay", "decline": "Decline", "later": "Pay later", "expire": "Expire",
    "async_succeed": "Bank says yes", "async_fail": "Bank says no",
}  # fmt: skip
OUTCOME_WORDS = {
    "succeeded": "succeed at once (bank debits stay pending)",
    "pending": "stay pending, money already out",
    "waiting": "wait for funds, nothing out yet",
}
DELIVERY_STATES = {
    "delivered": ("ok", "delivered"), "waiting": ("waiting", "waiting"), "held": ("info", "held"),
    "dropped": ("none", "dropped"), "failed": ("blocked", "refused, given up"),
}  # fmt: skip


def act(store: Store, path: str, body: str) -> Answer:
    """A pressed button: the same verbs as the JSON control, then back to its page of the panel."""
    home = HOME.get(path.strip("/").partition("/")[0], "/panel")
    try:
        panel.act(store, path, typed(body))
    except ApiError as error:
        return show(store, home, said=error.message, status=error.status)
    return Answer(303, "", {"Location": home})


def typed(body: str) -> dict[str, Any]:
    """A form's fields as the verbs take them: whole numbers, decimals, ticks; what was left empty is not given."""
    given: dict[str, Any] = {}
    for key, value in parse_qsl(body):
        if key in ("count", "times", "amount", "days"):
            given[key] = int(value) if value.isdigit() else value
        elif key in ("seconds", "settle_delay", "retry_seconds"):
            given[key] = float(value) if value.replace(".", "", 1).isdigit() else value
        elif key in ("fee_back", "only_available"):
            given[key] = value in ("1", "on", "true")
        else:
            given[key] = value
    return given


def show(store: Store, path: str = "/panel", said: str = "", status: int = 200) -> Answer:
    title, draw = PAGES[path]
    alert = f'<div class="callout is-blocked" role="alert">{icon("blocked")}<p>{escape(said)}</p></div>' if said else ""
    current = ' aria-current="page"'
    links = "".join(
        f'<a class="button" href="{where}"{current if where == path else ""}>{escape(word)}</a>'
        for where, (word, _) in PAGES.items()
    )
    main = f"""{alert}
<div class="head"><h1>Demo Stripe</h1></div>
<nav class="buttons tabs" aria-label="Panel">{links}</nav>
{draw(store)}"""
    footer = "<p>For people who build and try. Tests press the same buttons through <code>/panel/api/</code>.</p>"
    more = "Here you decide what the bank and the network do next."
    banner = ("Demo: no money moves.", more)
    return page(
        f"Demo Stripe: {title.lower()}", main, banner=banner, footer=footer, css="panel", status=status
    )  # fmt: skip


def _desk(store: Store) -> str:
    state = panel.state(store)
    return f"""<div class="desk">
<section aria-labelledby="sessions"><h2 id="sessions">Checkout sessions</h2>{_sessions(state)}</section>
<aside>{_plan(state)}{_settings(state)}</aside>
<section aria-labelledby="deliveries"><h2 id="deliveries">Webhook deliveries</h2>{_deliveries(state)}</section>
</div>"""


PAGES: dict[str, tuple[str, Callable[[Store], str]]] = {
    "/panel": ("Control panel", _desk),
    "/panel/payments": ("Payments", panel_lists.payments),
    "/panel/subscriptions": ("Monthly gifts", panel_lists.subscriptions),
    "/panel/payouts": ("Payouts and balance", panel_lists.payouts),
}
HOME = {
    "charges": "/panel/payments", "refunds": "/panel/payments", "disputes": "/panel/payments",
    "subscriptions": "/panel/subscriptions", "payouts": "/panel/payouts", "fee": "/panel/payouts",
}  # fmt: skip


def _sessions(state: dict[str, Any]) -> str:
    if not state["sessions"]:
        return (
            '<p class="empty">No session yet. One appears here when somebody presses the give button on the site.</p>'
        )
    under_way = set(state["under_way"])
    return f'<ul class="rows calls">{"".join(_session(body, under_way) for body in state["sessions"])}</ul>'


def _session(body: Body, under_way: set[str]) -> str:
    amount = money(body["amount_total"], body["currency"])
    waits = body["id"] in under_way
    verbs: tuple[str, ...]
    if body["status"] == "open":
        mark, verbs = pill("info", "open"), ("pay", "decline", "later", "expire")
    elif body["status"] == "expired":
        mark, verbs = pill("none", "expired"), ()
    elif body["payment_status"] == "paid":
        mark, verbs = pill("ok", "paid"), ()
    elif waits:
        mark, verbs = pill("waiting", "bank debit under way"), ("async_succeed", "async_fail")
    else:
        mark, verbs = pill("blocked", "bank debit failed"), ()
    link = f'<a href="{escape(body["url"])}">hosted page</a> · ' if body["url"] else ""
    rhythm = " monthly" if body["mode"] == "subscription" else ""
    who = escape(body["customer_email"] or "no address given")
    buttons = "".join(button(f"sessions/{body['id']}/{verb}", VERB_WORDS[verb]) for verb in verbs)
    return f"""<li id="{body["id"]}"><div class="top"><strong class="sum">{escape(amount)}{rhythm}</strong> {mark}
<span class="note">{who} · {ago(body["created"])}</span></div>
<p class="note">{link}<code title="{body["id"]}">{body["id"][:20]}…</code></p>
{f'<div class="buttons">{buttons}</div>' if buttons else ""}</li>"""


def _plan(state: dict[str, Any]) -> str:
    plan = state["plan"]
    choices = "".join(
        f'<label class="choice"><input type="radio" name="mode" value="{mode}"'
        f"{' checked' if mode == plan['mode'] else ''}> <span>{escape(MODE_WORDS[mode])}</span></label>"
        for mode in MODES
    )
    left = f"for the next {plan['count']}" if plan["count"] else "until you change it"
    now = f'<p class="note">Now: {escape(MODE_WORDS[plan["mode"]].lower())}, {left}.</p>'
    return f"""<form class="box" method="post" action="/panel/do/plan">
<fieldset><legend>What happens to the next events</legend>
{now}
<div class="choices">{choices}</div></fieldset>
<div class="pair"><p class="field"><label for="count">How many</label>
<input id="count" name="count" inputmode="numeric" placeholder="all" value="{plan["count"] or ""}"></p>
<p class="field"><label for="seconds">Late by, seconds</label>
<input id="seconds" name="seconds" inputmode="decimal" value="{plan["seconds"]:g}"></p></div>
<button class="main">Set the plan</button></form>"""


def _settings(state: dict[str, Any]) -> str:
    faults = "".join(f"<li>{escape(entry['kind'])}, {entry['count']} left</li>" for entry in state["faults"])
    broken = f"<h3>Faults planned for the API</h3><ul>{faults}</ul>" if faults else ""
    return f"""<div class="box"><h2>An event the books do not know yet</h2>
<p class="note">A payout to the bank. The desk shows it as not yet booked.</p>
{button("unbooked", "Send a payout event")}
<h2>Fee and net</h2>
<form class="inline" method="post" action="/panel/do/settings"><p class="field">
<label for="settle_delay">Seconds until the balance transaction appears</label>
<input id="settle_delay" name="settle_delay" inputmode="decimal" value="{state["settings"]["settle_delay"]:g}"></p>
<button>Save</button></form>
<h2>Refunds</h2>
<form class="inline" method="post" action="/panel/do/settings"><p class="field">
<label for="refund_outcome">The next refunds</label>
{choice("refund_outcome", OUTCOME_WORDS, state["settings"]["refund_outcome"])}</p>
<button>Save</button></form>{broken}</div>"""


def _deliveries(state: dict[str, Any]) -> str:
    if not state["deliveries"]:
        return '<p class="empty">Nothing sent yet. Pay a session, and its events appear here.</p>'
    return f'<ul class="rows">{"".join(_delivery(row) for row in state["deliveries"][:60])}</ul>'


def _delivery(row: dict[str, Any]) -> str:
    mark = pill(*DELIVERY_STATES[row["state"]])
    if row["state"] == "waiting" and row["attempts"]:
        mark = pill("blocked", f"refused, tries again in {max(0, round(row['due'] - time.time()))} s")
    bits = [f"{row['attempts']} {'try' if row['attempts'] == 1 else 'tries'}"]
    if row["answer"]:
        bits.append(f"answer {row['answer']}")
    if row["mode"] != "normal":
        bits.append(row["mode"])
    if row["sent"]:
        bits.append(ago(row["sent"]))
    event = f"deliver/{row['event']}"
    buttons = (
        button(event, "Send again")
        + button(event, "Send twice", times=2)
        + button(event, "Mis-signed", mode="missign", forever=1)
        + button(event, "Stale", mode="stale", forever=1)
    )
    return f"""<li><div class="top"><strong>{escape(row["type"])}</strong> {mark}</div>
<p class="note">{escape(" · ".join(bits))} · <code>{row["event"][:14]}…</code></p>
<div class="buttons">{buttons}</div></li>"""
