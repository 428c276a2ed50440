from django.db import models
from django.utils.translation import gettext_lazy as _

from delegation.models import Delegate, DelegationDates, Person
from delegation.models.base import Created, Named


class Waiver(Named, Created):
    """A requirement set aside for one delegate, by name, for a named reason. Ended, never deleted."""

    class Reason(models.TextChoices):
        OTHER_PROOF = "other_proof", _("proven in another way")
        NOT_NEEDED = "not_needed", _("not needed for this journey")
        RISK_TAKEN = "risk_taken", _("we know the risk and take it")

    delegate = models.ForeignKey(Delegate, models.PROTECT, related_name="waivers")
    requirement = models.CharField(max_length=40)
    reason = models.CharField(max_length=20, choices=Reason.choices)
    waived_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    dates = models.ForeignKey(DelegationDates, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["delegate", "requirement"], condition=models.Q(ended_at__isnull=True), name="waived_once"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_by__isnull=True)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
                name="waiver_ended_when_and_by",
            ),
        ]
