"""Gifts that do not come through Stripe: one person records what was given, another confirms that the bank has it.
Only then it is a gift, in the books and with a receipt."""

from datetime import date, datetime, time

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from delegation.actions.audit import record as audit
from delegation.actions.mail import queue_mail
from delegation.actions.moves import lock, move
from delegation.errors import Conflict, DomainError
from delegation.models import Delegation, Person
from delegation.money import to_minor
from delegation.permissions import require
from fundraising.actions import matches, receipts
from fundraising.actions.bank_uses import account_for, claim, reference_key
from fundraising.actions.funds import open_pool
from fundraising.actions.offline_checks import BY_HAND, Recorded, checked, network_zone
from fundraising.ledger import entries, posting
from fundraising.ledger.accounts import OWED_BY_NETWORK, available
from fundraising.models import (
    BankLine,
    BankUse,
    Deposit,
    Donation,
    DonationNote,
    Donor,
    OfflineGift,
    OfflineNote,
)
from fundraising.queries.public import ON_THE_WAY

GIFT = "fundraising.donation"


def record(asked: Recorded, by: Person) -> OfflineGift:
    """Write down a gift; nothing is booked before a second person confirms. The same form token again answers the same
    record. Raises NotPermitted, DomainError (amount, date, who gave, sponsor), Conflict (appeal, pledge, line)."""
    require("fundraising.record_offlinegift", by, asked.delegation)
    known = OfflineGift.objects.filter(form_token=asked.form_token).first()
    if known:
        return _same(known, asked, by)
    amount_minor, fund = checked(asked)
    try:
        with transaction.atomic():
            gift = OfflineGift.objects.create(
                delegation=asked.delegation,
                donor=asked.pledge.donor if asked.pledge else _donor(asked),
                source=asked.source,
                sponsor_name=asked.sponsor_name.strip(),
                amount_minor=amount_minor,
                currency=fund.currency,
                given_on=asked.given_on,
                cheque_number=asked.cheque_number.strip(),
                fund=fund,
                appeal=asked.appeal,
                pledge=asked.pledge,
                line=asked.line,
                deposit=_open_deposit(asked.deposit, asked.delegation, asked.source),
                bank_reference=asked.line.reference if asked.line else reference_key(asked.bank_reference),
                shown_name=asked.shown_name.strip(),
                is_family=asked.is_family,
                goods_description=asked.goods_description.strip(),
                goods_value_minor=to_minor(asked.goods_value) if asked.goods_value else 0,
                recorded_by=by,
                form_token=asked.form_token,
            )
            _write_note(gift, by, asked.note)
            audit("fundraising.record_offlinegift", gift, by)
            return gift
    except IntegrityError:
        known = OfflineGift.objects.filter(form_token=asked.form_token).first()
        if known:
            # Somebody was faster with this token: the same person, by a second click.
            return _same(known, asked, by)
        if asked.line is None:
            raise
        raise Conflict(_("This line of the statement is recorded as a gift already."), code="line_taken") from None


def _donor(asked: Recorded) -> Donor:
    return Donor.objects.create(email=asked.email.strip(), name=asked.name.strip(), language=asked.language)


def _same(known: OfflineGift, asked: Recorded, by: Person) -> OfflineGift:
    """The same form once more is the same record; another one under its token must not pass for made."""
    is_same = (known.recorded_by_id, known.delegation_id, known.amount_minor, known.source, known.appeal_id) == (
        by.pk,
        asked.delegation.pk,
        to_minor(asked.amount),
        asked.source,
        asked.appeal.pk if asked.appeal else None,
    )
    if not is_same:
        raise Conflict(
            _("This form was sent before with other figures. Open the page anew to record another gift."),
            code="token_used",
            field="amount",
        )
    return known


def _open_deposit(deposit: Deposit | None, delegation: Delegation, source: str) -> Deposit | None:
    if deposit is None:
        return None
    deposit = lock(deposit)
    if deposit.delegation_id != delegation.pk or deposit.status != Deposit.Status.OPEN:
        raise Conflict(_("This deposit is counted already."), code="deposit_closed", field="deposit")
    if source not in BY_HAND:
        raise DomainError(_("A transfer does not go into a deposit."), code="not_by_hand", field="deposit")
    return deposit


