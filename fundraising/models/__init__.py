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
from fundraising.models.disbursements import BankFile, Disbursement, DisbursementNote, PaymentBatch
from fundraising.models.donations import CheckoutAttempt, Donation, DonationNote, Donor
from fundraising.models.funds import Allocation, AllocationNote, Fund
from fundraising.models.inbox import StripeEvent
from fundraising.models.ledger import Account, BooksCheck, JournalEntry, JournalLine
from fundraising.models.payees import Method, Payee, PayeeDetails
from fundraising.models.receipts import Receipt, ReceiptSeries
from fundraising.models.shares import Share
from fundraising.models.spending import Commitment, CommitmentNote, CommitmentRaise, CostReturn

__all__ = [
    "Account",
    "Allocation",
    "AllocationNote",
    "Appeal",
    "AppealDraft",
    "AppealSlug",
    "AppealUpdate",
    "AppealVersion",
    "BankFile",
    "BooksCheck",
    "Budget",
    "BudgetLine",
    "CheckoutAttempt",
    "Commitment",
    "CommitmentNote",
    "CommitmentRaise",
    "CostReturn",
    "Disbursement",
    "DisbursementNote",
    "Donation",
    "DonationNote",
    "Donor",
    "Fund",
    "JournalEntry",
    "JournalLine",
    "Method",
    "Naming",
    "Payee",
    "PayeeDetails",
    "PaymentBatch",
    "Photo",
    "PlanningRate",
    "Receipt",
    "ReceiptSeries",
    "Review",
    "ReviewNote",
    "Share",
    "StripeEvent",
    "VersionText",
]
