"""The only writer of `status`."""

from django.db import transaction
from django.utils.translation import gettext as _

from delegation.actions.audit import kind_of, record
from delegation.errors import Conflict
from delegation.lifecycle import LIFECYCLES
from delegation.permissions import require


def lock(obj):
    """The row read anew under a lock. On SQLite the lock is the transaction's own (IMMEDIATE)."""
    return obj._meta.model._base_manager.select_for_update(of=("self",)).get(pk=obj.pk)


def move(obj, verb: str, by, *, noun: str = "", **fields):
    """Lock the row, permit, check the table, write `status` and `fields`, audit. Returns the fresh row.

    The permission's and the audit's name is `<app>.<verb>_<noun>` (noun: the model's name unless given). `by=None`
    means the system acts: no permission is asked. Raises NotPermitted, or Conflict when the row has moved on."""
    kind = kind_of(obj)
    app, model = kind.split(".")
    name = f"{app}.{verb}_{noun or model}"
    step = LIFECYCLES[kind].verbs[verb]
    with transaction.atomic():
        fresh = lock(obj)
        if by is not None:
            require(name, by, fresh)
        if fresh.status not in step.sources:
            raise Conflict(
                _("This is no longer possible: it is now “%(status)s”.") % {"status": fresh.get_status_display()},
                code="moved_on",
            )
        fresh.status = step.target
        for field, value in fields.items():
            setattr(fresh, field, value)
        fresh.save(update_fields=["status", *fields])
        record(name, fresh, by)
    obj.status = fresh.status
    for field, value in fields.items():
        setattr(obj, field, value)
    return fresh
