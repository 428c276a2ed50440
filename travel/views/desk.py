"""The desk: what waits for me, oldest first; what came in; what comes up."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from delegation.errors import NotPermitted
from delegation.permissions import may
from delegation.queries import current_dates, my_desks
from travel.queries import desk as queries
from travel.readiness.base import Scope
from travel.readiness.requirements import BY_CODE


@login_required
@require_safe
def desk(request):
    desks = list(my_desks(request.user))
    if not desks:
        raise NotPermitted(_("This page is for people who work on a delegation. Ask a director if you should see it."))
    delegation = next((d for d in desks if d.slug == request.GET.get("delegation")), desks[0])
    queues = queries.queues(request.user, delegation)
    items = [item for queue in queues for item in queue.items]
    sees_money = may("fundraising.view_money", request.user, delegation)
    return render(
        request,
        "travel/desk/desk.html",
        {
            "delegation": delegation,
            "desks": desks,
            "greeting": greeting(),
            "first_name": str(request.user).split(" ")[0],
            "today": network_now().date(),
            "queues": queues,
            "count": sum(queue.count for queue in queues),
            "oldest": min(items, key=lambda item: item.since, default=None),
            "others": queries.waits_for_others(request.user, delegation),
            "gifts": queries.gifts(delegation) if sees_money else None,
            "books": queries.books(),
            "coming": coming(delegation),
        },
    )


def network_now():
    """The clock where the network is."""
    return timezone.localtime(timezone=timezone.zoneinfo.ZoneInfo(settings.NETWORK_TIME_ZONE))


def greeting() -> str:
    hour = network_now().hour
    if 5 <= hour < 12:
        return _("Good morning")
    return _("Good afternoon") if 12 <= hour < 18 else _("Good evening")


def coming(delegation) -> list[dict]:
    """The next dates, with what each stops."""
    dates = current_dates(delegation)
    today = timezone.localdate()
    scope = Scope(delegation, dates, today)
    holds = queries.next_hold(delegation)
    found = [
        {"on": BY_CODE["booking"].due(scope), "title": _("Last day to buy flights"), "note": ""},
        {"on": BY_CODE["accred_ok"].due(scope), "title": _("Badges approved by the UN"), "note": ""},
        {"on": BY_CODE["briefing"].due(scope), "title": _("Briefing read by everybody"), "note": ""},
    ]
    if holds["first"]:
        found.append(
            {
                "on": holds["first"].date(),
                "title": _("A held fare lapses"),
                "note": _("%(n)s held in all") % {"n": holds["count"]},
            }
        )
    if dates:
        found.append({"on": dates.departure_on, "title": _("Most leave home"), "note": ""})
        time = dates.review_time.strftime("%H:%M") if dates.review_time else ""
        note = _("%(time)s in Geneva") % {"time": time} if time else ""
        found.append({"on": dates.review_on, "title": _("The review"), "note": note})
    ahead = sorted((point for point in found if point["on"] and point["on"] >= today), key=lambda point: point["on"])
    return [point | {"days": (point["on"] - today).days} for point in ahead]
