"""What the database refuses by itself about money: the books, and rows that are only ever added to. One file an area;
a migration installs an area's triggers by name.

Names only, no models."""

from delegation.triggers import append_only
from fundraising.triggers.allocations import ALLOCATIONS
from fundraising.triggers.books import BOOKS
from fundraising.triggers.claims import ADVANCE_COVERS, CLAIMS
from fundraising.triggers.covers import COVERS
from fundraising.triggers.gifts import GIFTS
from fundraising.triggers.giving import GIVING
from fundraising.triggers.monthly import MONTHLY
from fundraising.triggers.offline import OFFLINE
from fundraising.triggers.payments import PAYMENTS
from fundraising.triggers.periods import PERIODS
from fundraising.triggers.receipts import RECEIPTS
from fundraising.triggers.reconciliation import RECONCILIATIONS
from fundraising.triggers.rounds import ROUNDS
from fundraising.triggers.spending import SPENDING
from fundraising.triggers.transfers import TRANSFERS

# Rows that are only ever added to.
APPENDED = [
    *append_only("fundraising_receipt"),
    *append_only("fundraising_appealversion"),
    *append_only("fundraising_planningrate"),
]

# What migration 0014 installs. Triggers that come later are installed by their own migrations.
ALL = [
    *BOOKS,
    *APPENDED,
    *GIFTS,
    *ALLOCATIONS,
    *PAYMENTS,
    *MONTHLY,
    *OFFLINE,
    *RECEIPTS,
    *ROUNDS,
    *SPENDING,
    *CLAIMS,
    *TRANSFERS,
    *RECONCILIATIONS,
    *PERIODS,
    *GIVING,
]

__all__ = ["ADVANCE_COVERS", "ALL", "APPENDED", "BOOKS", "COVERS", "GIFTS"]
