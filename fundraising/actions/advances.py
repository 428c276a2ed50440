"""Advances: asked by a traveller, decided by somebody else, paid like any payment, then accounted for by claims or
handed back to the bank. What nobody accounted for stays in sight until it is."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from delegation.actions.audit import record
from delegation.actions.mail import queue_mail
from delegation.actions.moves import lock, move
from delegation.errors import Conflict, DomainError
from delegation.figures import day_text, money_text
from delegation.models import Delegate, Person
from delegation.money import from_minor, to_minor
from delegation.permissions import require
from fundraising.actions.claims import today
from fundraising.actions.funds import open_travel_fund
from fundraising.allowances.clock import Clock
from fundraising.ledger import balances, entries, posting
from fundraising.ledger.accounts import advances as in_hand
from fundraising.models import Advance, AdvanceNote, HandBack
from fundraising.queries.advances import clock_of, open_minor
from fundraising.queries.funds import goals_of
from fundraising.queries.people import claim_deciders_of, people_with

HAND_BACK_KIND = "fundraising.handback"


def request_advance(
    delegate: Delegate, amount: Money, *, cost_on: date, ends_on: date, note: str, form_token: UUID, by: Person
) -> Advance:
    """Ask for money in hand. The same form token again answers the same request. Raises NotPermitted, DomainError."""
    require("fundraising.request_advance", by, delegate)
    known = Advance.objects.filter(form_token=form_token).first()
    if known:
        return _same_request(known, by, amount)
    fund = open_travel_fund(delegate)
    _check_request(fund, amount, cost_on, ends_on)
    clock = Clock(cost_on, ends_on)
    try:
        with transaction.atomic():
            lock(delegate)
            _refuse_while_late(delegate)
            advance = Advance.objects.create(
                delegate=delegate,
                fund=fund,
                amount_minor=to_minor(amount),
                currency=fund.currency,
                cost_on=cost_on,
                ends_on=ends_on,
                account_by=clock.account_by,
                return_by=clock.return_by,
                requested_by=by,
                form_token=form_token,
            )
            write_note(advance, by, note)
            record("fundraising.request_advance", advance, by)
            _tell_deciders(advance)
            return advance
    except IntegrityError:
        # A second click was faster.
        known = Advance.objects.filter(form_token=form_token).first()
        if known is None:
            raise
        return _same_request(known, by, amount)


def _same_request(known: Advance, by: Person, amount: Money) -> Advance:
    if (known.requested_by_id, known.amount_minor) != (by.pk, to_minor(amount)):
        raise Conflict(
            _("This form was sent before with other figures. Open the page anew to ask for something else."),
            code="token_used",
            field="amount",
        )
    return known


def _check_request(fund, amount: Money, cost_on: date, ends_on: date) -> None:
    if amount.currency.code != fund.currency:
        raise DomainError(
            _("Advances are paid in %(currency)s.") % {"currency": fund.currency}, code="currency", field="amount"
        )
    if to_minor(amount) <= 0:
        raise DomainError(_("Type an amount above zero."), code="not_positive", field="amount")
    most = _most_minor(fund)
    if most and to_minor(amount) > most:
        raise DomainError(
            _("Your whole journey is planned at %(most)s. Ask for a part of it.")
            % {"most": money_text(most, fund.currency)},
            code="too_much",
            field="amount",
        )
    if ends_on < cost_on:
        raise DomainError(_("The last day comes before the first."), code="days", field="ends_on")
    if cost_on < today():
        raise DomainError(
            _("An advance is for costs still to come. What you have paid already goes into a claim."),
            code="past",
            field="cost_on",
        )


def _most_minor(fund) -> int:
    """No advance is more than the whole journey, as it is planned or as money is there for it; minor units, 0 while
    neither is known."""
    held = balances.of_fund(fund)
    return max(goals_of([fund]).get(fund.delegate_id, 0), held.available + held.committed + held.offered)


def _refuse_while_late(delegate: Delegate) -> None:
    late = Advance.objects.filter(delegate=delegate, status=Advance.Status.PAID, account_by__lt=today()).first()
    if late:
        raise Conflict(
            _("An earlier advance was to be accounted for by %(day)s. Send its receipts first.")
            % {"day": day_text(late.account_by)},
            code="late_advance",
        )


def take_back(advance: Advance, *, by: Person) -> Advance:
    """Withdraw one's own request before it is decided."""
    return move(advance, "take_back", by, decided_by=by, decided_at=timezone.now())


def decline(advance: Advance, *, note: str, by: Person) -> Advance:
    """Say no; nothing moves. Raises DomainError without a note: the traveller reads it."""
    if not note.strip():
        raise DomainError(_("Say why. The traveller reads it."), code="note_missing", field="note")
    with transaction.atomic():
        advance = move(advance, "decline", by, decided_by=by, decided_at=timezone.now())
        write_note(advance, by, note)
        tell(advance, "fundraising.advance_decided", "decided")
        return advance


