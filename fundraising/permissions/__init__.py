"""Every verb of the money side and who may; nowhere else. One file an area. Superuser means nothing here."""

from fundraising.permissions import allocations, appeals, gifts, giving, monthly, transfers
from fundraising.permissions.base import DECIDERS

# Names under which a kind's verbs are known, where it is not the model's own: people review appeals, not reviews.
NOUNS = {
    "fundraising.review": "appeal",
    "fundraising.fundtransfer": "transfer",
    "fundraising.monthlygift": "monthly_gift",
}

__all__ = ["DECIDERS", "NOUNS", "allocations", "appeals", "gifts", "giving", "monthly", "transfers"]
