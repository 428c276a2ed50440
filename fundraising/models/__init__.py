from fundraising.models.advances import Advance, AdvanceNote, HandBack
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
from fundraising.models.claims import ClaimLine, ClaimNote, ClaimPart, ExpenseClaim, ReceiptFile
from fundraising.models.disbursements import BankFile, Disbursement, DisbursementNote, PaymentBatch
from fundraising.models.donations import CheckoutAttempt, Donation, DonationNote, Donor
from fundraising.models.funds import Allocation, AllocationNote, Fund
from fundraising.models.inbox import StripeEvent
from fundraising.models.ledger import Account, BooksCheck, JournalEntry, JournalLine
from fundraising.models.payees import Method, Payee, PayeeDetails
from fundraising.models.receipts import Receipt, ReceiptSeries
from fundraising.models.shares import Share
from fundraising.models.spending import Commitment, CommitmentNote, CommitmentRaise, CostReturn
from fundraising.models.stipends import Stipend

__all__ = [
    "Account",
    "Advance",
    "AdvanceNote",
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
    "ClaimLine",
    "ClaimNote",
    "ClaimPart",
    "Commitment",
    "CommitmentNote",
    "CommitmentRaise",
    "CostReturn",
    "Disbursement",
    "DisbursementNote",
    "Donation",
    "DonationNote",
    "Donor",
    "ExpenseClaim",
    "Fund",
    "HandBack",
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
    "ReceiptFile",
    "ReceiptSeries",
    "Review",
    "ReviewNote",
    "Share",
    "Stipend",
    "StripeEvent",
    "VersionText",
]
