"""Other ways to help than by card: how to send a cheque or a transfer, and a form to offer a thing. Never kept, since
what a visitor types stands on it."""

import hashlib
import hmac

from django.conf import settings
from django.core.cache import cache
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from delegation.celery import nudge
from delegation.errors import DomainError
from delegation.views.base import act, form_page, say
from fundraising.actions import in_kind as actions
from fundraising.forms.in_kind import OfferForm
from fundraising.forms.limits import place_of
from fundraising.queries import pool, public

HOUR = 3600
OFFERS_FROM_ONE_PLACE = 10


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def other_ways_appeal(request, slug):
    appeal, is_gone = public.find(slug)
    if public.state_of(appeal, is_gone) != "open":
        return redirect("fundraising:appeal_public", slug)
    return _page(request, appeal.delegate.delegation, appeal)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def other_ways_pool(request, delegation_slug):
    delegation, _fund = pool.pool_of(delegation_slug)
    return _page(request, delegation, None)


def _page(request, delegation, appeal):
    form = OfferForm(request.POST or None, initial=OfferForm.fresh())

    def offer(data):
        _refuse_too_many(request)
        return actions.offer(
            actions.Offered(
                delegation=delegation,
                delegate=appeal.delegate if appeal else None,
                language=translation.get_language() or "en",
                **{name: data[name] for name in ("kind", "description", "quantity", "name", "email", "words")},
                form_token=data["form_token"],
            )
        )

    context = {
        "delegation": delegation,
        "appeal": appeal,
        "name": appeal.approved_version.text.shown_name if appeal else "",
        "network": settings.NETWORK,
        "bank_details": settings.BANK_DETAILS,
        "form": form,
    }
    if request.method == "POST" and act(request, form, offer):
        nudge("delegation.deliver_outbox")
        say(request, _("Thank you. We look at it and write to you, within about two days."))
        return redirect(request.path + "?sent=1")
    if request.method != "POST":
        return render(request, "fundraising/other_ways/page.html", {**context, "sent": "sent" in request.GET})
    return form_page(request, "fundraising/other_ways/page.html", context)


def _refuse_too_many(request) -> None:
    """Raises DomainError when this place has sent many offers within the hour. Kept: a keyed hash of the place."""
    digest = hmac.new(settings.SECRET_KEY.encode(), place_of(request).encode(), hashlib.sha256).hexdigest()
    key = f"offers-from:{digest[:32]}"
    cache.add(key, 0, HOUR)
    if cache.incr(key) > OFFERS_FROM_ONE_PLACE:
        raise DomainError(_("Many offers came from here. Wait an hour, or write to us."), code="too_many")
