"""What the database refuses by itself about money: the books, and rows that are only ever added to. One file an area;
a migration installs an area's triggers by name.

Names only, no models."""

from delegation.triggers import append_only
from fundraising.triggers.allocations import ALLOCATIONS
from fundraising.triggers.books import BOOKS
from fundraising.triggers.claims import CLAIMS
from fundraising.triggers.gifts import FIRST_GIFTS, GIFTS
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

# What migration 0002 installed. Later ones install their own.
FIRST = [*BOOKS, *APPENDED, *ALLOCATIONS, *FIRST_GIFTS]

__all__ = ["ALLOCATIONS", "APPENDED", "BOOKS", "FIRST", "GIFTS", "MONTHLY", "TRANSFERS"]
__all__ = ["ALLOCATIONS", "APPENDED", "BOOKS", "FIRST", "GIFTS", "GIVING", "TRANSFERS"]
__all__ = ["ALLOCATIONS", "APPENDED", "BOOKS", "FIRST", "GIFTS", "PAYMENTS"]
__all__ = ["ALLOCATIONS", "APPENDED", "BOOKS", "FIRST", "GIFTS", "OFFLINE"]
__all__ = ["ALLOCATIONS", "APPENDED", "BOOKS", "FIRST", "GIFTS", "GIVING", "RECEIPTS", "TRANSFERS"]
__all__ = ["ALLOCATIONS", "APPENDED", "BOOKS", "FIRST", "GIFTS", "ROUNDS", "TRANSFERS"]
__all__ = ["ALLOCATIONS", "APPENDED", "BOOKS", "FIRST", "GIFTS", "SPENDING"]
__all__ = ["ALLOCATIONS", "APPENDED", "BOOKS", "CLAIMS", "FIRST", "GIFTS", "SPENDING"]
__all__ = ["ALLOCATIONS", "APPENDED", "BOOKS", "FIRST", "GIFTS", "PAYMENTS", "PERIODS", "RECONCILIATIONS", "TRANSFERS"]
