"""Mails about payees and payments. They name no account; to a traveller also no amount."""

from django.utils import timezone

from delegation import sealed
from delegation.notices import Gone, absolute
from fundraising.models import Disbursement, PayeeDetails
from fundraising.notices.words import money_words


def payee_address(uuid) -> str | None:
    """The e-mail address that stands sealed in one version of a payee's details, opened for the mail alone."""
    row = PayeeDetails.objects.filter(uuid=uuid).first()
    if row is None:
        return None
    try:
        values = sealed.open_for_system(row, "details", purpose="mail")
    except (sealed.NothingSealed, sealed.Forgotten):
        return None
    return values.get("email") or None


def payee_changed(ids: dict) -> dict:
    """Nothing to object to any more once the hold is over and the change is history."""
    row = PayeeDetails.objects.select_related("payee__delegation").filter(uuid=ids["details"]).first()
    if row is None:
        raise Gone
    return {
        "until": row.held_until,
        "is_over": row.held_until <= timezone.now(),
        "is_traveller": row.payee.delegate_id is not None,
        "link": absolute("fundraising:my_payee") if row.payee.delegate_id else "",
    }


def payment_sent(ids: dict) -> dict:
    row = Disbursement.objects.select_related("payee").filter(uuid=ids["disbursement"]).first()
    if row is None or row.status in {"failed", "returned", "cancelled"}:
        raise Gone
    is_traveller = row.payee.delegate_id is not None
    return {
        "is_traveller": is_traveller,
        "amount": "" if is_traveller else money_words(row.pay_minor, row.pay_currency),
        "reference": "" if is_traveller else row.reference,
        "link": absolute("fundraising:my_payee") if is_traveller else "",
    }
