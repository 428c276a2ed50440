"""An advance is approved by somebody else than asked, against what is held for the journey, and its payment
prepared."""

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from delegation.actions.moves import lock, move
from delegation.errors import Conflict
from delegation.models import Person
from delegation.money import from_minor
from fundraising.actions.advances import tell, write_note
from fundraising.actions.claim_money import prepare_advance
from fundraising.actions.money_out import refuse_while_red
from fundraising.ledger import balances
from fundraising.models import Advance, Disbursement
from fundraising.models.disbursements import LIVE
from fundraising.queries.advances import open_by_advance


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
    return max(balances.of_fund(fund).committed - approved - in_hand - promised, 0)


def approve(advance: Advance, *, note: str = "", by: Person) -> Advance:
    """The money is held for the journey's costs already; this hands part of it to the traveller. Raises Conflict where
    less is held than asked."""
    with transaction.atomic():
        lock(advance.fund)
        advance = move(advance, "approve", by, decided_by=by, decided_at=timezone.now())
        refuse_while_red()
        room = cover_minor(advance)
        if advance.amount_minor > room:
            raise Conflict(
                _("Only %(room)s is held for this journey. Approve its costs first, then the advance.")
                % {"room": from_minor(room, advance.currency)},
                code="not_covered",
            )
        prepare_advance(advance, by)
        write_note(advance, by, note)
        tell(advance, "fundraising.advance_decided", "decided")
        return advance


def payments_of(advance: Advance) -> list[Disbursement]:
    rows = Disbursement.objects.filter(about_uuid=advance.uuid).select_related("payee", "prepared_by", "approved_by")
    return list(rows.order_by("-id"))
