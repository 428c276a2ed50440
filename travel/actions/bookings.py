"""Reservations: recorded, ticketed, cancelled. Places, times and locator are sealed for the booking itself, ticket
numbers for the one traveller."""

import re
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from delegation import sealed
from delegation.actions.audit import record as audit
from delegation.actions.moves import move
from delegation.errors import DomainError
from delegation.money import to_minor
from delegation.permissions import require
from delegation.queries import current_dates
from travel.actions.notes import tell_delegate
from travel.itineraries.legs import Leg, check_order, to_details
from travel.models import Booking, BookingCheck, Segment, Traveller
from travel.readiness.rules import FlightsFit

LOCATOR = re.compile(r"^[A-Z0-9]{5,8}$")
TICKET = re.compile(r"^\d{3}-?\d{10}$")
MOST_LEGS = 12


@dataclass(frozen=True)
class Plan:
    """What is known when a booking is recorded. `price` is Money or None; `held_until` an aware instant or None."""

    locator: str
    legs: list[Leg] = field(default_factory=list)
    price: object = None
    held_until: datetime | None = None


def record(delegation, by, *, delegates, plan: Plan) -> Booking:
    """Staff record a booking for one or more delegates. Raises DomainError with `.field`."""
    with transaction.atomic():
        require("travel.record_booking", by, delegation)
        return _record(delegation, by, list(delegates), plan)


def record_own(delegate, by, *, plan: Plan) -> Booking:
    """A delegate records what they booked themselves; staff look at it before it counts."""
    with transaction.atomic():
        require("travel.record_own_booking", by, delegate)
        return _record(delegate.delegation, by, [delegate], plan)


def _record(delegation, by, delegates, plan) -> Booking:
    locator = _checked_locator(plan.locator)
    if not delegates:
        raise DomainError(_("Say who flies on this booking."), code="nobody", field="delegates")
    for delegate in delegates:
        if delegate.delegation_id != delegation.pk or delegate.status not in {"nominated", "travelling"}:
            raise DomainError(
                _("%(name)s does not travel with this delegation.") % {"name": delegate},
                code="not_travelling",
                field="delegates",
            )
    if not plan.legs:
        raise DomainError(_("A booking has at least one flight."), code="no_legs")
    if len(plan.legs) > MOST_LEGS:
        raise DomainError(_("One booking holds at most 12 flights. Record the rest as a second one."), code="many_legs")
    check_order(plan.legs)
    if plan.held_until and plan.held_until <= timezone.now():
        raise DomainError(_("That moment has passed. Leave it empty if the fare is not held."), field="held_until")
    booking = Booking.objects.create(
        delegation=delegation,
        made_by=by,
        held_until=plan.held_until,
        price_minor=to_minor(plan.price) if plan.price is not None else None,
        price_currency=plan.price.currency.code if plan.price is not None else "",
    )
    sealed.put(booking, "locator", locator, subject_uuid=booking.uuid)
    for position, flight in enumerate(plan.legs, start=1):
        segment = Segment.objects.create(booking=booking, position=position)
        sealed.put(segment, "details", to_details(flight), subject_uuid=booking.uuid)
    for delegate in delegates:
        Traveller.objects.create(booking=booking, delegate=delegate)
    audit("travel.record_booking", booking, by)
    return booking


def _checked_locator(text: str) -> str:
    locator = (text or "").replace(" ", "").upper()
    if not LOCATOR.match(locator):
        raise DomainError(
            _("A booking reference has five to eight letters and digits, such as QK7I1O."),
            code="locator",
            field="locator",
        )
    return locator


def ticket(booking, by, *, numbers: dict | None = None) -> Booking:
    """The fare is paid and tickets exist. `numbers` maps a traveller's uuid (text) to the ticket number. Appends the
    check against today's dates; a booking that no longer fits them is kept, and says so."""
    numbers = {key: value.strip() for key, value in (numbers or {}).items() if value and value.strip()}
    for uuid, number in numbers.items():
        if not TICKET.match(number):
            raise DomainError(
                _("A ticket number has 13 digits, such as 724-1234567890."), code="ticket", field=f"ticket-{uuid}"
            )
    with transaction.atomic():
        moved = move(booking, "ticket", by, held_until=None)
        travellers = list(moved.travellers.select_related("delegate__person", "delegate__delegation"))
        for traveller in travellers:
            number = numbers.get(str(traveller.uuid))
            if number:
                sealed.put(traveller, "ticket", number, subject_uuid=traveller.delegate.uuid)
        check(moved, by)
        for traveller in travellers:
            tell_delegate(
                "travel.flights", traveller.delegate, {"booking": moved.uuid}, key=f"flights:{traveller.uuid}"
            )
    return moved


def check(booking, by=None) -> BookingCheck:
    """Append what the rule says of the booking's flights against the delegation's dates of today."""
    dates = current_dates(booking.delegation)
    if dates is None:
        raise DomainError(_("This delegation has no dates yet. Set them first."), code="no_dates")
    verdicts = sealed.for_rule(FlightsFit(dates), list(booking.segments.all())) if dates else {}
    return BookingCheck.objects.create(
        booking=booking, good=FlightsFit.together(verdicts.values()) == "fits", dates=dates, checked_by=by
    )


def check_again(booking, by) -> BookingCheck:
    """After the dates moved: a person looked at a ticketed booking again."""
    with transaction.atomic():
        require("travel.check_booking", by, booking)
        if booking.status != "ticketed":
            raise DomainError(_("Only a ticketed booking is checked."), code="not_ticketed")
        made = check(booking, by)
        audit("travel.check_booking", booking, by)
    return made


def cancel(booking, by) -> Booking:
    return move(booking, "cancel", by, held_until=None)
