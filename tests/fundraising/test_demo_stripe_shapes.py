"""Every object the demo Stripe answers has the fields the library's own classes promise, and invents none."""

import ast
import functools
import inspect
import textwrap

import pytest
import stripe
from stripe.billing_portal import Session as PortalSession
from stripe.checkout import Session
from stripe.radar import EarlyFraudWarning

from tests.fundraising.test_demo_stripe import client, complete, create
from tests.fundraising.test_demo_stripe_monthly import begun
from tests.fundraising.test_demo_stripe_refunds import paid

CLASSES = {
    "checkout.session": Session,
    "billing_portal.session": PortalSession,
    "radar.early_fraud_warning": EarlyFraudWarning,
    "line_item": stripe.InvoiceLineItem,
}
# Stripe sends these; the library's typing does not (yet) name them.
MORE = {"charge": {"source_transfer"}, "payment_intent": {"source"}}


@functools.cache
def typed(kind):
    """{field: whether it may be null}, as the library's class for this kind of object writes it."""
    name = "".join(word.title() for word in kind.split("_"))
    body = ast.parse(textwrap.dedent(inspect.getsource(CLASSES.get(kind) or getattr(stripe, name)))).body[0].body
    fields = [entry for entry in body if isinstance(entry, ast.AnnAssign)]
    return {
        entry.target.id: ast.unparse(entry.annotation).startswith("Optional")
        for entry in fields
        if not entry.target.id.isupper() and not entry.target.id.startswith("_")
    }


def objects_in(body):
    """The object itself and every object inside it."""
    if isinstance(body, list):
        for entry in body:
            yield from objects_in(entry)
    elif isinstance(body, dict):
        if isinstance(body.get("object"), str):
            yield body
        for entry in body.values():
            yield from objects_in(entry)


def shape_errors(body):
    kind = body["object"]
    if kind in ("list", "item"):
        return
    fields = typed(kind)
    for name, may_be_null in fields.items():
        if not may_be_null and body.get(name) is None:
            yield f"{kind}.{name} is missing"
    for name in set(body) - set(fields) - MORE.get(kind, set()):
        yield f"{kind}.{name} is unknown"


@pytest.fixture
def everything(demo_stripe):
    """One of each kind, as plain bodies."""
    api = client(demo_stripe).v1
    charge = paid(demo_stripe)
    demo_stripe.warn(charge.id)
    demo_stripe.refund(charge.id, amount=1000)
    demo_stripe.press("refunds", demo_stripe.refund(charge.id, amount=500)["id"], "fail")
    demo_stripe.press("disputes", demo_stripe.dispute(charge.id, amount=500)["id"], "win")
    demo_stripe.press("payouts", demo_stripe.payout()["id"], "fail")
    demo_stripe.later(create(demo_stripe)["id"])
    demo_stripe.decline(create(demo_stripe)["id"])
    sub = begun(demo_stripe)
    demo_stripe.renew(sub.id, "fail")
    portal = api.billing_portal.sessions.create({"customer": sub.customer})
    stored = demo_stripe.server.store.rows("SELECT DISTINCT kind FROM object")
    bodies = [portal.to_dict(for_json=True), api.balance.retrieve().to_dict(for_json=True)]
    for row in stored:
        bodies += [body for _, body in demo_stripe.server.store.all(row["kind"])]
    return bodies


def test_shapes_are_those_of_the_library(everything):
    found = [thing for body in everything for thing in objects_in(body)]
    kinds = {thing["object"] for thing in found}
    assert kinds >= {
        "checkout.session", "payment_intent", "charge", "refund", "dispute", "balance_transaction", "payout",
        "balance", "radar.early_fraud_warning", "customer", "product", "price", "plan", "subscription",
        "subscription_item", "invoice", "line_item", "invoice_payment", "billing_portal.session", "event",
    }  # fmt: skip
    assert sorted({error for thing in found for error in shape_errors(thing)}) == []


def test_a_missing_and_an_invented_field_are_found(everything):
    refund = next(body for body in everything if body["object"] == "refund")
    assert list(shape_errors({**refund, "amount": None, "mood": "good"})) == [
        "refund.amount is missing", "refund.mood is unknown",
    ]  # fmt: skip


def test_what_the_specification_calls_required_is_there(everything):
    for body in everything:
        if body["object"] in ("checkout.session", "charge", "refund", "dispute", "payout", "balance_transaction"):
            complete(body)