# -- decided -------------------------------------------------------------------------------------------
def confirm(
    gift: OfflineGift,
    by: Person,
    *,
    bank_account: str = "",
    bank_reference: str = "",
    line: BankLine | None = None,
    note: str = "",
) -> OfflineGift:
    """The money is in the bank: a gift is made of the record, booked and receipted, in one transaction. Raises
    NotPermitted (never by who recorded it), Conflict (decided already, in a deposit, reference used)."""
    with transaction.atomic():
        gift = lock(gift)
        require("fundraising.confirm_offlinegift", by, gift)
        refuse_decided(gift)
        if gift.deposit_id:
            raise Conflict(_("This gift goes to the bank in a deposit; confirm the deposit."), code="in_deposit")
        line = lock(line or gift.line) if line or gift.line else None
        if line is not None and line.status == BankLine.Status.HELD:
            _place(line, gift)
        else:
            account = line.account if line else account_for(gift.currency, bank_account)
            reference = line.reference if line else bank_reference or gift.bank_reference
            claim(account, reference, gift.amount_minor, gift.currency, "gift", gift.uuid, by=by, line=line)
            gift.bank_reference = reference_key(reference)
        gift, wanted = make_gift(gift, by, line=line)
        posting.post_all([wanted])
        finish(gift, by, note)
        return gift


def _place(line: BankLine, gift: OfflineGift) -> None:
    """Money held apart found its gift: its reference is used already, by what held it."""
    if gift.line_id != line.pk:
        # Held apart meanwhile: its gift is recorded from the line itself, so that the line says whose it was.
        raise Conflict(_("This line of the statement is settled already."), code="line_taken")
    move(line, "place", None)


def refuse_decided(gift: OfflineGift) -> None:
    """Of two who confirm at once the second reads the row after the first, and stops here."""
    if gift.status != OfflineGift.Status.RECORDED:
        raise Conflict(
            _("This is no longer possible: it is now “%(status)s”.") % {"status": gift.get_status_display()},
            code="moved_on",
        )


def make_gift(
    gift: OfflineGift, by: Person, *, line: BankLine | None = None, arrived_on: date | None = None
) -> tuple[OfflineGift, posting.Posting]:
    """The gift of a record, settled, and the entry to post for it. Inside the transaction that confirms."""
    donation = _donation_of(gift)
    now = timezone.now()
    gift = move(
        gift,
        "confirm",
        by,
        donation=donation,
        decided_by=by,
        decided_at=now,
        bank_reference=gift.bank_reference,
    )
    was_held = line is not None and line.status == BankLine.Status.PLACED
    entry = entries.bank_placed if was_held else entries.gift_received
    spec = entry(available(donation.fund), gift.amount_minor, gift.currency)
    arrived = line.booked_on if line else arrived_on
    return gift, posting.Posting(spec, gift_key(gift), (GIFT, donation.uuid), noon(arrived) if arrived else now)


def gift_key(gift: OfflineGift) -> str:
    """One posting per recorded gift, whoever confirms it and how often."""
    return f"gift:{gift.uuid}"


def noon(day: date) -> datetime:
    """The middle of a day in the network's zone: a day that any zone nearby reads as the same."""
    return datetime.combine(day, time(12), network_zone())


def _donation_of(gift: OfflineGift) -> Donation:
    appeal = gift.appeal
    if appeal is not None and appeal.delegate.status not in ON_THE_WAY:
        raise Conflict(
            _("%(name)s does not travel any more. Decline this record and record the gift for the pool.")
            % {"name": appeal.delegate},
            code="not_travelling",
        )
    donation = Donation.objects.create(
        donor=gift.donor,
        source=gift.source,
        fund=gift.fund,
        appeal=appeal,
        version=appeal.approved_version if appeal else None,
        amount_minor=gift.amount_minor,
        currency=gift.currency,
        is_family=gift.is_family,
        goods_description=gift.goods_description,
        goods_value_minor=gift.goods_value_minor,
        language=gift.donor.language,
        mode=settings.STRIPE_MODE,
        form_token=gift.form_token,
    )
    DonationNote.objects.create(donation=donation, shown_name=gift.shown_name)
    return move(
        donation,
        "settle",
        None,
        settled_minor=gift.amount_minor,
        settled_currency=gift.currency,
        paid_at=noon(gift.given_on),
    )


