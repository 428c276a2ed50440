"""Every mail of the money side: name, template, and what its template needs, computed when it is sent."""

from delegation.notices import Gone, Notice, Recipient, absolute
from fundraising import share_mail
from fundraising.models import AppealUpdate, Donor, Review
from fundraising.notices import claims, giving, monthly, offline, payments, receipts, rounds, spending, transfers


# -- who ----------------------------------------------------------------------------------------
def _donor(uuid):
    return Donor.objects.filter(uuid=uuid).values_list("email", flat=True).first()


RECIPIENTS = {
    "fundraising.donor": Recipient(_donor),
    "fundraising.door_request": Recipient(monthly.door_request_address),
    "fundraising.payee_details": Recipient(spending.payee_address),
}


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
    "fundraising.receipt": Notice("mail/fundraising/receipt", receipts.receipt),
    "fundraising.receipt_void": Notice("mail/fundraising/receipt_void", receipts.receipt_void),
    "fundraising.year_statement": Notice("mail/fundraising/year_statement", receipts.year_statement),
    "fundraising.appeal_shared": Notice("mail/fundraising/appeal_shared", share_mail.context),
    "fundraising.review_waiting": Notice("mail/fundraising/review_waiting", _review_waiting),
    "fundraising.review_decided": Notice("mail/fundraising/review_decided", _review_decided),
    "fundraising.update_waiting": Notice("mail/fundraising/update_waiting", _update_waiting),
    "fundraising.giving_slowed": Notice("mail/fundraising/giving_slowed", giving.slowed),
    "fundraising.money_moves_on": Notice("mail/fundraising/money_moves_on", transfers.context),
    "fundraising.review_moved": Notice("mail/fundraising/review_moved", transfers.context),
    "fundraising.refund_made": Notice("mail/fundraising/refund_made", payments.refund),
    "fundraising.refund_failed": Notice("mail/fundraising/refund_failed", payments.refund),
    "fundraising.payee_changed": Notice("mail/fundraising/payee_changed", spending.payee_changed),
    "fundraising.payment_sent": Notice("mail/fundraising/payment_sent", spending.payment_sent),
    "fundraising.find_gifts": Notice("mail/fundraising/find_gifts", monthly.find_gifts),
    **{
        f"fundraising.monthly_{news}": Notice("mail/fundraising/monthly", monthly.context_of(news))
        for news in monthly.NEWS
    },
    **offline.NOTICES,
    **rounds.NOTICES,
    **claims.NOTICES,
}
