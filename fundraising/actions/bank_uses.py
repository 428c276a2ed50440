"""A movement of the bank account is used once: under the bank's own reference, whoever books it and from which page."""

from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from delegation.actions.moves import move
from delegation.errors import Conflict, DomainError
from delegation.models import Person
from delegation.money import from_minor
from fundraising.models import BankLine, BankUse

MOST_CHARACTERS = 120


def account_for(currency: str, name: str = "") -> str:
    """The bank account of that name, or the first of the currency. Raises DomainError where there is none."""
    for account, of_currency in settings.BANK_ACCOUNTS.items():
        if of_currency == currency and name in ("", account):
            return account
    raise DomainError(
        _("There is no bank account in %(currency)s of this name.") % {"currency": currency},
        code="no_account",
        field="bank_account",
    )


def reference_key(text: str) -> str:
    """A reference as it is compared: without spaces, in capitals."""
    return "".join(text.split()).upper()[:MOST_CHARACTERS]


def claim(
    account: str,
    reference: str,
    amount_minor: int,
    currency: str,
    purpose: str,
    about_uuid: UUID,
    *,
    by: Person,
    line: BankLine | None = None,
    verb: str = "match",
) -> BankUse:
    """Use a movement of the bank account, once, in the caller's transaction; its line on the statement, where we have
    it, moves with it by `verb`. Signed minor units. Raises DomainError without a reference, Conflict when the movement
    stands in the books already or the statement says another amount."""
    key = reference_key(reference)
    if not key:
        raise DomainError(_("Type the bank's reference of this payment."), code="no_reference", field="bank_reference")
    line = line or BankLine.objects.filter(account=account, reference=key).exclude(status="set_aside").first()
    if line is not None and line.amount_minor != amount_minor:
        raise Conflict(
            _("Under this reference the bank statement says %(amount)s.")
            % {"amount": from_minor(line.amount_minor, line.currency)},
            code="bank_says_other",
            field="bank_reference",
        )
    try:
        with transaction.atomic():
            use = BankUse.objects.create(
                account=account,
                reference=key,
                amount_minor=amount_minor,
                currency=currency,
                purpose=purpose,
                about_uuid=about_uuid,
            )
    except IntegrityError:
        raise Conflict(
            _("This bank reference stands in the books already. Look whether the money was booked before."),
            code="reference_used",
            field="bank_reference",
        ) from None
    if line is not None:
        move(line, verb, by, use=use, decided_by=by, decided_at=timezone.now())
    return use
