"""The pay run: payments to approve, to gather, to send; batches and their files; what the bank says of each."""

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from delegation.permissions import check, is_staff_of, may, require
from delegation.views.base import act, do, form_page, page_of, say, staff_page
from fundraising import paying
from fundraising.actions import batches as batch_actions
from fundraising.actions import disbursements as actions
from fundraising.actions import returns
from fundraising.bankfiles import lists
from fundraising.forms.spending import (
    AccountForm,
    BatchForm,
    FailForm,
    NoteForm,
    ReturnForm,
    SettleForm,
    StatementForm,
)
from fundraising.models import Disbursement
from fundraising.queries import allocations as allocation_queries
from fundraising.queries import donations as gift_queries
from fundraising.queries import pay_sheets, spending
from fundraising.queries.bank_accounts import accounts_for, bank_account, bank_accounts, bank_room, next_payout_on
from fundraising.queries.ledger import last_check
from fundraising.queries.payment_checks import checks_of


@staff_page
@require_safe
def payments(request, delegation):
    return _list(request, delegation)


def _list(request, delegation, form=None):
    tab = request.GET.get("tab") if request.GET.get("tab") in spending.PAYMENT_TABS else "waiting"
    tab = "ready" if form else tab
    page = page_of(request, spending.disbursements(delegation, tab))
    context = {
        "delegation": delegation,
        "tab": tab,
        "page": page,
        "counts": spending.disbursement_counts(delegation),
        "batches": list(spending.open_batches(delegation)[:20]),
        "unconfirmed": list(spending.unconfirmed(delegation)[:20]),
        "form": form or _batch_form(delegation),
        "bank_minor": bank_room(delegation.currency),
        "payout_on": next_payout_on(delegation.currency),
        "may_batch": may("fundraising.create_batch", request.user, delegation),
        "books": last_check(),
    }
    return form_page(request, "fundraising/payments/list.html", context)


def _batch_form(delegation, data=None):
    ready = Disbursement.objects.filter(fund__delegation=delegation, status="approved", batch=None)
    return BatchForm(
        data,
        initial=BatchForm.fresh(),
        payments=ready.select_related("payee"),
        accounts=bank_accounts(),
    )


@staff_page
@require_POST
def create_batch(request, delegation):
    require("fundraising.create_batch", request.user, delegation)
    form = _batch_form(delegation, request.POST)

    def create(data):
        return batch_actions.create_batch(
            delegation,
            request.user,
            list(data["payments"].select_related("fund", "details", "payee", "batch")),
            account=bank_account(data["account"]),
            pay_on=data["pay_on"],
            form_token=data["form_token"],
        )

    if batch := act(request, form, create):
        say(request, _("Gathered. A second person looks at every payment of it."))
        return redirect("fundraising:batch", batch.uuid)
    return _list(request, delegation, form)


# -- one payment --------------------------------------------------------------------------------------
def payment_or_404(person, uuid):
    row = spending.disbursement_rows().filter(uuid=uuid).first()
    if row is None or not is_staff_of(person, row.fund.delegation):
        raise Http404
    return row


@login_required
@require_safe
def disbursement(request, uuid):
    return _page(request, payment_or_404(request.user, uuid))


def _settle_form(row, data=None):
    return SettleForm(data, currency=row.currency, is_converted=row.booked_minor is None)


def _page(request, row, **forms):
    me = request.user
    method = row.details.method if row.details else ""
    context = {
        "delegation": row.fund.delegation,
        "payment": row,
        "checks": checks_of([row])[row.pk] if row.status in {"prepared", "approved"} else [],
        "form": NoteForm(),
        "fail_form": FailForm(auto_id="fail_%s"),
        "send_form": AccountForm(accounts=accounts_for(method, row.currency)),
        "settle_form": _settle_form(row),
        "bounce_form": StatementForm(auto_id="bounce_%s"),
        "return_form": ReturnForm(initial=ReturnForm.fresh(), currency=row.currency, auto_id="return_%s"),
        "returns": row.cost_returns.select_related("recorded_by"),
        "entries": gift_queries.entries_about(row.uuid),
        "history": allocation_queries.history(row),
        "notes": row.notes.select_related("written_by"),
        "books": last_check(),
        "newest": row.payee.details,
        "why_not": check("fundraising.approve_disbursement", me, row),
        "may_cancel": may("fundraising.cancel_disbursement", me, row),
        "may_send": may("fundraising.send_disbursement", me, row),
        "by_hand": method in actions.BY_HAND,
        "has_sheet": row.status in pay_sheets.PAID,
    } | forms
    return form_page(request, "fundraising/payments/detail.html", context)


def _noted(action):
    return NoteForm, lambda row, by, data: action(row, by, data["note"])


VERBS = {
    "approve": (*_noted(actions.approve_disbursement), "form", lambda: _("Approved. Now it can leave.")),
    "cancel": (*_noted(actions.cancel_disbursement), "form", lambda: _("Cancelled. Nothing was paid.")),
    "doubt": (*_noted(actions.doubt_disbursement), "form", lambda: _("It waits for the bank statement now.")),
    "fail": (
        partial(FailForm, auto_id="fail_%s"),
        _noted(actions.fail_disbursement)[1],
        "fail_form",
        lambda: _("The money is held for the cost again."),
    ),
    "bounce": (
        partial(StatementForm, auto_id="bounce_%s"),
        lambda row, by, data: actions.bounce_disbursement(row, by, **data),
        "bounce_form",
        lambda: _("It came back, and is held for the cost again."),
    ),
}


