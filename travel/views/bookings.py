"""Bookings for staff: the list, a new one, and one with its verbs."""

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from delegation.errors import DomainError, NotPermitted
from delegation.facts import facts
from delegation.lifecycle import LIFECYCLES
from delegation.permissions import is_staff_of, may, require
from delegation.views.base import act, do, form_page, page_of, say, staff_page
from travel.actions import bookings as actions
from travel.forms.bookings import Legs, StaffBookingForm, TicketForm
from travel.forms.costs import HoldForm, LinkForm
from travel.models import Booking
from travel.queries.costs import commitments_for, paying, unpaid_travellers
from travel.queries.journeys import booking_for, bookings_of, open_bookings

SHOWS = ("held", "ticketed", "cancelled")


def airports() -> list[dict]:
    """What the form suggests: the airports of the facts, Geneva first."""
    return facts()["airports_subset"]["rows"]


@require_safe
@staff_page
def bookings(request, delegation):
    require("travel.view_board", request.user, delegation)
    rows = bookings_of(delegation)
    counted = Booking.objects.filter(delegation=delegation).aggregate(
        all=Count("pk"), **{status: Count("pk", filter=Q(status=status)) for status in SHOWS}
    )
    show = request.GET.get("show", "")
    show = show if show in SHOWS else ""
    page = page_of(request, rows.filter(status=show) if show else rows)
    costs = paying(page.object_list)
    for row in page.object_list:
        row.paying = costs[row.pk]
    labels = {"": _("All"), "held": _("Held"), "ticketed": _("Ticketed"), "cancelled": _("Cancelled")}
    return render(
        request,
        "travel/bookings/list.html",
        {
            "delegation": delegation,
            "page": page,
            "show": show,
            "filters": [{"show": n, "label": label, "count": counted[n or "all"]} for n, label in labels.items()],
            "may_record": may("travel.record_booking", request.user, delegation),
            "version": getattr(delegation.dates.order_by("-version").first(), "version", 0),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def new(request, delegation):
    require("travel.record_booking", request.user, delegation)
    if request.method != "POST":
        form = StaffBookingForm(delegation=delegation, initial={"delegates": request.GET.getlist("delegate")})
        return _form(request, delegation, form, Legs())
    legs = Legs(request.POST)
    if "add" in request.POST:
        form = StaffBookingForm(delegation=delegation, initial=typed(request.POST, StaffBookingForm, {"delegates"}))
        return _form(request, delegation, form, legs)
    form = StaffBookingForm(request.POST, delegation=delegation)

    def record(given):
        plan = form.plan(legs.legs)
        return actions.record(delegation, request.user, delegates=given["delegates"], plan=plan)

    made = recorded(request, form, legs, record)
    if made is None:
        return _form(request, delegation, form, legs)
    say(request, _("Recorded. It counts once the ticket is bought."))
    return HttpResponseRedirect(reverse("travel:booking", args=[made.uuid]))


def recorded(request, form, legs, record):
    """The booking, or None with every refusal at its field: the form's, or the row of the flight it names."""
    legs_fine, form_fine = legs.is_valid(), form.is_valid()
    if not (legs_fine and form_fine):
        return None

    def placed(given):
        try:
            return record(given)
        except NotPermitted:
            raise
        except DomainError as refusal:
            if legs.put(refusal):
                return False
            raise

    return act(request, form, placed) or None


def typed(data, form_class, many=frozenset()) -> dict:
    """What was typed so far, to draw the form again without judging it."""
    return {
        name: data.getlist(name) if name in many else data.get(name, "")
        for name in form_class.base_fields
        if name in data
    }


def _form(request, delegation, form, legs):
    wrong = form.errors or any(row.is_bound and row.errors for row in legs.forms)
    context = {"delegation": delegation, "form": form, "legs": legs, "airports": airports()}
    return render(request, "travel/bookings/new.html", context, status=422 if form.is_bound and wrong else 200)


def booking_or_404(request, uuid) -> Booking:
    row = booking_for(uuid)
    if row is None or not is_staff_of(request.user, row.delegation):
        raise Http404
    return row


@login_required
@require_safe
def booking(request, uuid):
    return booking_page(request, booking_or_404(request, uuid))


def booking_page(request, row, *, opened=None, ticket_form=None, hold_form=None, link_form=None):
    sources = LIFECYCLES["travel.booking"].verbs
    travellers = list(row.travellers.all())
    newest = row.delegation.dates.order_by("-version").first()
    check = next(iter(row.checks.all()), None)
    response = form_page(
        request,
        "travel/bookings/booking.html",
        {
            "delegation": row.delegation,
            "booking": row,
            "travellers": travellers,
            "opened": opened,
            "check": check,
            "is_stale": bool(check and newest and check.dates_id != newest.pk),
            "ticket_form": ticket_form or TicketForm(travellers=travellers),
            "may_read": may("travel.read_booking", request.user, row),
            "may_ticket": row.status in sources["ticket"].sources and may("travel.ticket_booking", request.user, row),
            "may_cancel": row.status in sources["cancel"].sources and may("travel.cancel_booking", request.user, row),
            **_cost(request.user, row, hold_form, link_form),
            "may_check": row.status == "ticketed" and may("travel.check_booking", request.user, row),
        },
    )
    if opened:
        response["Cache-Control"] = "no-store"
    return response


def _cost(person, row, hold_form, link_form) -> dict:
    """What pays it, and what may be done about that while it stands."""
    stands = row.status != "cancelled"
    may_hold = stands and may("travel.hold_cost", person, row)
    costs = commitments_for(row) if may_hold else None
    return {
        "paying": paying([row])[row.pk],
        "may_unlink": may("travel.unlink_cost", person, row),
        "hold_form": (hold_form or HoldForm(initial=HoldForm.of(row), auto_id="hold_%s"))
        if may_hold and (hold_form or unpaid_travellers(row))
        else None,
        "link_form": (link_form or LinkForm(costs=costs, auto_id="link_%s")) if costs is not None else None,
    }


@login_required
@require_POST
def show(request, uuid):
    """Open places, times and locator; who opened them is on record."""
    row = booking_or_404(request, uuid)
    return booking_page(request, row, opened=open_bookings([row], by=request.user, about=row)[0])


@login_required
@require_POST
def ticket(request, uuid):
    row = booking_or_404(request, uuid)
    form = TicketForm(request.POST, travellers=list(row.travellers.all()))
    made = act(request, form, lambda given: actions.ticket(row, request.user, numbers=form.numbers()))
    if made is None:
        return booking_page(request, row, ticket_form=form)
    if made.checks.first().good:
        say(request, _("Ticketed. Everybody on it gets a mail that flights are there."))
    else:
        say(request, _("Ticketed, but the flights do not fit the dates of the review. Look at them again."))
    return HttpResponseRedirect(reverse("travel:booking", args=[row.uuid]))


@login_required
@require_POST
def cancel(request, uuid):
    row = booking_or_404(request, uuid)
    to = reverse("travel:booking", args=[row.uuid])
    return do(request, lambda: actions.cancel(row, request.user), done=_("Cancelled. The record stays."), to=to)


@login_required
@require_POST
def check(request, uuid):
    row = booking_or_404(request, uuid)
    to = reverse("travel:booking", args=[row.uuid])
    done = _("Checked against today's dates.")
    return do(request, lambda: actions.check_again(row, request.user), done=done, to=to)
