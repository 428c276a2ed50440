from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from delegation.models import Delegation, Organisation, Person
from delegation.models.base import Created, Named
from fundraising.models.appeals import Appeal
from fundraising.models.donations import Donation, Donor
from fundraising.models.funds import Fund


class MatchPledge(Named, Created):
    """Somebody promised to match gifts to an appeal, or to the pool where `appeal` is none. What is promised now is
    computed from the books (queries/matches), stored nowhere. Minor units of `currency`."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("waits for a second person")
        AGREED = "agreed", _("agreed")
        DECLINED = "declined", _("declined")
        ENDED = "ended", _("ended")

    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="match_pledges")
    appeal = models.ForeignKey(Appeal, models.PROTECT, null=True, blank=True, related_name="match_pledges")
    # Where the gifts it matches go, and the money that keeps it.
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="match_pledges")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PROPOSED)
    # Who is asked for the money, and the member organisation it stands for.
    donor = models.ForeignKey(Donor, models.PROTECT, related_name="match_pledges")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="match_pledges")
    # As the page names the sponsor; empty: "a friend of the delegation".
    shown_name = models.CharField(max_length=80, blank=True)
    currency = models.CharField(max_length=3)
    limit_minor = models.BigIntegerField()
    # At most this much of one gift is matched; none: all of it.
    cap_minor = models.BigIntegerField(null=True, blank=True)
    # `ratio_gives` from the sponsor for each `ratio_for` given.
    ratio_gives = models.PositiveSmallIntegerField(default=1)
    ratio_for = models.PositiveSmallIntegerField(default=1)
    # First and last day in the network's zone, with the instants that bound them.
    starts_on = models.DateField()
    ends_on = models.DateField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    form_token = models.UUIDField(unique=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["delegation", "status"]), models.Index(fields=["fund", "status"])]
        constraints = [
            models.CheckConstraint(condition=Q(limit_minor__gt=0), name="pledge_positive"),
            models.CheckConstraint(condition=Q(cap_minor__isnull=True) | Q(cap_minor__gt=0), name="pledge_cap"),
            models.CheckConstraint(condition=Q(ratio_gives__gte=1, ratio_for__gte=1), name="pledge_ratio_positive"),
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on"), starts_at__lt=F("ends_at")), name="pledge_begins_first"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("recorded_by")), name="pledge_two_people"
            ),
            models.CheckConstraint(
                condition=Q(status="proposed", decided_by__isnull=True)
                | (~Q(status="proposed") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="pledge_decided_when_and_by",
            ),
        ]

    def __str__(self):
        return self.shown_name or str(self.organisation or self.donor)


class MatchPayment(Named, Created):
    """A gift with which a sponsor kept a pledge. Counted once, and never matched itself."""

    pledge = models.ForeignKey(MatchPledge, models.PROTECT, related_name="payments")
    donation = models.OneToOneField(Donation, models.PROTECT, related_name="match_payment")
    counted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]


class MatchAsk(Named, Created):
    """The sponsor was asked for what stood promised at that moment and had not been received. Only ever added to."""

    pledge = models.ForeignKey(MatchPledge, models.PROTECT, related_name="asks")
    promised_minor = models.BigIntegerField()
    received_minor = models.BigIntegerField()
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    form_token = models.UUIDField(unique=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(promised_minor__gt=F("received_minor")), name="asked_for_something")
        ]

    @property
    def open_minor(self) -> int:
        return self.promised_minor - self.received_minor
