from django.db import models
from django.utils.translation import gettext_lazy as _

from delegation.models import Delegate, DelegationDates, Person
from delegation.models.base import Created, Named


class Passport(Named, Created):
    """What we need of a passport: country and two dates, sealed. No number, no scan."""

    SEALED = ("country", "issued_on", "expires_on")

    class Status(models.TextChoices):
        DECLARED = "declared", _("dates given")
        SEEN = "seen", _("seen by staff")
        REJECTED = "rejected", _("cannot be used")

    delegate = models.OneToOneField(Delegate, models.PROTECT, related_name="passport")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DECLARED)
    declared_at = models.DateTimeField(auto_now=True)


class PassportCheck(Named, Created):
    """Evidence: a person saw the passport in a call, against these dates. Append-only; the verdict, never the date."""

    passport = models.ForeignKey(Passport, models.PROTECT, related_name="checks")
    verdict = models.CharField(max_length=20)
    dates = models.ForeignKey(DelegationDates, models.PROTECT, related_name="+")
    seen_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
