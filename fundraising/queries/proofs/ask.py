"""How a proof in SQL is asked: one text that SQLite and PostgreSQL read alike, with short names for the tables."""

from collections.abc import Callable, Iterable

from django.db import connection

Proof = tuple[str, str, Callable[[], Iterable[tuple]]]
_RUNNING = (
    "SELECT l.account_id, l.account_version, l.balance_after_minor, a.side, "
    "SUM(l.amount_minor) OVER (PARTITION BY l.account_id ORDER BY l.account_version, l.id) AS running, "
    "ROW_NUMBER() OVER (PARTITION BY l.account_id ORDER BY l.account_version, l.id) AS place "
    "FROM LINES l JOIN ACCOUNTS a ON a.id = l.account_id"
)
# Short names in the questions below, for the tables' own.
_TABLES = {
    "RUNNING": _RUNNING,
    "LINES": "fundraising_journalline",
    "ENTRIES": "fundraising_journalentry",
    "ACCOUNTS": "fundraising_account",
    "GIFTS": "fundraising_donation",
    "ALLOCATIONS": "fundraising_allocation",
    "REFUNDS": "fundraising_refund",
    "DISPUTES": "fundraising_dispute",
    "MOVEMENTS": "fundraising_disputemovement",
    "PAYOUTS": "fundraising_payout",
    "HELDROWS": "fundraising_heldapart",
    "BYHAND": "fundraising_offlinegift",
    "DEPOSITS": "fundraising_deposit",
    "STATEMENT": "fundraising_bankline",
    "BANKUSES": "fundraising_bankuse",
    "COMMITMENTS": "fundraising_commitment",
    "RAISES": "fundraising_commitmentraise",
    "DISBURSEMENTS": "fundraising_disbursement",
    "BATCHES": "fundraising_paymentbatch",
    "VERSIONS": "fundraising_payeedetails",
    "ADVANCES": "fundraising_advance",
    "COVERS": "fundraising_advancecover",
    "BACKS": "fundraising_handback",
    "ASKED_COSTS": "fundraising_claimline",
    "CLAIMS": "fundraising_expenseclaim",
    "PARTS": "fundraising_claimpart",
    "STIPENDS": "fundraising_stipend",
    "PAIDIN": "fundraising_networkcover",
}


def sql(query: str) -> Callable[[], Iterable[tuple]]:
    for short, name in _TABLES.items():
        query = query.replace(short, name)

    def ask():
        with connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()

    return ask
