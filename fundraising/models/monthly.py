"""A gift that repeats each month, and the doors through which givers come back to it without an account."""

from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from delegation.models.base import Created, Named
from fundraising.models.appeals import Appeal, AppealVersion
from fundraising.models.donations import Donor
from fundraising.models.funds import Fund
from fundraising.models.shares import Share


class MonthlyGift(Named, Created):
    """What a giver agreed to give each month. Each month's money is a Donation of its own; here stands what is wanted
    and what Stripe was told of it: the row leads, Stripe follows (`wants` and `told` are versions of the same row).

    `amount_minor` is what is charged each month (fee cover included), minor units of `currency`. `ends_at` is the
    instant from which nothing more is taken, `end_told_at` the one Stripe was last told; none: until stopped.
    `stops_at` is an earlier end that somebody set at Stripe: in its dashboard, or on its own page for givers."""

    class Status(models.TextChoices):
        STARTED = "started", _("not begun yet")
        ACTIVE = "active", _("goes on")
        PAUSED = "paused", _("paused")
        PAST_DUE = "past_due", _("the last month did not go through")
        ENDED = "ended", _("ended")

    class EndReason(models.TextChoices):
        DONOR = "donor", _("stopped by the giver")
        REVIEW = "review", _("the review is over")
        STAFF = "staff", _("stopped by staff")
        FAILED = "failed", _("the card or account did not work")
        APPEAL_CLOSED = "appeal_closed", _("the appeal takes no more gifts")
        STRIPE = "stripe", _("ended at Stripe")

    donor = models.ForeignKey(Donor, models.PROTECT, related_name="monthly_gifts")
    # What the giver chose; where it goes since a redirection stands apart.
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="monthly_gifts")
    appeal = models.ForeignKey(Appeal, models.PROTECT, null=True, blank=True, related_name="monthly_gifts")
    version = models.ForeignKey(AppealVersion, models.PROTECT, null=True, blank=True, related_name="+")
    share = models.ForeignKey(Share, models.PROTECT, null=True, blank=True, related_name="+")
    redirect_fund = models.ForeignKey(Fund, models.PROTECT, null=True, blank=True, related_name="+")
    redirected_at = models.DateTimeField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.STARTED)
    amount_minor = models.BigIntegerField()
    fee_cover_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    is_family = models.BooleanField(default=False)
    language = models.CharField(max_length=10, default="en")
    mode = models.CharField(max_length=4)
    form_token = models.UUIDField(unique=True)
    customer = models.CharField(max_length=255, null=True, blank=True, unique=True)
    subscription = models.CharField(max_length=255, null=True, blank=True, unique=True)
    started_at = models.DateTimeField(null=True, blank=True)
    renews_at = models.DateTimeField(null=True, blank=True)
    paused_until = models.DateField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    end_told_at = models.DateTimeField(null=True, blank=True)
    stops_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=14, choices=EndReason.choices, blank=True)
    wants = models.PositiveIntegerField(default=0)
    told = models.PositiveIntegerField(default=0)
    tell_tries = models.PositiveSmallIntegerField(default=0)
    tell_due_at = models.DateTimeField(default=timezone.now)
    looked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["fund", "status"]),
            models.Index(fields=["status", "looked_at"]),
            models.Index(fields=["donor"]),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="monthly_positive"),
            models.CheckConstraint(
                condition=Q(fee_cover_minor__gte=0) & Q(fee_cover_minor__lt=F("amount_minor")),
                name="monthly_cover_within",
            ),
            models.CheckConstraint(
                condition=Q(appeal__isnull=True, version__isnull=True) | Q(appeal__isnull=False, version__isnull=False),
                name="monthly_remembers_version",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("started", "ended")) | Q(subscription__isnull=False, started_at__isnull=False),
                name="monthly_going_on_has_begun",
            ),
            models.CheckConstraint(
                condition=(Q(status="ended", ended_at__isnull=False) & ~Q(end_reason=""))
                | (~Q(status="ended") & Q(ended_at__isnull=True, end_reason="")),
                name="monthly_ended_when_and_why",
            ),
            models.CheckConstraint(
                condition=Q(status="paused", paused_until__isnull=False)
                | (~Q(status="paused") & Q(paused_until__isnull=True)),
                name="monthly_paused_until",
            ),
            models.CheckConstraint(
                condition=Q(redirect_fund__isnull=True, redirected_at__isnull=True)
                | Q(redirect_fund__isnull=False, redirected_at__isnull=False),
                name="monthly_redirected_when",
            ),
            models.CheckConstraint(condition=Q(told__lte=F("wants")), name="monthly_told_what_is_wanted"),
        ]

    def __str__(self):
        return f"monthly gift {self.uuid}"

    @property
    def target(self) -> Fund:
        """The fund the next month's money goes to."""
        return self.redirect_fund or self.fund

    @property
    def ends_on(self) -> date | None:
        """The first day from which nothing is taken: at the venue, or where the network is for an end set at Stripe."""
        zone = settings.NETWORK_TIME_ZONE if self.stops_at else self.fund.delegation.venue_zone
        return self.ends_at.astimezone(ZoneInfo(zone)).date() if self.ends_at else None

    @property
    def renews_on(self) -> date | None:
        """The day of the next gift where the network is, as the receipt will say it."""
        return self.renews_at.astimezone(ZoneInfo(settings.NETWORK_TIME_ZONE)).date() if self.renews_at else None

    @property
    def is_over(self) -> bool:
        return self.status == self.Status.ENDED

    @property
    def until_review(self) -> bool:
        """Agreed for one journey, so it ends with the review; a gift to the pool goes on until stopped."""
        return self.fund.kind == Fund.Kind.TRAVEL


class DonorDoor(models.Model):
    """From when on the links of one address open anything. The address stands as a keyed hash."""

    address_key = models.CharField(max_length=64, unique=True)
    links_from = models.DateTimeField()

    def __str__(self):
        return f"door {self.pk}"


class DoorRequest(Named, Created):
    """Somebody asked for a link to the gifts of an address. Stored for every address alike, so that the answer says
    nothing about who gave; gone after a day."""

    email = models.EmailField()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["email", "created_at"])]
