"""Documents: written by staff, read by delegates."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from delegation.permissions import is_staff_of, may, require
from delegation.queries import current_dates
from delegation.views.base import act, do, form_page, page_of, say, staff_page
from travel.actions import briefings as actions
from travel.forms.briefings import BriefingForm, VersionForm
from travel.models import Briefing, BriefingVersion
from travel.queries.briefings import desk_list, documents_for, minutes_of, readers_of, text_of, title_of
from travel.readiness.base import Scope
from travel.readiness.board import ON_BOARD
from travel.readiness.requirements import BY_CODE
from travel.views.guards import row_for_staff

PREVIEW = "preview"


# -- for readers --------------------------------------------------------------------------------
@login_required
@require_safe
def briefing(request, uuid):
    """The living version, for delegates of its delegation and its staff."""
    row = get_object_or_404(Briefing.objects.select_related("delegation"), uuid=uuid)
    delegate = row.delegation.delegates.filter(person=request.user).select_related("delegation", "person").first()
    reads = delegate is not None and delegate.is_on_board
    if not (reads or is_staff_of(request.user, row.delegation)):
        raise Http404
    version = row.versions.prefetch_related("texts").first()
    if version is None or (row.withdrawn_at and not is_staff_of(request.user, row.delegation)):
        raise Http404
    text = text_of(version)
    mine = next((d for d in documents_for(delegate) if d.briefing == row), None) if reads else None
    return form_page(
        request,
        "travel/briefings/read.html",
        {
            "delegation": row.delegation,
            "briefing": row,
            "title": title_of(row),
            "version": version,
            "text": text,
            "minutes": minutes_of(text.body if text else ""),
            "mine": mine,
            "due": _due(row.delegation),
            "others": [d for d in documents_for(delegate) if not d.is_read and d.briefing != row] if reads else [],
        },
    )


def _due(delegation):
    return BY_CODE["briefing"].due(Scope(delegation, current_dates(delegation), timezone.localdate()))


@login_required
@require_POST
def acknowledge(request, uuid):
    version = get_object_or_404(BriefingVersion.objects.select_related("briefing__delegation"), uuid=uuid)
    delegate = version.briefing.delegation.delegates.filter(person=request.user).first()
    if delegate is None:
        raise Http404
    to = reverse("travel:briefing", args=[version.briefing.uuid])
    done = _("Noted: you read version %(n)s.") % {"n": version.number}
    return do(request, lambda: actions.acknowledge(version, request.user, delegate=delegate), done=done, to=to)


# -- for staff ----------------------------------------------------------------------------------
@require_safe
@staff_page
def briefings_desk(request, delegation):
    require("travel.view_board", request.user, delegation)
    return form_page(
        request,
        "travel/briefings/list.html",
        {
            "delegation": delegation,
            "page": page_of(request, desk_list(delegation)),
            "people": delegation.delegates.filter(status__in=ON_BOARD).count(),
            "may_publish": may("travel.publish_briefing", request.user, delegation),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def new(request, delegation):
    require("travel.publish_briefing", request.user, delegation)
    form = BriefingForm(request.POST or None)
    looks = request.method == "POST" and PREVIEW in request.POST
    if request.method == "POST" and not looks:
        made = act(
            request,
            form,
            lambda given: actions.create(
                delegation,
                request.user,
                title=given["title"],
                title_es=given["title_es"],
                required=given["required"],
                bodies=form.bodies(),
            ),
        )
        if made:
            say(request, _("Published. Everybody on the delegation gets a mail."))
            return HttpResponseRedirect(reverse("travel:publish_briefing", args=[made.uuid]))
    context = {"delegation": delegation, "form": form, "preview": _preview(form) if looks else None}
    return form_page(request, "travel/briefings/edit.html", context)


def _preview(form) -> dict | None:
    return form.bodies() if form.is_valid() else None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, uuid):
    """One document: who has read it, and its next version."""
    row = row_for_staff(request.user, Briefing.objects.select_related("delegation"), uuid)
    require("travel.view_board", request.user, row.delegation)
    version = row.versions.prefetch_related("texts").first()
    texts = {text.language: text.body for text in version.texts.all()} if version else {}
    initial = {"body_en": texts.get("en", ""), "body_es": texts.get("es", "")}
    form = VersionForm(request.POST or None, initial=initial)
    looks = request.method == "POST" and PREVIEW in request.POST
    if request.method == "POST" and not looks:
        made = act(request, form, lambda given: actions.publish(row, request.user, bodies=form.bodies()))
        if made:
            same = version is not None and made.pk == version.pk
            say(request, _("Nothing changed.") if same else _("Version %(n)s is out.") % {"n": made.number})
            return HttpResponseRedirect(reverse("travel:publish_briefing", args=[row.uuid]))
    return form_page(
        request,
        "travel/briefings/edit.html",
        {
            "delegation": row.delegation,
            "briefing": row,
            "version": version,
            "form": form,
            "preview": _preview(form) if looks else None,
            "page": page_of(request, readers_of(row)),
            "may_publish": may("travel.publish_briefing", request.user, row),
            "may_withdraw": row.withdrawn_at is None and may("travel.withdraw_briefing", request.user, row),
        },
    )


@login_required
@require_POST
def withdraw(request, uuid):
    row = row_for_staff(request.user, Briefing.objects.select_related("delegation"), uuid)
    to = reverse("travel:briefings_desk", args=[row.delegation.slug])
    done = _("Withdrawn. Nobody is asked to read it any more.")
    return do(request, lambda: actions.withdraw(row, request.user), done=done, to=to)
