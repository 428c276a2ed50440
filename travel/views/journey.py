"""The delegate's first page: the next step, what stops me, my way, my money, what to read."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from delegation.models import Delegate
from delegation.queries import current_dates, my_delegate
from fundraising.models import Appeal, Fund
from fundraising.queries.funds import fund_rows
from travel.queries.briefings import documents_for
from travel.queries.journeys import bookings_with, open_bookings, story
from travel.queries.steps import latest_review, next_step
from travel.readiness.board import standing_of


@login_required
@require_safe
def my_journey(request):
    delegate = my_delegate(request.user) or last_delegate(request.user)
    if delegate is None:
        return redirect("delegation:home_for_me")
    if not delegate.is_on_board:
        return render(request, "travel/journey/outside.html", _outside(delegate))
    return render(request, "travel/journey/journey.html", _journey(request, delegate))


def last_delegate(person) -> Delegate | None:
    rows = Delegate.objects.filter(person=person).select_related("delegation", "organisation", "person")
    return rows.order_by("-id").first()


def _outside(delegate) -> dict:
    return {
        "delegate": delegate,
        "first_name": str(delegate.person).split(" ")[0],
        "delegation": delegate.delegation,
        "dates": current_dates(delegate.delegation),
        "network": settings.NETWORK,
    }


def _journey(request, delegate) -> dict:
    row = standing_of(delegate)
    documents = documents_for(delegate, due=row.by_code["briefing"].due)
    appeal = Appeal.objects.filter(delegate=delegate).prefetch_related("slugs").first()
    review = latest_review(delegate)
    opened = open_bookings(bookings_with(delegate), by=request.user, about=delegate, tickets_of=delegate)
    chapters = story(opened)
    ahead = [chapter for chapter in chapters if chapter.moments[-1].at >= timezone.now()]
    return {
        "delegate": delegate,
        "first_name": str(delegate.person).split(" ")[0],
        "delegation": delegate.delegation,
        "dates": current_dates(delegate.delegation),
        "row": row,
        "mine": row.told(row.open, own=True),
        "step": next_step(delegate, row, documents, appeal, review),
        "done": [s for s in row.standings if s.is_done],
        "locked": [s for s in row.standings if s.is_locked],
        "documents": documents,
        "appeal": appeal,
        "review": review,
        "chapters": ahead or chapters,
        "opened": opened,
        "flies": _flies(ahead),
        "money": _money(delegate),
        "funding": row.by_code["funding"].parts,
    }


def _flies(chapters):
    return chapters[0].moments[0].at.date() if chapters else None


def _money(delegate):
    fund = Fund.objects.filter(delegate=delegate, kind="travel").first()
    return fund_rows([fund])[0] if fund else None
