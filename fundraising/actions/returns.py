"""Money of a paid cost that comes back from whom we paid, as the bank statement shows it."""

from datetime import date, datetime, time
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from delegation.actions.audit import kind_of, record
from delegation.actions.moves import lock
from delegation.errors import Conflict, DomainError
from delegation.models import Person
from delegation.money import from_minor, to_minor
from delegation.permissions import require
from fundraising.ledger import entries, posting
from fundraising.ledger.accounts import available
from fundraising.models import CostReturn, Disbursement

LEFT = ("sent", "unknown", "settled")


def record_return(
    payment: Disbursement,
    by: Person,
    amount: Money,
    *,
    bank_account: str,
    reference: str,
    on: date,
    form_token: UUID,
) -> CostReturn:
    """A refund of a cancelled ticket or room: free money of the fund again. Never more than was paid, and each bank
    reference once. Raises NotPermitted, DomainError, Conflict."""
    require("fundraising.record_return", by, payment)
    known = CostReturn.objects.filter(form_token=form_token).first()
    if known:
        return _same(known, payment, amount)
    minor = to_minor(amount)
    if minor <= 0 or amount.currency.code != payment.currency:
        raise DomainError(_("Type an amount above zero."), code="not_positive", field="amount")
    if not reference.strip():
        raise DomainError(_("Write the reference of the bank statement."), code="reference", field="reference")
    try:
        with transaction.atomic():
            fresh = lock(payment)
            _refuse_too_much(fresh, minor)
            row = CostReturn.objects.create(
                disbursement=fresh,
                amount_minor=minor,
                currency=fresh.currency,
                bank_account=bank_account,
                bank_reference=reference.strip(),
                arrived_on=on,
                recorded_by=by,
                form_token=form_token,
            )
            at = timezone.make_aware(datetime.combine(on, time(12)))
            posting.post(
                entries.cost_returned(available(fresh.fund), minor, fresh.currency),
                key=f"cost_return:{row.uuid}",
                about=(kind_of(row), row.uuid),
                happened_at=min(at, timezone.now()),
            )
            record("fundraising.record_return", fresh, by)
            return row
    except IntegrityError as used:
        known = CostReturn.objects.filter(form_token=form_token).first()
        if known:
            return _same(known, payment, amount)
        raise Conflict(
            _("This reference is in the books already. Look at the statement again."),
            code="reference_used",
            field="reference",
        ) from used


def _refuse_too_much(payment: Disbursement, minor: int) -> None:
    if payment.status not in LEFT or payment.booked_minor is None or payment.commitment_id is None:
        raise Conflict(_("Only a paid cost can come back."), code="not_paid")
    before = CostReturn.objects.filter(disbursement=payment).aggregate(total=Sum("amount_minor"))["total"] or 0
    if before + minor > payment.booked_minor:
        left = from_minor(payment.booked_minor - before, payment.currency)
        raise DomainError(
            _("At most %(left)s of this payment can still come back.") % {"left": left}, code="too_much", field="amount"
        )


def _same(known: CostReturn, payment: Disbursement, amount: Money) -> CostReturn:
    if (known.disbursement_id, known.amount_minor) != (payment.pk, to_minor(amount)):
        raise Conflict(_("This form was sent before. Open the page anew."), code="token_used")
    return known
