"""Allocation rounds: who gets what from the pool under which rule, what was seen when it was decided, and the offers
that came of it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from delegation.models import Delegate, Person
from delegation.models.base import Created, Named
from fundraising.models.funds import Fund


class AllocationRound(Named, Created):
    """Money of the pool for several delegates at once, by one policy. Settings change while it is a draft; from the
    proposal on, what was put in and what came out stand as canonical JSON with their hashes, uuids and numbers only."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("being prepared")
        SIMULATED = "simulated", _("simulated, nothing is promised")
        PROPOSED = "proposed", _("waits for a second person")
        DECIDED = "decided", _("decided, offers made")
        DECLINED = "declined", _("declined")
        TAKEN_BACK = "taken_back", _("taken back")

    class Policy(models.TextChoices):
        EQUAL = "equal", _("Equal shares")
        NEED = "need", _("Greatest need first")
        MOST = "most", _("Most journeys")

    pool = models.ForeignKey(Fund, models.PROTECT, related_name="rounds")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DRAFT)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    cap_minor = models.BigIntegerField(null=True, blank=True)
    other_lines = models.BooleanField(default=False)
    weight_need = models.PositiveSmallIntegerField(default=40)
    weight_first_time = models.PositiveSmallIntegerField(default=15)
    weight_distance = models.PositiveSmallIntegerField(default=15)
    weight_region = models.PositiveSmallIntegerField(default=15)
    weight_theme = models.PositiveSmallIntegerField(default=15)
    answer_by = models.DateField()
    policy = models.CharField(max_length=8, choices=Policy.choices, blank=True)
    # What the pool had to keep when it was decided; minor units.
    floor_minor = models.BigIntegerField(null=True, blank=True)
    algorithm = models.CharField(max_length=10, blank=True)
    inputs = models.TextField(blank=True)
    inputs_sha256 = models.CharField(max_length=64, blank=True)
    result = models.TextField(blank=True)
    result_sha256 = models.CharField(max_length=64, blank=True)
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    proposed_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    form_token = models.UUIDField(unique=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["pool", "status"])]
        constraints = [
            models.UniqueConstraint(fields=["pool", "number"], name="round_number_once"),
            # Two proposals would both close the same gaps.
            models.UniqueConstraint(fields=["pool"], condition=Q(status="proposed"), name="one_proposed_round_a_pool"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="round_positive"),
            models.CheckConstraint(condition=Q(cap_minor__isnull=True) | Q(cap_minor__gt=0), name="round_cap_positive"),
            # Maker and checker are two people, also for whoever writes SQL.
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(status="taken_back") | ~Q(decided_by=F("proposed_by")),
                name="round_two_people",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("draft", "simulated", "taken_back"))
                | (Q(proposed_by__isnull=False, proposed_at__isnull=False) & ~Q(policy="") & ~Q(result="")),
                name="round_proposed_when_by_and_what",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("draft", "simulated", "proposed"), decided_by__isnull=True)
                | Q(
                    status__in=("decided", "declined", "taken_back"), decided_by__isnull=False, decided_at__isnull=False
                ),
                name="round_decided_when_and_by",
            ),
            models.CheckConstraint(
                condition=~Q(status="decided") | Q(floor_minor__isnull=False), name="round_knew_its_floor"
            ),
        ]

    def __str__(self):
        return str(_("Round %(number)s") % {"number": self.number})

    @property
    def weights(self) -> dict[str, int]:
        return {
            "need": self.weight_need,
            "first_time": self.weight_first_time,
            "distance": self.weight_distance,
            "region": self.weight_region,
            "theme": self.weight_theme,
        }

    @property
    def is_open(self) -> bool:
        return self.status in {"draft", "simulated", "proposed"}


class RoundNote(Created):
    """Words for the minutes; apart, since they may name people."""

    round = models.ForeignKey(AllocationRound, models.CASCADE, related_name="notes")
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.TextField(max_length=600)

    class Meta:
        ordering = ["created_at", "id"]


class RoundLine(Named, Created):
    """One delegate in a proposed round: what was missing, how it was weighed, what the policy gives. Numbers only."""

    round = models.ForeignKey(AllocationRound, models.PROTECT, related_name="lines")
    delegate = models.ForeignKey(Delegate, models.PROTECT, related_name="round_lines")
    # By budget line's uuid, what of it is missing; only lines without which there is no journey, and only gaps.
    gaps = models.JSONField(default=dict)
    minimum_minor = models.BigIntegerField()
    gap_minor = models.BigIntegerField()
    score = models.PositiveSmallIntegerField()
    # By criterion, 0 to 100 or null where nobody knew.
    parts = models.JSONField(default=dict)
    award_minor = models.BigIntegerField()
    reason = models.CharField(max_length=12)

    class Meta:
        ordering = ["round_id", "-award_minor", "id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "delegate"], name="round_line_once"),
            models.CheckConstraint(
                condition=Q(award_minor=0)
                | (Q(award_minor__gte=F("minimum_minor")) & Q(award_minor__lte=F("gap_minor"))),
                name="round_line_no_half_ticket",
            ),
        ]

    def __str__(self):
        return f"{self.round_id}:{self.delegate_id}"


