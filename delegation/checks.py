"""Start-up checks: what must be true before the service may take money or hold names.

Django runs them before every command, Celery when a worker starts, and `refuse_to_start` for the WSGI server, which
would not. Errors refuse; warnings are for people who still prepare an installation."""

import base64
import binascii
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections

from delegation import triggers

STRIPE_API = "https://api.stripe.com"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
KEY_PREFIXES = {"demo": ("sk_demo_",), "test": ("sk_test_", "rk_test_"), "live": ("sk_live_", "rk_live_")}
DEMO_SEAL_KEY = "ZGVtby1rZXktbm90LXNlY3JldC1kZW1vLWtleS0wMDE="
TAG = "geneva"


@register(TAG)
def stripe_mode(app_configs=None, **kwargs):
    """Key, address and mode are of one kind, or nothing starts: a live key never meets invented people, and a demo
    never asks a real card."""
    mode, key, base = settings.STRIPE_MODE, settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE
    if mode not in KEY_PREFIXES:
        return [Error(f"STRIPE_MODE is {mode!r}; it must be demo, test or live.", id="delegation.E001")]
    found = []
    if not key.startswith(KEY_PREFIXES[mode]):
        found.append(
            Error(
                f"STRIPE_SECRET_KEY does not belong to STRIPE_MODE={mode}.",
                hint=f"It must start with {' or '.join(KEY_PREFIXES[mode])}.",
                id="delegation.E002",
            )
        )
    if settings.DEMO and urlsplit(base).hostname not in LOOPBACK:
        found.append(Error("STRIPE_API_BASE must be on this machine in demo mode.", id="delegation.E003"))
    if not settings.DEMO and base.rstrip("/") != STRIPE_API:
        found.append(Error(f"STRIPE_API_BASE must be {STRIPE_API} with STRIPE_MODE={mode}.", id="delegation.E003"))
    return found


@register(TAG)
def webhook_secret(app_configs=None, **kwargs):
    """Without a secret every webhook would be refused, and with the demo's anybody could sign one."""
    secrets = [secret for secret in settings.STRIPE_WEBHOOK_SECRETS if secret]
    if not secrets or not all(secret.startswith("whsec_") for secret in secrets):
        return [Error("STRIPE_WEBHOOK_SECRET is missing or does not start with whsec_.", id="delegation.E004")]
    if not settings.DEMO and any(secret.startswith("whsec_demo") for secret in secrets):
        return [Error("STRIPE_WEBHOOK_SECRET is the demo's, which everybody knows.", id="delegation.E005")]
    return []


@register(TAG)
def secret_key(app_configs=None, **kwargs):
    try:
        key = settings.SECRET_KEY
    except ImproperlyConfigured:
        key = ""
    if settings.DEMO or (key and not key.startswith("demo-only")):
        return []
    return [Error("SECRET_KEY is missing or the demo's.", hint="Set 50 random characters.", id="delegation.E006")]


@register(TAG)
def seal_keys(app_configs=None, **kwargs):
    """The keys that seal names, passports and locators: 32 bytes each, and never the published one on real people."""
    if not settings.SEAL_KEYS:
        return [Error("SEAL_KEYS is missing.", hint="Base64 of 32 random bytes, newest first.", id="delegation.E007")]
    found = []
    if not all(_is_32_bytes(key) for key in settings.SEAL_KEYS):
        found.append(Error("Each of SEAL_KEYS must be base64 of exactly 32 bytes.", id="delegation.E008"))
    if not settings.DEMO and DEMO_SEAL_KEY in settings.SEAL_KEYS:
        found.append(Error("SEAL_KEYS holds the demo's key, which everybody knows.", id="delegation.E009"))
    return found


@register(TAG)
def public_address(app_configs=None, **kwargs):
    if settings.DEMO or urlsplit(settings.PUBLIC_URL).scheme == "https":
        return []
    return [Warning("PUBLIC_URL does not start with https://; log-in cookies need it.", id="delegation.W001")]


@register(Tags.database)
def durable_commits(app_configs=None, databases=None, **kwargs):
    """A gift that was answered with 200 must survive a power cut."""
    found = []
    for alias in databases or []:
        connection = connections[alias]
        if connection.vendor != "postgresql":
            continue
        with connection.cursor() as cursor:
            cursor.execute("SHOW synchronous_commit")
            if cursor.fetchone()[0] == "off":
                found.append(Error("PostgreSQL runs with synchronous_commit = off.", obj=alias, id="delegation.E010"))
    return found


@register(Tags.database)
def triggers_present(app_configs=None, databases=None, **kwargs):
    """Rebuilding a table on SQLite loses its triggers without a word."""
    found = []
    for alias in databases or []:
        try:
            lost = triggers.missing(connections[alias])
        except DatabaseError:
            continue  # the database is away: whoever needs it says so
        if lost:
            found.append(
                Warning(
                    f"The database does not hold these triggers: {', '.join(lost)}.",
                    hint="`manage.py migrate`, or `manage.py serve`, which restores them.",
                    obj=alias,
                    id="delegation.W004",
                )
            )
    return found


def refuse_to_start() -> None:
    """For servers that run no checks themselves. Raises ImproperlyConfigured with every error in one line each."""
    errors = [message for message in run_checks(tags=[TAG]) if message.is_serious()]
    if errors:
        raise ImproperlyConfigured("; ".join(f"{error.id}: {error.msg}" for error in errors))


def _is_32_bytes(key: str) -> bool:
    try:
        return len(base64.b64decode(key, validate=True)) == 32
    except (binascii.Error, ValueError):
        return False
