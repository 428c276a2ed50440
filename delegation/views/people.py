"""The staff page of people: applications, decisions, invitations, and the list as a file."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from delegation import exports, queries
from delegation.actions import people as actions
from delegation.actions.consents import CONSENTS
from delegation.celery import nudge
from delegation.forms.people import DeclineForm, InviteForm
from delegation.models import Delegate, Invitation
from delegation.permissions import may, require
from delegation.views.base import PAGE_SIZE, act, do, form_page, page_of, say, staff_page, staffed_or_404


def tab_words():
    return {
        "applied": _("Asked to join"),
        "nominated": _("On the delegation"),
        "remote": _("From home"),
        "declined": _("Not nominated"),
        "left": _("Left"),
        "invited": _("Invited"),
    }


@staff_page
@require_http_methods(["GET", "HEAD"])
def people(request, delegation):
    tab = request.GET.get("tab", "applied")
    tab = tab if tab in tab_words() else "applied"
    search = request.GET.get("q", "").strip()[:80]
    counts = queries.people_counts(delegation)
    waiting = queries.invitations(delegation)
    counts["invited"] = waiting.count()
    me = request.user
    if tab == "invited":
        rows = waiting.filter(email__icontains=search) if search else waiting
    else:
        rows = queries.people(delegation, tab=tab, search=search)
    context = {
        "delegation": delegation,
        "tab": tab,
        "tabs": [(name, words, counts[name]) for name, words in tab_words().items()],
        "search": search,
        "page": page_of(request, rows),
        "may_invite": may("delegation.invite_person", me, delegation),
        "may_export": may("delegation.export_people", me, delegation),
        "page_size": PAGE_SIZE,
        "now": timezone.now(),
    }
    return form_page(request, "delegation/people/list.html", context)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request, delegation):
    require("delegation.invite_person", request.user, delegation)
    form = InviteForm(request.POST or None)

    def send(data):
        return actions.invite(delegation, email=data["email"], language=data["language"], by=request.user)

    if request.method == "POST" and act(request, form, send):
        nudge("delegation.deliver_outbox")
        say(request, _("The invitation is on its way. The link works for three weeks, for this address only."))
        return redirect(_list(delegation, "invited"))
    return form_page(request, "delegation/people/invite.html", {"delegation": delegation, "form": form})


def _list(delegation, tab: str) -> str:
    return reverse("delegation:people", args=[delegation.slug]) + f"?tab={tab}"


def _delegate(request, uuid) -> Delegate:
    rows = Delegate.objects.select_related("person", "delegation", "organisation", "motivation", "decided_by")
    return staffed_or_404(request.user, rows, uuid=uuid)


@login_required
@require_http_methods(["GET", "HEAD"])
def person(request, uuid):
    """One application, to read before deciding."""
    row = _delegate(request, uuid)
    me = request.user
    context = {
        "delegation": row.delegation,
        "delegate": row,
        "consents": _consents(row.person),
        "may_nominate": may("delegation.nominate_delegate", me, row),
        "may_decline": may("delegation.decline_delegate", me, row),
        "may_move": may("delegation.turn_remote_delegate", me, row),
        "may_withdraw": row.person_id != me.pk and may("delegation.withdraw_delegate", me, row),
        "own": row.person_id == me.pk,
    }
    return form_page(request, "delegation/people/person.html", context)


def _consents(somebody) -> list:
    given = queries.consents_of(somebody)
    return [(words.label, given[purpose]) for purpose, words in CONSENTS.items() if purpose in given]


@login_required
@require_POST
def nominate(request, uuid):
    row = _delegate(request, uuid)
    answer = do(
        request,
        lambda: actions.nominate(row, by=request.user),
        done=_("%(name)s is on the delegation and hears today.") % {"name": row.person},
        to=_list(row.delegation, "applied"),
    )
    nudge("delegation.deliver_outbox")
    return answer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request, uuid):
    row = _delegate(request, uuid)
    require("delegation.decline_delegate", request.user, row)
    form = DeclineForm(request.POST or None)

    def say_no(data):
        return actions.decline(row, by=request.user, reason=data["reason"], note=data["note"])

    if request.method == "POST" and act(request, form, say_no):
        nudge("delegation.deliver_outbox")
        say(request, _("Said no to %(name)s, with the reason. They hear today.") % {"name": row.person})
        return redirect(_list(row.delegation, "applied"))
    context = {"delegation": row.delegation, "delegate": row, "form": form}
    return form_page(request, "delegation/people/decline.html", context)


@login_required
@require_POST
def withdraw(request, uuid):
    row = _delegate(request, uuid)
    return do(
        request,
        lambda: actions.withdraw(row, by=request.user),
        done=_("%(name)s is off the delegation.") % {"name": row.person},
        to=_list(row.delegation, "left"),
    )


@login_required
@require_POST
def turn_remote(request, uuid):
    row = _delegate(request, uuid)
    return do(
        request,
        lambda: actions.turn_remote(row, by=request.user),
        done=_("%(name)s takes part from home.") % {"name": row.person},
        to=reverse("delegation:person", args=[row.uuid]),
    )


@login_required
@require_POST
def return_in_person(request, uuid):
    row = _delegate(request, uuid)
    return do(
        request,
        lambda: actions.return_in_person(row, by=request.user),
        done=_("%(name)s is back on the list of those who travel.") % {"name": row.person},
        to=reverse("delegation:person", args=[row.uuid]),
    )


def _invitation(request, uuid) -> Invitation:
    return staffed_or_404(request.user, Invitation.objects.select_related("delegation"), uuid=uuid)


@login_required
@require_POST
def withdraw_invitation(request, uuid):
    row = _invitation(request, uuid)
    return do(
        request,
        lambda: actions.withdraw_invitation(row, by=request.user),
        done=_("The link no longer works."),
        to=_list(row.delegation, "invited"),
    )


@login_required
@require_POST
def resend_invitation(request, uuid):
    row = _invitation(request, uuid)
    answer = do(
        request,
        lambda: actions.resend_invitation(row, by=request.user),
        done=_("Sent again. The link works for three more weeks."),
        to=_list(row.delegation, "invited"),
    )
    nudge("delegation.deliver_outbox")
    return answer


@staff_page
@require_POST
def export(request, delegation):
    """The list as CSV, without anything sealed. A POST, since it leaves an audit row."""
    rows = actions.export_people(delegation, by=request.user)
    response = HttpResponse(exports.people_csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="people-{delegation.slug}.csv"'
    return response
