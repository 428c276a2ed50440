"""Money that moved on: posted once, with its amount, between its two funds, by two people."""

from fundraising.queries.proofs.ask import Proof, sql

_KINDS = "('surplus_moved', 'withdrawal_moved', 'fund_redirected', 'carried_on')"


def _posted(fund: str, sign: str) -> str:
    return (
        "SELECT t.id, t.amount_minor, COALESCE(SUM(l.amount_minor), 0) FROM fundraising_fundtransfer t "
        f"LEFT JOIN ENTRIES e ON e.about_uuid = t.uuid AND e.kind IN {_KINDS} "
        f"LEFT JOIN ACCOUNTS a ON a.fund_id = t.{fund} AND a.code = 'available' "
        "LEFT JOIN LINES l ON l.entry_id = e.id AND l.account_id = a.id GROUP BY t.id, t.amount_minor, t.status "
        f"HAVING COALESCE(SUM(l.amount_minor), 0) <> CASE WHEN t.status = 'moved' THEN {sign}t.amount_minor ELSE 0 END"
    )


PROOFS: tuple[Proof, ...] = (
    (
        "T1",
        "each transfer that moved is posted once, out of one fund and into the other, and no other is",
        sql(
            " UNION ALL ".join(
                [
                    _posted("source_id", ""),
                    _posted("target_id", "-"),
                    "SELECT e.id, 0, 0 FROM ENTRIES e LEFT JOIN fundraising_fundtransfer t ON t.uuid = e.about_uuid "
                    f"WHERE e.kind IN {_KINDS} AND (t.id IS NULL OR t.status <> 'moved')",
                ]
            )
        ),
    ),
    (
        "T2",
        "nobody decided their own transfer",
        sql(
            "SELECT id, status, decided_by_id FROM fundraising_fundtransfer WHERE status IN ('moved', 'declined') "
            "AND (decided_by_id IS NULL OR decided_by_id = proposed_by_id)"
        ),
    ),
)