def write_note(advance: Advance, by: Person, note: str) -> None:
    if note.strip():
        AdvanceNote.objects.create(advance=advance, written_by=by, text=note.strip())


# -- what comes back --------------------------------------------------------------------------------------
def record_hand_back(
    advance: Advance, amount: Money, *, received_on: date, bank_reference: str, form_token: UUID, by: Person
) -> HandBack:
    """The statement shows that unspent money came back. It is in the books once a second person has looked."""
    require("fundraising.record_hand_back", by, advance)
    known = HandBack.objects.filter(form_token=form_token).first()
    if known:
        return known
    minor = to_minor(amount)
    if amount.currency.code != advance.currency or minor <= 0:
        raise DomainError(_("Type an amount above zero."), code="not_positive", field="amount")
    if received_on > today():
        raise DomainError(_("That day is still to come."), code="future", field="received_on")
    reference = " ".join(bank_reference.split())
    if not reference:
        raise DomainError(
            _("Write the bank's reference, as it stands on the statement."), code="reference", field="bank_reference"
        )
    with transaction.atomic():
        advance = lock(advance)
        _check_open(advance, minor)
        if HandBack.objects.filter(bank_reference=reference).exclude(status="declined").exists():
            raise Conflict(
                _("This reference is recorded already. Each line of the statement counts once."),
                code="reference_used",
                field="bank_reference",
            )
        row = HandBack.objects.create(
            advance=advance,
            amount_minor=minor,
            currency=advance.currency,
            received_on=received_on,
            bank_reference=reference,
            recorded_by=by,
            form_token=form_token,
        )
        record("fundraising.record_hand_back", row, by)
        return row


def _check_open(advance: Advance, minor: int, *, besides: HandBack | None = None) -> None:
    if advance.status != Advance.Status.PAID:
        raise Conflict(_("This advance is not in the traveller's hand."), code="not_paid")
    waiting = advance.hand_backs.filter(status="recorded")
    if besides is not None:
        waiting = waiting.exclude(pk=besides.pk)
    room = open_minor(advance) - sum(row.amount_minor for row in waiting)
    if minor > room:
        raise DomainError(
            _("At most %(room)s of this advance is still open.") % {"room": from_minor(max(room, 0), advance.currency)},
            code="more_than_open",
            field="amount",
        )


def confirm_hand_back(row: HandBack, *, by: Person) -> HandBack:
    """The second person looked at the statement: the money is the bank's again."""
    with transaction.atomic():
        advance = lock(row.advance)
        require("fundraising.confirm_hand_back", by, row)
        if lock(row).status == HandBack.Status.RECORDED:
            _check_open(advance, row.amount_minor, besides=row)
        row = move(row, "confirm", by, noun="hand_back", decided_by=by, decided_at=timezone.now())
        posting.post(
            entries.advance_handed_back(in_hand(advance.delegate), row.amount_minor, row.currency),
            key=f"advance_handed_back:{row.uuid}",
            about=(HAND_BACK_KIND, row.uuid),
            happened_at=timezone.now(),
        )
        settle_if_clear(advance)
        return row


def decline_hand_back(row: HandBack, *, by: Person) -> HandBack:
    """The statement does not show it, or shows another figure."""
    return move(row, "decline", by, noun="hand_back", decided_by=by, decided_at=timezone.now())


def settle_if_clear(advance: Advance) -> None:
    """Inside the transaction that cleared the last of it."""
    if advance.status == Advance.Status.PAID and open_minor(advance) == 0:
        move(advance, "settle", None)


# -- the clock --------------------------------------------------------------------------------------------
def remind(now: date | None = None) -> int:
    """Write to whoever has money in hand 30, 60 and 120 days after its end: one mail each, the newest that is due; at
    120 days to the treasurer as well, since what is left may be income then. Answers how many advances are due."""
    day, count = now or today(), 0
    for advance in Advance.objects.filter(status=Advance.Status.PAID).select_related("delegate__person"):
        due = clock_of(advance).reminders_due(day)
        if not due:
            continue
        count += 1
        with transaction.atomic():
            tell(advance, "fundraising.advance_due", f"due:{due[-1]}")
            if due[-1] == 120:
                for person in people_with(advance.delegate.delegation_id, "treasurer").exclude(
                    pk=advance.delegate.person_id
                ):
                    _mail("fundraising.advance_late", advance, person, "late:120")
    return count


def tell(advance: Advance, notice: str, about: str) -> None:
    _mail(notice, advance, advance.delegate.person, about)


def _mail(notice: str, advance: Advance, person: Person, about: str) -> None:
    queue_mail(
        notice,
        {"advance": advance.uuid},
        to=("delegation.person", person.uuid),
        language=person.language,
        key=f"advance:{advance.uuid}:{about}:{person.uuid}",
    )


def _tell_deciders(advance: Advance) -> None:
    for person in claim_deciders_of(advance):
        _mail("fundraising.advance_waiting", advance, person, "waiting")
