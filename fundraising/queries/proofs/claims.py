"""Advances, claims and stipends: what stands in a traveller's hand, what accounted for it, what was paid out."""

from fundraising.queries.proofs.ask import Proof, sql

_LIVE = "('prepared', 'approved', 'sent', 'unknown', 'settled')"
_OUT = "('sent', 'unknown', 'settled')"
_DECIDED = "('approved', 'part_approved', 'paid', 'settled')"

# What each traveller has in hand by the rows, against their account of the books. A payment the bank sent back has put
# its advance back to `approved`, and its entries cancel out.
_ROWS = (
    "SELECT v.delegate_id AS d, v.currency AS c, v.amount_minor AS m FROM ADVANCES v "
    "WHERE v.status IN ('paid', 'settled') "
    "UNION ALL SELECT v.delegate_id, p.currency, -p.amount_minor FROM PARTS p JOIN ADVANCES v ON v.id = p.advance_id "
    "UNION ALL SELECT v.delegate_id, b.currency, -b.amount_minor FROM BACKS b JOIN ADVANCES v ON v.id = b.advance_id "
    "WHERE b.status = 'confirmed'"
)
_IN_HAND = (
    "SELECT x.d, x.c, SUM(x.m) FROM ("
    f"{_ROWS} UNION ALL SELECT a.delegate_id, a.currency, -a.balance_minor FROM ACCOUNTS a WHERE a.code = 'advances'"
    ") x GROUP BY x.d, x.c HAVING SUM(x.m) <> 0"
)
# An advance that is settled is clear, and none gave back or accounted for more than it was.
_EACH = (
    "SELECT v.id, v.status, v.amount_minor "
    "- COALESCE((SELECT SUM(p.amount_minor) FROM PARTS p WHERE p.advance_id = v.id), 0) "
    "- COALESCE((SELECT SUM(b.amount_minor) FROM BACKS b WHERE b.advance_id = v.id AND b.status = 'confirmed'), 0) "
    "AS rest "
    "FROM ADVANCES v"
)
_ADVANCES = (
    f"SELECT y.id, y.status, y.rest FROM ({_EACH}) y WHERE y.rest < 0 OR (y.status = 'settled' AND y.rest <> 0) "
    "OR (y.status = 'paid' AND y.rest = 0)"
)
# Once posted, with its amount and as what it is; then entries about nothing of ours.
_ACCOUNTED = (
    "SELECT p.id, p.amount_minor, COALESCE(SUM(l.amount_minor), 0) FROM PARTS p "
    "LEFT JOIN ENTRIES e ON e.about_uuid = p.uuid AND e.kind = 'advance_accounted' "
    "LEFT JOIN LINES l ON l.entry_id = e.id AND l.amount_minor > 0 WHERE p.advance_id IS NOT NULL "
    "GROUP BY p.id, p.amount_minor "
    "HAVING COALESCE(SUM(l.amount_minor), 0) <> p.amount_minor OR COUNT(DISTINCT e.id) <> 1 "
    "UNION ALL SELECT e.id, 0, 0 FROM ENTRIES e "
    "LEFT JOIN PARTS p ON p.uuid = e.about_uuid AND p.advance_id IS NOT NULL "
    "WHERE e.kind = 'advance_accounted' AND p.id IS NULL"
)
_BACK = (
    "SELECT b.id, b.amount_minor, COALESCE(SUM(l.amount_minor), 0) FROM BACKS b "
    "LEFT JOIN ENTRIES e ON e.about_uuid = b.uuid AND e.kind = 'advance_handed_back' "
    "LEFT JOIN LINES l ON l.entry_id = e.id AND l.amount_minor > 0 GROUP BY b.id, b.amount_minor, b.status "
    "HAVING COALESCE(SUM(l.amount_minor), 0) <> CASE WHEN b.status = 'confirmed' THEN b.amount_minor ELSE 0 END "
    "UNION ALL SELECT e.id, 0, 0 FROM ENTRIES e LEFT JOIN BACKS b ON b.uuid = e.about_uuid "
    "WHERE e.kind = 'advance_handed_back' AND e.about_kind = 'fundraising.handback' AND b.id IS NULL"
)
# Each line's parts are what was approved of it; nothing undecided has any.
_PARTS = (
    "SELECT n.id, COALESCE(n.approved_minor, 0), COALESCE(SUM(p.amount_minor), 0) FROM ASKED_COSTS n "
    "JOIN CLAIMS c ON c.id = n.claim_id LEFT JOIN PARTS p ON p.line_id = n.id "
    "GROUP BY n.id, n.approved_minor, c.status HAVING COALESCE(SUM(p.amount_minor), 0) <> "
    f"CASE WHEN c.status IN {_DECIDED} THEN COALESCE(n.approved_minor, 0) ELSE 0 END"
)
_BEYOND = (
    "SELECT id, claimed_minor, approved_minor FROM ASKED_COSTS WHERE approved_minor > 0 AND approved_minor > "
    "COALESCE(statement_minor, converted_minor, 0)"
)
# What no advance covers against the payments that name the claim and the commitment: never more, and when it is paid
# exactly as much.
_OWED = (
    "SELECT n.claim_id AS claim, p.commitment_id AS held, SUM(p.amount_minor) AS owed FROM PARTS p "
    "JOIN ASKED_COSTS n ON n.id = p.line_id WHERE p.advance_id IS NULL GROUP BY n.claim_id, p.commitment_id"
)
_PAID_OUT = (
    f"SELECT c.id, c.status, o.owed FROM CLAIMS c JOIN ({_OWED}) o ON o.claim = c.id "
    "LEFT JOIN DISBURSEMENTS d ON d.about_uuid = c.uuid AND d.kind = 'claim' AND d.commitment_id = o.held "
    f"AND d.status IN {_LIVE} GROUP BY c.id, c.status, o.held, o.owed "
    "HAVING COALESCE(SUM(d.amount_minor), 0) > o.owed OR (c.status = 'paid' AND "
    f"COALESCE(SUM(CASE WHEN d.status IN {_OUT} THEN d.amount_minor ELSE 0 END), 0) <> o.owed) OR c.status = 'settled' "
    "UNION ALL SELECT d.id, d.status, d.amount_minor FROM DISBURSEMENTS d LEFT JOIN CLAIMS c ON c.uuid = d.about_uuid "
    f"AND c.status IN {_DECIDED} LEFT JOIN ({_OWED}) o ON o.claim = c.id AND o.held = d.commitment_id "
    f"WHERE d.kind = 'claim' AND d.status IN {_LIVE} AND d.about_kind = 'fundraising.expenseclaim' AND o.owed IS NULL"
)
# What is paid has left by one payment of its kind and amount; and no such payment is about anything else.
_LEFT = (
    "SELECT x.id, x.status, COUNT(d.id) FROM {rows} x LEFT JOIN DISBURSEMENTS d ON d.about_uuid = x.uuid "
    f"AND d.kind = '{{kind}}' AND d.status IN {_OUT} AND d.booked_minor = x.amount_minor "
    "GROUP BY x.id, x.status HAVING COUNT(d.id) <> CASE WHEN x.status IN ({paid}) THEN 1 ELSE 0 END "
    "UNION ALL SELECT d.id, d.status, 0 FROM DISBURSEMENTS d LEFT JOIN {rows} x ON x.uuid = d.about_uuid "
    f"WHERE d.kind = '{{kind}}' AND d.status IN {_OUT} AND d.about_kind = '{{about}}' AND x.id IS NULL"
)
_OF_ADVANCES = _LEFT.format(rows="ADVANCES", kind="advance", paid="'paid', 'settled'", about="fundraising.advance")
_OF_STIPENDS = _LEFT.format(rows="STIPENDS", kind="stipend", paid="'paid'", about="fundraising.stipend")
_UNAGREED = (
    "SELECT id, status, 0 FROM STIPENDS WHERE status IN ('approved', 'paid') "
    "AND (agreed_at IS NULL OR wording_version = '')"
)


