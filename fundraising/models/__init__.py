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
from fundraising.models.payments import (
    Dispute,
    DisputeMovement,
    FraudWarning,
    HeldApart,
    Payout,
    PayoutLine,
    Refund,
    RefundNote,
)
from fundraising.models.periods import Period, PeriodBalance
from fundraising.models.receipts import Receipt, ReceiptSeries
from fundraising.models.reconciliation import (
    BalanceLine,
    Correction,
    CorrectionNote,
    Difference,
    EventSweep,
    Reconciliation,
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
    "BalanceLine",
    "BooksCheck",
    "Budget",
    "BudgetLine",
    "CheckoutAttempt",
    "Correction",
    "CorrectionNote",
    "Difference",
    "Dispute",
    "DisputeMovement",
    "Donation",
    "DonationNote",
    "Donor",
    "EventSweep",
    "FraudWarning",
    "Fund",
    "FundTransfer",
    "FundTransferNote",
    "HeldApart",
    "JournalEntry",
    "JournalLine",
    "Naming",
    "Payout",
    "PayoutLine",
    "Period",
    "PeriodBalance",
    "Photo",
    "PlanningRate",
    "Postponement",
    "Receipt",
    "ReceiptSeries",
    "Reconciliation",
    "Refund",
    "RefundNote",
    "Review",
    "ReviewNote",
    "Share",
    "StripeEvent",
    "Telling",
    "VersionText",
    "Wish",
]
