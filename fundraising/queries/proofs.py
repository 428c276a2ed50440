"""Every invariant of the books as one question that answers offending rows; read-only, alike on SQLite and PostgreSQL.
`manage.py verify_books` prints a line for each.

Ids: L the ledger, S Stripe and gifts, R receipts, A allocations, B whose money it is, C conservation, O outbox,
H audit chain, X nothing can be changed, or is shown wrongly. docs/ledger.md says each in words."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

from fundraising.queries import proof_rows as rows

MOST_SHOWN = 5


@dataclass(frozen=True)
class Verdict:
    id: str
    name: str
    breaches: tuple[str, ...]
    total: int = 0

    @property
    def holds(self) -> bool:
        return self.total == 0


_RUNNING = (
    "SELECT l.account_id, l.account_version, l.balance_after_minor, a.side, "
    "SUM(l.amount_minor) OVER (PARTITION BY l.account_id ORDER BY l.account_version, l.id) AS running, "
    "ROW_NUMBER() OVER (PARTITION BY l.account_id ORDER BY l.account_version, l.id) AS place "
    "FROM LINES l JOIN ACCOUNTS a ON a.id = l.account_id"
)
# What an allocation's entry brought its fund, then what it took from its pool; then entries about no allocation.
_ALLOCATED = (
    "SELECT x.id, x.amount_minor, COALESCE(SUM(l.amount_minor), 0) FROM ALLOCATIONS x "
    "LEFT JOIN ENTRIES e ON e.about_uuid = x.uuid AND e.kind = 'allocation_allocated' "
    "LEFT JOIN ACCOUNTS a ON a.fund_id = x.fund_id AND a.code = 'available' "
    "LEFT JOIN LINES l ON l.entry_id = e.id AND l.account_id = a.id GROUP BY x.id, x.amount_minor, x.status "
    "HAVING COALESCE(SUM(l.amount_minor), 0) <> CASE WHEN x.status = 'allocated' THEN -x.amount_minor ELSE 0 END"
)
_ALLOCATED_OUT = _ALLOCATED.replace("x.fund_id", "x.pool_id").replace("-x.amount_minor", "x.amount_minor")
_NOT_ALLOCATED = (
    "SELECT e.id, 0, 0 FROM ENTRIES e LEFT JOIN ALLOCATIONS x ON x.uuid = e.about_uuid "
    "WHERE e.kind = 'allocation_allocated' AND x.id IS NULL"
)
# Short names in the questions below, for the tables' own.
_TABLES = {
    "RUNNING": _RUNNING,
    "LINES": "fundraising_journalline",
    "ENTRIES": "fundraising_journalentry",
    "ACCOUNTS": "fundraising_account",
    "GIFTS": "fundraising_donation",
    "ALLOCATIONS": "fundraising_allocation",
}


def _sql(query: str) -> Callable[[], Iterable[tuple]]:
    for short, name in _TABLES.items():
        query = query.replace(short, name)

    def ask():
        with connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()

    return ask


PROOFS: tuple[tuple[str, str, Callable[[], Iterable[tuple]]], ...] = (
    (
        "L1",
        "each entry sums to zero in each currency",
        _sql(
            "SELECT entry_id, currency, SUM(amount_minor) FROM LINES GROUP BY entry_id, currency "
            "HAVING SUM(amount_minor) <> 0"
        ),
    ),
    (
        "L2",
        "each entry has at least two lines and is sealed",
        _sql(
            "SELECT e.id, e.kind, COUNT(l.id) FROM ENTRIES e LEFT JOIN LINES l ON l.entry_id = e.id "
            "GROUP BY e.id, e.kind, e.sealed HAVING COUNT(l.id) < 2 OR NOT e.sealed"
        ),
    ),
    (
        "L3",
        "no line is zero or belongs to nothing",
        _sql(
            "SELECT l.id, l.amount_minor FROM LINES l LEFT JOIN ENTRIES e ON e.id = l.entry_id "
            "LEFT JOIN ACCOUNTS a ON a.id = l.account_id WHERE l.amount_minor = 0 OR e.id IS NULL OR a.id IS NULL"
        ),
    ),
    (
        "L4",
        "each line has the currency of its account",
        _sql(
            "SELECT l.id, l.currency, a.currency FROM LINES l JOIN ACCOUNTS a ON a.id = l.account_id "
            "WHERE a.currency <> l.currency"
        ),
    ),
    (
        "L5",
        "all lines together sum to zero in each currency",
        _sql("SELECT currency, SUM(amount_minor) FROM LINES GROUP BY currency HAVING SUM(amount_minor) <> 0"),
    ),
    (
        "L6",
        "no account is below zero now",
        _sql(
            "SELECT a.id, a.code, SUM(l.amount_minor) FROM ACCOUNTS a JOIN LINES l ON l.account_id = a.id "
            "GROUP BY a.id, a.code, a.side HAVING a.side * SUM(l.amount_minor) < 0"
        ),
    ),
    (
        "L7",
        "no account was ever below zero",
        _sql("SELECT t.account_id, t.account_version, t.running FROM (RUNNING) t WHERE t.side * t.running < 0"),
    ),
    (
        "L8",
        "each stored balance is the sum of its lines",
        _sql(
            "SELECT a.id, a.balance_minor, COALESCE(SUM(l.amount_minor), 0) FROM ACCOUNTS a "
            "LEFT JOIN LINES l ON l.account_id = a.id GROUP BY a.id, a.balance_minor "
            "HAVING a.balance_minor <> COALESCE(SUM(l.amount_minor), 0)"
        ),
    ),
    (
        "L9",
        "a reversal mirrors its original, which is reversed at most once",
        _sql(
            "SELECT e.id, l.account_id, SUM(l.amount_minor) FROM ENTRIES e "
            "JOIN LINES l ON l.entry_id IN (e.id, e.reverses_id) WHERE e.reverses_id IS NOT NULL "
            "GROUP BY e.id, l.account_id HAVING SUM(l.amount_minor) <> 0 "
            "UNION ALL SELECT e.reverses_id, COUNT(*), 0 FROM ENTRIES e WHERE e.reverses_id IS NOT NULL "
            "GROUP BY e.reverses_id HAVING COUNT(*) > 1"
        ),
    ),
    (
        "L10",
        "no line of an account has disappeared",
        _sql(
            "SELECT a.id, a.version, COUNT(l.id) FROM ACCOUNTS a LEFT JOIN LINES l ON l.account_id = a.id "
            "GROUP BY a.id, a.version HAVING a.version <> COUNT(l.id) "
            "OR COUNT(DISTINCT l.account_version) <> COUNT(l.id)"
        ),
    ),
    (
        "L11",
        "each line carries the balance after it and the next version",
        _sql(
            "SELECT t.account_id, t.account_version, t.balance_after_minor, t.running FROM (RUNNING) t "
            "WHERE t.running <> t.balance_after_minor OR t.place <> t.account_version"
        ),
    ),
    (
        "S1",
        "one gift per payment",
        rows.payments_twice,
    ),
    ("S2", "each payment Stripe told us of is in the books", rows.payments_without_gift),
    (
        "S3",
        "each paid gift is posted once, under its payment, and nothing else is",
        _sql(
            "SELECT d.id, d.payment_intent, COUNT(e.id) FROM GIFTS d LEFT JOIN ENTRIES e "
            "ON e.key = 'donation:' || d.payment_intent AND e.about_uuid = d.uuid WHERE d.status = 'paid' "
            "GROUP BY d.id, d.payment_intent HAVING COUNT(e.id) <> 1 "
            "UNION ALL SELECT e.id, e.key, 0 FROM ENTRIES e LEFT JOIN GIFTS d ON d.uuid = e.about_uuid "
            "AND d.status = 'paid' WHERE e.kind = 'gift_settled' AND d.id IS NULL"
        ),
    ),
    (
        "S4",
        "what was posted for a gift is the gift, to its fund",
        _sql(
            "SELECT d.id, d.amount_minor, COALESCE(SUM(l.amount_minor), 0) FROM GIFTS d "
            "JOIN ENTRIES e ON e.about_uuid = d.uuid AND e.kind = 'gift_settled' "
            "LEFT JOIN ACCOUNTS a ON a.fund_id = d.fund_id AND a.code = 'available' AND a.currency = d.currency "
            "LEFT JOIN LINES l ON l.entry_id = e.id AND l.account_id = a.id "
            "GROUP BY d.id, d.amount_minor HAVING COALESCE(SUM(l.amount_minor), 0) <> -d.amount_minor"
        ),
    ),
    (
        "S5",
        "money with Stripe is gifts less fees, and what was held apart",
        _sql(
            "SELECT t.currency, SUM(t.minor) FROM ("
            "SELECT currency, amount_minor - COALESCE(fee_minor, 0) AS minor FROM GIFTS WHERE status = 'paid' "
            "UNION ALL SELECT l.currency, -l.amount_minor FROM LINES l JOIN ACCOUNTS a ON a.id = l.account_id "
            "JOIN ENTRIES e ON e.id = l.entry_id WHERE a.code = 'stripe' AND e.kind IN ('gift_settled', 'fee_known')"
            ") t GROUP BY t.currency HAVING SUM(t.minor) <> 0"
        ),
    ),
    ("S7", "live and test are never mixed", rows.modes_mixed),
    ("S8", "each event was processed, none is stuck", rows.stuck_events),
    ("R1", "each paid gift has one receipt of its amount", rows.receipts_missing),
    ("R2", "receipt numbers have no gap", rows.receipt_gaps),
    (
        "A1",
        "each allocation is posted once with its amount, and no other is",
        _sql(" UNION ALL ".join([_ALLOCATED, _ALLOCATED_OUT, _NOT_ALLOCATED])),
    ),
    (
        "A3",
        "nobody decided their own proposal",
        _sql(
            "SELECT id, status, decided_by_id FROM ALLOCATIONS WHERE status IN ('allocated', 'declined') "
            "AND (decided_by_id IS NULL OR decided_by_id = proposed_by_id)"
        ),
    ),
    (
        "B1",
        "what we hold is what belongs to the funds, and what is held apart",
        _sql("SELECT currency, SUM(balance_minor) FROM ACCOUNTS GROUP BY currency HAVING SUM(balance_minor) <> 0"),
    ),
    (
        "B2",
        "gifts by fund are what each fund received in gifts",
        _sql(
            "SELECT t.fund_id, SUM(t.minor) FROM ("
            "SELECT fund_id, amount_minor AS minor FROM GIFTS WHERE status = 'paid' "
            "UNION ALL SELECT a.fund_id, l.amount_minor FROM LINES l JOIN ACCOUNTS a ON a.id = l.account_id "
            "JOIN ENTRIES e ON e.id = l.entry_id WHERE e.kind = 'gift_settled' AND a.fund_id IS NOT NULL"
            ") t GROUP BY t.fund_id HAVING SUM(t.minor) <> 0"
        ),
    ),
    ("B3", "no pool gave more than it received", rows.allocations_overdrawn),
    (
        "C1",
        "moving money between funds makes none",
        _sql(
            "SELECT e.id, e.kind, SUM(l.amount_minor) FROM ENTRIES e JOIN LINES l ON l.entry_id = e.id "
            "JOIN ACCOUNTS a ON a.id = l.account_id WHERE e.kind IN ('allocation_allocated', 'surplus_moved') "
            "AND a.fund_id IS NOT NULL GROUP BY e.id, e.kind HAVING SUM(l.amount_minor) <> 0 OR COUNT(*) <> 2"
        ),
    ),
    ("O1", "no mail is stuck, each receipt was mailed", rows.stuck_mail),
    ("H1", "the audit's chain is whole", rows.chain),
    (
        "X1",
        "the database refuses changes: its guards are in place",
        rows.guards_missing,
    ),
    ("X2", "the public account is the ledger's", rows.public_totals),
)


def verify(only: frozenset[str] | None = None) -> list[Verdict]:
    """Ask every question (or those named) of one moment and answer a verdict each, in the order of PROOFS."""
    with one_moment():
        return [_verdict(*proof) for proof in PROOFS if only is None or proof[0] in only]


@contextmanager
def one_moment() -> Iterator[None]:
    """All questions inside read the books as they stood at the first, without holding up whoever writes: otherwise a
    gift that arrives between two of them looks like a breach, and stops money out. Inside a transaction of the
    caller's, that one decides."""
    if connection.in_atomic_block:
        yield
        return
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        # Not `atomic`: on SQLite it would take the write lock.
        cursor.execute("BEGIN DEFERRED" if is_sqlite else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")


def _verdict(id_: str, name: str, ask) -> Verdict:
    found = list(ask())
    shown = tuple(" ".join(str(value) for value in row) for row in found[:MOST_SHOWN])
    return Verdict(id_, name, shown, total=len(found))
