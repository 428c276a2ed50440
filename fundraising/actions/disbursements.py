"""Payments: prepared by one person, approved by another, sent once. `sent` and the books are written before anything
happens outside, so that a crash between the two can only leave a question to the bank, never a second payment."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from djmoney.money import Money

from delegation.actions.audit import record
from delegation.actions.mail import queue_mail
from delegation.actions.moves import lock, move
from delegation.errors import Conflict, DomainError
from delegation.models import Person
from delegation.money import exponent, from_minor, to_minor
from delegation.permissions import require
from fundraising.actions import commitments, paid_for
from fundraising.actions.money_out import beyond_bank, refuse_beyond_bank, refuse_while_red
from fundraising.bankfiles import checks
from fundraising.ledger import entries, posting
from fundraising.ledger.accounts import advances, committed
from fundraising.models import Commitment, Disbursement, DisbursementNote, Fund, Payee, PayeeDetails
from fundraising.queries.bank_accounts import bank_room

KIND = "fundraising.disbursement"
# Paid one by one, without a file.
BY_HAND = ("cheque", "wire", "card", "cash")


# -- preparing ------------------------------------------------------------------------------------------
def prepare(
    commitment: Commitment,
    by: Person,
    *,
    payee: Payee,
    pay: Money,
    form_token: UUID,
    kind: str = Disbursement.Kind.VENDOR,
    reference: str = "",
    about: posting.About | None = None,
    note: str = "",
) -> Disbursement:
    """A payment of an approved cost, for a second person to approve. `pay` is what the payee gets; in another currency
    than the fund's it is reckoned at the cost's rate, and booked at the bank's figure. `about` names the claim or
    stipend it pays. The same form token again answers the same payment. Raises NotPermitted, DomainError, Conflict
    when more than is held would be paid."""
    require("fundraising.prepare_disbursement", by, commitment.fund)
    known = Disbursement.objects.filter(form_token=form_token).first()
    if known:
        return _same(known, by, payee, pay)
    _check(commitment.fund, payee, pay, reference)
    try:
        with transaction.atomic():
            fresh = lock(commitment)
            known = Disbursement.objects.filter(form_token=form_token).first()
            if known:
                return _same(known, by, payee, pay)
            values = _amounts(fresh, pay)
            return _write(fresh.fund, by, payee, kind, reference, about, form_token, note, commitment=fresh, **values)
    except IntegrityError as twice:
        return _found_again(twice, form_token, by, payee, pay)


def prepare_advance(
    fund: Fund,
    by: Person,
    *,
    payee: Payee,
    pay: Money,
    form_token: UUID,
    about: posting.About,
    reference: str = "",
    note: str = "",
) -> Disbursement:
    """Money into a traveller's hand, in the fund's currency; `about` names the advance. Whether as much is held for the
    journey's costs the caller has asked. Raises NotPermitted, DomainError."""
    require("fundraising.prepare_disbursement", by, fund)
    known = Disbursement.objects.filter(form_token=form_token).first()
    if known:
        return _same(known, by, payee, pay)
    _check(fund, payee, pay, reference)
    if fund.delegate_id is None or payee.delegate_id != fund.delegate_id or pay.currency.code != fund.currency:
        raise DomainError(_("An advance goes to the traveller, in the fund's currency."), code="advance", field="payee")
    minor = to_minor(pay)
    values = {"amount_minor": minor, "pay_minor": minor, "pay_currency": fund.currency, "commitment": None}
    try:
        with transaction.atomic():
            return _write(fund, by, payee, Disbursement.Kind.ADVANCE, reference, about, form_token, note, **values)
    except IntegrityError as twice:
        return _found_again(twice, form_token, by, payee, pay)


def _write(fund, by, payee, kind, reference, about, form_token, note, **values) -> Disbursement:
    row = Disbursement.objects.create(
        fund=fund,
        payee=payee,
        kind=kind,
        reference=reference.strip(),
        about_kind=about[0] if about else "",
        about_uuid=about[1] if about else None,
        currency=fund.currency,
        prepared_by=by,
        form_token=form_token,
        **values,
    )
    _write_note(row, by, note)
    record("fundraising.prepare_disbursement", row, by)
    return row


