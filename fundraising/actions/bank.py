"""The bank's statement: its lines are stored once, and a person says of each what it is."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from delegation.actions.audit import record as audit
from delegation.actions.moves import lock, move
from delegation.errors import Conflict, DomainError
from delegation.models import Delegation, Person
from delegation.money import from_minor
from delegation.permissions import require
from fundraising.actions import deposits, offline
from fundraising.actions.bank_uses import account_for, claim, reference_key
from fundraising.ledger import entries, posting
from fundraising.models import BankLine, BankLineText, BankStatement, BankUse, Deposit, OfflineGift
from fundraising.queries.ledger import books_are_red

KIND = "fundraising.bankline"
AT_ONCE = 400
# A reference shorter than this, or one that several lines of a file share, names no payment.
LEAST_CHARACTERS = 4


@dataclass(frozen=True)
class Row:
    """One line of a statement as read from its file; signed minor units."""

    booked_on: date
    amount_minor: int
    reference: str = ""
    name: str = ""
    words: str = ""


def import_statement(
    delegation: Delegation, by: Person, *, account: str, sha256: str, rows: list[Row]
) -> BankStatement:
    """Store the lines that are new. `sha256` is of the file and of how it was read: the same again changes nothing.
    Raises NotPermitted, DomainError when there is nothing in it."""
    require("fundraising.import_statement", by, delegation)
    account = account_for(delegation.currency, account)
    if not rows:
        raise DomainError(_("There is no line in this file that we can read."), code="empty", field="file")
    known = BankStatement.objects.filter(account=account, sha256=sha256).first()
    if known:
        return known
    try:
        with transaction.atomic():
            statement = BankStatement.objects.create(
                delegation=delegation,
                account=account,
                currency=delegation.currency,
                sha256=sha256,
                rows=len(rows),
                imported_by=by,
            )
            made = _store(statement, by, rows)
            BankStatement.objects.filter(pk=statement.pk).update(new_rows=made)
            statement.new_rows = made
            audit("fundraising.import_statement", statement, by)
            return statement
    except IntegrityError:
        # Two people read the same file at once: the lines are there.
        known = BankStatement.objects.filter(account=account, sha256=sha256).first()
        if known is None:
            raise Conflict(_("The same lines are being read by somebody else. Try again."), code="at_once") from None
        return known


def _store(statement: BankStatement, by: Person, rows: list[Row]) -> int:
    references = _references(statement.account, rows)
    found = list(zip(rows, _fingerprints(statement.account, rows), references, strict=True))
    known = _known(statement.account, [mark for _row, mark, _reference in found])
    uses = _uses(statement.account, references)
    lines, texts = [], []
    for row, mark, reference in found:
        if mark in known:
            continue
        use = uses.get((reference, row.amount_minor))
        line = BankLine(
            uuid=uuid4(),
            statement=statement,
            delegation=statement.delegation,
            account=statement.account,
            reference=reference,
            fingerprint=mark,
            booked_on=row.booked_on,
            amount_minor=row.amount_minor,
            currency=statement.currency,
            imported_by=by,
            # Booked by hand before the statement came: nothing is left to do.
            use=use,
            status="matched" if use else "waiting",
        )
        lines.append(line)
        texts.append(BankLineText(line=line, name=row.name[:160], words=row.words[:400]))
    BankLine.objects.bulk_create(lines, batch_size=AT_ONCE)
    BankLineText.objects.bulk_create(texts, batch_size=AT_ONCE)
    return len(lines)


def _fingerprints(account: str, rows: list[Row]) -> list[str]:
    """One for each line; of lines alike in everything the second is another than the first."""
    seen: Counter = Counter()
    marks = []
    for row in rows:
        alike = (row.booked_on, row.amount_minor, reference_key(row.reference), row.name, row.words)
        seen[alike] += 1
        marks.append(hashlib.sha256(repr((account, *map(str, alike), seen[alike])).encode()).hexdigest())
    return marks


def _references(account: str, rows: list[Row]) -> list[str]:
    """The bank's own reference where it names one payment; else one made of the line."""
    keys = [reference_key(row.reference) for row in rows]
    often = Counter(keys)
    taken = set(BankLine.objects.filter(account=account).values_list("reference", flat=True)) if rows else set()
    marks = _fingerprints(account, rows)
    return [
        key if len(key) >= LEAST_CHARACTERS and often[key] == 1 and key not in taken else f"LINE:{mark[:24].upper()}"
        for key, mark in zip(keys, marks, strict=True)
    ]


