"""Receipts: numbered per calendar year in the network's zone, in a series of their own for demo and test."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from delegation.actions.audit import record
from delegation.actions.mail import queue_mail
from delegation.errors import Conflict
from delegation.permissions import require
from fundraising import wording
from fundraising.models import Donation, Receipt, ReceiptSeries

SERIES = {"demo": "DEMO", "test": "TEST", "live": ""}


def issue(donation: Donation) -> Receipt:
    """Give the paid gift its number and queue the mail; inside the transaction that books it. The same gift again
    answers the receipt that stands. The contribution's date is the charge's in the network's zone."""
    found = Receipt.objects.filter(donation=donation).first()
    if found:
        return found
    if donation.paid_at is None:
        raise ValueError("only a paid gift has a receipt")
    charged_on = donation.paid_at.astimezone(ZoneInfo(settings.NETWORK_TIME_ZONE)).date()
    series = SERIES[donation.mode]
    receipt = Receipt.objects.create(
        donation=donation,
        series=series,
        year=charged_on.year,
        number=_next_number(series, charged_on.year),
        amount_minor=donation.amount_minor,
        currency=donation.currency,
        charged_on=charged_on,
        is_family=donation.is_family,
        template_version=wording.VERSION,
    )
    _queue(receipt, key=f"receipt:{receipt.uuid}")
    return receipt


def resend(donation: Donation, by, *, form_token) -> Receipt:
    """Send the receipt's mail again, once per form. Raises NotPermitted, Conflict when there is none."""
    with transaction.atomic():
        require("fundraising.resend_receipt", by, donation)
        receipt = Receipt.objects.filter(donation=donation).first()
        if receipt is None:
            raise Conflict(_("There is no receipt yet; it is made when the gift has arrived."), code="no_receipt")
        key = f"receipt:{receipt.uuid}:again:{form_token}"
        _queue(receipt, key=key)
        record("fundraising.resend_receipt", donation, by)
        return receipt


def _queue(receipt: Receipt, *, key: str) -> None:
    donor = receipt.donation.donor
    queue_mail(
        "fundraising.receipt",
        {"receipt": receipt.uuid},
        to=("fundraising.donor", donor.uuid),
        language=donor.language,
        key=key,
    )


def _next_number(series: str, year: int) -> int:
    """Under a lock, so that no number is given twice and none is skipped: a rolled-back gift gives its number back."""
    ReceiptSeries.objects.get_or_create(series=series, year=year)
    row = ReceiptSeries.objects.select_for_update().get(series=series, year=year)
    row.last_number += 1
    row.save(update_fields=["last_number"])
    return row.last_number
