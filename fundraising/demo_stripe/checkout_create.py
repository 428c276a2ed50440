"""A new Checkout Session: which parameters there are, and the rules between them."""

from __future__ import annotations

import time

from . import billing_objects, objects, params
from .errors import ApiError, missing
from .objects import Body
from .store import Store

SHORTEST, LONGEST = 30 * 60, 24 * 3600

_currency = params.one_of(*objects.TO_USD)
_product = params.fields(
    {"name": params.text(), "description": params.text(), "metadata": params.metadata}, required=("name",)
)
_recurring = params.fields(
    {"interval": params.one_of("day", "week", "month", "year"), "interval_count": params.integer(1, 36)},
    required=("interval",),
)
_price = params.fields(
    {"currency": _currency, "unit_amount": params.integer(0), "product_data": _product, "recurring": _recurring},
    required=("currency", "unit_amount", "product_data"),
)
_line = params.fields(
    {"price_data": _price, "price": params.text(), "quantity": params.integer(1, 999_999)}, required=("quantity",)
)
_intent_data = params.fields(
    {
        "metadata": params.metadata,
        "description": params.text(1000),
        "receipt_email": params.email,
        "statement_descriptor_suffix": params.text(22),
        "capture_method": params.one_of("automatic", "automatic_async"),
    }
)
_subscription_data = params.fields({"metadata": params.metadata, "description": params.text(500)})
CREATE = params.fields(
    {
        "mode": params.one_of("payment", "setup", "subscription"),
        "submit_type": params.one_of("auto", "book", "donate", "pay", "subscribe"),
        "adaptive_pricing": params.fields({"enabled": params.boolean}),
        "customer": params.text(),
        "line_items": params.many(_line),
        "success_url": params.url,
        "cancel_url": params.url,
        "client_reference_id": params.text(200),
        "customer_email": params.email,
        "customer_creation": params.one_of("always", "if_required"),
        "billing_address_collection": params.one_of("auto", "required"),
        "expires_at": params.integer(),
        "expand": params.many(params.text()),
        "locale": params.one_of("auto", "en", "en-GB", "es", "es-419", "fr", "fr-CA", "de", "it", "pt", "pt-BR"),
        "metadata": params.metadata,
        "payment_intent_data": _intent_data,
        "subscription_data": _subscription_data,
        "ui_mode": params.one_of("hosted_page"),
    },
    required=("mode", "success_url"),
)


def create(store: Store, given: Body, base: str) -> Body:
    """`given` is checked by CREATE already; here are the rules between fields."""
    _check_mode(store, given)
    _check_lines(given)
    now = int(time.time())
    lines = [objects.line_item(line, now) for line in given["line_items"]]
    currencies = {line["currency"] for line in lines}
    if len(currencies) > 1:
        raise ApiError("All line items must have the same currency.", param="line_items")
    currency, total = currencies.pop(), sum(line["amount_total"] for line in lines)
    if total < objects.MINIMUM[currency]:
        raise ApiError(
            "The Checkout Session's total amount due must add up to at least "
            f"{objects.MINIMUM[currency]} of the smallest unit of {currency}.",
            code="amount_too_small",
        )
    if total > objects.LARGEST:
        raise ApiError("Amount must be no more than 999,999.99.", code="amount_too_large")
    _check_expiry(given.get("expires_at"), now)
    for line, asked in zip(lines, given["line_items"], strict=True):
        data = asked["price_data"]["product_data"]
        store.save(billing_objects.product(line["price"]["product"], data, now))
    made = objects.session(given, total, currency, now, base)
    intent, subscription = given.get("payment_intent_data", {}), given.get("subscription_data", {})
    store.save(made, {"lines": lines, "intent": intent, "subscription": subscription})
    store.run("INSERT INTO duty (verb, target, due) VALUES ('expire', ?, ?)", made["id"], float(made["expires_at"]))
    return made


def _check_mode(store: Store, given: Body) -> None:
    mode = given["mode"]
    if mode == "setup":
        raise ApiError("The demo Stripe does not emulate mode `setup`.", param="mode")
    other = "subscription_data" if mode == "payment" else "payment_intent_data"
    for name in (other, "customer_creation") if mode == "subscription" else (other,):
        if name in given:
            raise ApiError(f"You can not pass `{name}` in `{mode}` mode.", param=name)
    if "customer" in given and "customer_email" in given:
        raise ApiError("You may only specify one of these parameters: customer, customer_email.", param="customer")
    if "customer" in given and not store.load(given["customer"], "customer"):
        raise missing("customer", given["customer"], "customer")


def _check_lines(given: Body) -> None:
    if not given.get("line_items"):
        raise ApiError("Missing required param: line_items.", code="parameter_missing", param="line_items")
    for place, line in enumerate(given["line_items"]):
        if "price" in line:
            raise missing("price", line["price"], f"line_items[{place}][price]")
        if "price_data" not in line:
            raise ApiError(
                f"Missing required param: line_items[{place}][price_data].",
                code="parameter_missing",
                param=f"line_items[{place}][price_data]",
            )
    rhythms = {str(line["price_data"].get("recurring")) for line in given["line_items"]} - {"None"}
    if given["mode"] == "payment" and rhythms:
        raise ApiError(
            "You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use "
            "only one-time prices."
        )
    if given["mode"] == "subscription" and len(rhythms) != 1:
        raise ApiError(
            "You must provide at least one recurring price in `subscription` mode, and all of one interval.",
            param="line_items",
        )


def _check_expiry(at: int | None, now: int) -> None:
    # A minute of grace at the near end: the caller's clock stood still while the request was under way.
    if at is not None and at < now + SHORTEST - 60:
        raise ApiError(
            "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.",
            param="expires_at",
        )
    if at is not None and at > now + LONGEST:
        raise ApiError(
            "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.",
            param="expires_at",
        )
