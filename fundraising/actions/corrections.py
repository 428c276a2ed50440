"""What two people post about a difference between the books and Stripe: proposed by one with a reason, decided by
another."""

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from delegation.actions.audit import record
from delegation.actions.moves import lock, move
from delegation.errors import Conflict, DomainError
from delegation.models import Delegation, Person
from delegation.permissions import require
from fundraising.actions.funds import open_pool
from fundraising.ledger import entries, posting
from fundraising.ledger.accounts import available
from fundraising.models import Correction, CorrectionNote, Difference, HeldApart, JournalEntry
from fundraising.queries.reconciliation import ways_of

KIND = "fundraising.correction"
Way, Status = Correction.Way, Correction.Status


@dataclass(frozen=True)
class Asked:
    """A correction as somebody proposes it. `way` is one of Correction.Way; `note`, the reason, is always given."""

    difference: Difference
    delegation: Delegation
    way: str
    note: str
    form_token: UUID


def propose_correction(asked: Asked, by: Person) -> Correction:
    """Say how a difference should be resolved. Nothing is posted before a second person decides. The same form token
    again answers the same proposal. Raises NotPermitted, DomainError (way, note), Conflict."""
    require("fundraising.propose_correction", by, asked.delegation)
    known = Correction.objects.filter(form_token=asked.form_token).first()
    if known:
        return _same(known, asked, by)
    if not asked.note.strip():
        raise DomainError(_("Say why, for the minutes."), code="note_missing", field="note")
    try:
        with transaction.atomic():
            difference = lock(asked.difference)
            _check(difference, asked.way)
            correction = Correction.objects.create(
                difference=difference,
                way=asked.way,
                gap_minor=difference.gap_minor,
                currency=difference.currency,
                pool=open_pool(asked.delegation, difference.currency),
                proposed_by=by,
                form_token=asked.form_token,
            )
            _write_note(correction, by, asked.note)
            record("fundraising.propose_correction", correction, by)
            return correction
    except IntegrityError as error:
        known = Correction.objects.filter(form_token=asked.form_token).first()
        if known is None:
            raise Conflict(
                _("A correction of this difference waits for a decision already."), code="one_waits"
            ) from error
        return _same(known, asked, by)


def _same(known: Correction, asked: Asked, by: Person) -> Correction:
    if (known.difference_id, known.way, known.proposed_by_id) != (asked.difference.pk, asked.way, by.pk):
        raise Conflict(
            _("This form was sent before with other figures. Open the page anew to propose something else."),
            code="token_used",
        )
    return known


def _check(difference: Difference, way: str) -> None:
    if difference.status != Difference.Status.OPEN:
        raise Conflict(_("This difference is closed already."), code="moved_on")
    if way not in ways_of(difference):
        raise DomainError(_("This difference cannot be resolved that way."), code="way", field="way")
    if Correction.objects.filter(difference=difference, status=Status.PROPOSED).exists():
        raise Conflict(_("A correction of this difference waits for a decision already."), code="one_waits")


def decide(correction: Correction, by: Person, note: str = "") -> Correction:
    """Post what another person proposed, and resolve the difference by it, in one transaction. Allowed while the books
    are red: it may be what clears them. Where nothing is booked the second person's own sentence explains it, and a
    month is closed on it. Raises NotPermitted, Conflict when the difference has moved on, DomainError without that
    sentence."""
    with transaction.atomic():
        difference = lock(correction.difference)
        if difference.status != Difference.Status.OPEN or difference.gap_minor != correction.gap_minor:
            raise Conflict(_("The difference is another one now. Decline this and look at it again."), code="moved_on")
        now = timezone.now()
        # The entry stands before the row says so: a decided correction never changes again.
        correction = lock(correction)
        require("fundraising.decide_correction", by, correction)
        if correction.way == Way.ACCEPT and not note.strip():
            raise DomainError(
                _("Say in a sentence of your own what explains it: nothing is booked, and a month is closed on it."),
                code="note_missing",
                field="note",
            )
        entry = _post(correction, difference)
        correction = move(correction, "decide", by, decided_by=by, decided_at=now, entry=entry)
        move(difference, "resolve", None, closed_at=now)
        _write_note(correction, by, note)
        return correction


def decline(correction: Correction, by: Person, note: str = "") -> Correction:
    """Say no to a proposal; nothing is posted. Raises NotPermitted, Conflict, DomainError without a note."""
    if not note.strip():
        raise DomainError(_("Say why, for the minutes."), code="note_missing", field="note")
    with transaction.atomic():
        declined = move(correction, "decline", by, decided_by=by, decided_at=timezone.now())
        _write_note(declined, by, note)
        return declined


def take_back(correction: Correction, by: Person) -> Correction:
    """Withdraw one's own proposal before it is decided."""
    return move(correction, "take_back", by, decided_by=by, decided_at=timezone.now())


def _post(correction: Correction, difference: Difference) -> JournalEntry | None:
    if correction.status != Status.PROPOSED or correction.way == Way.ACCEPT:
        return None
    if correction.way == Way.HOLD:
        return _hold(correction, difference)
    pool, gap, currency = available(correction.pool), correction.gap_minor, correction.currency
    if correction.way == Way.FEE:
        spec = entries.stripe_fee_charged(pool, -gap, currency)
    elif gap > 0:
        spec = entries.stripe_corrected_up(pool, gap, currency)
    else:
        spec = entries.stripe_corrected_down(pool, -gap, currency)
    posted = posting.post(
        spec, key=f"correction:{correction.uuid}", about=(KIND, correction.uuid), happened_at=_when(difference)
    )
    if any(place.code == "owed_by_network" for place in posted.borne):
        record("fundraising.correction_borne_by_network", correction)
    return posted.entry


def _hold(correction: Correction, difference: Difference) -> JournalEntry:
    """Into suspense, with a row of its own, as if the payment had been told of and fitted no gift."""
    line = difference.line
    assert line is not None
    of_payment = difference.kind == Difference.Kind.MISSING_IN_BOOKS and line.category == "charge"
    of_payment = of_payment and bool(line.payment_intent)
    name = line.payment_intent if of_payment else line.stripe_id
    posted = posting.post(
        entries.stripe_unplaced(correction.gap_minor, correction.currency),
        key=f"unplaced:{name}",
        about=(KIND, correction.uuid),
        happened_at=line.made_at,
    )
    if not posted.new:
        raise Conflict(_("This payment is held apart already."), code="held")
    fee = {"fee_minor": line.fee_minor, "balance_transaction": line.stripe_id} if of_payment else {}
    held = HeldApart.objects.create(
        payment_intent=name,
        charge=line.source if of_payment else "",
        why=HeldApart.Why.UNKNOWN,
        amount_minor=correction.gap_minor,
        currency=correction.currency,
        charged_minor=correction.gap_minor,
        charged_currency=correction.currency,
        happened_at=line.made_at,
        entry=posted.entry,
        **fee,
    )
    record("fundraising.hold_apart", held.entry, purpose=held.why)
    return posted.entry


def _when(difference: Difference):
    """When it happened: Stripe's own time of the line, or our entry's."""
    if difference.line:
        return difference.line.made_at
    return difference.entry.happened_at if difference.entry else difference.first_seen_at


def _write_note(correction: Correction, by: Person, note: str) -> None:
    if note.strip():
        CorrectionNote.objects.create(correction=correction, written_by=by, text=note.strip())
