from django.shortcuts import render
from django.views.decorators.http import require_safe

from delegation.permissions import require
from delegation.views.base import staff_page
from travel.queries import finding


@require_safe
@staff_page
def find(request, delegation):
    require("travel.view_board", request.user, delegation)
    text = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    context = {"delegation": delegation, "q": text, "sections": finding.find(request.user, delegation, text)}
    return render(request, "travel/desk/find.html", context)
