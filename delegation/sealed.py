"""Sensitive values, sealed one by one under a key of their subject. Two ways in: `reveal` for eyes, `for_rule` for
verdicts. There is no third, and no template can call either.

Each subject's data key is wrapped by a key-encryption key of settings.SEAL_KEYS (newest first, base64 of 32 bytes,
never made at start). Destroying the wrapped key (`forget`) erases everything sealed for the subject."""

import base64
import binascii
import os
import re
import uuid
from enum import Enum

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone

from delegation import envelope
from delegation.envelope import SealError, WrongKey
from delegation.models import AuditEvent, SealedRecord, SubjectKey
from delegation.permissions import require_reveal

__all__ = [
    "Forgotten",
    "NothingSealed",
    "RuleForSealed",
    "SealError",
    "WrongKey",
    "for_rule",
    "forget",
    "has",
    "has_many",
    "mask",
    "open_for_system",
    "put",
    "remove",
    "reveal",
    "reveal_many",
]

MASK = "••••"
# A reason is a name ("booking", "letter"), never a sentence: audit rows hold no personal text.
_REASON = re.compile(r"[a-z][a-z0-9_-]{1,39}")
_RULES = uuid.UUID("5d3d1a6e-6f0e-4c39-9e0b-0b5b6c3b7a10")


class NothingSealed(SealError):
    """Nothing was ever stored in this cell."""


class Forgotten(SealError):
    """The subject's key was destroyed; the value cannot be read by anybody any more."""


def column_of(row, field: str) -> str:
    """`app.model.field`. Raises ValueError when the model does not declare the field in SEALED."""
    if field not in getattr(row, "SEALED", ()):
        raise ValueError(f"{type(row).__name__}.{field} is not declared as sealed")
    return f"{row._meta.app_label}.{row._meta.model_name}.{field}"


# -- keys -------------------------------------------------------------------------------------
def _keks() -> list[bytes]:
    try:
        keys = [base64.b64decode(text, validate=True) for text in settings.SEAL_KEYS]
    except binascii.Error:
        raise ImproperlyConfigured("SEAL_KEYS must be base64") from None
    if not keys or any(len(key) != 32 for key in keys):
        raise ImproperlyConfigured("SEAL_KEYS needs at least one key of 32 bytes")
    return keys


def _wrap_cell(subject_uuid) -> bytes:
    return envelope.cell("delegation.subjectkey.wrapped", subject_uuid, subject_uuid)


def _unwrap(row: SubjectKey) -> bytes:
    for kek in _keks():
        if envelope.key_id(kek).hex() == row.kek_id:
            return envelope.open_(kek, bytes(row.wrapped), _wrap_cell(row.subject_uuid))
    raise WrongKey(f"no key {row.kek_id} in SEAL_KEYS")


def _key_to_seal(subject_uuid) -> bytes:
    found = SubjectKey.objects.select_for_update().filter(subject_uuid=subject_uuid).first()
    if found:
        return _unwrap(found)
    kek, fresh = _keks()[0], os.urandom(32)
    row, made = SubjectKey.objects.get_or_create(
        subject_uuid=subject_uuid,
        defaults={
            "wrapped": envelope.close(kek, fresh, _wrap_cell(subject_uuid)),
            "kek_id": envelope.key_id(kek).hex(),
        },
    )
    return fresh if made else _unwrap(row)


def _keys_to_open(subjects) -> dict:
    """One query for any number of subjects."""
    return {row.subject_uuid: _unwrap(row) for row in SubjectKey.objects.filter(subject_uuid__in=set(subjects))}


def _open(record: SealedRecord, keys: dict):
    if record.subject_uuid not in keys:
        raise Forgotten("the key of this subject is gone")
    aad = envelope.cell(record.column, record.row_uuid, record.subject_uuid)
    return envelope.from_bytes(envelope.open_(keys[record.subject_uuid], bytes(record.envelope), aad))


# -- writing ----------------------------------------------------------------------------------
def put(row, field: str, value, *, subject_uuid) -> None:
    """Seal `value` (text, date, dict, number, None) for a cell, in the caller's transaction. Overwrites."""
    column = column_of(row, field)
    with transaction.atomic():
        key = _key_to_seal(subject_uuid)
        sealed = envelope.close(key, envelope.to_bytes(value), envelope.cell(column, row.uuid, subject_uuid))
        SealedRecord.objects.update_or_create(
            column=column,
            row_uuid=row.uuid,
            defaults={"subject_uuid": subject_uuid, "envelope": sealed, "sealed_at": timezone.now()},
        )


def remove(row, field: str) -> None:
    """Empty one cell, in the caller's transaction."""
    SealedRecord.objects.filter(column=column_of(row, field), row_uuid=row.uuid).delete()


def forget(subject_uuid, *, by=None) -> None:
    """Destroy the subject's key and its sealed values. Copies left in backups cannot be opened again."""
    with transaction.atomic():
        SealedRecord.objects.filter(subject_uuid=subject_uuid).delete()
        SubjectKey.objects.filter(subject_uuid=subject_uuid).delete()
        AuditEvent.objects.create(
            verb="delegation.forget",
            kind="delegation.subjectkey",
            object_uuid=subject_uuid,
            actor_uuid=by.uuid if by else None,
        )


