"""Money that leaves: one payment to one payee, gathered into batches for the bank. Nothing is ever paid twice: a
payment is sent once, and `sent` stands in the database before anything happens outside."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from delegation.models import Delegation, Person
from delegation.models.base import Created, Named
from fundraising.models.funds import Fund
from fundraising.models.payees import Method, Payee, PayeeDetails

# A payment that may still leave, or has left and did not come back: it counts against what was approved.
LIVE = ("prepared", "approved", "sent", "unknown", "settled")
APPROVED_ONCE = ("approved", "sent", "unknown", "settled", "failed", "returned")


class PaymentBatch(Named, Created):
    """Payments of one way, one currency and one bank account that leave together. Made by one, approved by another."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("waits for a second person")
        APPROVED = "approved", _("approved, not sent yet")
        SENT = "sent", _("sent")
        SETTLED = "settled", _("on the bank statement")
        CANCELLED = "cancelled", _("cancelled")

    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="batches")
    method = models.CharField(max_length=8, choices=Method.choices)
    currency = models.CharField(max_length=3)
    bank_account = models.CharField(max_length=40)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    # What it pays, in its own currency, and how many payments: fixed when it is approved.
    total_minor = models.BigIntegerField(default=0)
    payments = models.PositiveIntegerField(default=0)
    pay_on = models.DateField()
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_hash = models.CharField(max_length=64, blank=True)
    sent_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    bank_reference = models.CharField(max_length=60, blank=True)
    form_token = models.UUIDField(unique=True)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "payment batches"
        indexes = [models.Index(fields=["delegation", "status"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("created_by")), name="batch_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("approved", "sent", "settled"))
                | (Q(approved_by__isnull=False, approved_at__isnull=False, total_minor__gt=0) & ~Q(approved_hash="")),
                name="batch_approved_when_and_by",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("sent", "settled")) | Q(sent_by__isnull=False, sent_at__isnull=False),
                name="batch_sent_when_and_by",
            ),
            models.UniqueConstraint(
                fields=["bank_account", "bank_reference"],
                condition=~Q(bank_reference=""),
                name="batch_reference_once",
            ),
        ]

    def __str__(self):
        return f"{self.get_method_display()} {self.pay_on}"


class BankFile(Named, Created):
    """That a file was made of a batch: its name and hash. The bytes hold account numbers; they are made anew from the
    sealed details, always the same, and refused when they differ. Only ever added to."""

    batch = models.OneToOneField(PaymentBatch, models.PROTECT, related_name="file")
    name = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    def __str__(self):
        return self.name