def _check(fund: Fund, payee: Payee, pay: Money, reference: str) -> None:
    if payee.delegation_id != fund.delegation_id:
        raise DomainError(_("This payee belongs to another delegation."), code="payee", field="payee")
    if to_minor(pay) <= 0:
        raise DomainError(_("Type an amount above zero."), code="not_positive", field="amount")
    details = PayeeDetails.objects.filter(payee=payee).order_by("-version").first()
    if details and details.method == "pain001" and not checks.reference_suits(reference, wants_qr=details.wants_qr):
        raise DomainError(_reference_words(details), code="reference_kind", field="reference")


def _amounts(commitment: Commitment, pay: Money) -> dict:
    """What it takes of the commitment, at most what is left of it. Under the commitment's lock."""
    room, minor, currency = commitments.room_minor(commitment), to_minor(pay), pay.currency.code
    if currency == commitment.currency:
        least = most = minor
    else:
        least, most = _converted(commitment, pay)
    if least > room:
        raise Conflict(
            _("%(room)s of this cost is approved and not paid yet. Propose more for it first.")
            % {"room": from_minor(room, commitment.currency)},
            code="beyond_approved",
            field="amount",
        )
    return {"amount_minor": min(most, room), "pay_minor": minor, "pay_currency": currency}


def _converted(commitment: Commitment, pay: Money) -> tuple[int, int]:
    """What it costs at the rate of the approval, plainly and with the buffer."""
    if commitment.original_currency == pay.currency.code and commitment.rate:
        plain = (pay.amount * commitment.rate).scaleb(exponent(commitment.currency))
        return int(plain), int(plain * (100 + settings.RATE_BUFFER_PERCENT) / 100)
    found = commitments.convert_cost(commitment.fund, pay)
    return found.plain_minor, found.held_minor


def _same(known: Disbursement, by: Person, payee: Payee, pay: Money) -> Disbursement:
    asked = (by.pk, payee.pk, to_minor(pay), pay.currency.code)
    if (known.prepared_by_id, known.payee_id, known.pay_minor, known.pay_currency) != asked:
        raise Conflict(
            _("This form was sent before with other figures. Open the page anew to pay something else."),
            code="token_used",
            field="amount",
        )
    return known


def _found_again(twice: IntegrityError, form_token: UUID, by: Person, payee: Payee, pay: Money) -> Disbursement:
    """Somebody was faster: the same person by a second click, or another payment of the same claim."""
    known = Disbursement.objects.filter(form_token=form_token).first()
    if known:
        return _same(known, by, payee, pay)
    raise Conflict(_("A payment for this is prepared or made already."), code="paid_already") from twice


# -- approving ------------------------------------------------------------------------------------------
def binding(payment: Disbursement, details: PayeeDetails) -> str:
    """What an approval is bound to: who gets how much, where, and the words of the details themselves."""
    parts = (payment.uuid, payment.payee_id, details.uuid, details.digest, payment.amount_minor, payment.currency,
             payment.pay_minor, payment.pay_currency, payment.reference)  # fmt: skip
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()


def usable_details(payment: Disbursement) -> PayeeDetails:
    """The newest details of the payee, if money may go there now. Raises Conflict: none, another currency, not
    confirmed, or changed less than PAYEE_HOLD_HOURS ago, with the hour they open."""
    details = PayeeDetails.objects.filter(payee=payment.payee_id).order_by("-version").first()
    if details is None:
        raise Conflict(_("We do not know yet how to pay them. Add their details first."), code="no_details")
    if details.currency != payment.pay_currency:
        raise Conflict(_("Their details are for another currency than this payment's."), code="details_currency")
    if details.method == "pain001" and not checks.reference_suits(payment.reference, wants_qr=details.wants_qr):
        raise Conflict(_reference_words(details), code="reference_kind", field="reference")
    if details.confirmed_by_id is None:
        raise Conflict(_("A second person confirms their details first."), code="details_unconfirmed")
    if details.is_held:
        opens = date_format(timezone.localtime(details.held_until), "SHORT_DATETIME_FORMAT")
        raise Conflict(
            _("Their details changed. Payments to them open again on %(when)s (%(zone)s).")
            % {"when": opens, "zone": timezone.get_current_timezone_name()},
            code="details_held",
        )
    return details


