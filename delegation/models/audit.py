import uuid

from django.db import models
from django.utils import timezone


class AuditEvent(models.Model):
    """Who did what to which row: kinds and uuids, never values. Append-only; chained by the sealer (AuditSeal)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField(default=timezone.now)
    verb = models.CharField(max_length=80)
    kind = models.CharField(max_length=60)
    object_uuid = models.UUIDField()
    actor_uuid = models.UUIDField(null=True)
    purpose = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["kind", "object_uuid"]), models.Index(fields=["actor_uuid"])]

    def __str__(self):
        return f"{self.verb} {self.object_uuid}"


class AuditSeal(models.Model):
    """One link of the chain: each carries the hash of the one before. Append-only."""

    seq = models.PositiveBigIntegerField(unique=True)
    event = models.OneToOneField(AuditEvent, models.PROTECT, related_name="seal")
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["seq"]

    def __str__(self):
        return str(self.seq)
