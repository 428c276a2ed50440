"""Booked, held, paid: what stands between a booking and the money, for staff. Nothing of route or time."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from delegation.models import Delegate
from fundraising.models import Commitment
from travel.models import Booking, BookingCost

# A cost nobody holds money for any more, or ever did.
GONE = ("declined", "taken_back", "released")
PAID = ("paid", "closed")
HELD = ("approved", "part_paid", *PAID)


@dataclass(frozen=True)
class Paying:
    """What pays one booking. `people`: how many travel on it; each needs a cost, unless the pool's pays for all."""

    people: int
    links: list[BookingCost] = field(default_factory=list)

    @property
    def costs(self) -> list[Commitment]:
        return [link.commitment for link in self.links if link.commitment.status not in GONE]

    def _all(self, *statuses: str) -> bool:
        costs = self.costs
        whole = len({cost.fund_id for cost in costs}) >= self.people or any(c.fund.delegate_id is None for c in costs)
        return bool(costs) and whole and all(cost.status in statuses for cost in costs)

    @property
    def is_held(self) -> bool:
        return self._all(*HELD)

    @property
    def is_paid(self) -> bool:
        return self._all(*PAID)

    @property
    def mark(self) -> str:
        return "ok" if self.is_paid else "waiting" if self.costs else "none"

    @property
    def words(self) -> str:
        costs = self.costs
        if not costs:
            return _("its cost is not held")
        if self.is_paid:
            return _("its cost is paid")
        if any(cost.status == "part_paid" for cost in costs):
            return _("its cost is partly paid")
        if self.is_held:
            return _("its cost is held")
        if any(cost.status == "proposed" for cost in costs):
            return _("its cost waits for a second person")
        return _("not everybody’s share is held")


def paying(bookings: Iterable[Booking]) -> dict[int, Paying]:
    """By booking id, in one query beside the travellers that were read with the bookings."""
    bookings = list(bookings)
    links: dict[int, list[BookingCost]] = {booking.pk: [] for booking in bookings}
    for link in living().filter(booking__in=bookings):
        links[link.booking_id].append(link)
    return {booking.pk: Paying(len(booking.travellers.all()), links[booking.pk]) for booking in bookings}


def living():
    rows = BookingCost.objects.filter(ended_at__isnull=True).order_by("id")
    return rows.select_related("commitment__fund__delegate__person", "commitment__budget_line", "linked_by")


@dataclass(frozen=True)
class Way:
    """How far one delegate's flights are: booked, held, paid, each for all of them."""

    booked: bool
    held: bool
    paid: bool

    @property
    def dots(self) -> str:
        return "".join("●" if done else "○" for done in (self.booked, self.held, self.paid))

    @property
    def words(self) -> str:
        parts = [
            _("ticketed") if self.booked else _("not ticketed"),
            _("cost held") if self.held else _("cost not held"),
            _("cost paid") if self.paid else _("cost not paid"),
        ]
        return ", ".join(parts)


def ways(delegates: Iterable[Delegate]) -> dict[int, Way]:
    """By delegate, for those with a booking that stands; three queries however many."""
    ids = [delegate.pk for delegate in delegates]
    rows = Booking.objects.filter(travellers__delegate__in=ids).exclude(status="cancelled").distinct()
    bookings = list(rows.prefetch_related("travellers"))
    costs = paying(bookings)
    mine: dict[int, list[Booking]] = {}
    for booking in bookings:
        for traveller in booking.travellers.all():
            mine.setdefault(traveller.delegate_id, []).append(booking)
    return {
        pk: Way(
            all(booking.status == "ticketed" for booking in found),
            all(costs[booking.pk].is_held for booking in found),
            all(costs[booking.pk].is_paid for booking in found),
        )
        for pk, found in mine.items()
        if pk in ids
    }


def commitments_for(booking: Booking):
    """Costs that may pay it: of those who travel on it, or of the delegation's pool, still standing."""
    whose = Q(fund__delegate__in=booking.travellers.values("delegate")) | Q(fund__delegate__isnull=True)
    rows = Commitment.objects.filter(whose, fund__delegation=booking.delegation_id).exclude(status__in=GONE)
    return rows.exclude(purpose=Commitment.Purpose.STIPEND).select_related("fund__delegate__person").order_by("-id")


def unpaid_travellers(booking: Booking) -> list[Delegate]:
    """Who travels on it and has no standing cost for it yet; nobody where the pool pays."""
    costs = Paying(0, list(living().filter(booking=booking))).costs
    if any(cost.fund.delegate_id is None for cost in costs):
        return []
    held = {cost.fund.delegate_id for cost in costs}
    rows = booking.travellers.select_related("delegate__delegation", "delegate__person").order_by("id")
    return [row.delegate for row in rows if row.delegate_id not in held]
