"""Billing portal sessions: a page of ours where a giver ends a monthly gift."""

from __future__ import annotations

import time

from . import params
from .errors import missing
from .objects import Body, new_id
from .store import Store

CREATE = params.fields(
    {
        "customer": params.text(),
        "return_url": params.url,
        "locale": params.one_of("auto", "en", "es", "es-419", "fr", "de", "it", "pt", "pt-BR"),
        "expand": params.many(params.text()),
    },
    required=("customer",),
)


def create(store: Store, given: Body, base: str) -> Body:
    if not store.load(given["customer"], "customer"):
        raise missing("customer", given["customer"], "customer")
    identifier = new_id("bps_")
    made = {
        "id": identifier,
        "object": "billing_portal.session",
        "configuration": "bpc_1DemoDemoDemoDemoDemoDemo",
        "created": int(time.time()),
        "customer": given["customer"],
        "customer_account": None,
        "flow": None,
        "livemode": False,
        "locale": given.get("locale"),
        "on_behalf_of": None,
        "return_url": given.get("return_url"),
        "url": f"{base}/p/session/{identifier}",
    }
    store.save(made)
    return made


def rebase(store: Store, base: str) -> None:
    """After a restart on another port the pages are found there."""
    with store.transaction():
        for _, session in store.all("billing_portal.session"):
            store.save({**session, "url": f"{base}/p/session/{session['id']}"})
