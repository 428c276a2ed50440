"""An allocation: what was proposed is what is decided, once."""

from delegation.triggers import frozen_columns, refuse_postgres, refuse_sqlite, register
from fundraising.triggers.guard import guard as _guard

ALLOCATION = "fundraising_allocation"
ALLOCATIONS = [
    *frozen_columns(
        ALLOCATION,
        (
            "uuid",
            "pool_id",
            "fund_id",
            "amount_minor",
            "currency",
            "reason",
            "proposed_by_id",
            "form_token",
            "created_at",
        ),
    ),
    _guard(
        f"{ALLOCATION}_decided_once",
        ALLOCATION,
        "BEFORE UPDATE",
        "OLD.status <> 'proposed'",
        "an allocation is decided once",
    ),
    _guard(
        f"{ALLOCATION}_born_proposed",
        ALLOCATION,
        "BEFORE INSERT",
        "NEW.status <> 'proposed'",
        "an allocation begins as a proposal",
    ),
    register(
        f"{ALLOCATION}_delete_refused",
        ALLOCATION,
        "BEFORE DELETE",
        sqlite=refuse_sqlite("allocations are never deleted"),
        postgres=refuse_postgres("allocations are never deleted"),
    ),
]
