"""What a booking costs: held in one step for everybody on it, or tied to a cost that is held already. Whether money is
held a second person decides, as for every cost."""

from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from delegation.actions.audit import record as audit
from delegation.actions.moves import lock
from delegation.errors import Conflict, DomainError
from delegation.models import Delegate, Person
from delegation.money import from_minor, to_minor
from delegation.permissions import require
from fundraising.actions.commitments import propose_commitment
from fundraising.actions.funds import open_travel_fund
from fundraising.models import BudgetLine, Commitment
from travel.models import Booking, BookingCost
from travel.queries.costs import GONE, commitments_for, unpaid_travellers

# The lines of a budget that plan a flight, by the first word of their code.
FLIGHT_LINES = ("airfare", "domestic")


def hold_cost(booking: Booking, by: Person, *, cost: Money, form_token: UUID) -> list[BookingCost]:
    """Ask in one step that the fund of each traveller without a cost yet hold an equal share of `cost`, to the smallest
    unit. The same form token again answers the same. Raises NotPermitted, DomainError at its field, Conflict when
    nobody is left."""
    with transaction.atomic():
        require("travel.hold_cost", by, booking)
        known = _asked_before(booking, form_token)
        if known:
            return known
        booking = lock(booking)
        _refuse_cancelled(booking)
        people = unpaid_travellers(booking)
        if not people:
            raise Conflict(_("Everybody on this booking has a cost for it already."), code="held_already")
        found = [
            _hold(booking, delegate, share, uuid5(form_token, str(delegate.uuid)), by)
            for delegate, share in zip(people, shares(cost, len(people)), strict=True)
        ]
        audit("travel.hold_cost", booking, by)
    return found


def shares(cost: Money, count: int) -> list[Money]:
    """Equal parts that sum to the whole; the first carry what does not divide. Raises DomainError (amount)."""
    each, over = divmod(to_minor(cost), count)
    if each <= 0:
        raise DomainError(_("Type an amount above zero."), code="not_positive", field="amount")
    return [from_minor(each + (place < over), cost.currency.code) for place in range(count)]


def _asked_before(booking: Booking, form_token: UUID) -> list[BookingCost]:
    tokens = [uuid5(form_token, str(row.delegate.uuid)) for row in booking.travellers.select_related("delegate")]
    return list(booking.costs.filter(commitment__form_token__in=tokens))


def _hold(booking: Booking, delegate: Delegate, share: Money, form_token: UUID, by: Person) -> BookingCost:
    # No place, day or reference: costs are read more widely than journeys.
    row = propose_commitment(
        open_travel_fund(delegate),
        by,
        cost=share,
        purpose=Commitment.Purpose.FARE,
        what=_("Flight"),
        line=_line_of(delegate),
        form_token=form_token,
    )
    return BookingCost.objects.create(booking=booking, commitment=row, linked_by=by)


def _line_of(delegate: Delegate) -> BudgetLine | None:
    lines = BudgetLine.objects.filter(budget__delegate=delegate).order_by("position", "id")
    return next((line for code in FLIGHT_LINES for line in lines if line.code.split("_")[0] == code), None)


def link_cost(booking: Booking, commitment: Commitment, by: Person) -> BookingCost:
    """A cost that is there already pays this booking: of a traveller's fund, or of the pool. The same again is the
    same. Raises NotPermitted, DomainError (commitment)."""
    with transaction.atomic():
        require("travel.link_cost", by, booking)
        booking = lock(booking)
        _refuse_cancelled(booking)
        known = booking.costs.filter(commitment=commitment, ended_at__isnull=True).first()
        if known:
            return known
        if commitment.status in GONE or not commitments_for(booking).filter(pk=commitment.pk).exists():
            raise DomainError(
                _("Choose a cost of somebody on this booking, or of the pool."), code="commitment", field="commitment"
            )
        row = BookingCost.objects.create(booking=booking, commitment=commitment, linked_by=by)
        audit("travel.link_cost", booking, by)
    return row


def unlink_cost(row: BookingCost, by: Person) -> BookingCost:
    """It pays something else. Money that is held stays held. Raises NotPermitted, Conflict when it was ended before."""
    with transaction.atomic():
        require("travel.unlink_cost", by, row.booking)
        fresh = lock(row)
        if fresh.ended_at is not None:
            raise Conflict(_("This was taken off before."), code="moved_on")
        fresh.ended_at, fresh.ended_by = timezone.now(), by
        fresh.save(update_fields=["ended_at", "ended_by"])
        audit("travel.unlink_cost", fresh.booking, by)
    return fresh


def _refuse_cancelled(booking: Booking) -> None:
    if booking.status == Booking.Status.CANCELLED:
        raise Conflict(_("This booking is cancelled."), code="cancelled")
