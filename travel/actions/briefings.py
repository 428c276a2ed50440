"""Documents delegates are given. A new version asks everybody again."""

import hashlib

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from delegation.actions.audit import record
from delegation.actions.moves import lock
from delegation.errors import Conflict, DomainError
from delegation.permissions import require
from delegation.queries import current_dates
from travel.actions.notes import tell_delegate
from travel.models import Acknowledgement, Briefing, BriefingText, BriefingVersion


def create(delegation, by, *, title: str, title_es: str = "", required: bool = True, due_days: int = 14, bodies: dict):
    """A new document with its first version. `bodies` maps a language to Markdown; English is needed."""
    with transaction.atomic():
        require("travel.publish_briefing", by, delegation)
        briefing = Briefing.objects.create(
            delegation=delegation,
            code=_free_code(delegation, title),
            title=title,
            title_es=title_es,
            required=required,
            position=delegation.briefings.count(),
            due_days_before_departure=due_days,
        )
        publish(briefing, by, bodies=bodies)
    return briefing


def _free_code(delegation, title: str) -> str:
    base = slugify(title)[:34] or "briefing"
    taken = set(delegation.briefings.filter(code__startswith=base).values_list("code", flat=True))
    return next(code for code in (base, *(f"{base}-{n}" for n in range(2, 999))) if code not in taken)


def publish(briefing, by, *, bodies: dict) -> BriefingVersion:
    """Publish the next version. The same words again publish nothing and return the living version."""
    bodies = {language: body.strip() for language, body in bodies.items() if body and body.strip()}
    if "en" not in bodies:
        raise DomainError(_("Write the English text. Spanish may follow."), code="no_text", field="body_en")
    with transaction.atomic():
        require("travel.publish_briefing", by, briefing)
        briefing = lock(briefing)
        if briefing.withdrawn_at:
            raise Conflict(_("This document was withdrawn. Make a new one."))
        digest = hashlib.sha256("\0".join(f"{k}\0{v}" for k, v in sorted(bodies.items())).encode()).hexdigest()
        living = briefing.versions.first()
        if living and living.content_hash == digest:
            return living
        version = BriefingVersion.objects.create(
            briefing=briefing, number=living.number + 1 if living else 1, content_hash=digest, made_by=by
        )
        BriefingText.objects.bulk_create(
            BriefingText(version=version, language=language, body=body) for language, body in bodies.items()
        )
        record("travel.publish_briefing", version, by)
        if briefing.required:
            _tell_readers(briefing, version)
    return version


def _tell_readers(briefing, version):
    on_board = briefing.delegation.delegates.filter(status__in=["nominated", "travelling", "remote"])
    for delegate in on_board.select_related("person"):
        tell_delegate("travel.briefing", delegate, {"version": version.uuid}, key=f"brief:{version.uuid}:{delegate.pk}")


def withdraw(briefing, by) -> Briefing:
    """Take a document away; what was read stays on record."""
    with transaction.atomic():
        require("travel.withdraw_briefing", by, briefing)
        briefing = lock(briefing)
        if briefing.withdrawn_at is None:
            briefing.withdrawn_at = timezone.now()
            briefing.save(update_fields=["withdrawn_at"])
            record("travel.withdraw_briefing", briefing, by)
    return briefing


def acknowledge(version, by, *, delegate) -> Acknowledgement:
    """The delegate read this version. An older version than the living one does not count; the same again does
    nothing."""
    with transaction.atomic():
        require("travel.acknowledge_briefing", by, delegate)
        living = version.briefing.versions.first()
        if version.briefing.delegation_id != delegate.delegation_id or version.briefing.withdrawn_at:
            raise DomainError(_("This document is not for this delegation now."), code="withdrawn")
        if living.pk != version.pk:
            raise Conflict(_("A newer version came while you read. Please read what changed."), code="newer_version")
        row, made = Acknowledgement.objects.get_or_create(
            version=version, delegate=delegate, defaults={"dates": current_dates(delegate.delegation)}
        )
        if made:
            record("travel.acknowledge_briefing", row, by)
    return row
