"""What staff decide of a claim: approve, approve in part, ask, decline. Approving accounts for the traveller's advance
first and leaves a payment for the rest; never by the person whose claim it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from delegation.actions.audit import record
from delegation.actions.mail import queue_mail
from delegation.actions.moves import lock, move
from delegation.errors import Conflict, DomainError
from delegation.models import Person
from delegation.money import from_minor, to_minor
from delegation.permissions import require
from fundraising.actions import claim_money
from fundraising.actions.claims import MOST_MINOR, NOUN, reencoded, store_file, write_note
from fundraising.models import ClaimLine, ExpenseClaim, ReceiptFile

Reason = ClaimLine.Reason


@dataclass(frozen=True)
class Verdict:
    """Of one line: how much of it is right, in minor units of the fund's currency, and why not all of it."""

    approved_minor: int
    reason: str = ""


def approve(claim: ExpenseClaim, *, note: str = "", last: bool = False, by: Person) -> ExpenseClaim:
    """All of it. `last`: nothing more comes for these budget lines, so what is held and not needed is free again.
    Raises DomainError while a figure is unknown, Conflict where the fund has not enough."""
    with transaction.atomic():
        claim = _opened(claim, by)
        lines = list(claim.lines.select_related("budget_line"))
        for line in lines:
            _judge(line, Verdict(_figure(line)))
        claim = move(claim, "approve", by, noun=NOUN, decided_by=by, decided_at=timezone.now())
        return _finish(claim, lines, note, last, by)


def part_approve(
    claim: ExpenseClaim, verdicts: Mapping[UUID, Verdict], *, note: str = "", last: bool = False, by: Person
) -> ExpenseClaim:
    """Line by line; a line without a verdict is approved whole. Raises DomainError at what needs another look."""
    with transaction.atomic():
        claim = _opened(claim, by)
        lines = list(claim.lines.select_related("budget_line"))
        for line in lines:
            verdict = verdicts.get(line.uuid)
            _judge(line, Verdict(_figure(line)) if verdict is None else verdict)
        if not any(line.approved_minor for line in lines):
            raise DomainError(_("Nothing of it is approved. Decline the claim, and say why."), code="nothing")
        if all(line.approved_minor == line.counts_minor for line in lines):
            claim = move(claim, "approve", by, noun=NOUN, decided_by=by, decided_at=timezone.now())
        else:
            _needs_words(lines, note)
            claim = move(claim, "part_approve", by, noun=NOUN, decided_by=by, decided_at=timezone.now())
        return _finish(claim, lines, note, last, by)


def flag(claim: ExpenseClaim, questions: Mapping[UUID, str], *, note: str, by: Person) -> ExpenseClaim:
    """Send it back with a question. `questions` names the lines it is about, each with its reason."""
    if not note.strip():
        raise DomainError(_("Write your question. The traveller reads it."), code="note_missing", field="note")
    with transaction.atomic():
        claim = move(claim, "flag", by, noun=NOUN)
        for line in claim.lines.filter(uuid__in=list(questions)):
            reason = questions[line.uuid]
            line.state, line.reason = ClaimLine.State.FLAGGED, reason if reason in Reason.values else Reason.OTHER
            line.save(update_fields=["state", "reason"])
        write_note(claim, by, note)
        tell(claim, "fundraising.claim_question", f"question:{claim.notes.count()}")
        return claim


def decline(claim: ExpenseClaim, *, note: str, by: Person) -> ExpenseClaim:
    """None of it; nothing moves. The traveller reads why."""
    if not note.strip():
        raise DomainError(_("Say why. The traveller reads it."), code="note_missing", field="note")
    with transaction.atomic():
        require("fundraising.decline_claim", by, claim)
        fresh = lock(claim)
        if fresh.status in {"submitted", "flagged"}:
            for line in fresh.lines.all():
                line.state, line.approved_minor = ClaimLine.State.REFUSED, 0
                line.reason = line.reason or Reason.OTHER
                line.save(update_fields=["state", "approved_minor", "reason"])
        claim = move(claim, "decline", by, noun=NOUN, decided_by=by, decided_at=timezone.now())
        write_note(claim, by, note)
        tell(claim, "fundraising.claim_decided", "decided")
        return claim


