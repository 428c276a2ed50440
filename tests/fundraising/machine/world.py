"""The place every example starts from: a pool, three journeys, people who decide, payees and money that has come."""

from dataclasses import dataclass, field

from fundraising.models import Account, Disbursement, Donation, Fund
from tests.factories.delegation import make_delegate, make_delegation, make_staff
from tests.factories.fundraising import make_appeal, make_gift, make_pool
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
        self.travellers = [make_delegate(self.delegation) for _ in range(2)]
        self.remote = make_delegate(self.delegation, status="remote")
        self.delegates = [*self.travellers, self.remote]
        for delegate in self.delegates:
            make_appeal(delegate, lines=SMALL_GOAL)
            make_budget(delegate, 900)
        self.funds = {"pool": self.pool, **{d.pk: Fund.objects.get(delegate=d) for d in self.delegates}}
        self.payees = self._payees()
        self.start = Oracle()
        self.gifts = [self._gift("pool", 600), self._gift(self.travellers[0].pk, 200)]

    def _payees(self):
        team = Team(self.delegation, units=0)
        team.logistics, team.treasurer = self.logistics, self.treasurer
        payees = {"vendor": team.payee("cheque")}
        for delegate in self.travellers:
            payees[delegate.pk] = team.payee("cash", label="Traveller", kind="person", delegate=delegate)
        return payees

    def _gift(self, owner, units):
        donation = make_gift(self.funds[owner], units, fee=100)
        self.start.into_stripe(units * 100)
        self.start.change(("available", owner, "USD"), units * 100)
        self.start.change(("available", owner, "USD"), -100)
        self.start.out_of_stripe(100)
        return (donation.pk, owner, units * 100)


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


@dataclass
class Pay:
    row: Disbursement
    cost: Cost | None
    owner: object
    amount: int
    state: str = "prepared"


@dataclass
class InHand:
    """An advance, the payment that hands it out, and the costs it draws on in their order; `back`: what came back."""

    row: object
    owner: int
    pay: Pay
    draws: list
    back: int = 0

    def draws_on(self, cost: Cost) -> int:
        left = self.pay.amount - self.back if self.pay.state in {"prepared", "approved", "sent", "settled"} else 0
        for drawn, part in self.draws:
            mine = min(part, left)
            left -= mine
            if drawn is cost:
                return mine
        return 0
