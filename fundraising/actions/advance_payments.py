"""An advance is approved by somebody else than asked, tied to the held costs it draws on, and its payment prepared."""

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from delegation.actions.moves import lock, move
from delegation.errors import Conflict
from delegation.models import Person
from delegation.money import from_minor
from fundraising.actions import commitments
from fundraising.actions.advances import tell, write_note
from fundraising.actions.claim_money import prepare_advance
from fundraising.actions.money_out import refuse_while_red
from fundraising.ledger import balances
from fundraising.models import Advance, AdvanceCover, Commitment, Disbursement
from fundraising.models.disbursements import LIVE
from fundraising.queries.advances import open_by_advance

# What travellers pay themselves, before what is usually paid for them.
PAID_ON_THE_WAY = (Commitment.Purpose.MEALS, Commitment.Purpose.LOCAL)


def cover_minor(advance: Advance) -> int:
    """What is held for the journey and neither in the traveller's hand nor promised to somebody: an advance is never
    more than this. Minor units."""
    fund = advance.fund
    others = list(Advance.objects.filter(fund=fund, status__in=["approved", "paid"]).exclude(pk=advance.pk))
    approved = sum(row.amount_minor for row in others if row.status == Advance.Status.APPROVED)
    in_hand = sum(open_by_advance(others).values())
    waiting = Disbursement.objects.filter(fund=fund, status__in=LIVE, booked_minor__isnull=True).exclude(
        kind=Disbursement.Kind.ADVANCE
    )
    promised = waiting.aggregate(t=Sum("amount_minor"))["t"] or 0
    held = max(balances.of_fund(fund).committed - approved - in_hand - promised, 0)
    rows = list(commitments.for_traveller(fund))
    return min(held, sum(commitments.rooms(rows, besides=advance).values()))


def _draw(advance: Advance, rows: list[Commitment]) -> None:
    """Tie it to the costs it is handed out for, those travellers pay themselves first."""
    room = commitments.rooms(rows)
    left = advance.amount_minor
    for row in sorted(rows, key=lambda row: (row.purpose not in PAID_ON_THE_WAY, row.pk)):
        part = min(left, room[row.pk])
        if part:
            AdvanceCover.objects.create(advance=advance, commitment=row, amount_minor=part, currency=advance.currency)
            left -= part


def approve(advance: Advance, *, note: str = "", by: Person) -> Advance:
    """The money is held for the journey's costs already; this hands part of it to the traveller, who accounts for it.
    Until then nobody else is paid of that part. Raises Conflict where less is held than asked."""
    with transaction.atomic():
        lock(advance.fund)
        advance = move(advance, "approve", by, decided_by=by, decided_at=timezone.now())
        refuse_while_red()
        rows = list(commitments.for_traveller(advance.fund).select_for_update(of=("self",)).order_by("id"))
        room = cover_minor(advance)
        if advance.amount_minor > room:
            raise Conflict(
                _("Only %(room)s is held for this journey. Approve its costs first, then the advance.")
                % {"room": from_minor(room, advance.currency)},
                code="not_covered",
            )
        _draw(advance, rows)
        prepare_advance(advance, by)
        write_note(advance, by, note)
        tell(advance, "fundraising.advance_decided", "decided")
        return advance


def payments_of(advance: Advance) -> list[Disbursement]:
    rows = Disbursement.objects.filter(about_uuid=advance.uuid).select_related("payee", "prepared_by", "approved_by")
    return list(rows.order_by("-id"))