def finish(gift: OfflineGift, by: Person, note: str = "") -> None:
    """What follows once the gift is posted: its receipt with the mail, and the promise it keeps."""
    donation = _made(gift)
    receipts.issue(donation)
    if gift.pledge:
        matches.keep(lock(gift.pledge), by, donation=donation)
    _write_note(gift, by, note)


def _made(gift: OfflineGift) -> Donation:
    return Donation.objects.select_related("donor", "fund__delegation").get(offline=gift)


def decline(gift: OfflineGift, by: Person, note: str = "") -> OfflineGift:
    """The money did not come, or the record is wrong; nothing was booked. Raises DomainError without a note."""
    if not note.strip():
        raise DomainError(_("Say why, for the minutes."), code="note_missing", field="note")
    return _leave(gift, "decline", by, note)


def take_back(gift: OfflineGift, by: Person, note: str = "") -> OfflineGift:
    """Withdraw one's own record before it is confirmed."""
    return _leave(gift, "take_back", by, note)


def _leave(gift: OfflineGift, verb: str, by: Person, note: str) -> OfflineGift:
    with transaction.atomic():
        gift = lock(gift)
        if gift.deposit_id and lock(gift.deposit).status != Deposit.Status.OPEN:
            raise Conflict(_("Its deposit is counted. Reopen the deposit first."), code="deposit_closed")
        gift = move(gift, verb, by, decided_by=by, decided_at=timezone.now(), deposit=None)
        _write_note(gift, by, note)
        return gift


def bounce(gift: OfflineGift, by: Person, *, bank_reference: str, note: str = "") -> OfflineGift:
    """The bank took a confirmed gift back. The money has left already, so it is always posted: the fund bears it, then
    the pool, then the network. Raises NotPermitted, Conflict (not confirmed, reference used)."""
    with transaction.atomic():
        gift = move(gift, "bounce", by, bounced_by=by, bounced_at=timezone.now())
        donation = _made(gift)
        account = _account_of(gift)
        claim(account, bank_reference, -gift.amount_minor, gift.currency, "bounced", gift.uuid, by=by)
        fund, pool = available(donation.fund), available(open_pool(donation.fund.delegation))
        posted = posting.post(
            entries.gift_bounced(fund, pool, gift.amount_minor, gift.currency),
            key=f"bounced:{gift.uuid}",
            about=(GIFT, donation.uuid),
            happened_at=timezone.now(),
        )
        for place in posted.borne:
            audit(f"fundraising.bounce_borne_by_{'network' if place == OWED_BY_NETWORK else 'pool'}", donation)
        _write_note(gift, by, note)
        _tell_bounced(gift, donation)
        receipts.follow_soon()
        return gift


def _account_of(gift: OfflineGift) -> str:
    about = gift.deposit.uuid if gift.deposit else gift.uuid
    use = BankUse.objects.filter(about_uuid=about).first()
    return use.account if use else account_for(gift.currency)


def _tell_bounced(gift: OfflineGift, donation: Donation) -> None:
    """The giver learns that the money did not stay, and that the receipt does not hold."""
    queue_mail(
        "fundraising.gift_bounced",
        {"gift": gift.uuid},
        to=("fundraising.donor", donation.donor.uuid),
        language=donation.donor.language,
        key=f"bounced:{gift.uuid}",
    )


def _write_note(gift: OfflineGift, by: Person, note: str) -> None:
    if note.strip():
        OfflineNote.objects.create(gift=gift, written_by=by, text=note.strip())
