"""What becomes of a payment after it has succeeded: given back, disputed, warned of, held apart, paid out.

What Stripe decides is mirrored as it says it (`stripe_status`); what people decide is a `status` of ours."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from delegation.models import Person
from delegation.models.base import Created, Named
from fundraising.models.donations import Donation
from fundraising.models.funds import Fund
from fundraising.models.ledger import JournalEntry


class HeldApart(Named, Created):
    """A payment that fits no waiting gift: in suspense until two people have placed it or sent it back. `amount_minor`
    is what stands in suspense; `charged_minor` what the card was charged, which is another figure where Stripe
    converted it."""

    class Status(models.TextChoices):
        HELD = "held", _("held apart")
        ASKED_PLACE = "asked_place", _("to be placed, waits for a second person")
        ASKED_RETURN = "asked_return", _("to be sent back, waits for a second person")
        PLACED = "placed", _("placed")
        RETURNING = "returning", _("on its way back")
        RETURNED = "returned", _("sent back")

    class Why(models.TextChoices):
        AMOUNT = "amount", _("another amount than the gift's")
        CURRENCY = "currency", _("another currency than the gift's")
        PAID_TWICE = "paid_twice", _("the gift was paid already")
        UNKNOWN = "unknown", _("no gift of this name")
        SETTLED = "settled", _("settled in another currency than the fund's")

    payment_intent = models.CharField(max_length=255, unique=True)
    charge = models.CharField(max_length=255, blank=True)
    # The gift the payment names, where it names one.
    donation = models.ForeignKey(Donation, models.PROTECT, null=True, blank=True, related_name="held_apart")
    why = models.CharField(max_length=12, choices=Why.choices)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    charged_minor = models.BigIntegerField()
    charged_currency = models.CharField(max_length=3)
    happened_at = models.DateTimeField()
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.HELD)
    entry = models.OneToOneField(JournalEntry, models.PROTECT, related_name="held_apart")
    # Stripe's fee, taken all the same: booked when it is known where the payment belongs.
    fee_minor = models.BigIntegerField(null=True, blank=True)
    balance_transaction = models.CharField(max_length=255, null=True, blank=True, unique=True)
    placed_to = models.ForeignKey(Fund, models.PROTECT, null=True, blank=True, related_name="+")
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    form_token = models.UUIDField(null=True, blank=True, unique=True)
    # When Stripe was last asked about it, so that one row never keeps the others waiting.
    swept_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "held apart"
        indexes = [models.Index(fields=["status", "currency"])]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0, charged_minor__gt=0), name="held_positive"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")), name="held_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("placed", "returning")) | Q(asked_by__isnull=False, decided_by__isnull=False),
                name="held_decided_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(status="placed") | Q(placed_to__isnull=False), name="placed_money_has_fund"
            ),
            models.CheckConstraint(
                condition=Q(fee_minor__isnull=True, balance_transaction__isnull=True)
                | Q(fee_minor__isnull=False, balance_transaction__isnull=False),
                name="held_fee_has_transaction",
            ),
        ]

    def __str__(self):
        return self.payment_intent


def _of_one_payment(name: str) -> models.CheckConstraint:
    """A row belongs to a gift or to a payment held apart, never to both and never to none."""
    return models.CheckConstraint(
        condition=Q(donation__isnull=False, held__isnull=True) | Q(donation__isnull=True, held__isnull=False), name=name
    )


class Refund(Named, Created):
    """Money of a gift given back to the card it came from, in minor units of the gift's currency. Asked by one person,
    above a limit decided by a second. One that began in Stripe's dashboard has no `requested_by`."""

    class Status(models.TextChoices):
        REQUESTED = "requested", _("waits for a second person")
        PENDING = "pending", _("on its way back")
        SUCCEEDED = "succeeded", _("given back")
        FAILED = "failed", _("came back to us")
        REFUSED = "refused", _("refused")

    class Reason(models.TextChoices):
        TWICE = "twice", _("given twice")
        WRONG_AMOUNT = "wrong_amount", _("wrong amount")
        NOT_OWNER = "not_owner", _("not the card's owner")
        FRAUD = "fraud", _("fraud")
        STAFF = "staff", _("by decision of the staff")

    donation = models.ForeignKey(Donation, models.PROTECT, null=True, blank=True, related_name="refunds")
    held = models.ForeignKey(HeldApart, models.PROTECT, null=True, blank=True, related_name="refunds")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.REQUESTED)
    reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    needs_second = models.BooleanField(default=False)
    requested_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    form_token = models.UUIDField(null=True, blank=True, unique=True)
    stripe_id = models.CharField(max_length=255, null=True, blank=True, unique=True)
    # What left Stripe, and what came back, as its balance transactions say: the account's currency, signs dropped.
    settled_minor = models.BigIntegerField(null=True, blank=True)
    settled_currency = models.CharField(max_length=3, blank=True)
    balance_transaction = models.CharField(max_length=255, null=True, blank=True, unique=True)
    returned_minor = models.BigIntegerField(null=True, blank=True)
    failure_balance_transaction = models.CharField(max_length=255, null=True, blank=True, unique=True)
    # Stripe's own word for why it failed or was refused.
    failure_code = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    swept_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["status", "created_at"])]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="refund_positive"),
            _of_one_payment("refund_of_one_payment"),
            # Asker and decider are two people, also for whoever writes SQL; one's own request may be withdrawn.
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(status="refused") | ~Q(decided_by=F("requested_by")),
                name="refund_two_people",
            ),
            models.CheckConstraint(
                condition=Q(needs_second=False)
                | Q(status__in=("requested", "refused"))
                | Q(requested_by__isnull=False, decided_by__isnull=False),
                name="large_refund_has_two_people",
            ),
            models.CheckConstraint(
                condition=Q(requested_by__isnull=False, form_token__isnull=False)
                | Q(requested_by__isnull=True, stripe_id__isnull=False),
                name="refund_has_a_beginning",
            ),
            models.CheckConstraint(
                condition=~Q(status="succeeded") | Q(stripe_id__isnull=False, balance_transaction__isnull=False),
                name="made_refund_has_transaction",
            ),
            models.CheckConstraint(
                condition=Q(balance_transaction__isnull=True, settled_minor__isnull=True)
                | Q(balance_transaction__isnull=False, settled_minor__gt=0),
                name="refund_transaction_has_amount",
            ),
            models.CheckConstraint(
                condition=Q(failure_balance_transaction__isnull=True, returned_minor__isnull=True)
                | Q(failure_balance_transaction__isnull=False, returned_minor__gt=0, status="failed"),
                name="failed_refund_came_back",
            ),
        ]

    def __str__(self):
        return self.stripe_id or str(self.uuid)

    @property
    def payment_intent(self) -> str:
        """The payment it gives back."""
        return (self.donation or self.held).payment_intent or ""


