"""The bank's statement for staff: read a file, look at it, and say of each line what it is."""

from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from djmoney.money import Money

from delegation.celery import nudge
from delegation.errors import DomainError
from delegation.money import to_minor
from delegation.permissions import check, may, require
from delegation.views.base import act, do, form_page, page_of, say, staff_page
from fundraising import bank_csv
from fundraising.actions import bank as actions
from fundraising.forms.bank import MatchForm, ReadingForm, SetAsideForm, StatementForm, digest, pack, unpack
from fundraising.models import Deposit, OfflineGift
from fundraising.queries import donations as gift_queries
from fundraising.queries import offline as queries
from fundraising.views.offline_gifts import is_uuid, row_or_404

ROWS_SHOWN = 8


@staff_page
@require_safe
def bank_lines(request, delegation):
    require("fundraising.view_offline", request.user, delegation)
    tab = request.GET.get("tab") if request.GET.get("tab") in queries.LINE_TABS else "waiting"
    page = page_of(request, queries.lines(delegation, tab))
    found = list(page.object_list)
    near = queries.suggestions(found, delegation)
    context = {
        "delegation": delegation,
        "tab": tab,
        "counts": queries.line_counts(delegation),
        "page": page,
        "rows": [(line, near.get(line.pk, [])) for line in found],
        "statements": list(queries.statements(delegation)),
        "may_import": may("fundraising.import_statement", request.user, delegation),
    }
    return render(request, "fundraising/bank/list.html", context)


# -- a file --------------------------------------------------------------------------------------------
@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def import_statement(request, delegation):
    require("fundraising.import_statement", request.user, delegation)
    if "packed" in request.POST:
        return _look(request, delegation)
    form = StatementForm(request.POST or None, request.FILES or None, currency=delegation.currency)
    if request.method == "POST" and form.is_valid():
        table, content = form.table, form.cleaned_data["file"]
        reading = bank_csv.guess(table, month_first=delegation.currency == "USD")
        packed = pack(content, form.cleaned_data["account"])
        shown = ReadingForm(initial={**ReadingForm.values_of(reading), "packed": packed}, table=table)
        return _preview(request, delegation, shown, table, reading)
    return form_page(request, "fundraising/bank/new.html", {"delegation": delegation, "form": form})


def _look(request, delegation):
    """The file somebody looked at: read once more with what they chose, and stored if they said so."""
    try:
        content, account = unpack(request.POST["packed"])
        table = bank_csv.read_table(content)
    except (signing.BadSignature, bank_csv.Unreadable, KeyError, TypeError, ValueError):
        form = StatementForm(None, currency=delegation.currency)
        context = {"delegation": delegation, "form": form, "lost": True}
        return render(request, "fundraising/bank/new.html", context, status=422)
    form = ReadingForm(request.POST, table=table)
    if not form.is_valid():
        return _preview(request, delegation, form, table, bank_csv.guess(table), status=422)
    reading = form.reading
    if "store" not in request.POST:
        return _preview(request, delegation, form, table, reading)
    try:
        rows = [_row(found, delegation.currency) for found in bank_csv.read_rows(table, reading)[0]]
        statement = actions.import_statement(
            delegation, request.user, account=account, sha256=digest(content, reading), rows=rows
        )
    except DomainError as refusal:
        form.add_error(None, str(refusal.message))
        return _preview(request, delegation, form, table, reading, status=422)
    n = statement.new_rows
    say(request, ngettext("%(n)s new line.", "%(n)s new lines.", n) % {"n": n})
    return redirect("fundraising:bank_lines", delegation.slug)


def _row(found: bank_csv.Read, currency: str) -> actions.Row:
    return actions.Row(found.on, to_minor(Money(found.amount, currency)), found.reference, found.name, found.words)


def _preview(request, delegation, form, table, reading, status=200):
    good, bad = bank_csv.read_rows(table, reading)
    context = {
        "delegation": delegation,
        "form": form,
        "rows": good[:ROWS_SHOWN],
        "good": len(good),
        "bad": bad[:20],
        "bad_count": len(bad),
        "came": sum(row.amount for row in good if row.amount > 0),
        "left": -sum(row.amount for row in good if row.amount < 0),
    }
    return render(request, "fundraising/bank/preview.html", context, status=status)


# -- a line --------------------------------------------------------------------------------------------
def _line(request, uuid):
    return row_or_404(request.user, queries.line_rows(), uuid)


@login_required
@require_safe
def bank_line(request, uuid):
    return _page(request, _line(request, uuid), MatchForm(), SetAsideForm())


def _page(request, row, match, set_aside):
    me = request.user
    context = {
        "delegation": row.delegation,
        "line": row,
        "match": match,
        "set_aside": set_aside,
        "near": queries.suggestions([row], row.delegation).get(row.pk, []),
        "recorded": queries.gift_rows().filter(line=row).exclude(status__in=("declined", "taken_back")).first(),
        "entries": gift_queries.entries_about(row.uuid),
        "may_decide": may("fundraising.match_bankline", me, row),
        "may_hold": may("fundraising.hold_bankline", me, row),
        "why_not_hold": check("fundraising.hold_bankline", me, row),
        "may_return": may("fundraising.confirm_return_bankline", me, row),
        "why_not_return": check("fundraising.confirm_return_bankline", me, row),
    }
    return form_page(request, "fundraising/bank/line.html", context)


@login_required
@require_POST
def match_line(request, uuid):
    row = _line(request, uuid)
    form = MatchForm(request.POST)
    if act(request, form, lambda data: actions.match(row, request.user, **_chosen(row, data["what"]))):
        nudge("delegation.deliver_outbox")
        say(request, _("Matched and booked. The receipt is on the way."))
        return redirect("fundraising:bank_line", row.uuid)
    return _page(request, _line(request, uuid), form, SetAsideForm())


def _chosen(row, what: str) -> dict:
    kind, _colon, name = what.partition(":")
    model = {"gift": OfflineGift, "deposit": Deposit}.get(kind)
    found = model.objects.filter(delegation=row.delegation, uuid=name).first() if model and is_uuid(name) else None
    if found is None:
        raise DomainError(_("Choose what it is."), code="nothing_chosen", field="what")
    return {kind: found}


@login_required
@require_POST
def set_aside_line(request, uuid):
    row = _line(request, uuid)
    form = SetAsideForm(request.POST)
    if act(request, form, lambda data: actions.set_aside(row, request.user, why=data["why"])):
        say(request, _("Set aside. Nothing was booked."))
        return redirect("fundraising:bank_line", row.uuid)
    return _page(request, _line(request, uuid), MatchForm(), form)


VERBS = {
    "hold": (actions.hold, gettext_lazy("Held apart until somebody finds out whose it is.")),
    "take_up": (actions.take_up, gettext_lazy("It waits again.")),
    "propose_return": (actions.propose_return, gettext_lazy("A second person confirms that it goes back.")),
    "keep": (actions.keep, gettext_lazy("It stays held apart.")),
    "confirm_return": (actions.confirm_return, gettext_lazy("Booked as sent back.")),
}


@login_required
@require_POST
def line_verb(request, uuid, verb):
    if verb not in VERBS:
        raise Http404
    row = _line(request, uuid)
    fn, done = VERBS[verb]
    back = reverse("fundraising:bank_line", args=[row.uuid])
    return do(request, lambda: fn(row, request.user), done=done, to=back)
