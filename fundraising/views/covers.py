"""What the network owes for shortfalls, and what it paid in, for staff."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from delegation.permissions import check, is_staff_of, may, require
from delegation.views.base import act, do, form_page, page_of, say, staff_page
from fundraising.actions import covers as actions
from fundraising.forms.allocations import DecisionForm
from fundraising.forms.covers import CoverForm
from fundraising.models import NetworkCover
from fundraising.queries import covers as queries


@staff_page
@require_safe
def shortfalls(request, delegation):
    require("fundraising.view_shortfalls", request.user, delegation)
    return _page(request, delegation)


def _page(request, delegation, form=None, decision=None):
    me, debts = request.user, queries.debts()
    currencies = [debt.currency for debt in debts]
    page = page_of(request, queries.covers(delegation))
    context = {
        "delegation": delegation,
        "debts": debts,
        "story": queries.story(),
        "page": page,
        "rows": [
            (row, may("fundraising.confirm_cover", me, row), check("fundraising.confirm_cover", me, row))
            for row in page.object_list
        ],
        "form": form or CoverForm(initial=CoverForm.fresh(), currencies=currencies),
        "decision": decision or DecisionForm(),
        "may_record": bool(debts) and may("fundraising.record_cover", me, delegation),
    }
    return form_page(request, "fundraising/covers/page.html", context)


@staff_page
@require_POST
def record_cover(request, delegation):
    require("fundraising.view_shortfalls", request.user, delegation)
    require("fundraising.record_cover", request.user, delegation)
    form = CoverForm(request.POST, currencies=[debt.currency for debt in queries.debts()])

    def keep(data):
        asked = actions.Recorded(
            delegation, data["amount"], data["received_on"], data["bank_reference"], data["reason"], data["form_token"]
        )
        return actions.record(asked, request.user)

    if act(request, form, keep):
        say(request, _("Recorded. It is in the books once a second person has seen the statement."))
        return redirect("fundraising:shortfalls", delegation.slug)
    return _page(request, delegation, form=form)


def _cover_or_404(person, uuid) -> NetworkCover:
    row = NetworkCover.objects.select_related("delegation", "recorded_by").filter(uuid=uuid).first()
    if row is None or not is_staff_of(person, row.delegation):
        raise Http404
    require("fundraising.view_shortfalls", person, row.delegation)
    return row


@login_required
@require_POST
def confirm_cover(request, uuid):
    row = _cover_or_404(request.user, uuid)
    return do(
        request,
        lambda: actions.confirm(row, request.user),
        done=_("In the books: the bank has it, and the network owes that much less."),
        to=_home(row),
    )


@login_required
@require_POST
def decline_cover(request, uuid):
    row = _cover_or_404(request.user, uuid)
    form = DecisionForm(request.POST)
    if act(request, form, lambda data: actions.decline(row, request.user, data["note"])):
        say(request, _("Declined, with your note. Nothing was posted."))
        return redirect(_home(row))
    return _page(request, row.delegation, decision=form)


@login_required
@require_POST
def take_back_cover(request, uuid):
    row = _cover_or_404(request.user, uuid)
    return do(
        request,
        lambda: actions.take_back(row, request.user),
        done=_("Taken back. Nothing was posted."),
        to=_home(row),
    )


def _home(row: NetworkCover) -> str:
    return reverse("fundraising:shortfalls", args=[row.delegation.slug])
