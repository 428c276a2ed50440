"""The cost of a booking: held in one step, tied to one that is held, taken off again."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from delegation.permissions import is_staff_of, require
from delegation.views.base import act, do, say
from travel.actions import costs as actions
from travel.forms.costs import HoldForm, LinkForm
from travel.models import BookingCost
from travel.queries.costs import commitments_for
from travel.views.bookings import booking_or_404, booking_page


@login_required
@require_POST
def hold_cost(request, uuid):
    row = booking_or_404(request, uuid)
    require("travel.hold_cost", request.user, row)
    form = HoldForm(request.POST, auto_id="hold_%s")

    def hold(data):
        return actions.hold_cost(row, request.user, cost=data["money"], form_token=data["form_token"])

    if act(request, form, hold):
        say(request, _("Proposed. The money is held once a second person approves it."))
        return redirect("travel:booking", row.uuid)
    return booking_page(request, row, hold_form=form)


@login_required
@require_POST
def link_cost(request, uuid):
    row = booking_or_404(request, uuid)
    require("travel.link_cost", request.user, row)
    form = LinkForm(request.POST, costs=commitments_for(row), auto_id="link_%s")
    if act(request, form, lambda data: actions.link_cost(row, data["commitment"], request.user)):
        say(request, _("This cost pays the booking."))
        return redirect("travel:booking", row.uuid)
    return booking_page(request, row, link_form=form)


@login_required
@require_POST
def unlink_cost(request, uuid):
    row = BookingCost.objects.select_related("booking__delegation").filter(uuid=uuid).first()
    if row is None or not is_staff_of(request.user, row.booking.delegation):
        raise Http404
    done = _("Taken off. What is held for it stays held until somebody releases it.")
    to = reverse("travel:booking", args=[row.booking.uuid])
    return do(request, lambda: actions.unlink_cost(row, request.user), done=done, to=to)
