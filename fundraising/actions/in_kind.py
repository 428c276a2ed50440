"""Things instead of money: offered, accepted, used. Thanked by name and never with a value; nothing is posted, but what
its budget line would have cost is no longer asked for."""

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from delegation.actions.audit import record as audit
from delegation.actions.mail import queue_mail
from delegation.actions.moves import lock, move
from delegation.errors import Conflict, DomainError
from delegation.models import Delegate, Delegation, Organisation, Person
from delegation.money import from_minor, to_minor
from delegation.permissions import require
from fundraising.models import BudgetLine, Donor, InKindNote, InKindOffer
from fundraising.queries.in_kind import COUNTS, accepted_in


@dataclass(frozen=True)
class Offered:
    """What somebody offers. `delegate` None: whoever needs it. `words` are the giver's own."""

    delegation: Delegation
    kind: str
    description: str
    email: str
    form_token: UUID
    name: str = ""
    quantity: int = 1
    delegate: Delegate | None = None
    organisation: Organisation | None = None
    line: BudgetLine | None = None
    language: str = "en"
    words: str = ""


def offer(asked: Offered) -> InKindOffer:
    """Somebody offers a thing on a public page; staff look at it. The same form token again answers the same offer.
    Raises DomainError without a description or an address."""
    return _write(asked, None)


def record(asked: Offered, by: Person) -> InKindOffer:
    """Staff write down what they were offered; a colleague accepts it."""
    require("fundraising.record_inkindoffer", by, asked.delegation)
    return _write(asked, by)


def _write(asked: Offered, by: Person | None) -> InKindOffer:
    if not asked.description.strip():
        raise DomainError(_("Say what it is."), code="description", field="description")
    if not asked.email.strip():
        raise DomainError(_("We need an address to answer to."), code="nobody", field="email")
    known = InKindOffer.objects.filter(form_token=asked.form_token).first()
    if known:
        return known
    line = asked.line
    try:
        with transaction.atomic():
            row = InKindOffer.objects.create(
                delegation=asked.delegation,
                delegate=asked.delegate,
                kind=asked.kind,
                description=asked.description.strip(),
                quantity=asked.quantity,
                donor=Donor.objects.create(email=asked.email.strip(), name=asked.name.strip(), language=asked.language),
                organisation=asked.organisation,
                line_uuid=line.uuid if line else None,
                line_code=line.code if line else "",
                currency=asked.delegation.currency,
                recorded_by=by,
                form_token=asked.form_token,
            )
            _note(row, None, asked.words)
            audit("fundraising.record_inkindoffer" if by else "fundraising.offer_in_kind", row, by)
            return row
    except IntegrityError:
        known = InKindOffer.objects.filter(form_token=asked.form_token).first()
        if known is None:
            raise
        return known


def _note(row: InKindOffer, by: Person | None, text: str) -> None:
    if text.strip():
        InKindNote.objects.create(offer=row, written_by=by, text=text.strip())


def accept(
    row: InKindOffer, by: Person, *, line: BudgetLine | None = None, covers: Money | None = None, note: str = ""
) -> InKindOffer:
    """Take it. With `line` that budget line is covered, by what it would have cost unless `covers` says less; without,
    nothing shrinks. Raises NotPermitted (never by who recorded it), DomainError (more than the line), Conflict."""
    with transaction.atomic():
        fields: dict = {"decided_by": by, "decided_at": timezone.now()}
        if line is not None:
            lock(line.budget)
            fields |= {
                "delegate": line.budget.delegate,
                "line_uuid": line.uuid,
                "line_code": line.code,
                "covers_minor": _covers(line, covers),
            }
        row = move(row, "accept", by, **fields)
        if row.delegate is not None and row.delegate.person_id == by.pk:
            raise Conflict(_("You cannot decide about your own journey."), code="own")
        _note(row, by, note)
        _write_to_giver(row, "accepted")
        return row


def _covers(line: BudgetLine, covers: Money | None) -> int:
    """What of the line it covers, with what else covers it already: never more than the line."""
    others = InKindOffer.objects.filter(delegate=line.budget.delegate_id, status__in=COUNTS, line_uuid=line.uuid)
    room = line.amount_minor - (others.aggregate(total=Sum("covers_minor"))["total"] or 0)
    if covers is None:
        return max(room, 0)
    if covers.currency.code != line.budget.currency or to_minor(covers) < 0:
        raise DomainError(_("Type an amount above zero."), code="not_positive", field="covers")
    minor = to_minor(covers)
    if minor > room:
        raise DomainError(
            _("Of this line %(amount)s is not covered yet.")
            % {"amount": from_minor(max(room, 0), line.budget.currency)},
            code="beyond_line",
            field="covers",
        )
    return minor


def decline(row: InKindOffer, by: Person, *, note: str = "") -> InKindOffer:
    """It cannot be used; the giver is thanked all the same."""
    return _close(row, "decline", by, note, tell="declined", decided_by=by, decided_at=timezone.now())


def use(row: InKindOffer, by: Person, *, note: str = "") -> InKindOffer:
    """It was used: the giver is thanked for it by name, without a value."""
    return _close(row, "use", by, note, tell="used", closed_by=by, closed_at=timezone.now())


def release(row: InKindOffer, by: Person, *, note: str = "") -> InKindOffer:
    """It was not used after all: its line is asked for again."""
    return _close(row, "release", by, note, tell="", closed_by=by, closed_at=timezone.now())


def _close(row: InKindOffer, verb: str, by: Person, note: str, *, tell: str, **fields) -> InKindOffer:
    with transaction.atomic():
        row = move(row, verb, by, **fields)
        _note(row, by, note)
        if tell:
            _write_to_giver(row, tell)
        return row


def _write_to_giver(row: InKindOffer, what: str) -> None:
    queue_mail(
        f"fundraising.in_kind_{what}",
        {"offer": row.uuid},
        to=("fundraising.donor", row.donor.uuid),
        language=row.donor.language,
        key=f"in-kind:{row.uuid}:{what}",
    )


def export_in_kind(delegation: Delegation, by: Person, *, year: int) -> list[InKindOffer]:
    """What was given in kind in a year, for the accountant; who took the list stands in the audit."""
    with transaction.atomic():
        require("fundraising.export_in_kind", by, delegation)
        audit("fundraising.export_in_kind", delegation, by)
        return list(accepted_in(delegation, year))
