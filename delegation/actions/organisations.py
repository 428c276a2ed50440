"""Organisations of the network and the addresses at members that agreed to receive appeals."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from delegation.actions.audit import record
from delegation.actions.moves import lock
from delegation.errors import Conflict
from delegation.models import MemberContact, Organisation
from delegation.permissions import require

FIELDS = ("name", "place", "country", "website", "is_member", "member_since", "is_accrediting", "ended_on")


def add_organisation(*, by, **fields) -> Organisation:
    return _save(Organisation(), fields, by, "delegation.add_organisation")


def edit_organisation(organisation: Organisation, *, by, **fields) -> Organisation:
    with transaction.atomic():
        return _save(lock(organisation), fields, by, "delegation.edit_organisation")


def named_by_applicant(name: str) -> Organisation:
    """The organisation an applicant typed: the one we know, or a new one that is neither member nor accrediting."""
    name = " ".join(name.split())
    known = Organisation.objects.filter(name__iexact=name).first()
    return known or Organisation.objects.create(name=name)


def _save(row: Organisation, fields: dict, by, verb: str) -> Organisation:
    require(verb, by, row)
    for field in FIELDS:
        if field in fields:
            setattr(row, field, fields[field])
    try:
        with transaction.atomic():
            row.save()
            record(verb, row, by)
    except IntegrityError:
        raise Conflict(_("An organisation of this name is on the list already."), field="name") from None
    return row


def agree_contact(organisation: Organisation, *, by, email: str, name: str = "", language="en", agreed_at=None):
    """Note that an address agreed to receive appeals, and when. Agreeing again after a stop is allowed: it is the
    same address saying yes anew."""
    email = email.strip().lower()
    with transaction.atomic():
        lock(organisation)
        require("delegation.agree_contact", by, organisation)
        row = MemberContact.objects.filter(organisation=organisation, email__iexact=email).first()
        if row and row.stopped_at is None:
            raise Conflict(_("This address receives appeals already."), field="email")
        row = row or MemberContact(organisation=organisation, email=email)
        row.name, row.language, row.stopped_at = name, language, None
        row.agreed_at = agreed_at or timezone.now()
        row.save()
        record("delegation.agree_contact", row, by)
    return row


def stop_contact(contact: MemberContact, *, by=None) -> MemberContact:
    """No more mails to this address. `by=None`: the contact pressed the button of the link in the mail, and the signed
    link is the permission. Stopping twice is no mistake."""
    with transaction.atomic():
        fresh = lock(contact)
        if by is not None:
            require("delegation.stop_contact", by, fresh)
        if fresh.stopped_at is None:
            fresh.stopped_at = timezone.now()
            fresh.save(update_fields=["stopped_at"])
            record("delegation.stop_contact", fresh, by)
    return fresh


def restart_contact(contact: MemberContact) -> MemberContact:
    """The undo on the stop page: the contact's own button, by the same signed link."""
    with transaction.atomic():
        fresh = lock(contact)
        if fresh.stopped_at is not None:
            fresh.stopped_at = None
            fresh.agreed_at = timezone.now()
            fresh.save(update_fields=["stopped_at", "agreed_at"])
            record("delegation.restart_contact", fresh)
    return fresh
