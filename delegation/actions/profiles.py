"""What a person says about themself."""

from django.db import transaction

from delegation import sealed
from delegation.actions.audit import record
from delegation.actions.moves import lock
from delegation.permissions import require


def edit_profile(person, *, name_used: str, language: str, by):
    with transaction.atomic():
        fresh = lock(person)
        require("delegation.edit_profile", by, fresh)
        fresh.name_used, fresh.language = name_used, language
        fresh.save(update_fields=["name_used", "language"])
        record("delegation.edit_profile", fresh, by)
    return fresh


def seal_profile(person, *, by, **values):
    """Store legal name or phone, sealed. Empty text empties the cell; what is not named stays as it is."""
    with transaction.atomic():
        fresh = lock(person)
        require("delegation.seal_profile", by, fresh)
        for field, value in values.items():
            if value:
                sealed.put(fresh, field, value, subject_uuid=fresh.uuid)
            else:
                sealed.remove(fresh, field)
        record("delegation.seal_profile", fresh, by)
    return fresh


def set_language(person, language: str) -> None:
    """The language a person reads in, kept so that mails come in it. Everybody sets their own; nothing to decide."""
    if person.language != language:
        type(person).objects.filter(pk=person.pk).update(language=language)
        person.language = language
