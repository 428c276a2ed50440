"""Whose money it is, and what holds over all areas."""

from fundraising.queries.proofs import rows
from fundraising.queries.proofs.ask import Proof, sql

PROOFS: tuple[Proof, ...] = (
    (
        "B1",
        "what we hold is what belongs to the funds, and what is held apart",
        sql("SELECT currency, SUM(balance_minor) FROM ACCOUNTS GROUP BY currency HAVING SUM(balance_minor) <> 0"),
    ),
    (
        "C1",
        "moving money between funds makes none",
        sql(
            "SELECT e.id, e.kind, SUM(l.amount_minor) FROM ENTRIES e JOIN LINES l ON l.entry_id = e.id "
            "JOIN ACCOUNTS a ON a.id = l.account_id WHERE e.kind IN "
            "('allocation_allocated', 'surplus_moved', 'withdrawal_moved', 'fund_redirected', 'carried_on', "
            "'offer_made', 'offer_accepted', 'offer_lapsed') "
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
