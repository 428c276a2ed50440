from django.db import models
from django.utils.translation import gettext_lazy as _

from delegation.models import Delegate, Delegation, DelegationDates, Person
from delegation.models.base import Created, Named


class Booking(Named, Created):
    """One reservation, possibly for several travellers. Locator and segments are sealed with the booking itself as
    subject: one traveller's erasure must not take the others' itinerary away."""

    SEALED = ("locator",)

    class Status(models.TextChoices):
        HELD = "held", _("fare held")
        TICKETED = "ticketed", _("ticketed")
        CANCELLED = "cancelled", _("cancelled")

    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="bookings")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.HELD)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    held_until = models.DateTimeField(null=True, blank=True)
    price_minor = models.BigIntegerField(null=True, blank=True)
    price_currency = models.CharField(max_length=3, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["delegation", "status"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(price_minor__isnull=True, price_currency="")
                | (models.Q(price_minor__gte=0) & ~models.Q(price_currency="")),
                name="price_has_currency",
            )
        ]


class Traveller(Named, Created):
    """One delegate on one booking. Ticket number and seats are sealed for that delegate."""

    SEALED = ("ticket",)

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="travellers")
    delegate = models.ForeignKey(Delegate, models.PROTECT, related_name="travels")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["booking", "delegate"], name="traveller_once_per_booking")]


class Segment(Named, Created):
    """One flight of a booking. `details` is sealed: carrier, number, origin, destination, local times, zones, UTC."""

    SEALED = ("details",)

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="segments")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["booking_id", "position"]
        constraints = [models.UniqueConstraint(fields=["booking", "position"], name="segment_position_once")]


class BookingCheck(Named, Created):
    """Evidence: this booking was looked at and found good (or not) against these dates. Append-only."""

    booking = models.ForeignKey(Booking, models.PROTECT, related_name="checks")
    good = models.BooleanField()
    dates = models.ForeignKey(DelegationDates, models.PROTECT, related_name="+")
    checked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-id"]
