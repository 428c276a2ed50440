"""Stripe's lines as they were read, and differences: neither is rewritten, and nothing of them disappears."""

from delegation.triggers import append_only, frozen_columns
from fundraising.triggers.guard import guard, never_deleted

DIFFERENCE, CORRECTION = "fundraising_difference", "fundraising_correction"
RECONCILIATIONS = [
    *append_only("fundraising_balanceline"),
    *frozen_columns(
        DIFFERENCE, ("uuid", "kind", "subject", "category", "currency", "line_id", "entry_id", "first_seen_at")
    ),
    guard(
        f"{DIFFERENCE}_closed_once",
        DIFFERENCE,
        "BEFORE UPDATE",
        "OLD.status <> 'open' AND (NEW.status <> OLD.status OR NEW.theirs_minor <> OLD.theirs_minor "
        "OR NEW.ours_minor <> OLD.ours_minor)",
        "a difference is closed once",
    ),
    never_deleted(DIFFERENCE, "a difference is never deleted"),
    *frozen_columns(
        CORRECTION,
        ("uuid", "difference_id", "way", "gap_minor", "currency", "pool_id", "proposed_by_id", "form_token"),
    ),
    guard(
        f"{CORRECTION}_decided_once",
        CORRECTION,
        "BEFORE UPDATE",
        "OLD.status <> 'proposed'",
        "a correction is decided once",
    ),
    guard(
        f"{CORRECTION}_born_proposed",
        CORRECTION,
        "BEFORE INSERT",
        "NEW.status <> 'proposed'",
        "a correction begins as a proposal",
    ),
    never_deleted(CORRECTION, "corrections are never deleted"),
]
