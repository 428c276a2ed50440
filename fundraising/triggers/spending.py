"""Spending: details are only added to, what was approved is what is paid, and what was sent stays sent."""

from delegation.triggers import append_only, frozen_columns
from fundraising.triggers.guard import guard as _guard
from fundraising.triggers.guard import never_deleted

PAYEE, DETAILS, COMMITMENT = "fundraising_payee", "fundraising_payeedetails", "fundraising_commitment"
RAISE, DISBURSEMENT, BATCH = "fundraising_commitmentraise", "fundraising_disbursement", "fundraising_paymentbatch"
_GONE = "('sent', 'unknown', 'settled', 'failed', 'returned')"


def _moved(*columns: str) -> str:
    """Whether one of the columns changes; alike in both dialects, empty values included."""
    return "(" + " OR ".join(f"COALESCE(OLD.{c}, -1) <> COALESCE(NEW.{c}, -1)" for c in columns) + ")"


SPENDING = [
    *frozen_columns(PAYEE, ("uuid", "delegation_id", "kind", "delegate_id", "made_by_id", "form_token", "created_at")),
    never_deleted(PAYEE, "payees are never deleted"),
    *frozen_columns(
        DETAILS,
        (
            "uuid", "payee_id", "version", "method", "currency", "tail", "fingerprint", "digest", "name_differs",
            "changed_by_id", "held_until", "form_token", "created_at",
        ),
    ),
    _guard(
        f"{DETAILS}_confirmed_once",
        DETAILS,
        "BEFORE UPDATE",
        "OLD.confirmed_by_id IS NOT NULL",
        "details are confirmed once",
    ),
    _guard(
        f"{DETAILS}_born_unconfirmed",
        DETAILS,
        "BEFORE INSERT",
        "NEW.confirmed_by_id IS NOT NULL",
        "details are confirmed by a second person, later",
    ),
    never_deleted(DETAILS, "details are never deleted"),
    # -- commitments --------------------------------------------------------------------------------
    *frozen_columns(
        COMMITMENT,
        (
            "uuid", "fund_id", "purpose", "amount_minor", "currency", "original_minor", "original_currency", "rate",
            "rate_on", "rate_source", "proposed_by_id", "form_token", "created_at",
        ),
    ),
    _guard(
        f"{COMMITMENT}_born_proposed",
        COMMITMENT,
        "BEFORE INSERT",
        "NEW.status <> 'proposed'",
        "a commitment begins as a proposal",
    ),
    _guard(
        f"{COMMITMENT}_approved_for_good",
        COMMITMENT,
        "BEFORE UPDATE",
        f"OLD.approved_by_id IS NOT NULL AND {_moved('approved_by_id')}",
        "a commitment is approved once",
    ),
    never_deleted(COMMITMENT, "commitments are never deleted"),
    *frozen_columns(RAISE, ("uuid", "commitment_id", "amount_minor", "proposed_by_id", "form_token", "created_at")),
    _guard(f"{RAISE}_decided_once", RAISE, "BEFORE UPDATE", "OLD.status <> 'proposed'", "a raise is decided once"),
    _guard(f"{RAISE}_born_proposed", RAISE, "BEFORE INSERT", "NEW.status <> 'proposed'", "a raise is proposed first"),
    never_deleted(RAISE, "raises are never deleted"),
    # -- payments -----------------------------------------------------------------------------------
    *frozen_columns(
        DISBURSEMENT,
        (
            "uuid", "kind", "fund_id", "commitment_id", "about_kind", "about_uuid", "payee_id", "reference",
            "amount_minor", "currency", "pay_minor", "pay_currency", "prepared_by_id", "form_token", "created_at",
        ),
    ),
    _guard(
        f"{DISBURSEMENT}_born_prepared",
        DISBURSEMENT,
        "BEFORE INSERT",
        "NEW.status <> 'prepared' OR NEW.approved_by_id IS NOT NULL",
        "a payment is prepared first",
    ),
    _guard(
        f"{DISBURSEMENT}_sent_stays_sent",
        DISBURSEMENT,
        "BEFORE UPDATE",
        f"(OLD.status IN {_GONE} AND NEW.status NOT IN {_GONE}) "
        "OR (OLD.status = 'cancelled' AND NEW.status <> OLD.status)",
        "what was sent stays sent",
    ),
    _guard(
        f"{DISBURSEMENT}_bound",
        DISBURSEMENT,
        "BEFORE UPDATE",
        f"(OLD.status IN {_GONE} OR (OLD.status = 'approved' AND NEW.status <> 'prepared')) "
        f"AND ({_moved('details_id', 'approved_by_id')} OR OLD.approved_hash <> NEW.approved_hash) "
        f"OR OLD.status IN {_GONE} AND ({_moved('batch_id', 'sent_by_id')} OR OLD.bank_account <> NEW.bank_account "
        "OR (OLD.booked_minor IS NOT NULL AND COALESCE(NEW.booked_minor, -1) <> OLD.booked_minor))",
        "a sent payment keeps its approval",
    ),
    never_deleted(DISBURSEMENT, "payments are never deleted"),
    *frozen_columns(
        BATCH,
        ("uuid", "delegation_id", "method", "currency", "bank_account", "created_by_id", "form_token", "created_at"),
    ),
    _guard(
        f"{BATCH}_bound",
        BATCH,
        "BEFORE UPDATE",
        "OLD.status IN ('sent', 'settled') AND (OLD.total_minor <> NEW.total_minor OR OLD.payments <> NEW.payments "
        f"OR OLD.approved_hash <> NEW.approved_hash OR {_moved('approved_by_id', 'sent_by_id')} "
        "OR NEW.status NOT IN ('sent', 'settled'))",
        "a sent batch never changes",
    ),
    never_deleted(BATCH, "batches are never deleted"),
    *append_only("fundraising_bankfile"),
    *append_only("fundraising_costreturn"),
]  # fmt: skip
