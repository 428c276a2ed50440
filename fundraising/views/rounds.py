"""Allocation rounds for staff: preparing, three policies side by side, proposing, deciding."""

from uuid import uuid4

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from delegation.celery import nudge
from delegation.models import Delegate
from delegation.permissions import check, is_staff_of, may, require
from delegation.views.base import act, do, form_page, page_of, say, staff_page
from fundraising.actions import rounds as actions
from fundraising.actions.funds import open_pool
from fundraising.forms.allocations import DecisionForm
from fundraising.forms.rounds import CriteriaForm, ProposeRoundForm, TermsForm
from fundraising.models import AllocationRound, DelegateCriteria
from fundraising.queries import round_pictures
from fundraising.queries import rounds as queries
from fundraising.queries.funds import pool_room
from fundraising.queries.ledger import last_check


@staff_page
@require_safe
def rounds(request, delegation):
    require("fundraising.view_rounds", request.user, delegation)
    tab = request.GET.get("tab") if request.GET.get("tab") in queries.TABS else "open"
    pool = open_pool(delegation)
    context = {
        "delegation": delegation,
        "tab": tab,
        "counts": queries.counts(delegation),
        "page": page_of(request, queries.rounds(delegation, tab)),
        "pool": pool_room(pool),
        "floor_percent": settings.POOL_FLOOR_PERCENT,
        "may_open": may("fundraising.open_round", request.user, AllocationRound(pool=pool)),
        "countered": queries.countered(delegation),
    }
    return render(request, "fundraising/rounds/list.html", context)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def open_round(request, delegation):
    pool = open_pool(delegation)
    require("fundraising.open_round", request.user, AllocationRound(pool=pool))
    room = pool_room(pool)
    initial = TermsForm.initial_of(None, room.room_minor, pool.currency)
    form = TermsForm(request.POST or None, initial=initial, currency=pool.currency)

    def begin(_data):
        token = form.cleaned_data["form_token"] or uuid4()
        round_ = actions.open_round(pool, form.terms(), request.user, token)
        return actions.simulate(round_, form.terms(), request.user)

    if request.method == "POST" and (round_ := act(request, form, begin)):
        say(request, _("Worked out. Nothing is promised, and no delegate hears of it yet."))
        return redirect("fundraising:round", round_.uuid)
    context = {"delegation": delegation, "form": form, "pool": room, "floor_percent": settings.POOL_FLOOR_PERCENT}
    return form_page(request, "fundraising/rounds/new.html", context)


# -- one round ----------------------------------------------------------------------------------------------
def _round_or_404(person, uuid) -> AllocationRound:
    row = queries.round_rows().filter(uuid=uuid).first()
    if row is None or not is_staff_of(person, row.pool.delegation):
        raise Http404
    require("fundraising.view_rounds", person, row.pool.delegation)
    return row


@login_required
@require_safe
def round_page(request, uuid):
    return _page(request, _round_or_404(request.user, uuid))


def _page(request, row: AllocationRound, **forms):
    me, found = request.user, queries.simulation(row)
    room = pool_room(row.pool)
    may_simulate = row.status in ("draft", "simulated") and may("fundraising.simulate_round", me, row)
    shown = row.policy or request.GET.get("policy")
    context = {
        "delegation": row.pool.delegation,
        "round": row,
        "found": found,
        "shown": shown if shown in AllocationRound.Policy.values else "need",
        "picture": round_pictures.policies(found) if found else "",
        "pool": room,
        "floor_percent": settings.POOL_FLOOR_PERCENT,
        "terms": forms.get("terms") or _terms_form(row, room),
        "propose_form": forms.get("propose_form") or ProposeRoundForm(initial={"seen": row.inputs_sha256}),
        "form": forms.get("form") or DecisionForm(),
        "may_simulate": may_simulate,
        "may_note": may_simulate,
        "may_decide": row.status == "proposed" and may("fundraising.decide_round", me, row),
        "why_not": check("fundraising.decide_round", me, row),
        "may_take_back": row.is_open and may("fundraising.take_back_round", me, row),
        "changed": row.is_open and row.status != "draft" and queries.figures_changed(row),
        "again": queries.comes_out_again(row) if "again" in request.GET and row.result else None,
        "deciders": queries.deciders(row) if row.status == "proposed" else [],
        "offers": queries.offers_of(row) if row.status == "decided" else [],
        "history": queries.history(row),
        "books": last_check(),
    }
    return form_page(request, "fundraising/rounds/detail.html", context)


