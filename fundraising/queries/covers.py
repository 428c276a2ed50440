"""What the network owes to the books, what brought it about, and what it paid in. Minor units."""

from dataclasses import dataclass

from django.db.models import Sum

from delegation.models import Delegation
from fundraising.ledger.accounts import OWED_BY_NETWORK
from fundraising.models import Account, JournalLine, NetworkCover

STORY_SHOWN = 20


@dataclass(frozen=True)
class Debt:
    """One currency: what is owed, and what of it was recorded as paid in and waits for a second person."""

    currency: str
    owed_minor: int
    waiting_minor: int

    @property
    def room_minor(self) -> int:
        return max(0, self.owed_minor - self.waiting_minor)


def debts() -> list[Debt]:
    """Of the network as a whole, by currency; none where nothing is owed. Two queries."""
    accounts = Account.objects.filter(code=OWED_BY_NETWORK.code, balance_minor__gt=0).order_by("currency")
    waiting = NetworkCover.objects.filter(status=NetworkCover.Status.RECORDED).order_by().values_list("currency")
    recorded = dict(waiting.annotate(total=Sum("amount_minor")))
    owed = accounts.values_list("currency", "balance_minor")
    return [Debt(currency, minor, recorded.get(currency, 0)) for currency, minor in owed]


def debt_in(currency: str) -> Debt:
    return next((debt for debt in debts() if debt.currency == currency), Debt(currency, 0, 0))


def story() -> list[JournalLine]:
    """What raised and lowered the debt, newest first."""
    lines = JournalLine.objects.filter(account__code=OWED_BY_NETWORK.code).select_related("entry")
    return list(lines.order_by("-id")[:STORY_SHOWN])


def covers(delegation: Delegation):
    """What was recorded at this desk, newest first."""
    rows = NetworkCover.objects.filter(delegation=delegation).select_related("delegation", "recorded_by", "decided_by")
    return rows.prefetch_related("notes__written_by").order_by("-id")
