"""What becomes of a payment: numbers and amounts of Stripe's, and a note for the file."""

from delegation.personal_data import Datum, nothing


def _number(model: str, *names: str) -> list[Datum]:
    return [Datum(model, name, "money", "payment", export="no", erase="keep") for name in names]


DATA: list[Datum] = [
    *_number("fundraising.heldapart", "payment_intent", "charge", "balance_transaction"),
    *nothing("fundraising.heldapart", "currency", "charged_currency"),
    *_number("fundraising.refund", "stripe_id", "balance_transaction", "failure_balance_transaction"),
    *nothing("fundraising.refund", "currency", "settled_currency", "failure_code"),
    Datum("fundraising.refundnote", "text", "free_text", "minutes"),
    *_number("fundraising.dispute", "stripe_id"),
    *nothing("fundraising.dispute", "currency", "reason", "stripe_status"),
    *_number("fundraising.disputemovement", "balance_transaction"),
    *nothing("fundraising.disputemovement", "currency"),
    *_number("fundraising.fraudwarning", "stripe_id"),
    *nothing("fundraising.fraudwarning", "fraud_type"),
    *nothing(
        "fundraising.payout", "stripe_id", "currency", "stripe_status", "arrives_on", "balance_transaction",
        "failure_code",
    ),
    *_number("fundraising.payoutline", "balance_transaction", "source"),
    *nothing("fundraising.payoutline", "category", "currency"),
    *nothing("fundraising.donation", "exchange_rate"),
]  # fmt: skip
