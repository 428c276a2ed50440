"""Gifts and payments."""

from fundraising.queries.proofs import rows
from fundraising.queries.proofs.ask import Proof, sql

PROOFS: tuple[Proof, ...] = (
    (
        "S1",
        "one gift per payment",
        rows.payments_twice,
    ),
    ("S2", "each payment Stripe told us of is in the books", rows.payments_without_gift),
    (
        "S3",
        "each paid gift is posted once, under its payment, and nothing else is",
        sql(
            "SELECT d.id, d.payment_intent, COUNT(e.id) FROM GIFTS d LEFT JOIN ENTRIES e "
            "ON e.about_uuid = d.uuid AND (e.key = 'donation:' || d.payment_intent "
            "OR e.key = 'placed:' || d.payment_intent) "
            "WHERE d.status = 'paid' AND d.source = 'card' GROUP BY d.id, d.payment_intent HAVING COUNT(e.id) <> 1 "
            "UNION ALL SELECT e.id, e.key, 0 FROM ENTRIES e LEFT JOIN GIFTS d ON d.uuid = e.about_uuid "
            "AND d.status = 'paid' AND d.source = 'card' "
            "WHERE e.kind IN ('gift_settled', 'gift_placed') AND d.id IS NULL"
        ),
    ),
    (
        "S4",
        "what was posted for a gift is the gift, to its fund",
        sql(
            "SELECT d.id, d.settled_minor, COALESCE(SUM(l.amount_minor), 0) FROM GIFTS d "
            "JOIN ENTRIES e ON e.about_uuid = d.uuid AND e.kind IN ('gift_settled', 'gift_received', 'bank_placed', "
            "'gift_placed') "
            "LEFT JOIN ACCOUNTS a ON a.fund_id = d.fund_id AND a.code = 'available' "
            "AND a.currency = d.settled_currency "
            "LEFT JOIN LINES l ON l.entry_id = e.id AND l.account_id = a.id "
            "GROUP BY d.id, d.settled_minor HAVING COALESCE(SUM(l.amount_minor), 0) <> -d.settled_minor "
            "UNION ALL SELECT id, amount_minor, settled_minor FROM GIFTS "
            "WHERE status = 'paid' AND settled_currency = currency AND settled_minor <> amount_minor"
        ),
    ),
    ("S7", "live and test are never mixed", rows.modes_mixed),
    ("S8", "each event was processed, none is stuck", rows.stuck_events),
    (
        "B2",
        "gifts by fund are what each fund received in gifts",
        sql(
            "SELECT t.fund_id, SUM(t.minor) FROM ("
            "SELECT fund_id, settled_minor AS minor FROM GIFTS WHERE status = 'paid' "
            "UNION ALL SELECT a.fund_id, l.amount_minor FROM LINES l JOIN ACCOUNTS a ON a.id = l.account_id "
            "JOIN ENTRIES e ON e.id = l.entry_id "
            "WHERE e.kind IN ('gift_settled', 'gift_received', 'bank_placed', 'gift_placed') "
            "AND a.fund_id IS NOT NULL"
            ") t GROUP BY t.fund_id HAVING SUM(t.minor) <> 0"
        ),
    ),
)
