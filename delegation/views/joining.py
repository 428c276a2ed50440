"""How people come in: asking to join, and following an invitation."""

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from delegation import queries
from delegation.actions import organisations, people
from delegation.celery import nudge
from delegation.forms.people import ApplyForm
from delegation.models import Delegate, Invitation
from delegation.permissions import check, may
from delegation.views.base import act, delegation_or_404, form_page, say


@require_http_methods(["GET", "HEAD", "POST"])
def apply(request, delegation_slug):
    delegation = delegation_or_404(delegation_slug)
    me = request.user
    context = {"delegation": delegation, "dates": queries.current_dates(delegation)}
    if not me.is_authenticated:
        return render(request, "delegation/people/join_first.html", context)
    asked = Delegate.objects.filter(delegation=delegation, person=me).first()
    refused = check("delegation.apply_delegate", me, delegation)
    closed = not delegation.takes_applications and not people.is_invited(me, delegation)
    if asked or refused is not True or closed:
        context |= {"asked": asked, "refused": "" if refused is True else refused, "closed": closed}
        return render(request, "delegation/people/cannot_apply.html", context)
    form = ApplyForm(request.POST or None, initial={"name_used": me.name_used})

    def send(data):
        with transaction.atomic():
            organisation = data["organisation"]
            if data["other_organisation"]:
                organisation = organisations.named_by_applicant(data["other_organisation"])
            return people.apply(
                delegation,
                by=me,
                name_used=data["name_used"],
                region=data["region"],
                organisation=organisation,
                theme=data["theme"],
                why=data["why"],
                consents=form.consents(),
            )

    if request.method == "POST" and act(request, form, send):
        nudge("delegation.deliver_outbox")
        say(request, _("Your application is in. We write to you when it is decided, usually within a week."))
        return redirect("delegation:home_for_me")
    return form_page(request, "delegation/people/apply.html", context | {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request, token):
    """A link bound to one address. GET shows; the button accepts."""
    row = get_object_or_404(Invitation.objects.select_related("delegation"), token_hash=people.token_hash(token))
    me = request.user
    context = {"invitation": row, "delegation": row.delegation, "state": _state(row, me)}
    if request.method == "POST" and context["state"] in {"open", "mine"}:
        people.accept_invitation(row, by=me)
        return redirect("delegation:apply", row.delegation.slug)
    status = 410 if context["state"] in {"used", "withdrawn", "expired"} else 200
    return render(request, "delegation/people/invitation.html", context, status=status)


def _state(row: Invitation, me) -> str:
    if row.accepted_at:
        return "mine" if me.is_authenticated and row.accepted_by_id == me.pk else "used"
    if row.withdrawn_at:
        return "withdrawn"
    if not row.is_open:
        return "expired"
    if not me.is_authenticated:
        return "sign_in"
    return "open" if may("delegation.accept_invitation", me, row) else "other_address"


@login_required
@require_http_methods(["POST"])
def withdraw_own(request, uuid):
    """The person takes their own application back."""
    row = get_object_or_404(Delegate, uuid=uuid, person=request.user)
    people.withdraw(row, by=request.user)
    say(request, _("You are off the list. You can write to us if that changes."))
    return redirect("delegation:home_for_me")
