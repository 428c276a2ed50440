"""What a journey costs: money is held when a cost is approved, and leaves when it is paid."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from delegation.models import Person
from delegation.models.base import Created, Named
from fundraising.models.budgets import BudgetLine
from fundraising.models.disbursements import Disbursement
from fundraising.models.funds import Fund
from fundraising.models.payees import Payee

DECIDED = ("approved", "part_paid", "paid", "released", "closed")


class Commitment(Named, Created):
    """Money of a fund held for one cost. Proposed by one person, approved by another: then it is held. All amounts are
    minor units of the fund's currency; a cost in another currency keeps its own amount, rate, day and source.

    `paid_minor` and `released_minor` follow the books, written by `actions.commitments` alone; what is still held is
    `held_minor`. More than was approved is a `CommitmentRaise`."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("waits for a second person")
        APPROVED = "approved", _("approved, money is held")
        PART_PAID = "part_paid", _("partly paid")
        PAID = "paid", _("paid")
        RELEASED = "released", _("released, nothing was paid")
        CLOSED = "closed", _("closed, the rest was released")
        DECLINED = "declined", _("declined")
        TAKEN_BACK = "taken_back", _("taken back")

    class Purpose(models.TextChoices):
        FARE = "fare", _("flight or other fare")
        ROOM = "room", _("room")
        MEALS = "meals", _("meals")
        LOCAL = "local", _("local transport")
        VISA = "visa", _("visa and papers")
        INSURANCE = "insurance", _("insurance")
        ACCESS = "access", _("interpreting, care and access")
        EVENT = "event", _("side event")
        STIPEND = "stipend", _("stipend (taxable)")
        OTHER = "other", _("other")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="commitments")
    budget_line = models.ForeignKey(BudgetLine, models.PROTECT, null=True, blank=True, related_name="commitments")
    payee = models.ForeignKey(Payee, models.PROTECT, null=True, blank=True, related_name="commitments")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    # What it is, in a line: the purge blanks it with the budget's own words.
    what = models.CharField(_("what it is"), max_length=120, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PROPOSED)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    raised_minor = models.BigIntegerField(default=0)
    paid_minor = models.BigIntegerField(default=0)
    released_minor = models.BigIntegerField(default=0)
    original_minor = models.BigIntegerField(null=True, blank=True)
    original_currency = models.CharField(max_length=3, blank=True)
    rate = models.DecimalField(max_digits=12, decimal_places=6, null=True, blank=True)
    rate_on = models.DateField(null=True, blank=True)
    rate_source = models.CharField(max_length=160, blank=True)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    form_token = models.UUIDField(unique=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["fund", "status"])]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="commitment_positive"),
            models.CheckConstraint(
                condition=Q(raised_minor__gte=0, paid_minor__gte=0, released_minor__gte=0)
                & Q(amount_minor__gte=F("paid_minor") + F("released_minor") - F("raised_minor")),
                name="commitment_never_overpaid",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")), name="commitment_two_people"
            ),
            models.CheckConstraint(
                condition=Q(status__in=DECIDED, approved_by__isnull=False, approved_at__isnull=False)
                | (~Q(status__in=DECIDED) & Q(raised_minor=0, paid_minor=0, released_minor=0)),
                name="commitment_money_needs_approval",
            ),
            models.CheckConstraint(
                condition=Q(original_minor__isnull=True, original_currency="", rate__isnull=True, rate_on__isnull=True)
                | (
                    Q(original_minor__gt=0, rate__gt=0, rate_on__isnull=False)
                    & ~Q(original_currency="")
                    & ~Q(rate_source="")
                ),
                name="commitment_rate_belongs_together",
            ),
        ]

    def __str__(self):
        return self.what or self.get_purpose_display()

    @property
    def approved_minor(self) -> int:
        """What may be spent in all, raises included; nothing before a second person said so."""
        return self.amount_minor + self.raised_minor if self.status in DECIDED else 0

    @property
    def held_minor(self) -> int:
        """What the fund's `committed` account holds for it now."""
        return self.approved_minor - self.paid_minor - self.released_minor


class CommitmentNote(Created):
    """Words for the minutes; apart, since they may name people."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="notes")
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.TextField(max_length=600)

    class Meta:
        ordering = ["created_at"]


class CommitmentRaise(Named, Created):
    """More for the same cost than was approved, by the same two steps: the bank's rate was worse than planned, or the
    bill is higher."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("waits for a second person")
        APPROVED = "approved", _("approved, money is held")
        DECLINED = "declined", _("declined")
        TAKEN_BACK = "taken_back", _("taken back")

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="raises")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PROPOSED)
    amount_minor = models.BigIntegerField()
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    form_token = models.UUIDField(unique=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="raise_positive"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")), name="raise_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(status="approved") | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="raise_approved_when_and_by",
            ),
        ]

    def __str__(self):
        return f"{self.commitment_id} +{self.amount_minor}"


class CostReturn(Named, Created):
    """Money of a paid cost that came back from whom we paid (a cancelled ticket's refund), as the bank statement shows
    it. Free money of the fund. Only ever added to."""

    disbursement = models.ForeignKey(Disbursement, models.PROTECT, related_name="cost_returns")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    bank_account = models.CharField(max_length=40)
    bank_reference = models.CharField(max_length=80)
    arrived_on = models.DateField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    form_token = models.UUIDField(unique=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="cost_return_positive"),
            models.CheckConstraint(condition=~Q(bank_reference=""), name="cost_return_has_reference"),
            models.UniqueConstraint(fields=["bank_account", "bank_reference"], name="cost_return_reference_once"),
        ]

    def __str__(self):
        return self.bank_reference
