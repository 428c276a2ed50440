"""News from the author; a second person reads it before it appears, for dates, places and names."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from delegation.actions.audit import record
from delegation.actions.mail import queue_mail
from delegation.actions.moves import lock
from delegation.errors import Conflict, DomainError
from delegation.permissions import require
from fundraising.models import Appeal, AppealUpdate
from fundraising.queries.people import reviewers_of


def write(appeal, *, title, text, by) -> AppealUpdate:
    with transaction.atomic():
        appeal = lock(appeal)
        require("fundraising.write_update", by, appeal)
        if appeal.status not in {Appeal.Status.OPEN, Appeal.Status.PAUSED}:
            raise Conflict(_("Updates appear on a page that is open."), code="not_open")
        if not title.strip() or not text.strip():
            raise DomainError(_("An update has a title and a text."), code="empty", field="text")
        update = AppealUpdate.objects.create(appeal=appeal, written_by=by, title=title.strip(), text=text.strip())
        record("fundraising.write_update", update, by)
        for person in reviewers_of(appeal.delegate.delegation, besides=by):
            queue_mail(
                "fundraising.update_waiting",
                {"appeal": appeal.uuid},
                to=("delegation.person", person.uuid),
                language=person.language,
                key=f"update_waiting:{update.uuid}:{person.uuid}",
            )
    return update


def approve(update, *, by) -> AppealUpdate:
    """From now on it stands on the page."""
    with transaction.atomic():
        update = lock(update)
        require("fundraising.approve_update", by, update)
        if update.approved_at or update.hidden_at:
            raise Conflict(_("Somebody was faster: this update is decided."), code="decided")
        update.approved_at, update.approved_by = timezone.now(), by
        update.save(update_fields=["approved_at", "approved_by"])
        record("fundraising.approve_update", update, by)
    return update


def hide(update, *, by) -> AppealUpdate:
    """Gone from the page, or never on it; the words stay for the author."""
    with transaction.atomic():
        update = lock(update)
        require("fundraising.hide_update", by, update)
        if not update.hidden_at:
            update.hidden_at = timezone.now()
            update.save(update_fields=["hidden_at"])
            record("fundraising.hide_update", update, by)
    return update
