"""A claim as its traveller writes it: costs, days and miles, photos of receipts, sent when it is whole. What staff
decide of it stands in `claim_decisions`."""

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from delegation import sealed
from delegation.actions.audit import record
from delegation.actions.mail import queue_mail
from delegation.actions.moves import lock, move
from delegation.errors import Conflict, DomainError
from delegation.figures import day_text
from delegation.models import Delegate, Person
from delegation.money import convert_minor, to_minor
from delegation.permissions import require
from fundraising import images
from fundraising.actions.budgets import latest_rates
from fundraising.actions.funds import open_travel_fund
from fundraising.allowances import per_diem
from fundraising.allowances.mileage import mileage
from fundraising.allowances.per_diem import CalendarDay
from fundraising.models import BudgetLine, ClaimLine, ClaimNote, ExpenseClaim, ReceiptFile
from fundraising.queries.allowances import mileage_basis, per_diem_rates
from fundraising.queries.people import claim_deciders_of

NOUN = "claim"
MOST_LINES = 80
MOST_FILES = 60
# Far above any cost of a journey: a slip of the finger, not a bill.
MOST_MINOR = 5_000_000
MOST_TENTHS = 50_000
MILES_CURRENCY = "USD"


@dataclass(frozen=True)
class LineInput:
    """One cost as typed. Miles need `tenths_of_mile` and no amount. `statement` is what the card was charged in the
    fund's currency, with the photo of the statement."""

    kind: str
    spent_on: date
    what: str = ""
    amount: Money | None = None
    budget_line: BudgetLine | None = None
    tenths_of_mile: int | None = None
    receipt: ReceiptFile | None = None
    statement: Money | None = None
    statement_file: ReceiptFile | None = None


def today() -> date:
    """The calendar day in the network's zone."""
    return timezone.now().astimezone(ZoneInfo(settings.NETWORK_TIME_ZONE)).date()


# -- the draft --------------------------------------------------------------------------------------------
def draft_claim(delegate: Delegate, *, days: Iterable[CalendarDay] | None = None, by: Person) -> ExpenseClaim:
    """The traveller's draft, made when there is none; `days` fill its calendar as long as it is empty. Raises
    NotPermitted."""
    with transaction.atomic():
        require("fundraising.draft_claim", by, delegate)
        lock(delegate)
        fund = open_travel_fund(delegate)
        claim, made = ExpenseClaim.objects.get_or_create(
            delegate=delegate, status=ExpenseClaim.Status.DRAFT, defaults={"fund": fund, "currency": fund.currency}
        )
        if made:
            record("fundraising.draft_claim", claim, by)
        if days is not None and not claim.lines.filter(kind=ClaimLine.Kind.PER_DIEM).exists():
            _write_days(claim, list(days))
    return claim


def set_days(claim: ExpenseClaim, days: Iterable[CalendarDay], *, by: Person) -> None:
    """The calendar of daily allowances, in place of what stood there. Raises DomainError (days) for a day twice, a day
    another claim of the journey has, or one without a rate."""
    with transaction.atomic():
        claim = _draft_of(claim, by)
        _write_days(claim, list(days))
        record("fundraising.edit_claim", claim, by)


def _write_days(claim: ExpenseClaim, days: list[CalendarDay]) -> None:
    try:
        found = per_diem.calendar(days, per_diem_rates())
    except per_diem.NoRate as unknown:
        raise DomainError(
            _("No daily allowance is set for %(day)s. Ask the treasurer.") % {"day": unknown},
            code="no_rate",
            field="days",
        ) from None
    except ValueError:
        raise DomainError(_("A day stands there twice."), code="day_twice", field="days") from None
    taken = _days_elsewhere(claim, [day.day for day in days])
    if taken:
        raise DomainError(
            _("You claimed %(day)s before.") % {"day": day_text(taken[0])}, code="day_taken", field="days"
        )
    _room_for(claim, len(found), besides=ClaimLine.Kind.PER_DIEM)
    claim.lines.filter(kind=ClaimLine.Kind.PER_DIEM).delete()
    line_of_budget = _daily_line(claim)
    for day in found:
        row = ClaimLine(
            claim=claim,
            kind=ClaimLine.Kind.PER_DIEM,
            budget_line=line_of_budget,
            spent_on=day.day,
            claimed_minor=day.amount_minor,
            currency=day.currency,
            allowance_source=day.rate.source,
            allowance_as_of=day.rate.as_of,
            day_kind=day.kind,
            meals=" ".join(meal for meal, _minor in day.taken_off),
        )
        _convert(row, claim)
        row.save()


