"""Every invariant of the books as one question that answers offending rows; read-only, alike on SQLite and PostgreSQL.
`manage.py verify_books` prints a line for each. One file an area, each with its own tuple; docs/ledger.md says each id
in words."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

from fundraising.queries.proofs import (
    allocations,
    claims,
    gifts,
    ledger,
    monthend,
    monthly,
    offline,
    payments,
    receipts,
    rounds,
    spending,
    transfers,
    whole,
)
from fundraising.queries.proofs.ask import Proof

MOST_SHOWN = 5
PROOFS: tuple[Proof, ...] = (
    *ledger.PROOFS,
    *gifts.PROOFS,
    *payments.PROOFS,
    *monthly.PROOFS,
    *offline.PROOFS,
    *receipts.PROOFS,
    *allocations.PROOFS,
    *rounds.PROOFS,
    *transfers.PROOFS,
    *spending.PROOFS,
    *claims.PROOFS,
    *monthend.PROOFS,
    *whole.PROOFS,
)


@dataclass(frozen=True)
class Verdict:
    id: str
    name: str
    breaches: tuple[str, ...]
    total: int = 0

    @property
    def holds(self) -> bool:
        return self.total == 0


def verify(only: frozenset[str] | None = None) -> list[Verdict]:
    """Ask every question (or those named) of one moment and answer a verdict each, in the order of PROOFS."""
    with one_moment():
        return [_verdict(*proof) for proof in PROOFS if only is None or proof[0] in only]


@contextmanager
def one_moment() -> Iterator[None]:
    """All questions inside read the books as they stood at the first, without holding up whoever writes: otherwise a
    gift that arrives between two of them looks like a breach, and stops money out. Inside a transaction of the
    caller's, that one decides."""
    if connection.in_atomic_block:
        yield
        return
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        # Not `atomic`: on SQLite it would take the write lock.
        cursor.execute("BEGIN DEFERRED" if is_sqlite else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")


def _verdict(id_: str, name: str, ask) -> Verdict:
    found = list(ask())
    shown = tuple(" ".join(str(value) for value in row) for row in found[:MOST_SHOWN])
    return Verdict(id_, name, shown, total=len(found))
