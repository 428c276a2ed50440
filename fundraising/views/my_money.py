"""A traveller's money: what is approved, an advance, claims with their receipts, stipends, and what happens next."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from delegation.figures import money_text
from delegation.permissions import may, require
from delegation.queries import current_dates
from delegation.views.base import act, do, form_page, say
from fundraising import wording
from fundraising.actions import advances, claims, stipends
from fundraising.forms.claims import AdvanceForm, AgreeForm
from fundraising.models import Advance, Stipend
from fundraising.queries import advances as advance_queries
from fundraising.queries import claims as claim_queries
from fundraising.queries import stipends as stipend_queries
from fundraising.queries.claim_lines import own_lines
from fundraising.queries.people import my_delegate


def my_delegate_or_404(request):
    delegate = my_delegate(request.user)
    if delegate is None:
        raise Http404
    return delegate


@login_required
@require_safe
def my_money(request):
    delegate = my_delegate(request.user)
    if delegate is None:
        return render(request, "fundraising/my_money/not_yet.html")
    rows = advance_queries.advance_rows(advance_queries.advances_of(delegate), claims.today())
    found = list(claim_queries.claims_of(delegate))
    context = {
        "delegate": delegate,
        "lines": own_lines(delegate),
        "currency": delegate.delegation.currency,
        "advances": rows,
        "in_hand_minor": sum(row.open_minor for row in rows),
        "claims": found,
        "draft": next((claim for claim in found if claim.status == "draft"), None),
        "asked": [claim for claim in found if claim.status == "flagged"],
        "stipends": list(stipend_queries.stipends_of(delegate)),
        "may_ask": may("fundraising.request_advance", request.user, delegate),
        "may_claim": may("fundraising.draft_claim", request.user, delegate),
    }
    return render(request, "fundraising/my_money/page.html", context)


# -- advances ---------------------------------------------------------------------------------------------
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def request_advance(request):
    delegate = my_delegate_or_404(request)
    require("fundraising.request_advance", request.user, delegate)
    dates = current_dates(delegate.delegation)
    initial = AdvanceForm.fresh()
    if dates and dates.departure_on and dates.return_on and dates.departure_on >= claims.today():
        initial |= {"cost_on": dates.departure_on, "ends_on": dates.return_on}
    form = AdvanceForm(request.POST or None, initial=initial, currency=delegate.delegation.currency)

    def ask(data):
        return advances.request_advance(
            delegate,
            data["amount"],
            cost_on=data["cost_on"],
            ends_on=data["ends_on"],
            note=data["note"],
            form_token=data["form_token"],
            by=request.user,
        )

    if request.method == "POST" and act(request, form, ask):
        say(request, _("Asked. You hear by mail when somebody has decided."))
        return redirect("fundraising:my_money")
    context = {"delegate": delegate, "form": form, "currency": delegate.delegation.currency}
    return form_page(request, "fundraising/my_money/advance.html", context)


@login_required
@require_POST
def take_back_advance(request, uuid):
    row = Advance.objects.filter(uuid=uuid, delegate__person=request.user).select_related("delegate").first()
    if row is None:
        raise Http404
    return do(
        request,
        lambda: advances.take_back(row, by=request.user),
        done=_("Taken back. Nothing was paid."),
        to=reverse("fundraising:my_money"),
    )


# -- stipends ---------------------------------------------------------------------------------------------
def _stipend_or_404(request, uuid):
    row = stipend_queries.stipend_rows().filter(uuid=uuid, delegate__person=request.user).first()
    if row is None:
        raise Http404
    return row


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agree_stipend(request, uuid):
    """What it means for one's taxes, and yes; GET shows, POST says it."""
    row = _stipend_or_404(request, uuid)
    if row.status != Stipend.Status.PROPOSED and request.method != "POST":
        return redirect("fundraising:my_money")
    form = AgreeForm(request.POST or None, initial={"wording_version": wording.STIPEND_VERSION})

    def agree(data):
        return stipends.agree(row, wording_version=data["wording_version"], by=request.user)

    if request.method == "POST" and act(request, form, agree):
        say(request, _("Thank you. A second person approves it, then it is paid."))
        return redirect("fundraising:my_money")
    context = {
        "stipend": row,
        "form": form,
        "words": wording.stipend_text(money_text(row.amount_minor, row.currency, cents=True)),
    }
    return form_page(request, "fundraising/my_money/stipend.html", context)


@login_required
@require_POST
def refuse_stipend(request, uuid):
    row = _stipend_or_404(request, uuid)
    return do(
        request,
        lambda: stipends.refuse(row, by=request.user),
        done=_("You said no. Nothing is paid, and your journey goes on."),
        to=reverse("fundraising:my_money"),
    )
