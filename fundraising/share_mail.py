"""What a member organisation reads when an appeal is shared with it; the same words for the preview and the mail."""

from django.conf import settings

from delegation.models import MemberContact
from delegation.notices import Gone, absolute
from delegation.stop_links import stop_path
from fundraising.models import Share
from fundraising.queries.in_kind import covers_for
from fundraising.queries.progress import spread
from fundraising.queries.public import given_minor, hidden_since


def context(ids: dict) -> dict:
    """For the outbox. Raises Gone once the share is recalled or the page is not open."""
    share = (
        Share.objects.select_related("appeal__delegate__organisation", "appeal__delegate__delegation")
        .select_related("version__text", "organisation")
        .filter(uuid=ids["share"], status="sent", appeal__status="open")
        .first()
    )
    contact = MemberContact.objects.filter(uuid=ids["contact"], stopped_at__isnull=True).first()
    if share is None or contact is None or not share.appeal.slug:
        raise Gone
    # A mail that waited long does not bring back a name that was taken off meanwhile.
    version = share.appeal.approved_version if hidden_since(share.version, share.appeal) else share.version
    return words(
        share.appeal,
        version,
        organisation=share.organisation.name,
        link=absolute("fundraising:appeal_shared", share.appeal.slug, share.code),
        stop=settings.PUBLIC_URL + stop_path(contact),
        contact=contact.name,
    )


def preview(appeal, organisation: str) -> dict:
    """For the desk, before anything is sent: links that lead nowhere yet."""
    link = absolute("fundraising:appeal_public", appeal.slug)
    return words(appeal, appeal.approved_version, organisation=organisation, link=link, stop=link, contact="")


def words(appeal, version, *, organisation: str, link: str, stop: str, contact: str) -> dict:
    delegate, text = appeal.delegate, version.text
    fund = getattr(delegate, "fund", None)
    return {
        "title": text.title,
        "lede": text.lede,
        "name": text.shown_name,
        "region": text.region,
        "their_organisation": delegate.organisation.name if text.show_organisation and delegate.organisation else "",
        "delegation": delegate.delegation.name,
        "progress": spread(version.text.budget, given_minor(fund), version.currency, covers_for(delegate)),
        "organisation": organisation,
        "contact": contact,
        "link": link,
        "stop": stop,
    }
