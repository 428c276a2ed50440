"""Monthly gifts for staff: the list, one gift with everything that happened, and what staff may do for a giver."""

import uuid as uuids

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from delegation.celery import nudge
from delegation.permissions import is_staff_of, may, require
from delegation.views.base import do, page_of, staff_page
from fundraising import outgoing
from fundraising.actions import monthly as actions
from fundraising.forms.allocations import ResendForm
from fundraising.queries import monthly as queries


@staff_page
@require_safe
def monthly_gifts(request, delegation):
    require("fundraising.view_monthly_gifts", request.user, delegation)
    tab = request.GET.get("tab") if request.GET.get("tab") in queries.TABS else "going_on"
    end = queries.end_of_giving(delegation)
    context = {
        "delegation": delegation,
        "tab": tab,
        "tally": queries.tally(delegation),
        "page": page_of(request, queries.monthly_gifts(delegation, tab)),
        "ends_on": end.date() if end else None,
    }
    return render(request, "fundraising/monthly/list.html", context)


def _gift_or_404(person, uuid):
    gift = get_object_or_404(queries.monthly_rows(), uuid=uuid)
    if not is_staff_of(person, gift.fund.delegation):
        raise Http404
    require("fundraising.view_monthly_gifts", person, gift.fund.delegation)
    return gift


@login_required
@require_safe
def monthly_gift(request, uuid):
    gift = _gift_or_404(request.user, uuid)
    me = request.user
    context = {
        "delegation": gift.fund.delegation,
        "gift": gift,
        "page": page_of(request, queries.months(gift)),
        "history": queries.history(gift),
        "decide": queries.needs_decision(gift),
        "may_cancel": may("fundraising.cancel_monthly_gift", me, gift) and not gift.is_over,
        "may_redirect": may("fundraising.redirect_monthly_gift", me, gift),
        "may_resend": may("fundraising.resend_link_monthly_gift", me, gift),
        "form_token": uuids.uuid4(),
    }
    return render(request, "fundraising/monthly/detail.html", context)


def _do(request, gift, run, done):
    return do(request, run, done=done, to=reverse("fundraising:monthly_gift", args=[gift.uuid]))


@login_required
@require_POST
def cancel_monthly_gift(request, uuid):
    """`because=appeal`: what it was for takes no more, and the giver is told so."""
    gift = _gift_or_404(request.user, uuid)
    stop = actions.end_with_appeal if request.POST.get("because") == "appeal" else actions.cancel
    return _do(
        request,
        gift,
        lambda: outgoing.and_tell_stripe(lambda: stop(gift, by=request.user)),
        _("Stopped. Nothing more is taken, and the giver is told."),
    )


@login_required
@require_POST
def redirect_monthly_gift(request, uuid):
    gift = _gift_or_404(request.user, uuid)
    return _do(
        request,
        gift,
        lambda: actions.redirect(gift, by=request.user),
        _("From the next month on it helps the pool. The giver is told and can stop it with one button."),
    )


@login_required
@require_POST
def resend_link(request, uuid):
    gift = _gift_or_404(request.user, uuid)
    form = ResendForm(request.POST)
    if not form.is_valid():
        raise Http404
    answer = _do(
        request,
        gift,
        lambda: actions.resend_link(gift, request.user, form_token=form.cleaned_data["form_token"]),
        _("The link is on its way again."),
    )
    nudge("delegation.deliver_outbox")
    return answer
