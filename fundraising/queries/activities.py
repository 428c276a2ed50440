"""The statement of activities, with and without donor restriction; minor units."""

from dataclasses import dataclass
from datetime import datetime

from delegation.models import Delegation
from fundraising.ledger.kinds import FEE, HELD, MOVED, RETURNED, SPENT, bucket
from fundraising.models import Account, Fund
from fundraising.queries.statements import POSTED, balances_before, movements


@dataclass(frozen=True)
class Activities:
    """One currency. Every gift here is restricted by its purpose, the travel of this delegation; it is released when a
    cost of that purpose is paid, card fees among them. `lines`: by group and name, above zero where it added."""

    currency: str
    opening_minor: int
    lines: dict[str, dict[str, int]]

    def total(self, group: str) -> int:
        return sum(self.lines[group].values())

    @property
    def released_minor(self) -> int:
        return -self.total("expenses")

    @property
    def restricted_change_minor(self) -> int:
        return self.total("restricted") - self.released_minor

    @property
    def unrestricted_change_minor(self) -> int:
        return self.released_minor + self.total("expenses")

    @property
    def closing_minor(self) -> int:
        return self.opening_minor + self.restricted_change_minor


# What each kind of entry is in the statement: with restriction (what came, went back or moved on), or an expense.
RESTRICTED, EXPENSES = "restricted", "expenses"
LINES = {
    "gift_settled": (RESTRICTED, "gifts_card"),
    "gift_received": (RESTRICTED, "gifts_other"),
    "gift_placed": (RESTRICTED, "gifts_placed"),
    "stripe_placed": (RESTRICTED, "gifts_placed"),
    "bank_placed": (RESTRICTED, "gifts_placed"),
    "suspense_returned": (RESTRICTED, "refunds"),
    "suspense_refilled": (RESTRICTED, "refunds"),
    "gift_bounced": (RESTRICTED, "bounced"),
    "refund_made": (RESTRICTED, "refunds"),
    "refund_failed": (RESTRICTED, "refunds"),
    "gift_returned": (RESTRICTED, "refunds"),
    "dispute_taken": (RESTRICTED, "disputes"),
    "dispute_reinstated": (RESTRICTED, "disputes"),
    "carried_on": (RESTRICTED, "carried"),
    "cost_paid": (EXPENSES, "travel"),
    "advance_accounted": (EXPENSES, "travel"),
    "payment_returned": (EXPENSES, "travel"),
    "cost_returned": (EXPENSES, "travel"),
    "stipend_paid": (EXPENSES, "stipends"),
}
# What a fund gained or lost in another way: fees are an expense; a move within the delegation sums to nothing.
BY_BUCKET = {FEE: (EXPENSES, "fees"), SPENT: (EXPENSES, "travel"), RETURNED: (EXPENSES, "travel")}
OTHERWISE = (RESTRICTED, "other")
NAMES = {
    RESTRICTED: (
        "gifts_card", "gifts_other", "gifts_placed", "bounced", "refunds", "disputes", "carried", "moved", "other",
    ),
    EXPENSES: ("travel", "stipends", "fees"),
}  # fmt: skip


def activities(delegation: Delegation, start: datetime, end: datetime, by: str = POSTED) -> list[Activities]:
    """The statement of activities of a delegation, one part a currency."""
    accounts = Account.objects.filter(fund__delegation=delegation)
    opening = balances_before(accounts, start, by)
    currencies: dict[int, str] = dict(Fund.objects.filter(delegation=delegation).values_list("pk", "currency"))
    begin: dict[str, int] = dict.fromkeys(currencies.values(), 0)
    for pk, currency in accounts.order_by().values_list("pk", "currency"):
        begin[currency] = begin.get(currency, 0) - opening.get(pk, 0)
    lines: dict[str, dict[str, dict[str, int]]] = {
        currency: {group: dict.fromkeys(names, 0) for group, names in NAMES.items()} for currency in begin
    }
    for fund_id, kind, minor in movements(accounts, start, end, by):
        group, name = _line_of(kind)
        lines[currencies[fund_id]][group][name] -= minor
    return [Activities(currency, begin[currency], lines[currency]) for currency in sorted(begin)]


def _line_of(kind: str) -> tuple[str, str]:
    plain, meaning = kind.removesuffix("_reversed"), bucket(kind)
    if plain in LINES:
        return LINES[plain]
    if meaning in (MOVED, HELD):
        return RESTRICTED, "moved"
    return BY_BUCKET.get(meaning, OTHERWISE)
