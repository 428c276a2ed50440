"""How many gifts may be begun and left unpaid. A card tester begins many and pays few; a hundred friends in one room,
behind one address, each pay theirs. So what counts is what stays unpaid, and what is fresh counts only in bulk."""

import hashlib
import hmac
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext as _

from delegation.errors import DomainError
from fundraising.models import Donation

HOUR = timedelta(hours=1)
# A page somebody still fills is not one that was left.
FRESH = timedelta(minutes=10)
LEFT_FROM_ONE_PLACE = 20
OPEN_FROM_ONE_PLACE = 150
# While cards fail in bulk on a page: still more than a family, and those who pay are not counted.
OPEN_WHILE_SLOWED = 15
UNPAID_FROM_ONE_ADDRESS = 10
UNPAID = ("started", "failed", "expired")


def refuse_too_many(request, email: str, *, slowed: bool = False) -> None:
    """Raises DomainError when this place or this e-mail address has begun too many gifts within the hour; sooner while
    the fund's form is slowed."""
    now = timezone.now()
    begun = Donation.objects.filter(donor__email__iexact=email, status__in=UNPAID, created_at__gt=now - HOUR).count()
    tokens = cache.get(_key(request)) or []
    unpaid = Donation.objects.filter(form_token__in=tokens, status__in=UNPAID, created_at__gt=now - HOUR)
    ages = [now - at for at in unpaid.values_list("created_at", flat=True)] if tokens else []
    most = OPEN_WHILE_SLOWED if slowed else OPEN_FROM_ONE_PLACE
    left = sum(age > FRESH for age in ages)
    if begun >= UNPAID_FROM_ONE_ADDRESS or left >= LEFT_FROM_ONE_PLACE or len(ages) >= most:
        raise DomainError(
            _("Many gifts were begun from here and not finished. Nothing was taken. Wait an hour, or write to us."),
            code="too_many",
        )


def remember(request, form_token) -> None:
    """That a gift was begun from this place, for an hour. Kept: a keyed hash of the place, never the place."""
    key = _key(request)
    tokens = cache.get(key) or []
    if str(form_token) not in tokens:
        cache.set(key, [*tokens, str(form_token)][-OPEN_FROM_ONE_PLACE * 2 :], int(HOUR.total_seconds()))


def _key(request) -> str:
    digest = hmac.new(settings.SECRET_KEY.encode(), _place(request).encode(), hashlib.sha256).hexdigest()
    return f"give-from:{digest[:32]}"


def _place(request) -> str:
    """The address the request came from. Behind our own proxy that is what the proxy saw: the last of the list."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    if getattr(settings, "SECURE_PROXY_SSL_HEADER", None) and forwarded:
        return forwarded.rpartition(",")[2].strip()
    return request.META.get("REMOTE_ADDR", "")
