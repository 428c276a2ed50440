"""All open appeals: found by words, the most missing or the newest first."""

from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from delegation.views.base import page_of
from fundraising.queries import public

PER_PAGE = 24


@require_safe
def appeal_list(request):
    sort = request.GET.get("sort", "")
    sort = sort if sort in public.SORTS else "missing"
    words = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:80]
    rows = public.search(public.open_appeals(), words).order_by(*public.SORTS[sort])
    page = page_of(request, rows, PER_PAGE)
    response = render(
        request,
        "fundraising/appeal_list/list.html",
        {
            "page": page,
            "cards": public.cards_of(page),
            "words": words,
            "sort": sort,
            "pools": public.pools(),
            "minimum": settings.GIFT_MINIMUM_UNITS,
        },
    )
    response.indexable = not words
    return response
