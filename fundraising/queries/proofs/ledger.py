"""The ledger itself."""

from fundraising.queries.proofs.ask import Proof, sql

PROOFS: tuple[Proof, ...] = (
    (
        "L1",
        "each entry sums to zero in each currency",
        sql(
            "SELECT entry_id, currency, SUM(amount_minor) FROM LINES GROUP BY entry_id, currency "
            "HAVING SUM(amount_minor) <> 0"
        ),
    ),
    (
        "L2",
        "each entry has at least two lines and is sealed",
        sql(
            "SELECT e.id, e.kind, COUNT(l.id) FROM ENTRIES e LEFT JOIN LINES l ON l.entry_id = e.id "
            "GROUP BY e.id, e.kind, e.sealed HAVING COUNT(l.id) < 2 OR NOT e.sealed"
        ),
    ),
    (
        "L3",
        "no line is zero or belongs to nothing",
        sql(
            "SELECT l.id, l.amount_minor FROM LINES l LEFT JOIN ENTRIES e ON e.id = l.entry_id "
            "LEFT JOIN ACCOUNTS a ON a.id = l.account_id WHERE l.amount_minor = 0 OR e.id IS NULL OR a.id IS NULL"
        ),
    ),
    (
        "L4",
        "each line has the currency of its account",
        sql(
            "SELECT l.id, l.currency, a.currency FROM LINES l JOIN ACCOUNTS a ON a.id = l.account_id "
            "WHERE a.currency <> l.currency"
        ),
    ),
    (
        "L5",
        "all lines together sum to zero in each currency",
        sql("SELECT currency, SUM(amount_minor) FROM LINES GROUP BY currency HAVING SUM(amount_minor) <> 0"),
    ),
    (
        "L6",
        "no account is below zero now",
        sql(
            "SELECT a.id, a.code, SUM(l.amount_minor) FROM ACCOUNTS a JOIN LINES l ON l.account_id = a.id "
            "GROUP BY a.id, a.code, a.side HAVING a.side * SUM(l.amount_minor) < 0"
        ),
    ),
    (
        "L7",
        "no account was ever below zero",
        sql("SELECT t.account_id, t.account_version, t.running FROM (RUNNING) t WHERE t.side * t.running < 0"),
    ),
    (
        "L8",
        "each stored balance is the sum of its lines",
        sql(
            "SELECT a.id, a.balance_minor, COALESCE(SUM(l.amount_minor), 0) FROM ACCOUNTS a "
            "LEFT JOIN LINES l ON l.account_id = a.id GROUP BY a.id, a.balance_minor "
            "HAVING a.balance_minor <> COALESCE(SUM(l.amount_minor), 0)"
        ),
    ),
    (
        "L9",
        "a reversal mirrors its original, which is reversed at most once",
        sql(
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
        sql(
            "SELECT a.id, a.version, COUNT(l.id) FROM ACCOUNTS a LEFT JOIN LINES l ON l.account_id = a.id "
            "GROUP BY a.id, a.version HAVING a.version <> COUNT(l.id) "
            "OR COUNT(DISTINCT l.account_version) <> COUNT(l.id)"
        ),
    ),
    (
        "L11",
        "each line carries the balance after it and the next version",
        sql(
            "SELECT t.account_id, t.account_version, t.balance_after_minor, t.running FROM (RUNNING) t "
            "WHERE t.running <> t.balance_after_minor OR t.place <> t.account_version"
        ),
    ),
)
