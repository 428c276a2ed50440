"""Receipts: numbered per calendar year in the network's zone, in a series of their own for demo and test. None is ever
changed: what was wrong is made void, and the next one names what it replaces."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from djmoney.money import Money

from delegation.actions.audit import record
from delegation.actions.mail import queue_mail
from delegation.actions.moves import lock
from delegation.celery import nudge
from delegation.errors import Conflict, DomainError
from delegation.money import from_minor, to_minor
from delegation.permissions import require
from fundraising import receipt_words
from fundraising.models import Dispute, Donation, Donor, JournalEntry, PrintedName, Receipt, ReceiptSeries, ReceiptVoid
from fundraising.queries.receipts import is_void, kind_of, last_receipt, living_receipt
from fundraising.queries.returned import DISPUTES, RETURNS, returned_of

SERIES = {"demo": "DEMO", "test": "TEST", "live": ""}
Reason = ReceiptVoid.Reason


def issuer() -> dict:
    """Who gives the paper, as the settings say today: kept with it, so that it reads the same for ever."""
    named = {key: settings.NETWORK[key] for key in ("name", "ein", "address", "deductible")}
    return {**named, "disclosures": dict(settings.STATE_DISCLOSURES)}


# -- made ---------------------------------------------------------------------------------------------
def issue(donation: Donation) -> Receipt:
    """Give the paid gift its number and queue the mail; inside the transaction that books it. The same gift again
    answers the receipt that stands. The contribution's date is the charge's in the network's zone."""
    return last_receipt(donation) or _make(donation)


def _make(donation: Donation, replaces: Receipt | None = None) -> Receipt:
    if donation.paid_at is None:
        raise ValueError("only a paid gift has a receipt")
    charged_on = donation.paid_at.astimezone(ZoneInfo(settings.NETWORK_TIME_ZONE)).date()
    series, kind = SERIES[donation.mode], kind_of(donation)
    has_goods = kind == Receipt.Kind.QUID_PRO_QUO
    receipt = Receipt.objects.create(
        donation=donation,
        series=series,
        year=charged_on.year,
        number=next_number(series, charged_on.year),
        kind=kind,
        amount_minor=donation.amount_minor,
        returned_minor=returned_of(donation),
        currency=donation.currency,
        goods_description=donation.goods_description if has_goods else "",
        goods_value_minor=donation.goods_value_minor if has_goods else 0,
        charged_on=charged_on,
        is_family=donation.is_family,
        template_version=receipt_words.CURRENT,
        issuer=issuer(),
        replaces=replaces,
    )
    PrintedName.objects.create(receipt=receipt, name=donation.donor.name or donation.donor.email)
    _queue("fundraising.receipt", receipt, key=f"receipt:{receipt.uuid}")
    return receipt


def next_number(series: str, year: int) -> int:
    """Under a lock, so that no number is given twice and none is skipped: a rolled-back gift gives its number back."""
    ReceiptSeries.objects.get_or_create(series=series, year=year)
    row = ReceiptSeries.objects.select_for_update().get(series=series, year=year)
    row.last_number += 1
    row.save(update_fields=["last_number"])
    return row.last_number


def _queue(notice: str, receipt: Receipt, *, key: str) -> None:
    donor = receipt.donation.donor
    queue_mail(
        notice, {"receipt": receipt.uuid}, to=("fundraising.donor", donor.uuid), language=donor.language, key=key
    )


# -- sent again ---------------------------------------------------------------------------------------
def resend(donation: Donation, by, *, form_token) -> Receipt:
    """Send the living receipt's mail again, once per form, to the address the donor has now. Raises NotPermitted,
    Conflict when there is none."""
    with transaction.atomic():
        require("fundraising.resend_receipt", by, donation)
        receipt = living_receipt(donation)
        if receipt is None:
            raise Conflict(_("There is no receipt yet; it is made when the gift has arrived."), code="no_receipt")
        _queue("fundraising.receipt", receipt, key=f"receipt:{receipt.uuid}:again:{form_token}")
        record("fundraising.resend_receipt", donation, by)
        return receipt


def send_new_link(receipt: Receipt, day) -> None:
    """Somebody holds a link that ran out: the receipt goes once more to the address on file, at most once a day."""
    with transaction.atomic():
        living = living_receipt(receipt.donation)
        if living is not None:
            _queue("fundraising.receipt", living, key=f"receipt:{living.uuid}:link:{day.isoformat()}")


# -- void, and made anew ----------------------------------------------------------------------------------
def void(receipt: Receipt, by, *, reason: str) -> ReceiptVoid:
    """The receipt no longer holds; its number stays, the donor is told. Raises NotPermitted, Conflict when it does not
    hold any more."""
    with transaction.atomic():
        donation = lock(receipt.donation)
        require("fundraising.void_receipt", by, receipt)
        _refuse_unless_last(donation, receipt)
        if living_receipt(donation) is None:
            raise Conflict(_("This receipt is void already."), code="void")
        made = _void(receipt, reason, by)
        _queue("fundraising.receipt_void", receipt, key=f"receipt:{receipt.uuid}:void")
        record("fundraising.void_receipt", receipt, by, purpose=reason)
        return made


