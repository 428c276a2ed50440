"""The journey's mails. They are neutral: no place, no time, no flight, no name; they say that something is there."""

from delegation.models import Delegate
from delegation.notices import Gone, Notice, absolute
from travel.models import Accreditation, Booking, BriefingVersion

AWAY = {"withdrawn", "declined", "closed"}


def _on_the_way(ids: dict) -> Delegate:
    delegate = Delegate.objects.filter(uuid=ids["delegate"]).first()
    if delegate is None or delegate.status in AWAY:
        raise Gone
    return delegate


def _flights(ids: dict) -> dict:
    _on_the_way(ids)
    if not Booking.objects.filter(uuid=ids["booking"], status="ticketed").exists():
        raise Gone
    return {"link": absolute("travel:my_flights")}


def _badge(ids: dict) -> dict:
    _on_the_way(ids)
    if not Accreditation.objects.filter(uuid=ids["accreditation"]).exists():
        raise Gone
    return {"link": absolute("travel:my_journey")}


def _briefing(ids: dict) -> dict:
    delegate = _on_the_way(ids)
    version = BriefingVersion.objects.select_related("briefing").filter(uuid=ids["version"]).first()
    if version is None or version.briefing.withdrawn_at or version.acknowledgements.filter(delegate=delegate).exists():
        raise Gone
    if version.briefing.versions.first() != version:
        raise Gone
    return {"link": absolute("travel:briefing", version.briefing.uuid), "is_new": version.number == 1}


def _late(ids: dict) -> dict:
    _on_the_way(ids)
    return {"link": absolute("travel:my_journey")}


NOTICES = {
    "travel.flights": Notice("mail/travel/flights", _flights),
    "travel.badge": Notice("mail/travel/badge", _badge),
    "travel.briefing": Notice("mail/travel/briefing", _briefing),
    "travel.late": Notice("mail/travel/late", _late),
}
RECIPIENTS = {}
