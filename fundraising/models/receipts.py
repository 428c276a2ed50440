from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from delegation.models import Person
from delegation.models.base import Named
from fundraising.models.donations import Donation, Donor


class ReceiptSeries(models.Model):
    """The last number given in a series and calendar year; the row is locked to give the next. Statements have series
    of their own (S, DEMO-S, TEST-S)."""

    series = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="receipt_series_once")]

    def __str__(self):
        return f"{self.series or 'live'} {self.year}"


def label(series: str, year: int, number: int) -> str:
    return "-".join(part for part in (series, str(year), f"{number:06d}") if part)


class Receipt(Named):
    """A numbered receipt, immutable. Series: '' live, 'TEST' and 'DEMO' apart. The name it was made out to stands in a
    row of its own (`PrintedName`), since that is personal text.

    A gift's receipts are one chain: the first replaces none, each later one replaces a void one, and nothing is
    replaced twice. So the last is the only one that can be living, and it is unless it is void too."""

    class Kind(models.TextChoices):
        GIFT = "gift", _("gift")
        FAMILY = "family", _("by the delegate or close family")
        QUID_PRO_QUO = "quid_pro_quo", _("something was received for it")
        ADVISED = "advised", _("from a donor-advised fund or an employer")

    donation = models.ForeignKey(Donation, models.PROTECT, related_name="receipts")
    series = models.CharField(max_length=8, blank=True)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=14, choices=Kind.choices, default=Kind.GIFT)
    amount_minor = models.BigIntegerField()
    # What had been given back of it when this receipt was made, minor units of `currency`.
    returned_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    goods_description = models.CharField(max_length=160, blank=True)
    goods_value_minor = models.BigIntegerField(default=0)
    charged_on = models.DateField()
    is_family = models.BooleanField()
    # Which wording of the sentences, and what filled them: name, number, address, standing, the states' disclosures.
    template_version = models.CharField(max_length=10)
    issuer = models.JSONField(default=dict)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    issued_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["series", "year", "number"], name="receipt_number_once"),
            models.UniqueConstraint(
                fields=["donation"], condition=Q(replaces__isnull=True), name="one_first_receipt_per_gift"
            ),
            models.CheckConstraint(
                condition=Q(returned_minor__gte=0) & Q(returned_minor__lte=models.F("amount_minor")),
                name="receipt_returned_within_gift",
            ),
            models.CheckConstraint(
                condition=Q(goods_value_minor=0) | (Q(goods_value_minor__gt=0) & ~Q(goods_description="")),
                name="receipt_goods_are_described",
            ),
            models.CheckConstraint(
                condition=Q(kind="quid_pro_quo", goods_value_minor__gt=0)
                | (~Q(kind="quid_pro_quo") & Q(goods_value_minor=0)),
                name="receipt_goods_by_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind="family", is_family=True) | (~Q(kind="family") & Q(is_family=False)),
                name="receipt_family_by_kind",
            ),
        ]

    @property
    def label(self):
        return label(self.series, self.year, self.number)


class ReceiptVoid(Named):
    """A receipt no longer holds; its number stays. Added once, never changed. `voided_by` is nobody where money that
    went back made it so."""

    class Reason(models.TextChoices):
        NAME = "name", _("the name was wrong")
        RETURNED = "returned", _("money was given back")
        GOODS = "goods", _("what was received for it was missing or wrong")
        DONOR = "donor", _("the donor asked")
        MISTAKE = "mistake", _("made by mistake")

    receipt = models.OneToOneField(Receipt, models.PROTECT, related_name="void")
    reason = models.CharField(max_length=10, choices=Reason.choices)
    voided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    voided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]


class YearStatement(Named):
    """What one address gave in one calendar year and currency, less what was given back: numbered, immutable. When the
    figures change later, the next version replaces it by name.

    `donor` is the addressee: of the donor rows with this address the first."""

    donor = models.ForeignKey(Donor, models.PROTECT, related_name="statements")
    year = models.PositiveSmallIntegerField()
    currency = models.CharField(max_length=3)
    version = models.PositiveSmallIntegerField(default=1)
    series = models.CharField(max_length=8)
    number = models.PositiveIntegerField()
    # Gifts that may be deductible (gifts, and what was given beyond goods received); family and advised stand apart.
    given_minor = models.BigIntegerField()
    returned_minor = models.BigIntegerField()
    goods_minor = models.BigIntegerField(default=0)
    apart_minor = models.BigIntegerField(default=0)
    # The last day it covers: 31 December, or earlier when the year was not over.
    until = models.DateField()
    content_hash = models.CharField(max_length=64)
    template_version = models.CharField(max_length=10)
    issuer = models.JSONField(default=dict)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    issued_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["series", "year", "number"], name="statement_number_once"),
            models.UniqueConstraint(fields=["donor", "year", "currency", "version"], name="statement_version_once"),
            models.CheckConstraint(
                condition=Q(version=1, replaces__isnull=True) | Q(version__gt=1, replaces__isnull=False),
                name="statement_replaces_earlier",
            ),
            models.CheckConstraint(
                condition=Q(given_minor__gte=0, returned_minor__gte=0, goods_minor__gte=0, apart_minor__gte=0),
                name="statement_not_negative",
            ),
        ]

    @property
    def label(self):
        return label(self.series, self.year, self.number)

    @property
    def total_minor(self):
        """Gifts less what was given back, less what was received for them; minor units of `currency`."""
        return self.given_minor - self.returned_minor - self.goods_minor


class YearStatementLine(models.Model):
    """One gift on a statement, as it stood when the statement was made."""

    statement = models.ForeignKey(YearStatement, models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    donation = models.ForeignKey(Donation, models.PROTECT, related_name="statement_lines")
    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="statement_lines")
    kind = models.CharField(max_length=14, choices=Receipt.Kind.choices)
    given_on = models.DateField()
    amount_minor = models.BigIntegerField()
    returned_minor = models.BigIntegerField()
    goods_minor = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["statement_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["statement", "position"], name="statement_line_position_once"),
            models.UniqueConstraint(fields=["statement", "donation"], name="statement_names_gift_once"),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0, returned_minor__gte=0, goods_minor__gte=0)
                & Q(returned_minor__lte=models.F("amount_minor")),
                name="statement_line_within_gift",
            ),
        ]

    def __str__(self):
        return f"{self.position} of statement {self.statement_id}"


class PrintedName(models.Model):
    """The name a receipt or a statement was made out to: apart, so that it can be blanked. It never becomes another
    name; whose name was wrong gets a new paper."""

    receipt = models.OneToOneField(Receipt, models.CASCADE, null=True, blank=True, related_name="printed")
    statement = models.OneToOneField(YearStatement, models.CASCADE, null=True, blank=True, related_name="printed")
    name = models.CharField(max_length=254, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(receipt__isnull=True, statement__isnull=False)
                | Q(receipt__isnull=False, statement__isnull=True),
                name="printed_name_of_one_paper",
            ),
        ]

    def __str__(self):
        return f"name on {self.receipt_id or self.statement_id}"
