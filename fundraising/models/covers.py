"""What the network pays in for a shortfall it owes to the books."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from delegation.models import Delegation, Person
from delegation.models.base import Created, Named


class NetworkCover(Named, Created):
    """Money the network paid into the bank account for what it owes (`owed_by_network`): seen on the statement by one,
    confirmed by another. The debt is the network's; `delegation` is the desk at which it was recorded. Minor units."""

    class Status(models.TextChoices):
        RECORDED = "recorded", _("waits for a second person")
        CONFIRMED = "confirmed", _("in the books")
        DECLINED = "declined", _("declined")
        TAKEN_BACK = "taken_back", _("taken back")

    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="network_covers")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.RECORDED)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    received_on = models.DateField(_("on the statement of"))
    bank_account = models.CharField(max_length=40)
    bank_reference = models.CharField(_("the bank's reference"), max_length=120)
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    form_token = models.UUIDField(unique=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="network_cover_positive"),
            models.UniqueConstraint(
                fields=["bank_account", "bank_reference"],
                condition=Q(status__in=("recorded", "confirmed")),
                name="network_cover_reference_once",
            ),
            # Maker and checker are two people, also for whoever writes SQL.
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(status="taken_back") | ~Q(decided_by=F("recorded_by")),
                name="network_cover_two_people",
            ),
            models.CheckConstraint(
                condition=Q(status="recorded", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(status="recorded") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="network_cover_decided_when_and_by",
            ),
        ]

    def __str__(self):
        return self.bank_reference


class NetworkCoverNote(Created):
    """Why it was paid, or declined; apart, since it may name people."""

    cover = models.ForeignKey(NetworkCover, models.CASCADE, related_name="notes")
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.TextField(max_length=600)

    class Meta:
        ordering = ["created_at"]
