"""A transfer: what was proposed is what is decided, once; a wish is never rewritten."""

from delegation.triggers import append_only, frozen_columns
from fundraising.triggers.guard import guard, never_deleted

TRANSFER = "fundraising_fundtransfer"
TRANSFERS = [
    *frozen_columns(
        TRANSFER,
        (
            "uuid", "source_id", "target_id", "kind", "reason", "amount_minor", "currency", "proposed_by_id",
            "wishes_until", "form_token", "created_at",
        ),
    ),
    guard(
        f"{TRANSFER}_decided_once",
        TRANSFER,
        "BEFORE UPDATE",
        "OLD.status <> 'proposed'",
        "a transfer is decided once",
    ),
    guard(
        f"{TRANSFER}_born_proposed",
        TRANSFER,
        "BEFORE INSERT",
        "NEW.status <> 'proposed'",
        "a transfer begins as a proposal",
    ),
    never_deleted(TRANSFER, "transfers are never deleted"),
    *append_only("fundraising_postponement"),
    *append_only("fundraising_wish"),
    *frozen_columns("fundraising_telling", ("uuid", "transfer_id", "postponement_id", "donation_id")),
]  # fmt: skip