def set_figure(line: ClaimLine, amount: Money, photo: bytes | None, *, by: Person) -> ClaimLine:
    """The card's statement wins: its figure in the fund's currency, with its photo as evidence, before the claim is
    decided. Raises DomainError without evidence, Conflict afterwards."""
    require("fundraising.set_figure_claim", by, line.claim)
    picture = reencoded(photo) if photo else None
    with transaction.atomic():
        claim = lock(line.claim)
        if claim.status != ExpenseClaim.Status.SUBMITTED:
            raise Conflict(_("Figures are set before the claim is decided."), code="moved_on")
        line = lock(line)
        if line.kind in {ClaimLine.Kind.PER_DIEM, ClaimLine.Kind.MILEAGE}:
            raise DomainError(_("An allowance follows its table, not a statement."), code="allowance", field="amount")
        minor = to_minor(amount)
        if amount.currency.code != claim.currency or not 0 < minor <= MOST_MINOR:
            raise DomainError(_("Type an amount above zero."), code="not_positive", field="amount")
        file = line.statement_file
        if picture is not None and photo is not None:
            file = store_file(claim, picture, photo, kind=ReceiptFile.Kind.STATEMENT, by=by)
        if file is None:
            raise DomainError(
                _("Add a photo of the statement: without it the figure has no evidence."),
                code="no_evidence",
                field="photo",
            )
        line.statement_minor, line.statement_file = minor, file
        line.save(update_fields=["statement_minor", "statement_file"])
        record("fundraising.set_figure_claim", line, by)
        return line


# -- inside -----------------------------------------------------------------------------------------------
def _opened(claim: ExpenseClaim, by: Person) -> ExpenseClaim:
    """Locked and asked first, so that nobody who may not decide writes a verdict."""
    require("fundraising.approve_claim", by, claim)
    fresh = lock(claim)
    if fresh.status != ExpenseClaim.Status.SUBMITTED:
        raise Conflict(
            _("This is no longer possible: it is now “%(status)s”.") % {"status": fresh.get_status_display()},
            code="moved_on",
        )
    return fresh


def _figure(line: ClaimLine) -> int:
    if line.counts_minor is None:
        raise DomainError(
            _("No rate for %(currency)s is known. Enter one, or set the card statement’s figure.")
            % {"currency": line.currency},
            code="no_rate",
        )
    return line.counts_minor


def _judge(line: ClaimLine, verdict: Verdict) -> None:
    most = _figure(line)
    if not 0 <= verdict.approved_minor <= most:
        raise DomainError(
            _("“%(what)s”: at most %(most)s was asked.")
            % {"what": line.what or line.get_kind_display(), "most": from_minor(most, line.claim.currency)},
            code="above",
        )
    less = verdict.approved_minor < most
    if less and verdict.reason not in Reason.values:
        raise DomainError(
            _("“%(what)s”: choose why not all of it is approved.") % {"what": line.what or line.get_kind_display()},
            code="reason",
        )
    line.approved_minor = verdict.approved_minor
    is_refused = less and not verdict.approved_minor
    line.state = ClaimLine.State.REFUSED if is_refused else ClaimLine.State.OK
    line.reason = verdict.reason if less else ""
    line.save(update_fields=["approved_minor", "state", "reason"])


def _needs_words(lines: list[ClaimLine], note: str) -> None:
    if any(line.reason == Reason.OTHER for line in lines) and not note.strip():
        raise DomainError(_("Say which reason, in the note."), code="note_missing", field="note")


def _finish(claim: ExpenseClaim, lines: list[ClaimLine], note: str, last: bool, by: Person) -> ExpenseClaim:
    write_note(claim, by, note)
    claim = claim_money.cover(claim, lines, last=last, by=by)
    tell(claim, "fundraising.claim_decided", "decided")
    return claim


def tell(claim: ExpenseClaim, notice: str, about: str) -> None:
    person = claim.delegate.person
    queue_mail(
        notice,
        {"claim": claim.uuid},
        to=("delegation.person", person.uuid),
        language=person.language,
        key=f"claim:{claim.uuid}:{about}",
    )
