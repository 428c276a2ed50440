"""Rows for the addresses of gifts by hand, deposits, the bank's statement, promises to match and things in kind."""

import uuid
from datetime import timedelta
from itertools import count

from django.utils import timezone
from djmoney.money import Money

from fundraising.actions import bank, deposits, in_kind, matches, offline

_n = count(1)


def usd(units):
    return Money(units, "USD")


def record(delegation, by, units):
    """A cheque somebody wrote down."""
    asked = offline.Recorded(
        delegation=delegation, amount=usd(units), given_on=timezone.localdate(), form_token=uuid.uuid4(),
        source="cheque", name="Rosa Lund", email="rosa@example.org",
    )  # fmt: skip
    return offline.record(asked, by)


def add(delegation, people, owner, rows):
    """Recorded and imported by the treasurer, so that the director is the second person."""
    first, second = people["treasurer"], people["director"]

    rows["offlinegift"] = record(delegation, first, 61)
    rows["confirmed_gift"] = offline.confirm(record(delegation, first, 62), second, bank_reference=f"BANK {next(_n)}")
    _deposits(delegation, first, rows)
    _lines(delegation, first, second, rows)
    _pledges(delegation, first, second, rows)
    _offers(delegation, second, owner, rows)


def _deposits(delegation, first, rows):
    for name, units in (("deposit", 63), ("counted_deposit", 64)):
        rows[name] = deposits.open_deposit(delegation, first, form_token=uuid.uuid4())
        gift = record(delegation, first, units)
        deposits.put_in(rows[name], [gift], first)
        rows[f"{name}_gift"] = gift
    rows["counted_deposit"] = deposits.count(rows["counted_deposit"], first, total=usd(64))


def _lines(delegation, first, second, rows):
    day = timezone.localdate()
    names = ("bankline", "aside_line", "held_line", "returning_line")
    found = [bank.Row(day, 7100 + n, f"LINE {next(_n)}", "Somebody", "A gift") for n, _name in enumerate(names)]
    statement = bank.import_statement(delegation, first, account="main", sha256=uuid.uuid4().hex, rows=found)
    rows |= dict(zip(names, statement.lines.order_by("amount_minor"), strict=True))
    bank.set_aside(rows["aside_line"], first, why="other")
    rows["held_line"] = bank.hold(rows["held_line"], second)
    rows["returning_line"] = bank.propose_return(bank.hold(rows["returning_line"], second), first)


def _pledges(delegation, first, second, rows):
    def promise():
        today = timezone.localdate()
        asked = matches.Promised(
            delegation=delegation, email="sponsor@example.org", name="Harbor Foundation", limit=usd(500),
            starts_on=today - timedelta(days=9), ends_on=today + timedelta(days=9), form_token=uuid.uuid4(),
        )  # fmt: skip
        return matches.record(asked, first)

    rows["matchpledge"] = promise()
    rows["agreed_pledge"] = matches.agree(promise(), second)


def _offers(delegation, second, owner, rows):
    def offer():
        asked = in_kind.Offered(
            delegation=delegation, delegate=owner, kind="ticket", description="A flight", email="giver@example.org",
            form_token=uuid.uuid4(),
        )  # fmt: skip
        return in_kind.offer(asked)

    rows["inkindoffer"] = offer()
    rows["accepted_offer"] = in_kind.accept(offer(), second, line=owner.budget.lines.first())
