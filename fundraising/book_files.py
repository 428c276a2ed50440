"""The statements as files for a spreadsheet, and the ledger for beancount. Accounts and funds carry no name here, and
what a spreadsheet would run as a formula is disarmed."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from delegation.exports import to_csv
from delegation.models import Delegation
from delegation.money import from_minor
from fundraising import months
from fundraising.queries import activities, beancount, general_ledger, statements


def plain(minor: int, currency: str) -> Decimal:
    """Digits and a point in the file; a number, since words that begin with a minus are disarmed there."""
    return from_minor(minor, currency).amount


def instant(at: datetime) -> str:
    """As every spreadsheet reads a time; with a zone behind it most take it for words."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"


def trial_balance(delegation: Delegation, month: date, by: str, on: date | None = None) -> bytes:
    """At the end of the month, or of the day `on`."""
    end = months.midnight(on + timedelta(days=1)) if on else months.bounds(month)[1]
    rows = (
        [row.code, row.whose, row.currency, plain(row.debit_minor, row.currency), plain(row.credit_minor, row.currency)]
        for part in statements.trial_balance(delegation, end, by)
        for row in part.rows
    )
    return to_csv(["account", "whose", "currency", "debit", "credit"], rows)


def fund_statement(delegation: Delegation, month: date, by: str) -> bytes:
    found = statements.fund_statements(delegation, *months.bounds(month), by)
    names = ("opening", "gifts", "fees", "refunds", "moved", "spent", "other", "closing", "held")
    rows = (
        [
            general_ledger.fund_code(row.fund) if row.fund else "",
            row.currency,
            *(plain(getattr(row, f"{name}_minor"), row.currency) for name in names),
        ]
        for row in found
    )
    return to_csv(["fund", "currency", *names], rows)


def statement_of_activities(delegation: Delegation, month: date, by: str) -> bytes:
    rows: list[list[str | Decimal]] = []
    for part in activities.activities(delegation, *months.bounds(month), by):

        def add(group: str, name: str, minor: int, currency: str = part.currency) -> None:
            rows.append([currency, group, name, plain(minor, currency)])

        add("with donor restriction", "opening", part.opening_minor)
        for name, minor in part.lines[activities.RESTRICTED].items():
            add("with donor restriction", name, minor)
        add("with donor restriction", "released", -part.released_minor)
        add("with donor restriction", "closing", part.closing_minor)
        add("without donor restriction", "released", part.released_minor)
        for name, minor in part.lines[activities.EXPENSES].items():
            add("without donor restriction", name, minor)
        add("without donor restriction", "change", part.unrestricted_change_minor)
    return to_csv(["currency", "restriction", "line", "amount"], rows)


def ledger(delegation: Delegation, month: date, by: str) -> bytes:
    """Always by posting: the ledger is what was written down."""
    header = [
        "posted (UTC)", "happened (UTC)", "entry", "kind", "key", "account", "currency", "debit", "credit",
        "balance after",
    ]  # fmt: skip
    lines = general_ledger.ledger_lines(delegation, *months.bounds(month))
    return to_csv(header, (_ledger_row(line) for line in lines.iterator(chunk_size=2000)))


def _ledger_row(line) -> list[str | Decimal]:
    entry, currency = line.entry, line.currency
    return [
        instant(entry.posted_at),
        instant(entry.happened_at),
        entry.uuid.hex[:12],
        entry.kind,
        entry.key,
        general_ledger.account_code(line.account),
        currency,
        plain(max(line.amount_minor, 0), currency),
        plain(max(-line.amount_minor, 0), currency),
        plain(line.balance_after_minor, currency),
    ]


def beancount_file(delegation: Delegation, month: date) -> Iterator[str]:
    """Everything posted to the end of the month."""
    _start, end = months.bounds(month)
    return (f"{line}\n" for line in beancount.write(delegation, end))


CSV: dict[str, Callable[[Delegation, date, str], bytes]] = {
    "trial_balance": trial_balance,
    "fund_statement": fund_statement,
    "activities": statement_of_activities,
    "general_ledger": ledger,
}
