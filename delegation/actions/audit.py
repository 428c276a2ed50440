from delegation.models import AuditEvent


def kind_of(obj) -> str:
    return f"{obj._meta.app_label}.{obj._meta.model_name}"


def record(verb: str, obj, by=None, *, purpose: str = "") -> AuditEvent:
    """Write who did what to which row, in the caller's transaction. `verb` is the permission's name
    ("fundraising.approve_appeal"); `by` is None when the system did it."""
    return AuditEvent.objects.create(
        verb=verb, kind=kind_of(obj), object_uuid=obj.uuid, actor_uuid=by.uuid if by else None, purpose=purpose
    )
