"""Costs: proposed by one person, approved by another; then the fund's money is held for them. `take` and `give_back`
follow what was paid of it, for everybody who pays: they lock the row, so that what is held is never spent twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from delegation.actions.audit import record
from delegation.actions.moves import lock, move
from delegation.errors import Conflict, DomainError
from delegation.models import Person
from delegation.money import exponent, from_minor, to_minor
from delegation.permissions import require
from fundraising.actions.budgets import latest_rates
from fundraising.actions.money_out import refuse_while_red
from fundraising.ledger import entries, posting
from fundraising.ledger.accounts import available, committed
from fundraising.models import Advance, BudgetLine, Commitment, CommitmentNote, Disbursement, Fund, Payee
from fundraising.models.disbursements import LIVE
from fundraising.queries.advances import promised

KIND = "fundraising.commitment"
OPEN = ("approved", "part_paid")


@dataclass(frozen=True)
class Converted:
    """A cost in another currency as it is held: minor units of the fund's, buffer included, and the rate behind it."""

    held_minor: int
    plain_minor: int
    rate: Decimal
    rate_on: date
    source: str


def convert_cost(fund: Fund, cost: Money) -> Converted:
    """What to hold for a cost in another currency: the planning rate, and RATE_BUFFER_PERCENT above it because rates
    move until the bank converts. Raises DomainError without a rate."""
    found = latest_rates(fund.delegation).get(cost.currency.code)
    if found is None or found.quote != fund.currency:
        raise DomainError(
            _("There is no planning rate for %(currency)s yet. Enter one first, with its source.")
            % {"currency": cost.currency.code},
            code="no_rate",
            field="currency",
        )
    plain = cost.amount * found.rate
    buffered = plain * (100 + settings.RATE_BUFFER_PERCENT) / 100
    return Converted(
        _up(buffered, fund.currency), _up(plain, fund.currency), found.rate, found.as_of, found.source
    )  # fmt: skip


def _up(units: Decimal, currency: str) -> int:
    return int(units.scaleb(exponent(currency)).to_integral_value(ROUND_CEILING))


# -- proposing and deciding -----------------------------------------------------------------------------
def propose_commitment(
    fund: Fund,
    by: Person,
    *,
    cost: Money,
    purpose: str,
    what: str,
    form_token: UUID,
    line: BudgetLine | None = None,
    payee: Payee | None = None,
    note: str = "",
) -> Commitment:
    """Ask that money of a fund be held for a cost. Nothing is held before a second person approves. The same form
    token again answers the same proposal. Raises NotPermitted, DomainError at its field."""
    require("fundraising.propose_commitment", by, fund)
    known = Commitment.objects.filter(form_token=form_token).first()
    if known:
        return _same(known, by, fund, cost)
    values = _amounts(fund, cost) | {"purpose": purpose, "what": what.strip(), "budget_line": line, "payee": payee}
    _check(fund, line, payee, what)
    try:
        with transaction.atomic():
            row = Commitment.objects.create(fund=fund, proposed_by=by, form_token=form_token, **values)
            write_note(row, by, note)
            record("fundraising.propose_commitment", row, by)
            return row
    except IntegrityError:
        known = Commitment.objects.filter(form_token=form_token).first()
        if known is None:
            raise
        return _same(known, by, fund, cost)


def _amounts(fund: Fund, cost: Money) -> dict:
    minor = to_minor(cost)
    if minor <= 0:
        raise DomainError(_("Type an amount above zero."), code="not_positive", field="amount")
    if cost.currency.code == fund.currency:
        return {"amount_minor": minor, "currency": fund.currency}
    found = convert_cost(fund, cost)
    return {
        "amount_minor": found.held_minor,
        "currency": fund.currency,
        "original_minor": minor,
        "original_currency": cost.currency.code,
        "rate": found.rate,
        "rate_on": found.rate_on,
        "rate_source": found.source,
    }


def _check(fund: Fund, line: BudgetLine | None, payee: Payee | None, what: str) -> None:
    if not what.strip():
        raise DomainError(_("Say in a line what it is."), code="what", field="what")
    if line and (fund.delegate_id is None or line.budget.delegate_id != fund.delegate_id):
        raise DomainError(_("This line is in another budget."), code="line", field="line")
    if payee and payee.delegation_id != fund.delegation_id:
        raise DomainError(_("This payee belongs to another delegation."), code="payee", field="payee")
    if fund.delegate and fund.delegate.status == "closed":
        raise DomainError(_("The accounts of this journey are closed."), code="closed", field="fund")


def _same(known: Commitment, by: Person, fund: Fund, cost: Money) -> Commitment:
    """The same form once more is the same proposal; another one under its token must not pass for made."""
    currency, minor = cost.currency.code, to_minor(cost)
    kept = (known.original_currency or known.currency, known.original_minor or known.amount_minor)
    if (known.proposed_by_id, known.fund_id) != (by.pk, fund.pk) or kept != (currency, minor):
        raise Conflict(
            _("This form was sent before with other figures. Open the page anew to propose something else."),
            code="token_used",
            field="amount",
        )
    return known


def approve(commitment: Commitment, by: Person, note: str = "") -> Commitment:
    """Hold the money: state and books in one transaction. Raises NotPermitted, Conflict when it was decided already,
    while the books are red, or when the fund has not enough."""
    with transaction.atomic():
        at = timezone.now()
        row = move(commitment, "approve", by, approved_by=by, approved_at=at)
        refuse_while_red()
        hold_money(row, row.amount_minor, key=f"commitment:{row.uuid}", about=(KIND, row.uuid), at=at)
        write_note(row, by, note)
        return row


