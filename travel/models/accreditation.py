from django.db import models
from django.utils.translation import gettext_lazy as _

from delegation.models import Delegate, DelegationDates, Organisation, Person
from delegation.models.base import Created, Named


class Accreditation(Named, Created):
    """A delegate's way to a badge for one session, under an accrediting NGO."""

    class Status(models.TextChoices):
        NOT_STARTED = "not_started", _("not started")
        LETTER_REQUESTED = "letter_requested", _("letter asked for")
        LETTER_SIGNED = "letter_signed", _("letter signed")
        SUBMITTED = "submitted", _("registered with the UN")
        PENDING = "pending", _("the UN is looking at it")
        INFO_REQUESTED = "info_requested", _("the UN asks something")
        APPROVED = "approved", _("approved")
        REJECTED = "rejected", _("refused")
        BADGE_ISSUED = "badge_issued", _("badge sent")
        BADGE_ACTIVATED = "badge_activated", _("badge active")
        EXPIRED = "expired", _("expired")
        WITHDRAWN = "withdrawn", _("withdrawn")

    delegate = models.OneToOneField(Delegate, models.PROTECT, related_name="accreditation")
    ngo = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="accreditations")
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.NOT_STARTED)
    # The dates the present status was reached against: a letter names session and dates.
    dates = models.ForeignKey(DelegationDates, models.PROTECT, null=True, blank=True, related_name="+")
    status_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["delegate_id"]
        indexes = [models.Index(fields=["status"])]


class AccreditationStep(Named, Created):
    """Evidence of one step. Append-only."""

    accreditation = models.ForeignKey(Accreditation, models.PROTECT, related_name="steps")
    status = models.CharField(max_length=20, choices=Accreditation.Status.choices)
    dates = models.ForeignKey(DelegationDates, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
