"""The parts every entry is made of. Amounts are positive integer minor units; debit is +, credit −."""

from dataclasses import dataclass, field

from fundraising.ledger.accounts import BANK, OWED_BY_NETWORK, OWED_TO_BANK, OWED_TO_STRIPE, STRIPE, Place


@dataclass(frozen=True)
class Leg:
    """`borne_by`: where to turn, in this order, for what the account itself cannot bear. Only for money that has
    left already, and for debts that are paid first. `keep_minor`: what must remain in the account after the leg, or
    the posting is refused."""

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


def positive(amount_minor: int) -> int:
    if amount_minor <= 0:
        raise ValueError("an amount is positive; its direction is the event's")
    return amount_minor


def debit(place: Place, amount_minor: int, *, keep_minor: int = 0) -> Leg:
    return Leg(place, positive(amount_minor), keep_minor=keep_minor)


def credit(place: Place, amount_minor: int) -> Leg:
    return Leg(place, -positive(amount_minor))


def move(kind: str, currency: str, *legs: Leg) -> Spec:
    return Spec(kind, currency, legs)


def bear(fund_available: Place, pool_available: Place, amount_minor: int) -> Leg:
    """A debit for money that has already left: the fund bears it, then the pool, then the network owes it."""
    rest = (OWED_BY_NETWORK,) if fund_available == pool_available else (pool_available, OWED_BY_NETWORK)
    return Leg(fund_available, positive(amount_minor), borne_by=rest)


# -- what we hold: debts first, and never below zero ---------------------------------------------------
def into_stripe(amount_minor: int) -> Leg:
    """Money arrives at Stripe. What we owe Stripe is paid first, as Stripe itself does it."""
    return Leg(OWED_TO_STRIPE, positive(amount_minor), borne_by=(STRIPE,))


def out_of_stripe(amount_minor: int) -> Leg:
    """Money that has left Stripe. Where more left than was there, Stripe's own balance is negative: we owe it."""
    return Leg(STRIPE, -positive(amount_minor), borne_by=(OWED_TO_STRIPE,))


def into_bank(amount_minor: int) -> Leg:
    """Money arrives in the bank account; an overdraft is paid first."""
    return Leg(OWED_TO_BANK, positive(amount_minor), borne_by=(BANK,))


def out_of_bank_already(amount_minor: int) -> Leg:
    """Money the bank has taken already (a cheque that bounced). Money we send ourselves is `credit(BANK, …)`, which
    is refused where it is not there."""
    return Leg(BANK, -positive(amount_minor), borne_by=(OWED_TO_BANK,))


def reversal(kind: str, currency: str, legs: list[tuple[Place, int]]) -> Spec:
    """The exact mirror of a posted entry. `legs` are the original's accounts and amounts."""
    return Spec(f"{kind}_reversed", currency, tuple(Leg(place, -amount) for place, amount in legs))
