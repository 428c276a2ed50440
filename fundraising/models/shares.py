from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from delegation.models import Organisation, Person
from delegation.models.base import Created, Named
from fundraising.models.appeals import Appeal, AppealVersion


class Share(Named, Created):
    """One approved version of an appeal, sent to one member organisation: by whom, when, and with its own link.
    What came of it is counted by organisation, never by person."""

    class Status(models.TextChoices):
        SENT = "sent", _("sent")
        RECALLED = "recalled", _("recalled")

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="shares")
    version = models.ForeignKey(AppealVersion, models.PROTECT, related_name="shares")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="shares")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.SENT)
    code = models.CharField(max_length=24, unique=True)
    shared_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recalled_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    recalled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["appeal", "organisation"], condition=Q(status="sent"), name="shared_once_with_each"
            ),
            models.CheckConstraint(
                condition=Q(status="sent", recalled_at__isnull=True, recalled_by__isnull=True)
                | Q(status="recalled", recalled_at__isnull=False, recalled_by__isnull=False),
                name="recall_when_and_by",
            ),
        ]
