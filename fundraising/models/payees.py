"""Whom the network pays, and where to. Details are versions that are only added to; what they say is sealed."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from delegation.models import Delegate, Delegation, Organisation, Person
from delegation.models.base import Created, Named


class Method(models.TextChoices):
    """How money leaves. ACH and pain.001 go as one file to the bank, the rest by hand, from a sheet."""

    ACH = "ach", _("bank transfer in the US (ACH)")
    PAIN001 = "pain001", _("bank transfer in Switzerland or the euro area")
    WIRE = "wire", _("international wire")
    CHEQUE = "cheque", _("cheque")
    CARD = "card", _("prepaid card")
    CASH = "cash", _("cash against signature")


class Payee(Named, Created):
    """Somebody a delegation pays: a delegate, an organisation of ours, or a vendor such as a hotel. `label` is the
    name staff know them by; the account holder's name stands sealed in the details."""

    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        ORGANISATION = "organisation", _("organisation")
        VENDOR = "vendor", _("vendor")

    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="payees")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    label = models.CharField(_("name"), max_length=120)
    delegate = models.OneToOneField(Delegate, models.PROTECT, null=True, blank=True, related_name="payee")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="payees")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    form_token = models.UUIDField(unique=True)

    class Meta:
        ordering = ["label", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(delegate__isnull=True) | Q(kind="person", organisation__isnull=True),
                name="payee_delegate_is_person",
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=True) | Q(kind="organisation"), name="payee_organisation_kind"
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def details(self) -> "PayeeDetails | None":
        """The newest version: the one a payment would go by. Reads `versions`, prefetched or not."""
        return max(self.versions.all(), key=lambda row: row.version, default=None)


class PayeeDetails(Named, Created):
    """One version of where to pay. `details` is sealed with the payee as its subject: holder, routing and account
    number or IBAN and BIC, address, e-mail. `fingerprint` says without telling whether two payees share an account,
    `digest` whether the sealed words are still those that were confirmed. Confirmed by a second person; money waits
    until `held_until` after a change."""

    SEALED = ("details",)

    payee = models.ForeignKey(Payee, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    method = models.CharField(_("how we pay"), max_length=8, choices=Method.choices)
    currency = models.CharField(_("currency"), max_length=3)
    # The last four of the account, so that two people can speak of it.
    tail = models.CharField(max_length=4, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    # No word of the holder's name is in the payee's: told to the second person, who looks.
    name_differs = models.BooleanField(default=False)
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    held_until = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    form_token = models.UUIDField(unique=True)

    class Meta:
        ordering = ["payee_id", "-version"]
        verbose_name_plural = "payee details"
        indexes = [models.Index(fields=["fingerprint"])]
        constraints = [
            models.UniqueConstraint(fields=["payee", "version"], name="payee_version_once"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="payee_confirmed_when_and_by",
            ),
            # Who changed it and who confirms it are two people, also for whoever writes SQL.
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("changed_by")), name="payee_two_people"
            ),
        ]

    def __str__(self):
        return f"{self.payee_id} v{self.version}"

    @property
    def is_held(self) -> bool:
        return self.held_until > timezone.now()
