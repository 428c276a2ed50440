"""What journeys cost: held when a cost is approved, gone when it is paid."""

from fundraising.ledger.accounts import BANK, Place
from fundraising.ledger.entries.base import Spec, credit, debit, into_bank, move


def cost_approved(fund_available: Place, fund_committed: Place, amount_minor: int, currency: str) -> Spec:
    """A cost was approved: the money is held for it."""
    return move("cost_approved", currency, debit(fund_available, amount_minor), credit(fund_committed, amount_minor))


def commitment_released(fund_committed: Place, fund_available: Place, amount_minor: int, currency: str) -> Spec:
    """What was held and is not needed is free again."""
    return move(
        "commitment_released", currency, debit(fund_committed, amount_minor), credit(fund_available, amount_minor)
    )


def cost_paid(fund_committed: Place, amount_minor: int, currency: str) -> Spec:
    """A vendor's bill or a claim was paid from the bank account; refused where the account is short."""
    return move("cost_paid", currency, debit(fund_committed, amount_minor), credit(BANK, amount_minor))


def stipend_paid(fund_committed: Place, amount_minor: int, currency: str) -> Spec:
    """A taxable stipend (lost wages, care) was paid; apart from costs, since it is income."""
    return move("stipend_paid", currency, debit(fund_committed, amount_minor), credit(BANK, amount_minor))


def payment_returned(fund_committed: Place, amount_minor: int, currency: str) -> Spec:
    """The bank sent a payment back: it is held for the cost again."""
    return move("payment_returned", currency, into_bank(amount_minor), credit(fund_committed, amount_minor))


def advance_paid(delegate_advances: Place, amount_minor: int, currency: str) -> Spec:
    """Money in a traveller's hand, to be accounted for. What is held for its costs stays held."""
    return move("advance_paid", currency, debit(delegate_advances, amount_minor), credit(BANK, amount_minor))


def advance_accounted(fund_committed: Place, delegate_advances: Place, amount_minor: int, currency: str) -> Spec:
    """An approved claim accounts for an advance: now it is spent."""
    return move(
        "advance_accounted", currency, debit(fund_committed, amount_minor), credit(delegate_advances, amount_minor)
    )


def advance_handed_back(delegate_advances: Place, amount_minor: int, currency: str) -> Spec:
    """What of an advance was not spent came back to the bank account."""
    return move("advance_handed_back", currency, into_bank(amount_minor), credit(delegate_advances, amount_minor))


def cost_returned(fund_available: Place, amount_minor: int, currency: str) -> Spec:
    """A paid cost came back (a cancelled ticket's refund): free money of the fund."""
    return move("cost_returned", currency, into_bank(amount_minor), credit(fund_available, amount_minor))
