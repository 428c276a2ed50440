"""Mails about gifts that do not come by card: one that came back, a promise asked for, a thing that was offered."""

from django.conf import settings

from delegation.notices import Gone, Notice
from fundraising import wording
from fundraising.models import InKindOffer, MatchAsk, OfflineGift
from fundraising.notices.words import date_words, money_words


def _bounced(ids: dict) -> dict:
    gift = OfflineGift.objects.select_related("donor", "donation").filter(uuid=ids["gift"], status="bounced").first()
    if gift is None or gift.donation is None:
        raise Gone
    receipt = gift.donation.receipts.first()
    return {
        "name": gift.donor.name,
        "amount": money_words(gift.amount_minor, gift.currency),
        "day": date_words(gift.given_on),
        "kind": gift.get_source_display(),
        "number": receipt.label if receipt else "",
    }


def _asked(ids: dict) -> dict:
    """The sum as it was asked for; it stands in the row, whatever came since."""
    ask = MatchAsk.objects.select_related("pledge__donor", "pledge__delegation").filter(uuid=ids["ask"]).first()
    if ask is None:
        raise Gone
    pledge = ask.pledge
    return {
        "name": pledge.donor.name,
        "delegation": pledge.delegation.name,
        "promised": money_words(ask.promised_minor, pledge.currency),
        "received": money_words(ask.received_minor, pledge.currency) if ask.received_minor else "",
        "amount": money_words(ask.open_minor, pledge.currency),
        "limit": money_words(pledge.limit_minor, pledge.currency),
        "first": date_words(pledge.starts_on),
        "last": date_words(pledge.ends_on),
        "payee": settings.NETWORK["name"],
        "address": settings.NETWORK["address"],
        "bank_details": settings.BANK_DETAILS,
    }


def _thing(status: str):
    def context(ids: dict) -> dict:
        offer = InKindOffer.objects.select_related("donor", "delegation").filter(uuid=ids["offer"]).first()
        if offer is None or (status == "declined") != (offer.status == "declined"):
            raise Gone
        return {
            "name": offer.donor.name,
            "description": offer.description,
            "delegation": offer.delegation.name,
            "thanks": wording.in_kind_text(offer.description),
        }

    return context


NOTICES = {
    "fundraising.gift_bounced": Notice("mail/fundraising/gift_bounced", _bounced),
    "fundraising.match_ask": Notice("mail/fundraising/match_ask", _asked),
    "fundraising.in_kind_accepted": Notice("mail/fundraising/in_kind_accepted", _thing("accepted")),
    "fundraising.in_kind_declined": Notice("mail/fundraising/in_kind_declined", _thing("declined")),
    "fundraising.in_kind_used": Notice("mail/fundraising/in_kind_used", _thing("used")),
}