def _days_elsewhere(claim: ExpenseClaim, days: list[date]) -> list[date]:
    """Days of this journey that another living claim has: nobody is paid for a day twice."""
    rows = ClaimLine.objects.filter(
        claim__delegate=claim.delegate_id, kind=ClaimLine.Kind.PER_DIEM, spent_on__in=days
    ).exclude(claim=claim)
    gone = (ExpenseClaim.Status.DISCARDED, ExpenseClaim.Status.DECLINED)
    return list(rows.exclude(claim__status__in=gone).exclude(state="refused").values_list("spent_on", flat=True))


def _daily_line(claim: ExpenseClaim) -> BudgetLine | None:
    rows = BudgetLine.objects.filter(budget__delegate=claim.delegate_id, code="daily")
    return rows.order_by("position", "id").first()


def save_line(claim: ExpenseClaim, typed: LineInput, *, line: ClaimLine | None = None, by: Person) -> ClaimLine:
    """Add a cost to the draft, or change one. Raises DomainError at the field that needs another look."""
    with transaction.atomic():
        claim = _draft_of(claim, by)
        if line is None:
            _room_for(claim, 1)
            line = ClaimLine(claim=claim, position=claim.lines.count())
        elif line.claim_id != claim.pk or line.kind == ClaimLine.Kind.PER_DIEM:
            raise DomainError(_("Days are changed in the calendar."), code="is_a_day")
        _fill(line, claim, typed)
        line.save()
        record("fundraising.edit_claim", claim, by)
    return line


def _fill(line: ClaimLine, claim: ExpenseClaim, typed: LineInput) -> None:
    if typed.kind == ClaimLine.Kind.PER_DIEM or typed.kind not in ClaimLine.Kind.values:
        raise DomainError(_("Days are changed in the calendar."), code="is_a_day", field="kind")
    if typed.spent_on > today():
        raise DomainError(_("That day is still to come. Claim it when it is over."), code="future", field="spent_on")
    _check_belongs(claim, typed)
    line.kind, line.spent_on, line.what = typed.kind, typed.spent_on, typed.what.strip()
    line.budget_line, line.receipt = typed.budget_line, typed.receipt
    line.tenths_of_mile, line.allowance_source, line.allowance_as_of = None, "", None
    line.statement_minor, line.statement_file = None, None
    if typed.kind == ClaimLine.Kind.MILEAGE:
        _fill_miles(line, typed)
    else:
        line.claimed_minor, line.currency = _amount(typed.amount), typed.amount.currency.code  # type: ignore[union-attr]
    _convert(line, claim)
    if typed.statement is not None:
        _check_statement(claim, typed.statement, typed.statement_file)
        line.statement_minor, line.statement_file = to_minor(typed.statement), typed.statement_file


def _fill_miles(line: ClaimLine, typed: LineInput) -> None:
    tenths = typed.tenths_of_mile or 0
    if not 0 < tenths <= MOST_TENTHS:
        raise DomainError(_("Write how many miles it was."), code="miles", field="miles")
    found = mileage(tenths, typed.spent_on, mileage_basis())
    if found is None:
        raise DomainError(
            _("No rate for a mile is known for that day. Ask the treasurer."), code="no_rate", field="spent_on"
        )
    line.tenths_of_mile, line.claimed_minor, line.currency = tenths, found.amount_minor, MILES_CURRENCY
    line.allowance_source, line.allowance_as_of = found.rate.source, found.rate.as_of


def _amount(amount: Money | None) -> int:
    if amount is None:
        raise DomainError(_("Write what it cost."), code="amount", field="amount")
    minor = to_minor(amount)
    if minor <= 0:
        raise DomainError(_("Type an amount above zero."), code="not_positive", field="amount")
    if minor > MOST_MINOR:
        raise DomainError(
            _("That is more than a journey costs. Look at the figure again."), code="too_much", field="amount"
        )
    return minor


