"""What the database refuses by itself about money: the books, and rows that are only ever added to. One file an area;
a migration installs an area's triggers by name.

Names only, no models."""

from delegation.triggers import append_only
from fundraising.triggers.allocations import ALLOCATIONS
from fundraising.triggers.books import BOOKS
from fundraising.triggers.gifts import FIRST_GIFTS, GIFTS
from fundraising.triggers.payments import PAYMENTS
from fundraising.triggers.periods import PERIODS
from fundraising.triggers.reconciliation import RECONCILIATIONS
from fundraising.triggers.transfers import TRANSFERS

# Rows that are only ever added to.
APPENDED = [
    *append_only("fundraising_receipt"),
    *append_only("fundraising_appealversion"),
    *append_only("fundraising_planningrate"),
]

# What migration 0002 installed. Later ones install their own.
FIRST = [*BOOKS, *APPENDED, *ALLOCATIONS, *FIRST_GIFTS]

__all__ = ["ALLOCATIONS", "APPENDED", "BOOKS", "FIRST", "GIFTS", "PAYMENTS", "PERIODS", "RECONCILIATIONS", "TRANSFERS"]
