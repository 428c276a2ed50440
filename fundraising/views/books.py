"""The books of a delegation: statements, files of them, the comparison with Stripe, and months that are closed."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from delegation.celery import nudge
from delegation.permissions import check, is_staff_of, may, require
from delegation.views.base import do, page_of, staff_page
from fundraising import book_files, months
from fundraising.actions import books as book_actions
from fundraising.actions import periods as actions
from fundraising.actions import reconciliation
from fundraising.forms.monthend import FILES, FileForm
from fundraising.models import Period
from fundraising.queries import activities as activity_queries
from fundraising.queries import general_ledger, statements
from fundraising.queries import periods as queries
from fundraising.queries.ledger import last_check
from fundraising.queries.reconciliation import last_run, open_count, rests

MONTHS_OFFERED = 36


def _common(request, delegation, here: str) -> dict:
    require("fundraising.view_books", request.user, delegation)
    return {"delegation": delegation, "page_here": here, "open_count": open_count()}


@staff_page
@require_safe
def books(request, delegation):
    context = _common(request, delegation, "books")
    me = request.user
    upcoming = queries.month_to_close()
    asked = Period.objects.filter(status=Period.Status.ASKED).select_related("asked_by").first()
    run = last_run()
    context |= {
        "page": page_of(request, queries.shown_periods()),
        "asked": asked,
        "upcoming": upcoming,
        "checks": queries.checklist(upcoming[2]) if upcoming else [],
        "may_ask": may("fundraising.ask_period", me, delegation),
        "run": run,
        "rests": rests(run),
        "may_compare": may("fundraising.ask_reconciliation", me, delegation),
        "books": last_check(),
        "may_export": may("fundraising.export_books", me, delegation),
        "files": FILES.items(),
        "months": _months(),
    }
    context["is_ready"] = bool(upcoming) and all(found.holds for found in context["checks"])
    return render(request, "fundraising/books/home.html", context)


def _months() -> list:
    """Newest first: every month from the first posting on, as far back as a choice reaches."""
    first, month = queries.first_month(), months.month_of(timezone.now())
    found = []
    while month >= first and len(found) < MONTHS_OFFERED:
        found.append(month)
        month = months.before(month)
    return found or [month]


def _span(request) -> dict:
    """The month and the time a statement is asked for; the newest month by posting when it does not say."""
    offered = _months()
    month = months.read_month(request.GET.get("month", "")) or offered[0]
    by = request.GET.get("by")
    start, end = months.bounds(month)
    return {
        "month": month,
        "months": offered,
        "by": by if by in statements.TIMES else statements.POSTED,
        "start": start,
        "end": end,
        "closed": queries.closed_periods().filter(month=month).first(),
    }


# -- statements ----------------------------------------------------------------------------------------
@staff_page
@require_safe
def trial_balance(request, delegation):
    context = _common(request, delegation, "trial_balance") | _span(request)
    on = months.read_day(request.GET.get("on", ""))
    moment = months.midnight(on + timedelta(days=1)) if on else context["end"]
    context["on"] = on or months.day_of(context["end"] - timedelta(seconds=1))
    context["trials"] = statements.trial_balance(delegation, moment, context["by"])
    return render(request, "fundraising/books/trial_balance.html", context)


@staff_page
@require_safe
def fund_statement(request, delegation):
    context = _common(request, delegation, "fund_statement") | _span(request)
    rows = statements.fund_statements(delegation, context["start"], context["end"], context["by"])
    context["page"] = page_of(request, statements.shown(rows))
    context["totals"] = statements.totals(rows)
    return render(request, "fundraising/books/fund_statement.html", context)


@staff_page
@require_safe
def activities(request, delegation):
    context = _common(request, delegation, "activities") | _span(request)
    context["parts"] = activity_queries.activities(delegation, context["start"], context["end"], context["by"])
    return render(request, "fundraising/books/activities.html", context)


@staff_page
@require_POST
def export_books(request, delegation):
    """One of the files. A POST, since it leaves an audit row."""
    require("fundraising.export_books", request.user, delegation)
    form = FileForm(request.POST)
    if not form.is_valid():
        raise Http404
    asked = form.cleaned_data
    what, month, by = asked["what"], asked["month"], asked["by"] or statements.POSTED
    book_actions.export_books(delegation, request.user, what)
    if what == "beancount":
        body = book_files.beancount_file(delegation, month)
        response = StreamingHttpResponse(body, content_type="text/plain; charset=utf-8")
    else:
        more = {"on": asked["on"]} if what == "trial_balance" and asked["on"] else {}
        body = book_files.CSV[what](delegation, month, by, **more)
        response = HttpResponse(body, content_type="text/csv; charset=utf-8")
    ending = "beancount" if what == "beancount" else "csv"
    name = f"{what.replace('_', '-')}-{delegation.slug}-{asked['on'] or f'{month:%Y-%m}'}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


# -- comparing -----------------------------------------------------------------------------------------
@staff_page
@require_POST
def ask_reconciliation(request, delegation):
    def ask():
        reconciliation.ask_reconciliation(delegation, request.user)
        nudge("fundraising.work_off_reconciliation")

    done = _("The comparison begins now. Come back in a minute.")
    return do(request, ask, done=done, to=reverse("fundraising:books", args=[delegation.slug]))


# -- months --------------------------------------------------------------------------------------------
@staff_page
@require_POST
def ask_period(request, delegation):
    return do(
        request,
        lambda: actions.ask_period(delegation, request.user),
        done=_("Asked. The month is closed when a second person agrees."),
        to=reverse("fundraising:books", args=[delegation.slug]),
    )


def _period_or_404(person, uuid) -> Period:
    row = get_object_or_404(Period.objects.select_related("delegation", "asked_by", "decided_by"), uuid=uuid)
    if not is_staff_of(person, row.delegation):
        raise Http404
    require("fundraising.view_books", person, row.delegation)
    return row


@login_required
@require_safe
def period(request, uuid):
    row = _period_or_404(request.user, uuid)
    me, is_asked = request.user, row.status == Period.Status.ASKED
    context = _common(request, row.delegation, "books") | {
        "period": row,
        "checks": queries.checklist(row.ends_at) if is_asked else [],
        "rests": queries.rests_of(row),
        "page": page_of(request, general_ledger.late_lines(row.starts_at, row.ends_at)),
        "why_not": check("fundraising.close_period", me, row),
        "may_close": is_asked and may("fundraising.close_period", me, row),
        "may_take_back": is_asked and may("fundraising.take_back_period", me, row),
        "deciders": queries.deciders(row) if is_asked else [],
    }
    context["is_ready"] = all(found.holds for found in context["checks"])
    return render(request, "fundraising/books/period.html", context)


def _verb(request, uuid, fn, done):
    row = _period_or_404(request.user, uuid)
    to = reverse("fundraising:period", args=[row.uuid])
    return do(request, lambda: fn(row, request.user), done=done, to=to)


@login_required
@require_POST
def close_period(request, uuid):
    return _verb(request, uuid, actions.close, _("Closed. What comes later is posted into the next month."))


@login_required
@require_POST
def decline_period(request, uuid):
    return _verb(request, uuid, actions.decline, _("Declined. The month stays open."))


@login_required
@require_POST
def take_back_period(request, uuid):
    return _verb(request, uuid, actions.take_back, _("Taken back. The month stays open."))
