"""The audit's chain: every event gets a link that carries the hash of the link before, so that a changed or missing
event shows. Actions only insert events; this seals them a few seconds later."""

import hashlib
import json
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from delegation.models import AuditEvent, AuditSeal

START = "0" * 64


def link_hash(previous: str, event: AuditEvent) -> str:
    """SHA-256 over the hash before and every field of the event. The order of the fields is a contract."""
    fields = [
        previous,
        str(event.uuid),
        event.at.isoformat(timespec="microseconds"),
        event.verb,
        event.kind,
        str(event.object_uuid),
        str(event.actor_uuid or ""),
        event.purpose,
    ]
    return hashlib.sha256(json.dumps(fields, ensure_ascii=True).encode()).hexdigest()


def seal(limit: int = 1000) -> int:
    """Chain what is not chained yet; answers how many. Two sealers at once collide on the sequence number, and the
    second one simply tries again later."""
    try:
        with transaction.atomic():
            last = AuditSeal.objects.select_for_update().order_by("-seq").first()
            seq, previous = (last.seq, last.hash) if last else (0, START)
            links = []
            for event in AuditEvent.objects.filter(seal__isnull=True).order_by("id")[:limit]:
                seq, current = seq + 1, link_hash(previous, event)
                links.append(AuditSeal(seq=seq, event=event, previous_hash=previous, hash=current))
                previous = current
            AuditSeal.objects.bulk_create(links)
    except IntegrityError:
        return 0
    return len(links)


@dataclass
class Verdict:
    sealed: int = 0
    breaks: list[str] = field(default_factory=list)
    unsealed: list[AuditEvent] = field(default_factory=list)
    head: str = START


def verify() -> Verdict:
    """Walk the whole chain. Each break is one line that names the link."""
    verdict = Verdict()
    previous, expected = START, 1
    for link in AuditSeal.objects.select_related("event").order_by("seq").iterator(2000):
        if link.seq != expected:
            verdict.breaks.append(f"links {expected} to {link.seq - 1} are missing")
        if link.previous_hash != previous:
            verdict.breaks.append(f"link {link.seq} does not follow the one before")
        if link.hash != link_hash(link.previous_hash, link.event):
            verdict.breaks.append(f"link {link.seq}: its event {link.event.uuid} was changed")
        previous, expected = link.hash, link.seq + 1
        verdict.sealed += 1
    verdict.head = previous
    verdict.unsealed = list(AuditEvent.objects.filter(seal__isnull=True).order_by("id"))
    return verdict
