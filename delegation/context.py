"""What every template may use: who runs the service, the reader's language and theme, what the navigation counts."""

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.utils import translation
from django.utils.functional import SimpleLazyObject


def site(request):
    """Settings a page shows. `nav_counts` is read only by pages that print it."""
    return {
        "network": settings.NETWORK,
        "demo": settings.DEMO,
        "theme": getattr(request, "theme", ""),
        "languages": settings.LANGUAGES,
        "language_now": translation.get_language(),
        "nav_counts": SimpleLazyObject(lambda: nav_counts(request)),
    }


def nav_counts(request) -> dict[str, int]:
    """Numbers beside the staff navigation by entry: desk, appeals, money, readiness, people, bookings, accreditations.

    Money and journey live above this package, so each app may have a module `nav` with `counts(request)`."""
    found: dict[str, int] = {}
    for app in ("delegation", "fundraising", "travel"):
        if find_spec(f"{app}.nav"):
            found.update(import_module(f"{app}.nav").counts(request))
    return found
