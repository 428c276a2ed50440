"""A monthly gift: what its giver agreed to stays, it is never begun twice, and what ended stays ended."""

from delegation.triggers import frozen_columns
from fundraising.triggers.gifts import DONATION
from fundraising.triggers.guard import guard, never_deleted

MONTHLY_GIFT = "fundraising_monthlygift"


def _set_once(table: str, column: str, message: str) -> str:
    return guard(
        f"{table}_{column}_once",
        table,
        "BEFORE UPDATE",
        f"OLD.{column} IS NOT NULL AND (NEW.{column} IS NULL OR NEW.{column} <> OLD.{column})",
        message,
    )


MONTHLY = [
    *frozen_columns(
        MONTHLY_GIFT,
        (
            "uuid", "donor_id", "fund_id", "appeal_id", "version_id", "share_id", "currency", "is_family", "mode",
            "form_token", "created_at",
        ),
    ),
    guard(
        f"{MONTHLY_GIFT}_born_started",
        MONTHLY_GIFT,
        "BEFORE INSERT",
        "NEW.status <> 'started'",
        "a monthly gift begins with its first payment",
    ),
    guard(
        f"{MONTHLY_GIFT}_ended_for_good",
        MONTHLY_GIFT,
        "BEFORE UPDATE",
        "OLD.status = 'ended' AND NEW.status <> 'ended'",
        "an ended monthly gift stays ended",
    ),
    _set_once(MONTHLY_GIFT, "subscription", "a monthly gift keeps its subscription"),
    _set_once(MONTHLY_GIFT, "redirect_fund_id", "a monthly gift is redirected once"),
    never_deleted(MONTHLY_GIFT, "monthly gifts are never deleted"),
    _set_once(DONATION, "monthly_id", "a gift keeps the monthly gift it is part of"),
    _set_once(DONATION, "invoice", "a gift keeps its invoice"),
]  # fmt: skip
