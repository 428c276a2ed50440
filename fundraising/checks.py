"""Start-up checks of what stands on every receipt. With live money they refuse; in a test place they warn, since there
an installation is still prepared. The demo's network is invented and says so."""

import re
from datetime import date

from django.conf import settings
from django.core.checks import Error, Warning, register

from delegation.checks import TAG
from fundraising import receipt_words

_EIN = re.compile(r"\d{2}-\d{7}")
# What the settings say where nobody set anything.
INVENTED = ("Common Table Human Rights Network", "00-0000000", "100 Example Street, Atlanta, GA 30303")


def _serious():
    return Error if settings.STRIPE_MODE == "live" else Warning


@register(TAG)
def organisation(app_configs=None, **kwargs):
    """A receipt names who gives it; with an invented number it would be worth nothing, and look as if it were."""
    if settings.DEMO:
        return []
    named = {key: str(settings.NETWORK.get(key) or "").strip() for key in ("name", "ein", "address")}
    lacking = [f"NETWORK_{key.upper()}" for key, value in named.items() if not value or value in INVENTED]
    if not lacking and not _EIN.fullmatch(named["ein"]):
        lacking = ["NETWORK_EIN"]
    if not lacking:
        return []
    return [
        _serious()(
            f"Receipts need the organisation's own {', '.join(lacking)}.",
            hint="NETWORK_EIN is two digits, a hyphen, seven digits.",
            id="fundraising.C001",
        )
    ]


@register(TAG)
def lawyer_confirmation(app_configs=None, **kwargs):
    """Receipts, the wish-not-earmark sentences and the surplus rule want a lawyer's yes to the version in use."""
    given = settings.LAWYER_CONFIRMATION
    try:
        complete = given["name"] and given["version"] and date.fromisoformat(given["date"])
    except (KeyError, TypeError, ValueError):
        complete = False
    if settings.DEMO or (complete and given["version"] == receipt_words.CURRENT):
        return []
    hint = f'LAWYER_CONFIRMATION={{"name": "…", "date": "2026-01-31", "version": "{receipt_words.CURRENT}"}}'
    said = "Another version of the wording of gifts and receipts was confirmed than is in use."
    if not complete:
        said = "No lawyer has confirmed the wording of gifts and receipts."
    return [_serious()(said, hint=hint, id="fundraising.C002")]


@register(TAG)
def state_disclosures(app_configs=None, **kwargs):
    """Many US states want their own sentence beside every request for gifts."""
    if settings.DEMO or settings.STATE_DISCLOSURES:
        return []
    return [Warning("STATE_DISCLOSURES is empty: the states' own sentences are shown nowhere.", id="fundraising.C003")]
