"""Stripe's library itself: one client a call, its errors turned into ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import requests
import stripe
from django.conf import settings

from fundraising.gateway.values import GatewayDown, GatewayRefused, KeySpent, NotThere

API_VERSION = stripe.api_version
MAX_NETWORK_RETRIES = 2
CONNECT_SECONDS, READ_SECONDS = 5, 20


def _client() -> stripe.StripeClient:
    stripe.enable_telemetry = False
    session = requests.Session()
    session.trust_env = not settings.DEMO  # a developer's proxy knows nothing of the loopback address
    http = stripe.RequestsClient(timeout=(CONNECT_SECONDS, READ_SECONDS), session=session)
    return stripe.StripeClient(
        settings.STRIPE_SECRET_KEY,
        base_addresses={"api": settings.STRIPE_API_BASE},
        max_network_retries=MAX_NETWORK_RETRIES,
        http_client=http,
    )


@contextmanager
def _translated() -> Iterator[None]:
    """Stripe's errors become ours; anything without a usable answer is GatewayDown, never a refusal."""
    try:
        yield
    except (stripe.APIConnectionError, stripe.RateLimitError) as error:
        raise GatewayDown(type(error).__name__) from error
    except stripe.IdempotencyError as error:
        # 409: the first request under this key still runs. 400: it was another request.
        if error.http_status == 409:
            raise GatewayDown("the first request under this key is still under way") from error
        raise GatewayRefused("idempotency_error", _words(error)) from error
    except stripe.StripeError as error:
        status = error.http_status or 0
        if status >= 500 and _is_replayed(error):
            raise KeySpent(f"{type(error).__name__} {status}, kept under its key") from error
        if not 400 <= status < 500 or status == 409:
            raise GatewayDown(f"{type(error).__name__} {status}") from error
        code = error.code or getattr(error.error, "type", None) or type(error).__name__
        raise (NotThere if status == 404 else GatewayRefused)(str(code), _words(error)) from error


def _is_replayed(error: stripe.StripeError) -> bool:
    headers = {name.lower(): value for name, value in (error.headers or {}).items()}
    return headers.get("idempotent-replayed") == "true"


def _words(error: stripe.StripeError) -> str:
    return error.user_message or str(error)


def call(ask: Callable[[stripe.StripeClient], Any]) -> dict[str, Any]:
    with _translated():
        answer: dict[str, Any] = ask(_client()).to_dict(for_json=True)
    return answer


def call_all(ask: Callable[[stripe.StripeClient], Any]) -> list[dict[str, Any]]:
    """Every object of a list, page after page."""
    with _translated():
        return [found.to_dict(for_json=True) for found in ask(_client()).auto_paging_iter()]


def id_of(value: Any) -> str | None:
    """The id of a field that may be expanded."""
    return value["id"] if isinstance(value, dict) else value