def _check_belongs(claim: ExpenseClaim, typed: LineInput) -> None:
    line = typed.budget_line
    if line is not None and line.budget.delegate_id != claim.delegate_id:
        raise DomainError(_("Choose a line of your own budget."), code="budget_line", field="budget_line")
    for file in (typed.receipt, typed.statement_file):
        if file is not None and file.claim_id != claim.pk:
            raise DomainError(_("Add the photo again."), code="file", field="photo")


def _check_statement(claim: ExpenseClaim, statement: Money, file: ReceiptFile | None) -> None:
    if statement.currency.code != claim.currency:
        raise DomainError(
            _("Write what your card was charged in %(currency)s.") % {"currency": claim.currency},
            code="currency",
            field="statement",
        )
    if not 0 < to_minor(statement) <= MOST_MINOR:
        raise DomainError(_("Type an amount above zero."), code="not_positive", field="statement")
    if file is None:
        raise DomainError(
            _("Add a photo of the card statement: then its figure is the one that counts."),
            code="no_evidence",
            field="statement_photo",
        )


def _convert(line: ClaimLine, claim: ExpenseClaim) -> None:
    """Into the fund's currency by the newest planning rate, kept with its date and source. Without a rate the figure
    stays open until staff enter one or a statement shows it."""
    line.rate, line.rate_on, line.rate_source = None, None, ""
    if line.currency == claim.currency:
        line.converted_minor = line.claimed_minor
        return
    found = latest_rates(claim.fund.delegation).get(line.currency)
    if found is None:
        line.converted_minor = None
        return
    line.rate, line.rate_on, line.rate_source = found.rate, found.as_of, found.source
    line.converted_minor = convert_minor(line.claimed_minor, line.currency, found.rate, claim.currency)


def remove_line(line: ClaimLine, *, by: Person) -> None:
    """Take a cost out of the draft."""
    with transaction.atomic():
        claim = _draft_of(line.claim, by)
        ClaimLine.objects.filter(pk=line.pk, claim=claim).delete()
        _drop_unused(claim, [line.receipt_id, line.statement_file_id])
        record("fundraising.edit_claim", claim, by)


def _drop_unused(claim: ExpenseClaim, files: list[int | None]) -> None:
    """Photos that no cost shows any more."""
    used = Q(lines__isnull=False) | Q(statements__isnull=False)
    for row in claim.files.filter(pk__in=[pk for pk in files if pk]).exclude(used):
        sealed.remove(row, "image")
        row.delete()


def _room_for(claim: ExpenseClaim, more: int, *, besides: str = "") -> None:
    if claim.lines.exclude(kind=besides).count() + more > MOST_LINES:
        raise DomainError(
            _("One claim holds at most %(n)s costs. Send this one and begin another.") % {"n": MOST_LINES},
            code="many_lines",
        )


def _draft_of(claim: ExpenseClaim, by: Person) -> ExpenseClaim:
    require("fundraising.edit_claim", by, claim)
    claim = lock(claim)
    if claim.status != ExpenseClaim.Status.DRAFT:
        raise Conflict(_("This claim was sent. Take it back to change it."), code="sent")
    return claim


# -- photos -----------------------------------------------------------------------------------------------
def add_file(claim: ExpenseClaim, data: bytes, *, kind: str = ReceiptFile.Kind.RECEIPT, by: Person) -> ReceiptFile:
    """Keep a photo of a receipt or a statement: plain pixels, sealed. While a question is with the traveller, more
    photos may be added. Raises DomainError (photo) for what we cannot take, PDF among it."""
    require("fundraising.edit_claim", by, claim)
    picture = reencoded(data)
    with transaction.atomic():
        claim = lock(claim)
        if claim.status not in {ExpenseClaim.Status.DRAFT, ExpenseClaim.Status.FLAGGED}:
            raise Conflict(_("This claim was sent. Take it back to change it."), code="sent")
        return store_file(claim, picture, data, kind=kind, by=by)


def reencoded(data: bytes) -> images.Picture:
    """Decoding is slow and needs no row: call it before any lock."""
    if data[:1024].lstrip()[:5] == b"%PDF-":
        raise DomainError(
            _("A PDF can carry more than one sees. Open it, and send a screenshot or a photo of it."),
            code="photo_pdf",
            field="photo",
        )
    return images.reencode(data)


