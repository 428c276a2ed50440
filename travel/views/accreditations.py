"""Badges of a delegation: who stands where, and the steps."""

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from delegation.models import Delegate
from delegation.permissions import require
from delegation.views.base import do, page_of, safe_next, staff_page
from travel.actions.accreditation import VERBS
from travel.models import Accreditation
from travel.views.delegates import _back
from travel.views.guards import row_for_staff

UNNAMED = Q(accreditation__isnull=True) | Q(accreditation__status__in=("not_started", "withdrawn"))
SHOWS = {
    "unnamed": UNNAMED,
    "letter": Q(accreditation__status__in=("letter_requested", "letter_signed")),
    "un": Q(accreditation__status__in=("submitted", "pending", "info_requested")),
    "approved": Q(accreditation__status__in=("approved", "badge_issued", "badge_activated")),
    "trouble": Q(accreditation__status__in=("rejected", "expired")),
}


@require_safe
@staff_page
def accreditations(request, delegation):
    require("travel.view_board", request.user, delegation)
    rows = (
        Delegate.objects.filter(delegation=delegation, status__in=("nominated", "travelling"))
        .select_related("person", "organisation", "accreditation__ngo")
        .order_by("accreditation__status_since", "person__name_used", "id")
    )
    counts = rows.order_by().aggregate(all=Count("pk"), **{name: Count("pk", filter=q) for name, q in SHOWS.items()})
    show = request.GET.get("show", "")
    show = show if show in SHOWS else ""
    labels = {
        "": _("Everybody"),
        "unnamed": _("In no letter yet"),
        "letter": _("Letter under way"),
        "un": _("With the UN"),
        "approved": _("Approved"),
        "trouble": _("Refused or lapsed"),
    }
    return render(
        request,
        "travel/accreditation/list.html",
        {
            "delegation": delegation,
            "page": page_of(request, rows.filter(SHOWS[show]) if show else rows),
            "show": show,
            "filters": [
                {"show": name, "label": label, "count": counts[name or "all"]} for name, label in labels.items()
            ],
        },
    )


@login_required
@require_POST
def step(request, uuid, verb):
    row = row_for_staff(
        request.user, Accreditation.objects.select_related("delegate__delegation", "delegate__person", "ngo"), uuid
    )
    done = _("Recorded. %(name)s sees it at once.") % {"name": row.delegate}
    to = safe_next(request, _back(row.delegate, "badge"))
    return do(request, lambda: VERBS[verb](row, request.user), done=done, to=to)
