"""The books: entries are inserted unsealed, sealed once, then never touched; a balance moves only by a line."""

from delegation.triggers import append_only, frozen_columns, refuse_postgres, refuse_sqlite, register
from fundraising.triggers.guard import guard as _guard

ENTRY, LINE, ACCOUNT = "fundraising_journalentry", "fundraising_journalline", "fundraising_account"

# -- entries: inserted unsealed, sealed once, then never touched ------------------------------------
_SEALING = (
    (
        "two_lines",
        "(SELECT count(*) FROM fundraising_journalline l WHERE l.entry_id = NEW.id) < 2",
        "an entry has at least two lines",
    ),
    (
        "zero_sum",
        "EXISTS (SELECT 1 FROM fundraising_journalline l WHERE l.entry_id = NEW.id "
        "GROUP BY l.currency HAVING sum(l.amount_minor) <> 0)",
        "an entry sums to zero in each currency",
    ),
    (
        "mirror",
        "NEW.reverses_id IS NOT NULL AND EXISTS (SELECT 1 FROM fundraising_journalline l "
        "WHERE l.entry_id IN (NEW.id, NEW.reverses_id) GROUP BY l.account_id HAVING sum(l.amount_minor) <> 0)",
        "a reversal mirrors its original",
    ),
)
_ENTRY_COLUMNS = (
    "id", "uuid", "kind", "key", "about_kind", "about_uuid", "reverses_id", "happened_at", "posted_at",
)  # fmt: skip

BOOKS = [
    register(
        f"{ENTRY}_delete_refused",
        ENTRY,
        "BEFORE DELETE",
        sqlite=refuse_sqlite("entries are never deleted"),
        postgres=refuse_postgres("entries are never deleted"),
    ),
    register(
        f"{ENTRY}_truncate_refused",
        ENTRY,
        "BEFORE TRUNCATE",
        sqlite="",
        postgres=refuse_postgres("entries are never deleted"),
    ),
    _guard(f"{ENTRY}_born_unsealed", ENTRY, "BEFORE INSERT", "NEW.sealed", "an entry is sealed after its lines"),
    _guard(
        f"{ENTRY}_sealed_for_good",
        ENTRY,
        "BEFORE UPDATE",
        "OLD.sealed OR NOT NEW.sealed",
        "a sealed entry never changes",
    ),
    *frozen_columns(ENTRY, _ENTRY_COLUMNS),
    *(_guard(f"{ENTRY}_{name}", ENTRY, "BEFORE UPDATE", broken, words) for name, broken, words in _SEALING),
    # -- lines ------------------------------------------------------------------------------------
    *append_only(LINE),
    _guard(
        f"{LINE}_entry_open",
        LINE,
        "BEFORE INSERT",
        "EXISTS (SELECT 1 FROM fundraising_journalentry e WHERE e.id = NEW.entry_id AND e.sealed)",
        "no line joins a sealed entry",
    ),
    _guard(
        f"{LINE}_currency",
        LINE,
        "BEFORE INSERT",
        "NOT EXISTS (SELECT 1 FROM fundraising_account a WHERE a.id = NEW.account_id AND a.currency = NEW.currency)",
        "a line has the currency of its account",
    ),
    # -- accounts: a balance moves only by the line that says so -----------------------------------
    *frozen_columns(ACCOUNT, ("id", "code", "currency", "fund_id", "delegate_id", "side")),
    _guard(
        f"{ACCOUNT}_by_line",
        ACCOUNT,
        "BEFORE UPDATE",
        "(NEW.balance_minor <> OLD.balance_minor OR NEW.version <> OLD.version) AND NOT EXISTS ("
        "SELECT 1 FROM fundraising_journalline l WHERE l.account_id = NEW.id AND l.account_version = OLD.version + 1 "
        "AND NEW.version = OLD.version + 1 AND l.balance_after_minor = NEW.balance_minor "
        "AND OLD.balance_minor + l.amount_minor = NEW.balance_minor)",
        "a balance changes only by a line",
    ),
    _guard(
        f"{ACCOUNT}_born_empty",
        ACCOUNT,
        "BEFORE INSERT",
        "NEW.balance_minor <> 0 OR NEW.version <> 0",
        "an account begins empty",
    ),
    register(
        f"{ACCOUNT}_delete_refused",
        ACCOUNT,
        "BEFORE DELETE",
        sqlite=refuse_sqlite("accounts are never deleted"),
        postgres=refuse_postgres("accounts are never deleted"),
    ),
]