def store_file(claim: ExpenseClaim, picture: images.Picture, original: bytes, *, kind: str, by: Person) -> ReceiptFile:
    """In the caller's transaction. The same file again on the same claim is the one that stands."""
    digest = hashlib.sha256(original).hexdigest()
    known = claim.files.filter(sha256=digest, kind=kind).first()
    if known:
        return known
    if claim.files.count() >= MOST_FILES:
        raise DomainError(_("This claim holds as many photos as it can."), code="many_files", field="photo")
    row = ReceiptFile.objects.create(
        claim=claim, kind=kind, sha256=digest, width=picture.width, height=picture.height, added_by=by
    )
    sealed.put(row, "image", base64.b64encode(picture.jpeg).decode(), subject_uuid=claim.uuid)
    record("fundraising.add_receipt", row, by)
    return row


# -- its way ----------------------------------------------------------------------------------------------
def submit(claim: ExpenseClaim, *, note: str = "", by: Person) -> ExpenseClaim:
    """Send the draft: from now on its figures never change. Raises DomainError when it is empty or a day of it is
    still to come."""
    with transaction.atomic():
        require("fundraising.submit_claim", by, claim)
        fresh = lock(claim)
        lines = list(fresh.lines.all())
        if fresh.status == ExpenseClaim.Status.DRAFT:
            _check_whole(fresh, lines)
        claim = move(claim, "submit", by, noun=NOUN, submitted_by=by, submitted_at=timezone.now())
        write_note(claim, by, note)
        _tell_deciders(claim)
    return claim


def _check_whole(claim: ExpenseClaim, lines: list[ClaimLine]) -> None:
    if not lines:
        raise DomainError(_("Add what you paid first. A claim without a cost cannot be sent."), code="empty")
    late = [line for line in lines if line.spent_on > today()]
    if late:
        raise DomainError(
            _("%(day)s is still to come. Send the claim when the journey is over, or take that day out.")
            % {"day": day_text(late[0].spent_on)},
            code="future",
        )
    for line in lines:
        if line.converted_minor is None:
            # A rate may have been entered since.
            _convert(line, claim)
            line.save(update_fields=["rate", "rate_on", "rate_source", "converted_minor"])


def take_back(claim: ExpenseClaim, *, by: Person) -> ExpenseClaim:
    """Change it once more before anybody has decided. Raises Conflict when another draft was begun meanwhile."""
    with transaction.atomic():
        lock(claim.delegate)
        if ExpenseClaim.objects.filter(delegate=claim.delegate_id, status="draft").exists():
            raise Conflict(
                _("You began another claim meanwhile. Send that one first, or throw it away."), code="another_draft"
            )
        claim = move(claim, "take_back", by, noun=NOUN)
        claim.lines.exclude(state="open").update(state="open", reason="")
        return claim


def discard(claim: ExpenseClaim, *, by: Person) -> ExpenseClaim:
    """Throw the draft away, with the photos in it."""
    with transaction.atomic():
        require("fundraising.discard_claim", by, claim)
        claim = lock(claim)
        if claim.status == ExpenseClaim.Status.DRAFT:
            claim.lines.all().delete()
            _drop_unused(claim, list(claim.files.values_list("pk", flat=True)))
        return move(claim, "discard", by, noun=NOUN)


def answer(claim: ExpenseClaim, *, note: str, by: Person) -> ExpenseClaim:
    """Answer the question; whoever decides reads on."""
    if not note.strip():
        raise DomainError(
            _("Write your answer, so that the question can be closed."), code="note_missing", field="note"
        )
    with transaction.atomic():
        claim = move(claim, "answer", by, noun=NOUN)
        claim.lines.filter(state="flagged").update(state="open", reason="")
        write_note(claim, by, note)
        _tell_deciders(claim, again=True)
        return claim


def write_note(claim: ExpenseClaim, by: Person, note: str) -> None:
    if note.strip():
        ClaimNote.objects.create(claim=claim, written_by=by, text=note.strip())


def _tell_deciders(claim: ExpenseClaim, again: bool = False) -> None:
    turn = claim.notes.count() if again else 0
    for person in claim_deciders_of(claim):
        queue_mail(
            "fundraising.claim_waiting",
            {"claim": claim.uuid},
            to=("delegation.person", person.uuid),
            language=person.language,
            key=f"claim_waiting:{claim.uuid}:{turn}:{person.uuid}",
        )
