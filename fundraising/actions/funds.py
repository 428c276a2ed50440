"""Funds and allocations: money from the pool to a delegate, proposed by one person and decided by another."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from delegation.actions.audit import record
from delegation.actions.moves import move
from delegation.errors import Conflict, DomainError
from delegation.models import Delegate, Delegation, Person
from delegation.money import from_minor, to_minor
from delegation.permissions import require
from fundraising.ledger import entries, posting
from fundraising.ledger.accounts import OF_A_FUND, Place, available, ensure
from fundraising.models import Allocation, AllocationNote, Fund
from fundraising.queries.funds import MAY_RECEIVE, floor_minor
from fundraising.queries.ledger import books_are_red

KIND = "fundraising.allocation"


# -- funds --------------------------------------------------------------------------------------------
def open_pool(delegation: Delegation, currency: str | None = None) -> Fund:
    """The pool of a delegation, made with its accounts when it is not there yet."""
    currency = currency or delegation.currency
    found = Fund.objects.filter(delegation=delegation, kind=Fund.Kind.POOL, currency=currency).first()
    if found:
        return found
    with transaction.atomic():
        fund, _made = Fund.objects.get_or_create(delegation=delegation, kind=Fund.Kind.POOL, currency=currency)
        _open_accounts(fund)
    return fund


def open_travel_fund(delegate: Delegate, by: Person | None = None) -> Fund:
    """The travel fund of a delegate, made with its accounts when it is not there yet."""
    found = Fund.objects.filter(delegate=delegate).first()
    if found:
        return found
    with transaction.atomic():
        fund, made = Fund.objects.get_or_create(
            delegate=delegate,
            defaults={
                "delegation": delegate.delegation,
                "kind": Fund.Kind.TRAVEL,
                "currency": delegate.delegation.currency,
            },
        )
        _open_accounts(fund)
        if made:
            record("fundraising.open_fund", fund, by)
    return fund


def _open_accounts(fund: Fund) -> None:
    ensure([Place(code, fund_id=fund.pk) for code in OF_A_FUND], fund.currency)


# -- allocations ----------------------------------------------------------------------------------------
def propose_allocation(by: Person, fund: Fund, amount: Money, reason: str, note: str, form_token: UUID) -> Allocation:
    """Ask for money from the pool for a delegate's fund. Nothing moves before a second person decides. The same form
    token again answers the same proposal. Raises NotPermitted, DomainError (amount, note, delegate)."""
    known = Allocation.objects.filter(form_token=form_token).first()
    require("fundraising.propose_allocation", by, fund)
    if known:
        return _same_proposal(known, by, fund, amount)
    amount_minor = _check_proposal(fund, amount, reason, note)
    try:
        with transaction.atomic():
            allocation = Allocation.objects.create(
                pool=open_pool(fund.delegation, fund.currency),
                fund=fund,
                amount_minor=amount_minor,
                currency=fund.currency,
                reason=reason,
                proposed_by=by,
                form_token=form_token,
            )
            _write_note(allocation, by, note)
            record("fundraising.propose_allocation", allocation, by)
            return allocation
    except IntegrityError:
        # Somebody was faster with this token: the same person, by a second click.
        known = Allocation.objects.filter(form_token=form_token).first()
        if known is None:
            raise
        return _same_proposal(known, by, fund, amount)


def _same_proposal(known: Allocation, by: Person, fund: Fund, amount: Money) -> Allocation:
    """The same form once more is the same proposal; another one under its token must not pass for made."""
    is_same = (known.proposed_by_id, known.fund_id, known.amount_minor, known.currency) == (
        by.pk,
        fund.pk,
        to_minor(amount),
        amount.currency.code,
    )
    if not is_same:
        raise Conflict(
            _("This form was sent before with other figures. Open the page anew to propose something else."),
            code="token_used",
            field="amount",
        )
    return known


def _check_proposal(fund: Fund, amount: Money, reason: str, note: str) -> int:
    if fund.delegate is None:
        raise DomainError(_("An allocation goes to a delegate."), code="not_a_delegate", field="fund")
    if fund.delegate.status not in MAY_RECEIVE:
        raise DomainError(
            _("%(name)s does not travel with this delegation now.") % {"name": fund.delegate},
            code="not_travelling",
            field="fund",
        )
    if amount.currency.code != fund.currency:
        raise DomainError(
            _("The pool is in %(currency)s.") % {"currency": fund.currency}, code="currency", field="amount"
        )
    minor = to_minor(amount)
    if minor <= 0:
        raise DomainError(_("Type an amount above zero."), code="not_positive", field="amount")
    if reason == Allocation.Reason.OTHER and not note.strip():
        raise DomainError(_("Say which reason, in the note."), code="note_missing", field="note")
    return minor


def decide(allocation: Allocation, by: Person, note: str = "") -> Allocation:
    """Allocate what another person proposed: state and books in one transaction. Raises NotPermitted, Conflict when it
    was decided already, when the books show a red line, or when the pool would fall below its floor."""
    with transaction.atomic():
        decided_at = timezone.now()
        allocation = move(allocation, "decide", by, decided_by=by, decided_at=decided_at)
        if books_are_red():
            raise Conflict(
                _("The books show a line that does not hold. No money goes out until it is cleared; gifts go on."),
                code="books_red",
            )
        delegate = allocation.fund.delegate
        if delegate is None or delegate.status not in MAY_RECEIVE:
            raise Conflict(
                _("%(name)s does not travel with this delegation now.") % {"name": delegate},
                code="not_travelling",
            )
        _post(allocation, decided_at)
        _write_note(allocation, by, note)
        return allocation


def decline(allocation: Allocation, by: Person, note: str = "") -> Allocation:
    """Say no to a proposal; nothing moves. Raises NotPermitted, Conflict, DomainError without a note."""
    if not note.strip():
        raise DomainError(_("Say why, for the minutes."), code="note_missing", field="note")
    with transaction.atomic():
        allocation = move(allocation, "decline", by, decided_by=by, decided_at=timezone.now())
        _write_note(allocation, by, note)
        return allocation


def take_back(allocation: Allocation, by: Person, note: str = "") -> Allocation:
    """Withdraw one's own proposal before it is decided."""
    with transaction.atomic():
        allocation = move(allocation, "take_back", by, decided_by=by, decided_at=timezone.now())
        _write_note(allocation, by, note)
        return allocation


def _post(allocation: Allocation, decided_at: datetime) -> None:
    def spec(floor: int = 0) -> entries.Spec:
        pool, fund = available(allocation.pool), available(allocation.fund)
        return entries.allocation_allocated(pool, fund, allocation.amount_minor, allocation.currency, floor_minor=floor)

    # First the lock, then the floor: a gift that arrives between them would raise what is there and not what must stay.
    posting.hold(spec())
    try:
        posting.post(
            spec(floor_minor(allocation.pool)),
            key=f"allocation:{allocation.uuid}",
            about=(KIND, allocation.uuid),
            happened_at=decided_at,
        )
    except posting.InsufficientFunds as short:
        raise Conflict(
            _(
                "The pool can give at most %(room)s now. %(percent)s %% of all it has received stays in it for "
                "emergencies."
            )
            % {"room": from_minor(short.room_minor, allocation.currency), "percent": settings.POOL_FLOOR_PERCENT},
            code="pool_floor",
            field="amount",
        ) from short


def _write_note(allocation: Allocation, by: Person, note: str) -> None:
    if note.strip():
        AllocationNote.objects.create(allocation=allocation, written_by=by, text=note.strip())
