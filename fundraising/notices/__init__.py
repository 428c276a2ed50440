"""Every mail of the money side: name, template, and what its template needs, computed when it is sent."""

from django.utils import formats, translation
from moneyed.l10n import format_money

from delegation.money import from_minor
from delegation.notices import Gone, Notice, Recipient, absolute
from fundraising import share_mail, wording
from fundraising.models import AppealUpdate, Donor, Receipt, Review
from fundraising.notices import claims, spending
from fundraising.queries.public import hidden_since

LOCALES = {"en": "en_US", "es": "es_US"}


def money_words(minor: int, currency: str) -> str:
    """An amount as the reader of the active language reads it."""
    locale = LOCALES.get(translation.get_language() or "en", "en_US")
    return format_money(from_minor(minor, currency), locale=locale)


def date_words(day) -> str:
    """“27 August 2026”, in the active language."""
    return formats.date_format(day, "DATE_FORMAT")


# -- who ----------------------------------------------------------------------------------------
def _donor(uuid):
    return Donor.objects.filter(uuid=uuid).values_list("email", flat=True).first()


RECIPIENTS = {
    "fundraising.donor": Recipient(_donor),
    "fundraising.payee_details": Recipient(spending.payee_address),
}


def _first_name(name: str) -> str:
    """Empty where the first word is no name, as in “A friend”: the mail then greets nobody by name."""
    first = (name.split() or [""])[0]
    return first if len(first.rstrip(".")) > 1 else ""


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
        "first_name": _first_name(gift.donor.name),
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


def _payment_sent(ids: dict) -> dict:
    return spending.payment_sent(ids, money_words)


NOTICES = {
    **claims.NOTICES,
    "fundraising.receipt": Notice("mail/fundraising/receipt", _receipt),
    "fundraising.appeal_shared": Notice("mail/fundraising/appeal_shared", share_mail.context),
    "fundraising.review_waiting": Notice("mail/fundraising/review_waiting", _review_waiting),
    "fundraising.review_decided": Notice("mail/fundraising/review_decided", _review_decided),
    "fundraising.update_waiting": Notice("mail/fundraising/update_waiting", _update_waiting),
    "fundraising.payee_changed": Notice("mail/fundraising/payee_changed", spending.payee_changed),
    "fundraising.payment_sent": Notice("mail/fundraising/payment_sent", _payment_sent),
}
