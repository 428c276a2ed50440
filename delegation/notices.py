"""Every mail this app sends: name, template, and what its template needs, computed when it is sent.

Mails to delegates are neutral: no name, no place, no amount, no link to a form with personal data; they say that
something is there and where to sign in. Who a mail goes to is looked up at the same late moment."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from django.conf import settings
from django.urls import reverse

from delegation import sealed
from delegation.models import Delegate, Invitation, MemberContact, Person


class Gone(Exception):
    """The mail has lost its point: the person is gone, the contact said stop, the invitation was withdrawn."""


@dataclass(frozen=True)
class Notice:
    """`template` is the path without ending: `.subject.txt`, `.txt` and `.html` stand beside each other. `context`
    turns the stored ids into the template's words, and raises Gone when there is nothing to say any more."""

    template: str
    context: Callable[[dict], dict]


@dataclass(frozen=True)
class Recipient:
    """How one kind of recipient gets an address: `address(uuid)` answers it, or None when the mail must be dropped."""

    address: Callable[[str], str | None]


def absolute(name: str, *args) -> str:
    """A link to ourselves for a mail."""
    return settings.PUBLIC_URL + reverse(name, args=args)


def notice(name: str) -> Notice:
    """Raises KeyError for a name no app declares."""
    return import_module(_module(name)).NOTICES[name]


def _module(name: str) -> str:
    app = name.split(".", 1)[0]
    return next(module for module in settings.NOTICES if module.split(".", 1)[0] == app)


def address_of(kind: str, uuid) -> str | None:
    """Raises KeyError for a kind no app declares in its RECIPIENTS."""
    return import_module(_module(kind)).RECIPIENTS[kind].address(uuid)


# -- who --------------------------------------------------------------------------------------
def _person(uuid):
    return Person.objects.filter(uuid=uuid, is_active=True).values_list("email", flat=True).first()


def _member_contact(uuid):
    rows = MemberContact.objects.filter(uuid=uuid, stopped_at__isnull=True, organisation__ended_on__isnull=True)
    return rows.values_list("email", flat=True).first()


def _invitation(uuid):
    rows = Invitation.objects.filter(uuid=uuid, withdrawn_at__isnull=True, accepted_at__isnull=True)
    return rows.values_list("email", flat=True).first()


RECIPIENTS = {
    "delegation.person": Recipient(_person),
    "delegation.member_contact": Recipient(_member_contact),
    "delegation.invitation": Recipient(_invitation),
}


# -- what -------------------------------------------------------------------------------------
def _invited(ids: dict) -> dict:
    row = Invitation.objects.select_related("delegation").filter(uuid=ids["invitation"]).first()
    if row is None or not row.is_open:
        raise Gone
    token = sealed.open_for_system(row, "token", purpose="mail")
    return {"link": absolute("delegation:invitation", token), "expires_at": row.expires_at}


def _about_delegate(link: str):
    def context(ids: dict) -> dict:
        if not Delegate.objects.filter(uuid=ids["delegate"]).exists():
            raise Gone
        return {"link": absolute(link)}

    return context


NOTICES = {
    "delegation.invitation": Notice("mail/delegation/invitation", _invited),
    "delegation.application_received": Notice(
        "mail/delegation/application_received", _about_delegate("delegation:home_for_me")
    ),
    "delegation.nominated": Notice("mail/delegation/nominated", _about_delegate("delegation:home_for_me")),
    "delegation.application_declined": Notice(
        "mail/delegation/application_declined", _about_delegate("delegation:home_for_me")
    ),
}
