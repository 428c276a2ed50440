"""When a fund takes no gifts, or takes them only slowly: against stolen cards tried out on our pages."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from delegation.models import Person
from delegation.models.base import Created, Named
from fundraising.models.funds import Fund


class GivingBreak(Named, Created):
    """`slow`: cards fail in bulk on this fund's page, so its form asks everybody for patience until `ends_at`; gifts
    still come in. `stopped`: a person has switched the form off until a person switches it on. Never deleted."""

    class Kind(models.TextChoices):
        SLOW = "slow", _("slowed: many cards fail")
        STOPPED = "stopped", _("switched off")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="giving_breaks")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    # What the breaker saw: pages opened within the hour, and those whose card failed.
    opened = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    allowed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    allowed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="slow", stopped_by__isnull=True, ends_at__isnull=False)
                | Q(kind="stopped", stopped_by__isnull=False, ends_at__isnull=True),
                name="giving_break_by_whom_or_until_when",
            ),
            models.CheckConstraint(
                condition=Q(allowed_at__isnull=True, allowed_by__isnull=True) | Q(allowed_at__isnull=False),
                name="giving_allowed_when_and_by",
            ),
            models.UniqueConstraint(
                fields=["fund", "kind"], condition=Q(allowed_at__isnull=True), name="one_open_break_a_kind"
            ),
        ]
