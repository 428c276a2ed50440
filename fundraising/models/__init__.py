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
from fundraising.models.inbox import StripeEvent
from fundraising.models.ledger import Account, BooksCheck, JournalEntry, JournalLine
from fundraising.models.receipts import Receipt, ReceiptSeries
from fundraising.models.rounds import AllocationRound, DelegateCriteria, Offer, OfferNote, RoundLine, RoundNote
from fundraising.models.shares import Share
from fundraising.models.transfers import FundTransfer, FundTransferNote, Postponement, Telling, Wish

__all__ = [
    "Account",
    "Allocation",
    "AllocationNote",
    "AllocationRound",
    "Appeal",
    "AppealDraft",
    "AppealSlug",
    "AppealUpdate",
    "AppealVersion",
    "BooksCheck",
    "Budget",
    "BudgetLine",
    "CheckoutAttempt",
    "DelegateCriteria",
    "Donation",
    "DonationNote",
    "Donor",
    "Fund",
    "FundTransfer",
    "FundTransferNote",
    "JournalEntry",
    "JournalLine",
    "Naming",
    "Offer",
    "OfferNote",
    "Photo",
    "PlanningRate",
    "Postponement",
    "Receipt",
    "ReceiptSeries",
    "Review",
    "ReviewNote",
    "RoundLine",
    "RoundNote",
    "Share",
    "StripeEvent",
    "Telling",
    "VersionText",
    "Wish",
]
