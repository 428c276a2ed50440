from django.db import models
from django.utils.translation import gettext_lazy as _

from delegation.models import Delegate, Delegation, DelegationDates, Person
from delegation.models.base import Created, Named


class Briefing(Named, Created):
    """One document delegates are given; its words stand in numbered versions."""

    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="briefings")
    code = models.SlugField(max_length=40)
    title = models.CharField(_("title"), max_length=120)
    title_es = models.CharField(_("title in Spanish"), max_length=120, blank=True)
    required = models.BooleanField(_("must be read"), default=True)
    position = models.PositiveSmallIntegerField(default=0)
    due_days_before_departure = models.SmallIntegerField(default=14)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["delegation_id", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["delegation", "code"], name="briefing_code_once")]

    def __str__(self):
        return self.title


class BriefingVersion(Named, Created):
    """One published version. Append-only."""

    briefing = models.ForeignKey(Briefing, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["briefing_id", "-number"]
        constraints = [models.UniqueConstraint(fields=["briefing", "number"], name="briefing_version_once")]


class BriefingText(models.Model):
    """The words of a version in one language, as Markdown."""

    version = models.ForeignKey(BriefingVersion, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=10, default="en")
    body = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "language"], name="briefing_text_once")]

    def __str__(self):
        return f"{self.version.briefing} · {self.language}"


class Acknowledgement(Named, Created):
    """A delegate read this version. Append-only."""

    version = models.ForeignKey(BriefingVersion, models.PROTECT, related_name="acknowledgements")
    delegate = models.ForeignKey(Delegate, models.PROTECT, related_name="acknowledgements")
    dates = models.ForeignKey(DelegationDates, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["version", "delegate"], name="acknowledged_once")]
