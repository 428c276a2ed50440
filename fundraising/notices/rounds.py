"""Mails about rounds and offers. Those to delegates name no amount and no person."""

from delegation.notices import Gone, Notice, absolute
from fundraising.models import AllocationRound, Offer


def _offer(ids: dict, *statuses: str) -> Offer:
    """Raises Gone when it is none of these any more: then there is nothing to come for."""
    offer = Offer.objects.filter(uuid=ids["offer"], status__in=statuses).first()
    if offer is None:
        raise Gone
    return offer


def _waiting(ids: dict) -> dict:
    offer = _offer(ids, "offered")
    return {"answer_by": offer.answer_by, "link": absolute("fundraising:my_offer", offer.uuid)}


def _answered(ids: dict) -> dict:
    return {"link": absolute("fundraising:my_offer", _offer(ids, "offered", "withdrawn").uuid)}


def _lapsed(ids: dict) -> dict:
    return {"link": absolute("fundraising:my_offer", _offer(ids, "lapsed").uuid)}


def _countered(ids: dict) -> dict:
    return {"link": absolute("fundraising:offer", _offer(ids, "countered").uuid)}


def _round_waiting(ids: dict) -> dict:
    round_ = AllocationRound.objects.filter(uuid=ids["round"], status="proposed").first()
    if round_ is None:
        raise Gone
    return {"link": absolute("fundraising:round", round_.uuid)}


NOTICES = {
    "fundraising.round_waiting": Notice("mail/fundraising/round_waiting", _round_waiting),
    "fundraising.offer_made": Notice("mail/fundraising/offer_made", _waiting),
    "fundraising.offer_reminder": Notice("mail/fundraising/offer_reminder", _waiting),
    "fundraising.offer_answered": Notice("mail/fundraising/offer_answered", _answered),
    "fundraising.offer_lapsed": Notice("mail/fundraising/offer_lapsed", _lapsed),
    "fundraising.offer_countered": Notice("mail/fundraising/offer_countered", _countered),
}
