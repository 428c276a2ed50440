"""Months that are closed: nothing more is posted into them, and what they said stays provable."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from delegation.models import Delegation, Person
from delegation.models.base import Created, Named
from fundraising.models.ledger import Account


class Period(Named, Created):
    """A month of the books, asked to be closed by one person and closed by another; never opened again. The ledger is
    the network's, so a month is closed for all delegations at once; `delegation` is the one whose people did it.

    A month lasts from `starts_at` to before `ends_at`, the network's midnights; the first one ever closed begins with
    the books. An entry belongs to the month it was posted in. `totals`: balances at the end and movements within, by
    account, without any name; `totals_hash` is its SHA-256, compared by a proof with what the lines say today."""

    class Status(models.TextChoices):
        ASKED = "asked", _("waits for a second person")
        CLOSED = "closed", _("closed")
        DECLINED = "declined", _("declined")
        TAKEN_BACK = "taken_back", _("taken back")

    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+")
    month = models.DateField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.ASKED)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    entries = models.PositiveBigIntegerField(default=0)
    totals = models.JSONField(null=True, blank=True)
    totals_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-month", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["month"], condition=Q(status__in=("asked", "closed")), name="a_month_is_closed_once"
            ),
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="period_has_length"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(status="taken_back") | ~Q(decided_by=F("asked_by")),
                name="period_two_people",
            ),
            models.CheckConstraint(
                condition=Q(status="asked", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(status="asked") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="period_decided_when_and_by",
            ),
            models.CheckConstraint(
                condition=(Q(status="closed") & ~Q(totals_hash="") & Q(decided_at__gte=F("ends_at")))
                | (~Q(status="closed") & Q(totals_hash="")),
                name="closed_period_has_totals",
            ),
        ]

    def __str__(self):
        return f"{self.month:%Y-%m}"


class PeriodBalance(models.Model):
    """What an account held when a month was closed: its balance after the line of `version`. Read as the next month's
    opening balance, however many lines stand behind it. Only ever added to."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="balances")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    balance_minor = models.BigIntegerField()
    version = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["period_id", "account_id"]
        constraints = [models.UniqueConstraint(fields=["period", "account"], name="closing_balance_once")]

    def __str__(self):
        return f"{self.account_id} {self.balance_minor}"
