"""The books against Stripe: what Stripe says it holds and moved, where the books say otherwise, and what two people
posted about it."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from delegation.models import Person
from delegation.models.base import Created, Named
from fundraising.models.funds import Fund
from fundraising.models.ledger import JournalEntry


class Reconciliation(Named, Created):
    """One comparison of the books with Stripe. The row is the queue: asked for by a person or by the night, carried on
    from `cursor` where Stripe went away in the middle. `figures`: by currency, minor units: what Stripe says it holds,
    what the books say, and what of the gap is explained."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits to be done")
        READING = "reading", _("under way")
        DONE = "done", _("done")

    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    # Stripe's lines from here on were read; older ones are compared only where they differed before.
    since = models.DateTimeField(null=True, blank=True)
    # Every line since then, not only down to those read before.
    whole = models.BooleanField(default=False)
    cursor = models.CharField(max_length=255, blank=True)
    lines_read = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    figures = models.JSONField(default=dict)
    tried_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=60, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="done", finished_at__isnull=False) | (~Q(state="done") & Q(finished_at__isnull=True)),
                name="reconciliation_done_when",
            ),
            models.UniqueConstraint(fields=["state"], condition=Q(state="waiting"), name="one_reconciliation_waits"),
        ]

    def __str__(self):
        return self.state


class BalanceLine(models.Model):
    """One balance transaction as Stripe lists it, signed as Stripe signs it: gross, fee and net in minor units of the
    account's currency. Only ever added to."""

    stripe_id = models.CharField(max_length=255, unique=True)
    category = models.CharField(max_length=60)
    source = models.CharField(max_length=255, blank=True)
    payment_intent = models.CharField(max_length=255, blank=True)
    amount_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField()
    net_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["made_at"]),
            models.Index(fields=["payment_intent"]),
            models.Index(fields=["source"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(net_minor=F("amount_minor") - F("fee_minor")), name="balance_line_adds_up"
            ),
        ]

    def __str__(self):
        return self.stripe_id


class Difference(Named):
    """Something the books say otherwise than Stripe. Reported, never repaired by itself: it is `resolved` by a posted
    correction of two people, or `cleared` when a later comparison finds both sides agree, since what was late came.

    `subject` is Stripe's id of the line or payout, or our entry's key where Stripe knows nothing of it. `theirs_minor`
    and `ours_minor` in minor units of `currency`, signed as Stripe signs; a fee is positive."""

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        RESOLVED = "resolved", _("resolved")
        CLEARED = "cleared", _("agrees now")

    class Kind(models.TextChoices):
        MISSING_IN_BOOKS = "missing_in_books", _("Stripe has it, the books do not")
        MISSING_AT_STRIPE = "missing_at_stripe", _("the books have it, Stripe does not")
        AMOUNT = "amount", _("another amount")
        FEE = "fee", _("another fee")
        CURRENCY = "currency", _("another currency")
        PAYOUT = "payout", _("a payout is not the sum of its lines")
        BALANCE = "balance", _("the balance is another than all lines explain")

    kind = models.CharField(max_length=20, choices=Kind.choices)
    subject = models.CharField(max_length=255)
    category = models.CharField(max_length=60, blank=True)
    currency = models.CharField(max_length=3)
    theirs_minor = models.BigIntegerField()
    ours_minor = models.BigIntegerField()
    line = models.ForeignKey(BalanceLine, models.PROTECT, null=True, blank=True, related_name="differences")
    entry = models.ForeignKey(JournalEntry, models.PROTECT, null=True, blank=True, related_name="differences")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    # Somebody asked to look at the payment once more: the same as if its event came again.
    recheck_asked_at = models.DateTimeField(null=True, blank=True)
    rechecked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["status", "first_seen_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "kind", "currency"], condition=Q(status="open"), name="one_open_difference"
            ),
            models.CheckConstraint(
                condition=Q(status="open", closed_at__isnull=True) | (~Q(status="open") & Q(closed_at__isnull=False)),
                name="difference_closed_when",
            ),
            models.CheckConstraint(condition=~Q(theirs_minor=F("ours_minor")), name="difference_differs"),
        ]

    def __str__(self):
        return f"{self.kind} {self.subject}"

    @property
    def gap_minor(self) -> int:
        """What the books' account at Stripe lacks, minor units: below zero where it holds too much."""
        gap = self.theirs_minor - self.ours_minor
        return -gap if self.kind == self.Kind.FEE else gap


class Correction(Named, Created):
    """What two people post about a difference: proposed by one with a reason, decided by another. Only its status and
    its entry are written later."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("waits for a second person")
        POSTED = "posted", _("posted")
        DECLINED = "declined", _("declined")
        TAKEN_BACK = "taken_back", _("taken back")

    class Way(models.TextChoices):
        FEE = "fee", _("Book it as a fee of Stripe's; the pool bears it")
        HOLD = "hold", _("Hold it apart until a person has looked whose it is")
        CORRECT = "correct", _("Correct the books to what Stripe says; the pool bears or gets the gap")
        ACCEPT = "accept", _("Nothing to book: the reason is in the note")

    difference = models.ForeignKey(Difference, models.PROTECT, related_name="corrections")
    way = models.CharField(max_length=10, choices=Way.choices)
    # As the difference stood when this was proposed; when it moved on, nothing is posted.
    gap_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    pool = models.ForeignKey(Fund, models.PROTECT, related_name="+")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.PROPOSED)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    entry = models.OneToOneField(JournalEntry, models.PROTECT, null=True, blank=True, related_name="correction")
    form_token = models.UUIDField(unique=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(status="taken_back") | ~Q(decided_by=F("proposed_by")),
                name="correction_two_people",
            ),
            models.CheckConstraint(
                condition=Q(status="proposed", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(status="proposed") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="correction_decided_when_and_by",
            ),
            models.CheckConstraint(
                condition=Q(status="posted", way="accept", entry__isnull=True)
                | (Q(status="posted", entry__isnull=False) & ~Q(way="accept"))
                | (~Q(status="posted") & Q(entry__isnull=True)),
                name="posted_correction_has_entry",
            ),
            models.UniqueConstraint(fields=["difference"], condition=Q(status="proposed"), name="one_open_correction"),
        ]

    def __str__(self):
        return f"{self.way} {self.difference_id}"


class CorrectionNote(Created):
    """The reason, in words, for the minutes; apart, since it may name people."""

    correction = models.ForeignKey(Correction, models.CASCADE, related_name="notes")
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.TextField(max_length=600)

    class Meta:
        ordering = ["created_at"]

    def __str__(self):
        return f"note of correction {self.correction_id}"


class EventSweep(models.Model):
    """One look through Stripe's list of events for those that never arrived. The next one begins where the newest
    finished one began."""

    began_at = models.DateTimeField()
    since = models.DateTimeField()
    finished_at = models.DateTimeField(default=timezone.now)
    seen = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return f"{self.found} of {self.seen}"
