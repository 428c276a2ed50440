"""What an approved claim does to the money: each line draws on what is held for it, or money is held for it now; the
traveller's advance is accounted for first, and a payment is prepared for the rest. In the caller's transaction."""

from collections.abc import Sequence
from uuid import uuid4

from django.utils import timezone

from delegation.actions.audit import record
from delegation.actions.moves import lock, move
from delegation.models import Delegate, Person
from delegation.money import from_minor
from fundraising.actions import commitments, disbursements, payees
from fundraising.actions.advances import settle_if_clear
from fundraising.actions.money_out import refuse_while_red
from fundraising.ledger import balances, entries, posting
from fundraising.ledger.accounts import advances as in_hand
from fundraising.ledger.accounts import available, committed
from fundraising.models import (
    Advance,
    BudgetLine,
    ClaimLine,
    ClaimPart,
    Commitment,
    Disbursement,
    ExpenseClaim,
    Fund,
    Payee,
    Stipend,
)
from fundraising.queries.advances import open_minor, promised

PART_KIND = "fundraising.claimpart"
Purpose = Commitment.Purpose
# Which purpose a line of the budget template has, by the first word of its code.
PURPOSES = {
    "airfare": Purpose.FARE,
    "domestic": Purpose.FARE,
    "bag": Purpose.FARE,
    "lodging": Purpose.ROOM,
    "tourist": Purpose.ROOM,
    "daily": Purpose.MEALS,
    "ground": Purpose.LOCAL,
    "insurance": Purpose.INSURANCE,
    "passport": Purpose.VISA,
    "schengen": Purpose.VISA,
    "etias": Purpose.VISA,
    "reentry": Purpose.VISA,
    "care": Purpose.ACCESS,
}


def purpose_of(line: BudgetLine | None) -> str:
    return PURPOSES.get(line.code.split("_")[0], Purpose.OTHER) if line else Purpose.OTHER


# -- a claim ----------------------------------------------------------------------------------------------
class _Holding:
    """A commitment with what may still be drawn from it, and what of that a payment will bring, while a claim is
    covered."""

    def __init__(self, row: Commitment, room: int):
        self.row, self.room, self.to_pay = row, room, 0


class _Open:
    """An advance with what is still open of it, while a claim is covered."""

    def __init__(self, row: Advance):
        self.row, self.left = row, open_minor(row)


def cover(claim: ExpenseClaim, lines: Sequence[ClaimLine], *, last: bool, by: Person) -> ExpenseClaim:
    """Account for, hold and prepare what was approved. Raises Conflict where the fund has not enough."""
    refuse_while_red()
    lock(claim.fund)
    open_advances = [_Open(row) for row in _open_advances(claim.delegate)]
    holdings: list[_Holding] = []
    for budget_line in _budget_lines(lines):
        mine = [line for line in lines if line.budget_line == budget_line]
        held = _hold(claim, budget_line, sum(line.approved_minor or 0 for line in mine), by)
        holdings += held
        for line in mine:
            _draw(line, held, open_advances)
    for holding in holdings:
        if holding.to_pay:
            _prepare(Disbursement.Kind.CLAIM, claim, holding.row, holding.to_pay, by)
    if last:
        for holding in holdings:
            release_rest(holding.row, by)
    for advance in open_advances:
        settle_if_clear(advance.row)
    return claim if any(holding.to_pay for holding in holdings) else move(claim, "settle", None, noun="claim")


def _open_advances(delegate: Delegate) -> list[Advance]:
    """The oldest first, so that the one that is due first is cleared first."""
    rows = Advance.objects.select_for_update(of=("self",)).filter(delegate=delegate, status=Advance.Status.PAID)
    return list(rows.order_by("account_by", "id"))


def _budget_lines(lines: Sequence[ClaimLine]) -> list[BudgetLine | None]:
    """In a fixed order, so that two claims lock alike; what belongs to no line comes last."""
    found = {line.budget_line_id: line.budget_line for line in lines}
    return [found[key] for key in sorted(found, key=lambda pk: (pk is None, pk or 0))]


def _hold(claim: ExpenseClaim, line: BudgetLine | None, need: int, by: Person) -> list[_Holding]:
    """What is held for the budget line, and as much more held now as is needed. What the traveller's own advance draws
    on is theirs to account for; only an advance still on its way takes from it."""
    rows = held_for(claim.fund, line)
    room = commitments.rooms(rows, advances=(Advance.Status.APPROVED,))
    found = [_Holding(row, room[row.pk]) for row in rows]
    short = need - sum(holding.room for holding in found)
    if short > 0 and claim.submitted_by is not None:
        _let_go(claim, short - balances.of_fund(claim.fund).available, besides={row.pk for row in rows}, by=by)
        found.append(_Holding(commit(claim.fund, line, short, asked_by=claim.submitted_by, by=by), short))
    return found


def _let_go(claim: ExpenseClaim, need: int, *, besides: set[int], by: Person) -> None:
    """The advance was spent on something else than it was covered by, and the fund is short: what it draws on another
    cost is free again, to be held for this one; never more than is left of that cost, where another advance was
    accounted for out of it meanwhile."""
    if need <= 0:
        return
    others = commitments.for_traveller(claim.fund).select_for_update(of=("self",)).exclude(pk__in=besides)
    rows = list(others.select_related("fund").order_by("id"))
    drawn, left = promised([row.pk for row in rows], of=(Advance.Status.PAID,)), commitments.rooms(rows, advances=())
    for row in rows:
        part = min(drawn.get(row.pk, 0), left[row.pk], need)
        if part > 0:
            record("fundraising.release_for_claim", row, by)
            _free(row, part)
            need -= part