class RefundNote(Created):
    """Words for the file; apart, since they may name people."""

    refund = models.ForeignKey(Refund, models.CASCADE, related_name="notes")
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.TextField(max_length=600)

    class Meta:
        ordering = ["created_at"]


INQUIRY = ("warning_needs_response", "warning_under_review")
OPEN = ("needs_response", "under_review")
OVER = ("won", "lost", "warning_closed", "prevented")


class Dispute(Named):
    """The card's owner asked their bank. Its state is what the object says, never what an event is called; its money
    are the movements below."""

    stripe_id = models.CharField(max_length=255, unique=True)
    donation = models.ForeignKey(Donation, models.PROTECT, null=True, blank=True, related_name="disputes")
    held = models.ForeignKey(HeldApart, models.PROTECT, null=True, blank=True, related_name="disputes")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    reason = models.CharField(max_length=60, blank=True)
    stripe_status = models.CharField(max_length=40)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    swept_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["stripe_status", "due_at"])]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="dispute_positive"),
            _of_one_payment("dispute_of_one_payment"),
        ]

    def __str__(self):
        return self.stripe_id

    @property
    def is_inquiry(self) -> bool:
        return self.stripe_status in INQUIRY

    @property
    def is_open(self) -> bool:
        return self.stripe_status not in OVER

    @property
    def taken_minor(self) -> int:
        """What Stripe took of the payment, in the account's currency. Sums the movements at hand."""
        return -sum(m.amount_minor for m in self.movements.all() if m.amount_minor < 0)

    @property
    def reinstated_minor(self) -> int:
        return sum(m.amount_minor for m in self.movements.all() if m.amount_minor > 0)

    @property
    def fee_minor(self) -> int:
        """What the dispute itself cost, less what of it came back."""
        return sum(m.fee_minor for m in self.movements.all())


class DisputeMovement(models.Model):
    """One balance transaction of a dispute, signed as Stripe signs it: money that left is negative, a fee positive.
    Only ever added to."""

    class Kind(models.TextChoices):
        TAKEN = "taken", _("taken")
        REINSTATED = "reinstated", _("given back")
        FEE = "fee", _("fee alone")

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="movements")
    balance_transaction = models.CharField(max_length=255, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    amount_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    happened_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="taken", amount_minor__lt=0)
                | Q(kind="reinstated", amount_minor__gt=0)
                | (Q(kind="fee", amount_minor=0) & ~Q(fee_minor=0)),
                name="movement_has_its_sign",
            )
        ]

    def __str__(self):
        return self.balance_transaction


class FraudWarning(Named):
    """The card's bank suspects fraud. Giving the money back early usually avoids a dispute."""

    stripe_id = models.CharField(max_length=255, unique=True)
    donation = models.ForeignKey(Donation, models.PROTECT, null=True, blank=True, related_name="fraud_warnings")
    held = models.ForeignKey(HeldApart, models.PROTECT, null=True, blank=True, related_name="fraud_warnings")
    fraud_type = models.CharField(max_length=60)
    # While true, a refund still helps: neither refunded nor disputed yet.
    actionable = models.BooleanField()
    warned_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [_of_one_payment("warning_of_one_payment")]

    def __str__(self):
        return self.stripe_id


class Payout(Named):
    """Money Stripe sends to the bank account. Negative where Stripe takes back what it is owed. `reconciled` once its
    transactions stand below it."""

    stripe_id = models.CharField(max_length=255, unique=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    stripe_status = models.CharField(max_length=20)
    automatic = models.BooleanField()
    arrives_on = models.DateField()
    made_at = models.DateTimeField()
    balance_transaction = models.CharField(max_length=255, blank=True)
    failure_code = models.CharField(max_length=60, blank=True)
    reconciled = models.BooleanField(default=False)
    swept_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(amount_minor=0), name="payout_not_zero")]

    def __str__(self):
        return self.stripe_id


class PayoutLine(models.Model):
    """One balance transaction that went into a payout, as Stripe lists it. Only ever added to."""

    payout = models.ForeignKey(Payout, models.PROTECT, related_name="lines")
    balance_transaction = models.CharField(max_length=255)
    source = models.CharField(max_length=255, blank=True)
    category = models.CharField(max_length=60)
    amount_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField()
    net_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    happened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["payout", "balance_transaction"], name="payout_line_once"),
            models.CheckConstraint(
                condition=Q(net_minor=F("amount_minor") - F("fee_minor")), name="payout_line_adds_up"
            ),
        ]

    def __str__(self):
        return self.balance_transaction
