from django.db import models
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from delegation.models.base import Created, Named
from delegation.models.organisations import Organisation
from delegation.models.people import Person

# States whose names the catalogues know; others are shown as staff wrote them.
STATES = (gettext_noop("United States of America"),)


class Delegation(Named, Created):
    """One journey of delegates to one UPR session. Its dates are versioned facts (DelegationDates)."""

    class ReviewStatus(models.TextChoices):
        PLANNED = "planned", _("planned")
        POSTPONED = "postponed", _("postponed")
        HELD = "held", _("held")
        STATE_ABSENT = "state_absent", _("the State did not attend")
        CANCELLED = "cancelled", _("cancelled")

    class TravelStatus(models.TextChoices):
        PREPARING = "preparing", _("preparing")
        TRAVELLING = "travelling", _("travelling")
        HOME = "home", _("home")
        CLOSED = "closed", _("closed")
        HISTORY = "history", _("history")

    slug = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=120)
    state_reviewed = models.CharField(_("State under review"), max_length=120, default="United States of America")
    cycle = models.PositiveSmallIntegerField(_("cycle"))
    session = models.PositiveSmallIntegerField(_("session"))
    # A review may be held although nobody can travel (2020), and travel may go on although it is not (2025).
    review_status = models.CharField(max_length=20, choices=ReviewStatus.choices, default=ReviewStatus.PLANNED)
    travel_status = models.CharField(max_length=20, choices=TravelStatus.choices, default=TravelStatus.PREPARING)
    venue = models.CharField(_("venue"), max_length=160, default="Palais des Nations, Geneva")
    venue_zone = models.CharField(_("venue's time zone"), max_length=40, default="Europe/Zurich")
    currency = models.CharField(max_length=3, default="USD")
    takes_applications = models.BooleanField(_("takes applications"), default=False)
    # What donors read at the head of the delegation's pages. Spanish is written by staff, empty falls back.
    headline = models.CharField(_("headline"), max_length=120, blank=True)
    headline_es = models.CharField(_("headline in Spanish"), max_length=120, blank=True)
    lede = models.CharField(_("opening sentences"), max_length=400, blank=True)
    lede_es = models.CharField(_("opening sentences in Spanish"), max_length=400, blank=True)

    class Meta:
        ordering = ["-cycle", "-session", "name"]
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")

    def __str__(self):
        return self.name

    @property
    def state_words(self) -> str:
        """The State under review in the reader's language."""
        return gettext(self.state_reviewed) if self.state_reviewed in STATES else self.state_reviewed


class DelegationDates(Named, Created):
    """One version of a delegation's dates; a moved review is a new version. Append-only.

    The review's start is local wall time at the venue; `review_at_utc` is derived from it and `zone`."""

    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="dates")
    version = models.PositiveIntegerField()
    session_starts_on = models.DateField(null=True, blank=True)
    session_ends_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    review_time = models.TimeField(null=True, blank=True)
    zone = models.CharField(max_length=40)
    review_at_utc = models.DateTimeField(null=True, blank=True)
    report_adopted_on = models.DateField(null=True, blank=True)
    plenary_on = models.DateField(null=True, blank=True)
    departure_on = models.DateField(_("most leave home on"), null=True, blank=True)
    return_on = models.DateField(_("most are home on"), null=True, blank=True)
    # Named reason, free of personal text; the source names a document.
    reason = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200, blank=True)
    confidence = models.CharField(max_length=10, default="high")
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["delegation_id", "-version"]
        constraints = [models.UniqueConstraint(fields=["delegation", "version"], name="dates_version_once")]

    def __str__(self):
        return f"{self.delegation} v{self.version}"


class Delegate(Named, Created):
    """A person on a delegation: the hinge between money and journey."""

    class Status(models.TextChoices):
        APPLIED = "applied", _("asked to join")
        NOMINATED = "nominated", _("nominated")
        DECLINED = "declined", _("not nominated")
        WITHDRAWN = "withdrawn", _("withdrawn")
        REMOTE = "remote", _("takes part from home")
        TRAVELLING = "travelling", _("travelling")
        HOME = "home", _("home")
        CLOSED = "closed", _("accounts closed")

    class DeclineReason(models.TextChoices):
        NO_SEAT = "no_seat", _("no seat is left on this delegation")
        LATER = "later", _("another delegation fits better")
        NOT_THEME = "not_theme", _("the work is outside this review")
        INCOMPLETE = "incomplete", _("the application was not complete in time")
        NOT_REACHED = "not_reached", _("we could not reach you")

    person = models.ForeignKey(Person, models.PROTECT, related_name="delegates")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="delegates")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="delegates")
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.APPLIED)
    region = models.CharField(_("region"), max_length=60, help_text=_("The state or part of the country you live in."))
    theme = models.CharField(_("what you work on"), max_length=120, blank=True)
    decline_reason = models.CharField(max_length=20, choices=DeclineReason.choices, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["delegation_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "delegation"], name="delegate_once_per_delegation"),
            models.CheckConstraint(
                condition=models.Q(decided_at__isnull=True, decided_by__isnull=True)
                | models.Q(decided_at__isnull=False, decided_by__isnull=False),
                name="delegate_decided_when_and_by",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("person")),
                name="delegate_never_decides_own",
            ),
        ]
        indexes = [models.Index(fields=["delegation", "status"])]

    def __str__(self):
        return str(self.person)

    @property
    def is_on_board(self):
        return self.status in {"nominated", "travelling", "remote", "home"}


class DelegateMotivation(models.Model):
    """Why somebody asks to join: personal text, apart so that it can be purged."""

    delegate = models.OneToOneField(Delegate, models.CASCADE, related_name="motivation")
    text = models.TextField(_("why you want to go"), max_length=1200, blank=True)
    decision_note = models.TextField(max_length=600, blank=True)

    def __str__(self):
        return str(self.delegate.uuid)
