"""The page where the payer pays, or tries what else can happen."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import parse_qsl

from . import checkout, params
from .api import Answer
from .errors import ApiError
from .markup import icon, origin, page
from .objects import Body
from .store import Store
from .words import WORDS, language, money

Typed = dict[str, str]


def handle(store: Store, session_id: str, body: str | None) -> Answer:
    """GET (`body` None) shows the page; POST pays, declines or starts a bank debit, and leads back."""
    session = store.load(session_id, "checkout.session") if re.fullmatch(r"\w{1,255}", session_id) else None
    if not session:
        return not_found()
    if session["status"] != "open":
        # A second press of the button meets a finished session: the payer goes on, nothing is taken twice.
        return _onward(session) if body is not None and session["status"] == "complete" else _closed(session)
    if body is None:
        return _form(store, session, {}, {})
    typed = {key: value.strip() for key, value in parse_qsl(body, keep_blank_values=True, errors="replace")}
    return _try(store, session, typed)


def _try(store: Store, session: Body, typed: Typed) -> Answer:
    words = WORDS[language(session["locale"])]
    email, name, wish = typed.get("email", ""), typed.get("name", "")[:200] or None, typed.get("do", "pay")
    number = re.sub(r"\D", "", typed.get("number", ""))
    wrong: dict[str, str] = {}
    try:
        params.email(email, "email")
    except ApiError:
        wrong["email"] = words["email_wrong"]
    known = number in checkout.GOOD_CARDS or number in checkout.BAD_CARDS
    if wish == "pay" and not known:
        wrong["number"] = words["card_short"] if len(number) != 16 else words["card_real"]
    if wrong:
        return _form(store, session, typed, wrong, status=422)
    try:
        if wish == "later":
            session = checkout.later(store, session["id"], email=email, name=name)
        elif wish == "decline" or number in checkout.BAD_CARDS:
            bad = number if number in checkout.BAD_CARDS else "4000000000000002"
            session = checkout.decline(store, session["id"], number=bad, email=email, name=name)
            why = checkout.BAD_CARDS[bad][2] if language(session["locale"]) == "en" else ""
            return _form(store, session, typed, {"": f"{why} {words['try_again']}".strip()}, status=402)
        else:
            session = checkout.pay(store, session["id"], last4=number[-4:], email=email, name=name)
    except ApiError:  # it expired, or another tab was quicker, between reading and paying
        session = checkout.load(store, session["id"])
    return _onward(session) if session["status"] == "complete" else _closed(session)


def _onward(session: Body) -> Answer:
    target = session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"])
    return Answer(303, "", {"Location": target})


def _form(store: Store, session: Body, typed: Typed, wrong: dict[str, str], status: int = 200) -> Answer:
    lang = language(session["locale"])
    words, amount = WORDS[lang], money(session["amount_total"], session["currency"])
    values = {
        "email": session["customer_email"] or "", "number": "4242 4242 4242 4242", "expiry": "12 / 34", "cvc": "123",
        "name": "", **{key: value for key, value in typed.items() if key in ("email", "number", "expiry", "name")},
    }  # fmt: skip
    main = f"""<div class="pay">
