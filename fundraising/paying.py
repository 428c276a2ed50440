"""The file or list of a sent batch. Account numbers are opened for it under one audit row, outside any transaction, and
are held nowhere but in what the bank gets."""

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from django.conf import settings
from django.utils.translation import gettext as _

from delegation import sealed
from delegation.errors import Conflict
from delegation.models import Person
from delegation.permissions import require
from fundraising.actions import batches
from fundraising.actions.payees import digest_of
from fundraising.bankfiles import lists, nacha, pain001
from fundraising.bankfiles.details import BankDetails
from fundraising.models import Disbursement, PaymentBatch
from fundraising.queries.bank_accounts import BankAccount, bank_account
from fundraising.queries.pay_sheets import batch_number


@dataclass(frozen=True)
class Made:
    """A file for the bank, or a list for whoever pays by hand."""

    name: str
    content: bytes
    mime: str


def make_file(batch: PaymentBatch, by: Person) -> Made:
    """The file of a sent batch, remembered by its hash; asked again, the same. Raises NotPermitted, Conflict when the
    sealed details are not the approved ones any more, or the account of ours is gone from the settings."""
    require("fundraising.download_batch", by, batch)
    if batch.status not in {"sent", "settled"}:
        raise Conflict(_("Mark the batch as sent first; then there is a file."), code="not_sent")
    made = _MAKERS.get(batch.method, _by_hand)(batch, opened(batch, by))
    batches.remember_file(batch, by, name=made.name, content=made.content)
    return made


def opened(batch: PaymentBatch, by: Person) -> list[tuple[Disbursement, BankDetails]]:
    """Its payments with the details each was approved with, opened for a person's eyes. Raises NotPermitted, Conflict
    when what is sealed is not what was approved."""
    rows = batches.contents(batch)
    found = {row.details.uuid: row.details for row in rows if row.details}
    try:
        values = sealed.reveal_many(found.values(), ["details"], by=by, reason="bank-file", about=batch)
    except sealed.SealError as gone:
        raise Conflict(_("The details of a payee in this batch cannot be opened any more."), code="sealed") from gone
    pairs = []
    for row in rows:
        read = values.get(row.details.uuid, {}).get("details") if row.details else None
        if not read or digest_of(read) != row.details.digest:
            raise Conflict(
                _("The sealed details of %(name)s are not the approved ones. Do not pay.") % {"name": row.payee},
                code="details_differ",
            )
        pairs.append((row, BankDetails.read(read)))
    return pairs


def by_hand_rows(pairs: Sequence[tuple[Disbursement, BankDetails]]) -> list[lists.ByHand]:
    return [
        lists.ByHand(
            str(row.uuid)[:8], details.holder, row.pay_minor, row.pay_currency, row.reference, details.values()
        )
        for row, details in pairs
    ]


def _ours(batch: PaymentBatch) -> BankAccount:
    found = bank_account(batch.bank_account)
    if found is None:
        raise Conflict(_("The settings name no account “%(label)s” any more.") % {"label": batch.bank_account})
    return found


def _nacha(batch: PaymentBatch, pairs) -> Made:
    ours = _ours(batch)
    origin = nacha.Originator(ours.routing, ours.bank, ours.company_id, settings.NETWORK["name"])
    payments = [
        nacha.AchPayment(
            id=row.uuid.hex[:15],
            name=details.holder,
            routing=details.routing,
            account=details.account,
            amount_minor=row.pay_minor,
            account_type=details.account_type,
            is_company=row.payee.kind != "person",
        )
        for row, details in pairs
    ]
    text = nacha.nacha(origin, payments, made_at=batch.sent_at, pay_on=batch.pay_on, modifier=_modifier(batch))
    return Made(_name(batch, "ach"), text.encode("ascii"), "text/plain")


def _modifier(batch: PaymentBatch) -> str:
    """A for the first file of a day, B for the second."""
    same_day = PaymentBatch.objects.filter(
        method=batch.method, bank_account=batch.bank_account, sent_at__date=batch.sent_at.date(), pk__lt=batch.pk
    )
    return ascii_uppercase[same_day.count() % 26]


def _pain001(batch: PaymentBatch, pairs) -> Made:
    ours = _ours(batch)
    transfers = [
        pain001.Transfer(
            id=row.uuid.hex,
            name=details.holder,
            iban=details.iban,
            bic=details.bic,
            amount_minor=row.pay_minor,
            reference=row.reference,
            street=details.street,
            postcode=details.postcode,
            town=details.town,
            country=details.country,
        )
        for row, details in pairs
    ]
    content = pain001.pain001(
        pain001.Debtor(settings.NETWORK["name"], ours.iban, ours.bic),
        transfers,
        currency=batch.currency,
        message_id=batch.uuid.hex,
        made_at=batch.sent_at,
        pay_on=batch.pay_on,
    )
    return Made(_name(batch, "xml"), content, "application/xml")


def _by_hand(batch: PaymentBatch, pairs) -> Made:
    content = lists.by_hand(batch.method, by_hand_rows(pairs))
    return Made(_name(batch, "csv"), content, "text/csv")


def _name(batch: PaymentBatch, ending: str) -> str:
    return f"{batch_number(batch)}.{ending}"


_MAKERS = {"ach": _nacha, "pain001": _pain001}