class Disbursement(Named, Created):
    """One payment. `amount_minor` in the fund's `currency` is what was approved for it; `pay_minor` in `pay_currency`
    what the payee gets; `booked_minor` what left the bank account: known at once in one currency, and from the bank
    statement in two.

    Approval binds the payee's details, amount and currency by `approved_hash`; whatever changes afterwards makes it
    void. `about` names the claim, advance or stipend it pays, where there is one."""

    class Status(models.TextChoices):
        PREPARED = "prepared", _("waits for a second person")
        APPROVED = "approved", _("approved, not sent yet")
        SENT = "sent", _("sent")
        UNKNOWN = "unknown", _("sent or not: ask the bank")
        SETTLED = "settled", _("on the bank statement")
        FAILED = "failed", _("never left the bank")
        RETURNED = "returned", _("came back from the bank")
        CANCELLED = "cancelled", _("cancelled")

    class Kind(models.TextChoices):
        VENDOR = "vendor", _("bill")
        CLAIM = "claim", _("claim")
        ADVANCE = "advance", _("advance")
        STIPEND = "stipend", _("stipend")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="disbursements")
    commitment = models.ForeignKey(
        "fundraising.Commitment", models.PROTECT, null=True, blank=True, related_name="disbursements"
    )
    about_kind = models.CharField(max_length=60, blank=True)
    about_uuid = models.UUIDField(null=True, blank=True)
    payee = models.ForeignKey(Payee, models.PROTECT, related_name="disbursements")
    # What the payee reads on their statement: a bill's number, a creditor reference.
    reference = models.CharField(_("reference"), max_length=35, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PREPARED)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    pay_minor = models.BigIntegerField()
    pay_currency = models.CharField(max_length=3)
    booked_minor = models.BigIntegerField(null=True, blank=True)
    rate = models.DecimalField(max_digits=14, decimal_places=8, null=True, blank=True)
    rate_on = models.DateField(null=True, blank=True)
    rate_source = models.CharField(max_length=160, blank=True)
    prepared_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    details = models.ForeignKey(PayeeDetails, models.PROTECT, null=True, blank=True, related_name="disbursements")
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_hash = models.CharField(max_length=64, blank=True)
    batch = models.ForeignKey(PaymentBatch, models.PROTECT, null=True, blank=True, related_name="disbursements")
    bank_account = models.CharField(max_length=40, blank=True)
    sent_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    bank_reference = models.CharField(max_length=80, blank=True)
    settled_on = models.DateField(null=True, blank=True)
    return_reference = models.CharField(max_length=80, blank=True)
    returned_on = models.DateField(null=True, blank=True)
    form_token = models.UUIDField(unique=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["fund", "status"]), models.Index(fields=["about_uuid"])]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0, pay_minor__gt=0), name="disbursement_positive"),
            models.CheckConstraint(
                condition=~Q(pay_currency=F("currency")) | Q(pay_minor=F("amount_minor")),
                name="disbursement_one_currency_one_amount",
            ),
            # Who prepared it and who approves it are two people, also for whoever writes SQL.
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("prepared_by")),
                name="disbursement_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=APPROVED_ONCE)
                | (
                    Q(approved_by__isnull=False, approved_at__isnull=False, details__isnull=False)
                    & ~Q(approved_hash="")
                ),
                name="disbursement_approved_when_and_by",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("sent", "unknown", "settled", "failed", "returned"))
                | (Q(sent_by__isnull=False, sent_at__isnull=False) & ~Q(bank_account="")),
                name="disbursement_sent_when_and_by",
            ),
            models.CheckConstraint(
                condition=~Q(status="settled")
                | (Q(booked_minor__gt=0, settled_on__isnull=False) & ~Q(bank_reference="")),
                name="disbursement_settled_by_statement",
            ),
            models.CheckConstraint(
                condition=~Q(status="returned")
                | (Q(booked_minor__gt=0, returned_on__isnull=False) & ~Q(return_reference="")),
                name="disbursement_returned_by_statement",
            ),
            models.CheckConstraint(
                condition=Q(kind="advance", commitment__isnull=True)
                | (~Q(kind="advance") & Q(commitment__isnull=False)),
                name="disbursement_of_commitment_or_advance",
            ),
            models.CheckConstraint(
                condition=Q(about_kind="", about_uuid__isnull=True) | (~Q(about_kind="") & Q(about_uuid__isnull=False)),
                name="disbursement_about_belongs_together",
            ),
            models.UniqueConstraint(
                fields=["bank_account", "bank_reference"],
                condition=~Q(bank_reference=""),
                name="disbursement_reference_once",
            ),
            models.UniqueConstraint(
                fields=["bank_account", "return_reference"],
                condition=~Q(return_reference=""),
                name="disbursement_return_reference_once",
            ),
            # One claim, advance or stipend is paid once from one commitment, whatever is clicked.
            models.UniqueConstraint(
                fields=["about_uuid", "commitment"],
                condition=Q(status__in=LIVE, about_uuid__isnull=False, commitment__isnull=False),
                name="disbursement_of_commitment_once",
            ),
            models.UniqueConstraint(
                fields=["about_uuid"],
                condition=Q(status__in=LIVE, about_uuid__isnull=False, commitment__isnull=True),
                name="disbursement_of_advance_once",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.reference}".strip()

    @property
    def is_converted(self) -> bool:
        """Whether the payee gets another currency than the fund's."""
        return self.pay_currency != self.currency


class DisbursementNote(Created):
    """Words for the minutes; apart, since they may name people."""

    disbursement = models.ForeignKey(Disbursement, models.CASCADE, related_name="notes")
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.TextField(max_length=600)

    class Meta:
        ordering = ["created_at"]
