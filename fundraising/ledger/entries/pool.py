"""Money between the pool and the travel funds; none leaves."""

from fundraising.ledger.accounts import Place
from fundraising.ledger.entries.base import Spec, credit, debit, move


def allocation_allocated(
    pool_available: Place, fund_available: Place, amount_minor: int, currency: str, *, floor_minor: int = 0
) -> Spec:
    """Money from the pool to a delegate's fund. The pool keeps at least `floor_minor`."""
    return move(
        "allocation_allocated",
        currency,
        debit(pool_available, amount_minor, keep_minor=floor_minor),
        credit(fund_available, amount_minor),
    )


def offer_made(
    pool_available: Place, pool_offered: Place, amount_minor: int, currency: str, *, floor_minor: int = 0
) -> Spec:
    """Pool money is held for somebody who has not said yes yet. The pool keeps at least `floor_minor`."""
    return move(
        "offer_made",
        currency,
        debit(pool_available, amount_minor, keep_minor=floor_minor),
        credit(pool_offered, amount_minor),
    )


def offer_accepted(pool_offered: Place, fund_available: Place, amount_minor: int, currency: str) -> Spec:
    """The delegate said yes: the money is the journey's."""
    return move("offer_accepted", currency, debit(pool_offered, amount_minor), credit(fund_available, amount_minor))


def offer_lapsed(pool_offered: Place, pool_available: Place, amount_minor: int, currency: str) -> Spec:
    """The offer was declined, withdrawn or not answered in time: the money is the pool's again."""
    return move("offer_lapsed", currency, debit(pool_offered, amount_minor), credit(pool_available, amount_minor))


def _between(kind: str, from_available: Place, to_available: Place, amount_minor: int, currency: str) -> Spec:
    return move(kind, currency, debit(from_available, amount_minor), credit(to_available, amount_minor))


def surplus_moved(from_available: Place, to_available: Place, amount_minor: int, currency: str) -> Spec:
    """What a journey did not need, to the pool, by the published rule."""
    return _between("surplus_moved", from_available, to_available, amount_minor, currency)


def withdrawal_moved(from_available: Place, to_available: Place, amount_minor: int, currency: str) -> Spec:
    """Unspent money of somebody who does not travel, to the pool, by the published rule."""
    return _between("withdrawal_moved", from_available, to_available, amount_minor, currency)


def carried_on(from_available: Place, to_available: Place, amount_minor: int, currency: str) -> Spec:
    """What is left when all accounts of a delegation are closed, from its pool to the next delegation's."""
    return _between("carried_on", from_available, to_available, amount_minor, currency)


def fund_redirected(from_available: Place, to_available: Place, amount_minor: int, currency: str) -> Spec:
    """Unspent money moved to another fund by decision, with a reason and a second person."""
    return _between("fund_redirected", from_available, to_available, amount_minor, currency)
