"""Gifts, and what Stripe does with them."""

from fundraising.ledger.accounts import BANK, IN_TRANSIT, OWED_BY_NETWORK, SUSPENSE, Place
from fundraising.ledger.entries.base import (
    Leg,
    Spec,
    bear,
    credit,
    debit,
    into_bank,
    into_stripe,
    move,
    out_of_bank_already,
    out_of_stripe,
    positive,
)


def gift_settled(fund_available: Place, gross_minor: int, currency: str) -> Spec:
    """A gift's payment succeeded: the gross is with Stripe and belongs to the fund. For a gift in another currency:
    the settled amount, once its balance transaction exists."""
    return move("gift_settled", currency, into_stripe(gross_minor), credit(fund_available, gross_minor))


def fee_known(fund_available: Place, pool_available: Place, fee_minor: int, currency: str) -> Spec:
    """The balance transaction names Stripe's fee: the fund the gift went to bears it."""
    return move("fee_known", currency, bear(fund_available, pool_available, fee_minor), out_of_stripe(fee_minor))


def stripe_fee_charged(pool_available: Place, fee_minor: int, currency: str) -> Spec:
    """A fee of Stripe's that belongs to no gift (a month's Radar, a currency conversion): the pool bears it."""
    return move(
        "stripe_fee_charged", currency, bear(pool_available, pool_available, fee_minor), out_of_stripe(fee_minor)
    )


def stripe_corrected_down(pool_available: Place, amount_minor: int, currency: str) -> Spec:
    """Stripe holds less than the books said, and two people found no better name for the gap: the pool bears it."""
    return move(
        "stripe_corrected_down",
        currency,
        bear(pool_available, pool_available, amount_minor),
        out_of_stripe(amount_minor),
    )


def stripe_corrected_up(pool_available: Place, amount_minor: int, currency: str) -> Spec:
    """Stripe holds more than the books said, and it is nobody's: the pool's."""
    return move("stripe_corrected_up", currency, into_stripe(amount_minor), credit(pool_available, amount_minor))


# -- money that fits no gift -------------------------------------------------------------------------
def stripe_unplaced(gross_minor: int, currency: str) -> Spec:
    """Stripe holds money that fits no gift of ours: it is held apart until a person has looked."""
    return move("stripe_unplaced", currency, into_stripe(gross_minor), credit(SUSPENSE, gross_minor))


def gift_placed(fund_available: Place, gross_minor: int, currency: str) -> Spec:
    """Two people said whose gift held-apart money is: it counts as received now."""
    return move("gift_placed", currency, debit(SUSPENSE, gross_minor), credit(fund_available, gross_minor))


def stripe_placed(fund_available: Place, gross_minor: int, currency: str) -> Spec:
    """Two people said where held-apart money belongs of which nobody knows who gave it."""
    return move("stripe_placed", currency, debit(SUSPENSE, gross_minor), credit(fund_available, gross_minor))


def suspense_returned(amount_minor: int, currency: str) -> Spec:
    """Held-apart money goes back to whoever paid it, the way it came."""
    return move("suspense_returned", currency, debit(SUSPENSE, amount_minor), out_of_stripe(amount_minor))


def bank_unplaced(amount_minor: int, currency: str) -> Spec:
    """The bank statement shows money nobody knows: held apart until a person has looked."""
    return move("bank_unplaced", currency, into_bank(amount_minor), credit(SUSPENSE, amount_minor))


def bank_placed(fund_available: Place, amount_minor: int, currency: str) -> Spec:
    """A gift was found for money held apart in the bank account: it counts as received now."""
    return move("bank_placed", currency, debit(SUSPENSE, amount_minor), credit(fund_available, amount_minor))


def bank_unplaced_returned(amount_minor: int, currency: str) -> Spec:
    """Held-apart money goes back from the bank account."""
    return move("bank_unplaced_returned", currency, debit(SUSPENSE, amount_minor), out_of_bank_already(amount_minor))


# -- refunds and disputes: money that has left already ------------------------------------------------
def refund_made(fund_available: Place, pool_available: Place, amount_minor: int, currency: str) -> Spec:
    """Stripe gave money of a gift back. The fee it kept stays where it was."""
    return move(
        "refund_made", currency, bear(fund_available, pool_available, amount_minor), out_of_stripe(amount_minor)
    )


