"""Funds with their money, for pages; and the public account of where a delegation's money stands."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Lower

from delegation.models import Delegation
from delegation.money import floor_units
from fundraising.ledger import balances
from fundraising.ledger.kinds import (
    BOUNCED,
    CARRIED,
    DISPUTED,
    FEE,
    GIFT,
    GIVEN_BACK,
    PLACED,
    RETURNED,
    SPENT,
    bucket,
    kinds_of,
)
from fundraising.models import Account, Allocation, Appeal, Donation, Fund, JournalLine

# Whose fund an allocation may go to: people who travel.
MAY_RECEIVE = frozenset({"nominated", "travelling"})


@dataclass(frozen=True)
class FundRow:
    """A fund with what it holds and what came in; minor units of its currency. `gifts_minor` is what is left of gifts:
    without what was given back, is disputed or bounced; `fees_minor` what this fund bore of fees."""

    fund: Fund
    held: balances.Held
    gifts_minor: int
    gifts_count: int
    fees_minor: int
    allocated_minor: int
    goal_minor: int = 0

    @property
    def missing_minor(self) -> int:
        return max(self.goal_minor - self.held.available - self.held.committed, 0)

    @property
    def may_receive(self) -> bool:
        return self.fund.delegate is not None and self.fund.delegate.status in MAY_RECEIVE


def visible_funds(delegation: Delegation):
    return Fund.objects.filter(delegation=delegation).select_related(
        "delegation", "delegate__person", "delegate__appeal", "delegate__budget"
    )


def fund_rows(funds: list[Fund]) -> list[FundRow]:
    """The rows of a page of funds: a fixed number of queries however many funds."""
    held = balances.of_funds(funds)
    sums = sums_by_fund(funds)
    counts = dict(
        Donation.objects.filter(fund__in=funds, status=Donation.Status.PAID)
        .order_by()
        .values_list("fund")
        .annotate(n=Count("id"))
    )
    allocated = dict(
        Allocation.objects.filter(status="allocated", fund__in=funds)
        .order_by()
        .values_list("fund")
        .annotate(total=Sum("amount_minor"))
    )
    goals = goals_of(funds)
    return [
        FundRow(
            fund=fund,
            held=held[fund.pk],
            gifts_minor=_left_of_gifts(sums.get(fund.pk, {})),
            gifts_count=counts.get(fund.pk, 0),
            fees_minor=sums.get(fund.pk, {}).get(FEE, 0),
            allocated_minor=allocated.get(fund.pk, 0),
            goal_minor=goals.get(fund.delegate_id, 0),
        )
        for fund in funds
    ]


def sums_by_fund(funds) -> dict[int, dict[str, int]]:
    """What each fund's own lines sum to (debit +), by what their entries mean. One query."""
    rows = JournalLine.objects.filter(account__fund__in=funds).order_by().values_list("account__fund", "entry__kind")
    found: dict[int, dict[str, int]] = {}
    for fund, kind, total in rows.annotate(total=Sum("amount_minor")):
        if meaning := bucket(kind):
            sums = found.setdefault(fund, {})
            sums[meaning] = sums.get(meaning, 0) + total
    return found


def _left_of_gifts(sums: dict[str, int]) -> int:
    """Gifts less what was given back, is disputed or bounced, as far as the fund itself bore it."""
    return -sum(sums.get(meaning, 0) for meaning in (GIFT, PLACED, GIVEN_BACK, DISPUTED, BOUNCED))


def goals_of(funds) -> dict[int, int]:
    """What each delegate's journey costs: the goal the public reads, by delegate id."""
    ids = [fund.delegate_id for fund in funds if fund.delegate_id]
    rows = Appeal.objects.filter(delegate__in=ids, approved_version__isnull=False)
    return dict(rows.order_by().values_list("delegate", "approved_version__goal_minor"))


# -- the pool ---------------------------------------------------------------------------------------------
# What brings money into the pool; holds that are released, and offers that lapse, are not new money.
MOVED_ON = ("surplus_moved", "withdrawal_moved", "fund_redirected", "carried_on")
RECEIVED = (*kinds_of(GIFT, PLACED), *MOVED_ON, "cost_returned")
# What of it went back to those it came from: it was not received after all.
GONE_AGAIN = tuple(kinds_of(GIVEN_BACK, DISPUTED, BOUNCED))