def _reference_words(details: PayeeDetails) -> str:
    if details.wants_qr:
        return _("Their account takes payments only with the QR reference of the bill, 27 digits.")
    return _("Their account takes no QR reference, and a creditor reference (RF) must add up. Prepare it anew.")


def approve_disbursement(payment: Disbursement, by: Person, note: str = "") -> Disbursement:
    """Release a payment somebody else prepared, to the payee's details of this moment. Raises NotPermitted, Conflict
    while the books are red, when the details cannot be used, or beyond what the bank account holds."""
    with transaction.atomic():
        lock(payment.payee)
        fresh = lock(payment)
        require("fundraising.approve_disbursement", by, fresh)
        refuse_while_red()
        details = usable_details(fresh)
        refuse_beyond_bank(fresh.amount_minor, fresh.currency)
        row = move(
            payment,
            "approve",
            by,
            details=details,
            approved_by=by,
            approved_at=timezone.now(),
            approved_hash=binding(fresh, details),
        )
        _write_note(row, by, note)
        return row


def cancel_disbursement(payment: Disbursement, by: Person, note: str = "") -> Disbursement:
    """Not to be paid after all: what was held for it is held for the cost still. Not once it was sent, nor out of an
    approved batch."""
    with transaction.atomic():
        fresh = lock(payment)
        if fresh.batch and fresh.batch.status == "approved":
            raise Conflict(_("It is in an approved batch. Cancel the batch first."), code="in_batch")
        row = move(payment, "cancel", by, batch=None)
        _write_note(row, by, note)
        return row


# -- sending ------------------------------------------------------------------------------------------
def send_disbursement(payment: Disbursement, by: Person, *, bank_account: str) -> Disbursement:
    """One payment made by hand (cheque, wire, card, cash): first this, then the hand. Raises NotPermitted, Conflict."""
    with transaction.atomic():
        fresh = lock(payment)
        if fresh.batch_id:
            raise Conflict(_("It is part of a batch, and leaves with it."), code="in_batch")
        if fresh.details and fresh.details.method not in BY_HAND:
            raise Conflict(_("This goes to the bank in a file: put it into a batch."), code="needs_batch")
        sent = send_rows([payment], by, bank_account=bank_account, at=timezone.now())
        return sent[0]


def send_rows(rows: Iterable[Disbursement], by: Person, *, bank_account: str, at: datetime) -> list[Disbursement]:
    """Mark payments as sent and post them, all or none, in the caller's transaction. A payment in another currency is
    posted when the bank's figure is known. Raises Conflict when an approval is void or the account is short."""
    refuse_while_red()
    sent, postings = [], []
    for fresh in lock_rows(rows):
        _refuse_void(fresh)
        booked = None if fresh.is_converted else fresh.amount_minor
        row = move(
            fresh, "send", by, sent_by=by, sent_at=at, bank_account=bank_account, booked_minor=booked
        )  # fmt: skip
        sent.append(row)
        if booked is not None:
            postings.append(_posting(row, at))
    _refuse_beyond_bank_unbooked(sent)
    _take(row for row in sent if row.booked_minor is not None)
    try:
        posting.post_all(postings)
    except posting.InsufficientFunds as short:
        raise beyond_bank(short.room_minor, sent[0].currency) from short
    for row in sent:
        if row.booked_minor is not None:
            paid_for.left(row)
        _tell_payee(row)
    return sent


def lock_rows(rows: Iterable[Disbursement]) -> list[Disbursement]:
    """Payments read anew under their locks, payees first, in the order everybody takes: whoever changes a payee waits
    here, and nobody waits in a circle."""
    wanted = sorted(rows, key=lambda row: row.pk)
    payees = {row.payee_id: row.payee for row in wanted}
    for pk in sorted(payees):
        lock(payees[pk])
    return [lock(row) for row in wanted]