def _terms_form(row: AllocationRound, room) -> TermsForm:
    initial = TermsForm.initial_of(row, room.room_minor, row.currency)
    return TermsForm(initial=initial, currency=row.currency)


@login_required
@require_POST
def simulate_round(request, uuid):
    row = _round_or_404(request.user, uuid)
    form = TermsForm(request.POST, currency=row.currency)
    if act(request, form, lambda _data: actions.simulate(row, form.terms(), request.user)):
        say(request, _("Worked out anew. Nothing is promised."))
        return redirect("fundraising:round", row.uuid)
    return _page(request, _round_or_404(request.user, uuid), terms=form)


@login_required
@require_POST
def propose_round(request, uuid):
    row = _round_or_404(request.user, uuid)
    form = ProposeRoundForm(request.POST)

    def propose(data):
        return actions.propose(row, data["policy"], data["note"], data["seen"], request.user)

    if act(request, form, propose):
        nudge("delegation.deliver_outbox")
        say(request, _("Proposed. Nothing moves before a second person decides; delegates hear nothing yet."))
        return redirect("fundraising:round", row.uuid)
    return _page(request, _round_or_404(request.user, uuid), propose_form=form)


def _verb(request, uuid, fn, done):
    row = _round_or_404(request.user, uuid)
    form = DecisionForm(request.POST)
    if act(request, form, lambda data: fn(row, request.user, data["note"])):
        nudge("delegation.deliver_outbox")
        say(request, done)
        return redirect("fundraising:round", row.uuid)
    return _page(request, _round_or_404(request.user, uuid), form=form)


@login_required
@require_POST
def decide_round(request, uuid):
    return _verb(request, uuid, actions.decide, _("Decided. The money is held for each of them, and they are told."))


@login_required
@require_POST
def decline_round(request, uuid):
    return _verb(request, uuid, actions.decline, _("Declined, with your note. Nothing moved."))


@login_required
@require_POST
def take_back_round(request, uuid):
    row = _round_or_404(request.user, uuid)
    return do(
        request,
        lambda: actions.take_back(row, request.user),
        done=_("Taken back. Nothing moved."),
        to=reverse("fundraising:rounds", args=[row.pool.delegation.slug]) + "?tab=decided",
    )


# -- what counts for a delegate --------------------------------------------------------------------------------
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def note_criteria(request, uuid):
    delegate = Delegate.objects.select_related("delegation", "person").filter(uuid=uuid).first()
    if delegate is None or not is_staff_of(request.user, delegate.delegation):
        raise Http404
    require("fundraising.note_criteria", request.user, delegate)
    known = DelegateCriteria.objects.filter(delegate=delegate).select_related("entered_by").first()
    form = CriteriaForm(request.POST or None, instance=known)

    def note(data):
        return actions.note_criteria(delegate, data, request.user)

    back = queries.open_round_of(delegate.delegation)
    if request.method == "POST" and act(request, form, note):
        say(request, _("Noted. Simulate again to let it count."))
        return (
            redirect("fundraising:round", back.uuid)
            if back
            else redirect("fundraising:rounds", delegate.delegation.slug)
        )
    context = {"delegation": delegate.delegation, "delegate": delegate, "form": form, "known": known, "round": back}
    return form_page(request, "fundraising/rounds/criteria.html", context)
