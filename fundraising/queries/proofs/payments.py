"""What becomes of payments: the balance at Stripe, refunds, disputes, payouts."""

from fundraising.queries.proofs.ask import Proof, sql

_AT_STRIPE = "a.code IN ('stripe', 'owed_to_stripe')"
_IN_STRIPE = f"l.account_id IN (SELECT a.id FROM ACCOUNTS a WHERE {_AT_STRIPE})"
# What moves money at Stripe and has a row of ours; a fee without a payment of ours is left out on both sides.
_KINDS = (
    "'gift_settled', 'fee_known', 'refund_made', 'refund_failed', 'dispute_taken', 'dispute_reinstated', "
    "'dispute_fee', 'dispute_fee_returned', 'payout_sent', 'payout_returned', 'payout_drawn', 'stripe_unplaced', "
    "'stripe_unplaced_reversed', 'suspense_returned', 'suspense_refilled'"
)
_ROWS = (
    # A gift that was held apart first is counted as that.
    "SELECT d.settled_currency AS currency, d.settled_minor - COALESCE(d.fee_minor, 0) AS minor FROM GIFTS d "
    "WHERE d.status = 'paid' AND d.source = 'card' "
    "AND NOT EXISTS (SELECT 1 FROM HELDROWS h WHERE h.payment_intent = d.payment_intent) "
    "UNION ALL SELECT settled_currency, COALESCE(returned_minor, 0) - settled_minor FROM REFUNDS "
    "WHERE settled_minor IS NOT NULL "
    "UNION ALL SELECT currency, amount_minor - fee_minor FROM MOVEMENTS "
    "UNION ALL SELECT currency, -amount_minor FROM PAYOUTS WHERE "
    "(amount_minor > 0 AND stripe_status NOT IN ('failed', 'canceled')) "
    "OR (amount_minor < 0 AND stripe_status = 'paid') "
    "UNION ALL SELECT h.currency, h.amount_minor FROM HELDROWS h WHERE NOT EXISTS "
    "(SELECT 1 FROM ENTRIES e WHERE e.reverses_id = h.entry_id) "
    "UNION ALL SELECT h.currency, -h.fee_minor FROM HELDROWS h JOIN ENTRIES e "
    "ON e.key = 'fee:' || h.balance_transaction "
)
_LINES = (
    "SELECT l.currency, -l.amount_minor FROM LINES l JOIN ENTRIES e ON e.id = l.entry_id "
    f"WHERE {_IN_STRIPE} AND (e.kind IN ({_KINDS}) OR "
    "(e.kind = 'stripe_fee_charged' AND e.about_kind = 'fundraising.heldapart'))"
)


def _posted(table: str, key: str, name: str, minor: str) -> str:
    """Rows of which the entry under their key moves another amount at Stripe than they say, or is missing."""
    return (
        f"SELECT x.id, {minor}, COALESCE(SUM(l.amount_minor), 0) FROM {table} x "
        f"LEFT JOIN ENTRIES e ON e.key = '{key}:' || x.{name} "
        f"LEFT JOIN LINES l ON l.entry_id = e.id AND {_IN_STRIPE} "
        f"GROUP BY x.id, {minor} HAVING COALESCE(SUM(l.amount_minor), 0) <> {minor}"
    )


def _stray(kinds: str, key: str, table: str, name: str) -> str:
    """Entries of these kinds that no row asks for."""
    return (
        f"SELECT e.id, 0, 0 FROM ENTRIES e LEFT JOIN {table} x ON e.key = '{key}:' || x.{name} "
        f"WHERE e.kind IN ({kinds}) AND x.id IS NULL"
    )