def dispute_taken(fund_available: Place, pool_available: Place, amount_minor: int, currency: str) -> Spec:
    """The card's owner asked the bank, and Stripe took the disputed amount."""
    return move(
        "dispute_taken", currency, bear(fund_available, pool_available, amount_minor), out_of_stripe(amount_minor)
    )


def dispute_fee(pool_available: Place, fee_minor: int, currency: str) -> Spec:
    """Stripe's fee for a dispute: the pool bears it, never a delegate."""
    return move("dispute_fee", currency, bear(pool_available, pool_available, fee_minor), out_of_stripe(fee_minor))


def dispute_fee_returned(borne: dict[Place, int], pool_available: Place, currency: str) -> Spec:
    """Stripe gave the fee of a dispute back, to those who bore it: the pool, or the network for it."""
    return _given_back("dispute_fee_returned", borne, pool_available, currency)


def _given_back(kind: str, borne: dict[Place, int], otherwise: Place, currency: str) -> Spec:
    """Money comes back to those who bore its loss. What the network bore lowers its debt; where the debt was covered
    meanwhile, the rest is `otherwise`'s."""
    legs = [
        Leg(place, -positive(part), borne_by=(otherwise,)) if place == OWED_BY_NETWORK else credit(place, part)
        for place, part in borne.items()
    ]
    return move(kind, currency, into_stripe(sum(borne.values())), *legs)


def refund_failed(borne: dict[Place, int], pool_available: Place, currency: str) -> Spec:
    """A refund came back to Stripe. `borne`: who bore it, from the refund's own entry, minor units by place."""
    return _given_back("refund_failed", borne, pool_available, currency)


def dispute_reinstated(borne: dict[Place, int], pool_available: Place, currency: str) -> Spec:
    """A dispute was won: Stripe gave the amount back to those who bore it."""
    return _given_back("dispute_reinstated", borne, pool_available, currency)


def suspense_refilled(borne: dict[Place, int], otherwise: Place, currency: str) -> Spec:
    """What had left of a payment held apart is with Stripe again: back into suspense, and to whoever else bore it."""
    return _given_back("suspense_refilled", borne, otherwise, currency)


# -- payouts ------------------------------------------------------------------------------------------
def payout_sent(amount_minor: int, currency: str) -> Spec:
    """Stripe sent money on its way to the bank account."""
    return move("payout_sent", currency, debit(IN_TRANSIT, amount_minor), out_of_stripe(amount_minor))


def payout_arrived(amount_minor: int, currency: str) -> Spec:
    """The payout is in the bank account."""
    return move("payout_arrived", currency, into_bank(amount_minor), credit(IN_TRANSIT, amount_minor))


def payout_returned(amount_minor: int, currency: str) -> Spec:
    """A payout failed on its way: the money is with Stripe again."""
    return move("payout_returned", currency, into_stripe(amount_minor), credit(IN_TRANSIT, amount_minor))


def payout_bounced(amount_minor: int, currency: str) -> Spec:
    """A payout that counted as arrived failed after all: back from the bank account to being under way."""
    return move("payout_bounced", currency, debit(IN_TRANSIT, amount_minor), out_of_bank_already(amount_minor))


def payout_drawn(amount_minor: int, currency: str) -> Spec:
    """Stripe took from the bank account what it was owed: a payout of a negative amount."""
    return move("payout_drawn", currency, into_stripe(amount_minor), out_of_bank_already(amount_minor))


# -- gifts that do not come through Stripe ---------------------------------------------------------------
def gift_received(fund_available: Place, amount_minor: int, currency: str) -> Spec:
    """A cheque, a transfer, cash: confirmed by a second person, in the bank account."""
    return move("gift_received", currency, into_bank(amount_minor), credit(fund_available, amount_minor))


def gift_bounced(fund_available: Place, pool_available: Place, amount_minor: int, currency: str) -> Spec:
    """A cheque came back unpaid after it had been confirmed."""
    return move(
        "gift_bounced", currency, bear(fund_available, pool_available, amount_minor), out_of_bank_already(amount_minor)
    )


def gift_returned(fund_available: Place, amount_minor: int, currency: str) -> Spec:
    """We give a gift back from the bank account; only what the fund still has."""
    return move("gift_returned", currency, debit(fund_available, amount_minor), credit(BANK, amount_minor))


def network_covered(amount_minor: int, currency: str) -> Spec:
    """The network paid in what it owed for a shortfall."""
    return move("network_covered", currency, into_bank(amount_minor), credit(OWED_BY_NETWORK, amount_minor))
