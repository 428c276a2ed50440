from django.db import models
from django.utils import timezone

from delegation.models.base import Named


class StripeEvent(Named):
    """An event as it arrived: ids and a hash, not the body, since the object is fetched anew. The row is the queue."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        NOT_BOOKED = "not_booked"
        FAILED = "failed"

    event_id = models.CharField(max_length=255, unique=True)
    type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=255)
    payment_intent = models.CharField(max_length=255, blank=True)
    api_version = models.CharField(max_length=40)
    livemode = models.BooleanField()
    happened_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    body_sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    processed_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "due_at"])]
