"""The control panel as a page: what was asked, what was sent, and buttons to make it go wrong."""

from __future__ import annotations

import time
from html import escape
from typing import Any
from urllib.parse import parse_qsl

from . import panel
from .api import Answer
from .delivery import MODES
from .errors import ApiError
from .markup import icon, page, pill
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
DELIVERY_STATES = {
    "delivered": ("ok", "delivered"), "waiting": ("waiting", "waiting"), "held": ("info", "held"),
    "dropped": ("none", "dropped"), "failed": ("blocked", "refused, given up"),
}  # fmt: skip


def act(store: Store, path: str, body: str) -> Answer:
    """A pressed button: the same verbs as the JSON control, then back to the panel."""
    given: dict[str, Any] = {}
    for key, value in parse_qsl(body):
        if key in ("count", "times"):
            given[key] = int(value) if value.isdigit() else value
        elif key in ("seconds", "settle_delay", "retry_seconds"):
            given[key] = float(value) if value.replace(".", "", 1).isdigit() else value
        else:
            given[key] = value
    try:
        panel.act(store, path, given)
    except ApiError as error:
        return show(store, said=error.message, status=error.status)
    return Answer(303, "", {"Location": "/panel"})


def show(store: Store, said: str = "", status: int = 200) -> Answer:
    state = panel.state(store)
    alert = f'<div class="callout is-blocked" role="alert">{icon("blocked")}<p>{escape(said)}</p></div>' if said else ""
    main = f"""{alert}
<div class="head"><h1>Demo Stripe</h1><a class="button quiet" href="/panel">Look again</a></div>
<div class="desk">
<section aria-labelledby="sessions"><h2 id="sessions">Checkout sessions</h2>{_sessions(state)}</section>
<aside>{_plan(state)}{_settings(state)}</aside>
<section aria-labelledby="deliveries"><h2 id="deliveries">Webhook deliveries</h2>{_deliveries(state)}</section>
</div>"""
    footer = "<p>For people who build and try. Tests press the same buttons through <code>/panel/api/</code>.</p>"
    more = "Here you decide what the bank and the network do next."
    banner = ("Demo: no money moves.", more)
    return page("Demo Stripe: control panel", main, banner=banner, footer=footer, css="panel", status=status)


def _sessions(state: dict[str, Any]) -> str:
    if not state["sessions"]:
        return (
            '<p class="empty">No session yet. One appears here when somebody presses the give button on the site.</p>'
        )
    under_way = set(state["under_way"])
    return f'<ul class="rows calls">{"".join(_session(body, under_way) for body in state["sessions"])}</ul>'


def _session(body: Body, under_way: set[str]) -> str:
    amount = money(body["amount_total"], body["currency"])
    waits = body["payment_intent"] in under_way
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
    who = escape(body["customer_email"] or "no address given")
    buttons = "".join(_button(f"sessions/{body['id']}/{verb}", VERB_WORDS[verb]) for verb in verbs)
    return f"""<li id="{body["id"]}"><div class="top"><strong class="sum">{escape(amount)}</strong> {mark}
<span class="note">{who} · {_ago(body["created"])}</span></div>
<p class="note">{link}<code title="{body["id"]}">{body["id"][:20]}…</code></p>
{f'<div class="buttons">{buttons}</div>' if buttons else ""}</li>"""


def _button(path: str, word: str, hidden: str = "") -> str:
    return f'<form method="post" action="/panel/do/{path}">{hidden}<button>{escape(word)}</button></form>'


def _hidden(**values: Any) -> str:
    return "".join(f'<input type="hidden" name="{key}" value="{value}">' for key, value in values.items())


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
{_button("unbooked", "Send a payout event")}
<h2>Fee and net</h2>
<form class="inline" method="post" action="/panel/do/settings"><p class="field">
<label for="settle_delay">Seconds until the balance transaction appears</label>
<input id="settle_delay" name="settle_delay" inputmode="decimal" value="{state["settings"]["settle_delay"]:g}"></p>
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
        bits.append(_ago(row["sent"]))
    event = f"deliver/{row['event']}"
    buttons = (
        _button(event, "Send again")
        + _button(event, "Send twice", _hidden(times=2))
        + _button(event, "Mis-signed", _hidden(mode="missign", forever=1))
        + _button(event, "Stale", _hidden(mode="stale", forever=1))
    )
    return f"""<li><div class="top"><strong>{escape(row["type"])}</strong> {mark}</div>
<p class="note">{escape(" · ".join(bits))} · <code>{row["event"][:14]}…</code></p>
<div class="buttons">{buttons}</div></li>"""


def _ago(at: float) -> str:
    seconds = max(0, int(time.time() - at))
    if seconds < 60:
        return f"{seconds} s ago"
    return f"{seconds // 60} min ago" if seconds < 3600 else f"{seconds // 3600} h ago"
