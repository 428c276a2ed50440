"""Checking the books and remembering the answer."""

from django.db import transaction

from delegation.actions.audit import record
from delegation.models import Delegation, Person
from delegation.permissions import require
from fundraising.models import BooksCheck, JournalEntry
from fundraising.queries.ledger import last_check
from fundraising.queries.proofs import Verdict, verify

CHECKS_KEPT = 500


def check() -> list[Verdict]:
    """Verify every invariant and store the outcome: while the newest check is red, money out stops and gifts go on."""
    verdicts = verify()
    red = [verdict.id for verdict in verdicts if not verdict.holds]
    with transaction.atomic():
        before = last_check()
        now = BooksCheck.objects.create(entries=JournalEntry.objects.count(), red=" ".join(red))
        BooksCheck.objects.filter(pk__lte=now.pk - CHECKS_KEPT).delete()
        if bool(red) != bool(before and before.red):
            _tell(red)
    return verdicts


def _tell(red: list[str]) -> None:
    """The change from whole to broken, or back, is an audit event about the newest entry."""
    newest = JournalEntry.objects.order_by("-id").first()
    if newest is not None:
        record(
            "fundraising.books_turned_red" if red else "fundraising.books_are_whole", newest, purpose=" ".join(red)[:80]
        )


def export_books(delegation: Delegation, by: Person, what: str) -> None:
    """Note that a file of the books was taken out. Raises NotPermitted."""
    require("fundraising.export_books", by, delegation)
    record("fundraising.export_books", delegation, by, purpose=what)
