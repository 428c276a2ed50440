"""Every mail of the money side: name, template, and what its template needs, computed when it is sent."""

from delegation.notices import Gone, Notice, Recipient, absolute
from fundraising import share_mail, wording
from fundraising.models import AppealUpdate, Donor, Receipt, Review
from fundraising.notices import payments, transfers
from fundraising.notices.words import date_words, first_name, money_words
from fundraising.queries.public import hidden_since


# -- who ----------------------------------------------------------------------------------------
def _donor(uuid):
    return Donor.objects.filter(uuid=uuid).values_list("email", flat=True).first()


RECIPIENTS = {"fundraising.donor": Recipient(_donor)}


# -- what ---------------------------------------------------------------------------------------
def _receipt(ids: dict) -> dict:
    receipt = (
        Receipt.objects.select_related(
            "donation__donor",
            "donation__fund__delegation",
            "donation__appeal",
            "donation__version__text",
        )
        .filter(uuid=ids["receipt"])
        .first()
    )
    if receipt is None:
        raise Gone
    return receipt_context(receipt)


def receipt_context(receipt: Receipt) -> dict:
    """The figures and sentences of a receipt in the active language; staff see the same."""
    gift = receipt.donation
    name = public_name(gift)
    amount, day = money_words(receipt.amount_minor, receipt.currency), date_words(receipt.charged_on)
    return {
        "receipt": receipt,
        "first_name": first_name(gift.donor.name),
        "donor": gift.donor.name or gift.donor.email,
        "amount": amount,
        "gift_amount": money_words(gift.amount_minor - gift.fee_cover_minor, gift.currency),
        "cover": money_words(gift.fee_cover_minor, gift.currency) if gift.fee_cover_minor else "",
        "day": day,
        "card": gift.card_last4,
        "public_name": name,
        "delegation": gift.fund.delegation.name,
        "is_family": receipt.is_family,
        "legal": wording.family_text(amount, day) if receipt.is_family else wording.receipt_text(amount, day, name),
        "rule": wording.surplus_rule(name),
        "disclosures": wording.disclosures(),
        "page": _page_of(gift),
        "rule_page": absolute("delegation:surplus_rule"),
    }


def public_name(gift) -> str:
    """How the page the donor read named the delegate; empty for the pool, or once that text is purged."""
    text = getattr(gift.version, "text", None) if gift.version_id else None
    return text.shown_name if text else ""


def _page_of(gift) -> str:
    if hidden_since(gift.version, gift.appeal):
        return ""
    slug = gift.appeal.slug if gift.appeal_id and gift.appeal.status == "open" else None
    return absolute("fundraising:appeal_public", slug) if slug else ""


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
    "fundraising.receipt": Notice("mail/fundraising/receipt", _receipt),
    "fundraising.appeal_shared": Notice("mail/fundraising/appeal_shared", share_mail.context),
    "fundraising.review_waiting": Notice("mail/fundraising/review_waiting", _review_waiting),
    "fundraising.review_decided": Notice("mail/fundraising/review_decided", _review_decided),
    "fundraising.update_waiting": Notice("mail/fundraising/update_waiting", _update_waiting),
    "fundraising.money_moves_on": Notice("mail/fundraising/money_moves_on", transfers.context),
    "fundraising.review_moved": Notice("mail/fundraising/review_moved", transfers.context),
    "fundraising.refund_made": Notice("mail/fundraising/refund_made", payments.refund),
    "fundraising.refund_failed": Notice("mail/fundraising/refund_failed", payments.refund),
}
