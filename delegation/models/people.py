from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from delegation.models.base import Created, Named


class PersonManager(BaseUserManager):
    def create_user(self, email, password=None, **extra):
        person = self.model(email=self.normalize_email(email).lower(), **extra)
        person.set_password(password) if password else person.set_unusable_password()
        person.save(using=self._db)
        return person

    def create_superuser(self, email, password=None, **extra):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra)

    def get_by_natural_key(self, username):
        return self.get(email__iexact=username)


class Person(Named, AbstractBaseUser, PermissionsMixin):
    """The log-in of an activist, a staff member or a member's contact. The address is readable, since log-in needs
    it; legal name and phone are sealed."""

    SEALED = ("legal_name", "phone")

    email = models.EmailField(_("e-mail address"), max_length=254)
    name_used = models.CharField(_("name to use"), max_length=80, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(_("may open the admin"), default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["email"]
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_once")]

    def __str__(self):
        return self.name_used or self.email

    @property
    def initials(self):
        words = (self.name_used or self.email).replace("@", " ").split()
        return "".join(w[0] for w in words[:2]).upper()


class RoleGrant(Named, Created):
    """Who may act for a delegation, from and to. Ended by setting the last day, never deleted."""

    class Role(models.TextChoices):
        REVIEWER = "reviewer", _("reviewer")
        TREASURER = "treasurer", _("treasurer")
        LOGISTICS = "logistics", _("logistics")
        COMMUNICATIONS = "communications", _("communications")
        DIRECTOR = "director", _("director")
        AUDITOR = "auditor", _("auditor")

    person = models.ForeignKey(Person, models.PROTECT, related_name="role_grants")
    delegation = models.ForeignKey("delegation.Delegation", models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    granted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["delegation_id", "person_id", "role"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="role_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["person", "delegation", "role"], condition=models.Q(ends_on__isnull=True), name="role_open_once"
            ),
            models.CheckConstraint(
                condition=models.Q(granted_by__isnull=True) | ~models.Q(granted_by=models.F("person")),
                name="role_never_granted_to_oneself",
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()} · {self.person}"


class Invitation(Named, Created):
    """A link bound to one address. Only the hash of its token is stored."""

    delegation = models.ForeignKey("delegation.Delegation", models.PROTECT, related_name="invitations")
    email = models.EmailField()
    language = models.CharField(max_length=10, default="en")
    token_hash = models.CharField(max_length=64, unique=True)
    # Sealed by its own uuid as subject, since the mail with the link is rendered when it is sent.
    SEALED = ("token",)
    invited_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | models.Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_when_and_by",
            )
        ]

    @property
    def is_open(self):
        return self.accepted_at is None and self.withdrawn_at is None and self.expires_at > timezone.now()


class Consent(Named, Created):
    """What a person agreed to, for one purpose and one version of the text. Withdrawn by adding."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=40)
    text_version = models.CharField(max_length=20)
    given = models.BooleanField()

    class Meta:
        ordering = ["-created_at"]
