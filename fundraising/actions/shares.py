"""The second decision about an approved appeal: which member organisations hear of it. Each has a link of its own, so
that what came of it is counted by organisation and never by person."""

import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from delegation.actions.audit import record
from delegation.actions.mail import queue_mail
from delegation.actions.moves import lock, move
from delegation.errors import Conflict, DomainError
from delegation.permissions import require
from fundraising.models import Appeal, AppealVersion, Share
from fundraising.queries.shares import contacts_of, reachable

_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"


def share_appeal(appeal: Appeal, organisations, *, seen: str, by) -> list[Share]:
    """Share the approved version with each organisation, with a mail to every contact there that agreed. `seen` is the
    uuid of the version whose mail was looked at.

    Raises DomainError when nothing was chosen; Conflict when the page is not open, its author has not allowed it, the
    approved version is no longer the one that was seen, or an organisation cannot be reached or has it already."""
    with transaction.atomic():
        appeal = lock(appeal)
        require("fundraising.share_appeal", by, appeal)
        version = _shareable(appeal, seen)
        chosen = list(reachable(appeal).filter(pk__in=[o.pk for o in organisations]))
        if not organisations:
            raise DomainError(_("Choose at least one organisation."), code="nobody", field="organisations")
        if len(chosen) != len({o.pk for o in organisations}):
            raise Conflict(
                _("One of these organisations has the appeal already, or receives no mails any more. Look again."),
                code="not_reachable",
                field="organisations",
            )
        return [_share(appeal, version, organisation, by) for organisation in chosen]


def _shareable(appeal: Appeal, seen: str) -> AppealVersion:
    if appeal.status != Appeal.Status.OPEN:
        raise Conflict(_("Only an open appeal can be shared."), code="not_open")
    if not appeal.allows_sharing:
        raise Conflict(_("Its author has not allowed sharing."), code="not_allowed")
    version = appeal.approved_version
    if version is None or str(version.uuid) != str(seen):
        raise Conflict(
            _("A new version was approved while you looked. Read the mail again, then send."), code="other_version"
        )
    return version


def _share(appeal: Appeal, version: AppealVersion, organisation, by) -> Share:
    code = "".join(secrets.choice(_SIGNS) for _sign in range(10))
    share = Share.objects.create(appeal=appeal, version=version, organisation=organisation, code=code, shared_by=by)
    record("fundraising.share_appeal", share, by)
    for contact in contacts_of(organisation):
        queue_mail(
            "fundraising.appeal_shared",
            {"share": share.uuid, "contact": contact.uuid},
            to=("delegation.member_contact", contact.uuid),
            language=contact.language,
            key=f"share:{share.uuid}:{contact.uuid}",
        )
    return share


def recall_share(share: Share, *, by) -> Share:
    """Mails not sent yet stay home; the organisation's link still shows the page, without credit to it."""
    return move(share, "recall", by, recalled_by=by, recalled_at=timezone.now())
