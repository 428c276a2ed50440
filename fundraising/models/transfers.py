"""Money that moves on: what a journey does not need, or cannot use, goes where the rule or a decision says."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from delegation.models import Delegation, DelegationDates, Person
from delegation.models.base import Created, Named
from fundraising.models.donations import Donation
from fundraising.models.funds import Fund


class FundTransfer(Named, Created):
    """Unspent money from one fund to another: proposed by one person with a reason, decided by another. Givers to the
    first fund are told when it is proposed and may send a wish until `wishes_until`; only its status moves."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("waits for a second person")
        MOVED = "moved", _("moved")
        DECLINED = "declined", _("declined")
        TAKEN_BACK = "taken_back", _("taken back")

    class Kind(models.TextChoices):
        SURPLUS = "surplus", _("more than the journey costs")
        WITHDRAWAL = "withdrawal", _("does not travel")
        REDIRECT = "redirect", _("moved by decision")
        CARRIED_ON = "carried_on", _("kept for the next delegation")

    class Reason(models.TextChoices):
        RULE = "rule", _("the published rule")
        NEED = "need", _("somebody else cannot travel without it")
        DEADLINE = "deadline", _("a fare or fee is due")
        MISTAKE = "mistake", _("it went to the wrong fund")
        OTHER = "other", _("another reason, in the note")

    source = models.ForeignKey(Fund, models.PROTECT, related_name="transfers_out")
    target = models.ForeignKey(Fund, models.PROTECT, related_name="transfers_in")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    reason = models.CharField(max_length=12, choices=Reason.choices)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.PROPOSED)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    wishes_until = models.DateTimeField()
    form_token = models.UUIDField(unique=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["source", "status"])]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="transfer_positive"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="transfer_between_two_funds"),
            # Maker and checker are two people, also for whoever writes SQL.
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(status="taken_back") | ~Q(decided_by=F("proposed_by")),
                name="transfer_two_people",
            ),
            models.CheckConstraint(
                condition=Q(status="proposed", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(status="proposed") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="transfer_decided_when_and_by",
            ),
            models.UniqueConstraint(fields=["source"], condition=Q(status="proposed"), name="one_open_transfer_a_fund"),
        ]


class FundTransferNote(Created):
    """Words for the minutes; apart, since they may name people."""

    transfer = models.ForeignKey(FundTransfer, models.CASCADE, related_name="notes")
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.TextField(max_length=600)

    class Meta:
        ordering = ["created_at"]


class Postponement(Named, Created):
    """The review moved, and givers are told that their gift waits for the journey: once for each version of dates."""

    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="postponements")
    dates = models.OneToOneField(DelegationDates, models.PROTECT, related_name="told")
    told_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    wishes_until = models.DateTimeField()

    class Meta:
        ordering = ["-id"]


class Telling(Named):
    """One gift whose giver is told of one transfer or postponement, and the wish they may answer with. The row is the
    queue: its mail is made from it."""

    transfer = models.ForeignKey(FundTransfer, models.PROTECT, null=True, blank=True, related_name="tellings")
    postponement = models.ForeignKey(Postponement, models.PROTECT, null=True, blank=True, related_name="tellings")
    donation = models.ForeignKey(Donation, models.PROTECT, related_name="tellings")
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["mailed_at", "id"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(transfer__isnull=False, postponement__isnull=True)
                | Q(transfer__isnull=True, postponement__isnull=False),
                name="telling_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["transfer", "donation"], condition=Q(transfer__isnull=False), name="told_once_of_a_transfer"
            ),
            models.UniqueConstraint(
                fields=["postponement", "donation"],
                condition=Q(postponement__isnull=False),
                name="told_once_of_a_postponement",
            ),
        ]

    def __str__(self):
        return f"telling {self.pk}"

    @property
    def wishes_until(self):
        return (self.transfer or self.postponement).wishes_until


class Wish(Named, Created):
    """What a giver would like to happen with the money. Only added to: the newest counts. The network decides."""

    class Choice(models.TextChoices):
        OTHERS = "others", _("Help other delegates of this review")
        WAIT = "wait", _("Keep it for this person, should they travel after all")
        NEXT = "next", _("Keep it for the next delegation")
        TALK = "talk", _("Please talk to me")

    telling = models.ForeignKey(Telling, models.PROTECT, related_name="wishes")
    choice = models.CharField(max_length=8, choices=Choice.choices)

    class Meta:
        ordering = ["-id"]