def _two(rows: str, maker: str, decided: str) -> str:
    return (
        f"SELECT '{rows}', x.id, x.decided_by_id FROM {rows} x JOIN delegation_delegate g ON g.id = x.delegate_id "
        f"WHERE x.status IN ({decided}) AND (x.decided_by_id IS NULL OR x.decided_by_id = x.{maker} "
        "OR x.decided_by_id = g.person_id)"
    )


_TWO_PEOPLE = " UNION ALL ".join(
    [
        _two("ADVANCES", "requested_by_id", "'approved', 'declined', 'paid', 'settled'"),
        _two("CLAIMS", "submitted_by_id", "'approved', 'part_approved', 'declined', 'paid', 'settled'"),
        _two("STIPENDS", "proposed_by_id", "'approved', 'declined', 'paid'"),
        "SELECT 'BACKS', b.id, b.decided_by_id FROM BACKS b WHERE b.status = 'confirmed' "
        "AND (b.decided_by_id IS NULL OR b.decided_by_id = b.recorded_by_id)",
    ]
)

# What an advance draws on: costs of its own fund, as much as it is for, and none before it was approved. Advances of
# before they were tied have none.
_DRAWN = (
    "SELECT v.id, v.amount_minor, SUM(k.amount_minor) FROM COVERS k JOIN ADVANCES v ON v.id = k.advance_id "
    "GROUP BY v.id, v.amount_minor, v.status "
    "HAVING SUM(k.amount_minor) <> v.amount_minor OR v.status IN ('requested', 'declined', 'taken_back') "
    "UNION ALL SELECT k.id, k.amount_minor, c.amount_minor + c.raised_minor FROM COVERS k "
    "JOIN ADVANCES v ON v.id = k.advance_id JOIN COMMITMENTS c ON c.id = k.commitment_id "
    "WHERE c.fund_id <> v.fund_id OR c.currency <> k.currency OR k.currency <> v.currency "
    "OR k.amount_minor > c.amount_minor + c.raised_minor"
)

PROOFS: tuple[Proof, ...] = (
    ("E1", "what travellers have in hand is what was paid, less receipts and money back", sql(_IN_HAND)),
    ("E2", "no advance is cleared beyond its amount, and a settled one is clear", sql(_ADVANCES)),
    (
        "E3",
        "each receipt that clears an advance, and all money back, is posted once",
        sql(f"{_ACCOUNTED} UNION ALL {_BACK}"),
    ),
    (
        "E4",
        "each approved cost is covered exactly once, never beyond what was asked",
        sql(f"{_PARTS} UNION ALL {_BEYOND}"),
    ),
    ("E5", "each claim is paid out once, by payments of exactly what no advance covers", sql(_PAID_OUT)),
    (
        "E6",
        "each advance and stipend left by one payment of its amount, and each stipend was agreed to",
        sql(f"{_OF_ADVANCES} UNION ALL {_OF_STIPENDS} UNION ALL {_UNAGREED}"),
    ),
    ("E8", "each advance draws on held costs of its own fund, for exactly its amount", sql(_DRAWN)),
    ("E7", "nobody decided about their own money, or what they asked for", sql(_TWO_PEOPLE)),
)