_MORE_THAN_GIVEN = (
    "SELECT d.id, d.amount_minor, SUM(r.amount_minor) FROM GIFTS d JOIN REFUNDS r ON r.donation_id = d.id "
    "AND r.status IN ('pending', 'succeeded') AND r.stripe_id IS NOT NULL "
    "GROUP BY d.id, d.amount_minor HAVING SUM(r.amount_minor) > d.amount_minor"
)
_MADE_WITHOUT_MONEY = "SELECT id, amount_minor, 0 FROM REFUNDS WHERE status = 'succeeded' AND settled_minor IS NULL"
# Where Stripe took a gift twice (a refund, then a dispute that was lost), somebody was told of it.
_TWICE = (
    "SELECT t.id, t.amount_minor, t.gone FROM (SELECT d.id, d.uuid, d.amount_minor, "
    "COALESCE((SELECT SUM(r.amount_minor) FROM REFUNDS r WHERE r.donation_id = d.id "
    "AND r.status IN ('pending', 'succeeded') AND r.stripe_id IS NOT NULL), 0) + "
    "COALESCE((SELECT SUM(p.amount_minor) FROM DISPUTES p WHERE p.donation_id = d.id AND p.stripe_status = 'lost' "
    "AND EXISTS (SELECT 1 FROM MOVEMENTS m WHERE m.dispute_id = p.id AND m.amount_minor < 0)), 0) AS gone "
    "FROM GIFTS d) t WHERE t.gone > t.amount_minor AND NOT EXISTS (SELECT 1 FROM delegation_auditevent v "
    "WHERE v.verb = 'fundraising.given_back_twice' AND v.object_uuid = t.uuid)"
)
_ABOUT_PAYOUT = (
    "SELECT p.id, p.amount_minor, "
    "COALESCE(SUM(CASE WHEN a.code IN ('stripe', 'owed_to_stripe') THEN l.amount_minor END), 0) AS at_stripe, "
    "COALESCE(SUM(CASE WHEN a.code = 'in_transit' THEN l.amount_minor END), 0) AS under_way, "
    "COALESCE(SUM(CASE WHEN a.code IN ('bank', 'owed_to_bank') THEN l.amount_minor END), 0) AS in_bank, "
    "CASE WHEN p.stripe_status IN ('failed', 'canceled') THEN 'back' WHEN p.stripe_status = 'paid' THEN 'there' "
    "ELSE 'going' END AS place FROM PAYOUTS p LEFT JOIN ENTRIES e ON e.about_uuid = p.uuid "
    "LEFT JOIN LINES l ON l.entry_id = e.id LEFT JOIN ACCOUNTS a ON a.id = l.account_id "
    "GROUP BY p.id, p.amount_minor, p.stripe_status"
)

PROOFS: tuple[Proof, ...] = (
    (
        "S5",
        "money with Stripe is gifts less fees, refunds, disputes and payouts, and what was held apart",
        sql(f"SELECT t.currency, SUM(t.minor) FROM ({_ROWS} UNION ALL {_LINES}) t "
            "GROUP BY t.currency HAVING SUM(t.minor) <> 0"),
    ),
    (
        "S6",
        "each refund that left is posted once with its amount, and no gift is given back beyond itself",
        sql(
            " UNION ALL ".join(
                [
                    _posted("REFUNDS", "refund", "stripe_id", "-COALESCE(x.settled_minor, 0)"),
                    _posted("REFUNDS", "refund_failed", "stripe_id", "COALESCE(x.returned_minor, 0)"),
                    _stray("'refund_made'", "refund", "REFUNDS", "stripe_id"),
                    _stray("'refund_failed'", "refund_failed", "REFUNDS", "stripe_id"),
                    _MORE_THAN_GIVEN,
                    _MADE_WITHOUT_MONEY,
                ]
            )
        ),
    ),
    (
        "S10",
        "each movement of a dispute is posted once with its amount and its fee",
        sql(
            " UNION ALL ".join(
                [
                    _posted("MOVEMENTS", "dispute", "balance_transaction", "x.amount_minor"),
                    _posted("MOVEMENTS", "dispute_fee", "balance_transaction", "-x.fee_minor"),
                    _stray("'dispute_taken', 'dispute_reinstated'", "dispute", "MOVEMENTS", "balance_transaction"),
                    _stray(
                        "'dispute_fee', 'dispute_fee_returned'", "dispute_fee", "MOVEMENTS", "balance_transaction"
                    ),
                ]
            )
        ),
    ),
    (
        "S11",
        "each payout is where its status says",
        sql(
            f"SELECT t.id, t.place, t.at_stripe FROM ({_ABOUT_PAYOUT}) t WHERE "
            "t.at_stripe <> CASE WHEN t.place = 'back' OR (t.amount_minor < 0 AND t.place <> 'there') THEN 0 "
            "ELSE -t.amount_minor END OR "
            "t.under_way <> CASE WHEN t.place = 'going' AND t.amount_minor > 0 THEN t.amount_minor ELSE 0 END OR "
            "t.in_bank <> CASE WHEN t.place = 'there' THEN t.amount_minor ELSE 0 END"
        ),
    ),
    ("S12", "no gift is worth less than nothing: what was given back and lost is at most the gift", sql(_TWICE)),
)  # fmt: skip
