"""A break of giving keeps what it was; only its end is written."""

from delegation.triggers import frozen_columns
from fundraising.triggers.guard import guard, never_deleted

BREAK = "fundraising_givingbreak"
GIVING = [
    *frozen_columns(BREAK, ("uuid", "fund_id", "kind", "stopped_by_id", "created_at")),
    guard(f"{BREAK}_ends_once", BREAK, "BEFORE UPDATE", "OLD.allowed_at IS NOT NULL", "a break of giving ends once"),
    never_deleted(BREAK, "breaks of giving are never deleted"),
]
