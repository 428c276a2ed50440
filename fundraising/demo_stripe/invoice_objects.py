"""The shapes of an invoice, its lines and its payment. Since basil an invoice names its subscription under `parent`,
and its payments stand in a list of their own."""

from __future__ import annotations

import time

from .billing_objects import NO_TAX, SELF, listed
from .objects import Body, new_id


def line(invoice: str, of: Body, quantity: int, period: tuple[int, int], said: str, *, amount: int | None = None,
         sub: Body | None = None, item_id: str | None = None, proration: bool = False) -> Body:  # fmt: skip
    """One line of an invoice; `sub` and `item_id` where it belongs to a subscription."""
    total = of["unit_amount"] * quantity if amount is None else amount
    parent: Body = {
        "invoice_item_details": None,
        "subscription_item_details": sub
        and {
            "invoice_item": None,
            "proration": proration,
            "proration_details": {"credited_items": None},
            "subscription": sub["id"],
            "subscription_item": item_id,
        },
        "type": "subscription_item_details" if sub else "invoice_item_details",
    }
    return {
        "id": new_id("il_"),
        "object": "line_item",
        "amount": total,
        "currency": of["currency"],
        "description": said,
        "discount_amounts": [],
        "discountable": not proration,
        "discounts": [],
        "invoice": invoice,
        "livemode": False,
        "metadata": dict(sub["metadata"]) if sub else {},
        "parent": parent,
        "period": {"end": period[1], "start": period[0]},
        "pretax_credit_amounts": [],
        "pricing": {
            "price_details": {"price": of["id"], "product": of["product"]},
            "type": "price_details",
            "unit_amount_decimal": of["unit_amount_decimal"],
        },
        "quantity": quantity,
        "quantity_decimal": str(quantity),
        "subscription": sub and sub["id"],
        "subtotal": total,
        "taxes": [],
    }


def invoice(identifier: str, sub: Body, payer: Body, lines: list[Body], why: str, now: int) -> Body:
    """`why` is Stripe's billing_reason."""
    total = sum(entry["amount"] for entry in lines)
    return {
        "id": identifier,
        "object": "invoice",
        "account_country": "US",
        "account_name": "Demo account: no money moves",
        "account_tax_ids": None,
        "amount_due": max(0, total),
        "amount_overpaid": 0,
        "amount_paid": 0,
        "amount_remaining": max(0, total),
        "amount_shipping": 0,
        "application": None,
        "attempt_count": 0,
        "attempted": False,
        "auto_advance": True,
        "automatic_tax": {**NO_TAX, "provider": None, "status": None},
        "automatically_finalizes_at": None,
        "billing_reason": why,
        "collection_method": "charge_automatically",
        "created": now,
        "currency": sub["currency"],
        "custom_fields": None,
        "customer": payer["id"],
        "customer_account": None,
        "customer_address": None,
        "customer_email": payer["email"],
        "customer_name": payer["name"],
        "customer_phone": None,
        "customer_shipping": None,
        "customer_tax_exempt": "none",
        "customer_tax_ids": [],
        "default_payment_method": None,
        "default_source": None,
        "default_tax_rates": [],
        "description": None,
        "discounts": [],
        "due_date": None,
        "effective_at": None,
        "ending_balance": None,
        "footer": None,
        "from_invoice": None,
        "hosted_invoice_url": None,
        "invoice_pdf": None,
        "issuer": SELF,
        "last_finalization_error": None,
        "latest_revision": None,
        "lines": listed(lines, f"/v1/invoices/{identifier}/lines"),
        "livemode": False,
        "metadata": {},
        "next_payment_attempt": None,
        "number": None,
        "on_behalf_of": None,
        "parent": {
            "quote_details": None,
            "subscription_details": {"metadata": dict(sub["metadata"]), "subscription": sub["id"]},
            "type": "subscription_details",
        },
        "payment_settings": {
            "default_mandate": None,
            "payment_method_options": None,
            "payment_method_types": None,
        },
        "period_end": now,
        "period_start": now,
        "post_payment_credit_notes_amount": 0,
        "pre_payment_credit_notes_amount": 0,
        "receipt_number": None,
        "rendering": None,
        "shipping_cost": None,
        "shipping_details": None,
        "starting_balance": 0,
        "statement_descriptor": None,
        "status": "draft",
        "status_transitions": {
            "finalized_at": None,
            "marked_uncollectible_at": None,
            "paid_at": None,
            "voided_at": None,
        },
        "subtotal": total,
        "subtotal_excluding_tax": total,
        "test_clock": None,
        "total": total,
        "total_discount_amounts": [],
        "total_excluding_tax": total,
        "total_pretax_credit_amounts": [],
        "total_taxes": [],
        "webhooks_delivered_at": now,
    }


def invoice_payment(of: Body, intent_id: str) -> Body:
    return {
        "id": new_id("inpay_"),
        "object": "invoice_payment",
        "amount_paid": None,
        "amount_requested": of["amount_due"],
        "created": int(time.time()),
        "currency": of["currency"],
        "invoice": of["id"],
        "is_default": True,
        "livemode": False,
        "payment": {"payment_intent": intent_id, "type": "payment_intent"},
        "status": "open",
        "status_transitions": {"canceled_at": None, "paid_at": None},
    }
