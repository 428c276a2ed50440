"""A closed month: nothing is posted into it, and what it said never changes."""

from delegation.triggers import append_only, frozen_columns
from fundraising.triggers.guard import guard, never_deleted

ENTRY, PERIOD = "fundraising_journalentry", "fundraising_period"
PERIODS = [
    guard(
        f"{ENTRY}_open_period",
        ENTRY,
        "BEFORE INSERT",
        f"EXISTS (SELECT 1 FROM {PERIOD} p WHERE p.status = 'closed' AND NEW.posted_at < p.ends_at)",  # noqa: S608
        "this month is closed",
    ),
    *frozen_columns(PERIOD, ("uuid", "delegation_id", "month", "starts_at", "ends_at", "asked_by_id", "created_at")),
    guard(f"{PERIOD}_decided_once", PERIOD, "BEFORE UPDATE", "OLD.status <> 'asked'", "a month is closed once"),
    guard(f"{PERIOD}_born_asked", PERIOD, "BEFORE INSERT", "NEW.status <> 'asked'", "a closing begins as a proposal"),
    guard(
        f"{PERIOD}_in_order",
        PERIOD,
        "BEFORE UPDATE",
        f"NEW.status = 'closed' AND EXISTS (SELECT 1 FROM {PERIOD} p WHERE p.status = 'closed') AND ("  # noqa: S608
        f"NOT EXISTS (SELECT 1 FROM {PERIOD} p WHERE p.status = 'closed' AND p.ends_at = NEW.starts_at) OR "
        f"EXISTS (SELECT 1 FROM {PERIOD} p WHERE p.status = 'closed' AND p.ends_at > NEW.starts_at))",
        "months are closed one after the other",
    ),
    never_deleted(PERIOD, "a closing is never deleted"),
    *append_only("fundraising_periodbalance"),
]
