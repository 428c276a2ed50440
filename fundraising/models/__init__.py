from fundraising.models.appeals import (
    Appeal,
    AppealDraft,
    AppealSlug,
    AppealUpdate,
    AppealVersion,
    Naming,
    Photo,
    Review,
    ReviewNote,
    VersionText,
)
from fundraising.models.budgets import Budget, BudgetLine, PlanningRate
from fundraising.models.donations import CheckoutAttempt, Donation, DonationNote, Donor
from fundraising.models.funds import Allocation, AllocationNote, Fund
from fundraising.models.giving import GivingBreak
from fundraising.models.inbox import StripeEvent
from fundraising.models.ledger import Account, BooksCheck, JournalEntry, JournalLine
from fundraising.models.receipts import (
    PrintedName,
    Receipt,
    ReceiptSeries,
    ReceiptVoid,
    YearStatement,
    YearStatementLine,
)
from fundraising.models.shares import Share
from fundraising.models.transfers import FundTransfer, FundTransferNote, Postponement, Telling, Wish

__all__ = [
    "Account",
    "Allocation",
    "AllocationNote",
    "Appeal",
    "AppealDraft",
    "AppealSlug",
    "AppealUpdate",
    "AppealVersion",
    "BooksCheck",
    "Budget",
    "BudgetLine",
    "CheckoutAttempt",
    "Donation",
    "DonationNote",
    "Donor",
    "Fund",
    "FundTransfer",
    "FundTransferNote",
    "GivingBreak",
    "JournalEntry",
    "JournalLine",
    "Naming",
    "Photo",
    "PlanningRate",
    "Postponement",
    "PrintedName",
    "Receipt",
    "ReceiptSeries",
    "ReceiptVoid",
    "Review",
    "ReviewNote",
    "Share",
    "StripeEvent",
    "Telling",
    "VersionText",
    "Wish",
    "YearStatement",
    "YearStatementLine",
]