def _refuse_void(payment: Disbursement) -> None:
    details = usable_details(payment) if payment.status == "approved" else None
    if details is not None and payment.approved_hash != binding(payment, details):
        raise Conflict(
            _("Something of this payment changed after it was approved. It is approved anew."), code="approval_void"
        )


def _refuse_beyond_bank_unbooked(sent: Sequence[Disbursement]) -> None:
    """Payments the bank will convert: the books do not refuse them yet."""
    if sent and bank_room(sent[0].currency) < sum(row.booked_minor or 0 for row in sent):
        raise beyond_bank(bank_room(sent[0].currency), sent[0].currency)


def _take(rows: Iterable[Disbursement]) -> None:
    paid = sorted((row for row in rows if row.commitment_id), key=lambda row: (row.commitment_id or 0, row.pk))
    for row in paid:
        commitments.take(row.commitment, row.booked_minor or 0)  # type: ignore[arg-type]  # filtered above


def _posting(payment: Disbursement, at: datetime) -> posting.Posting:
    minor, fund = payment.booked_minor or 0, payment.fund
    if payment.kind == Disbursement.Kind.ADVANCE:
        spec = entries.advance_paid(advances(fund.delegate), minor, payment.currency)  # type: ignore[arg-type]
    elif payment.kind == Disbursement.Kind.STIPEND:
        spec = entries.stipend_paid(committed(fund), minor, payment.currency)
    else:
        spec = entries.cost_paid(committed(fund), minor, payment.currency)
    return posting.Posting(spec, f"disbursement:{payment.uuid}", (KIND, payment.uuid), at)


# -- what the bank says -----------------------------------------------------------------------------------
def doubt_disbursement(payment: Disbursement, by: Person, note: str = "") -> Disbursement:
    """Nobody knows whether it left: it waits for the bank statement, and is not paid again meanwhile."""
    with transaction.atomic():
        row = move(payment, "doubt", by)
        _write_note(row, by, note)
        return row


def settle_disbursement(
    payment: Disbursement,
    by: Person,
    *,
    reference: str,
    on: date,
    booked: Money | None = None,
    rate_source: str = "",
) -> Disbursement:
    """It stands on the bank statement, under this reference. A payment in another currency is booked now, at the
    bank's figure; what the bank did not take is free again once the whole cost is paid. Raises Conflict when the
    figure is more than is held, or the reference was used before."""
    if not reference.strip():
        raise DomainError(_("Write the reference of the bank statement."), code="reference", field="reference")
    try:
        with transaction.atomic():
            fresh = lock(payment)
            require("fundraising.settle_disbursement", by, fresh)
            values = _statement(fresh, booked, rate_source, on)
            row = move(payment, "settle", by, bank_reference=reference.strip(), settled_on=on, **values)
            if values:
                _book_now(row, on)
            _close_batch(row, by)
            return row
    except IntegrityError as used:
        raise _reference_used() from used


def _reference_used() -> Conflict:
    return Conflict(
        _("This reference stands on another payment already. Look at the statement again."),
        code="reference_used",
        field="reference",
    )


def _statement(payment: Disbursement, booked: Money | None, source: str, on: date) -> dict:
    """The bank's figure of a payment in another currency; nothing for one that is booked."""
    if payment.booked_minor is not None:
        return {}
    if booked is None or booked.currency.code != payment.currency or to_minor(booked) <= 0:
        raise DomainError(
            _("Write what the bank took, in %(currency)s.") % {"currency": payment.currency},
            code="booked",
            field="booked",
        )
    paid = from_minor(payment.pay_minor, payment.pay_currency)
    rate = (booked.amount / paid.amount).quantize(Decimal("0.00000001"))
    return {
        "booked_minor": to_minor(booked),
        "rate": rate,
        "rate_on": on,
        "rate_source": source.strip() or str(_("bank statement")),
    }


