from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from delegation.models import Delegate, Person
from delegation.models.base import Created, Named
from fundraising.models.funds import Fund


class Advance(Named, Created):
    """Money in a traveller's hand before its cost, to be accounted for. What it is for is held in commitments; the
    advance itself stands in the traveller's own account of the books until a claim or the bank clears it."""

    class Status(models.TextChoices):
        REQUESTED = "requested", _("waits for a decision")
        APPROVED = "approved", _("approved, to be paid")
        DECLINED = "declined", _("declined")
        TAKEN_BACK = "taken_back", _("taken back")
        PAID = "paid", _("paid, to be accounted for")
        SETTLED = "settled", _("accounted for")

    delegate = models.ForeignKey(Delegate, models.PROTECT, related_name="advances")
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="advances")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.REQUESTED)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    # The first day the money is for, and the last: the clock of 30, 60 and 120 days runs from them.
    cost_on = models.DateField(_("first day you need it for"))
    ends_on = models.DateField(_("last day it is for"))
    account_by = models.DateField()
    return_by = models.DateField()
    requested_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    form_token = models.UUIDField(unique=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["status", "account_by"])]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="advance_positive"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("cost_on")), name="advance_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(account_by__gt=F("ends_on")) & Q(return_by__gt=F("account_by")), name="advance_clock_runs"
            ),
            # Maker and checker are two people, also for whoever writes SQL.
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(status="taken_back") | ~Q(decided_by=F("requested_by")),
                name="advance_two_people",
            ),
            models.CheckConstraint(
                condition=Q(status="requested", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(status="requested") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="advance_decided_when_and_by",
            ),
        ]

    def __str__(self):
        return f"advance {str(self.uuid)[:8]}"


class AdvanceCover(Named, Created):
    """What an approved advance draws on: so much of one cost's held money is the traveller's, to be accounted for or
    handed back, and nobody else is paid of it meanwhile. Append-only; how much of it still stands is worked out
    (`queries.advances.promised`)."""

    advance = models.ForeignKey(Advance, models.PROTECT, related_name="covers")
    commitment = models.ForeignKey("fundraising.Commitment", models.PROTECT, related_name="advance_covers")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="advance_cover_positive"),
            models.UniqueConstraint(fields=["advance", "commitment"], name="advance_covered_once_by_cost"),
        ]


class AdvanceNote(Created):
    """What the traveller or who decides says about it; apart, since it may name people."""

    advance = models.ForeignKey(Advance, models.CASCADE, related_name="notes")
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.TextField(max_length=600)

    class Meta:
        ordering = ["created_at"]


class HandBack(Named, Created):
    """Unspent money of an advance that came back to the bank: seen on the statement by one, confirmed by another."""

    class Status(models.TextChoices):
        RECORDED = "recorded", _("waits for a second person")
        CONFIRMED = "confirmed", _("in the books")
        DECLINED = "declined", _("declined")

    advance = models.ForeignKey(Advance, models.PROTECT, related_name="hand_backs")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.RECORDED)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    received_on = models.DateField(_("on the statement of"))
    bank_reference = models.CharField(_("the bank's reference"), max_length=64)
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    form_token = models.UUIDField(unique=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="hand_back_positive"),
            models.UniqueConstraint(
                fields=["bank_reference"], condition=~Q(status="declined"), name="hand_back_reference_once"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("recorded_by")), name="hand_back_two_people"
            ),
            models.CheckConstraint(
                condition=Q(status="recorded", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(status="recorded") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="hand_back_decided_when_and_by",
            ),
        ]
