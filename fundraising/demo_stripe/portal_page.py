"""The page behind a billing portal session: what is given each month, until when, and a button to stop it."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from html import escape
from urllib.parse import parse_qsl

from . import subscriptions
from .api import Answer
from .errors import ApiError
from .hosted import not_found
from .markup import icon, origin, page
from .objects import Body
from .store import Store
from .words import WORDS, language, money


def handle(store: Store, session_id: str, body: str | None) -> Answer:
    """GET (`body` None) shows the customer's gifts; POST (`do`: stop or go_on, `subscription`) changes one."""
    found = store.load(session_id, "billing_portal.session") if re.fullmatch(r"\w{1,255}", session_id) else None
    if not found:
        return not_found()
    gifts = [sub for _, sub in store.all("subscription") if sub["customer"] == found["customer"]]
    if body is None:
        return _show(store, found, gifts)
    given = dict(parse_qsl(body, errors="replace"))
    if given.get("subscription") in {sub["id"] for sub in gifts} and given.get("do") in ("stop", "go_on"):
        with suppress(ApiError):  # it ended meanwhile; the page shows that
            subscriptions.update(store, given["subscription"], {"cancel_at_period_end": given["do"] == "stop"})
    return Answer(303, "", {"Location": f"/p/session/{session_id}"})


def _show(store: Store, found: Body, gifts: list[Body]) -> Answer:
    lang = language(found["locale"])
    words, back = WORDS[lang], found["return_url"]
    rows = "".join(_gift(sub, words, found["id"]) for sub in gifts) or f"<p>{escape(words['no_gifts'])}</p>"
    go = f'<p><a class="button" href="{escape(back)}">{escape(words["back"])}</a></p>' if back else ""
    main = f'<section class="message is-info">{icon("card")}<h1>{escape(words["gifts"])}</h1>{rows}{go}</section>'
    footer = f'<p>{escape(words["footer"])} <a href="/panel/subscriptions">{escape(words["panel"])}</a></p>'
    return page(
        words["gifts"], main, banner=(words["banner"], ""), language=lang, footer=footer, css="hosted",
        onward=origin(back),
    )  # fmt: skip


def _gift(sub: Body, words: dict[str, str], session_id: str) -> str:
    entry = sub["items"]["data"][0]
    amount = money(entry["price"]["unit_amount"] * entry["quantity"], sub["currency"])
    said, wish = words["gift_next"], "stop"
    day = time.strftime("%Y-%m-%d", time.gmtime(sub["cancel_at"] or entry["current_period_end"]))
    if sub["status"] == "canceled":
        said, wish = words["gift_over"], ""
    elif sub["cancel_at"]:
        said, wish = words["gift_ends"], "go_on"
    button = (
        f'<form method="post" action="/p/session/{session_id}">'
        f'<input type="hidden" name="subscription" value="{sub["id"]}">'
        f'<button name="do" value="{wish}">{escape(words[wish])}</button></form>'
    )
    return (
        f"<p><strong>{escape(words['gift_monthly'].format(amount=amount))}</strong> "
        f"{escape(said.format(day=day))}</p>{button if wish else ''}"
    )
