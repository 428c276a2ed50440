"""The author's budget: filled from the Geneva template, changed line by line, without a script."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from delegation.errors import Conflict, DomainError
from delegation.views.base import act, say
from fundraising.actions import budgets
from fundraising.budget_template import newest_year
from fundraising.forms.budget import FillForm, Lines, lines_initial
from fundraising.queries.spending import journey_amounts
from fundraising.views.kept import kept_words
from fundraising.views.my_appeal import beside, my_place


@require_http_methods(["GET", "POST"])
@my_place
def my_budget(request, mine):
    stamp = budgets.fingerprint(mine.budget)
    filling = FillForm(initial={"seen": stamp, "region": "", "room": "shared"})
    if request.method == "POST" and "fill" in request.POST:
        return _fill(request, mine, stamp)
    if request.method == "POST":
        return _save(request, mine, stamp, filling)
    kept = kept_words(request, mine.delegate.uuid)
    lines = _formset(mine, kept)
    return _page(request, mine, lines, filling, stamp)


def _formset(mine, data=None):
    return Lines(
        data,
        initial=lines_initial(mine.lines),
        lines=mine.lines,
        currency=mine.budget.currency,
        prefix="line",
    )


def _page(request, mine, lines, filling, stamp, *, problem="", theirs=None, status=200):
    context = {
        **beside(mine, request.user, "budget"),
        "lines": lines,
        "filling": filling,
        "stamp": stamp,
        "problem": problem,
        "theirs": theirs,
        "year": newest_year(),
        "journey": journey_amounts(mine.delegate),
    }
    return render(request, "fundraising/my_appeal/budget.html", context, status=status)


def _fill(request, mine, stamp):
    filling = FillForm(request.POST)

    def fill(data):
        return budgets.fill(
            mine.delegate,
            region=data["region"],
            room=data["room"],
            extras=data["extras"],
            seen=data["seen"],
            by=request.user,
        )

    if act(request, filling, fill):
        say(request, _("Filled. Change what does not fit you."))
        return redirect("fundraising:my_budget")
    return _page(request, mine, _formset(mine), filling, stamp, status=422)


def _save(request, mine, stamp, filling):
    lines = _formset(mine, request.POST)
    if not lines.is_valid():
        problem = _("Some lines need another look. Nothing is lost.")
        return _page(request, mine, lines, filling, stamp, problem=problem, status=422)
    typed = [form.typed() for form in _in_order(lines.rows(), request.POST)]
    try:
        budgets.save_lines(mine.delegate, typed, seen=request.POST.get("seen", ""), by=request.user)
    except Conflict as refusal:
        theirs = mine.lines if refusal.code == "stale" else None
        return _page(request, mine, lines, filling, stamp, problem=str(refusal), theirs=theirs, status=422)
    except DomainError as refusal:
        return _page(request, mine, lines, filling, stamp, problem=str(refusal), status=422)
    say(request, _("Saved."))
    return redirect("fundraising:my_appeal_preview" if "next" in request.POST else "fundraising:my_budget")


def _in_order(rows, data):
    """The rows with one moved a place up or down, when its button was pressed."""
    rows = list(rows)
    for name, step in (("up", -1), ("down", 1)):
        prefix = data.get(name)
        index = next((i for i, row in enumerate(rows) if row.prefix == prefix), None)
        if index is not None and 0 <= index + step < len(rows):
            rows[index], rows[index + step] = rows[index + step], rows[index]
    return rows
