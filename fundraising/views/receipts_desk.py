"""Receipts, statements and traces for staff."""

import uuid as uuids

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from delegation.celery import nudge
from delegation.money import from_minor
from delegation.permissions import is_staff_of, may, require
from delegation.views.base import act, do, form_page, page_of, say, staff_page
from fundraising import documents, receipt_words
from fundraising.actions import receipts as actions
from fundraising.actions import statements as statement_actions
from fundraising.forms.allocations import ResendForm
from fundraising.forms.receipts import GoodsForm, ReissueForm, VoidForm
from fundraising.models import Fund, JournalEntry
from fundraising.queries import donations as gift_queries
from fundraising.queries import papers, trace, trace_words
from fundraising.queries import receipts as queries
from fundraising.views.my_papers import BUSY_SECONDS, as_file


def _search(request) -> str:
    return request.GET.get("q", "").replace("\x00", "").strip()[:80]


# -- receipts ---------------------------------------------------------------------------------------
@staff_page
@require_safe
def receipts(request, delegation):
    require("fundraising.view_receipts", request.user, delegation)
    state = request.GET.get("state", "")
    state = state if state in queries.STATES else ""
    search = _search(request)
    context = {
        "delegation": delegation,
        "page": page_of(request, queries.receipts(delegation, state=state, search=search)),
        "counts": queries.receipt_counts(delegation),
        "state": state,
        "search": search,
        "version": receipt_words.CURRENT,
        "confirmation": settings.LAWYER_CONFIRMATION,
        "identity": settings.NETWORK,
        "disclosures": sorted(settings.STATE_DISCLOSURES.items()),
    }
    return render(request, "fundraising/receipts/list.html", context)


def _receipt_or_404(person, uuid):
    receipt = get_object_or_404(queries.receipt_rows(), uuid=uuid)
    delegation = receipt.donation.fund.delegation
    if not is_staff_of(person, delegation):
        raise Http404
    require("fundraising.view_receipts", person, delegation)
    return receipt


@login_required
@require_safe
def receipt(request, uuid):
    return _receipt_page(request, _receipt_or_404(request.user, uuid))


def _receipt_page(request, row, *, void_form=None, reissue_form=None):
    gift, me = row.donation, request.user
    is_last = not hasattr(row, "replaced_by")
    context = {
        "delegation": gift.fund.delegation,
        "receipt": row,
        "gift": gift,
        "others": [other for other in queries.receipts_of(gift) if other.pk != row.pk],
        "lines": papers.receipt_lines(row),
        "legal": papers.legal(row),
        "void": papers.receipt_void_words(row),
        "is_last": is_last,
        "may_void": is_last and not queries.is_void(row) and may("fundraising.void_receipt", me, row),
        "may_reissue": is_last and may("fundraising.reissue_receipt", me, row),
        "may_resend": is_last and not queries.is_void(row) and may("fundraising.resend_receipt", me, gift),
        "void_form": void_form or VoidForm(prefix="void"),
        "reissue_form": reissue_form or ReissueForm(prefix="anew", initial={"name": gift.donor.name}),
        "form_token": uuids.uuid4(),
    }
    return form_page(request, "fundraising/receipts/detail.html", context)


def _pdf(request, paper, language: str, draw) -> HttpResponse:
    """As the donor has it: in their language."""
    try:
        with translation.override(language):
            return as_file(draw(paper), papers.file_name(paper))
    except documents.Busy:
        response = render(request, "fundraising/my_papers/busy.html", status=503)
        response["Retry-After"] = str(BUSY_SECONDS)
        return response


@login_required
@require_safe
def receipt_pdf(request, uuid):
    row = _receipt_or_404(request.user, uuid)
    return _pdf(request, row, row.donation.donor.language, papers.receipt_pdf)


@login_required
@require_POST
def void_receipt(request, uuid):
    row = _receipt_or_404(request.user, uuid)
    form = VoidForm(request.POST, prefix="void")
    if act(request, form, lambda data: actions.void(row, request.user, reason=data["reason"])):
        nudge("delegation.deliver_outbox")
        say(request, _("The receipt is void. Its number stays, and the donor hears of it."))
        return redirect("fundraising:receipt", row.uuid)
    return _receipt_page(request, _receipt_or_404(request.user, uuid), void_form=form)


@login_required
@require_POST
def reissue_receipt(request, uuid):
    row = _receipt_or_404(request.user, uuid)
    form = ReissueForm(request.POST, prefix="anew")
    made = act(request, form, lambda data: actions.reissue(row, request.user, reason=data["reason"], name=data["name"]))
    if made:
        nudge("delegation.deliver_outbox")
        say(request, _("The new receipt is on its way; it names the one it replaces."))
        return redirect("fundraising:receipt", made.uuid)
    return _receipt_page(request, _receipt_or_404(request.user, uuid), reissue_form=form)


