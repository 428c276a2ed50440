"""What must be true before money leaves, whatever it leaves for."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from delegation.errors import Conflict
from delegation.money import from_minor
from fundraising.queries.bank_accounts import bank_room, next_payout_on
from fundraising.queries.ledger import books_are_red


def refuse_while_red() -> None:
    """Raises Conflict while the newest check of the books shows a red line."""
    if books_are_red():
        raise Conflict(
            _("The books show a line that does not hold. No money goes out until it is cleared; gifts go on."),
            code="books_red",
        )


def refuse_beyond_bank(amount_minor: int, currency: str) -> None:
    """Raises Conflict when this is more than the bank account holds, with the day more money comes."""
    room = bank_room(currency)
    if amount_minor > room:
        raise beyond_bank(room, currency)


def beyond_bank(room_minor: int, currency: str) -> Conflict:
    words: dict[str, object] = {"room": from_minor(max(room_minor, 0), currency)}
    comes_on = next_payout_on(currency)
    if comes_on:
        words["day"] = date_format(comes_on, "DATE_FORMAT")
        message = _("This is more than the bank account holds: %(room)s. The next payout arrives on %(day)s.") % words
    else:
        message = _("This is more than the bank account holds: %(room)s. No payout is on its way.") % words
    return Conflict(message, code="beyond_bank", field="amount")
