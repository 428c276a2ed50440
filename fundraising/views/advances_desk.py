"""Advances and stipends for staff: who asks, who has money in hand, what came back, and a year's stipends."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from delegation.exports import to_csv
from delegation.models import Delegate
from delegation.money import from_minor
from delegation.permissions import check, is_staff_of, may, require
from delegation.views.base import act, do, form_page, page_of, say, staff_page
from fundraising.actions import advance_payments
from fundraising.actions import advances as actions
from fundraising.actions import stipends as stipend_actions
from fundraising.actions.claims import today
from fundraising.forms.claims import HandBackForm, NoteForm, StipendForm
from fundraising.models import HandBack
from fundraising.permissions.claims import ON_THE_WAY
from fundraising.queries import advances as queries
from fundraising.queries import stipends as stipend_queries
from fundraising.queries.claim_lines import own_lines
from fundraising.queries.donations import entries_about_any
from fundraising.queries.funds import fund_rows
from fundraising.queries.ledger import last_check


@staff_page
@require_safe
def advances(request, delegation):
    tab = request.GET.get("tab") if request.GET.get("tab") in queries.TABS else "waiting"
    page = page_of(request, queries.advances(delegation, tab))
    context = {
        "delegation": delegation,
        "tab": tab,
        "sees_stipends": may("fundraising.view_stipends", request.user, delegation),
        "counts": queries.counts(delegation),
        "page": page,
        "rows": queries.advance_rows(page.object_list, today()),
        "backs": list(queries.hand_backs_waiting(delegation)[:20]),
    }
    return render(request, "fundraising/advances/list.html", context)


def _advance_or_404(person, uuid):
    row = queries.with_words().filter(uuid=uuid).first()
    if row is None or not is_staff_of(person, row.delegate.delegation):
        raise Http404
    return row


@login_required
@require_safe
def advance(request, uuid):
    return _page(request, _advance_or_404(request.user, uuid))


def _page(request, row, form=None, back_form=None):
    me = request.user
    shown = queries.advance_rows([row], today())[0]
    context = {
        "delegation": row.delegate.delegation,
        "advance": row,
        "row": shown,
        "clock": queries.clock_of(row),
        "form": form or NoteForm(),
        "back_form": back_form or HandBackForm(initial=HandBackForm.fresh(), currency=row.currency),
        "fund_row": fund_rows([row.fund])[0],
        "cover_minor": advance_payments.cover_minor(row),
        "covers": queries.covers_of(row),
        "lines": own_lines(row.delegate),
        "payments": advance_payments.payments_of(row),
        "backs": [(back, may("fundraising.confirm_hand_back", me, back)) for back in row.hand_backs.all()],
        "entries": entries_about_any(queries.entry_uuids(row)),
        "why_not": check("fundraising.approve_advance", me, row),
        "may_decide": may("fundraising.approve_advance", me, row) and row.status == "requested",
        "may_record": may("fundraising.record_hand_back", me, row) and row.status == "paid",
        "books": last_check(),
    }
    return form_page(request, "fundraising/advances/detail.html", context)


def _verb(request, uuid, fn, done):
    row = _advance_or_404(request.user, uuid)
    form = NoteForm(request.POST)
    if act(request, form, lambda data: fn(row, note=data["note"], by=request.user)):
        say(request, done)
        return redirect("fundraising:advance", row.uuid)
    return _page(request, _advance_or_404(request.user, uuid), form=form)


@login_required
@require_POST
def approve_advance(request, uuid):
    return _verb(
        request, uuid, advance_payments.approve, _("Approved. A payment waits to be released by somebody else.")
    )


@login_required
@require_POST
def decline_advance(request, uuid):
    return _verb(request, uuid, actions.decline, _("Declined, with your note. Nothing moved."))


@login_required
@require_POST
def record_hand_back(request, uuid):
    row = _advance_or_404(request.user, uuid)
    form = HandBackForm(request.POST, currency=row.currency)

    def keep(data):
        return actions.record_hand_back(
            row,
            data["amount"],
            received_on=data["received_on"],
            bank_reference=data["bank_reference"],
            form_token=data["form_token"],
            by=request.user,
        )

    if act(request, form, keep):
        say(request, _("Recorded. It is in the books once a second person has seen the statement."))
        return redirect("fundraising:advance", row.uuid)
    return _page(request, _advance_or_404(request.user, uuid), back_form=form)


def _back_or_404(person, uuid):
    row = (
        HandBack.objects.select_related("advance__delegate__delegation", "advance__delegate__person")
        .filter(uuid=uuid)
        .first()
    )
    if row is None or not is_staff_of(person, row.advance.delegate.delegation):
        raise Http404
    return row


@login_required
@require_POST
def confirm_hand_back(request, uuid):
    row = _back_or_404(request.user, uuid)
    return do(
        request,
        lambda: actions.confirm_hand_back(row, by=request.user),
        done=_("In the books: the bank has it."),
        to=reverse("fundraising:advance", args=[row.advance.uuid]),
    )


@login_required
@require_POST
def decline_hand_back(request, uuid):
    row = _back_or_404(request.user, uuid)
    return do(
        request,
        lambda: actions.decline_hand_back(row, by=request.user),
        done=_("Declined. Nothing moved."),
        to=reverse("fundraising:advance", args=[row.advance.uuid]),
    )


# -- stipends ---------------------------------------------------------------------------------------------
@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def propose_stipend(request, delegation):
    require("fundraising.view_stipends", request.user, delegation)
    people = Delegate.objects.filter(delegation=delegation, status__in=ON_THE_WAY).exclude(person=request.user)
    people = people.select_related("person", "delegation").order_by("person__name_used", "pk")
    form = StipendForm(
        request.POST or None, initial=StipendForm.fresh(), delegates=people, currency=delegation.currency
    )

    def propose(data):
        return stipend_actions.propose_stipend(
            data["delegate"], data["amount"], reason=data["reason"], form_token=data["form_token"], by=request.user
        )

    if request.method == "POST" and act(request, form, propose):
        say(request, _("Proposed. The person reads what it means for their taxes, and answers."))
        return redirect("fundraising:stipends", delegation.slug)
    return _stipend_page(request, delegation, form)


def _stipend_page(request, delegation, form):
    me = request.user
    tab = request.GET.get("tab") if request.GET.get("tab") in stipend_queries.TABS else "waiting"
    years = stipend_queries.years(delegation) or [today().year]
    year = int(request.GET["year"]) if request.GET.get("year", "").isdigit() else years[0]
    page = page_of(request, stipend_queries.stipends(delegation, tab))
    context = {
        "delegation": delegation,
        "form": form,
        "sees_stipends": True,
        "tab": tab,
        "counts": stipend_queries.counts(delegation),
        "page": page,
        "rows": [
            (row, may("fundraising.approve_stipend", me, row), may("fundraising.take_back_stipend", me, row))
            for row in page.object_list
        ],
        "years": years,
        "year": year,
        "people": stipend_queries.year_totals(delegation, year),
        "may_export": may("fundraising.export_stipends", me, delegation),
    }
    return form_page(request, "fundraising/stipends/page.html", context)


def _stipend_verb(request, uuid, fn, done):
    row = stipend_queries.stipend_rows().filter(uuid=uuid).first()
    if row is None or not is_staff_of(request.user, row.delegate.delegation):
        raise Http404
    to = reverse("fundraising:stipends", args=[row.delegate.delegation.slug])
    return do(request, lambda: fn(row, by=request.user), done=done, to=to)


@login_required
@require_POST
def approve_stipend(request, uuid):
    done = _("Approved. A payment waits to be released by somebody else.")
    return _stipend_verb(request, uuid, stipend_actions.approve, done)


@login_required
@require_POST
def decline_stipend(request, uuid):
    return _stipend_verb(request, uuid, stipend_actions.decline, _("Declined. Nothing moved."))


@login_required
@require_POST
def take_back_stipend(request, uuid):
    return _stipend_verb(request, uuid, stipend_actions.take_back, _("Taken back. Nothing moved."))


@staff_page
@require_POST
def export_stipends(request, delegation):
    """A year's stipends per person, for the accountant. Names as used: legal names are opened one by one."""
    text = request.POST.get("year", "")
    year = int(text) if text.isdigit() and len(text) == 4 else today().year
    found = stipend_actions.export_stipends(delegation, year, by=request.user)
    header = ["person", "name to use", "year", "total", "currency", "threshold USD", "reportable"]
    rows = [_export_row(row, year) for row in found]
    answer = HttpResponse(to_csv(header, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="stipends-{year}.csv"'
    return answer


def _export_row(row, year: int) -> list:
    standing, ask = row.standing, "ask the accountant"
    known = standing.threshold_minor
    return [
        row.person.uuid,
        row.person.name_used,
        year,
        from_minor(standing.total_minor, row.currency).amount,
        row.currency,
        ask if known is None else from_minor(known, "USD").amount,
        {True: "yes", False: "no", None: ask}[standing.is_reportable],
    ]
