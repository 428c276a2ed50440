"""The place every example starts from: a pool, three journeys, people who decide, payees and money that has come."""

import uuid
from dataclasses import dataclass, field

from delegation.money import from_minor
from fundraising.actions import commitments
from fundraising.models import Account, BudgetLine, Disbursement, Donation, Fund
from tests.factories.delegation import make_delegate, make_delegation, make_staff
from tests.factories.fundraising import make_appeal, make_gift, make_pool
from tests.factories.payments import pay_out
from tests.factories.rounds import make_budget
from tests.factories.spending import Team
from tests.fundraising.machine.oracle import Oracle

# A goal that gifts of an example can pass, so that there is a surplus.
SMALL_GOAL = (("airfare_intl", "Return flight", "per trip", 1, 150_00, True),)


class World:
    """Ana and Ben travel, Cleo takes part from home. Made once; each example rolls back to it."""

    def __init__(self):
        self.delegation = make_delegation()
        self.treasurer, self.director, self.logistics = (
            make_staff(self.delegation, role) for role in ("treasurer", "director", "logistics")
        )
        self.pool = make_pool(self.delegation)
        # Lots are drawn by uuids: fixed ones, so that the same story ends the same way.
        self.travellers = [make_delegate(self.delegation, uuid=uuid.UUID(int=n)) for n in (1, 2)]
        self.remote = make_delegate(self.delegation, status="remote", uuid=uuid.UUID(int=3))
        self.delegates = [*self.travellers, self.remote]
        for delegate in self.delegates:
            make_appeal(delegate, lines=SMALL_GOAL)
            make_budget(delegate, 420)
        # Costs are held for this line, or for none.
        self.lines = {d.pk: BudgetLine.objects.filter(budget__delegate=d).latest("id") for d in self.delegates}
        self.funds = {"pool": self.pool, **{d.pk: Fund.objects.get(delegate=d) for d in self.delegates}}
        self.payees = self._payees()
        self.start = Oracle()
        owners = ["pool", *[delegate.pk for delegate in self.delegates]]
        self.gifts = [self._gift(owner, units) for owner, units in zip(owners, (600, 320, 250, 150), strict=True)]
        self._pay_out(500_00)
        self.held = [self._cost(delegate, 120_00) for delegate in self.travellers]

    def _payees(self):
        team = Team(self.delegation, units=0)
        team.logistics, team.treasurer = self.logistics, self.treasurer
        payees = {"vendor": team.payee("cheque"), "agency": team.payee("ach", label="Agency")}
        for delegate in self.delegates:
            payees[delegate.pk] = team.payee("cash", label="Traveller", kind="person", delegate=delegate)
        return payees

    def _gift(self, owner, units):
        donation = make_gift(self.funds[owner], units, fee=100)
        self.start.into_stripe(units * 100)
        self.start.change(("available", owner, "USD"), units * 100)
        self.start.change(("available", owner, "USD"), -100)
        self.start.out_of_stripe(100)
        return (donation.pk, owner, units * 100)

    def _cost(self, delegate, minor):
        fields = {"cost": from_minor(minor, "USD"), "purpose": "room", "what": "Nights", "form_token": uuid.uuid4()}
        row = commitments.propose_commitment(self.funds[delegate.pk], self.logistics, **fields)
        row = commitments.approve(row, self.director)
        self.start.move(("available", delegate.pk, "USD"), ("committed", delegate.pk, "USD"), minor)
        return (row.pk, delegate.pk, minor)

    def _pay_out(self, minor):
        """So that payments can leave in the first steps."""
        pay_out(minor)
        self.start.out_of_stripe(minor)
        self.start.into_bank(minor)


def books() -> tuple[dict, dict]:
    """Every account that is not at zero, read in one query, as the oracle names it; and the sum of each currency."""
    rows = Account.objects.exclude(balance_minor=0).values_list(
        "code", "currency", "side", "balance_minor", "fund__kind", "fund__delegate_id", "delegate_id"
    )
    found, sums = {}, {}
    for code, currency, side, balance, kind, traveller, delegate in rows:
        owner = "pool" if kind == Fund.Kind.POOL else traveller or delegate or ""
        found[code, owner, currency] = side * balance
        sums[currency] = sums.get(currency, 0) + balance
    return found, sums


# -- what the machine remembers -----------------------------------------------------------------------------
@dataclass
class Loss:
    """Money of a payment that left: a refund or a dispute's movement. `amount` in the books' currency."""

    told: object
    amount: int
    currency: str
    borne: list
    is_back: bool = False


@dataclass
class Card:
    """A payment at Stripe as we know it: a gift's, or held apart (then `held` is its row)."""

    payment: object
    owner: object
    amount: int
    currency: str
    charged: int = 0
    donation: Donation | None = None
    held: object = None
    state: str = "paid"
    in_suspense: int = 0
    is_fee_booked: bool = True
    refunds: list[Loss] = field(default_factory=list)
    disputes: list[Loss] = field(default_factory=list)
    fee_borne: list = field(default_factory=list)

    @property
    def refundable(self) -> int:
        """What Stripe would still give back, in the currency that was charged."""
        return self.charged - sum(loss.told.amount for loss in self.refunds if not loss.is_back)


@dataclass
class Cost:
    """A commitment; `left` is held for it still, `pending` of that is prepared to be paid."""

    row: object
    owner: object
    left: int
    pending: int = 0
    is_stipend: bool = False
    is_planned: bool = False


@dataclass
class InHand:
    """An advance and the costs it draws on, in their order; `cleared` of it is accounted for or handed back, `used` by
    cost of that by claims. Approved, paid, settled; or off, when its payment was cancelled or came back."""

    row: object
    owner: object
    amount: int
    draws: list[tuple[Cost, int]]
    state: str = "approved"
    cleared: int = 0
    used: dict[int, int] = field(default_factory=dict)

    @property
    def open(self) -> int:
        return self.amount - self.cleared if self.state in ("paid", "settled") else 0

    def clear(self, amount: int, cost: Cost | None = None) -> None:
        self.cleared += amount
        if cost:
            self.used[cost.row.pk] = self.used.get(cost.row.pk, 0) + amount
        if self.cleared == self.amount:
            self.state = "settled"

    def draws_on(self, cost: Cost) -> int:
        """Cost by cost: what of it no claim has used yet, and never more than is out."""
        left = self.amount if self.state == "approved" else self.open
        for one, part in self.draws:
            mine = min(left, max(part - self.used.get(one.row.pk, 0), 0))
            left -= mine
            if one is cost:
                return mine
        return 0


@dataclass
class Pay:
    """A payment of a cost, or of an advance into a hand. `filed`: it leaves in a file, so only with a batch."""

    row: Disbursement
    cost: Cost | None
    owner: object
    amount: int
    state: str = "prepared"
    hand: InHand | None = None
    filed: bool = False
    batch: list | None = None
    returned: int = 0
