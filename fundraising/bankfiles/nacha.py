"""The file a US bank takes for ACH credits, by Nacha's rules: lines of 94 characters in blocks of ten. People are paid
as PPD, organisations as CCD, each in a batch of its own.

Amounts are US cents. Nothing here looks at a clock: the same payments give the same bytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from fundraising.bankfiles import checks
from fundraising.bankfiles.words import ach

LINE, BLOCK = 94, 10
# Ten digits for one payment, twelve for a batch.
MOST_CENTS, MOST_BATCH_CENTS = 10**10 - 1, 10**12 - 1
MOST_PAYMENTS = 10**6 - 1
_CREDITS_ONLY = "220"
_CODES = {"checking": "22", "savings": "32"}


@dataclass(frozen=True)
class Originator:
    """Us, as our bank knows us: its routing number, our company id (ten characters, mostly 1 and the EIN)."""

    routing: str
    bank_name: str
    company_id: str
    company_name: str


@dataclass(frozen=True)
class AchPayment:
    """One credit. `id` is what the bank gives back with a return: at most 15 characters."""

    id: str
    name: str
    routing: str
    account: str
    amount_minor: int
    account_type: str = "checking"
    is_company: bool = False


def nacha(origin: Originator, payments: Sequence[AchPayment], *, made_at: datetime, pay_on: date, modifier="A") -> str:
    """The whole file. `modifier` (A to Z) tells files of one day apart. Raises ValueError for what no bank would take:
    the details were checked when they were typed, so that is a bug."""
    if not payments:
        raise ValueError("a file without payments")
    lines = [_file_header(origin, made_at, modifier)]
    trace = 0
    batches = [
        ("PPD", [p for p in payments if not p.is_company]),
        ("CCD", [p for p in payments if p.is_company]),
    ]
    for number, (code, found) in enumerate([b for b in batches if b[1]], start=1):
        lines.append(_batch_header(origin, code, made_at, pay_on, number))
        for payment in found:
            trace += 1
            lines.append(_entry(origin, payment, trace))
        lines.append(_batch_control(origin, found, number))
    lines.append(_file_control(payments, sum(1 for b in batches if b[1]), len(lines) + 1))
    lines += ["9" * LINE] * (-len(lines) % BLOCK)
    wrong = [line for line in lines if len(line) != LINE]
    if wrong:
        raise ValueError(f"a line of {len(wrong[0])} characters")
    return "\r\n".join(lines) + "\r\n"


def entry_hash(payments: Sequence[AchPayment]) -> int:
    """The routing numbers without their check digit, summed; the last ten digits of it."""
    return sum(int(payment.routing[:8]) for payment in payments) % 10**10


def trace_number(origin: Originator, place: int) -> str:
    return f"{origin.routing[:8]}{place:07d}"


def _text(text: str, width: int) -> str:
    return ach(text, width).ljust(width)


def _number(value: int, width: int) -> str:
    found = f"{value:0{width}d}"
    if value < 0 or len(found) > width:
        raise ValueError(f"{value} does not fit into {width} digits")
    return found


def _file_header(origin: Originator, made_at: datetime, modifier: str) -> str:
    if not checks.routing_is_valid(origin.routing):
        raise ValueError("the routing number of our own bank is wrong")
    return (
        "101"
        + f" {origin.routing}"
        + origin.company_id.rjust(10)[:10]
        + made_at.strftime("%y%m%d%H%M")
        + modifier
        + "094101"
        + _text(origin.bank_name, 23)
        + _text(origin.company_name, 23)
        + " " * 8
    )


def _batch_header(origin: Originator, code: str, made_at: datetime, pay_on: date, number: int) -> str:
    return (
        f"5{_CREDITS_ONLY}"
        + _text(origin.company_name, 16)
        + " " * 20
        + origin.company_id.rjust(10)[:10]
        + code
        + _text("TRAVEL", 10)
        + made_at.strftime("%y%m%d")
        + pay_on.strftime("%y%m%d")
        + "   1"
        + origin.routing[:8]
        + _number(number, 7)
    )


def _entry(origin: Originator, payment: AchPayment, place: int) -> str:
    if not checks.routing_is_valid(payment.routing) or not checks.us_account_is_valid(payment.account):
        raise ValueError("an account that no bank has")
    if not 0 < payment.amount_minor <= MOST_CENTS or not ach(payment.name, 22):
        raise ValueError("an amount or a name that no bank takes")
    return (
        f"6{_CODES[payment.account_type]}{payment.routing}"
        + payment.account.ljust(17)
        + _number(payment.amount_minor, 10)
        + _text(payment.id, 15)
        + _text(payment.name, 22)
        + "  0"
        + trace_number(origin, place)
    )


def _totals(payments: Sequence[AchPayment]) -> str:
    return _number(entry_hash(payments), 10) + "0" * 12 + _number(sum(p.amount_minor for p in payments), 12)


def _batch_control(origin: Originator, payments: Sequence[AchPayment], number: int) -> str:
    return (
        f"8{_CREDITS_ONLY}"
        + _number(len(payments), 6)
        + _totals(payments)
        + origin.company_id.rjust(10)[:10]
        + " " * 25
        + origin.routing[:8]
        + _number(number, 7)
    )


def _file_control(payments: Sequence[AchPayment], batches: int, lines: int) -> str:
    blocks = -(-lines // BLOCK)
    return "9" + _number(batches, 6) + _number(blocks, 6) + _number(len(payments), 8) + _totals(payments) + " " * 39
