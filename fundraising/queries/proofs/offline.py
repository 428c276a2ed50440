"""Gifts that do not come through Stripe, the bank's statement, matching pledges and things in kind."""

from django.db.models import Sum

from fundraising.ledger.kinds import BOUNCED, DISPUTED, GIVEN_BACK, kinds_of
from fundraising.models import JournalLine, MatchPayment, MatchPledge
from fundraising.queries import matches
from fundraising.queries.proofs.ask import Proof, sql

# Words of the questions below.
_WORDS = {
    "MADE": "('confirmed', 'bounced')",
    "RECEIVED": "('gift_received', 'bank_placed')",
    "PLACED": "EXISTS (SELECT 1 FROM STATEMENT s WHERE s.id = g.line_id AND s.status = 'placed')",
}


def _ask(query: str):
    for word, meaning in _WORDS.items():
        query = query.replace(word, meaning)
    return sql(query)


def _uses(alias: str, table: str, purpose: str, amount: str, where: str) -> str:
    """Rows whose movement of the bank account is not used exactly once, with its amount."""
    return (
        f"SELECT {alias}.id, '{purpose}', COUNT(u.id) FROM {table} {alias} "
        f"LEFT JOIN BANKUSES u ON u.about_uuid = {alias}.uuid AND u.purpose = '{purpose}' "
        f"AND u.amount_minor = {amount} "
        f"WHERE {where} GROUP BY {alias}.id HAVING COUNT(u.id) <> 1"
    )


def pledges_wrong():
    """Pledges whose computed sum is another than gift by gift, or beyond the limit, or kept by more than that."""
    counting = ("agreed", "ended")
    if not MatchPledge.objects.filter(status__in=counting).exists():
        return []
    back = _given_back()
    rows = []
    for row in matches.pledges().filter(status__in=counting):
        found, hand = matches.promise_of(row), matches.by_hand(row, back)
        if found.promised_minor != hand or not 0 <= hand <= row.limit_minor:
            rows.append((row.uuid, found.promised_minor, hand))
        if found.received_minor > row.limit_minor:
            rows.append((row.uuid, "received", found.received_minor))
    return rows


def _given_back() -> dict:
    lines = JournalLine.objects.filter(
        entry__kind__in=kinds_of(GIVEN_BACK, DISPUTED, BOUNCED), account__code__in=matches.HOLDERS
    )
    return dict(lines.order_by().values_list("entry__about_uuid").annotate(total=-Sum("amount_minor")))


def payments_wrong():
    """Gifts that are said to keep a pledge, and are not paid, or went elsewhere."""
    rows = MatchPayment.objects.values_list(
        "uuid", "pledge__fund", "donation__fund", "donation__status", "pledge__status"
    )
    return [
        (uuid, wanted, fund, status)
        for uuid, wanted, fund, status, state in rows
        if wanted != fund or status != "paid" or state not in ("agreed", "ended")
    ]


