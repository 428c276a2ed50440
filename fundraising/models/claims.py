from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from delegation.models import Delegate, Person
from delegation.models.base import Created, Named
from fundraising.models.advances import Advance
from fundraising.models.budgets import BudgetLine
from fundraising.models.funds import Fund


class ExpenseClaim(Named, Created):
    """What a delegate paid, or is owed by the table, line by line. It accounts for an advance first; the rest is paid
    out. What was claimed never changes once it is sent; what is approved stands beside it."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("waits for a decision")
        FLAGGED = "flagged", _("a question is with you")
        APPROVED = "approved", _("approved")
        PART_APPROVED = "part_approved", _("approved in part")
        DECLINED = "declined", _("declined")
        PAID = "paid", _("paid")
        SETTLED = "settled", _("accounted for")
        DISCARDED = "discarded", _("thrown away")

    delegate = models.ForeignKey(Delegate, models.PROTECT, related_name="claims")
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="claims")
    status = models.CharField(max_length=14, choices=Status.choices, default=Status.DRAFT)
    currency = models.CharField(max_length=3)
    submitted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["status", "submitted_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["draft", "discarded"])
                | Q(submitted_by__isnull=False, submitted_at__isnull=False),
                name="claim_submitted_when_and_by",
            ),
            # Nobody approves their own claim, also for whoever writes SQL; a trigger says it of the delegate.
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("submitted_by")), name="claim_two_people"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "submitted", "flagged", "discarded"], decided_by__isnull=True)
                | (
                    Q(status__in=["approved", "part_approved", "declined", "paid", "settled"])
                    & Q(decided_by__isnull=False, decided_at__isnull=False)
                ),
                name="claim_decided_when_and_by",
            ),
            models.UniqueConstraint(fields=["delegate"], condition=Q(status="draft"), name="one_draft_claim"),
        ]

    def __str__(self):
        return f"claim {str(self.uuid)[:8]}"


class ReceiptFile(Named, Created):
    """A photo of a receipt or of a card statement, re-encoded to plain pixels and sealed for its claim. The hash is of
    the file as it came, so that one receipt on two claims is seen."""

    SEALED = ("image",)

    class Kind(models.TextChoices):
        RECEIPT = "receipt", _("receipt")
        STATEMENT = "statement", _("card statement")

    claim = models.ForeignKey(ExpenseClaim, models.PROTECT, related_name="files")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.RECEIPT)
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["sha256"])]


class ClaimLine(Named, Created):
    """One cost: what it was in its own currency, in the fund's by a dated rate or by the card's statement, and what of
    it is approved."""

    class Kind(models.TextChoices):
        RECEIPT = "receipt", _("receipt")
        PER_DIEM = "per_diem", _("daily allowance")
        MILEAGE = "mileage", _("miles in my own car")
        FEE = "fee", _("bank or exchange fee")

    class State(models.TextChoices):
        OPEN = "open", _("not looked at")
        OK = "ok", _("approved")
        FLAGGED = "flagged", _("a question")
        REFUSED = "refused", _("not approved")

    class Reason(models.TextChoices):
        NO_RECEIPT = "no_receipt", _("there is no receipt, or it cannot be read")
        OTHER_AMOUNT = "other_amount", _("the receipt shows another amount")
        TWICE = "twice", _("it was claimed or paid before")
        NOT_COVERED = "not_covered", _("the budget does not cover it")
        ABOVE = "above", _("it is more than was approved for this line")
        NOT_THIS_JOURNEY = "not_this_journey", _("it does not belong to this journey")
        PERSONAL = "personal", _("it is a personal cost")
        OTHER = "other", _("another reason, in the note")

    claim = models.ForeignKey(ExpenseClaim, models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField(default=0)
    budget_line = models.ForeignKey(BudgetLine, models.PROTECT, null=True, blank=True, related_name="claim_lines")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.RECEIPT)
    what = models.CharField(_("what it was"), max_length=120, blank=True)
    spent_on = models.DateField(_("day"))
    # As it was paid, and how it became the fund's currency. No rate: it was paid in the fund's currency already.
    claimed_minor = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    rate = models.DecimalField(max_digits=12, decimal_places=6, null=True, blank=True)
    rate_on = models.DateField(null=True, blank=True)
    rate_source = models.CharField(max_length=160, blank=True)
    converted_minor = models.BigIntegerField(null=True, blank=True)
    # What the card's statement says in the fund's currency: it wins over any rate.
    statement_minor = models.BigIntegerField(null=True, blank=True)
    statement_file = models.ForeignKey(ReceiptFile, models.PROTECT, null=True, blank=True, related_name="statements")
    receipt = models.ForeignKey(ReceiptFile, models.PROTECT, null=True, blank=True, related_name="lines")
    # Of an allowance: which table, of when; of a day, its kind and the meals somebody else provided.
    allowance_source = models.CharField(max_length=160, blank=True)
    allowance_as_of = models.DateField(null=True, blank=True)
    day_kind = models.CharField(max_length=10, blank=True)
    meals = models.CharField(max_length=40, blank=True)
    tenths_of_mile = models.PositiveIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    approved_minor = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["claim_id", "spent_on", "position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(claimed_minor__gte=0), name="claim_line_not_negative"),
            models.CheckConstraint(
                condition=Q(converted_minor__isnull=True) | Q(converted_minor__gte=0), name="claim_line_converted"
            ),
            models.CheckConstraint(
                condition=Q(rate__isnull=True) | (Q(rate__gt=0, rate_on__isnull=False) & ~Q(rate_source="")),
                name="claim_rate_has_date_and_source",
            ),
            models.CheckConstraint(
                condition=Q(statement_minor__isnull=True, statement_file__isnull=True)
                | Q(statement_minor__gt=0, statement_file__isnull=False),
                name="statement_has_its_evidence",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "flagged"], approved_minor__isnull=True)
                | Q(state="ok", approved_minor__gte=0)
                | (Q(state="refused", approved_minor=0) & ~Q(reason="")),
                name="claim_line_state_and_amount",
            ),
            models.CheckConstraint(condition=~Q(state="flagged") | ~Q(reason=""), name="flagged_line_has_reason"),
            # Never more than was asked, by whichever figure counts.
            models.CheckConstraint(
                condition=Q(approved_minor__isnull=True)
                | Q(approved_minor=0)
                | Q(statement_minor__isnull=False, approved_minor__lte=F("statement_minor"))
                | Q(
                    statement_minor__isnull=True,
                    converted_minor__isnull=False,
                    approved_minor__lte=F("converted_minor"),
                ),
                name="approved_at_most_what_was_asked",
            ),
            models.UniqueConstraint(
                fields=["claim", "spent_on"], condition=Q(kind="per_diem"), name="one_allowance_a_day"
            ),
        ]

    @property
    def counts_minor(self) -> int | None:
        """What it comes to in the fund's currency; None until somebody knows."""
        return self.converted_minor if self.statement_minor is None else self.statement_minor

    @property
    def provided(self) -> list[str]:
        return self.meals.split()


class ClaimNote(Created):
    """A question, its answer, a reason: words between the traveller and who decides, apart so that they can go."""

    claim = models.ForeignKey(ExpenseClaim, models.CASCADE, related_name="notes")
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.TextField(max_length=600)

    class Meta:
        ordering = ["created_at"]


class ClaimPart(Named, Created):
    """Part of an approved line: the commitment it draws on, and the advance it accounts for. Without an advance it is
    paid out, by the payment that names the claim and the commitment. Append-only."""

    line = models.ForeignKey(ClaimLine, models.PROTECT, related_name="parts")
    commitment = models.ForeignKey("fundraising.Commitment", models.PROTECT, related_name="claim_parts")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    advance = models.ForeignKey(Advance, models.PROTECT, null=True, blank=True, related_name="uses")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="claim_part_positive"),
        ]
