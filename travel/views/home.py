"""The face of the journey and the public account of its money. Both are kept as bytes and hold nothing of their
visitor."""

from django.views.decorators.http import require_safe

from fundraising import pagecache
from travel.queries.flow import flow
from travel.queries.home import current_delegation, home_page, home_stamp


@require_safe
def home(request):
    return _kept(request, "/", "travel/home/home.html")


@require_safe
def money(request):
    return _kept(request, "/money/", "travel/home/money.html")


def _kept(request, path, template):
    delegation = current_delegation()
    if delegation is None:
        return pagecache.serve(request, path, ("none",), "travel/home/none.html", dict)
    stamp = home_stamp(delegation)
    return pagecache.serve(request, path, stamp, template, lambda: _context(delegation), indexable=True)


def _context(delegation) -> dict:
    page = home_page(delegation)
    return {"page": page, "delegation": delegation, "money": page.money, "flow": flow(page.money)}
