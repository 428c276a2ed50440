from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from delegation.models import Delegate, Delegation, Organisation, Person
from delegation.models.base import Created, Named
from fundraising.models.donations import Donor


class InKindOffer(Named, Created):
    """A thing instead of money: a ticket, a room, nights. It is thanked without a value and never posted; what its
    budget line would have cost (`covers_minor`, an estimate) is no longer asked for."""

    class Status(models.TextChoices):
        OFFERED = "offered", _("offered")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        USED = "used", _("used")
        NOT_USED = "not_used", _("not used")

    class Kind(models.TextChoices):
        TICKET = "ticket", _("a ticket")
        ROOM = "room", _("a room")
        NIGHTS = "nights", _("nights in a hotel")
        OTHER = "other", _("something else")

    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="in_kind_offers")
    # Whose journey it is for; none: whoever needs it.
    delegate = models.ForeignKey(Delegate, models.PROTECT, null=True, blank=True, related_name="in_kind_offers")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OFFERED)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    # As the thanks will name it: never with a value.
    description = models.CharField(max_length=160)
    quantity = models.PositiveSmallIntegerField(default=1)
    donor = models.ForeignKey(Donor, models.PROTECT, related_name="in_kind_offers")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="in_kind_offers")
    # The budget line it covers, by its own name and by the template's: a line that is filled anew keeps its code.
    line_uuid = models.UUIDField(null=True, blank=True)
    line_code = models.CharField(max_length=40, blank=True)
    covers_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    # None: it came from the public form.
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    form_token = models.UUIDField(unique=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["delegation", "status", "created_at"]),
            models.Index(fields=["delegate", "status"]),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(covers_minor__gte=0), name="in_kind_not_negative"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(recorded_by__isnull=True) | ~Q(decided_by=F("recorded_by")),
                name="in_kind_two_people",
            ),
            models.CheckConstraint(
                condition=Q(status="offered", decided_by__isnull=True)
                | (~Q(status="offered") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="in_kind_decided_when_and_by",
            ),
            models.CheckConstraint(
                condition=Q(covers_minor=0) | Q(line_uuid__isnull=False, delegate__isnull=False),
                name="in_kind_covers_a_line",
            ),
        ]

    def __str__(self):
        return self.description


class InKindNote(Created):
    """What the giver wrote, and what staff noted; personal text, apart."""

    offer = models.ForeignKey(InKindOffer, models.CASCADE, related_name="notes")
    # None: the giver's own words.
    written_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(max_length=600)

    class Meta:
        ordering = ["created_at"]