# -- knowing without reading ------------------------------------------------------------------
def has(row, field: str) -> bool:
    return SealedRecord.objects.filter(column=column_of(row, field), row_uuid=row.uuid).exists()


def has_many(rows, field: str) -> set:
    """The uuids of the rows whose cell holds something; one query."""
    rows = list(rows)
    if not rows:
        return set()
    found = SealedRecord.objects.filter(column=column_of(rows[0], field), row_uuid__in=[row.uuid for row in rows])
    return set(found.values_list("row_uuid", flat=True))


def mask(row, field: str) -> str:
    """What pages and exports may show: dots when something is stored, else nothing."""
    return MASK if has(row, field) else ""


# -- reading for eyes -------------------------------------------------------------------------
def reveal(row, field: str, *, by, reason: str):
    """The value, for a person's eyes. The audit row is committed first, so it is called outside any transaction
    (RuntimeError otherwise). Raises NotPermitted, NothingSealed, Forgotten, SealError."""
    found = reveal_many([row], [field], by=by, reason=reason, about=row)[row.uuid]
    if field not in found:
        raise NothingSealed(column_of(row, field))
    return found[field]


def reveal_many(rows, fields=None, *, by, reason: str, about) -> dict:
    """{row.uuid: {field: value}} for one page about one subject, under a single audit row on `about`. `fields` of
    None means every sealed field of each row; cells that hold nothing are absent from the answer."""
    if not _REASON.fullmatch(reason):
        raise ValueError("a reason is a short name, such as 'booking'")
    rows = list(rows)
    wanted = {row.uuid: [column_of(row, f) for f in (fields or row.SEALED)] for row in rows}
    for row in rows:
        require_reveal(by, row, reason)
    names = ",".join(sorted({column.rsplit(".", 1)[1] for columns in wanted.values() for column in columns}))
    _audit_first("delegation.reveal", about, by, f"{reason}: {names}")
    return _read(rows, wanted)


def open_for_system(row, field: str, *, purpose: str):
    """The value, for a machine's use (the link in an invitation's mail). Audited like a reveal, with no person."""
    _audit_first("delegation.open_for_system", row, None, purpose)
    found = _read([row], {row.uuid: [column_of(row, field)]})[row.uuid]
    if field not in found:
        raise NothingSealed(column_of(row, field))
    return found[field]


def _audit_first(verb: str, about, by, purpose: str) -> None:
    with transaction.atomic(durable=True):
        AuditEvent.objects.create(
            verb=verb,
            kind=f"{about._meta.app_label}.{about._meta.model_name}",
            object_uuid=about.uuid,
            actor_uuid=by.uuid if by else None,
            purpose=purpose[:80],
        )


def _read(rows, wanted: dict) -> dict:
    columns = {column for some in wanted.values() for column in some}
    found = SealedRecord.objects.filter(column__in=columns, row_uuid__in=list(wanted))
    records = [r for r in found if r.column in wanted[r.row_uuid]]
    keys = _keys_to_open(r.subject_uuid for r in records) if records else {}
    values: dict[uuid.UUID, dict] = {row.uuid: {} for row in rows}
    for record in records:
        values[record.row_uuid][record.column.rsplit(".", 1)[1]] = _open(record, keys)
    return values


# -- reading for verdicts ---------------------------------------------------------------------
class RuleForSealed:
    """A question about sealed values that answers without telling them. Subclass it:

    `name` goes to the audit; `fields` are read; `returns` says what may come out: bool, an Enum class, a frozenset
    of strings (the only ones allowed), or a tuple of these, one for each part of a tuple answer. `verdict` is pure:
    it gets {field: value or None} and answers."""

    name = ""
    fields: tuple[str, ...] = ()
    returns: object = bool

    def verdict(self, values: dict):
        raise NotImplementedError


def _allowed(answer, returns) -> bool:
    if isinstance(returns, tuple):
        return (
            isinstance(answer, tuple)
            and len(answer) == len(returns)
            and all(_allowed(a, r) for a, r in zip(answer, returns, strict=True))
        )
    if isinstance(returns, frozenset):
        return isinstance(answer, str | None) and answer in returns
    if returns is bool or (isinstance(returns, type) and issubclass(returns, Enum)):
        return type(answer) is returns
    raise TypeError(f"a rule may return bool, an Enum or named words, not {returns!r}")


def for_rule(rule, rows) -> dict:
    """{row.uuid: verdict} for many rows in two queries and one audit row a run. Raises TypeError when the rule
    answers with anything but what it declared; a forgotten or damaged value raises, as everywhere."""
    rule = rule() if isinstance(rule, type) else rule
    rows = list(rows)
    if not rows:
        return {}
    values = _read(rows, {row.uuid: [column_of(row, field) for field in rule.fields] for row in rows})
    AuditEvent.objects.create(
        verb="delegation.for_rule",
        kind="delegation.rule",
        object_uuid=uuid.uuid5(_RULES, rule.name),
        purpose=f"{rule.name}: {len(rows)}"[:80],
    )
    verdicts = {}
    for row in rows:
        answer = rule.verdict({field: values[row.uuid].get(field) for field in rule.fields})
        if not _allowed(answer, rule.returns):
            raise TypeError(f"{rule.name} may not return {type(answer).__name__}")
        verdicts[row.uuid] = answer
    return verdicts
