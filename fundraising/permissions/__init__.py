"""Every verb of the money side and who may; nowhere else. One file an area. Superuser means nothing here."""

from fundraising.permissions import (
    allocations,
    appeals,
    claims,
    covers,
    gifts,
    giving,
    monthend,
    monthly,
    offline,
    payments,
    receipts,
    rounds,
    spending,
    transfers,
)
from fundraising.permissions.base import DECIDERS

# Names under which a kind's verbs are known, where it is not the model's own: people review appeals, not reviews.
NOUNS = {
    "fundraising.allocationround": "round",
    "fundraising.review": "appeal",
    "fundraising.fundtransfer": "transfer",
    "fundraising.heldapart": "held",
    "fundraising.monthlygift": "monthly_gift",
    "fundraising.commitmentraise": "raise",
    "fundraising.paymentbatch": "batch",
    "fundraising.expenseclaim": "claim",
    "fundraising.handback": "hand_back",
    "fundraising.networkcover": "cover",
}

__all__ = [
    "DECIDERS",
    "NOUNS",
    "allocations",
    "appeals",
    "claims",
    "covers",
    "gifts",
    "giving",
    "monthend",
    "monthly",
    "offline",
    "payments",
    "receipts",
    "rounds",
    "spending",
    "transfers",
]
