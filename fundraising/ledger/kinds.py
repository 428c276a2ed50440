"""What each kind of entry means for a fund: one literal table, read by public totals, statements and proofs."""

GIFT, BOUNCED, PLACED, FEE, GIVEN_BACK, DISPUTED, SPENT, RETURNED, MOVED, HELD, CARRIED = (
    "gift", "bounced", "placed", "fee", "given_back", "disputed", "spent", "returned", "moved", "held", "carried",
)  # fmt: skip

# Bucket of a fund's lines by the kind of their entry. MOVED sums to zero over all funds of a delegation, CARRIED over
# two delegations; HELD moves within one fund. Kinds of the network's own accounts alone (payouts, suspense, advances
# paid) touch no fund.
BUCKETS = {
    "gift_settled": GIFT,
    "gift_received": GIFT,
    "bank_placed": GIFT,
    "gift_placed": GIFT,
    "gift_bounced": BOUNCED,
    "stripe_placed": PLACED,
    "fee_known": FEE,
    "stripe_fee_charged": FEE,
    "stripe_corrected_down": FEE,
    "stripe_corrected_up": FEE,
    "dispute_fee": FEE,
    "dispute_fee_returned": FEE,
    "refund_made": GIVEN_BACK,
    "refund_failed": GIVEN_BACK,
    "gift_returned": GIVEN_BACK,
    # A fund bears only what no longer lies in suspense.
    "suspense_returned": GIVEN_BACK,
    "suspense_refilled": GIVEN_BACK,
    "dispute_taken": DISPUTED,
    "dispute_reinstated": DISPUTED,
    "cost_paid": SPENT,
    "stipend_paid": SPENT,
    "advance_accounted": SPENT,
    "payment_returned": SPENT,
    "cost_returned": RETURNED,
    "allocation_allocated": MOVED,
    "offer_made": HELD,
    "offer_accepted": MOVED,
    "offer_lapsed": HELD,
    "surplus_moved": MOVED,
    "withdrawal_moved": MOVED,
    "fund_redirected": MOVED,
    "carried_on": CARRIED,
    "cost_approved": HELD,
    "commitment_released": HELD,
}
NO_FUND = frozenset(
    {
        "stripe_unplaced", "bank_unplaced", "bank_unplaced_returned", "payout_sent",
        "payout_arrived", "payout_returned", "payout_bounced", "payout_drawn", "network_covered",
        "advance_paid", "advance_handed_back",
    }
)  # fmt: skip


def bucket(kind: str) -> str | None:
    """The bucket of an entry's kind, also of its reversal; None where no fund is touched, or nobody knows it."""
    return BUCKETS.get(kind.removesuffix("_reversed"))


def kinds_of(*buckets: str) -> list[str]:
    """Kinds of these buckets, reversals included."""
    return [name for kind, found in BUCKETS.items() if found in buckets for name in (kind, f"{kind}_reversed")]
