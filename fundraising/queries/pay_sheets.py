"""The pay sheet of a batch, or of one payment: a paper on which whoever gets money by hand signs, and two people sign
for the whole. It names payees as staff know them and opens nothing that is sealed, so it may lie in a folder."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fundraising import documents
from fundraising.models import Disbursement, Method, PaymentBatch
from fundraising.queries.papers import day_words, money
from fundraising.queries.spending import disbursement_rows

# Handed to somebody, who signs for it; a transfer is signed for by the bank.
_HANDED_OVER = {Method.CASH, Method.CHEQUE, Method.CARD}
# What left and did not come back.
PAID = ("sent", "unknown", "settled")


def batch_rows(batch: PaymentBatch) -> list[Disbursement]:
    """What a batch pays, in the order of its file; what came back or never left is not on the sheet."""
    return list(disbursement_rows().filter(batch=batch, status__in=PAID).order_by("pk"))


def batch_number(batch: PaymentBatch) -> str:
    """The name of the batch's file, without its ending: paper and file lie together."""
    return f"{batch.method}-{batch.pay_on:%Y-%m-%d}-{str(batch.uuid)[:8]}"


def payment_number(payment: Disbursement) -> str:
    method = payment.details.method if payment.details else "payment"
    return f"{method}-{payment.sent_at:%Y-%m-%d}-{str(payment.uuid)[:8]}"


def batch_pdf(batch: PaymentBatch) -> bytes:
    """The sheet of a batch that was sent: the same rows, the same bytes. Raises documents.Busy."""
    rows = batch_rows(batch)
    sums = {"total": sum(row.pay_minor for row in rows), "currency": batch.currency}
    who = {"approved": batch.approved_by, "sent": batch.sent_by, "account": batch.bank_account}
    return _pdf(batch, batch_number(batch), batch.method, rows, made_at=batch.sent_at, day=batch.pay_on, **sums, **who)


def payment_pdf(payment: Disbursement) -> bytes:
    """The sheet of one payment that was sent, for whoever is to sign alone and read no other name."""
    method = payment.details.method if payment.details else ""
    sums = {"total": payment.pay_minor, "currency": payment.pay_currency}
    who = {"approved": payment.approved_by, "sent": payment.sent_by, "account": payment.bank_account}
    at = payment.sent_at
    return _pdf(payment, payment_number(payment), method, [payment], made_at=at, day=at, **sums, **who)


def _pdf(
    about,
    number: str,
    method: str,
    rows: Sequence[Disbursement],
    *,
    made_at: datetime,
    day,
    total: int,
    currency: str,
    approved,
    sent,
    account: str,
) -> bytes:
    is_signed = method in _HANDED_OVER
    facts = {"day": day_words(day), "account": account, "approved": approved, "sent": sent}
    columns = [_("No."), _("To whom"), _("For"), _("Amount")]
    values = _frame(about, number, rows) | {
        "heading": str(capfirst(Method(method).label)) if method else _("Payment"),
        "lede": _("%(day)s, from the account “%(account)s”. Approved by %(approved)s, marked as sent by %(sent)s.")
        % facts,
        "signed": is_signed,
        "columns": [*columns, _("Received")] if is_signed else columns,
        "sign_here": _("signature, day"),
        "rows": [_row(place, row) for place, row in enumerate(rows, start=1)],
        "total_label": _("Together"),
        "count": ngettext("%(n)s payment", "%(n)s payments", len(rows)) % {"n": len(rows)},
        "total": money(total, currency),
        "counted": [_("handed out in all"), _("brought back, if any")] if method == Method.CASH else [],
        **_signatories(is_signed),
    }
    return documents.render("paysheet", values, created=made_at)


def _frame(about, number: str, rows: Sequence[Disbursement]) -> dict:
    kind, network = _("Pay sheet"), settings.NETWORK
    return {
        "title": f"{kind} {number}",
        "kind": kind,
        "number": number,
        "language": translation.get_language() or "en",
        "network": {
            "name": network["name"],
            "address": network["address"],
            "ein_line": str(rows[0].fund.delegation) if rows else "",
        },
        "cloth": list(hashlib.sha256(about.uuid.bytes).digest()),
        "legal": [],
        "binding": [],
        "small": [],
        "foot": _("Names and sums of people: keep it locked away."),
    }


def _row(place: int, row: Disbursement) -> dict:
    details = row.details
    tail = f"••{details.tail}" if details and details.tail else ""
    said = _("came to %(amount)s") % {"amount": money(row.booked_minor, row.currency)} if _is_converted(row) else ""
    return {
        "place": place,
        "who": str(row.payee),
        "how": " · ".join(part for part in (tail, row.reference, said) if part),
        "what": capfirst(str(row.commitment or row.get_kind_display())),
        "fund": str(row.fund),
        "amount": money(row.pay_minor, row.pay_currency),
    }


def _is_converted(row: Disbursement) -> bool:
    return row.is_converted and row.booked_minor is not None


def _signatories(is_signed: bool) -> dict:
    """Two people sign every sheet: for money handed over, who hands it over and who sees it."""
    roles = (
        [_("Handed over by"), _("In the presence of")] if is_signed else [_("First signatory"), _("Second signatory")]
    )
    note = (
        _("Two people, neither of whom receives money on this sheet.")
        if is_signed
        else _("Two people who may sign for the account, neither of whom receives money on this sheet.")
    )
    return {
        "two_heading": _("Two people sign"),
        "two_note": note,
        "signatories": roles,
        "sign_parts": [_("name"), _("signature"), _("day")],
    }
