"""Everything of one delegate, for staff, with the verbs of the journey."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from delegation import sealed
from delegation.lifecycle import LIFECYCLES
from delegation.permissions import may, require
from delegation.views.base import act, do, form_page
from fundraising.queries.spending import journey_amounts
from travel.actions import accreditation, papers, waivers
from travel.forms.delegates import LetterForm, WaiverForm
from travel.models import Passport, Waiver
from travel.permissions import ACCREDITATION_VERBS
from travel.queries.briefings import documents_for
from travel.queries.journeys import file_of
from travel.readiness.board import standing_of
from travel.views.guards import delegate_for_staff, row_for_staff
from travel.words import ACCREDITATION_BUTTONS


@login_required
@require_safe
def delegate_file(request, uuid):
    return _page(request, delegate_for_staff(request.user, uuid))


def _page(request, delegate, *, letter=None, waiver=None, passport_values=None):
    person = request.user
    require("travel.view_delegate", person, delegate)
    row = standing_of(delegate)
    file = file_of(delegate)
    open_codes = {s.code for s in row.standings if s.is_open}
    response = form_page(
        request,
        "travel/delegates/file.html",
        {
            "delegation": delegate.delegation,
            "delegate": delegate,
            "row": row,
            "file": file,
            "documents": documents_for(delegate),
            "letter_form": letter or LetterForm(),
            "waiver_form": waiver or WaiverForm(open_codes=open_codes),
            "steps": _steps(person, file.accreditation),
            "may_begin": may("travel.begin_accreditation", person, delegate),
            "may_waive": may("travel.waive_requirement", person, delegate) and bool(open_codes),
            "may_see": bool(file.passport) and may("travel.see_passport", person, file.passport),
            "may_reject": bool(file.passport) and may("travel.reject_passport", person, file.passport),
            "may_book": may("travel.record_booking", person, delegate.delegation),
            "may_read_papers": bool(file.passport) and may("travel.read_passport", person, file.passport),
            "may_turn_remote": may("delegation.turn_remote_delegate", person, delegate)
            and delegate.status in LIFECYCLES["delegation.delegate"].verbs["turn_remote"].sources,
            "may_return": may("delegation.return_in_person_delegate", person, delegate)
            and delegate.status in LIFECYCLES["delegation.delegate"].verbs["return_in_person"].sources,
            "may_withdraw": may("delegation.withdraw_delegate", person, delegate)
            and delegate.status in LIFECYCLES["delegation.delegate"].verbs["withdraw"].sources,
            "passport_values": passport_values,
            "journey": journey_amounts(delegate),
            "fund_page": _fund_page(person, delegate),
        },
    )
    if passport_values:
        response["Cache-Control"] = "no-store"
    return response


def _fund_page(person, delegate) -> str:
    fund = getattr(delegate, "fund", None)
    if fund is None or not may("fundraising.view_money", person, delegate.delegation):
        return ""
    return reverse("fundraising:fund", args=[fund.uuid])


def _steps(person, row) -> list[dict]:
    """The steps that may be recorded now, the ordinary ones first."""
    if row is None:
        return []
    table = LIFECYCLES["travel.accreditation"].verbs
    return [
        {"verb": verb, "url": reverse(f"travel:{verb}_accreditation", args=[row.uuid])} | ACCREDITATION_BUTTONS[verb]
        for verb in ACCREDITATION_VERBS
        if row.status in table[verb].sources and may(f"travel.{verb}_accreditation", person, row)
    ]


def _back(delegate, part: str = "") -> str:
    return reverse("travel:delegate_file", args=[delegate.uuid]) + (f"#{part}" if part else "")


@login_required
@require_POST
def ask_letter(request, uuid):
    delegate = delegate_for_staff(request.user, uuid)
    form = LetterForm(request.POST)
    if act(request, form, lambda given: accreditation.ask_letter(delegate, request.user, ngo=given["ngo"])):
        return HttpResponseRedirect(_back(delegate, "badge"))
    return _page(request, delegate, letter=form)


@login_required
@require_POST
def waive(request, uuid):
    delegate = delegate_for_staff(request.user, uuid)
    form = WaiverForm(request.POST)
    if act(request, form, lambda given: waivers.waive(delegate, request.user, **given)):
        return HttpResponseRedirect(_back(delegate, "waivers"))
    return _page(request, delegate, waiver=form)


@login_required
@require_POST
def end_waiver(request, uuid):
    row = row_for_staff(request.user, Waiver.objects.select_related("delegate__delegation"), uuid)
    return do(
        request,
        lambda: waivers.end(row, request.user),
        done=_("The requirement counts again."),
        to=_back(row.delegate, "waivers"),
    )


def _passport(request, uuid) -> Passport:
    return row_for_staff(
        request.user, Passport.objects.select_related("delegate__delegation", "delegate__person"), uuid
    )


@login_required
@require_POST
def show_passport(request, uuid):
    """Open country and dates, to hold them against the passport in a call. Who opened them is on record."""
    row = _passport(request, uuid)
    delegate = delegate_for_staff(request.user, row.delegate.uuid)
    values = sealed.reveal_many([row], by=request.user, reason="passport_call", about=row)[row.uuid]
    return _page(request, delegate, passport_values=papers.spoken(values))


@login_required
@require_POST
def see_passport(request, uuid):
    row = _passport(request, uuid)
    done = _("Seen. This requirement is done.")
    return do(request, lambda: papers.see(row, request.user), done=done, to=_back(row.delegate, "papers"))


@login_required
@require_POST
def reject_passport(request, uuid):
    row = _passport(request, uuid)
    done = _("Marked as not usable. %(name)s reads what to do next.") % {"name": row.delegate}
    return do(request, lambda: papers.reject(row, request.user), done=done, to=_back(row.delegate, "papers"))
