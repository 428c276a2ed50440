"""Gifts that do not come through Stripe: recorded by one person, confirmed by another once the bank has the money."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from delegation.models import Delegation, Person
from delegation.models.base import Created, Named
from fundraising.models.appeals import Appeal
from fundraising.models.bank import BankLine
from fundraising.models.donations import Donation, Donor
from fundraising.models.funds import Fund
from fundraising.models.matches import MatchPledge


class Deposit(Named, Created):
    """Cheques and cash that go to the bank together: counted by one person, confirmed by another as one deposit of the
    same total. Minor units of `currency`."""

    class Status(models.TextChoices):
        OPEN = "open", _("being put together")
        COUNTED = "counted", _("counted, goes to the bank")
        CONFIRMED = "confirmed", _("in the bank")

    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="deposits")
    # What people call it: 1, 2, 3 within the delegation, given under its lock, never changed.
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    currency = models.CharField(max_length=3)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    form_token = models.UUIDField(unique=True)
    # What one person counted, without looking at what was recorded: it must be the sum of the gifts.
    counted_minor = models.BigIntegerField(null=True, blank=True)
    counted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    counted_at = models.DateTimeField(null=True, blank=True)
    # What the bank says it received.
    confirmed_minor = models.BigIntegerField(null=True, blank=True)
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    deposited_on = models.DateField(null=True, blank=True)
    bank_account = models.CharField(max_length=40, blank=True)
    bank_reference = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["delegation", "status"])]
        constraints = [
            models.UniqueConstraint(fields=["delegation", "number"], name="deposit_number_once"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("counted_by")), name="deposit_two_people"
            ),
            models.CheckConstraint(
                condition=Q(status="open", counted_by__isnull=True, confirmed_by__isnull=True)
                | Q(status="counted", counted_by__isnull=False, counted_minor__gt=0, confirmed_by__isnull=True)
                | Q(
                    status="confirmed",
                    counted_by__isnull=False,
                    confirmed_by__isnull=False,
                    confirmed_minor=F("counted_minor"),
                    deposited_on__isnull=False,
                ),
                name="deposit_counted_then_confirmed",
            ),
            models.CheckConstraint(
                condition=~Q(status="confirmed") | (~Q(bank_reference="") & ~Q(bank_account="")),
                name="deposit_has_bank_reference",
            ),
        ]

    def __str__(self):
        day = formats.date_format(self.created_at.astimezone(ZoneInfo(settings.NETWORK_TIME_ZONE)), "SHORT_DATE_FORMAT")
        return _("Deposit %(number)s of %(day)s") % {"number": self.number, "day": day}


class OfflineGift(Named, Created):
    """What somebody recorded of a gift; it is a gift (`donation`) once another person has confirmed that the money is
    in the bank. `amount_minor` in minor units of `currency`, the fund's own."""

    class Status(models.TextChoices):
        RECORDED = "recorded", _("waits for a second person")
        CONFIRMED = "confirmed", _("confirmed")
        DECLINED = "declined", _("declined")
        TAKEN_BACK = "taken_back", _("taken back")
        BOUNCED = "bounced", _("came back unpaid")

    class Source(models.TextChoices):
        CHEQUE = "cheque", _("cheque")
        BANK_TRANSFER = "bank_transfer", _("bank transfer")
        CASH = "cash", _("cash")
        ADVISED_FUND = "advised_fund", _("donor-advised fund")
        EMPLOYER = "employer", _("employer match")

    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="offline_gifts")
    donor = models.ForeignKey(Donor, models.PROTECT, related_name="offline_gifts")
    source = models.CharField(max_length=16, choices=Source.choices)
    # Who paid, where that is not who we thank: the sponsor of an advised fund, an employer.
    sponsor_name = models.CharField(max_length=120, blank=True)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.RECORDED)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    # The contribution date: a cheque's postmark, otherwise the day it arrived.
    given_on = models.DateField()
    # The cheque's number; empty for other kinds.
    cheque_number = models.CharField(max_length=40, blank=True)
    # The fund it goes to, and the appeal the giver would like it to help.
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="offline_gifts")
    appeal = models.ForeignKey(Appeal, models.PROTECT, null=True, blank=True, related_name="offline_gifts")
    pledge = models.ForeignKey(MatchPledge, models.PROTECT, null=True, blank=True, related_name="offline_gifts")
    shown_name = models.CharField(max_length=80, blank=True)
    is_family = models.BooleanField(default=False)
    goods_description = models.CharField(max_length=160, blank=True)
    goods_value_minor = models.BigIntegerField(default=0)
    deposit = models.ForeignKey(Deposit, models.PROTECT, null=True, blank=True, related_name="gifts")
    # The line of the bank statement it is, where it was recorded from one.
    line = models.ForeignKey(BankLine, models.PROTECT, null=True, blank=True, related_name="offline_gifts")
    bank_reference = models.CharField(max_length=80, blank=True)
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    bounced_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    bounced_at = models.DateTimeField(null=True, blank=True)
    donation = models.OneToOneField(Donation, models.PROTECT, null=True, blank=True, related_name="offline")
    form_token = models.UUIDField(unique=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["delegation", "status", "created_at"])]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="offline_gift_positive"),
            # Maker and checker are two people, also for whoever writes SQL.
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(status="taken_back") | ~Q(decided_by=F("recorded_by")),
                name="offline_gift_two_people",
            ),
            models.CheckConstraint(
                condition=Q(status="recorded", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(status="recorded") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="offline_gift_decided_when_and_by",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("confirmed", "bounced"), donation__isnull=False)
                | (~Q(status__in=("confirmed", "bounced")) & Q(donation__isnull=True)),
                name="confirmed_offline_gift_is_a_gift",
            ),
            models.CheckConstraint(
                condition=~Q(source__in=("advised_fund", "employer")) | ~Q(sponsor_name=""),
                name="sponsored_gift_names_sponsor",
            ),
            models.CheckConstraint(
                condition=Q(goods_value_minor=0) | (Q(goods_value_minor__gt=0) & ~Q(goods_description="")),
                name="offline_goods_are_described",
            ),
            models.UniqueConstraint(
                fields=["line"],
                condition=Q(line__isnull=False, status__in=("recorded", "confirmed", "bounced")),
                name="one_gift_per_bank_line",
            ),
        ]

    def __str__(self):
        return str(self.uuid)[:8]


class OfflineNote(Created):
    """Words for the minutes; apart, since they may name people."""

    gift = models.ForeignKey(OfflineGift, models.CASCADE, related_name="notes")
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.TextField(max_length=600)

    class Meta:
        ordering = ["created_at"]
