"""A claim begins with the days of the journey, travel days and full days, as the bookings tell them. The delegate
changes them in the claim's own calendar."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from delegation.errors import DomainError
from delegation.permissions import require
from delegation.views.base import do
from fundraising.actions import claims as actions
from fundraising.queries import claims as claim_queries
from fundraising.queries.people import my_delegate
from travel.queries.days import days_of


@login_required
@require_POST
def draft_claim(request):
    """Begin a claim, or go on with the one that was begun; its calendar starts with the days of one's flights that are
    over."""
    delegate = my_delegate(request.user)
    if delegate is None:
        raise Http404
    require("fundraising.draft_claim", request.user, delegate)
    days = _over(days_of(delegate, by=request.user))
    try:
        claim = actions.draft_claim(delegate, days=days or None, by=request.user)
    except DomainError:
        # A day stands on an earlier claim: this one starts empty.
        claim = actions.draft_claim(delegate, by=request.user)
    return redirect("fundraising:my_claim", claim.uuid)


@login_required
@require_POST
def fill_days(request, uuid):
    """The days of one's flights in place of what stands in the calendar; a meal that was ticked stays ticked."""
    claim = claim_queries.whole_claim(uuid)
    if claim is None or claim.delegate.person_id != request.user.pk:
        raise Http404
    provided = {day.day: day.provided for day in claim_queries.days_of(claim)}
    days = [
        type(day)(day.day, day.kind, day.provided | provided.get(day.day, frozenset()))
        for day in _over(days_of(claim.delegate, by=request.user))
    ]
    return do(
        request,
        lambda: actions.set_days(claim, days, by=request.user),
        done=_("These are the days of your flights. Change what was different."),
        to=reverse("fundraising:claim_days", args=[claim.uuid]),
    )


def _over(days) -> list:
    """What is still to come cannot be claimed yet."""
    return [day for day in days if day.day <= actions.today()]
