"""The desk for money: what the funds hold, whether the books balance, what fits nowhere; and allocations."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from delegation.permissions import check, is_staff_of, may, require
from delegation.views.base import act, do, form_page, page_of, say, staff_page
from fundraising.actions import funds as actions
from fundraising.forms.allocations import DecisionForm, ProposeForm
from fundraising.ledger import balances
from fundraising.queries import allocations as allocation_queries
from fundraising.queries import donations as gift_queries
from fundraising.queries import payments as payment_queries
from fundraising.queries.funds import fund_rows, pool_room, standing, visible_funds
from fundraising.queries.ledger import last_check

UNBOOKED_SHOWN = 20


@staff_page
@require_safe
def money_desk(request, delegation):
    require("fundraising.view_money", request.user, delegation)
    pool = actions.open_pool(delegation)
    page = page_of(request, visible_funds(delegation).exclude(pk=pool.pk).order_by("delegate__person__name_used", "pk"))
    context = {
        "delegation": delegation,
        "page": page,
        "rows": fund_rows(list(page.object_list)),
        "pool": pool_room(pool),
        "standing": standing(delegation),
        "network_accounts": balances.of_network(delegation.currency),
        "books": last_check(),
        "unplaced": list(payment_queries.held_now(delegation)[:UNBOOKED_SHOWN]),
        "unbooked": list(gift_queries.unbooked_events()[:UNBOOKED_SHOWN]),
        "unbooked_count": gift_queries.unbooked_events().count(),
        "fees_waiting": gift_queries.fees_waiting(delegation),
        "waiting": allocation_queries.counts(delegation)["waiting"],
        "may_propose": may("fundraising.propose_allocation", request.user, pool),
        "floor_percent": settings.POOL_FLOOR_PERCENT,
    }
    return render(request, "fundraising/funds/desk.html", context)


# -- allocations ------------------------------------------------------------------------------------
@staff_page
@require_safe
def allocations(request, delegation):
    tab = request.GET.get("tab") if request.GET.get("tab") in allocation_queries.TABS else "waiting"
    pool = actions.open_pool(delegation)
    context = {
        "delegation": delegation,
        "tab": tab,
        "counts": allocation_queries.counts(delegation),
        "page": page_of(request, allocation_queries.allocations(delegation, tab)),
        "pool": pool_room(pool),
        "floor_percent": settings.POOL_FLOOR_PERCENT,
        "may_propose": may("fundraising.propose_allocation", request.user, pool),
    }
    return render(request, "fundraising/allocations/list.html", context)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def propose_allocation(request, delegation):
    pool = actions.open_pool(delegation)
    require("fundraising.propose_allocation", request.user, pool)
    receivers = allocation_queries.receivers(delegation)
    rows = fund_rows(list(receivers))
    chosen = next((row for row in rows if str(row.fund.uuid) == request.GET.get("fund", "")), None)
    initial = {**ProposeForm.fresh(), "fund": chosen.fund.uuid if chosen else None}
    form = ProposeForm(request.POST or None, initial=initial, funds=receivers, currency=delegation.currency)

    def propose(data):
        return actions.propose_allocation(
            request.user, data["fund"], data["amount"], data["reason"], data["note"], data["form_token"]
        )

    if request.method == "POST" and (allocation := act(request, form, propose)):
        say(request, _("Proposed. Nothing moves before a second person decides."))
        return redirect("fundraising:allocation", allocation.uuid)
    context = {
        "delegation": delegation,
        "form": form,
        "rows": sorted(rows, key=lambda row: -row.missing_minor),
        "pool": pool_room(pool),
        "floor_percent": settings.POOL_FLOOR_PERCENT,
    }
    return form_page(request, "fundraising/allocations/new.html", context)


def _allocation_or_404(person, uuid):
    allocation = allocation_queries.allocation_rows().filter(uuid=uuid).first()
    if allocation is None or not is_staff_of(person, allocation.pool.delegation):
        raise Http404
    return allocation


@login_required
@require_safe
def allocation(request, uuid):
    return _allocation_page(request, _allocation_or_404(request.user, uuid), DecisionForm())


def _allocation_page(request, row, form):
    me = request.user
    fund_row = fund_rows([row.fund])[0]
    context = {
        "delegation": row.pool.delegation,
        "allocation": row,
        "form": form,
        "fund_row": fund_row,
        "missing_after_minor": max(fund_row.missing_minor - row.amount_minor, 0),
        "beyond_minor": max(row.amount_minor - fund_row.missing_minor, 0) if fund_row.goal_minor else 0,
        "pool": pool_room(row.pool),
        "floor_percent": settings.POOL_FLOOR_PERCENT,
        "deciders": allocation_queries.deciders(row),
        "entries": gift_queries.entries_about(row.uuid),
        "history": allocation_queries.history(row),
        "why_not": check("fundraising.decide_allocation", me, row),
        "may_decide": may("fundraising.decide_allocation", me, row),
        "may_take_back": may("fundraising.take_back_allocation", me, row),
        "books": last_check(),
    }
    return form_page(request, "fundraising/allocations/detail.html", context)


def _verb(request, uuid, fn, done):
    row = _allocation_or_404(request.user, uuid)
    form = DecisionForm(request.POST)
    if act(request, form, lambda data: fn(row, request.user, data["note"])):
        say(request, done(row))
        return redirect("fundraising:allocation", row.uuid)
    row.refresh_from_db()
    return _allocation_page(request, row, form)


@login_required
@require_POST
def decide_allocation(request, uuid):
    return _verb(
        request,
        uuid,
        actions.decide,
        lambda row: _("Allocated. The money is in the travel fund of %(name)s now.") % {"name": row.fund.delegate},
    )


@login_required
@require_POST
def decline_allocation(request, uuid):
    return _verb(request, uuid, actions.decline, lambda row: _("Declined, with your note. Nothing moved."))


@login_required
@require_POST
def take_back_allocation(request, uuid):
    row = _allocation_or_404(request.user, uuid)
    return do(
        request,
        lambda: actions.take_back(row, request.user),
        done=_("Taken back. Nothing moved."),
        to=reverse("fundraising:allocation", args=[row.uuid]),
    )
