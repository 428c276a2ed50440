from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from delegation.models import Delegate, Delegation, Person
from delegation.models.base import Created, Named


class Fund(Named, Created):
    """Money with one purpose and one currency: the pool of a delegation, or one delegate's travel fund. What it
    holds stands in the ledger's accounts, nowhere else."""

    class Kind(models.TextChoices):
        POOL = "pool", _("the pool")
        TRAVEL = "travel", _("travel fund")

    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="funds")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    delegate = models.OneToOneField(Delegate, models.PROTECT, null=True, blank=True, related_name="fund")
    currency = models.CharField(max_length=3, default="USD")

    class Meta:
        ordering = ["delegation_id", "kind", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="pool", delegate__isnull=True) | Q(kind="travel", delegate__isnull=False),
                name="travel_fund_has_delegate",
            ),
            models.UniqueConstraint(
                fields=["delegation", "currency"], condition=Q(kind="pool"), name="one_pool_per_currency"
            ),
        ]

    def __str__(self):
        return str(_("The pool")) if self.kind == "pool" else str(self.delegate)


class Allocation(Named, Created):
    """Money from the pool to a delegate: proposed by one person, decided by another. Only its status moves."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("waits for a second person")
        ALLOCATED = "allocated", _("allocated")
        DECLINED = "declined", _("declined")
        TAKEN_BACK = "taken_back", _("taken back")

    class Reason(models.TextChoices):
        GAP = "gap", _("closes the gap of a required line")
        NEED = "need", _("no other means")
        DEADLINE = "deadline", _("a fare or fee is due")
        EQUITY = "equity", _("nobody else from the region or theme")
        OTHER = "other", _("another reason, in the note")

    pool = models.ForeignKey(Fund, models.PROTECT, related_name="allocations_out")
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="allocations_in")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.PROPOSED)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    reason = models.CharField(max_length=12, choices=Reason.choices)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    form_token = models.UUIDField(unique=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["pool", "status", "created_at"])]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="allocation_positive"),
            models.CheckConstraint(condition=~Q(pool=F("fund")), name="allocation_between_two_funds"),
            # Maker and checker are two people, also for whoever writes SQL.
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(status="taken_back") | ~Q(decided_by=F("proposed_by")),
                name="allocation_two_people",
            ),
            models.CheckConstraint(
                condition=Q(status="proposed", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(status="proposed") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="allocation_decided_when_and_by",
            ),
        ]


class AllocationNote(Created):
    """Words for the minutes; apart, since they may name people."""

    allocation = models.ForeignKey(Allocation, models.CASCADE, related_name="notes")
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.TextField(max_length=600)

    class Meta:
        ordering = ["created_at"]
