"""What becomes of a payment: amounts never change, nothing is deleted, and no more is given back than was given."""

from delegation.triggers import append_only, frozen_columns, register
from fundraising.triggers.guard import guard, never_deleted

REFUND, HELD, DISPUTE = "fundraising_refund", "fundraising_heldapart", "fundraising_dispute"
WARNING, PAYOUT = "fundraising_fraudwarning", "fundraising_payout"

# Given back or about to be; what failed or was refused counts no more.
_LIVING = "r.status IN ('requested', 'pending', 'succeeded')"
_SAME = "(r.donation_id = NEW.donation_id OR r.held_id = NEW.held_id)"
_GIVEN = (
    "COALESCE((SELECT d.amount_minor FROM fundraising_donation d WHERE d.id = NEW.donation_id), "
    "(SELECT h.charged_minor FROM fundraising_heldapart h WHERE h.id = NEW.held_id))"
)


def _too_much(event: str) -> str:
    """What we ask for fits beside everything asked for; what Stripe says has left fits beside what has left. The second
    is told apart, since a refund from the dashboard is true although one of ours still waits for a decision. A row
    that is being inserted has no id yet on SQLite."""
    others, changed = _SAME, ""
    if "UPDATE" in event:
        others += " AND r.id <> NEW.id"
        changed = "(NEW.status <> OLD.status OR COALESCE(NEW.stripe_id, '') <> COALESCE(OLD.stripe_id, '')) AND "

    def beside(more: str) -> str:
        return f"COALESCE((SELECT SUM(r.amount_minor) FROM {REFUND} r WHERE {others} AND {_LIVING}{more}), 0)"  # noqa: S608

    return (
        f"{changed}NEW.status IN ('requested', 'pending', 'succeeded') AND ("
        f"(NEW.stripe_id IS NULL AND NEW.amount_minor + {beside('')} > {_GIVEN}) OR "
        f"(NEW.stripe_id IS NOT NULL AND NEW.amount_minor + {beside(' AND r.stripe_id IS NOT NULL')} > {_GIVEN}))"
    )


_LOCKED = (
    "PERFORM 1 FROM fundraising_donation WHERE id = NEW.donation_id FOR UPDATE; "
    "PERFORM 1 FROM fundraising_heldapart WHERE id = NEW.held_id FOR UPDATE; "
)
_TOO_MUCH_WORDS = "more would be given back than was given"


def _no_more_than_given(event: str, name: str) -> str:
    too_much = _too_much(event)
    return register(
        name,
        REFUND,
        event,
        sqlite=f"SELECT RAISE(ABORT, '{_TOO_MUCH_WORDS}') WHERE {too_much};",
        postgres=f"{_LOCKED if 'INSERT' in event else ''}IF {too_much} THEN "
        f"RAISE EXCEPTION '{_TOO_MUCH_WORDS}' USING ERRCODE = '23514'; END IF; RETURN NEW;",
    )


def _once(table: str, *columns: str) -> str:
    """What was null may be set; what is set stays."""
    broken = " OR ".join(f"(OLD.{c} IS NOT NULL AND (NEW.{c} IS NULL OR NEW.{c} <> OLD.{c}))" for c in columns)
    return guard(f"{table}_set_once", table, "BEFORE UPDATE", broken, f"{table}: {', '.join(columns)} are set once")


PAYMENTS = [
    *frozen_columns(
        REFUND,
        ("uuid", "donation_id", "held_id", "amount_minor", "currency", "needs_second", "requested_by_id", "form_token",
         "created_at"),
    ),
    _once(
        REFUND, "stripe_id", "settled_minor", "balance_transaction", "returned_minor", "failure_balance_transaction"
    ),
    _no_more_than_given("BEFORE INSERT", f"{REFUND}_no_more_than_given"),
    _no_more_than_given("BEFORE UPDATE", f"{REFUND}_still_no_more"),
    guard(
        f"{REFUND}_large_born_requested",
        REFUND,
        "BEFORE INSERT",
        "NEW.needs_second AND NEW.status <> 'requested' AND NEW.held_id IS NULL",
        "a large refund begins as a request",
    ),
    guard(
        f"{REFUND}_over_for_good",
        REFUND,
        "BEFORE UPDATE",
        "OLD.status IN ('failed', 'refused') AND NEW.status <> OLD.status",
        "a refund that is over stays over",
    ),
    never_deleted(REFUND, "refunds are never deleted"),
    *frozen_columns(
        HELD,
        ("uuid", "payment_intent", "donation_id", "amount_minor", "currency", "charged_minor", "charged_currency",
         "entry_id", "why", "happened_at"),
    ),
    _once(HELD, "fee_minor", "balance_transaction"),
    guard(
        f"{HELD}_born_held", HELD, "BEFORE INSERT", "NEW.status <> 'held'", "money held apart begins held apart"
    ),
    guard(
        f"{HELD}_placed_for_good",
        HELD,
        "BEFORE UPDATE",
        "OLD.status = 'placed' AND (NEW.status <> 'placed' OR NEW.placed_to_id <> OLD.placed_to_id)",
        "what was placed stays where it is",
    ),
    never_deleted(HELD, "what was held apart is never deleted"),
    *frozen_columns(
        DISPUTE, ("uuid", "stripe_id", "donation_id", "held_id", "amount_minor", "currency", "opened_at")
    ),
    never_deleted(DISPUTE, "disputes are never deleted"),
    *append_only("fundraising_disputemovement"),
    *frozen_columns(WARNING, ("uuid", "stripe_id", "donation_id", "held_id", "warned_at")),
    *frozen_columns(PAYOUT, ("uuid", "stripe_id", "amount_minor", "currency", "made_at")),
    never_deleted(PAYOUT, "payouts are never deleted"),
    *append_only("fundraising_payoutline"),
]  # fmt: skip
