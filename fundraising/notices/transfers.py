"""Mails about money that moves on, and about a review that moved."""

from django.conf import settings

from delegation.notices import Gone, absolute
from fundraising.models import Telling
from fundraising.wish_links import wish_path


def context(ids: dict) -> dict:
    telling = (
        Telling.objects.select_related(
            "transfer__source__delegation", "postponement__delegation", "postponement__dates", "donation__version__text"
        )
        .filter(uuid=ids["telling"])
        .first()
    )
    if telling is None or (telling.transfer and telling.transfer.status not in ("proposed", "moved")):
        raise Gone
    about = telling.transfer.source.delegation if telling.transfer else telling.postponement.delegation
    text = getattr(telling.donation.version, "text", None) if telling.donation.version_id else None
    return {
        "kind": telling.transfer.kind if telling.transfer else "",
        "delegation": about,
        "dates": telling.postponement.dates if telling.postponement else None,
        "public_name": text.shown_name if text else "",
        "until": telling.wishes_until,
        "link": settings.PUBLIC_URL + wish_path(telling),
        "rule_page": absolute("delegation:surplus_rule"),
    }