PROOFS: tuple[Proof, ...] = (
    (
        "G1",
        "each gift confirmed by hand is posted once with its amount, and nothing else is",
        _ask(
            "SELECT g.id, g.status, COUNT(e.id) FROM BYHAND g LEFT JOIN GIFTS d ON d.id = g.donation_id "
            "LEFT JOIN ENTRIES e ON e.about_uuid = d.uuid AND e.kind IN RECEIVED "
            "GROUP BY g.id, g.status "
            "HAVING COUNT(e.id) <> CASE WHEN g.status IN MADE THEN 1 ELSE 0 END "
            "UNION ALL SELECT e.id, e.kind, 0 FROM ENTRIES e LEFT JOIN GIFTS d ON d.uuid = e.about_uuid "
            "LEFT JOIN BYHAND g ON g.donation_id = d.id WHERE e.kind IN RECEIVED AND g.id IS NULL "
            "UNION ALL SELECT g.id, d.status, d.settled_minor FROM BYHAND g JOIN GIFTS d ON d.id = g.donation_id "
            "WHERE d.status <> 'paid' OR d.settled_minor <> g.amount_minor OR d.settled_currency <> g.currency "
            "OR d.fund_id <> g.fund_id OR d.source <> g.source "
            "UNION ALL SELECT d.id, d.source, 0 FROM GIFTS d LEFT JOIN BYHAND g ON g.donation_id = d.id "
            "WHERE d.status = 'paid' AND d.source <> 'card' AND g.id IS NULL "
            "UNION ALL SELECT g.id, 'bounced', COUNT(e.id) FROM BYHAND g LEFT JOIN GIFTS d ON d.id = g.donation_id "
            "LEFT JOIN ENTRIES e ON e.about_uuid = d.uuid AND e.kind = 'gift_bounced' GROUP BY g.id, g.status "
            "HAVING COUNT(e.id) <> CASE WHEN g.status = 'bounced' THEN 1 ELSE 0 END"
        ),
    ),
    (
        "G2",
        "nobody confirmed what they recorded, counted, imported or proposed themselves",
        _ask(
            "SELECT id, status, decided_by_id FROM BYHAND WHERE status IN MADE "
            "AND (decided_by_id IS NULL OR decided_by_id = recorded_by_id) "
            "UNION ALL SELECT d.id, d.status, d.confirmed_by_id FROM DEPOSITS d WHERE d.status = 'confirmed' "
            "AND (d.confirmed_by_id IS NULL OR d.confirmed_by_id = d.counted_by_id OR EXISTS "
            "(SELECT 1 FROM BYHAND g WHERE g.deposit_id = d.id AND g.recorded_by_id = d.confirmed_by_id)) "
            "UNION ALL SELECT s.id, s.status, s.decided_by_id FROM STATEMENT s "
            "WHERE (s.status IN ('held', 'placed', 'returning', 'returned') "
            "AND (s.decided_by_id IS NULL OR s.decided_by_id = s.imported_by_id)) "
            "OR (s.status = 'returned' AND (s.returned_by_id IS NULL OR s.returned_by_id = s.return_proposed_by_id))"
        ),
    ),
    (
        "G3",
        "each deposit is the sum of its gifts",
        _ask(
            "SELECT d.id, d.counted_minor, SUM(g.amount_minor) FROM DEPOSITS d "
            "LEFT JOIN BYHAND g ON g.deposit_id = d.id "
            "WHERE d.status <> 'open' GROUP BY d.id, d.status, d.counted_minor, d.confirmed_minor "
            "HAVING COALESCE(SUM(g.amount_minor), 0) <> d.counted_minor "
            "OR (d.status = 'confirmed' AND d.confirmed_minor <> d.counted_minor) "
            "OR SUM(CASE WHEN (d.status = 'confirmed') <> (g.donation_id IS NOT NULL) THEN 1 ELSE 0 END) > 0"
        ),
    ),
    (
        "G4",
        "each line of a bank statement is used once, with its amount",
        _ask(
            "SELECT s.id, s.status, s.amount_minor FROM STATEMENT s LEFT JOIN BANKUSES u ON u.id = s.use_id "
            "WHERE (s.status IN ('waiting', 'set_aside')) <> (u.id IS NULL) "
            "OR (u.id IS NOT NULL AND (u.amount_minor <> s.amount_minor OR u.currency <> s.currency "
            "OR u.account <> s.account)) "
            "UNION ALL SELECT s.use_id, 'twice', COUNT(*) FROM STATEMENT s WHERE s.use_id IS NOT NULL "
            "GROUP BY s.use_id HAVING COUNT(*) > 1"
        ),
    ),
    (
        "G5",
        "money of the bank's that is held apart is what its lines say",
        _ask(
            "SELECT t.currency, SUM(t.minor) FROM ("
            "SELECT currency, amount_minor AS minor FROM STATEMENT WHERE status IN ('held', 'returning') "
            "UNION ALL SELECT l.currency, l.amount_minor FROM LINES l JOIN ACCOUNTS a ON a.id = l.account_id "
            "JOIN ENTRIES e ON e.id = l.entry_id WHERE a.code = 'suspense' "
            "AND e.kind IN ('bank_unplaced', 'bank_placed', 'bank_unplaced_returned')"
            ") t GROUP BY t.currency HAVING SUM(t.minor) <> 0"
        ),
    ),
    (
        "G6",
        "each bank reference is used once, for its amount",
        _ask(
            " UNION ALL ".join(
                [
                    "SELECT MIN(id), reference, COUNT(*) FROM BANKUSES GROUP BY account, reference HAVING COUNT(*) > 1",
                    _uses(
                        "g",
                        "BYHAND",
                        "gift",
                        "g.amount_minor",
                        "g.status IN MADE AND g.deposit_id IS NULL AND NOT PLACED",
                    ),
                    _uses("d", "DEPOSITS", "deposit", "d.confirmed_minor", "d.status = 'confirmed'"),
                    _uses("g", "BYHAND", "bounced", "-g.amount_minor", "g.status = 'bounced'"),
                    _uses("c", "PAIDIN", "covered", "c.amount_minor", "c.status = 'confirmed'"),
                    _uses(
                        "s",
                        "STATEMENT",
                        "unplaced",
                        "s.amount_minor",
                        "s.status IN ('held', 'placed', 'returning', 'returned')",
                    ),
                ]
            )
        ),
    ),
    (
        "G7",
        "what the network paid in for a shortfall is posted once with its amount, by two people, and nothing else is",
        _ask(
            "SELECT c.id, c.amount_minor, COALESCE(SUM(l.amount_minor), 0) FROM PAIDIN c "
            "LEFT JOIN ENTRIES e ON e.about_uuid = c.uuid AND e.kind = 'network_covered' "
            "LEFT JOIN ACCOUNTS a ON a.code = 'owed_by_network' AND a.currency = c.currency "
            "LEFT JOIN LINES l ON l.entry_id = e.id AND l.account_id = a.id "
            "GROUP BY c.id, c.status, c.amount_minor HAVING COALESCE(SUM(l.amount_minor), 0) <> "
            "CASE WHEN c.status = 'confirmed' THEN -c.amount_minor ELSE 0 END "
            "UNION ALL SELECT e.id, 0, 0 FROM ENTRIES e LEFT JOIN PAIDIN c ON c.uuid = e.about_uuid "
            "WHERE e.kind = 'network_covered' AND c.id IS NULL "
            "UNION ALL SELECT id, recorded_by_id, decided_by_id FROM PAIDIN WHERE status = 'confirmed' "
            "AND (decided_by_id IS NULL OR decided_by_id = recorded_by_id)"
        ),
    ),
    ("P1", "a gift that keeps a pledge is paid, and went where the pledge said", payments_wrong),
    ("P2", "what a pledge promises is gift by gift, and never beyond its limit", pledges_wrong),
    (
        "P3",
        "nobody accepted what they recorded themselves, and only a line is covered",
        _ask(
            "SELECT id, status, covers_minor FROM fundraising_inkindoffer "
            "WHERE (decided_by_id IS NOT NULL AND decided_by_id = recorded_by_id) "
            "OR (status IN ('accepted', 'used') AND decided_by_id IS NULL) "
            "OR (covers_minor <> 0 AND (delegate_id IS NULL OR line_uuid IS NULL)) OR covers_minor < 0"
        ),
    ),
)
