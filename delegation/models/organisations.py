from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from delegation.models.base import Created, Named


class Organisation(Named, Created):
    """A member of the network, a partner, or an NGO whose consultative status lets it accredit delegates."""

    name = models.CharField(_("name"), max_length=160, unique=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    country = CountryField(_("country"), default="US")
    website = models.URLField(_("website"), blank=True)
    is_member = models.BooleanField(_("member of the network"), default=False)
    member_since = models.PositiveSmallIntegerField(_("member since"), null=True, blank=True)
    # Only NGOs in consultative status with ECOSOC may accredit people to the UPR Working Group.
    is_accrediting = models.BooleanField(_("accredits delegates (ECOSOC status)"), default=False)
    ended_on = models.DateField(_("ended"), null=True, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self):
        return self.name


class MemberContact(Named, Created):
    """An address at a member organisation that agreed to receive appeals, until it says stop."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="contacts")
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=10, default="en")
    agreed_at = models.DateTimeField(_("agreed"))
    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True)
    # The mail's stop link is signed from the uuid (django.core.signing); nothing to store.

    class Meta:
        ordering = ["organisation__name", "email"]
        constraints = [models.UniqueConstraint(fields=["organisation", "email"], name="contact_once_per_organisation")]

    def __str__(self):
        return f"{self.email} · {self.organisation}"
