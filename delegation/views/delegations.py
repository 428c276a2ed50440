from itertools import zip_longest

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from delegation.actions import delegations as actions
from delegation.forms.delegations import DatesForm
from delegation.permissions import may
from delegation.views.base import act, form_page, say, staff_page


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def dates(request, delegation):
    """Every version of the dates, newest first, and the form for the next one."""
    versions = list(delegation.dates.select_related("made_by").order_by("-version"))
    current = versions[0] if versions else None
    form = DatesForm(request.POST or None, initial=_initial(delegation, current))

    if request.method == "POST":
        row = act(request, form, lambda data: actions.set_dates(delegation, by=request.user, **data))
        if row:
            say(request, _("Version %(number)s holds from now on.") % {"number": row.version})
            return redirect("delegation:dates", delegation.slug)
    context = {
        "delegation": delegation,
        "current": current,
        "versions": _with_changes(versions),
        "form": form,
        "may_set": may("delegation.set_dates", request.user, delegation),
    }
    return form_page(request, "delegation/delegations/dates.html", context)


def _initial(delegation, current) -> dict:
    if current is None:
        return {"zone": delegation.venue_zone}
    names = (*actions.DAYS, "review_time", "zone")
    return {name: getattr(current, name) for name in names}


def _with_changes(versions):
    """Each version with the one before it, for striking out what moved."""
    return [{"now": now, "before": was} for now, was in zip_longest(versions, versions[1:])]
