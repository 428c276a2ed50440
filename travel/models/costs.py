from django.db import models
from django.db.models import Q

from delegation.models import Person
from delegation.models.base import Created, Named
from fundraising.models import Commitment
from travel.models.bookings import Booking


class BookingCost(Named, Created):
    """Which held cost pays a booking: the journey points at the money, never the reverse. A booking of several is paid
    by a cost of each traveller's fund. Ended, never deleted."""

    booking = models.ForeignKey(Booking, models.PROTECT, related_name="costs")
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="+")
    linked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["booking", "commitment"], condition=Q(ended_at__isnull=True), name="booking_paid_once_by_cost"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="booking_cost_ended_when_and_by",
            ),
        ]
