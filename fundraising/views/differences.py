"""Where the books say otherwise than Stripe, and how two people resolve it."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from delegation.celery import nudge
from delegation.permissions import check, is_staff_of, may, require
from delegation.views.base import act, do, form_page, page_of, say, staff_page
from fundraising.actions import corrections
from fundraising.actions import reconciliation as actions
from fundraising.forms.allocations import DecisionForm
from fundraising.forms.monthend import CorrectionForm
from fundraising.models import Correction, Difference
from fundraising.queries import reconciliation as queries


@staff_page
@require_safe
def differences(request, delegation):
    require("fundraising.view_books", request.user, delegation)
    tab = "closed" if request.GET.get("tab") == "closed" else "open"
    rows = queries.closed_differences() if tab == "closed" else queries.open_differences()
    context = {
        "delegation": delegation,
        "page_here": "differences",
        "tab": tab,
        "page": page_of(request, rows),
        "open_count": queries.open_count(),
        "run": queries.last_run(),
    }
    return render(request, "fundraising/books/differences.html", context)


def _difference_or_404(request, delegation, uuid) -> Difference:
    require("fundraising.view_books", request.user, delegation)
    return get_object_or_404(Difference.objects.select_related("line", "entry"), uuid=uuid)


@staff_page
@require_safe
def difference(request, delegation, uuid):
    return _page(request, delegation, _difference_or_404(request, delegation, uuid))


def _page(request, delegation, row, form=None, decision=None):
    me, is_open = request.user, row.status == Difference.Status.OPEN
    found = queries.corrections_of(row)
    waiting = next((c for c in found if c.status == Correction.Status.PROPOSED), None)
    ways = queries.ways_of(row)
    may_work = is_open and may("fundraising.propose_correction", me, delegation)
    if form is None and may_work and not waiting:
        form = CorrectionForm(initial=CorrectionForm.fresh(ways), ways=ways)
    context = {
        "delegation": delegation,
        "page_here": "differences",
        "open_count": queries.open_count(),
        "difference": row,
        "corrections": found,
        "waiting": waiting,
        "form": form,
        "decision": decision or DecisionForm(),
        "may_recheck": may_work and actions.can_recheck(row),
        "why_not": check("fundraising.decide_correction", me, waiting) if waiting else "",
        "may_decide": bool(waiting) and may("fundraising.decide_correction", me, waiting),
        "may_take_back": bool(waiting) and may("fundraising.take_back_correction", me, waiting),
        "deciders": queries.deciders(waiting) if waiting else [],
        "has_moved_on": bool(waiting) and waiting.gap_minor != row.gap_minor,
        "entries": queries.entries_of(found),
    }
    return form_page(request, "fundraising/books/difference.html", context)


@staff_page
@require_POST
def recheck_difference(request, delegation, uuid):
    row = _difference_or_404(request, delegation, uuid)

    def ask():
        actions.recheck_difference(row, delegation, request.user)
        nudge("fundraising.work_off_reconciliation")

    to = reverse("fundraising:difference", args=[delegation.slug, row.uuid])
    return do(request, ask, done=_("Stripe is asked again. Come back in a minute."), to=to)


@staff_page
@require_POST
def propose_correction(request, delegation, uuid):
    row = _difference_or_404(request, delegation, uuid)
    require("fundraising.propose_correction", request.user, delegation)
    form = CorrectionForm(request.POST, ways=queries.ways_of(row))

    def propose(data):
        return corrections.propose_correction(
            corrections.Asked(row, delegation, data["way"], data["note"], data["form_token"]), request.user
        )

    if act(request, form, propose):
        say(request, _("Proposed. Nothing is posted before a second person decides."))
        return redirect("fundraising:difference", delegation.slug, row.uuid)
    return _page(request, delegation, row, form=form)


# -- one correction -----------------------------------------------------------------------------------------
def _correction_or_404(person, uuid) -> Correction:
    rows = Correction.objects.select_related("difference__line", "difference__entry", "pool__delegation")
    row = get_object_or_404(rows, uuid=uuid)
    if not is_staff_of(person, row.pool.delegation):
        raise Http404
    require("fundraising.view_books", person, row.pool.delegation)
    return row


def _verb(request, uuid, fn, done):
    row = _correction_or_404(request.user, uuid)
    form = DecisionForm(request.POST)
    if act(request, form, lambda data: fn(row, request.user, data["note"])):
        say(request, done)
        return redirect("fundraising:difference", row.pool.delegation.slug, row.difference.uuid)
    row = _correction_or_404(request.user, uuid)
    return _page(request, row.pool.delegation, row.difference, decision=form)


@login_required
@require_POST
def decide_correction(request, uuid):
    return _verb(request, uuid, corrections.decide, _("Done. The difference is resolved."))


@login_required
@require_POST
def decline_correction(request, uuid):
    return _verb(request, uuid, corrections.decline, _("Declined, with your note. Nothing was posted."))


@login_required
@require_POST
def take_back_correction(request, uuid):
    row = _correction_or_404(request.user, uuid)
    return do(
        request,
        lambda: corrections.take_back(row, request.user),
        done=_("Taken back. Nothing was posted."),
        to=reverse("fundraising:difference", args=[row.pool.delegation.slug, row.difference.uuid]),
    )
