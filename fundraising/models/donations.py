from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from delegation.models.base import Created, Named
from fundraising.models.appeals import Appeal, AppealVersion
from fundraising.models.funds import Fund
from fundraising.models.shares import Share


class Donor(Named, Created):
    """Who gave, for the receipt. Stands alone: never joined to an account because an address matches."""

    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=10, default="en")

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["email"])]

    def __str__(self):
        return self.name or self.email


class Donation(Named, Created):
    """One gift. `amount_minor` is what the card is charged (fee cover included), in minor units of `currency`; what
    reached us, in the fund's currency, is `settled_minor`, known once it is posted."""

    class Status(models.TextChoices):
        STARTED = "started", _("started")
        PENDING = "pending", _("on its way")
        SETTLING = "settling", _("being settled")
        PAID = "paid", _("received")
        FAILED = "failed", _("did not succeed")
        EXPIRED = "expired", _("left unpaid")
        REPLACED = "replaced", _("received as another gift")

    class Source(models.TextChoices):
        CARD = "card", _("card or bank debit")
        CHEQUE = "cheque", _("cheque")
        BANK_TRANSFER = "bank_transfer", _("bank transfer")
        CASH = "cash", _("cash")
        ADVISED_FUND = "advised_fund", _("donor-advised fund")
        EMPLOYER = "employer", _("employer match")

    donor = models.ForeignKey(Donor, models.PROTECT, related_name="donations")
    source = models.CharField(max_length=16, choices=Source.choices, default=Source.CARD)
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="donations")
    # The appeal the donor would like it to help, and the version read when giving; none for a gift to the pool.
    appeal = models.ForeignKey(Appeal, models.PROTECT, null=True, blank=True, related_name="donations")
    version = models.ForeignKey(AppealVersion, models.PROTECT, null=True, blank=True, related_name="donations")
    share = models.ForeignKey(Share, models.PROTECT, null=True, blank=True, related_name="donations")
    # One month of a monthly gift, and Stripe's invoice for it.
    monthly = models.ForeignKey(
        "fundraising.MonthlyGift", models.PROTECT, null=True, blank=True, related_name="donations"
    )
    invoice = models.CharField(max_length=255, null=True, blank=True, unique=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.STARTED)
    amount_minor = models.BigIntegerField()
    fee_cover_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    settled_minor = models.BigIntegerField(null=True, blank=True)
    settled_currency = models.CharField(max_length=3, blank=True)
    # Units of `settled_currency` for one unit of `currency`, as Stripe's balance transaction says; none without change.
    exchange_rate = models.DecimalField(max_digits=20, decimal_places=10, null=True, blank=True)
    # Quid pro quo: what the giver got for it, valued in good faith, minor units of `currency`.
    goods_description = models.CharField(max_length=160, blank=True)
    goods_value_minor = models.BigIntegerField(default=0)
    is_family = models.BooleanField(default=False)
    language = models.CharField(max_length=10, default="en")
    mode = models.CharField(max_length=4)
    form_token = models.UUIDField(unique=True)
    payment_intent = models.CharField(max_length=255, null=True, blank=True, unique=True)
    charge = models.CharField(max_length=255, null=True, blank=True, unique=True)
    card_last4 = models.CharField(max_length=4, blank=True)
    # Instant of the charge: the contribution date is this in the network's zone.
    paid_at = models.DateTimeField(null=True, blank=True)
    fee_minor = models.BigIntegerField(null=True, blank=True)
    balance_transaction = models.CharField(max_length=255, null=True, blank=True, unique=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["fund", "status", "-paid_at"]),
            models.Index(fields=["appeal", "status", "-paid_at"]),
            models.Index(fields=["status", "created_at"]),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="gift_positive"),
            models.CheckConstraint(
                condition=Q(fee_cover_minor__gte=0) & Q(fee_cover_minor__lt=models.F("amount_minor")),
                name="fee_cover_within_gift",
            ),
            models.CheckConstraint(
                condition=~Q(status="paid")
                | Q(source="card", payment_intent__isnull=False, paid_at__isnull=False)
                | (~Q(source="card") & Q(paid_at__isnull=False)),
                name="paid_gift_has_payment",
            ),
            models.CheckConstraint(
                condition=~Q(status="paid") | (Q(settled_minor__gt=0) & ~Q(settled_currency="")),
                name="paid_gift_is_settled",
            ),
            models.CheckConstraint(
                condition=Q(goods_value_minor=0) | (Q(goods_value_minor__gt=0) & ~Q(goods_description="")),
                name="goods_are_described",
            ),
            models.CheckConstraint(
                condition=Q(appeal__isnull=True, version__isnull=True) | Q(appeal__isnull=False, version__isnull=False),
                name="gift_remembers_version",
            ),
            models.CheckConstraint(
                condition=Q(invoice__isnull=True) | Q(monthly__isnull=False, source="card"),
                name="invoice_is_of_monthly_gift",
            ),
            models.CheckConstraint(
                condition=Q(fee_minor__isnull=True, balance_transaction__isnull=True)
                | Q(fee_minor__isnull=False, balance_transaction__isnull=False),
                name="fee_has_balance_transaction",
            ),
        ]


class DonationNote(models.Model):
    """What the donor agreed to show: personal text, apart so that it can be purged."""

    donation = models.OneToOneField(Donation, models.CASCADE, related_name="note")
    shown_name = models.CharField(max_length=80, blank=True)
    show_amount = models.BooleanField(default=True)
    message = models.CharField(max_length=280, blank=True)
    # A person reads a message before it appears.
    message_shown_at = models.DateTimeField(null=True, blank=True)
    message_hidden_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return f"note of gift {self.donation_id}"


class CheckoutAttempt(Named, Created):
    """One try to open a hosted payment page for a gift, stored before Stripe is called. Key and params together, so
    that a repeat sends the same body under the same key."""

    class State(models.TextChoices):
        UNSENT = "unsent"
        OPEN = "open"
        COMPLETE = "complete"
        EXPIRED = "expired"
        REFUSED = "refused"

    donation = models.ForeignKey(Donation, models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField(default=1)
    idempotency_key = models.CharField(max_length=120, unique=True)
    params = models.JSONField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.UNSENT)
    session_id = models.CharField(max_length=255, null=True, blank=True, unique=True)
    url = models.URLField(max_length=2000, blank=True)
    expires_at = models.DateTimeField()
    swept_at = models.DateTimeField(null=True, blank=True)
    # Cards that failed on this page.
    declines = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["donation_id", "number"]
        constraints = [models.UniqueConstraint(fields=["donation", "number"], name="attempt_number_once")]
        indexes = [models.Index(fields=["state", "expires_at"]), models.Index(fields=["created_at"])]