class Offer(Named, Created):
    """Money of the pool held for one delegate until they answer, at the latest on `answer_by`. Its amount never
    changes: another amount is another offer, proposed by one person and made by another."""

    class Status(models.TextChoices):
        OFFERED = "offered", _("waits for the delegate")
        COUNTERED = "countered", _("the delegate asks for another amount")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined by the delegate")
        LAPSED = "lapsed", _("not answered in time")
        WITHDRAWN = "withdrawn", _("withdrawn")

    OPEN = ("offered", "countered")

    line = models.ForeignKey(RoundLine, models.PROTECT, related_name="offers")
    # Beside the line, so that the database itself holds one open offer per delegate and round.
    round = models.ForeignKey(AllocationRound, models.PROTECT, related_name="offers")
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="offers")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.OFFERED)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    answer_by = models.DateField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    # What the delegate asks for instead.
    counter_minor = models.BigIntegerField(null=True, blank=True)
    # What one person of the staff would offer instead; a second one makes it an offer of its own.
    next_minor = models.BigIntegerField(null=True, blank=True)
    next_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["status", "answer_by"]), models.Index(fields=["fund", "status"])]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="offer_positive"),
            models.CheckConstraint(
                condition=Q(counter_minor__isnull=True) | Q(counter_minor__gt=0), name="offer_counter_positive"
            ),
            models.CheckConstraint(condition=~Q(made_by=F("proposed_by")), name="offer_two_people"),
            models.CheckConstraint(
                condition=Q(next_minor__isnull=True, next_by__isnull=True) | Q(next_minor__gt=0, next_by__isnull=False),
                name="offer_next_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("offered", "countered"), ended_at__isnull=True)
                | (~Q(status__in=("offered", "countered")) & Q(ended_at__isnull=False)),
                name="offer_ended_when",
            ),
            models.CheckConstraint(
                condition=~Q(status="countered") | Q(counter_minor__isnull=False), name="offer_countered_with_amount"
            ),
            models.UniqueConstraint(
                fields=["round", "fund"],
                condition=Q(status__in=("offered", "countered")),
                name="one_open_offer_a_round",
            ),
        ]

    def __str__(self):
        return f"{self.amount_minor} {self.currency}"

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN


class OfferNote(Created):
    """What the delegate or the staff wrote about an offer; apart, since it is personal."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="notes")
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    # Whether the delegate reads it: an answer to them does, a note for the minutes does not.
    for_delegate = models.BooleanField(default=True)
    text = models.TextField(max_length=600)

    class Meta:
        ordering = ["created_at", "id"]


class DelegateCriteria(Named):
    """What a delegate told the staff, or agreed that it counts, where the system cannot know by itself. Everything may
    stay unknown; the delegate sees it beside their offer."""

    class Means(models.TextChoices):
        UNKNOWN = "", _("not known")
        NONE = "none", _("no other means")
        SOME = "some", _("some: savings, an employer, a group that helps")
        ENOUGH = "enough", _("enough to go without the pool")

    class Answer(models.TextChoices):
        UNKNOWN = "", _("not known")
        YES = "yes", _("yes")
        NO = "no", _("no")

    class Distance(models.TextChoices):
        UNKNOWN = "", _("as the flight in the budget says")
        EAST = "east", _("the East coast")
        MIDDLE = "midwest_south", _("the Midwest or the South")
        WEST = "west", _("the West")
        REMOTE = "remote", _("Alaska, Hawaii, Puerto Rico or Guam")

    delegate = models.OneToOneField(Delegate, models.CASCADE, related_name="criteria")
    other_means = models.CharField(max_length=8, choices=Means.choices, blank=True)
    first_time = models.CharField(max_length=4, choices=Answer.choices, blank=True)
    distance = models.CharField(max_length=16, choices=Distance.choices, blank=True)
    only_from_region = models.CharField(max_length=4, choices=Answer.choices, blank=True)
    only_on_theme = models.CharField(max_length=4, choices=Answer.choices, blank=True)
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now=True)

    def __str__(self):
        return str(self.delegate_id)
