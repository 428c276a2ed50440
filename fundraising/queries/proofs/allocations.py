"""Allocations from the pool."""

from fundraising.queries.proofs import rows
from fundraising.queries.proofs.ask import Proof, sql

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

PROOFS: tuple[Proof, ...] = (
    (
        "A1",
        "each allocation is posted once with its amount, and no other is",
        sql(" UNION ALL ".join([_ALLOCATED, _ALLOCATED_OUT, _NOT_ALLOCATED])),
    ),
    (
        "A3",
        "nobody decided their own proposal",
        sql(
            "SELECT id, status, decided_by_id FROM ALLOCATIONS WHERE status IN ('allocated', 'declined') "
            "AND (decided_by_id IS NULL OR decided_by_id = proposed_by_id)"
        ),
    ),
    ("B3", "no pool gave more than it received", rows.allocations_overdrawn),
)