<section class="bill" aria-labelledby="what">
{_back(session, words)}
<h1 id="what"><span class="what">{escape(_what(store, session))}</span> <span class="sum">{escape(amount)}</span>
{_rhythm(session, words)}</h1>
{_lines(store, session, words)}
<p class="aside">{icon("card")} <span>{escape(words["stand_in"])}</span></p>
</section>
<section class="till" aria-label="{escape(words["title"].format(amount=amount))}">
{_alert(wrong, words)}
<form method="post" action="/c/pay/{session["id"]}" novalidate>
{_field("email", words["contact"], values, wrong, 'type="email" inputmode="email" autocomplete="email" required')}
<div class="card">
{_field("number", words["card"], values, wrong, 'inputmode="numeric" autocomplete="off" required', words["card_help"])}
<div class="pair">
{_field("expiry", words["expiry"], values, wrong, 'inputmode="numeric" autocomplete="off"')}
{_field("cvc", words["cvc"], values, wrong, 'inputmode="numeric" autocomplete="off"')}
</div>
{_field("name", f"{words['name']} ({words['optional']})", values, wrong, 'autocomplete="off"')}
</div>
<button class="main" name="do" value="pay">{icon("lock")} {escape(words["pay"].format(amount=amount))}</button>
<fieldset class="others"><legend>{escape(words["others"])}</legend>
<p><button name="do" value="decline" aria-describedby="d1">{escape(words["decline"])}</button>
<span id="d1" class="note">{escape(words["decline_more"])}</span></p>
<p><button name="do" value="later" aria-describedby="d2">{escape(words["later"])}</button>
<span id="d2" class="note">{escape(words["later_more"])}</span></p>
</fieldset>
</form>
</section>
</div>"""
    return page(
        words["title"].format(amount=amount), main, banner=(words["banner"], words["banner_more"]), language=lang,
        footer=_footer(words), css="hosted", status=status, onward=origin(session["success_url"]),
    )  # fmt: skip


def _what(store: Store, session: Body) -> str:
    return str(store.private(session["id"])["lines"][0]["description"])


def _rhythm(session: Body, words: dict[str, str]) -> str:
    return f'<span class="what">{escape(words["monthly"])}</span>' if session["mode"] == "subscription" else ""


def _back(session: Body, words: dict[str, str]) -> str:
    if not session["cancel_url"]:
        return ""
    return f'<p><a class="back" href="{escape(session["cancel_url"])}">{icon("back")} {escape(words["back"])}</a></p>'


def _lines(store: Store, session: Body, words: dict[str, str]) -> str:
    """Spelt out only where the heading does not say it all already."""
    lines = store.private(session["id"])["lines"]
    if len(lines) == 1 and lines[0]["quantity"] == 1:
        return ""
    rows = "".join(
        f"<div><dt>{escape(line['description'])}"
        + (
            f" <small>{escape(words['quantity'].format(count=line['quantity']))}</small>"
            if line["quantity"] > 1
            else ""
        )
        + f"</dt><dd>{escape(money(line['amount_total'], line['currency']))}</dd></div>"
        for line in lines
    )
    total = money(session["amount_total"], session["currency"])
    last = f'<div class="total"><dt>{escape(words["total"])}</dt><dd>{escape(total)}</dd></div>'
    return f'<dl class="lines">{rows}{last}</dl>'


def _alert(wrong: dict[str, str], words: dict[str, str]) -> str:
    if not wrong:
        return ""
    head = words["declined"] if "" in wrong else words["wrong"]
    more = f"<p>{escape(wrong[''])}</p>" if "" in wrong else ""
    said = f"<div><p><strong>{escape(head)}</strong></p>{more}</div>"
    return f'<div class="callout is-blocked" role="alert">{icon("blocked")}{said}</div>'


def _field(name: str, label: str, values: Typed, wrong: dict[str, str], more: str, help_: str = "") -> str:
    said = ""
    if name in wrong:
        more += f' aria-invalid="true" aria-describedby="{name}-error"'
        said = f'<span class="error" id="{name}-error">{icon("blocked")} {escape(wrong[name])}</span>'
    elif help_:
        more += f' aria-describedby="{name}-help"'
        said = f'<span class="note" id="{name}-help">{escape(help_)}</span>'
    return (
        f'<p class="field"><label for="{name}">{escape(label)}</label>'
        f'<input id="{name}" name="{name}" value="{escape(values.get(name, ""))}" {more}>{said}</p>'
    )


def _footer(words: dict[str, str]) -> str:
    return f'<p>{escape(words["footer"])} <a href="/panel">{escape(words["panel"])}</a></p>'


def _closed(session: Body) -> Answer:
    lang = language(session["locale"])
    words = WORDS[lang]
    if session["status"] == "expired":
        state, key, status, target, link = "blocked", "expired", 410, session["cancel_url"], words["back"]
    else:
        paid = session["payment_status"] == "paid"
        state, key, status = ("ok", "done", 200) if paid else ("waiting", "waits", 200)
        target, link = session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"]), words["onward"]
    go = f'<p><a class="button" href="{escape(target)}">{escape(link)}</a></p>' if target else ""
    return _message(words, lang, state, words[key], words[f"{key}_more"], go, status)


def not_found() -> Answer:
    words = WORDS["en"]
    return _message(words, "en", "none", words["nothing"], words["nothing_more"], "", 404)


def _message(words: dict[str, str], lang: str, state: str, head: str, more: str, go: str, status: int) -> Answer:
    main = f"""<section class="message is-{state}">{icon(state)}
<h1>{escape(head)}</h1>
<p>{escape(more)}</p>
{go}
</section>"""
    banner = (words["banner"], "")
    return page(head, main, banner=banner, language=lang, footer=_footer(words), css="hosted", status=status)