def held_for(fund: Fund, line: BudgetLine | None) -> list[Commitment]:
    """Open commitments of the line that the traveller may draw on, locked."""
    rows = commitments.for_traveller(fund).select_for_update(of=("self",)).filter(budget_line=line)
    return list(rows.select_related("fund", "payee").order_by("id"))


def _draw(line: ClaimLine, holdings: list[_Holding], advances: list[_Open]) -> None:
    """Line by line: what an advance covers is accounted for, the rest waits to be paid out."""
    left = line.approved_minor or 0
    for holding in holdings:
        taken = min(left, holding.room)
        if not taken:
            continue
        holding.room -= taken
        left -= taken
        to_pay = _account(line, holding.row, taken, advances)
        if to_pay:
            _part(line, holding.row, to_pay)
            holding.to_pay += to_pay


def _account(line: ClaimLine, commitment: Commitment, minor: int, advances: list[_Open]) -> int:
    """Clear advances with this part of a line; answers what no advance covers."""
    for advance in advances:
        covered = min(minor, advance.left)
        if covered:
            part = _part(line, commitment, covered, advance.row)
            commitments.take(commitment, covered)
            posting.post(
                entries.advance_accounted(
                    committed(commitment.fund), in_hand(advance.row.delegate), covered, commitment.currency
                ),
                key=f"advance_accounted:{part.uuid}",
                about=(PART_KIND, part.uuid),
                happened_at=timezone.now(),
            )
            advance.left -= covered
            minor -= covered
    return minor


def _part(line: ClaimLine, commitment: Commitment, minor: int, advance: Advance | None = None) -> ClaimPart:
    return ClaimPart.objects.create(
        line=line, commitment=commitment, amount_minor=minor, currency=commitment.currency, advance=advance
    )


# -- what is held -----------------------------------------------------------------------------------------
def commit(
    fund: Fund, line: BudgetLine | None, minor: int, *, asked_by: Person, by: Person, purpose: str = ""
) -> Commitment:
    """Hold money for what was approved: asked by one person, approved by another. Raises Conflict where the fund is
    short."""
    purpose = purpose or purpose_of(line)
    row = Commitment.objects.create(
        fund=fund,
        budget_line=line,
        purpose=purpose,
        what=line.label if line else str(Purpose(purpose).label),
        amount_minor=minor,
        currency=fund.currency,
        proposed_by=asked_by,
        form_token=uuid4(),
    )
    now = timezone.now()
    row = move(row, "approve", None, approved_by=by, approved_at=now)
    record("fundraising.hold_for_claim", row, by)
    commitments.hold_money(row, minor, key=f"commitment:{row.uuid}", about=(commitments.KIND, row.uuid), at=now)
    return row


def release_rest(commitment: Commitment, by: Person) -> int:
    """What neither a payment on its way nor anything else needs is free again. Answers how much; minor units."""
    row = lock(commitment)
    rest = commitments.room_minor(row)
    if rest <= 0:
        return 0
    record("fundraising.release_for_claim", row, by)
    if not commitments.pending_minor(row) and not commitments.promised_minor(row):
        free = commitments.close if row.status == Commitment.Status.PART_PAID else commitments.release
        free(row, None)
        return rest
    _free(row, rest)
    return rest


def _free(row: Commitment, minor: int) -> None:
    """That much of a cost that stays open is free money again."""
    row.released_minor += minor
    row.save(update_fields=["released_minor"])
    posting.post(
        entries.commitment_released(committed(row.fund), available(row.fund), minor, row.currency),
        key=f"release:{row.uuid}:{row.released_minor}",
        about=(commitments.KIND, row.uuid),
        happened_at=timezone.now(),
    )


# -- payments ---------------------------------------------------------------------------------------------
def payee_of(delegate: Delegate, by: Person) -> Payee:
    """The traveller as somebody we pay; where to pay is told by them before the payment can be released."""
    found = Payee.objects.filter(delegate=delegate).first()
    if found:
        return found
    return payees.add_payee(
        delegate.delegation,
        by,
        kind=Payee.Kind.PERSON,
        label=str(delegate.person),
        form_token=uuid4(),
        delegate=delegate,
    )


def _prepare(kind: str, about: ExpenseClaim | Stipend, commitment: Commitment, minor: int, by: Person) -> Disbursement:
    """A payment to the traveller that waits for another person."""
    return disbursements.prepare(
        commitment,
        by,
        payee=payee_of(about.delegate, by),
        pay=from_minor(minor, commitment.currency),
        form_token=uuid4(),
        kind=kind,
        about=(f"fundraising.{about._meta.model_name}", about.uuid),
    )


def cover_stipend(stipend: Stipend, *, by: Person) -> Stipend:
    """Hold the money, and prepare a payment of its own kind."""
    refuse_while_red()
    lock(stipend.fund)
    row = commit(stipend.fund, None, stipend.amount_minor, asked_by=stipend.proposed_by, by=by, purpose=Purpose.STIPEND)
    _prepare(Disbursement.Kind.STIPEND, stipend, row, stipend.amount_minor, by)
    return stipend


def prepare_advance(advance: Advance, by: Person) -> Disbursement:
    """The payment that puts it into the traveller's hand."""
    return disbursements.prepare_advance(
        advance.fund,
        by,
        payee=payee_of(advance.delegate, by),
        pay=from_minor(advance.amount_minor, advance.currency),
        form_token=uuid4(),
        about=("fundraising.advance", advance.uuid),
    )
