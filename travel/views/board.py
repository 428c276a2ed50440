"""The readiness board: everybody, blocked first, with filters, one open row, print and export."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from delegation.exports import to_csv
from delegation.permissions import may, require
from delegation.pictures import bar_of_parts
from delegation.views.base import do, page_of, staff_page
from travel.actions import reminders
from travel.queries.costs import ways
from travel.readiness.board import GROUPS, Board, Row
from travel.readiness.board import board as read_board
from travel.readiness.requirements import BY_CODE, REQUIREMENTS

FILTERS = ("blocked", "on_the_way", "ready", "late", "mine")


@require_safe
@staff_page
def board(request, delegation):
    require("travel.view_board", request.user, delegation)
    found = read_board(delegation)
    show, words, code = _asked(request)
    page = page_of(request, _chosen(found.rows, show, words, code))
    opened = request.GET.get("open", "")
    costs = ways(row.delegate for row in page.object_list)
    for row in page.object_list:
        row.delegate.way = costs.get(row.delegate.pk)
    return render(
        request,
        "travel/board/board.html",
        {
            "delegation": delegation,
            "board": found,
            "tally": _tally(found),
            "dates": found.scope.dates,
            "days": _days(found),
            "overdue": found.earliest_overdue,
            "page": page,
            "groups": _grouped(page, found),
            "requirements": REQUIREMENTS,
            "show": show,
            "q": words,
            "code": code,
            "filters": _filters(found),
            "opened": opened,
            "columns": 4 + len(REQUIREMENTS),
            "may_remind": may("travel.remind_late", request.user, delegation),
        },
    )


def _asked(request) -> tuple[str, str, str]:
    show, code = request.GET.get("show", ""), request.GET.get("requirement", "")
    return (
        show if show in FILTERS else "",
        request.GET.get("q", "").replace("\x00", "").strip()[:80],
        code if code in BY_CODE else "",
    )


def _chosen(rows: list[Row], show: str, words: str, code: str) -> list[Row]:
    if show in GROUPS:
        rows = [row for row in rows if row.group == show]
    elif show == "late":
        rows = [row for row in rows if row.late_days]
    elif show == "mine":
        rows = [row for row in rows if _owed_by_staff(row)]
    if code:
        rows = [row for row in rows if row.by_code[code].is_open]
    for word in words.casefold().split():
        rows = [row for row in rows if word in _searched(row)]
    return rows


def _searched(row: Row) -> str:
    delegate = row.delegate
    person = delegate.person
    return f"{person.name_used} {person.email} {delegate.organisation or ''} {delegate.region}".casefold()


def _owed_by_staff(row: Row) -> bool:
    return any(standing.owner == "staff" for standing in row.open)


def _filters(found: Board) -> list[dict]:
    counts = found.counts
    return [
        {"show": "", "label": _("Everyone"), "count": len(found.rows), "state": ""},
        {"show": "blocked", "label": _("Blocked"), "count": counts["blocked"], "state": "blocked"},
        {"show": "on_the_way", "label": _("On the way"), "count": counts["on_the_way"], "state": "waiting"},
        {"show": "ready", "label": _("Ready"), "count": counts["ready"], "state": "ok"},
        {"show": "mine", "label": _("We owe it"), "count": sum(map(_owed_by_staff, found.rows)), "state": ""},
        {"show": "late", "label": _("Late"), "count": len(found.late), "state": ""},
    ]


def _tally(found: Board):
    counts = found.counts
    label = _("%(blocked)s blocked, %(on_the_way)s on the way, %(ready)s ready") % counts
    parts = [("blocked", counts["blocked"]), ("waiting", counts["on_the_way"]), ("ok", counts["ready"])]
    return bar_of_parts(parts, label)


def _grouped(page, found: Board) -> list[dict]:
    heads = {
        "blocked": (_("Blocked"), "blocked"),
        "on_the_way": (_("On the way"), "waiting"),
        "ready": (_("Ready"), "ok"),
    }
    groups = []
    for name in GROUPS:
        rows = [row for row in page if row.group == name]
        if rows:
            title, state = heads[name]
            groups.append({"name": name, "title": title, "state": state, "count": found.counts[name], "rows": rows})
    return groups


def _days(found: Board):
    dates = found.scope.dates
    return (dates.review_on - found.scope.today).days if dates and dates.review_on else None


@require_safe
@staff_page
def export(request, delegation):
    """The rows as chosen on the board, as a table for a spreadsheet. States and days; nothing sealed."""
    require("travel.view_board", request.user, delegation)
    rows = _chosen(read_board(delegation).rows, *_asked(request))
    header = [
        _("Delegate"),
        _("Organisation"),
        _("Standing"),
        _("First blocker"),
        _("Owed by"),
        _("Due"),
        _("Days late"),
    ]
    body = to_csv([*header, *(r.column for r in REQUIREMENTS)], map(_cells, rows))
    response = HttpResponse(body, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="readiness-{delegation.slug}.csv"'
    return response


def _cells(row: Row) -> list:
    first = row.first
    return [
        row.delegate,
        row.delegate.organisation or "",
        row.group,
        f"{first.label}: {first.words}" if first else "",
        row.owed_by,
        first.due.isoformat() if first and first.due else "",
        row.late_days or "",
        *[standing.state for standing in row.standings],
    ]


@require_POST
@staff_page
def remind_late(request, delegation):
    back = reverse("travel:board", args=[delegation.slug])
    told = []
    response = do(request, lambda: told.append(reminders.remind_late(delegation, request.user)), to=back)
    if told:
        _say(request, told[0])
    return response


def _say(request, count: int):
    if count == 0:
        messages.info(request, _("Nobody who can act is late. What is late is owed by others."))
        return
    words = ngettext(
        "%(n)s delegate gets a mail within the minute. Nobody gets a second one today.",
        "%(n)s delegates get a mail within the minute. Nobody gets a second one today.",
        count,
    )
    messages.success(request, words % {"n": count})
