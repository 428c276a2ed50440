"""Airline credits of a delegation: what is left to fly off, and until when."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from delegation.permissions import may, require
from delegation.queries import ON_BOARD
from delegation.views.base import act, do, form_page, page_of, say, staff_page
from travel.actions import credits as actions
from travel.forms.credits import CreditForm
from travel.models import TravelCredit
from travel.views.guards import row_for_staff


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def credits(request, delegation):
    may_record = may("travel.record_credit", request.user, delegation)
    if request.method == "POST":
        require("travel.record_credit", request.user, delegation)
    travellers = delegation.delegates.filter(status__in=ON_BOARD).select_related("person").order_by("pk")
    form = CreditForm(request.POST or None, initial=CreditForm.fresh(), delegates=travellers)

    def record(data):
        names = ("airline", "worth", "expires_on", "delegate", "form_token")
        return actions.record_credit(delegation, request.user, **{name: data[name] for name in names})

    if request.method == "POST" and act(request, form, record):
        say(request, _("Recorded. The desk reminds you before it expires."))
        return redirect("travel:credits", delegation.slug)
    rows = TravelCredit.objects.filter(delegation=delegation).select_related("delegate__person", "used_by")
    context = {
        "delegation": delegation,
        "page": page_of(request, rows.order_by("used_at", "expires_on", "pk")),
        "form": form,
        "may_record": may_record,
    }
    return form_page(request, "travel/bookings/credits.html", context)


@login_required
@require_POST
def use_credit(request, uuid):
    row = row_for_staff(request.user, TravelCredit.objects.select_related("delegation"), uuid)
    return do(
        request,
        lambda: actions.use_credit(row, request.user),
        done=_("Used."),
        to=reverse("travel:credits", args=[row.delegation.slug]),
    )
