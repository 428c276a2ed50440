"""Deposits: cheques and cash put together, counted, printed, and confirmed as one sum."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from delegation.celery import nudge
from delegation.permissions import check, may, require
from delegation.views.base import act, do, form_page, page_of, say, staff_page
from fundraising.actions import deposits as actions
from fundraising.forms.offline import ConfirmDepositForm, CountForm, PutInForm, TokenForm, fresh_token
from fundraising.models import OfflineGift
from fundraising.queries import offline as queries
from fundraising.views.offline_gifts import row_or_404


@staff_page
@require_safe
def deposits(request, delegation):
    require("fundraising.view_offline", request.user, delegation)
    context = {
        "delegation": delegation,
        "page": page_of(request, queries.deposits(delegation)),
        "form": TokenForm(initial=fresh_token()),
        "may_open": may("fundraising.open_deposit", request.user, delegation),
    }
    return render(request, "fundraising/deposits/list.html", context)


@staff_page
@require_POST
def open_deposit(request, delegation):
    form = TokenForm(request.POST)
    token = form.cleaned_data["form_token"] if form.is_valid() else fresh_token()["form_token"]
    deposit = actions.open_deposit(delegation, request.user, form_token=token)
    return redirect("fundraising:deposit", deposit.uuid)


def _deposit(request, uuid):
    return row_or_404(request.user, queries.deposit_rows(), uuid)


@login_required
@require_safe
def deposit(request, uuid):
    return _page(request, _deposit(request, uuid))


def _page(request, row, *, put_in=None, count=None, confirm=None):
    me, free = request.user, queries.gifts_for(row)
    inside = queries.gifts_in(row)
    context = {
        "delegation": row.delegation,
        "deposit": row,
        "gifts": inside,
        "sum_minor": sum(gift.amount_minor for gift in inside),
        "free": list(free[:50]) if row.status == "open" else [],
        "put_in": put_in or PutInForm(gifts=free),
        "count": count or CountForm(currency=row.currency),
        "confirm": confirm or ConfirmDepositForm(currency=row.currency),
        "history": queries.history(row),
        "may_fill": may("fundraising.fill_deposit", me, row),
        "may_confirm": may("fundraising.confirm_deposit", me, row),
        "why_not": check("fundraising.confirm_deposit", me, row),
    }
    return form_page(request, "fundraising/deposits/detail.html", context)


@login_required
@require_safe
def deposit_slip(request, uuid):
    """The list as it goes to the bank, on a sheet of A4."""
    row = _deposit(request, uuid)
    inside = queries.gifts_in(row)
    total = sum(gift.amount_minor for gift in inside)
    context = {"delegation": row.delegation, "deposit": row, "gifts": inside, "sum_minor": total}
    return render(request, "fundraising/deposits/slip.html", context)


@login_required
@require_POST
def put_in_deposit(request, uuid):
    row = _deposit(request, uuid)
    form = PutInForm(request.POST, gifts=queries.gifts_for(row))
    if act(request, form, lambda data: actions.put_in(row, list(data["gifts"]), request.user)):
        return redirect("fundraising:deposit", row.uuid)
    return _page(request, _deposit(request, uuid), put_in=form)


@login_required
@require_POST
def take_out_deposit(request, uuid, gift):
    row = _deposit(request, uuid)
    found = row_or_404(request.user, OfflineGift.objects.select_related("delegation").filter(deposit=row), gift)
    back = reverse("fundraising:deposit", args=[row.uuid])
    return do(request, lambda: actions.take_out(row, found, request.user), done=_("Taken out."), to=back)


@login_required
@require_POST
def count_deposit(request, uuid):
    row = _deposit(request, uuid)
    form = CountForm(request.POST, currency=row.currency)
    if act(request, form, lambda data: actions.count(row, request.user, total=data["total"])):
        say(request, _("Counted. It goes to the bank now; somebody else confirms it."))
        return redirect("fundraising:deposit", row.uuid)
    return _page(request, _deposit(request, uuid), count=form)


@login_required
@require_POST
def reopen_deposit(request, uuid):
    row = _deposit(request, uuid)
    back = reverse("fundraising:deposit", args=[row.uuid])
    return do(request, lambda: actions.reopen(row, request.user), done=_("Open again."), to=back)


@login_required
@require_POST
def confirm_deposit(request, uuid):
    row = _deposit(request, uuid)
    form = ConfirmDepositForm(request.POST, currency=row.currency)
    if act(request, form, lambda data: actions.confirm(row, request.user, **data)):
        nudge("delegation.deliver_outbox")
        say(request, _("Confirmed. Every gift in it is in the books and has its receipt."))
        return redirect("fundraising:deposit", row.uuid)
    return _page(request, _deposit(request, uuid), confirm=form)
