"""A delegate's own flights, and recording those they booked themselves."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from delegation.permissions import may, require
from delegation.queries import my_delegate
from delegation.views.base import do, say
from travel.actions import bookings as actions
from travel.forms.bookings import BookingForm, Legs
from travel.models import Booking
from travel.queries.journeys import bookings_with, open_bookings, story
from travel.views.bookings import airports, recorded, typed


@login_required
@require_safe
def my_flights(request):
    delegate = my_delegate(request.user)
    if delegate is None:
        return redirect("travel:my_journey")
    opened = open_bookings(bookings_with(delegate), by=request.user, about=delegate, tickets_of=delegate)
    response = render(
        request,
        "travel/journey/flights.html",
        {
            "delegate": delegate,
            "delegation": delegate.delegation,
            "chapters": story(opened),
            "opened": opened,
            "cancels": {o.booking.pk for o in opened if may("travel.cancel_booking", request.user, o.booking)},
            "may_record": may("travel.record_own_booking", request.user, delegate),
        },
    )
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record_own(request):
    delegate = my_delegate(request.user)
    if delegate is None:
        return redirect("travel:my_journey")
    require("travel.record_own_booking", request.user, delegate)
    if request.method != "POST":
        return _form(request, delegate, BookingForm(), Legs())
    legs = Legs(request.POST)
    if "add" in request.POST:
        return _form(request, delegate, BookingForm(initial=typed(request.POST, BookingForm)), legs)
    form = BookingForm(request.POST)
    made = recorded(
        request, form, legs, lambda given: actions.record_own(delegate, request.user, plan=form.plan(legs.legs))
    )
    if made is None:
        return _form(request, delegate, form, legs)
    say(request, _("Saved. Logistics looks at the flights and buys or confirms the ticket."))
    return HttpResponseRedirect(reverse("travel:my_flights"))


@login_required
@require_POST
def cancel_own(request, uuid):
    """Only what one recorded oneself; anybody else's is a 404."""
    row = get_object_or_404(Booking.objects.select_related("delegation"), uuid=uuid, made_by=request.user)
    done = _("Taken away. Cancel with the airline as well.")
    return do(request, lambda: actions.cancel(row, request.user), done=done, to=reverse("travel:my_flights"))


def _form(request, delegate, form, legs):
    wrong = form.is_bound and (form.errors or any(row.is_bound and row.errors for row in legs.forms))
    context = {
        "delegate": delegate,
        "delegation": delegate.delegation,
        "form": form,
        "legs": legs,
        "airports": airports(),
    }
    return render(request, "travel/journey/flights_new.html", context, status=422 if wrong else 200)
