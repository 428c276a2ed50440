"""Payments that leave together. Made by one person, approved by another, sent once: only then is there a file, which is
always the same file."""

import hashlib
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from delegation.actions.audit import record
from delegation.actions.moves import lock, move
from delegation.errors import Conflict, DomainError
from delegation.models import Delegation, Person
from delegation.permissions import require
from fundraising.actions import disbursements
from fundraising.actions.money_out import refuse_beyond_bank, refuse_while_red
from fundraising.bankfiles import checks, nacha
from fundraising.models import BankFile, Disbursement, PaymentBatch
from fundraising.queries.bank_accounts import BankAccount

# Banks take more; a person who approves does not.
MOST_PAYMENTS = 200


def create_batch(
    delegation: Delegation,
    by: Person,
    payments: Sequence[Disbursement],
    *,
    account: BankAccount,
    pay_on: date,
    form_token: UUID,
) -> PaymentBatch:
    """Approved payments of one way and one currency, to leave from one account. Raises NotPermitted, DomainError,
    Conflict when one of them is in another batch or was sent meanwhile."""
    require("fundraising.create_batch", by, delegation)
    known = PaymentBatch.objects.filter(form_token=form_token).first()
    if known:
        return _same(known, by, delegation)
    if not payments or len(payments) > MOST_PAYMENTS:
        raise DomainError(
            _("Choose between 1 and %(most)d payments.") % {"most": MOST_PAYMENTS}, code="none", field="payments"
        )
    if pay_on < timezone.localdate():
        raise DomainError(_("That day has passed."), code="past", field="pay_on")
    try:
        with transaction.atomic():
            rows = [lock(row) for row in sorted(payments, key=lambda row: row.pk)]
            method, currency = _one_way(rows, account)
            batch = PaymentBatch.objects.create(
                delegation=delegation,
                method=method,
                currency=currency,
                bank_account=account.label,
                pay_on=pay_on,
                created_by=by,
                form_token=form_token,
            )
            for row in rows:
                if row.status != "approved" or row.batch_id or row.fund.delegation_id != delegation.pk:
                    raise Conflict(_("One of these payments was sent or changed meanwhile."), code="moved_on")
                row.batch = batch
                row.save(update_fields=["batch"])
            record("fundraising.create_batch", batch, by)
            return batch
    except IntegrityError:
        known = PaymentBatch.objects.filter(form_token=form_token).first()
        if known is None:
            raise
        return _same(known, by, delegation)


def _same(known: PaymentBatch, by: Person, delegation: Delegation) -> PaymentBatch:
    if (known.created_by_id, known.delegation_id) != (by.pk, delegation.pk):
        raise Conflict(_("This form was sent before. Open the page anew."), code="token_used")
    return known


def _one_way(rows: Sequence[Disbursement], account: BankAccount) -> tuple[str, str]:
    """The way and the currency they share. Raises DomainError when they do not, or the account cannot do it."""
    found = {(row.details.method if row.details else "", row.pay_currency, row.currency) for row in rows}
    if len(found) != 1:
        raise DomainError(
            _("A batch holds payments of one way and one currency. Choose them apart."), code="mixed", field="payments"
        )
    method, pays, held = found.pop()
    if method not in account.methods or account.currency != held:
        raise DomainError(_("This account cannot pay that way."), code="account", field="account")
    if not is_complete(account, method):
        raise DomainError(
            _("The settings of this account lack what a file needs. Ask whoever runs the service."),
            code="account_incomplete",
            field="account",
        )
    if method == "ach" and any(row.pay_minor > nacha.MOST_CENTS for row in rows):
        raise DomainError(_("One payment is larger than an ACH file can say."), code="too_large", field="payments")
    return method, pays


def is_complete(account: BankAccount, method: str) -> bool:
    """Whether a file can be made from this account: asked before anything is sent."""
    if method == "ach":
        return checks.routing_is_valid(account.routing) and 0 < len(account.company_id) <= 10
    if method == "pain001":
        return checks.iban_is_valid(account.iban) and checks.bic_is_valid(account.bic)
    return True


def contents(batch: PaymentBatch) -> list[Disbursement]:
    """Its payments in the order of the file."""
    rows = batch.disbursements.select_related("payee__delegate__person", "details", "fund", "commitment")
    return list(rows.order_by("pk"))


