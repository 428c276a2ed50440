"""Payees: whom a delegation pays and where. Account numbers are opened for eyes one by one, and that is on record."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from delegation import sealed
from delegation.permissions import is_staff_of, may, require
from delegation.queries import TABS
from delegation.views.base import act, do, form_page, page_of, say, staff_page
from fundraising.actions import payees as actions
from fundraising.forms.spending import DetailsForm, PayeeForm
from fundraising.models import Method
from fundraising.queries import spending
from fundraising.queries.people import my_delegate


@staff_page
@require_safe
def payees(request, delegation):
    context = {
        "delegation": delegation,
        "page": page_of(request, spending.payees(delegation)),
        "may_add": may("fundraising.add_payee", request.user, delegation),
    }
    return render(request, "fundraising/payees/list.html", context)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def add_payee(request, delegation):
    require("fundraising.add_payee", request.user, delegation)
    delegates = delegation.delegates.filter(status__in=TABS["nominated"], payee__isnull=True)
    form = PayeeForm(
        request.POST or None, initial=PayeeForm.fresh(), delegates=delegates.select_related("person").order_by("pk")
    )
    if request.method == "POST" and (payee := act(request, form, lambda data: _add(request, delegation, data))):
        say(request, _("Added. Now say where they are paid."))
        return redirect("fundraising:payee", payee.uuid)
    return form_page(request, "fundraising/payees/new.html", {"delegation": delegation, "form": form})


def _add(request, delegation, data):
    return actions.add_payee(delegation, request.user, **data)


def _payee_or_404(person, uuid):
    payee = spending.payee_rows().filter(uuid=uuid).first()
    if payee is None or not is_staff_of(person, payee.delegation):
        raise Http404
    return payee


@login_required
@require_safe
def payee(request, uuid):
    return _page(request, _payee_or_404(request.user, uuid))


def _page(request, row, form=None, shown=None):
    me, newest = request.user, row.details
    initial = DetailsForm.fresh() | {"currency": row.delegation.currency}
    context = {
        "delegation": row.delegation,
        "payee": row,
        "newest": newest,
        "versions": sorted(row.versions.all(), key=lambda version: -version.version),
        "form": form or DetailsForm(initial=initial),
        "shown": shown,
        "payments": spending.disbursement_rows().filter(payee=row)[:20],
        "may_change": may("fundraising.change_payee", me, row),
        "may_confirm": bool(newest) and not newest.confirmed_by_id and may("fundraising.confirm_payee", me, newest),
        "may_reveal": bool(newest) and may("delegation.reveal", me, newest),
    }
    response = form_page(request, "fundraising/payees/detail.html", context)
    if shown:
        response["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def change_payee(request, uuid):
    row = _payee_or_404(request.user, uuid)
    require("fundraising.change_payee", request.user, row)
    form = DetailsForm(request.POST)
    if act(request, form, lambda data: _change(row, request.user, form)):
        say(
            request,
            _("Kept. A second person confirms it; a change waits two days besides, and the old address is told."),
        )
        return redirect("fundraising:payee", row.uuid)
    return _page(request, row, form)


def _change(row, person, form):
    return actions.change_payee(row, person, form.details(), form_token=form.cleaned_data["form_token"])


@login_required
@require_POST
def confirm_payee(request, uuid):
    row = _payee_or_404(request.user, uuid)
    if row.details is None:
        raise Http404
    return do(
        request,
        lambda: actions.confirm_payee(row.details, request.user),
        done=_("Confirmed."),
        to=reverse("fundraising:payee", args=[row.uuid]),
    )


@login_required
@require_POST
def reveal_payee(request, uuid):
    row = _payee_or_404(request.user, uuid)
    if row.details is None:
        raise Http404
    return _page(request, row, shown=_opened(row.details, request.user, "payee"))


def _opened(details, person, reason: str) -> list[tuple[str, str]]:
    """Label and value of what is sealed, for eyes; the look is on record first."""
    values = sealed.reveal(details, "details", by=person, reason=reason)
    labels = {name: field.label for name, field in DetailsForm.base_fields.items()}
    skipped = {"method", "currency"} | (set() if values.get("method") == "ach" else {"account_type"})
    return [(labels[name], values[name]) for name in labels if values.get(name) and name not in skipped]


# -- a traveller's own --------------------------------------------------------------------------------
def _mine_or_404(request):
    delegate = my_delegate(request.user)
    if delegate is None or delegate.status not in {"nominated", "travelling", "home"}:
        raise Http404
    return delegate


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_payee(request):
    delegate = _mine_or_404(request)
    row = spending.payee_rows().filter(delegate=delegate).first()
    form = DetailsForm(request.POST or None, initial=DetailsForm.fresh() | {"currency": delegate.delegation.currency})
    form.fields["method"].choices = [c for c in Method.choices if c[0] in {"ach", "cheque", "wire", "card", "cash"}]

    def change(data):
        return actions.enter_own(delegate, request.user, form.details(), form_token=data["form_token"])

    if request.method == "POST" and act(request, form, change):
        say(request, _("Kept, sealed. A second person looks at it before money is sent there."))
        return redirect("fundraising:my_payee")
    return _mine_page(request, delegate, row, form)


def _mine_page(request, delegate, row, form, shown=None):
    context = {
        "delegate": delegate,
        "payee": row,
        "newest": row.details if row else None,
        "form": form,
        "shown": shown,
        "payments": spending.disbursement_rows().filter(payee=row, status__in=("sent", "settled", "returned"))[:20]
        if row
        else [],
    }
    response = form_page(request, "fundraising/payees/mine.html", context)
    if shown:
        response["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def reveal_my_payee(request):
    delegate = _mine_or_404(request)
    row = spending.payee_rows().filter(delegate=delegate).first()
    if row is None or row.details is None:
        raise Http404
    form = DetailsForm(initial=DetailsForm.fresh() | {"currency": delegate.delegation.currency})
    return _mine_page(request, delegate, row, form, shown=_opened(row.details, request.user, "own"))
