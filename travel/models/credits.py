from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from delegation.models import Delegate, Delegation, Person
from delegation.models.base import Created, Named
from travel.models.bookings import Booking


class TravelCredit(Named, Created):
    """What an airline owes after a cancellation, to be flown off before a day. Not money, and not in the books: it
    shrinks a later fare. Its number stands with the booking it came from."""

    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="travel_credits")
    delegate = models.ForeignKey(Delegate, models.PROTECT, null=True, blank=True, related_name="travel_credits")
    booking = models.ForeignKey(Booking, models.PROTECT, null=True, blank=True, related_name="credits")
    airline = models.CharField(_("airline"), max_length=60)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    expires_on = models.DateField(_("use it before"))
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    form_token = models.UUIDField(unique=True)

    class Meta:
        ordering = ["expires_on", "id"]
        indexes = [models.Index(fields=["delegation", "expires_on"])]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="credit_positive"),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True, used_by__isnull=True)
                | Q(used_at__isnull=False, used_by__isnull=False),
                name="credit_used_when_and_by",
            ),
        ]

    def __str__(self):
        return f"{self.airline} {self.expires_on}"

    @property
    def is_expired(self) -> bool:
        return self.used_at is None and self.expires_on < timezone.localdate()
