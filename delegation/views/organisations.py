from datetime import UTC, datetime, time

from django.core import signing
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from delegation import queries, stop_links
from delegation.actions import organisations as actions
from delegation.forms.organisations import ContactForm, OrganisationForm
from delegation.models import MemberContact, Organisation
from delegation.permissions import may, require
from delegation.views.base import act, do, form_page, page_of, say, staff_page


@staff_page
@require_http_methods(["GET", "HEAD"])
def organisations(request, delegation):
    kind = request.GET.get("kind", "")
    search = request.GET.get("q", "").strip()[:80]
    context = {
        "delegation": delegation,
        "page": page_of(request, queries.organisations(kind=kind, search=search)),
        "kind": kind,
        "kinds": [
            ("", _("All")),
            ("members", _("Members")),
            ("accrediting", _("Accrediting")),
            ("others", _("Others")),
        ],
        "search": search,
        "may_add": may("delegation.add_organisation", request.user, None),
    }
    return render(request, "delegation/organisations/list.html", context)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def add_organisation(request, delegation):
    require("delegation.add_organisation", request.user, None)
    form = OrganisationForm(request.POST or None)
    if request.method == "POST":
        row = act(request, form, lambda data: actions.add_organisation(by=request.user, **data))
        if row:
            say(request, _("%(name)s is on the list.") % {"name": row})
            return redirect("delegation:organisation", delegation.slug, row.uuid)
    return form_page(request, "delegation/organisations/add.html", {"delegation": delegation, "form": form})


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request, delegation, uuid):
    """One organisation: what we know of it, and who there agreed to receive appeals."""
    row = get_object_or_404(Organisation, uuid=uuid)
    form = OrganisationForm(request.POST or None, instance=get_object_or_404(Organisation, uuid=uuid))
    if request.method == "POST" and act(
        request, form, lambda data: actions.edit_organisation(row, by=request.user, **data)
    ):
        say(request, _("Saved."))
        return redirect("delegation:organisation", delegation.slug, row.uuid)
    return form_page(request, "delegation/organisations/one.html", _one(request, delegation, row) | {"form": form})


@staff_page
@require_POST
def agree_contact(request, delegation, uuid):
    row = get_object_or_404(Organisation, uuid=uuid)
    form = ContactForm(request.POST)

    def add(data):
        day = data["agreed_on"]
        today = timezone.localdate()
        at = timezone.now() if day == today else datetime.combine(day, time(12), UTC)
        return actions.agree_contact(
            row, by=request.user, email=data["email"], name=data["name"], language=data["language"], agreed_at=at
        )

    if act(request, form, add):
        say(request, _("Noted. This address receives the appeals you share from now on."))
        return redirect("delegation:organisation", delegation.slug, row.uuid)
    context = _one(request, delegation, row) | {"contact_form": form}
    return form_page(request, "delegation/organisations/one.html", context)


def _one(request, delegation, row) -> dict:
    return {
        "delegation": delegation,
        "organisation": row,
        "form": OrganisationForm(instance=row),
        "contact_form": ContactForm(initial={"agreed_on": timezone.localdate()}),
        "contacts": queries.contacts(row),
        "may_edit": may("delegation.edit_organisation", request.user, row),
        "may_agree": may("delegation.agree_contact", request.user, row),
    }


@staff_page
@require_POST
def stop_contact(request, delegation, uuid):
    contact = get_object_or_404(MemberContact.objects.select_related("organisation"), uuid=uuid)
    return do(
        request,
        lambda: actions.stop_contact(contact, by=request.user),
        done=_("No more mails go to %(email)s.") % {"email": contact.email},
        to=reverse("delegation:organisation", args=[delegation.slug, contact.organisation.uuid]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def stop_mail(request, token):
    """The link in every mail to a member: a page with one button, then an undo. No log-in; the signature is the
    permission, and GET changes nothing."""
    try:
        contact = stop_links.contact_of(token)
    except signing.BadSignature:
        raise Http404 from None
    if request.method == "POST":
        if request.POST.get("do") == "restart":
            actions.restart_contact(contact)
        else:
            actions.stop_contact(contact)
        return redirect("delegation:stop_mail", token)
    return render(request, "delegation/organisations/stop.html", {"contact": contact})