def _locked(batch: PaymentBatch) -> tuple[PaymentBatch, list[Disbursement]]:
    """The batch and its payments under their locks, payments first, as whoever changes a payee takes them. Raises
    Conflict when it changed while we waited."""
    rows = contents(batch)
    disbursements.lock_rows(rows)
    fresh = lock(batch)
    again = contents(fresh)
    if [row.pk for row in again] != [row.pk for row in rows]:
        raise Conflict(_("This batch changed a moment ago. Look at it again."), code="moved_on")
    return fresh, again


def _bound(rows: Sequence[Disbursement]) -> str:
    return hashlib.sha256("|".join(row.approved_hash for row in rows).encode()).hexdigest()


def approve_batch(batch: PaymentBatch, by: Person) -> PaymentBatch:
    """A second person has looked at every payment. Binds exactly these payments. Raises NotPermitted, Conflict while
    the books are red, when a payment may not leave now, or beyond what the bank account holds."""
    with transaction.atomic():
        fresh, rows = _locked(batch)
        require("fundraising.approve_batch", by, fresh)
        refuse_while_red()
        if not rows:
            raise Conflict(_("Nothing is left in this batch. Cancel it."), code="empty")
        for row in rows:
            disbursements.usable_details(row)
        refuse_beyond_bank(sum(row.amount_minor for row in rows), rows[0].currency)
        return move(
            batch,
            "approve",
            by,
            noun="batch",
            approved_by=by,
            approved_at=timezone.now(),
            approved_hash=_bound(rows),
            total_minor=sum(row.pay_minor for row in rows),
            payments=len(rows),
        )


def cancel_batch(batch: PaymentBatch, by: Person) -> PaymentBatch:
    """Take it apart before it is sent: its payments are approved and wait for another batch."""
    with transaction.atomic():
        _fresh, rows = _locked(batch)
        row = move(batch, "cancel", by, noun="batch")
        for payment in rows:
            payment.batch = None
            payment.save(update_fields=["batch"])
        return row


def send_batch(batch: PaymentBatch, by: Person) -> PaymentBatch:
    """Every payment is sent and in the books before the file exists. Once: the same click again is refused. Raises
    NotPermitted, Conflict when a payment changed after the approval or the bank account is short."""
    with transaction.atomic():
        at = timezone.now()
        _fresh, rows = _locked(batch)
        row = move(batch, "send", by, noun="batch", sent_by=by, sent_at=at)
        if row.approved_hash != _bound(rows):
            raise Conflict(_("This batch changed after it was approved. It is approved anew."), code="approval_void")
        disbursements.send_rows(rows, by, bank_account=row.bank_account, at=at)
        return row


def remember_file(batch: PaymentBatch, by: Person, *, name: str, content: bytes) -> BankFile:
    """The file that was made of a sent batch, by its hash. Another file for the same batch, or this file for another
    batch, is refused: Conflict."""
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        fresh = lock(batch)
        require("fundraising.download_batch", by, fresh)
        if fresh.status not in {"sent", "settled"}:
            raise Conflict(_("Mark the batch as sent first; then there is a file."), code="not_sent")
        known = BankFile.objects.filter(batch=fresh).first()
        if known and known.sha256 != digest:
            raise Conflict(_("The file would differ from the one made before. Do not send it."), code="file_differs")
        if known is None and BankFile.objects.filter(sha256=digest).exists():
            raise Conflict(_("This very file was made before, of another batch. Do not send it."), code="file_twice")
        record("fundraising.download_batch", fresh, by)
        return known or BankFile.objects.create(
            batch=fresh, name=name, sha256=digest, size=len(content), made_by=by
        )  # fmt: skip


def settle_batch(batch: PaymentBatch, by: Person, *, reference: str, on: date) -> PaymentBatch:
    """The batch stands on the bank statement as one line: every payment of it that was sent and not heard of since is
    settled by it. Payments the bank converted are settled one by one, at the bank's figure. Raises Conflict."""
    found = checks.compact(reference)
    if not found:
        raise DomainError(_("Write the reference of the bank statement."), code="reference", field="reference")
    try:
        with transaction.atomic():
            _fresh, rows = _locked(batch)
            row = move(batch, "settle", by, noun="batch", bank_reference=reference.strip())
            for place, payment in enumerate(rows, start=1):
                if payment.status in {"sent", "unknown"} and payment.booked_minor is not None:
                    own = f"{reference.strip()}/{place}"
                    disbursements.settle_disbursement(payment, by, reference=own, on=on)
            return row
    except IntegrityError as used:
        raise Conflict(
            _("This reference stands on another batch already."), code="reference_used", field="reference"
        ) from used
