from django.db import models
from django.utils import timezone

from delegation.models.base import Named
from fundraising.models.donations import Donation


class ReceiptSeries(models.Model):
    """The last number given in a series and calendar year; the row is locked to give the next."""

    series = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="receipt_series_once")]

    def __str__(self):
        return f"{self.series or 'live'} {self.year}"


class Receipt(Named):
    """A numbered receipt, immutable. Series: '' live, 'TEST' and 'DEMO' apart. No personal text: the donor's name is
    read from the donor when it is drawn."""

    donation = models.ForeignKey(Donation, models.PROTECT, related_name="receipts")
    series = models.CharField(max_length=8, blank=True)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    charged_on = models.DateField()
    is_family = models.BooleanField()
    template_version = models.CharField(max_length=10)
    issued_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["series", "year", "number"], name="receipt_number_once"),
            models.UniqueConstraint(fields=["donation"], name="one_receipt_per_gift"),
        ]

    @property
    def is_acknowledgement(self) -> bool:
        """Of money that came from a sponsor or an employer: whoever advised it gets thanks, and no receipt for tax."""
        return self.donation.source in (Donation.Source.ADVISED_FUND, Donation.Source.EMPLOYER)

    @property
    def label(self):
        return "-".join(part for part in (self.series, str(self.year), f"{self.number:06d}") if part)
