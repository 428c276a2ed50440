"""The bank account as its statements tell of it: each line once, and each line and each reference used once."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from delegation.models import Delegation, Person
from delegation.models.base import Created, Named


class BankUse(Named, Created):
    """A movement of the bank account that stands in the books, under the bank's own reference. Only ever added to;
    minor units of `currency`, money that left is negative. `about_uuid` names the gift, deposit, line or cover."""

    class Purpose(models.TextChoices):
        GIFT = "gift", _("gift")
        DEPOSIT = "deposit", _("deposit")
        UNPLACED = "unplaced", _("held apart")
        BOUNCED = "bounced", _("came back unpaid")
        COVERED = "covered", _("paid in by the network")

    account = models.CharField(max_length=40)
    reference = models.CharField(max_length=120)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    about_uuid = models.UUIDField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["account", "reference"], name="bank_reference_once"),
            models.UniqueConstraint(fields=["purpose", "about_uuid"], name="bank_use_once"),
            models.CheckConstraint(condition=~Q(amount_minor=0), name="bank_use_not_zero"),
        ]

    def __str__(self):
        return self.reference


class BankStatement(Named, Created):
    """One file of a bank statement that was read. The same file again changes nothing."""

    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="bank_statements")
    account = models.CharField(max_length=40)
    currency = models.CharField(max_length=3)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    new_rows = models.PositiveIntegerField(default=0)
    imported_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["account", "sha256"], name="statement_file_once")]

    def __str__(self):
        return self.account


class BankLine(Named, Created):
    """One line of a statement, stored once however many files tell of it. Minor units of `currency`, money that left is
    negative. What the bank wrote beside it stands in BankLineText, which purge may delete."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("to be looked at")
        MATCHED = "matched", _("in the books")
        HELD = "held", _("held apart")
        PLACED = "placed", _("placed")
        RETURNING = "returning", _("to be sent back, waits for a second person")
        RETURNED = "returned", _("sent back")
        SET_ASIDE = "set_aside", _("no gift")

    class Why(models.TextChoices):
        PAYOUT = "payout", _("a payout from Stripe")
        PAID_OUT = "paid_out", _("money we sent")
        BANK_FEE = "bank_fee", _("the bank's own fee or interest")
        OTHER = "other", _("something else that is no gift")

    statement = models.ForeignKey(BankStatement, models.PROTECT, related_name="lines")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="bank_lines")
    account = models.CharField(max_length=40)
    reference = models.CharField(max_length=120)
    # Of date, amount, reference and words, and of how many such lines stand before it in its file.
    fingerprint = models.CharField(max_length=64)
    booked_on = models.DateField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    imported_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    use = models.OneToOneField(BankUse, models.PROTECT, null=True, blank=True, related_name="line")
    why = models.CharField(max_length=10, choices=Why.choices, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    return_proposed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    returned_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    returned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-booked_on", "-id"]
        indexes = [models.Index(fields=["delegation", "status", "-booked_on"])]
        constraints = [
            models.UniqueConstraint(fields=["account", "fingerprint"], name="bank_line_once"),
            models.CheckConstraint(condition=~Q(amount_minor=0), name="bank_line_not_zero"),
            models.CheckConstraint(
                condition=~Q(status__in=("held", "placed", "returning", "returned"))
                | (Q(amount_minor__gt=0, decided_by__isnull=False) & ~Q(decided_by=F("imported_by"))),
                name="held_line_two_people",
            ),
            models.CheckConstraint(
                condition=Q(returned_by__isnull=True) | ~Q(returned_by=F("return_proposed_by")),
                name="returned_line_two_people",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("waiting", "set_aside"), use__isnull=True)
                | (~Q(status__in=("waiting", "set_aside")) & Q(use__isnull=False)),
                name="line_in_the_books_has_its_use",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("returning", "returned")) | Q(return_proposed_by__isnull=False),
                name="return_was_proposed",
            ),
        ]

    def __str__(self):
        return self.reference


class BankLineText(models.Model):
    """What the bank wrote beside a line: a name, a message. Personal, so it can be purged."""

    line = models.OneToOneField(BankLine, models.CASCADE, related_name="text")
    name = models.CharField(max_length=160, blank=True)
    words = models.CharField(max_length=400, blank=True)

    def __str__(self):
        return f"text of bank line {self.line_id}"
