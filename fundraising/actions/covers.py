"""The network pays in what it owes for a shortfall: one person sees the payment on the bank's statement and records it,
another confirms. Only then the debt is lower, in the books."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from delegation.actions.audit import record as audit
from delegation.actions.moves import move
from delegation.errors import Conflict, DomainError
from delegation.models import Delegation, Person
from delegation.money import from_minor, to_minor
from delegation.permissions import require
from fundraising.actions.bank_uses import account_for, claim, reference_key
from fundraising.actions.claims import today
from fundraising.actions.offline import noon
from fundraising.ledger import entries, posting
from fundraising.models import BankUse, NetworkCover, NetworkCoverNote
from fundraising.queries.covers import debt_in

KIND = "fundraising.networkcover"
NOUN = "cover"


@dataclass(frozen=True)
class Recorded:
    """What the form says; checked by `record`."""

    delegation: Delegation
    amount: Money
    received_on: date
    bank_reference: str
    reason: str
    form_token: UUID
    bank_account: str = ""


def record(asked: Recorded, by: Person) -> NetworkCover:
    """Write down that the network paid in; nothing is booked before a second person confirms. The same form token again
    answers the same record. Raises NotPermitted, DomainError (amount, day, reference, reason, no bank account),
    Conflict (more than is owed, reference used)."""
    require("fundraising.record_cover", by, asked.delegation)
    known = NetworkCover.objects.filter(form_token=asked.form_token).first()
    if known:
        return _same(known, asked, by)
    minor = _checked(asked)
    account = account_for(asked.amount.currency.code, asked.bank_account)
    reference = reference_key(asked.bank_reference)
    try:
        with transaction.atomic():
            _refuse_used(account, reference)
            cover = NetworkCover.objects.create(
                delegation=asked.delegation,
                amount_minor=minor,
                currency=asked.amount.currency.code,
                received_on=asked.received_on,
                bank_account=account,
                bank_reference=reference,
                recorded_by=by,
                form_token=asked.form_token,
            )
            _write_note(cover, by, asked.reason)
            audit("fundraising.record_cover", cover, by)
            return cover
    except IntegrityError:
        # Somebody was faster: with this token by a second click, or with this reference.
        known = NetworkCover.objects.filter(form_token=asked.form_token).first()
        if known:
            return _same(known, asked, by)
        raise _used() from None


def _same(known: NetworkCover, asked: Recorded, by: Person) -> NetworkCover:
    is_same = (known.recorded_by_id, known.delegation_id, known.amount_minor, known.currency) == (
        by.pk,
        asked.delegation.pk,
        to_minor(asked.amount),
        asked.amount.currency.code,
    )
    if not is_same:
        raise Conflict(
            _("This form was sent before with other figures. Open the page anew to ask for something else."),
            code="token_used",
            field="amount",
        )
    return known


def _checked(asked: Recorded) -> int:
    minor = to_minor(asked.amount)
    if minor <= 0:
        raise DomainError(_("Type an amount above zero."), code="not_positive", field="amount")
    if asked.received_on > today():
        raise DomainError(_("That day is still to come."), code="future", field="received_on")
    if not reference_key(asked.bank_reference):
        raise DomainError(_("Type the bank's reference of this payment."), code="no_reference", field="bank_reference")
    if not asked.reason.strip():
        raise DomainError(_("Say why, for the minutes."), code="note_missing", field="reason")
    debt = debt_in(asked.amount.currency.code)
    if minor > debt.room_minor:
        raise Conflict(
            _("The network owes %(amount)s that nobody recorded yet. What it pays beyond that is a gift.")
            % {"amount": from_minor(debt.room_minor, debt.currency)},
            code="more_than_owed",
            field="amount",
        )
    return minor


def _refuse_used(account: str, reference: str) -> None:
    if BankUse.objects.filter(account=account, reference=reference).exists():
        raise _used()


def _used() -> Conflict:
    return Conflict(
        _("This bank reference stands in the books already. Look whether the money was booked before."),
        code="reference_used",
        field="bank_reference",
    )


def confirm(cover: NetworkCover, by: Person) -> NetworkCover:
    """The second person has seen it on the statement: the bank has it, and the network owes that much less. Raises
    NotPermitted (never by who recorded it), Conflict (decided already, less is owed meanwhile, reference used)."""
    with transaction.atomic():
        cover = move(cover, "confirm", by, noun=NOUN, decided_by=by, decided_at=timezone.now())
        spec = entries.network_covered(cover.amount_minor, cover.currency)
        posting.hold(spec)
        owed = debt_in(cover.currency).owed_minor
        if owed < cover.amount_minor:
            raise Conflict(
                _("Meanwhile the network owes %(amount)s. Decline this record and record what covers that.")
                % {"amount": from_minor(owed, cover.currency)},
                code="less_is_owed",
            )
        claim(
            cover.bank_account, cover.bank_reference, cover.amount_minor, cover.currency, "covered", cover.uuid, by=by
        )
        posting.post(spec, key=f"covered:{cover.uuid}", about=(KIND, cover.uuid), happened_at=noon(cover.received_on))
        return cover


def decline(cover: NetworkCover, by: Person, note: str) -> NetworkCover:
    """The statement does not show it, or another figure; nothing was booked. Raises DomainError without a note."""
    if not note.strip():
        raise DomainError(_("Say why, for the minutes."), code="note_missing", field="note")
    return _leave(cover, "decline", by, note)


def take_back(cover: NetworkCover, by: Person, note: str = "") -> NetworkCover:
    """Withdraw one's own record before it is confirmed."""
    return _leave(cover, "take_back", by, note)


def _leave(cover: NetworkCover, verb: str, by: Person, note: str) -> NetworkCover:
    with transaction.atomic():
        cover = move(cover, verb, by, noun=NOUN, decided_by=by, decided_at=timezone.now())
        _write_note(cover, by, note)
        return cover


def _write_note(cover: NetworkCover, by: Person, note: str) -> None:
    if note.strip():
        NetworkCoverNote.objects.create(cover=cover, written_by=by, text=note.strip())
