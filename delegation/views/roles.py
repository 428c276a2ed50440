from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from delegation import queries
from delegation.actions import roles as actions
from delegation.forms.people import GrantForm
from delegation.models import RoleGrant
from delegation.permissions import has_role, role_words
from delegation.views.base import act, do, form_page, say, staff_page, staffed_or_404


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def roles(request, delegation):
    """Who acts for the delegation; a director gives and ends roles here."""
    form = GrantForm(request.POST or None)

    def give(data):
        return actions.grant(delegation, email=data["email"], role=data["role"], by=request.user)

    if request.method == "POST":
        given = act(request, form, give)
        if given:
            words = {"name": given.person, "role": role_words(given.role)}
            say(request, _("%(name)s is %(role)s from today.") % words)
            return redirect("delegation:roles", delegation.slug)
    today = timezone.localdate()
    grants = list(queries.role_grants(delegation))
    context = {
        "delegation": delegation,
        "form": form,
        "open_grants": [g for g in grants if g.ends_on is None or g.ends_on >= today],
        "ended_grants": [g for g in grants if g.ends_on and g.ends_on < today],
        "may_grant": has_role(request.user, delegation, "director"),
    }
    return form_page(request, "delegation/people/roles.html", context)


@login_required
@require_POST
def end_role(request, uuid):
    grant = staffed_or_404(request.user, RoleGrant.objects.select_related("person", "delegation"), uuid=uuid)
    words = {"name": grant.person, "role": role_words(grant.role)}
    return do(
        request,
        lambda: actions.end(grant, by=request.user),
        done=_("%(name)s is no longer %(role)s.") % words,
        to=reverse("delegation:roles", args=[grant.delegation.slug]),
    )
