"""A delegate's bookings and file: what pages about one journey read."""

from dataclasses import dataclass, field

from django.db.models import Prefetch, prefetch_related_objects

from delegation import sealed
from travel.itineraries.legs import from_details
from travel.itineraries.telling import Chapter, Flown, chapters
from travel.models import Accreditation, Booking, BookingCheck, Passport, Traveller, Waiver
from travel.queries.costs import paying


@dataclass(frozen=True)
class Opened:
    """One booking with its sealed values open, for the eyes the audit names."""

    booking: Booking
    locator: str
    flights: list[Flown] = field(default_factory=list)
    tickets: dict = field(default_factory=dict)

    @property
    def chapters(self) -> list[Chapter]:
        return chapters(self.flights)


def bookings_of(delegation):
    """All bookings of a delegation with their travellers; fixed number of queries."""
    travellers = Traveller.objects.select_related("delegate__person")
    return (
        Booking.objects.filter(delegation=delegation)
        .select_related("made_by", "delegation")
        .prefetch_related(Prefetch("travellers", travellers), Prefetch("checks", BookingCheck.objects.order_by("-id")))
        .order_by("-id")
    )


def bookings_with(delegate, *, living=True):
    rows = bookings_of(delegate.delegation).filter(travellers__delegate=delegate)
    return rows.exclude(status="cancelled") if living else rows


def booking_for(uuid) -> Booking | None:
    travellers = Traveller.objects.select_related("delegate__person", "delegate__delegation")
    return (
        Booking.objects.filter(uuid=uuid)
        .select_related("delegation", "made_by")
        .prefetch_related(
            Prefetch("travellers", travellers),
            Prefetch("checks", BookingCheck.objects.select_related("checked_by", "dates").order_by("-id")),
            "segments",
        )
        .first()
    )


def open_bookings(bookings, *, by, about, tickets_of=None) -> list[Opened]:
    """Open places, times and locators of some bookings under one audit row on `about`; ticket numbers only of the
    delegate `tickets_of`, or of nobody. Call it outside any transaction."""
    bookings = list(bookings)
    if not bookings:
        return []
    prefetch_related_objects(bookings, "segments")
    segments = [segment for booking in bookings for segment in _segments(booking)]
    values = sealed.reveal_many([*bookings, *segments], by=by, reason="flights", about=about)
    tickets = _tickets(bookings, by=by, about=about, delegate=tickets_of)
    found = []
    for booking in bookings:
        locator = values[booking.uuid].get("locator", "")
        legs = [from_details(values[s.uuid]["details"]) for s in _segments(booking) if "details" in values[s.uuid]]
        found.append(Opened(booking, locator, [Flown(leg, locator, booking) for leg in legs], tickets))
    return found


def _segments(booking):
    if not hasattr(booking, "_opened_segments"):
        booking._opened_segments = list(booking.segments.all())
        for segment in booking._opened_segments:
            segment.booking = booking
    return booking._opened_segments


def _tickets(bookings, *, by, about, delegate) -> dict:
    if delegate is None:
        return {}
    travellers = [t for b in bookings for t in b.travellers.all() if t.delegate_id == delegate.pk]
    values = sealed.reveal_many(travellers, by=by, reason="own", about=about) if travellers else {}
    return {t.booking_id: values[t.uuid]["ticket"] for t in travellers if "ticket" in values[t.uuid]}


def story(opened: list[Opened]) -> list[Chapter]:
    """All flights of all living bookings, as one story."""
    return chapters([flown for one in opened for flown in one.flights if one.booking.status != "cancelled"])


@dataclass(frozen=True)
class File:
    """What staff read about one delegate; nothing sealed."""

    bookings: list[Booking]
    accreditation: Accreditation | None
    steps: list
    passport: Passport | None
    checks: list
    waivers: list[Waiver]
    has_dates: bool


def file_of(delegate) -> File:
    bookings = list(bookings_with(delegate, living=False))
    costs = paying(bookings)
    for booking in bookings:
        booking.paying = costs[booking.pk]
    accreditation = Accreditation.objects.filter(delegate=delegate).select_related("ngo", "delegate__person").first()
    passport = Passport.objects.filter(delegate=delegate).first()
    return File(
        bookings=bookings,
        accreditation=accreditation,
        steps=list(accreditation.steps.select_related("recorded_by", "dates").order_by("-id")) if accreditation else [],
        passport=passport,
        checks=list(passport.checks.select_related("seen_by", "dates")) if passport else [],
        waivers=list(Waiver.objects.filter(delegate=delegate).select_related("waived_by", "ended_by", "dates")),
        has_dates=passport is not None,
    )
