"""Joining and leaving a delegation: apply, be nominated or declined, invite, withdraw, take part from home."""

import hashlib
import secrets
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from delegation import sealed
from delegation.actions.audit import record
from delegation.actions.consents import CONSENTS, give_consent
from delegation.actions.mail import queue_mail
from delegation.actions.moves import lock, move
from delegation.errors import Conflict, DomainError
from delegation.models import Delegate, DelegateMotivation, Invitation
from delegation.permissions import require
from delegation.queries import people

INVITATION_LASTS = timedelta(days=21)


def apply(delegation, *, by, name_used, region, organisation=None, theme="", why="", consents=()) -> Delegate:
    """A person asks to join. Raises DomainError when the delegation takes no applications and they hold no accepted
    invitation, Conflict when they asked already."""
    with transaction.atomic():
        require("delegation.apply_delegate", by, delegation)
        if not delegation.takes_applications and not is_invited(by, delegation):
            raise DomainError(_("This delegation takes no applications at present."), code="closed")
        missing = [purpose for purpose in CONSENTS if CONSENTS[purpose].required and purpose not in consents]
        if missing:
            raise DomainError(_("Without this we cannot work with you on a journey."), field=missing[0])
        by.name_used = name_used
        by.save(update_fields=["name_used"])
        delegate = _create(person=by, delegation=delegation, organisation=organisation, region=region, theme=theme)
        DelegateMotivation.objects.create(delegate=delegate, text=why)
        for purpose in consents:
            give_consent(by, purpose, by=by)
        record("delegation.apply_delegate", delegate, by)
        _tell(delegate, "delegation.application_received", f"applied:{delegate.uuid}")
    return delegate


def _create(**fields) -> Delegate:
    try:
        with transaction.atomic():
            return Delegate.objects.create(**fields)
    except IntegrityError:
        raise Conflict(_("You asked to join this delegation already."), code="twice") from None


def is_invited(person, delegation) -> bool:
    return Invitation.objects.filter(delegation=delegation, accepted_by=person).exists()


def nominate(delegate: Delegate, *, by) -> Delegate:
    """Give a seat. Creates nothing of money: a travel fund is opened when the first money needs it."""
    with transaction.atomic():
        fresh = move(delegate, "nominate", by, decided_by=by, decided_at=timezone.now(), decline_reason="")
        _tell(fresh, "delegation.nominated", f"nominated:{fresh.uuid}:{fresh.decided_at.isoformat()}")
    return fresh


def decline(delegate: Delegate, *, by, reason: str, note: str = "") -> Delegate:
    """Say no, with a named reason. The note is for the team and stands apart, so that it can be purged."""
    if reason not in Delegate.DeclineReason.values:
        raise DomainError(_("Choose a reason. The person reads it."), field="reason")
    with transaction.atomic():
        fresh = move(delegate, "decline", by, decided_by=by, decided_at=timezone.now(), decline_reason=reason)
        if note:
            DelegateMotivation.objects.update_or_create(delegate=fresh, defaults={"decision_note": note})
        _tell(fresh, "delegation.application_declined", f"declined:{fresh.uuid}:{fresh.decided_at.isoformat()}")
    return fresh


def withdraw(delegate: Delegate, *, by) -> Delegate:
    return move(delegate, "withdraw", by)


def turn_remote(delegate: Delegate, *, by) -> Delegate:
    return move(delegate, "turn_remote", by)


def return_in_person(delegate: Delegate, *, by) -> Delegate:
    return move(delegate, "return_in_person", by)


def _tell(delegate: Delegate, notice: str, key: str):
    queue_mail(
        notice,
        {"delegate": delegate.uuid},
        to=("delegation.person", delegate.person.uuid),
        language=delegate.person.language,
        key=key,
    )


def export_people(delegation, *, by) -> list[Delegate]:
    """The whole list, for a file; audited, since it leaves the service. Nothing sealed is in it."""
    with transaction.atomic():
        require("delegation.export_people", by, delegation)
        record("delegation.export_people", delegation, by)
        return list(people(delegation))


# -- invitations ------------------------------------------------------------------------------
def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def invite(delegation, *, email: str, language: str, by) -> Invitation:
    """Send one address a link to join. Raises Conflict when an open invitation or an application is there."""
    email = email.strip().lower()
    with transaction.atomic():
        require("delegation.invite_person", by, delegation)
        now = timezone.now()
        waiting = Invitation.objects.select_for_update().filter(
            delegation=delegation, email__iexact=email, accepted_at=None, withdrawn_at=None, expires_at__gt=now
        )
        if waiting.exists():
            raise Conflict(_("An invitation to this address is open already. You can send it again."), field="email")
        if Delegate.objects.filter(delegation=delegation, person__email__iexact=email).exists():
            raise Conflict(_("This person is on the list of this delegation already."), field="email")
        token = secrets.token_urlsafe(32)
        invitation = Invitation.objects.create(
            delegation=delegation,
            email=email,
            language=language,
            token_hash=token_hash(token),
            invited_by=by,
            expires_at=now + INVITATION_LASTS,
        )
        sealed.put(invitation, "token", token, subject_uuid=invitation.uuid)
        record("delegation.invite_person", invitation, by)
        _send(invitation)
    return invitation


def resend_invitation(invitation: Invitation, *, by) -> Invitation:
    """Send the same link again, good for three more weeks."""
    with transaction.atomic():
        fresh = lock(invitation)
        require("delegation.resend_invitation", by, fresh)
        _refuse_closed(fresh)
        fresh.expires_at = timezone.now() + INVITATION_LASTS
        fresh.save(update_fields=["expires_at"])
        record("delegation.resend_invitation", fresh, by)
        _send(fresh)
    return fresh


def withdraw_invitation(invitation: Invitation, *, by) -> Invitation:
    with transaction.atomic():
        fresh = lock(invitation)
        require("delegation.withdraw_invitation", by, fresh)
        _refuse_closed(fresh)
        fresh.withdrawn_at = timezone.now()
        fresh.save(update_fields=["withdrawn_at"])
        sealed.remove(fresh, "token")
        record("delegation.withdraw_invitation", fresh, by)
    return fresh


def accept_invitation(invitation: Invitation, *, by) -> Invitation:
    """Tie the invitation to the account that signed in with its address. Accepting again is no mistake."""
    with transaction.atomic():
        fresh = lock(invitation)
        require("delegation.accept_invitation", by, fresh)
        if fresh.accepted_by_id == by.pk:
            return fresh
        _refuse_closed(fresh)
        if not fresh.is_open:
            raise Conflict(_("This invitation has run out. Ask for a new one."), code="expired")
        fresh.accepted_at, fresh.accepted_by = timezone.now(), by
        fresh.save(update_fields=["accepted_at", "accepted_by"])
        sealed.remove(fresh, "token")
        record("delegation.accept_invitation", fresh, by)
    return fresh


def _refuse_closed(invitation: Invitation):
    if invitation.accepted_at:
        raise Conflict(_("This invitation was used already."), code="used")
    if invitation.withdrawn_at:
        raise Conflict(_("This invitation was taken back."), code="withdrawn")


def _send(invitation: Invitation):
    queue_mail(
        "delegation.invitation",
        {"invitation": invitation.uuid},
        to=("delegation.invitation", invitation.uuid),
        language=invitation.language,
        key=f"invitation:{invitation.uuid}:{invitation.expires_at.isoformat()}",
    )