def reissue(receipt: Receipt, by, *, reason: str, name: str = "") -> Receipt:
    """A new number that names this one, which is void from now on. `name`: how the donor is really called. Raises
    NotPermitted, Conflict when another was faster or nothing of the gift is left."""
    with transaction.atomic():
        donation = lock(receipt.donation)
        require("fundraising.reissue_receipt", by, receipt)
        _refuse_unless_last(donation, receipt)
        if name.strip() and name.strip() != donation.donor.name:
            Donor.objects.filter(pk=donation.donor_id).update(name=name.strip())
            donation.donor.refresh_from_db()
        if returned_of(donation) == donation.amount_minor:
            raise Conflict(_("The whole gift was given back: there is nothing to give a receipt for."), code="returned")
        made = _replace(donation, receipt, reason, by)
        record("fundraising.reissue_receipt", made, by, purpose=reason)
        return made


def state_goods(donation: Donation, by, *, description: str, value: Money | None) -> Receipt | None:
    """What the giver got for the gift and what it was worth in good faith; both empty for nothing. A paid gift gets a
    receipt that says so. Answers the receipt that stands then. Raises NotPermitted, DomainError, Conflict."""
    with transaction.atomic():
        donation = lock(donation)
        require("fundraising.state_goods", by, donation)
        value_minor = _goods_value(donation, description, value)
        before = (donation.goods_description, donation.goods_value_minor)
        donation.goods_description, donation.goods_value_minor = description.strip(), value_minor
        last = last_receipt(donation)
        if before == (donation.goods_description, value_minor):
            return last
        donation.save(update_fields=["goods_description", "goods_value_minor"])
        record("fundraising.state_goods", donation, by)
        if last is None or returned_of(donation) == donation.amount_minor:
            return last
        return _replace(donation, last, Reason.GOODS, by)


def _goods_value(donation: Donation, description: str, value: Money | None) -> int:
    if value is None and not description.strip():
        return 0
    if value is None:
        raise DomainError(_("Say what it was worth, in good faith."), code="no_value", field="value")
    if not description.strip():
        raise DomainError(_("Say what was received."), code="no_description", field="description")
    if value.currency.code != donation.currency:
        raise DomainError(_("The value is in the gift's currency."), code="currency", field="value")
    minor = to_minor(value)
    if minor <= 0 or minor >= donation.amount_minor:
        raise DomainError(
            _("The value must be less than the gift, %(amount)s. Otherwise it was a sale, not a gift.")
            % {"amount": from_minor(donation.amount_minor, donation.currency)},
            code="no_gift",
            field="value",
        )
    return minor


def _refuse_unless_last(donation: Donation, receipt: Receipt) -> None:
    last = last_receipt(donation)
    if last is None or last.pk != receipt.pk:
        raise Conflict(
            _("Another receipt stands in its place already: %(number)s.") % {"number": last.label if last else "–"},
            code="replaced",
        )


def _replace(donation: Donation, last: Receipt, reason: str, by) -> Receipt:
    if not ReceiptVoid.objects.filter(receipt=last).exists():
        _void(last, reason, by)
    return _make(donation, replaces=last)


def _void(receipt: Receipt, reason: str, by) -> ReceiptVoid:
    return ReceiptVoid.objects.create(receipt=receipt, reason=reason, voided_by=by)


# -- money that went back ---------------------------------------------------------------------------------
def follow_soon() -> None:
    """Wake the worker that lets receipts follow, once the caller's transaction is committed. Whoever posts that money
    of a gift went back or came back calls it; a lost nudge is made up for by the sweep."""
    transaction.on_commit(lambda: nudge("fundraising.follow_new_returns"))


def follow_returns(donation: Donation) -> Receipt | None:
    """Make the receipt say what the books say was given back: a part replaces it, the whole makes it void. Twice is
    once. A receipt that a person made void stays so."""
    with transaction.atomic():
        donation = lock(donation)
        last, back = last_receipt(donation), returned_of(donation)
        if last is None:
            return None
        gone = is_void(last)
        if gone and (last.void.reason != Reason.RETURNED or back == donation.amount_minor):
            return None
        if not gone and last.returned_minor == back:
            return last
        record("fundraising.follow_returns", donation)
        if back < donation.amount_minor:
            return _replace(donation, last, Reason.RETURNED, None)
        _void(last, Reason.RETURNED, None)
        _queue("fundraising.receipt_void", last, key=f"receipt:{last.uuid}:void")
        return None


def sweep_returns(since) -> int:
    """Follow every gift of which something went back or came back, or whose dispute ended, since; answers how many
    receipts changed."""
    told = JournalEntry.objects.filter(
        kind__in=[*RETURNS, *DISPUTES], about_kind="fundraising.donation", posted_at__gte=since
    )
    moved = Q(uuid__in=told.values("about_uuid").distinct())
    ended = Q(pk__in=Dispute.objects.filter(closed_at__gte=since).values("donation"))
    gifts = Donation.objects.filter(moved | ended, status=Donation.Status.PAID)
    changed = 0
    for gift in gifts.order_by("pk").iterator():
        before = last_receipt(gift)
        was_void = before is not None and is_void(before)
        follow_returns(gift)
        after = last_receipt(gift)
        changed += (before, was_void) != (after, after is not None and is_void(after))
    return changed