def _book_now(payment: Disbursement, on: date) -> None:
    at = timezone.make_aware(datetime.combine(on, time(12)))
    _take([payment])
    try:
        posting.post_all([_posting(payment, min(at, timezone.now()))])
    except posting.InsufficientFunds as short:
        raise beyond_bank(short.room_minor, payment.currency) from short
    paid_for.left(payment)
    if payment.commitment_id:
        _free_difference(payment)


def _free_difference(payment: Disbursement) -> None:
    """The whole cost is paid in its own currency: what the bank's rate left over is not needed."""
    commitment = lock(payment.commitment)
    if commitment.original_currency != payment.pay_currency or commitment.status != "part_paid":
        return
    rows = Disbursement.objects.filter(commitment=commitment, status="settled", pay_currency=payment.pay_currency)
    is_paid = sum(rows.values_list("pay_minor", flat=True)) >= commitment.original_minor
    if is_paid and not commitments.pending_minor(commitment) and not commitments.promised_minor(commitment):
        commitments.close(commitment, None)


def fail_disbursement(payment: Disbursement, by: Person, note: str = "") -> Disbursement:
    """The statement shows that it never left: the money is held for the cost again. Raises DomainError without a
    note, since somebody will ask."""
    if not note.strip():
        raise DomainError(_("Say what the bank statement shows, for the minutes."), code="note_missing", field="note")
    with transaction.atomic():
        row = move(payment, "fail", by)
        _undo(row, f"failed:{row.uuid}", timezone.now())
        _write_note(row, by, note)
        _close_batch(row, by)
        return row


def bounce_disbursement(payment: Disbursement, by: Person, *, reference: str, on: date) -> Disbursement:
    """The bank sent it back, under this reference: the money is held for the cost again. Raises Conflict when the
    reference was used before, or the payment was never booked."""
    if not reference.strip():
        raise DomainError(_("Write the reference of the bank statement."), code="reference", field="reference")
    try:
        with transaction.atomic():
            fresh = lock(payment)
            if fresh.booked_minor is None:
                raise Conflict(_("What the bank took for it is not known yet. Settle it first."), code="not_booked")
            row = move(payment, "bounce", by, return_reference=reference.strip(), returned_on=on)
            at = timezone.make_aware(datetime.combine(on, time(12)))
            _undo(row, f"returned:{row.uuid}", min(at, timezone.now()))
            _close_batch(row, by)
            return row
    except IntegrityError as used:
        raise _reference_used() from used


def _close_batch(payment: Disbursement, by: Person) -> None:
    """Once the bank's word on every payment of a batch is known, nothing is left to ask of the batch. Whoever settles
    the last two at once waits for the batch's lock, and reads the other's word behind it."""
    if payment.batch is None:
        return
    batch = lock(payment.batch)
    if batch.status == "sent" and not batch.disbursements.filter(status__in=("sent", "unknown")).exists():
        move(batch, "settle", by, noun="batch")


def _undo(payment: Disbursement, key: str, at: datetime) -> None:
    minor = payment.booked_minor
    if minor is None:
        return
    if payment.commitment is None:
        spec = entries.advance_handed_back(advances(payment.fund.delegate), minor, payment.currency)  # type: ignore[arg-type]
    else:
        spec = entries.payment_returned(committed(payment.fund), minor, payment.currency)
        commitments.give_back(payment.commitment, minor)
    posting.post(spec, key=key, about=(KIND, payment.uuid), happened_at=at)
    paid_for.came_back(payment)


# -- words ------------------------------------------------------------------------------------------------
def _write_note(payment: Disbursement, by: Person, note: str) -> None:
    if note.strip():
        DisbursementNote.objects.create(disbursement=payment, written_by=by, text=note.strip())


def _tell_payee(payment: Disbursement) -> None:
    person = payment.payee.delegate.person if payment.payee.delegate else None
    if person:
        to, language = ("delegation.person", person.uuid), person.language
    elif payment.details:
        to, language = ("fundraising.payee_details", payment.details.uuid), "en"
    else:
        return
    ids = {"disbursement": payment.uuid}
    queue_mail("fundraising.payment_sent", ids, to=to, language=language, key=f"payment_sent:{payment.uuid}")