def _known(account: str, marks: list[str]) -> set[str]:
    known: set[str] = set()
    for start in range(0, len(marks), AT_ONCE):
        rows = BankLine.objects.filter(account=account, fingerprint__in=marks[start : start + AT_ONCE])
        known |= set(rows.values_list("fingerprint", flat=True))
    return known


def _uses(account: str, references: list[str]) -> dict[tuple[str, int], BankUse]:
    uses: dict[tuple[str, int], BankUse] = {}
    for start in range(0, len(references), AT_ONCE):
        some = references[start : start + AT_ONCE]
        rows = BankUse.objects.filter(account=account, reference__in=some, line__isnull=True)
        uses |= {(use.reference, use.amount_minor): use for use in rows}
    return uses


# -- what a line is ------------------------------------------------------------------------------------
def match(line: BankLine, by: Person, *, gift: OfflineGift | None = None, deposit: Deposit | None = None) -> BankLine:
    """The line is this recorded gift, or this counted deposit: confirmed with it, by the rules of either."""
    require("fundraising.match_bankline", by, line)
    if line.status != BankLine.Status.WAITING:
        raise Conflict(_("This line of the statement is settled already."), code="moved_on")
    if gift is not None:
        offline.confirm(gift, by, line=line)
    elif deposit is not None:
        total = from_minor(line.amount_minor, line.currency)
        deposits.confirm(deposit, by, total=total, deposited_on=line.booked_on, line=line)
    else:
        raise DomainError(_("Choose what it is."), code="nothing_chosen", field="what")
    line.refresh_from_db()
    return line


def hold(line: BankLine, by: Person) -> BankLine:
    """Nobody knows this money: into suspense until a person has found out. Never by who imported the statement."""
    with transaction.atomic():
        line = lock(line)
        require("fundraising.hold_bankline", by, line)
        if line.amount_minor <= 0 or line.status != BankLine.Status.WAITING:
            raise Conflict(_("Only money that came in and waits can be held apart."), code="moved_on")
        if OfflineGift.objects.filter(line=line, status="recorded").exists():
            raise Conflict(_("It is recorded as a gift, which waits for a second person."), code="recorded")
        claim(
            line.account, line.reference, line.amount_minor, line.currency, "unplaced", line.uuid,
            by=by, line=line, verb="hold",
        )  # fmt: skip
        posting.post(
            entries.bank_unplaced(line.amount_minor, line.currency),
            key=f"bankline:{line.uuid}",
            about=(KIND, line.uuid),
            happened_at=offline.noon(line.booked_on),
        )
        line.refresh_from_db()
        return line


def set_aside(line: BankLine, by: Person, *, why: str) -> BankLine:
    """The line is no gift: a payout, money we sent, the bank's fee. Nothing is booked by this."""
    if why not in BankLine.Why.values:
        raise DomainError(_("Choose what it is."), code="why", field="why")
    return move(line, "set_aside", by, why=why, decided_by=by, decided_at=timezone.now())


def take_up(line: BankLine, by: Person) -> BankLine:
    """It was set aside by mistake."""
    return move(line, "take_up", by, why="", decided_by=None, decided_at=None)


# -- money held apart goes back ------------------------------------------------------------------------
def propose_return(line: BankLine, by: Person) -> BankLine:
    """Ask a second person to send held-apart money back to whoever paid it."""
    with transaction.atomic():
        line = lock(line)
        if OfflineGift.objects.filter(line=line, status="recorded").exists():
            raise Conflict(_("It is recorded as a gift, which waits for a second person."), code="recorded")
        return move(line, "propose_return", by, return_proposed_by=by)


def keep(line: BankLine, by: Person) -> BankLine:
    """It stays held apart."""
    return move(line, "keep", by, return_proposed_by=None)


def confirm_return(line: BankLine, by: Person) -> BankLine:
    """The bank has sent it back: never by who proposed it, and not while the books are red."""
    with transaction.atomic():
        line = move(line, "confirm_return", by, returned_by=by, returned_at=timezone.now())
        if books_are_red():
            raise Conflict(
                _("The books show a line that does not hold. No money goes out until it is cleared; gifts go on."),
                code="books_red",
            )
        posting.post(
            entries.bank_unplaced_returned(line.amount_minor, line.currency),
            key=f"bankline-returned:{line.uuid}",
            about=(KIND, line.uuid),
            happened_at=timezone.now(),
        )
        return line
