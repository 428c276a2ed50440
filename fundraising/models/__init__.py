from fundraising.models.advances import Advance, AdvanceCover, AdvanceNote, HandBack
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
from fundraising.models.bank import BankLine, BankLineText, BankStatement, BankUse
from fundraising.models.budgets import Budget, BudgetLine, PlanningRate
from fundraising.models.claims import ClaimLine, ClaimNote, ClaimPart, ExpenseClaim, ReceiptFile
from fundraising.models.covers import NetworkCover, NetworkCoverNote
from fundraising.models.disbursements import BankFile, Disbursement, DisbursementNote, PaymentBatch
from fundraising.models.donations import CheckoutAttempt, Donation, DonationNote, Donor
from fundraising.models.funds import Allocation, AllocationNote, Fund
from fundraising.models.giving import GivingBreak
from fundraising.models.in_kind import InKindNote, InKindOffer
from fundraising.models.inbox import StripeEvent
from fundraising.models.ledger import Account, BooksCheck, JournalEntry, JournalLine
from fundraising.models.matches import MatchAsk, MatchPayment, MatchPledge
from fundraising.models.monthly import DonorDoor, DoorRequest, MonthlyGift
from fundraising.models.offline import Deposit, OfflineGift, OfflineNote
from fundraising.models.payees import Method, Payee, PayeeDetails
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
from fundraising.models.receipts import (
    PrintedName,
    Receipt,
    ReceiptSeries,
    ReceiptVoid,
    YearStatement,
    YearStatementLine,
)
from fundraising.models.reconciliation import (
    BalanceLine,
    Correction,
    CorrectionNote,
    Difference,
    EventSweep,
    Reconciliation,
)
from fundraising.models.rounds import AllocationRound, DelegateCriteria, Offer, OfferNote, RoundLine, RoundNote
from fundraising.models.shares import Share
from fundraising.models.spending import Commitment, CommitmentNote, CommitmentRaise, CostReturn
from fundraising.models.stipends import Stipend
from fundraising.models.transfers import FundTransfer, FundTransferNote, Postponement, Telling, Wish

__all__ = [
    "Account",
    "Advance",
    "AdvanceCover",
    "AdvanceNote",
    "Allocation",
    "AllocationNote",
    "AllocationRound",
    "Appeal",
    "AppealDraft",
    "AppealSlug",
    "AppealUpdate",
    "AppealVersion",
    "BalanceLine",
    "BankFile",
    "BankLine",
    "BankLineText",
    "BankStatement",
    "BankUse",
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
    "Correction",
    "CorrectionNote",
    "CostReturn",
    "DelegateCriteria",
    "Deposit",
    "Difference",
    "Disbursement",
    "DisbursementNote",
    "Dispute",
    "DisputeMovement",
    "Donation",
    "DonationNote",
    "Donor",
    "DonorDoor",
    "DoorRequest",
    "EventSweep",
    "ExpenseClaim",
    "FraudWarning",
    "Fund",
    "FundTransfer",
    "FundTransferNote",
    "GivingBreak",
    "HandBack",
    "HeldApart",
    "InKindNote",
    "InKindOffer",
    "JournalEntry",
    "JournalLine",
    "MatchAsk",
    "MatchPayment",
    "MatchPledge",
    "Method",
    "MonthlyGift",
    "Naming",
    "NetworkCover",
    "NetworkCoverNote",
    "Offer",
    "OfferNote",
    "OfflineGift",
    "OfflineNote",
    "Payee",
    "PayeeDetails",
    "PaymentBatch",
    "Payout",
    "PayoutLine",
    "Period",
    "PeriodBalance",
    "Photo",
    "PlanningRate",
    "Postponement",
    "PrintedName",
    "Receipt",
    "ReceiptFile",
    "ReceiptSeries",
    "ReceiptVoid",
    "Reconciliation",
    "Refund",
    "RefundNote",
    "Review",
    "ReviewNote",
    "RoundLine",
    "RoundNote",
    "Share",
    "Stipend",
    "StripeEvent",
    "Telling",
    "VersionText",
    "Wish",
    "YearStatement",
    "YearStatementLine",
]