@login_required
@require_POST
def disbursement_verb(request, uuid, verb):
    row = payment_or_404(request.user, uuid)
    form_class, action, name, done = VERBS[verb]
    form = form_class(request.POST)
    return _answer(request, row, form, name, lambda data: action(row, request.user, data), done())


def _answer(request, row, form, name, fn, done):
    if act(request, form, fn):
        say(request, done)
        return redirect("fundraising:disbursement", row.uuid)
    return _page(request, payment_or_404(request.user, row.uuid), **{name: form})


@login_required
@require_POST
def send_disbursement(request, uuid):
    row = payment_or_404(request.user, uuid)
    require("fundraising.send_disbursement", request.user, row)
    method = row.details.method if row.details else ""
    form = AccountForm(request.POST, accounts=accounts_for(method, row.currency))
    return _answer(
        request,
        row,
        form,
        "send_form",
        lambda data: actions.send_disbursement(row, request.user, bank_account=data["account"]),
        _("Marked as sent, and in the books. Now pay it."),
    )


@login_required
@require_POST
def settle_disbursement(request, uuid):
    row = payment_or_404(request.user, uuid)
    require("fundraising.settle_disbursement", request.user, row)
    form = _settle_form(row, request.POST)
    return _answer(
        request,
        row,
        form,
        "settle_form",
        lambda data: actions.settle_disbursement(row, request.user, **data),
        _("Settled, under its reference."),
    )


@login_required
@require_POST
def record_return(request, uuid):
    row = payment_or_404(request.user, uuid)
    require("fundraising.record_return", request.user, row)
    form = ReturnForm(request.POST, currency=row.currency, auto_id="return_%s")

    def record(data):
        return returns.record_return(
            row,
            request.user,
            data["money"],
            bank_account=row.bank_account,
            reference=data["reference"],
            on=data["on"],
            form_token=data["form_token"],
        )

    return _answer(request, row, form, "return_form", record, _("In the books: free money of the fund again."))


# -- one batch ----------------------------------------------------------------------------------------
def batch_or_404(person, uuid):
    row = spending.batch_rows().filter(uuid=uuid).first()
    if row is None or not is_staff_of(person, row.delegation):
        raise Http404
    return row


@login_required
@require_safe
def batch(request, uuid):
    return _batch_page(request, batch_or_404(request.user, uuid))


def _batch_page(request, row, settle_form=None):
    me = request.user
    rows = batch_actions.contents(row)
    checks = checks_of(rows) if row.status in {"draft", "approved"} else {}
    for payment in rows:
        payment.checks = checks.get(payment.pk, [])
    context = {
        "delegation": row.delegation,
        "batch": row,
        "rows": rows,
        "total_minor": sum(payment.pay_minor for payment in rows),
        "settle_form": settle_form or StatementForm(),
        "one_line": any(p.status in {"sent", "unknown"} and p.booked_minor is not None for p in rows),
        "file": getattr(row, "file", None),
        "history": allocation_queries.history(row),
        "books": last_check(),
        "why_not": check("fundraising.approve_batch", me, row),
        "may_cancel": may("fundraising.cancel_batch", me, row),
        "may_send": may("fundraising.send_batch", me, row),
        "by_hand": row.method in actions.BY_HAND,
    }
    return form_page(request, "fundraising/payments/batch.html", context)


BATCH_VERBS = {
    "approve": (batch_actions.approve_batch, lambda: _("Approved. Now it can leave.")),
    "cancel": (batch_actions.cancel_batch, lambda: _("Taken apart. Its payments wait for another batch.")),
    "send": (batch_actions.send_batch, lambda: _("Marked as sent, and in the books. Now get the file.")),
}


@login_required
@require_POST
def batch_verb(request, uuid, verb):
    row = batch_or_404(request.user, uuid)
    action, done = BATCH_VERBS[verb]
    return do(
        request,
        lambda: action(row, request.user),
        done=done(),
        to=reverse("fundraising:batch", args=[row.uuid]),
    )


@login_required
@require_POST
def settle_batch(request, uuid):
    row = batch_or_404(request.user, uuid)
    require("fundraising.settle_batch", request.user, row)
    form = StatementForm(request.POST)
    if act(request, form, lambda data: batch_actions.settle_batch(row, request.user, **data)):
        say(request, _("Settled, under its reference."))
        return redirect("fundraising:batch", row.uuid)
    return _batch_page(request, batch_or_404(request.user, uuid), form)


@login_required
@require_POST
def download_batch(request, uuid):
    row = batch_or_404(request.user, uuid)
    made = []
    answer = do(
        request,
        lambda: made.append(paying.make_file(row, request.user)),
        to=reverse("fundraising:batch", args=[row.uuid]),
    )
    if not made:
        return answer
    response = HttpResponse(made[0].content, content_type=made[0].mime)
    response["Content-Disposition"] = f'attachment; filename="{made[0].name}"'
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def batch_sheet(request, uuid):
    """The list for whoever pays by hand, to print: cheques to write, cash to sign for."""
    row = batch_or_404(request.user, uuid)
    require("fundraising.download_batch", request.user, row)
    if row.method not in actions.BY_HAND or row.status not in {"sent", "settled"}:
        raise Http404
    pairs = []
    answer = do(
        request,
        lambda: pairs.extend(paying.opened(row, request.user)),
        to=reverse("fundraising:batch", args=[row.uuid]),
    )
    if not pairs:
        return answer
    context = {
        "delegation": row.delegation,
        "batch": row,
        "columns": lists.columns(row.method),
        "rows": lists.rows(row.method, paying.by_hand_rows(pairs)),
    }
    response = render(request, "fundraising/payments/sheet.html", context)
    response["Cache-Control"] = "no-store"
    return response
