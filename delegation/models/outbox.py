from django.db import models
from django.utils import timezone

from delegation.models.base import Created, Named


class OutboxMail(Named, Created):
    """A mail to send: a notice's name and ids, rendered only when it is sent. The key makes it once."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"
        DROPPED = "dropped"

    notice = models.CharField(max_length=60)
    ids = models.JSONField(default=dict)
    to_kind = models.CharField(max_length=40)
    to_uuid = models.UUIDField()
    language = models.CharField(max_length=10, default="en")
    key = models.CharField(max_length=160, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["state", "due_at"])]


class DemoMail(Named, Created):
    """A mail as it would have left, kept only in demo mode for /demo/mail/."""

    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
