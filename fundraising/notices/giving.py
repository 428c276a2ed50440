"""The alert when cards fail in bulk on a page."""

from delegation.notices import Gone, absolute
from fundraising.models import GivingBreak


def slowed(ids: dict) -> dict:
    found = GivingBreak.objects.select_related("fund__delegation").filter(uuid=ids["break"]).first()
    if found is None:
        raise Gone
    return {
        "opened": found.opened,
        "failed": found.failed,
        "link": absolute("fundraising:money_desk", found.fund.delegation.slug),
    }
