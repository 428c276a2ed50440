"""Trial balance and fund statement, all from the lines. A fixed number of queries each,
whatever stands behind them; minor units.

Two times stand on every entry. `posted`: when it was written down, which says into which month it belongs. `happened`:
when it happened; what was told late stands in an earlier month that way."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from delegation.models import Delegation
from fundraising.ledger.kinds import (
    BOUNCED,
    CARRIED,
    DISPUTED,
    FEE,
    GIFT,
    GIVEN_BACK,
    HELD,
    MOVED,
    PLACED,
    RETURNED,
    SPENT,
    bucket,
)
from fundraising.models import Account, Fund, JournalLine, Period, PeriodBalance

POSTED, HAPPENED = "posted", "happened"
TIMES = {POSTED: "entry__posted_at", HAPPENED: "entry__happened_at"}


# -- balances at a moment ------------------------------------------------------------------------------------
def balances_before(accounts, moment: datetime, by: str = POSTED) -> dict[int, int]:
    """Balance of each account (debit +) of what was posted, or happened, before the moment. By posting it is one stored
    figure an account: a closed month's, or the one its last line carries."""
    if by == HAPPENED:
        lines = JournalLine.objects.filter(account__in=accounts, entry__happened_at__lt=moment).order_by()
        return dict(lines.values_list("account").annotate(total=Sum("amount_minor")))
    closed = Period.objects.filter(status=Period.Status.CLOSED, ends_at=moment).first()
    if closed:
        rows = PeriodBalance.objects.filter(period=closed, account__in=accounts)
        return dict(rows.values_list("account", "balance_minor"))
    last = JournalLine.objects.filter(account=OuterRef("pk"), entry__posted_at__lt=moment).order_by("-account_version")
    rows = accounts.order_by().annotate(then=Coalesce(Subquery(last.values("balance_after_minor")[:1]), 0))
    return dict(rows.values_list("pk", "then"))


# -- trial balance ---------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class TrialRow:
    """One code of one currency. `whose`: the network's, this delegation's, or all others' together."""

    currency: str
    code: str
    whose: str
    minor: int

    @property
    def debit_minor(self) -> int:
        return max(self.minor, 0)

    @property
    def credit_minor(self) -> int:
        return max(-self.minor, 0)


@dataclass(frozen=True)
class Trial:
    """Rows of one currency, and what both sides sum to: the same, or the books are broken."""

    currency: str
    rows: list[TrialRow]

    @property
    def debit_minor(self) -> int:
        return sum(row.debit_minor for row in self.rows)

    @property
    def credit_minor(self) -> int:
        return sum(row.credit_minor for row in self.rows)


ORDER = [code for code, _label in Account.Code.choices]


def trial_balance(delegation: Delegation, moment: datetime, by: str = POSTED) -> list[Trial]:
    """Every account as it stood before the moment, one part a currency. The ledger is the network's: funds of other
    delegations stand as one row each code, so that both sides sum to the same."""
    then = balances_before(Account.objects.all(), moment, by)
    sums: dict[tuple[str, str, str], int] = defaultdict(int)
    fields = ("pk", "code", "currency", "fund__delegation", "delegate__delegation")
    for pk, code, currency, of_fund, of_delegate in Account.objects.order_by().values_list(*fields):
        owner = of_fund or of_delegate
        whose = "network" if owner is None else "ours" if owner == delegation.pk else "others"
        sums[currency, code, whose] += then.get(pk, 0)
    trials: dict[str, list[TrialRow]] = {}
    for (currency, code, whose), minor in sorted(sums.items(), key=lambda item: _place(item[0])):
        if minor:
            trials.setdefault(currency, []).append(TrialRow(currency, code, whose, minor))
    return [Trial(currency, rows) for currency, rows in trials.items()]


def _place(key: tuple[str, str, str]) -> tuple:
    currency, code, whose = key
    return (currency, ORDER.index(code), whose == "others")


# -- what moved ----------------------------------------------------------------------------------------------------
def movements(accounts, start: datetime, end: datetime, by: str) -> list[tuple[int, str, int]]:
    """(fund, kind, minor units, debit +) of what was posted, or happened, from start to before end."""
    time = TIMES[by]
    lines = JournalLine.objects.filter(account__in=accounts, **{f"{time}__gte": start, f"{time}__lt": end})
    return list(lines.order_by().values_list("account__fund", "entry__kind").annotate(total=Sum("amount_minor")))


COLUMNS = {
    GIFT: "gifts",
    PLACED: "gifts",
    BOUNCED: "gifts",
    FEE: "fees",
    GIVEN_BACK: "refunds",
    DISPUTED: "refunds",
    MOVED: "moved",
    CARRIED: "moved",
    SPENT: "spent",
    RETURNED: "spent",
    HELD: "within",
    None: "other",
}


@dataclass
class FundStatement:
    """One fund over a time, minor units of its currency, above zero where it gained. `closing` is opening and all of
    it; `held` is what of the closing is promised (offered or held for a cost)."""

    currency: str
    fund: Fund | None = None
    opening_minor: int = 0
    closing_minor: int = 0
    held_minor: int = 0
    moves: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def gifts_minor(self) -> int:
        return self.moves["gifts"]

    @property
    def fees_minor(self) -> int:
        return self.moves["fees"]

    @property
    def refunds_minor(self) -> int:
        return self.moves["refunds"]

    @property
    def moved_minor(self) -> int:
        return self.moves["moved"]

    @property
    def spent_minor(self) -> int:
        return self.moves["spent"]

    @property
    def other_minor(self) -> int:
        return self.moves["other"] + self.moves["within"]

    @property
    def is_empty(self) -> bool:
        return not (self.opening_minor or self.closing_minor or any(self.moves.values()))

    def add(self, other: "FundStatement") -> None:
        self.opening_minor += other.opening_minor
        self.closing_minor += other.closing_minor
        self.held_minor += other.held_minor
        for name, minor in other.moves.items():
            self.moves[name] += minor


def fund_statements(delegation: Delegation, start: datetime, end: datetime, by: str = POSTED) -> list[FundStatement]:
    """Every fund of a delegation, the pool first: five queries."""
    funds = Fund.objects.filter(delegation=delegation).select_related("delegate__person", "delegation")
    rows = {fund.pk: FundStatement(fund.currency, fund) for fund in funds}
    accounts = Account.objects.filter(fund__delegation=delegation)
    opening, closing = balances_before(accounts, start, by), balances_before(accounts, end, by)
    for pk, fund_id, code in accounts.order_by().values_list("pk", "fund", "code"):
        row = rows[fund_id]
        row.opening_minor -= opening.get(pk, 0)
        row.closing_minor -= closing.get(pk, 0)
        if code != Account.Code.AVAILABLE:
            row.held_minor -= closing.get(pk, 0)
    for fund_id, kind, minor in movements(accounts, start, end, by):
        rows[fund_id].moves[COLUMNS[bucket(kind)]] -= minor
    return sorted(rows.values(), key=lambda row: (row.fund.kind != Fund.Kind.POOL, str(row.fund)))


def totals(statements: Iterable[FundStatement]) -> list[FundStatement]:
    """What all funds of one currency come to."""
    sums: dict[str, FundStatement] = {}
    for row in statements:
        sums.setdefault(row.currency, FundStatement(row.currency)).add(row)
    return [sums[currency] for currency in sorted(sums)]


def shown(rows: Sequence[FundStatement]) -> list[FundStatement]:
    """What a page shows: funds in which nothing stands and nothing moved are left out."""
    return [row for row in rows if not row.is_empty]
