"""What each business event does to the books: one pure function each. `docs/ledger.md` has a worked entry per event.

Amounts are positive integer minor units of the fund's currency; debit is +, credit −. Nothing here reads the
database: the functions only name accounts and amounts; `posting.post` writes them."""

from dataclasses import dataclass, field

from fundraising.ledger.accounts import OWED_BY_NETWORK, STRIPE, SUSPENSE, Place


@dataclass(frozen=True)
class Leg:
    """`borne_by`: where to turn, in this order, for what the account itself cannot bear. Only for money that has
    left already. `keep_minor`: what must remain in the account after the leg, or the posting is refused."""

    place: Place
    amount_minor: int
    borne_by: tuple[Place, ...] = ()
    keep_minor: int = 0


@dataclass(frozen=True)
class Spec:
    """One entry to be posted: its kind, currency and legs, which sum to zero."""

    kind: str
    currency: str
    legs: tuple[Leg, ...] = field(default_factory=tuple)

    def __post_init__(self):
        if sum(leg.amount_minor for leg in self.legs) or any(leg.amount_minor == 0 for leg in self.legs):
            raise ValueError(f"{self.kind} does not balance")


def _positive(amount_minor: int) -> int:
    if amount_minor <= 0:
        raise ValueError("an amount is positive; its direction is the event's")
    return amount_minor


def _move(kind: str, currency: str, amount_minor: int, debit: Leg, credit: Place) -> Spec:
    return Spec(kind, currency, (debit, Leg(credit, -_positive(amount_minor))))


def bear(fund_available: Place, pool_available: Place, amount_minor: int) -> Leg:
    """A debit for money that has already left: the fund bears it, then the pool, then the network owes it."""
    rest = (OWED_BY_NETWORK,) if fund_available == pool_available else (pool_available, OWED_BY_NETWORK)
    return Leg(fund_available, _positive(amount_minor), borne_by=rest)


def gift_settled(fund_available: Place, gross_minor: int, currency: str) -> Spec:
    """A gift's payment succeeded: the gross is with Stripe and belongs to the fund."""
    return _move("gift_settled", currency, gross_minor, Leg(STRIPE, _positive(gross_minor)), fund_available)


def fee_known(fund_available: Place, pool_available: Place, fee_minor: int, currency: str) -> Spec:
    """The balance transaction names Stripe's fee: the fund the gift went to bears it."""
    return _move("fee_known", currency, fee_minor, bear(fund_available, pool_available, fee_minor), STRIPE)


def stripe_unplaced(gross_minor: int, currency: str) -> Spec:
    """Stripe holds money that fits no gift of ours: it is held apart until a person has looked."""
    return _move("stripe_unplaced", currency, gross_minor, Leg(STRIPE, _positive(gross_minor)), SUSPENSE)


def stripe_placed(fund_available: Place, gross_minor: int, currency: str) -> Spec:
    """A person found the gift that held-apart money belongs to."""
    return _move("stripe_placed", currency, gross_minor, Leg(SUSPENSE, _positive(gross_minor)), fund_available)


def allocation_allocated(
    pool_available: Place, fund_available: Place, amount_minor: int, currency: str, *, floor_minor: int = 0
) -> Spec:
    """Money from the pool to a delegate's fund. The pool keeps at least `floor_minor`."""
    debit = Leg(pool_available, _positive(amount_minor), keep_minor=floor_minor)
    return _move("allocation_allocated", currency, amount_minor, debit, fund_available)


def surplus_moved(from_available: Place, to_available: Place, amount_minor: int, currency: str) -> Spec:
    """What a journey did not need, or a redirection by decision, to another fund."""
    return _move("surplus_moved", currency, amount_minor, Leg(from_available, _positive(amount_minor)), to_available)


def reversal(kind: str, currency: str, legs: list[tuple[Place, int]]) -> Spec:
    """The exact mirror of a posted entry. `legs` are the original's accounts and amounts."""
    return Spec(f"{kind}_reversed", currency, tuple(Leg(place, -amount) for place, amount in legs))
