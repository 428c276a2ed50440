from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from delegation.models import Delegate, Person
from delegation.models.base import Created, Named
from fundraising.models.funds import Fund


class Stipend(Named, Created):
    """Money for lost wages or for care at home. It is taxable income of whoever gets it, so it stands apart from
    advances and claims, and is paid only after the person has read what that means and agreed."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("waits for the person's answer")
        AGREED = "agreed", _("agreed, waits for a second person")
        REFUSED = "refused", _("the person said no")
        APPROVED = "approved", _("approved, to be paid")
        DECLINED = "declined", _("declined")
        TAKEN_BACK = "taken_back", _("taken back")
        PAID = "paid", _("paid")

    class Reason(models.TextChoices):
        WAGES = "wages", _("lost wages")
        CARE = "care", _("care for children or parents")

    delegate = models.ForeignKey(Delegate, models.PROTECT, related_name="stipends")
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="stipends")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.PROPOSED)
    reason = models.CharField(max_length=10, choices=Reason.choices)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    # Which version of the tax wording the person read before saying yes.
    wording_version = models.CharField(max_length=20, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    # The day it was paid in the network's zone: its year is the tax year.
    paid_on = models.DateField(null=True, blank=True)
    form_token = models.UUIDField(unique=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["paid_on"])]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="stipend_positive"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(status="taken_back") | ~Q(decided_by=F("proposed_by")),
                name="stipend_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["agreed", "approved", "paid"])
                | (Q(agreed_at__isnull=False) & ~Q(wording_version="")),
                name="stipend_agreed_before_approved",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["approved", "declined", "paid"])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="stipend_decided_when_and_by",
            ),
            models.CheckConstraint(
                condition=Q(status="paid", paid_on__isnull=False) | (~Q(status="paid") & Q(paid_on__isnull=True)),
                name="paid_stipend_has_its_day",
            ),
        ]

    def __str__(self):
        return f"stipend {str(self.uuid)[:8]}"
