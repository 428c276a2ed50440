"""What becomes of payments, for staff: giving back, disputes and warnings, payments held apart, payouts."""

import uuid as uuids

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from delegation.celery import nudge
from delegation.permissions import check, is_staff_of, may, require
from delegation.views.base import act, do, form_page, page_of, say, staff_page
from fundraising import outgoing
from fundraising.actions import held as held_actions
from fundraising.actions import refunds as refund_actions
from fundraising.forms.payments import PlaceForm, RefundDecisionForm, RefundForm, TokenForm
from fundraising.models import HeldApart, Payout
from fundraising.queries import payments as queries
from fundraising.queries.donations import entries_about_any
from fundraising.queries.ledger import last_check
from fundraising.views.donations_desk import gift_or_404, gift_page


# -- refunds --------------------------------------------------------------------------------------------
@login_required
@require_POST
def request_refund(request, uuid):
    row = gift_or_404(request.user, uuid)
    form = RefundForm(request.POST, currency=row.currency)

    def ask(data):
        return outgoing.request_refund(
            row, request.user, data["amount"], data["reason"], data["note"], data["form_token"]
        )

    if refund := act(request, form, ask):
        say(request, _said(refund))
        return redirect("fundraising:gift", row.uuid)
    row.refresh_from_db()
    return gift_page(request, row, form)


SAID = {
    "requested": gettext_lazy("Asked for. Nothing goes back before a second person agrees."),
    "pending": gettext_lazy("On its way back. The giver hears of it when Stripe has sent it."),
    "succeeded": gettext_lazy("Given back. The giver hears of it by mail."),
    "refused": gettext_lazy("Stripe refused to give it back. Nothing has left."),
}


def _said(refund) -> str:
    return str(SAID.get(refund.status, ""))


def _refund_or_404(person, uuid):
    refund = get_object_or_404(queries.refund_rows(), uuid=uuid)
    if refund.donation is None or not is_staff_of(person, refund.donation.fund.delegation):
        raise Http404
    return refund


@login_required
@require_POST
def decide_refund(request, uuid, verb):
    refund = _refund_or_404(request.user, uuid)
    form = RefundDecisionForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    back = reverse("fundraising:gift", args=[refund.donation.uuid])
    if verb == "approve":
        return do(request, lambda: say(request, _said(outgoing.approve_refund(refund, request.user, note))), to=back)
    done = _("Refused, with your note. Nothing goes back.")
    return do(request, lambda: refund_actions.refuse(refund, request.user, note), done=done, to=back)


# -- disputes and warnings ---------------------------------------------------------------------------------
@staff_page
@require_safe
def disputes(request, delegation):
    require("fundraising.view_disputes", request.user, delegation)
    context = {
        "delegation": delegation,
        "page": page_of(request, queries.disputes(delegation)),
        "warnings": list(queries.warnings(delegation)[:WARNINGS_SHOWN]),
        "waiting": list(queries.refunds_waiting(delegation)[:WARNINGS_SHOWN]),
    }
    return render(request, "fundraising/disputes/list.html", context)


WARNINGS_SHOWN = 50


# -- held apart ------------------------------------------------------------------------------------------------
@staff_page
@require_safe
def held_apart(request, delegation):
    require("fundraising.view_held", request.user, delegation)
    tab = "over" if request.GET.get("tab") == "over" else "now"
    rows = queries.held_now(delegation) if tab == "now" else queries.held_over(delegation)
    context = {
        "delegation": delegation,
        "tab": tab,
        "page": page_of(request, rows),
        "sums": queries.held_sums(delegation),
    }
    return render(request, "fundraising/held/list.html", context)


@staff_page
@require_safe
def held_one(request, delegation, uuid):
    require("fundraising.view_held", request.user, delegation)
    return _held_page(request, delegation, _held_or_404(delegation, uuid))


def _held_or_404(delegation, uuid) -> HeldApart:
    return get_object_or_404(queries.held_rows(delegation), uuid=uuid)


def _held_page(request, delegation, row, form=None):
    me = request.user
    funds = queries.places_for(row, delegation)
    second = "place_held" if row.status == HeldApart.Status.ASKED_PLACE else "send_back_held"
    gift = queries.gift_made_of(row)
    context = {
        "delegation": delegation,
        "held": row,
        "gift": gift,
        "form": form or PlaceForm(initial={"form_token": uuids.uuid4()}, funds=funds),
        "form_token": uuids.uuid4(),
        "refunds": list(row.refunds.order_by("id")),
        "entries": [*queries.entry_of(row), *entries_about_any([row.uuid, *([gift.uuid] if gift else [])])],
        "may_ask": may("fundraising.ask_place_held", me, row),
        "may_decide": may(f"fundraising.{second}", me, row),
        "why_not": check(f"fundraising.{second}", me, row),
        "may_leave": may("fundraising.leave_held", me, row),
        "books": last_check(),
    }
    return form_page(request, "fundraising/held/one.html", context)


@staff_page
@require_POST
def ask_place_held(request, delegation, uuid):
    require("fundraising.view_held", request.user, delegation)
    row = _held_or_404(delegation, uuid)
    form = PlaceForm(request.POST, funds=queries.places_for(row, delegation))
    if act(request, form, lambda data: held_actions.ask_place(row, request.user, data["fund"], data["form_token"])):
        say(request, _("Asked for. Nothing moves before a second person agrees."))
        return redirect("fundraising:held_one", delegation.slug, row.uuid)
    return _held_page(request, delegation, _held_or_404(delegation, uuid), form)


@staff_page
@require_POST
def held_verb(request, delegation, uuid, verb):
    require("fundraising.view_held", request.user, delegation)
    row = _held_or_404(delegation, uuid)
    back = reverse("fundraising:held_one", args=[delegation.slug, row.uuid])
    form = TokenForm(request.POST)
    if verb == "ask_return" and not form.is_valid():
        raise Http404
    verbs = {
        "ask_return": lambda: held_actions.ask_return(row, request.user, form.cleaned_data["form_token"]),
        "place": lambda: _place(request, row),
        "send_back": lambda: outgoing.send_back(row, request.user),
        "leave": lambda: held_actions.leave(row, request.user),
    }
    return do(request, verbs[verb], done=str(HELD_SAID.get(verb, "")), to=back)


def _place(request, row) -> None:
    if gift := queries.gift_made_of(held_actions.place(row, request.user)):
        nudge("delegation.deliver_outbox")
        say(
            request, _("Placed: it is a gift now, and its receipt goes to %(address)s.") % {"address": gift.donor.email}
        )
    else:
        say(request, _("Placed: the money is in that fund now. Nobody knows who gave it, so there is no receipt."))


HELD_SAID = {
    "ask_return": gettext_lazy("Asked for. Nothing moves before a second person agrees."),
    "send_back": gettext_lazy("On its way back to the card it came from."),
    "leave": gettext_lazy("It stays held apart."),
}


# -- payouts --------------------------------------------------------------------------------------------------
@staff_page
@require_safe
def payouts(request, delegation):
    require("fundraising.view_payouts", request.user, delegation)
    context = {"delegation": delegation, "page": page_of(request, Payout.objects.order_by("-made_at", "-id"))}
    return render(request, "fundraising/payouts/list.html", context)


@staff_page
@require_safe
def payout(request, delegation, uuid):
    require("fundraising.view_payouts", request.user, delegation)
    row = get_object_or_404(Payout, uuid=uuid)
    page = page_of(request, row.lines.order_by("id"))
    context = {"delegation": delegation, "page": page, "found": queries.payout_page(row, page.object_list)}
    return render(request, "fundraising/payouts/one.html", context)
