"""Mails about money that went back."""

from delegation.notices import Gone
from fundraising.models import Refund
from fundraising.notices.words import date_words, first_name, money_words


def refund(ids: dict) -> dict:
    row = Refund.objects.select_related("donation__donor", "held__donation__donor").filter(uuid=ids["refund"]).first()
    gift = row and (row.donation or row.held.donation)
    if row is None or gift is None:
        raise Gone
    receipt = gift.receipts.order_by("id").first() if row.donation else None
    return {
        "first_name": first_name(gift.donor.name),
        "amount": money_words(row.amount_minor, row.currency),
        "gift_amount": money_words(gift.amount_minor, gift.currency),
        "gift_day": date_words(gift.paid_at) if gift.paid_at else "",
        "is_whole": row.donation is not None and row.amount_minor == gift.amount_minor,
        "is_twice": row.held is not None,
        "day": date_words(row.made_at or row.created_at),
        "card": gift.card_last4 if row.donation else "",
        "receipt": receipt,
    }