# -- what was received for a gift --------------------------------------------------------------------
def _gift_or_404(person, uuid):
    gift = get_object_or_404(gift_queries.gift_rows(), uuid=uuid)
    if not is_staff_of(person, gift.fund.delegation):
        raise Http404
    require("fundraising.view_gifts", person, gift.fund.delegation)
    return gift


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def state_goods(request, uuid):
    gift = _gift_or_404(request.user, uuid)
    require("fundraising.state_goods", request.user, gift)
    worth = from_minor(gift.goods_value_minor, gift.currency).amount.normalize() if gift.goods_value_minor else ""
    initial = {"description": gift.goods_description, "value": f"{worth:f}" if worth else ""}
    form = GoodsForm(request.POST or None, currency=gift.currency, initial=initial)
    if request.method == "POST" and act(
        request,
        form,
        lambda data: (
            actions.state_goods(gift, request.user, description=data["description"], value=data.get("value")) or True
        ),
    ):
        nudge("delegation.deliver_outbox")
        say(request, _("Kept. Where the gift has a receipt, a new one says so and is on its way."))
        return redirect("fundraising:gift", gift.uuid)
    context = {
        "delegation": gift.fund.delegation,
        "gift": gift,
        "form": form,
        "receipt": queries.last_receipt(gift),
        "limit_minor": receipt_words.QUID_PRO_QUO_OVER_MINOR,
    }
    return form_page(request, "fundraising/receipts/goods.html", context)


# -- statements -------------------------------------------------------------------------------------
@staff_page
@require_safe
def statements(request, delegation):
    require("fundraising.view_receipts", request.user, delegation)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdigit() and len(asked) == 4 else None
    search = _search(request)
    context = {
        "delegation": delegation,
        "page": page_of(request, queries.statements(delegation, year=year, search=search)),
        "year": year,
        "years": queries.statement_years(delegation),
        "search": search,
    }
    return render(request, "fundraising/receipts/statements.html", context)


def _statement_or_404(person, uuid):
    statement = get_object_or_404(queries.statement_rows(), uuid=uuid)
    delegations = queries.delegations_of(statement)
    mine = next((delegation for delegation in delegations if is_staff_of(person, delegation)), None)
    if mine is None:
        raise Http404
    require("fundraising.view_statement", person, statement)
    return statement, mine


@login_required
@require_safe
def statement(request, uuid):
    row, delegation = _statement_or_404(request.user, uuid)
    is_last = not hasattr(row, "replaced_by")
    context = {
        "delegation": delegation,
        "statement": row,
        "parts": papers.labelled(papers.statement_parts(row)),
        "legal": papers.statement_legal(row),
        "void": papers.statement_void_words(row),
        "total": papers.money(row.total_minor, row.currency),
        "may_resend": is_last and may("fundraising.resend_statement", request.user, row),
        "form_token": uuids.uuid4(),
    }
    return render(request, "fundraising/receipts/statement.html", context)


@login_required
@require_safe
def statement_pdf(request, uuid):
    row, _delegation = _statement_or_404(request.user, uuid)
    return _pdf(request, row, row.donor.language, papers.statement_pdf)


@login_required
@require_POST
def resend_statement(request, uuid):
    row, _delegation = _statement_or_404(request.user, uuid)
    form = ResendForm(request.POST)
    if not form.is_valid():
        raise Http404
    answer = do(
        request,
        lambda: statement_actions.resend_statement(row, request.user, form_token=form.cleaned_data["form_token"]),
        done=_("The statement is on its way again."),
        to=reverse("fundraising:statement", args=[row.uuid]),
    )
    nudge("delegation.deliver_outbox")
    return answer


@login_required
@require_POST
def make_statement(request, uuid):
    gift = _gift_or_404(request.user, uuid)
    answer = do(
        request,
        lambda: statement_actions.make_statement(gift, request.user),
        done=_("The statement of this giver's year stands, and is on its way if it is new."),
        to=reverse("fundraising:gift", args=[gift.uuid]),
    )
    nudge("delegation.deliver_outbox")
    return answer


# -- traces -----------------------------------------------------------------------------------------
@login_required
@require_safe
def gift_trace(request, uuid):
    """Where a gift went, entry by entry."""
    gift = _gift_or_404(request.user, uuid)
    require("fundraising.view_trace", request.user, gift.fund.delegation)
    found = trace.of_gift(gift)
    told = trace_words.uses(found, gift) if found else []
    context = {
        "delegation": gift.fund.delegation,
        "gift": gift,
        "trace": found,
        "steps": trace_words.steps(found) if found else [],
        "left": trace_words.left(found) if found else [],
        "picture": trace_words.picture(str(trace_words.THE_GIFT), found, told) if found else "",
        "receipt": queries.last_receipt(gift),
    }
    return render(request, "fundraising/receipts/gift_trace.html", context)


@login_required
@require_safe
def cost_trace(request, uuid):
    """Which gifts a cost was paid from."""
    entry = get_object_or_404(JournalEntry.objects.filter(kind__in=trace_words.COSTS), uuid=uuid)
    funds = Fund.objects.filter(accounts__lines__entry=entry, accounts__code="committed")
    fund = funds.select_related("delegation", "delegate__person").first()
    if fund is None or not is_staff_of(request.user, fund.delegation):
        raise Http404
    require("fundraising.view_trace", request.user, fund.delegation)
    sources = trace.of_cost(entry, fund)
    context = {
        "delegation": fund.delegation,
        "fund": fund,
        "entry": entry,
        "minor": sum(source.minor for source in sources),
        "givers": trace_words.givers(sources),
        "label": trace_words.cost_words(entry),
    }
    return render(request, "fundraising/receipts/cost_trace.html", context)


@staff_page
@require_safe
def costs(request, delegation):
    """What was paid, newest first, each with its way back to the gifts."""
    require("fundraising.view_trace", request.user, delegation)
    page = page_of(request, trace_words.costs(delegation))
    rows = trace_words.cost_rows(list(page.object_list))
    return render(request, "fundraising/receipts/costs.html", {"delegation": delegation, "page": page, "rows": rows})
