"""More for a cost than was approved, in the same two steps."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from delegation.actions.audit import kind_of, record
from delegation.actions.moves import lock, move
from delegation.errors import Conflict, DomainError
from delegation.models import Person
from delegation.money import to_minor
from delegation.permissions import require
from fundraising.actions.commitments import hold_money, write_note
from fundraising.actions.money_out import refuse_while_red
from fundraising.models import Commitment, CommitmentRaise

MAY_RISE = ("approved", "part_paid", "paid", "closed")


def propose_raise(commitment: Commitment, by: Person, more: Money, *, note: str, form_token: UUID) -> CommitmentRaise:
    """Ask for more of the fund's money for the same cost. Raises NotPermitted, DomainError, Conflict."""
    require("fundraising.propose_raise", by, commitment)
    known = CommitmentRaise.objects.filter(form_token=form_token).first()
    if known:
        return _same(known, commitment, by, more)
    minor = to_minor(more)
    if minor <= 0 or more.currency.code != commitment.currency:
        raise DomainError(_("Type an amount above zero."), code="not_positive", field="amount")
    if not note.strip():
        raise DomainError(_("Say why it costs more, for the minutes."), code="note_missing", field="note")
    try:
        with transaction.atomic():
            fresh = lock(commitment)
            if fresh.status not in MAY_RISE:
                raise Conflict(_("Only an approved cost can cost more."), code="moved_on")
            row = CommitmentRaise.objects.create(
                commitment=fresh, amount_minor=minor, proposed_by=by, form_token=form_token
            )
            write_note(fresh, by, note)
            record("fundraising.propose_raise", row, by)
            return row
    except IntegrityError:
        known = CommitmentRaise.objects.filter(form_token=form_token).first()
        if known is None:
            raise
        return _same(known, commitment, by, more)


def _same(known: CommitmentRaise, commitment: Commitment, by: Person, more: Money) -> CommitmentRaise:
    if (known.commitment_id, known.proposed_by_id, known.amount_minor) != (commitment.pk, by.pk, to_minor(more)):
        raise Conflict(
            _("This form was sent before with other figures. Open the page anew to propose something else."),
            code="token_used",
            field="amount",
        )
    return known


def approve_raise(more: CommitmentRaise, by: Person, note: str = "") -> Commitment:
    """Hold the additional money. Raises NotPermitted, Conflict as for the cost itself."""
    with transaction.atomic():
        commitment = lock(more.commitment)
        at = timezone.now()
        row = move(more, "approve", by, noun="raise", approved_by=by, approved_at=at)
        refuse_while_red()
        if commitment.status not in MAY_RISE:
            raise Conflict(_("Only an approved cost can cost more."), code="moved_on")
        raised = commitment.raised_minor + row.amount_minor
        verb = "hold_rest" if commitment.paid_minor else "hold"
        commitment = move(commitment, verb, None, raised_minor=raised)
        about = (kind_of(row), row.uuid)
        hold_money(commitment, row.amount_minor, key=f"raise:{row.uuid}", about=about, at=at)
        write_note(commitment, by, note)
        return commitment


def decline_raise(more: CommitmentRaise, by: Person, note: str = "") -> CommitmentRaise:
    """Say no; nothing moves. Raises DomainError without a note."""
    if not note.strip():
        raise DomainError(_("Say why, for the minutes."), code="note_missing", field="note")
    with transaction.atomic():
        row = move(more, "decline", by, noun="raise")
        write_note(row.commitment, by, note)
        return row


def take_back_raise(more: CommitmentRaise, by: Person, note: str = "") -> CommitmentRaise:
    return move(more, "take_back", by, noun="raise")
