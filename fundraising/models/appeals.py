from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from delegation.models import Delegate, DelegationDates, Person
from delegation.models.base import Created, Named


class Naming(models.TextChoices):
    """How the public reads the delegate's name. The first is the default; the last needs a second confirmation."""

    FIRST_REGION = "first_region", _("First name and region")
    PSEUDONYM = "pseudonym", _("Another name")
    FULL_NAME = "full_name", _("Full name")


class Appeal(Named, Created):
    """A delegate's page that asks for travel money. Public while `open`, at `approved_version`."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        OPEN = "open", _("open")
        PAUSED = "paused", _("paused")
        CLOSED = "closed", _("closed")

    delegate = models.OneToOneField(Delegate, models.PROTECT, related_name="appeal")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    approved_version = models.ForeignKey(
        "fundraising.AppealVersion", models.PROTECT, null=True, blank=True, related_name="public_for"
    )
    allows_sharing = models.BooleanField(_("the network may share my appeal with member organisations"), default=False)
    indexable = models.BooleanField(_("search engines may list it"), default=False)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at", "-id"]
        indexes = [models.Index(fields=["status", "-opened_at"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="open") | Q(approved_version__isnull=False), name="open_appeal_is_approved"
            )
        ]

    def __str__(self):
        return f"appeal {str(self.uuid)[:8]}"

    @property
    def slug(self):
        """The living address; None before the first approval."""
        living = [s.slug for s in self.slugs.all() if s.gone_at is None]
        return living[0] if living else None


class AppealSlug(models.Model):
    """Addresses an appeal has had. Made of quilt words, never of a name. When naming becomes more private the old
    address is gone: it answers 410."""

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="slugs")
    slug = models.SlugField(max_length=60, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["appeal"], condition=Q(gone_at__isnull=True), name="one_living_slug")
        ]

    def __str__(self):
        return self.slug


class AppealText(models.Model):
    """Fields of an appeal's text, alike in the working copy and in a version."""

    title = models.CharField(_("title"), max_length=80, blank=True)
    lede = models.CharField(_("opening sentences"), max_length=300, blank=True)
    story = models.TextField(_("your story"), max_length=2400, blank=True)
    in_geneva = models.TextField(_("what happens in Geneva"), max_length=800, blank=True)
    naming = models.CharField(
        _("how you are named"), max_length=20, choices=Naming.choices, default=Naming.FIRST_REGION
    )
    shown_name = models.CharField(_("name the public reads"), max_length=80, blank=True)
    region = models.CharField(_("region the public reads"), max_length=60, blank=True)
    show_organisation = models.BooleanField(_("show my organisation"), default=True)
    photo = models.ForeignKey("fundraising.Photo", models.SET_NULL, null=True, blank=True, related_name="+")
    language = models.CharField(_("language of the text"), max_length=10, default="en")

    class Meta:
        abstract = True


class AppealDraft(AppealText):
    """The working copy its author edits; saved with gaps, public never."""

    appeal = models.OneToOneField(Appeal, models.CASCADE, related_name="draft")
    full_name_confirmed_at = models.DateTimeField(null=True, blank=True)
    saved_at = models.DateTimeField(auto_now=True)

    def __str__(self):
        return f"draft of appeal {self.appeal_id}"


class AppealVersion(Named, Created):
    """What was sent to review, numbered. Append-only: who, when and the hash of its text; the text itself stands in
    VersionText, which purge may delete."""

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    content_hash = models.CharField(max_length=64)
    goal_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    dates = models.ForeignKey(DelegationDates, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["appeal_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["appeal", "number"], name="version_number_once"),
            models.CheckConstraint(condition=Q(goal_minor__gte=0), name="goal_not_negative"),
        ]


class VersionText(AppealText):
    """The text of a version, with its budget lines as they stood (list of dicts, see budgets.snapshot)."""

    version = models.OneToOneField(AppealVersion, models.CASCADE, related_name="text")
    budget = models.JSONField(default=list)

    def __str__(self):
        return f"text of version {self.version_id}"


class Review(Named, Created):
    """The decision about one version. Never by its author."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting for review")
        CHANGES_REQUESTED = "changes_requested", _("changes asked for")
        DECLINED = "declined", _("declined")
        APPROVED = "approved", _("approved")
        TAKEN_BACK = "taken_back", _("taken back")

    class DeclineReason(models.TextChoices):
        OUTSIDE = "outside", _("it does not ask for this delegation's travel")
        RISK = "risk", _("publishing it would put somebody at risk")
        CONSENT = "consent", _("it shows people who have not agreed")
        UNTRUE = "untrue", _("we could not confirm what it says")
        BUDGET = "budget", _("its costs could not be agreed")

    version = models.OneToOneField(AppealVersion, models.PROTECT, related_name="review")
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.WAITING)
    decline_reason = models.CharField(max_length=20, choices=DeclineReason.choices, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at"]
        indexes = [models.Index(fields=["status", "created_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="review_decided_when_and_by",
            ),
            models.CheckConstraint(
                condition=~Q(status="declined") | ~Q(decline_reason=""), name="review_declined_has_reason"
            ),
        ]


class ReviewNote(Created):
    """What the reviewer wrote to the author; personal text, apart."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="notes")
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.TextField(max_length=600)

    class Meta:
        ordering = ["created_at"]


class Photo(Named, Created):
    """A picture, stored only as re-encoded pixels: JPEG without any metadata, at most 1600 px."""

    owner = models.ForeignKey(Delegate, models.PROTECT, related_name="photos")
    image = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alt = models.CharField(_("what the picture shows"), max_length=160, blank=True)


class AppealUpdate(Named, Created):
    """News from the author to those who gave."""

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="updates")
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=80)
    text = models.TextField(_("text"), max_length=1200)
    # Read by a second person before it appears, for dates, places and names.
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    hidden_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("written_by")),
                name="update_never_approved_by_self",
            )
        ]
