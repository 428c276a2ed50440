"""Notices: verified, then only a hint which object to fetch."""

from __future__ import annotations

import json
from typing import Any

import stripe
from django.conf import settings

from fundraising.gateway.client import id_of
from fundraising.gateway.values import BadSignature, Event

TOLERANCE_SECONDS = 300


def parse_event(body: bytes, signature: str | None) -> Event:
    """Verify the raw body against every configured secret (two while one is rolled). Raises BadSignature."""
    event = None
    for secret in settings.STRIPE_WEBHOOK_SECRETS:
        try:
            stripe.WebhookSignature.verify_header(body, signature, secret, TOLERANCE_SECONDS)
            event = json.loads(body)
            break
        except (ValueError, TypeError, AttributeError, stripe.SignatureVerificationError):
            continue
    try:
        return event_of(event)
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise BadSignature("not signed by Stripe for this endpoint, or not an event") from error


def event_of(raw: Any) -> Event:
    """Raises ValueError, TypeError, AttributeError or KeyError for what is none."""
    if raw is None or raw["object"] != "event":
        raise ValueError("no event")
    thing = raw["data"]["object"]
    kind = thing["object"]
    payment = thing["id"] if kind == "payment_intent" else id_of(thing.get("payment_intent"))
    return Event(
        id=_text(raw["id"]),
        type=_text(raw["type"]),
        object_id=thing.get("id"),
        object_kind=kind,
        payment_intent=payment,
        api_version=raw.get("api_version"),
        livemode=bool(raw["livemode"]),
        created=int(raw["created"]),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value or len(value) > 255:
        raise ValueError("no id")
    return value
