import uuid

from django.db import models
from django.utils import timezone


class SubjectKey(models.Model):
    """The wrapped data key of one subject. Destroying the row is erasure of everything sealed for the subject."""

    subject_uuid = models.UUIDField(unique=True)
    wrapped = models.BinaryField()
    kek_id = models.CharField(max_length=16)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"key of {self.subject_uuid}"


class SealedRecord(models.Model):
    """One sensitive value: an AES-GCM envelope bound to table, column, row and subject (delegation/sealed.py)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    column = models.CharField(max_length=80)
    row_uuid = models.UUIDField()
    subject_uuid = models.UUIDField()
    envelope = models.BinaryField()
    sealed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["column", "row_uuid"], name="sealed_once_per_cell")]
        indexes = [models.Index(fields=["subject_uuid"]), models.Index(fields=["row_uuid"])]

    def __str__(self):
        return f"{self.column} of {self.row_uuid}"