def floor_minor(pool: Fund) -> int:
    """What allocations must leave in the pool: a part of all it has received, rounded up. Minor units. To decide by it,
    hold the pool's account first."""
    lines = JournalLine.objects.filter(account__fund=pool, account__code="available").filter(
        Q(amount_minor__lt=0, entry__kind__in=RECEIVED) | Q(entry__kind__in=GONE_AGAIN)
    )
    received = max(-(lines.aggregate(total=Sum("amount_minor"))["total"] or 0), 0)
    return -(-received * settings.POOL_FLOOR_PERCENT // 100)


@dataclass(frozen=True)
class Room:
    """What the pool can give now; minor units. `waiting` is proposed and not decided: nothing is held for it."""

    pool: Fund
    available_minor: int
    floor_minor: int
    waiting_minor: int
    gifts_minor: int
    fees_minor: int
    allocated_minor: int

    @property
    def room_minor(self) -> int:
        return max(self.available_minor - self.floor_minor, 0)


def pool_room(pool: Fund) -> Room:
    sums = sums_by_fund([pool]).get(pool.pk, {})
    out = Allocation.objects.filter(pool=pool).aggregate(
        waiting=Sum("amount_minor", filter=Q(status="proposed")),
        allocated=Sum("amount_minor", filter=Q(status="allocated")),
    )
    return Room(
        pool=pool,
        available_minor=balances.of_fund(pool).available,
        floor_minor=floor_minor(pool),
        waiting_minor=out["waiting"] or 0,
        gifts_minor=_left_of_gifts(sums),
        fees_minor=sums.get(FEE, 0),
        allocated_minor=out["allocated"] or 0,
    )


# -- where the money stands, for everybody --------------------------------------------------------------
@dataclass(frozen=True)
class Standing:
    """A delegation's money, in minor units of one currency; pages show whole units, rounded down.

    In: gifts through appeals, through links of member organisations, and to the pool. Out: card fees, what was given
    back or is disputed, and what journeys cost. What is left lies in travel funds or in the pool. The last equals what
    the funds' accounts say (`books_minor`), held by verify_books X2."""

    delegation: Delegation
    currency: str
    from_appeals_minor: int
    from_members_minor: int
    to_pool_minor: int
    placed_minor: int
    fees_minor: int
    given_back_minor: int
    spent_minor: int
    allocated_minor: int
    in_travel_funds_minor: int
    in_pool_minor: int
    gifts: int
    donors: int
    bounced_minor: int = 0
    # From an earlier delegation, or (below zero) kept for the next.
    carried_minor: int = 0

    @property
    def gifts_minor(self) -> int:
        """What came in, before fees; without cheques that came back unpaid."""
        return (
            self.from_appeals_minor
            + self.from_members_minor
            + self.to_pool_minor
            + self.placed_minor
            - self.bounced_minor
        )

    @property
    def held_minor(self) -> int:
        return self.gifts_minor + self.carried_minor - self.fees_minor - self.given_back_minor - self.spent_minor

    @property
    def books_minor(self) -> int:
        return self.in_travel_funds_minor + self.in_pool_minor

    def units(self) -> dict[str, int]:
        """Every figure in whole units, rounded down, by its name without `_minor`."""
        names = [n for n in self.__dataclass_fields__ if n.endswith("_minor")] + [
            "gifts_minor",
            "held_minor",
            "books_minor",
        ]
        return {name.removesuffix("_minor"): floor_units(getattr(self, name), self.currency) for name in names}


def standing(delegation: Delegation) -> Standing:
    """Where the money of a delegation stands, from the books. Four queries, whatever was given."""
    currency = delegation.currency
    gifts = _gifts_of(delegation, currency)
    lines = _lines_of(delegation, currency)
    held = _held_by_kind(delegation, currency)
    allocated = Allocation.objects.filter(pool__delegation=delegation, currency=currency, status="allocated")
    return Standing(
        delegation=delegation,
        currency=currency,
        from_appeals_minor=gifts["appeals"] or 0,
        from_members_minor=gifts["members"] or 0,
        to_pool_minor=gifts["pool"] or 0,
        bounced_minor=lines.get(BOUNCED, 0),
        carried_minor=-lines.get(CARRIED, 0),
        placed_minor=-lines.get(PLACED, 0),
        fees_minor=lines.get(FEE, 0),
        given_back_minor=lines.get(GIVEN_BACK, 0) + lines.get(DISPUTED, 0),
        spent_minor=lines.get(SPENT, 0) + lines.get(RETURNED, 0),
        allocated_minor=allocated.aggregate(t=Sum("amount_minor"))["t"] or 0,
        in_travel_funds_minor=held.get(Fund.Kind.TRAVEL, 0),
        in_pool_minor=held.get(Fund.Kind.POOL, 0),
        gifts=gifts["count"],
        donors=gifts["donors"],
    )


def _gifts_of(delegation: Delegation, currency: str) -> dict:
    """Paid gifts by their way in, at what reached us in the fund's currency."""
    paid = Donation.objects.filter(fund__delegation=delegation, settled_currency=currency, status=Donation.Status.PAID)
    return paid.aggregate(
        appeals=Sum("settled_minor", filter=Q(appeal__isnull=False, share__isnull=True)),
        members=Sum("settled_minor", filter=Q(share__isnull=False)),
        pool=Sum("settled_minor", filter=Q(appeal__isnull=True, share__isnull=True)),
        count=Count("id"),
        donors=Count(Lower("donor__email"), distinct=True),
    )


def _lines_of(delegation: Delegation, currency: str) -> dict[str, int]:
    """What the funds' own lines sum to (debit +), by what their entry means."""
    lines = JournalLine.objects.filter(account__fund__delegation=delegation, currency=currency)
    found: dict[str, int] = {}
    for kind, total in lines.order_by().values_list("entry__kind").annotate(total=Sum("amount_minor")):
        if meaning := bucket(kind):
            found[meaning] = found.get(meaning, 0) + total
    return found


def _held_by_kind(delegation: Delegation, currency: str) -> dict[str, int]:
    rows = Account.objects.filter(fund__delegation=delegation, currency=currency).order_by()
    return dict(rows.values_list("fund__kind").annotate(total=-Sum(F("balance_minor"))))
