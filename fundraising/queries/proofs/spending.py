"""Costs and payments: held, approved by two, sent once, posted once."""

from fundraising.queries.proofs.ask import Proof, sql

# Short names in the questions below, for statuses and kinds.
_WORDS = {
    "GONE_ONES": "('sent', 'unknown', 'settled', 'failed', 'returned')",
    "LIVE_ONES": "('prepared', 'approved', 'sent', 'unknown', 'settled')",
    "DECIDED_ONES": "('approved', 'part_paid', 'paid', 'released', 'closed')",
    "PAID_KINDS": "('cost_paid', 'stipend_paid', 'advance_paid')",
    "BACK_KINDS": "('payment_returned', 'advance_handed_back')",
    "ABOUT_PAYMENT": "e.about_kind = 'fundraising.disbursement' AND e.about_uuid = d.uuid",
}


def _asked(*questions: str):
    query = " UNION ALL ".join(questions)
    for short, words in _WORDS.items():
        query = query.replace(short, words)
    return sql(query)


# Payments of a cost that may still leave or have left, then what was paid or released of it, against its approval.
_BEYOND = (
    "SELECT c.id, c.amount_minor + c.raised_minor, SUM(COALESCE(d.booked_minor, d.amount_minor)) "
    "FROM COMMITMENTS c JOIN DISBURSEMENTS d ON d.commitment_id = c.id AND d.status IN LIVE_ONES "
    "GROUP BY c.id, c.amount_minor, c.raised_minor "
    "HAVING SUM(COALESCE(d.booked_minor, d.amount_minor)) > c.amount_minor + c.raised_minor"
)
_OVERPAID = (
    "SELECT c.id, c.amount_minor + c.raised_minor, c.paid_minor + c.released_minor FROM COMMITMENTS c "
    "WHERE c.paid_minor + c.released_minor > c.amount_minor + c.raised_minor "
    "OR (c.status NOT IN DECIDED_ONES AND c.paid_minor + c.released_minor + c.raised_minor <> 0)"
)
_UNAPPROVED = (
    "SELECT d.id, d.amount_minor, 0 FROM DISBURSEMENTS d JOIN COMMITMENTS c ON c.id = d.commitment_id "
    "WHERE d.status IN LIVE_ONES AND c.status NOT IN DECIDED_ONES"
)
_RAISED = (
    "SELECT c.id, c.raised_minor, COALESCE(SUM(r.amount_minor), 0) FROM COMMITMENTS c "
    "LEFT JOIN RAISES r ON r.commitment_id = c.id AND r.status = 'approved' GROUP BY c.id, c.raised_minor "
    "HAVING c.raised_minor <> COALESCE(SUM(r.amount_minor), 0)"
)
# Entries of a payment that left, with what they took from the bank; then those that came back; then strays.
_NOT_ONCE = (
    "SELECT d.id, d.status, COUNT(DISTINCT e.id) FROM DISBURSEMENTS d "
    "LEFT JOIN ENTRIES e ON ABOUT_PAYMENT AND e.kind IN PAID_KINDS "
    "LEFT JOIN LINES l ON l.entry_id = e.id AND l.amount_minor < 0 "
    "WHERE d.status IN GONE_ONES "
    "AND (d.booked_minor IS NOT NULL OR d.pay_currency = d.currency OR d.status = 'settled') "
    "GROUP BY d.id, d.status, d.booked_minor "
    "HAVING COUNT(DISTINCT e.id) <> 1 OR COALESCE(-SUM(l.amount_minor), 0) <> COALESCE(d.booked_minor, -1)"
)
_BACK_NOT_ONCE = (
    "SELECT d.id, d.status, COUNT(DISTINCT e.id) FROM DISBURSEMENTS d "
    "LEFT JOIN ENTRIES e ON ABOUT_PAYMENT AND e.kind IN BACK_KINDS "
    "LEFT JOIN LINES l ON l.entry_id = e.id AND l.amount_minor > 0 "
    "WHERE d.booked_minor IS NOT NULL GROUP BY d.id, d.status, d.booked_minor "
    "HAVING COUNT(DISTINCT e.id) <> CASE WHEN d.status IN ('failed', 'returned') THEN 1 ELSE 0 END "
    "OR COALESCE(SUM(l.amount_minor), 0) <> CASE WHEN d.status IN ('failed', 'returned') THEN d.booked_minor ELSE 0 END"
)
_STRAY = (
    "SELECT e.id, e.kind, 0 FROM ENTRIES e LEFT JOIN DISBURSEMENTS d "
    "ON ABOUT_PAYMENT AND d.status IN GONE_ONES WHERE e.kind IN PAID_KINDS AND d.id IS NULL"
)
_REFERENCES = (
    "SELECT bank_account, bank_reference, COUNT(*) FROM DISBURSEMENTS WHERE bank_reference <> '' "
    "GROUP BY bank_account, bank_reference HAVING COUNT(*) > 1",
    "SELECT bank_account, return_reference, COUNT(*) FROM DISBURSEMENTS WHERE return_reference <> '' "
    "GROUP BY bank_account, return_reference HAVING COUNT(*) > 1",
    "SELECT bank_account, bank_reference, COUNT(*) FROM BATCHES WHERE bank_reference <> '' "
    "GROUP BY bank_account, bank_reference HAVING COUNT(*) > 1",
    "SELECT status, bank_account, COUNT(*) FROM DISBURSEMENTS WHERE status = 'settled' AND bank_reference = '' "
    "GROUP BY status, bank_account",
)
# Approved to details that nobody had confirmed, that were on hold, or that were not the newest of that moment.
_DETAILS = (
    "SELECT d.id, v.id, d.approved_at FROM DISBURSEMENTS d JOIN VERSIONS v ON v.id = d.details_id "
    "WHERE d.approved_at IS NOT NULL AND (v.payee_id <> d.payee_id OR v.confirmed_at IS NULL "
    "OR v.confirmed_at > d.approved_at OR v.held_until > d.approved_at OR EXISTS ("
    "SELECT 1 FROM VERSIONS n WHERE n.payee_id = v.payee_id AND n.version > v.version "
    "AND n.created_at < d.approved_at)) "
    "UNION ALL SELECT d.id, 0, d.approved_at FROM DISBURSEMENTS d WHERE d.status IN GONE_ONES AND d.details_id IS NULL"
)
_TWO_PEOPLE = (
    "SELECT 'details', id, changed_by_id FROM VERSIONS WHERE confirmed_by_id = changed_by_id",
    "SELECT 'cost', id, proposed_by_id FROM COMMITMENTS WHERE approved_by_id = proposed_by_id "
    "OR (status IN DECIDED_ONES AND approved_by_id IS NULL)",
    "SELECT 'raise', id, proposed_by_id FROM RAISES WHERE approved_by_id = proposed_by_id "
    "OR (status = 'approved' AND approved_by_id IS NULL)",
    "SELECT 'payment', id, prepared_by_id FROM DISBURSEMENTS WHERE approved_by_id = prepared_by_id "
    "OR (status IN GONE_ONES AND approved_by_id IS NULL)",
    "SELECT 'batch', id, created_by_id FROM BATCHES WHERE approved_by_id = created_by_id "
    "OR (status IN ('sent', 'settled') AND approved_by_id IS NULL)",
    # Whoever decided the allocation of the money does not release its payment.
    "SELECT 'released own allocation', d.id, d.approved_by_id FROM DISBURSEMENTS d JOIN ALLOCATIONS a "
    "ON a.fund_id = d.fund_id AND a.status = 'allocated' AND a.decided_by_id = d.approved_by_id "
    "AND a.decided_at <= d.approved_at",
)
_COMMITTED = (
    "SELECT f.id, f.held, COALESCE(a.balance, 0) FROM ("
    "SELECT c.fund_id AS id, SUM(c.amount_minor + c.raised_minor - c.paid_minor - c.released_minor) AS held "
    "FROM COMMITMENTS c WHERE c.status IN DECIDED_ONES GROUP BY c.fund_id) f LEFT JOIN ("
    "SELECT fund_id, -SUM(balance_minor) AS balance FROM ACCOUNTS WHERE code = 'committed' GROUP BY fund_id) a "
    "ON a.fund_id = f.id WHERE f.held <> COALESCE(a.balance, 0) "
    "UNION ALL SELECT a.fund_id, 0, -a.balance_minor FROM ACCOUNTS a WHERE a.code = 'committed' "
    "AND a.balance_minor <> 0 AND NOT EXISTS (SELECT 1 FROM COMMITMENTS c WHERE c.fund_id = a.fund_id "
    "AND c.status IN DECIDED_ONES)"
)
_PAID = (
    "SELECT c.id, c.paid_minor, SUM(d.booked_minor) FROM COMMITMENTS c JOIN DISBURSEMENTS d ON d.commitment_id = c.id "
    "AND d.booked_minor IS NOT NULL AND d.status IN ('sent', 'unknown', 'settled') "
    "GROUP BY c.id, c.paid_minor HAVING SUM(d.booked_minor) > c.paid_minor"
)

PROOFS: tuple[Proof, ...] = (
    (
        "A2",
        "no cost is paid beyond what was approved for it",
        _asked(_BEYOND, _OVERPAID, _UNAPPROVED, _RAISED),
    ),
    (
        "A4",
        "each payment that was sent is posted exactly once, and each that came back",
        _asked(_NOT_ONCE, _BACK_NOT_ONCE, _STRAY),
    ),
    ("A5", "a bank reference stands on one payment", _asked(*_REFERENCES)),
    ("A6", "no money to details that were unconfirmed, on hold or outdated when it was approved", _asked(_DETAILS)),
    ("K1", "each payee, cost, payment and batch had two people", _asked(*_TWO_PEOPLE)),
    ("K2", "what funds hold for costs is what their open costs need", _asked(_COMMITTED)),
    ("K3", "each cost knows what was paid of it", _asked(_PAID)),
)
