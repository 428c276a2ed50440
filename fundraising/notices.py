"""Every mail of the money side. Mails to authors and staff are neutral: they say that something is there and where to
sign in; nothing of an appeal, no name, no amount."""

from delegation.notices import Gone, Notice, Recipient, absolute
from fundraising.models import AppealUpdate, Donor, Review


def _donor(uuid):
    return Donor.objects.filter(uuid=uuid).values_list("email", flat=True).first()


RECIPIENTS = {"fundraising.donor": Recipient(_donor)}


# -- appeals --------------------------------------------------------------------------------------
def _review_waiting(ids: dict) -> dict:
    """Decided or taken back meanwhile: nobody needs to come."""
    if not Review.objects.filter(uuid=ids["review"], status=Review.Status.WAITING).exists():
        raise Gone
    return {"link": absolute("fundraising:review", ids["appeal"])}


def _review_decided(ids: dict) -> dict:
    if not Review.objects.filter(uuid=ids["review"]).exists():
        raise Gone
    return {"link": absolute("fundraising:my_appeal_submit")}


def _update_waiting(ids: dict) -> dict:
    waiting = AppealUpdate.objects.filter(appeal__uuid=ids["appeal"], approved_at=None, hidden_at=None)
    if not waiting.exists():
        raise Gone
    return {"link": absolute("fundraising:review", ids["appeal"])}


NOTICES = {
    "fundraising.review_waiting": Notice("mail/fundraising/review_waiting", _review_waiting),
    "fundraising.review_decided": Notice("mail/fundraising/review_decided", _review_decided),
    "fundraising.update_waiting": Notice("mail/fundraising/update_waiting", _update_waiting),
}
