"""Gifts that do not come through Stripe: what was recorded is what is confirmed, and nothing is used twice."""

from delegation.triggers import append_only, frozen_columns
from fundraising.triggers.guard import guard, never_deleted

GIFT, DEPOSIT, LINE = "fundraising_offlinegift", "fundraising_deposit", "fundraising_bankline"
# Installed by migration 0015, which brings the column.
DEPOSIT_NUMBER = [
    guard(f"{DEPOSIT}_number_stays", DEPOSIT, "BEFORE UPDATE", "NEW.number <> OLD.number", "a deposit keeps its number")
]
PLEDGE, OFFER = "fundraising_matchpledge", "fundraising_inkindoffer"
_DONE_GIFT = "('declined', 'taken_back', 'bounced')"

OFFLINE = [
    *frozen_columns(
        GIFT,
        (
            "uuid", "delegation_id", "donor_id", "source", "amount_minor", "currency", "given_on", "fund_id",
            "appeal_id", "pledge_id", "line_id", "is_family", "goods_value_minor", "recorded_by_id", "form_token",
            "created_at",
        ),
    ),
    guard(f"{GIFT}_born_recorded", GIFT, "BEFORE INSERT", "NEW.status <> 'recorded'", "a gift begins as recorded"),
    guard(
        f"{GIFT}_decided_once",
        GIFT,
        "BEFORE UPDATE",
        f"(OLD.status IN {_DONE_GIFT} AND NEW.status <> OLD.status) "
        "OR (OLD.status = 'confirmed' AND (NEW.status NOT IN ('confirmed', 'bounced') "
        "OR NEW.donation_id <> OLD.donation_id OR NEW.decided_by_id <> OLD.decided_by_id))",
        "a recorded gift is decided once",
    ),
    # What goes to the bank together stays together once it was counted.
    guard(
        f"{GIFT}_counted_stays",
        GIFT,
        "BEFORE UPDATE",
        "COALESCE(OLD.deposit_id, 0) <> COALESCE(NEW.deposit_id, 0) AND EXISTS (SELECT 1 FROM fundraising_deposit d "
        "WHERE d.id IN (OLD.deposit_id, NEW.deposit_id) AND d.status <> 'open')",
        "a counted deposit keeps its gifts",
    ),
    never_deleted(GIFT, "recorded gifts are never deleted"),
    *frozen_columns(DEPOSIT, ("uuid", "delegation_id", "currency", "made_by_id", "form_token", "created_at")),
    guard(f"{DEPOSIT}_born_open", DEPOSIT, "BEFORE INSERT", "NEW.status <> 'open'", "a deposit begins open"),
    guard(
        f"{DEPOSIT}_confirmed_once",
        DEPOSIT,
        "BEFORE UPDATE",
        "OLD.status = 'confirmed'",
        "a confirmed deposit never changes",
    ),
    guard(
        f"{DEPOSIT}_total",
        DEPOSIT,
        "BEFORE UPDATE",
        "NEW.status <> 'open' AND NEW.counted_minor <> "
        "(SELECT COALESCE(SUM(g.amount_minor), 0) FROM fundraising_offlinegift g WHERE g.deposit_id = NEW.id)",
        "a deposit is the sum of its gifts",
    ),
    never_deleted(DEPOSIT, "deposits are never deleted"),
    *append_only("fundraising_bankuse"),
    *append_only("fundraising_matchask"),
    *append_only("fundraising_matchpayment"),
    *frozen_columns(
        "fundraising_bankstatement",
        ("uuid", "delegation_id", "account", "currency", "sha256", "rows", "imported_by_id", "created_at"),
    ),
    never_deleted("fundraising_bankstatement", "statements are never deleted"),
    *frozen_columns(
        LINE,
        (
            "uuid", "statement_id", "delegation_id", "account", "reference", "fingerprint", "booked_on",
            "amount_minor", "currency", "imported_by_id", "created_at",
        ),
    ),
    guard(
        f"{LINE}_used_once",
        LINE,
        "BEFORE UPDATE",
        "OLD.use_id IS NOT NULL AND (NEW.use_id IS NULL OR NEW.use_id <> OLD.use_id)",
        "a line of the statement is used once",
    ),
    never_deleted(LINE, "lines of a statement are never deleted"),
    *frozen_columns(
        PLEDGE,
        (
            "uuid", "delegation_id", "appeal_id", "fund_id", "donor_id", "currency", "limit_minor", "cap_minor",
            "ratio_gives", "ratio_for", "starts_on", "ends_on", "starts_at", "ends_at", "recorded_by_id", "form_token",
        ),
    ),
    never_deleted(PLEDGE, "pledges are never deleted"),
    *frozen_columns(OFFER, ("uuid", "delegation_id", "donor_id", "kind", "recorded_by_id", "form_token")),
    never_deleted(OFFER, "offers are never deleted"),
]  # fmt: skip
