"""Receipts and statements: added, never changed; a receipt replaces only a void one of the same gift."""

from delegation.triggers import append_only
from fundraising.triggers.guard import guard, never_deleted

RECEIPT, PRINTED = "fundraising_receipt", "fundraising_printedname"

RECEIPTS = [
    # Also in APPENDED: SQLite loses them when the table is rebuilt.
    *append_only(RECEIPT),
    *append_only("fundraising_receiptvoid"),
    *append_only("fundraising_yearstatement"),
    *append_only("fundraising_yearstatementline"),
    guard(
        f"{RECEIPT}_replaces_void",
        RECEIPT,
        "BEFORE INSERT",
        "NEW.replaces_id IS NOT NULL AND NOT EXISTS ("
        "SELECT 1 FROM fundraising_receiptvoid v JOIN fundraising_receipt r ON r.id = v.receipt_id "
        "WHERE r.id = NEW.replaces_id AND r.donation_id = NEW.donation_id)",
        "a receipt replaces a void one of the same gift",
    ),
    guard(
        f"{PRINTED}_only_blanked",
        PRINTED,
        "BEFORE UPDATE",
        "NEW.name <> '' OR COALESCE(NEW.receipt_id, 0) <> COALESCE(OLD.receipt_id, 0) "
        "OR COALESCE(NEW.statement_id, 0) <> COALESCE(OLD.statement_id, 0)",
        "a printed name is blanked and never changed",
    ),
    never_deleted("fundraising_receiptseries", "a series of numbers is never deleted"),
]
