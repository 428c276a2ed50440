from delegation.models import OutboxMail


def queue_mail(notice: str, ids: dict, *, to, language: str, key: str) -> OutboxMail:
    """Store a mail in the caller's transaction; the outbox renders and sends it later. `to` is (kind, uuid), e.g.
    ("fundraising.donor", donor.uuid). The same `key` again stores nothing new."""
    kind, uuid = to
    row, _made = OutboxMail.objects.get_or_create(
        key=key,
        defaults={
            "notice": notice,
            "ids": {k: str(v) for k, v in ids.items()},
            "to_kind": kind,
            "to_uuid": uuid,
            "language": language or "en",
        },
    )
    return row
