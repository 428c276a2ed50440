"""Unspent money that moves on: what the rule asks for, proposals and decisions."""

import uuid as uuids

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from delegation.celery import nudge
from delegation.money import from_minor
from delegation.permissions import check, is_staff_of, may, require
from delegation.views.base import act, do, form_page, page_of, say, staff_page
from fundraising.actions import transfers as actions
from fundraising.actions.funds import open_pool
from fundraising.forms.allocations import DecisionForm
from fundraising.forms.transfers import TransferForm
from fundraising.models import Fund, FundTransfer, Postponement
from fundraising.queries import donations as gift_queries
from fundraising.queries import transfers as queries
from fundraising.queries.funds import visible_funds
from fundraising.queries.ledger import last_check


@staff_page
@require_safe
def transfers(request, delegation):
    require("fundraising.view_transfers", request.user, delegation)
    tab = request.GET.get("tab") if request.GET.get("tab") in (*queries.TABS, "funds") else "funds"
    pool = open_pool(delegation)
    context = {
        "delegation": delegation,
        "tab": tab,
        "counts": queries.counts(delegation),
        "pool": pool,
        "may_propose": may("fundraising.propose_transfer", request.user, pool),
        "may_tell": may("fundraising.tell_postponement", request.user, delegation),
        "postponement": Postponement.objects.filter(delegation=delegation).select_related("dates", "told_by").first(),
        "moved": _moved(delegation),
    }
    if tab == "funds":
        funds = visible_funds(delegation).filter(kind=Fund.Kind.TRAVEL).order_by("delegate__person__name_used", "pk")
        context["page"] = page_of(request, funds)
        context["rows"] = queries.movable_rows(list(context["page"].object_list))
    else:
        context["page"] = page_of(request, queries.transfers(delegation, tab))
    return render(request, "fundraising/transfers/list.html", context)


def _moved(delegation):
    """The newest dates, when their review is another day than before and givers were not told yet."""
    newest = list(delegation.dates.order_by("-version")[:2])
    if len(newest) < 2 or newest[0].review_on == newest[1].review_on:
        return None
    return newest[0] if not Postponement.objects.filter(dates=newest[0]).exists() else None


# -- proposing ------------------------------------------------------------------------------------------
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose_transfer(request, uuid):
    source = Fund.objects.select_related("delegation", "delegate__person").filter(uuid=uuid).first()
    if source is None or not is_staff_of(request.user, source.delegation):
        raise Http404
    delegation = source.delegation
    require("fundraising.propose_transfer", request.user, source)
    row = queries.movable(source)
    kinds = _kinds(row)
    targets = queries.next_pools(delegation) if source.kind == Fund.Kind.POOL else queries.targets(source)
    most = row.amount_minor or row.available_minor
    initial = {
        "kind": kinds[0],
        "target": None if source.kind == Fund.Kind.POOL else open_pool(delegation).uuid,
        "amount": f"{from_minor(most, source.currency).amount:f}",
        "form_token": uuids.uuid4(),
    }
    form = TransferForm(request.POST or None, initial=initial, targets=targets, kinds=kinds, currency=source.currency)

    def propose(data):
        return actions.propose_transfer(actions.Asked(source=source, **data), request.user)

    if request.method == "POST" and (transfer := act(request, form, propose)):
        nudge("fundraising.mail_tellings")
        say(request, _("Proposed. Those who gave are told; nothing moves before a second person decides."))
        return redirect("fundraising:transfer", transfer.uuid)
    context = {"delegation": delegation, "form": form, "row": row, "source": source}
    return form_page(request, "fundraising/transfers/new.html", context)


def _kinds(row: queries.Movable) -> list[str]:
    if row.fund.kind == Fund.Kind.POOL:
        return [FundTransfer.Kind.CARRIED_ON]
    return [row.kind, FundTransfer.Kind.REDIRECT] if row.amount_minor else [FundTransfer.Kind.REDIRECT]


# -- one transfer -----------------------------------------------------------------------------------------
def _transfer_or_404(person, uuid) -> FundTransfer:
    row = queries.transfer_rows().filter(uuid=uuid).first()
    if row is None or not is_staff_of(person, row.source.delegation):
        raise Http404
    require("fundraising.view_transfers", person, row.source.delegation)
    return row


@login_required
@require_safe
def transfer(request, uuid):
    return _page(request, _transfer_or_404(request.user, uuid), DecisionForm())


def _page(request, row: FundTransfer, form):
    me = request.user
    context = {
        "delegation": row.source.delegation,
        "transfer": row,
        "form": form,
        "movable": queries.movable(row.source),
        "wishes": queries.wishes_about(transfer=row),
        "deciders": queries.deciders(row),
        "entries": gift_queries.entries_about(row.uuid),
        "history": queries.history(row),
        "why_not": check("fundraising.decide_transfer", me, row),
        "may_decide": may("fundraising.decide_transfer", me, row),
        "may_take_back": may("fundraising.take_back_transfer", me, row),
        "books": last_check(),
    }
    return form_page(request, "fundraising/transfers/detail.html", context)


def _verb(request, uuid, fn, done):
    row = _transfer_or_404(request.user, uuid)
    form = DecisionForm(request.POST)
    if act(request, form, lambda data: fn(row, request.user, data["note"])):
        say(request, done)
        return redirect("fundraising:transfer", row.uuid)
    return _page(request, _transfer_or_404(request.user, uuid), form)


@login_required
@require_POST
def decide_transfer(request, uuid):
    return _verb(request, uuid, actions.decide, _("Moved. The books say from where, to where and why."))


@login_required
@require_POST
def decline_transfer(request, uuid):
    return _verb(request, uuid, actions.decline, _("Declined, with your note. Nothing moved."))


@login_required
@require_POST
def take_back_transfer(request, uuid):
    row = _transfer_or_404(request.user, uuid)
    return do(
        request,
        lambda: actions.take_back(row, request.user),
        done=_("Taken back. Nothing moved."),
        to=reverse("fundraising:transfer", args=[row.uuid]),
    )


@staff_page
@require_POST
def tell_postponement(request, delegation):
    def tell():
        actions.tell_postponement(delegation, request.user)
        nudge("fundraising.mail_tellings")

    return do(
        request,
        tell,
        done=_("Everybody who gave for a journey is told that the review has moved."),
        to=reverse("fundraising:transfers", args=[delegation.slug]),
    )
