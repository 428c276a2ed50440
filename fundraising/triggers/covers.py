"""What the network paid in: what was recorded is what is decided, once."""

from delegation.triggers import frozen_columns
from fundraising.triggers.guard import guard, never_deleted

COVER = "fundraising_networkcover"
COVERS = [
    *frozen_columns(
        COVER,
        (
            "uuid", "delegation_id", "amount_minor", "currency", "received_on", "bank_account", "bank_reference",
            "recorded_by_id", "form_token", "created_at",
        ),
    ),
    guard(f"{COVER}_decided_once", COVER, "BEFORE UPDATE", "OLD.status <> 'recorded'", "a cover is decided once"),
    guard(f"{COVER}_born_recorded", COVER, "BEFORE INSERT", "NEW.status <> 'recorded'", "a cover begins as a record"),
    never_deleted(COVER, "what the network paid in is never deleted"),
]  # fmt: skip
