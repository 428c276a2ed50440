"""Costs: proposed, approved, raised, released; and what a fund holds for them."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from delegation.permissions import check, is_staff_of, may, require
from delegation.views.base import act, do, form_page, page_of, say, staff_page
from fundraising.actions import commitments as actions
from fundraising.actions import disbursements, raises
from fundraising.forms.spending import CommitmentForm, NoteForm, PayForm, RaiseForm
from fundraising.models import CommitmentRaise, Fund
from fundraising.queries import advances as advance_queries
from fundraising.queries import allocations as allocation_queries
from fundraising.queries import donations as gift_queries
from fundraising.queries import spending
from fundraising.queries.ledger import last_check


@staff_page
@require_safe
def commitments(request, delegation):
    tab = request.GET.get("tab") if request.GET.get("tab") in spending.COST_TABS else "waiting"
    context = {
        "delegation": delegation,
        "tab": tab,
        "counts": spending.commitment_counts(delegation),
        "page": page_of(request, spending.commitments(delegation, tab)),
        "may_propose": may("fundraising.propose_commitment", request.user, Fund(delegation=delegation)),
    }
    return render(request, "fundraising/commitments/list.html", context)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def propose_commitment(request, delegation):
    require("fundraising.propose_commitment", request.user, Fund(delegation=delegation))
    funds = spending.funds_of(delegation)
    wanted = request.GET.get("fund", "")
    fund = next((row for row in funds if str(row.uuid) == wanted), None)
    if fund is None:
        return render(request, "fundraising/commitments/choose.html", {"delegation": delegation, "funds": funds})
    initial = CommitmentForm.fresh() | {"currency": fund.currency, "line": request.GET.get("line", "")}
    form = CommitmentForm(request.POST or None, initial=initial, fund=fund, payees=spending.payees(delegation))

    def propose(data):
        return actions.propose_commitment(
            fund,
            request.user,
            cost=data["money"],
            purpose=data["purpose"],
            what=data["what"],
            line=data["line"],
            payee=data["payee"],
            note=data["note"],
            form_token=data["form_token"],
        )

    if request.method == "POST" and (row := act(request, form, propose)):
        say(request, _("Proposed. Nothing is held before a second person approves."))
        return redirect("fundraising:commitment", row.uuid)
    context = {
        "delegation": delegation,
        "fund": fund,
        "form": form,
        "held": spending.fund_held(fund),
        "journey": spending.journey_amounts(fund.delegate) if fund.delegate else None,
    }
    return form_page(request, "fundraising/commitments/new.html", context)


def _row_or_404(person, uuid):
    row = spending.commitment_rows().filter(uuid=uuid).first()
    if row is None or not is_staff_of(person, row.fund.delegation):
        raise Http404
    return row


@login_required
@require_safe
def commitment(request, uuid):
    return _page(request, _row_or_404(request.user, uuid))


def _page(request, row, **forms):
    me = request.user
    pay = {"currency": row.original_currency or row.currency, "payee": row.payee.uuid if row.payee else None}
    context = {
        "delegation": row.fund.delegation,
        "commitment": row,
        "held": spending.fund_held(row.fund),
        "form": NoteForm(),
        "raise_form": RaiseForm(initial=RaiseForm.fresh(), currency=row.currency, auto_id="raise_%s"),
        "pay_form": PayForm(
            initial=PayForm.fresh() | pay, payees=spending.payees(row.fund.delegation), auto_id="pay_%s"
        ),
        "raises": row.raises.select_related("proposed_by", "approved_by"),
        "payments": spending.disbursement_rows().filter(commitment=row),
        "entries": gift_queries.entries_about(row.uuid),
        "history": allocation_queries.history(row),
        "notes": row.notes.select_related("written_by"),
        "books": last_check(),
        "room_minor": actions.room_minor(row),
        "advances": advance_queries.covers_on(row),
        "why_not": check("fundraising.approve_commitment", me, row),
        "may_take_back": may("fundraising.take_back_commitment", me, row),
        "may_release": may("fundraising.release_commitment", me, row) and row.status in actions.OPEN,
        "may_raise": may("fundraising.propose_raise", me, row) and row.status in raises.MAY_RISE,
        "may_pay": may("fundraising.prepare_disbursement", me, row.fund) and row.status in actions.OPEN,
    } | forms
    for more in context["raises"]:
        more.commitment = row
        more.why_not = check("fundraising.approve_raise", me, more)
    return form_page(request, "fundraising/commitments/detail.html", context)


VERBS = {
    "approve": (actions.approve, lambda: _("Approved. The money is held for it now.")),
    "decline": (actions.decline, lambda: _("Declined, with your note. Nothing moved.")),
    "take_back": (actions.take_back, lambda: _("Taken back. Nothing moved.")),
    "release": (actions.release, lambda: _("Released. The money is free again.")),
    "close": (actions.close, lambda: _("Closed. The rest is free again.")),
}


@login_required
@require_POST
def commitment_verb(request, uuid, verb):
    row = _row_or_404(request.user, uuid)
    action, done = VERBS[verb]
    form = NoteForm(request.POST)
    if act(request, form, lambda data: action(row, request.user, data["note"])):
        say(request, done())
        return redirect("fundraising:commitment", row.uuid)
    row.refresh_from_db()
    return _page(request, row, form=form)


@login_required
@require_POST
def propose_raise(request, uuid):
    row = _row_or_404(request.user, uuid)
    require("fundraising.propose_raise", request.user, row)
    form = RaiseForm(request.POST, currency=row.currency, auto_id="raise_%s")

    def propose(data):
        return raises.propose_raise(
            row, request.user, data["money"], note=data["note"], form_token=data["form_token"]
        )  # fmt: skip

    if act(request, form, propose):
        say(request, _("Proposed. A second person approves it."))
        return redirect("fundraising:commitment", row.uuid)
    return _page(request, row, raise_form=form)


RAISE_VERBS = {
    "approve": (raises.approve_raise, lambda: _("Approved. The money is held for it now.")),
    "decline": (raises.decline_raise, lambda: _("Declined, with your note. Nothing moved.")),
    "take_back": (raises.take_back_raise, lambda: _("Taken back. Nothing moved.")),
}


@login_required
@require_POST
def raise_verb(request, uuid, verb):
    more = CommitmentRaise.objects.select_related("commitment__fund__delegation").filter(uuid=uuid).first()
    if more is None or not is_staff_of(request.user, more.commitment.fund.delegation):
        raise Http404
    action, done = RAISE_VERBS[verb]
    return do(
        request,
        lambda: action(more, request.user, request.POST.get("note", "")[:600]),
        done=done(),
        to=reverse("fundraising:commitment", args=[more.commitment.uuid]),
    )


@login_required
@require_POST
def prepare_disbursement(request, uuid):
    row = _row_or_404(request.user, uuid)
    require("fundraising.prepare_disbursement", request.user, row.fund)
    form = PayForm(request.POST, payees=spending.payees(row.fund.delegation), auto_id="pay_%s")

    def prepare(data):
        return disbursements.prepare(
            row,
            request.user,
            payee=data["payee"],
            pay=data["money"],
            kind="stipend" if row.purpose == "stipend" else "vendor",
            reference=data["reference"],
            note=data["note"],
            form_token=data["form_token"],
        )

    if payment := act(request, form, prepare):
        say(request, _("Prepared. A second person looks at it before it leaves."))
        return redirect("fundraising:disbursement", payment.uuid)
    return _page(request, row, pay_form=form)


# -- one fund -----------------------------------------------------------------------------------------
@login_required
@require_safe
def fund(request, uuid):
    """Where the money of one fund came from and went: every entry that touched it, and its costs."""
    row = Fund.objects.select_related("delegation", "delegate__person").filter(uuid=uuid).first()
    if row is None or not is_staff_of(request.user, row.delegation):
        raise Http404
    require("fundraising.view_money", request.user, row.delegation)
    context = {
        "delegation": row.delegation,
        "fund": row,
        "held": spending.fund_held(row),
        "journey": spending.journey_amounts(row.delegate) if row.delegate else None,
        "page": page_of(request, spending.fund_entries(row)),
        "costs": spending.commitment_rows().filter(fund=row)[:50],
        "may_propose": may("fundraising.propose_commitment", request.user, row),
    }
    return render(request, "fundraising/funds/fund.html", context)
