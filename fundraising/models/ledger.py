"""The books: integer minor units, debit +, credit −, balanced per currency, append-only (triggers in migrations)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from delegation.models import Delegate
from delegation.models.base import Named
from fundraising.models.funds import Fund


class Account(models.Model):
    """One account in one currency. `balance_minor` and `version` are written by posting alone, proven by summing.

    `side` is +1 for what we hold (debit-normal) and -1 for whose it is (credit-normal); side × balance never falls
    below zero."""

    class Code(models.TextChoices):
        BANK = "bank", _("bank")
        STRIPE = "stripe", _("with Stripe")
        IN_TRANSIT = "in_transit", _("payout on its way")
        ADVANCES = "advances", _("advances")
        OWED_BY_NETWORK = "owed_by_network", _("owed by the network")
        AVAILABLE = "available", _("available")
        OFFERED = "offered", _("offered")
        COMMITTED = "committed", _("committed")
        SUSPENSE = "suspense", _("suspense")
        # What Stripe or the bank is owed when more left than was there: debts, so that no account falls below zero.
        OWED_TO_STRIPE = "owed_to_stripe", _("owed to Stripe")
        OWED_TO_BANK = "owed_to_bank", _("owed to the bank")

    code = models.CharField(max_length=16, choices=Code.choices)
    currency = models.CharField(max_length=3)
    fund = models.ForeignKey(Fund, models.PROTECT, null=True, blank=True, related_name="accounts")
    delegate = models.ForeignKey(Delegate, models.PROTECT, null=True, blank=True, related_name="advance_accounts")
    side = models.SmallIntegerField()
    balance_minor = models.BigIntegerField(default=0)
    version = models.PositiveBigIntegerField(default=0)
    # When its newest line was posted: along an account the posting time never goes back, whatever the clocks say.
    moved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(side__in=(1, -1)), name="account_side"),
            models.CheckConstraint(
                condition=Q(side=1, balance_minor__gte=0) | Q(side=-1, balance_minor__lte=0),
                name="account_never_below_zero",
            ),
            models.CheckConstraint(
                condition=Q(
                    code__in=("available", "offered", "committed"), fund__isnull=False, delegate__isnull=True, side=-1
                )
                | Q(code="advances", fund__isnull=True, delegate__isnull=False, side=1)
                | Q(
                    code__in=("suspense", "owed_to_stripe", "owed_to_bank"),
                    fund__isnull=True,
                    delegate__isnull=True,
                    side=-1,
                )
                | Q(
                    code__in=("bank", "stripe", "in_transit", "owed_by_network"),
                    fund__isnull=True,
                    delegate__isnull=True,
                    side=1,
                ),
                name="account_shape",
            ),
            models.UniqueConstraint(
                fields=["code", "currency"],
                condition=Q(fund__isnull=True, delegate__isnull=True),
                name="network_account_once",
            ),
            models.UniqueConstraint(
                fields=["code", "currency", "fund"], condition=Q(fund__isnull=False), name="fund_account_once"
            ),
            models.UniqueConstraint(
                fields=["code", "currency", "delegate"],
                condition=Q(delegate__isnull=False),
                name="advance_account_once",
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.currency}"


class JournalEntry(Named):
    """One business event in the books, once per `key`. Lines are added while unsealed; sealing demands at least two
    lines and a zero sum per currency, and afterwards nothing may change."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=160, unique=True)
    # What it is about: audit kind and uuid, no generic foreign key.
    about_kind = models.CharField(max_length=60, blank=True)
    about_uuid = models.UUIDField(null=True, blank=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversed_by")
    happened_at = models.DateTimeField()
    posted_at = models.DateTimeField(default=timezone.now)
    sealed = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "journal entries"
        indexes = [
            models.Index(fields=["about_uuid"]),
            models.Index(fields=["kind", "happened_at"]),
            models.Index(fields=["posted_at"]),
            models.Index(fields=["happened_at"]),
        ]


class JournalLine(models.Model):
    """One leg: signed minor units, with the account's balance after it."""

    entry = models.ForeignKey(JournalEntry, models.PROTECT, related_name="lines")
    account = models.ForeignKey(Account, models.PROTECT, related_name="lines")
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    balance_after_minor = models.BigIntegerField()
    account_version = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(amount_minor=0), name="line_not_zero"),
            models.UniqueConstraint(fields=["account", "account_version"], name="line_version_once"),
        ]
        # What an account held at the moment of any entry, without reading its history.
        indexes = [models.Index(fields=["account", "entry"])]

    def __str__(self):
        return f"{self.amount_minor} {self.currency}"


class BooksCheck(models.Model):
    """One run of verify_books: when, over how many entries, and the invariants that did not hold (ids, space between).
    While the newest run is red, money out stops and gifts go on."""

    checked_at = models.DateTimeField(default=timezone.now)
    entries = models.PositiveBigIntegerField(default=0)
    red = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return self.red or "whole"