def hold_money(row: Commitment, minor: int, *, key: str, about: posting.About, at) -> None:
    """From the fund's free money to what it holds for costs. Raises Conflict with what is free."""
    try:
        posting.post(
            entries.cost_approved(available(row.fund), committed(row.fund), minor, row.currency),
            key=key,
            about=about,
            happened_at=at,
        )
    except posting.InsufficientFunds as short:
        raise Conflict(
            _("The fund has %(room)s free now. Ask for an allocation first, or for less.")
            % {"room": from_minor(short.room_minor, row.currency)},
            code="fund_short",
            field="amount",
        ) from short


def decline(commitment: Commitment, by: Person, note: str = "") -> Commitment:
    """Say no to a proposal; nothing moves. Raises NotPermitted, Conflict, DomainError without a note."""
    if not note.strip():
        raise DomainError(_("Say why, for the minutes."), code="note_missing", field="note")
    with transaction.atomic():
        row = move(commitment, "decline", by)
        write_note(row, by, note)
        return row


def take_back(commitment: Commitment, by: Person, note: str = "") -> Commitment:
    """Withdraw one's own proposal before it is decided."""
    with transaction.atomic():
        row = move(commitment, "take_back", by)
        write_note(row, by, note)
        return row


# -- what is not needed -----------------------------------------------------------------------------------
def release(commitment: Commitment, by: Person | None, note: str = "") -> Commitment:
    """Nothing was paid and nothing will be: all that is held is free again. Raises NotPermitted, Conflict while a
    payment of it is on its way."""
    return _free_rest(commitment, "release", by, note)


def close(commitment: Commitment, by: Person | None, note: str = "") -> Commitment:
    """Partly paid, and the rest is not needed. `by` of None: the bank took less than was held."""
    return _free_rest(commitment, "close", by, note)


def _free_rest(commitment: Commitment, verb: str, by: Person | None, note: str) -> Commitment:
    with transaction.atomic():
        row = lock(commitment)
        if pending_minor(row):
            raise Conflict(_("A payment of it is prepared or on its way. Cancel or settle it first."), code="pending")
        if promised_minor(row):
            raise Conflict(
                _("An advance draws on it. It is free again once that is accounted for or handed back."),
                code="advance",
            )
        rest = row.held_minor
        row = move(row, verb, by, released_minor=row.released_minor + rest)
        if rest:
            posting.post(
                entries.commitment_released(committed(row.fund), available(row.fund), rest, row.currency),
                # What was released before, and with it the place of this release among them.
                key=f"release:{row.uuid}:{row.released_minor}",
                about=(KIND, row.uuid),
                happened_at=timezone.now(),
            )
        if by is not None:
            write_note(row, by, note)
        return row


# -- what was paid of it -----------------------------------------------------------------------------------
def pending_minor(commitment: Commitment) -> int:
    """What payments that are not in the books yet will take of it. Only under the commitment's lock."""
    return _pending([commitment]).get(commitment.pk, 0)


def _pending(rows: Sequence[Commitment]) -> dict[int, int]:
    waiting = Disbursement.objects.filter(commitment__in=rows, status__in=LIVE, booked_minor__isnull=True)
    return dict(waiting.order_by().values_list("commitment").annotate(total=Sum("amount_minor")))


def promised_minor(commitment: Commitment) -> int:
    """What advances draw on it. Only under the commitment's lock."""
    return promised([commitment.pk]).get(commitment.pk, 0)


def for_traveller(fund: Fund) -> QuerySet[Commitment]:
    """Open costs a traveller may draw on: what is held for a bill of somebody else is not theirs, nor is a stipend."""
    rows = Commitment.objects.filter(fund=fund, status__in=OPEN).exclude(purpose=Commitment.Purpose.STIPEND)
    return rows.filter(Q(payee__isnull=True) | Q(payee__delegate=fund.delegate_id))


def room_minor(commitment: Commitment) -> int:
    """What may still be prepared of it, or promised to an advance. Only under the commitment's lock."""
    return rooms([commitment])[commitment.pk]


def rooms(
    rows: Sequence[Commitment], *, advances: Sequence[str] = ("approved", "paid"), besides: Advance | None = None
) -> dict[int, int]:
    """`room_minor` of many in a fixed number of queries, by id. `advances`: of which states an advance counts. An
    advance in hand is no hindrance to the claim that accounts for it."""
    pending, drawn = _pending(rows), promised([row.pk for row in rows], of=advances, besides=besides)
    return {
        row.pk: max(row.held_minor - pending.get(row.pk, 0) - drawn.get(row.pk, 0), 0) if row.status in OPEN else 0
        for row in rows
    }


def take(commitment: Commitment, minor: int) -> Commitment:
    """That much of it is paid, in the caller's transaction, who posts. Raises Conflict beyond what is held."""
    row = lock(commitment)
    if row.status not in OPEN or minor > row.held_minor:
        missing = from_minor(max(minor - row.held_minor, 0), row.currency)
        raise Conflict(
            _("This is %(missing)s more than is held for the cost. Propose more for it first.") % {"missing": missing},
            code="beyond_approved",
            field="amount",
        )
    verb = "pay_off" if minor == row.held_minor else "pay_part"
    return move(row, verb, None, paid_minor=row.paid_minor + minor)


def give_back(commitment: Commitment, minor: int) -> Commitment:
    """That much of it came back from the bank and is held again, in the caller's transaction, who posts."""
    row = lock(commitment)
    paid = row.paid_minor - minor
    return move(row, "hold_rest" if paid else "hold", None, paid_minor=paid)


def write_note(commitment: Commitment, by: Person, note: str) -> None:
    if note.strip():
        CommitmentNote.objects.create(commitment=commitment, written_by=by, text=note.strip())
