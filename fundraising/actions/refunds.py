"""Giving money of a gift back: asked by one, above a limit decided by another, made by Stripe, posted when it left.

`made` is shaped as `gateway.Refund`; this layer never calls out. Whatever Stripe says has left is posted, whoever asked
for it; order, repetition and delay change nothing."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from delegation.actions.audit import record
from delegation.actions.mail import queue_mail
from delegation.actions.moves import move
from delegation.errors import Conflict, DomainError
from delegation.models import Person
from delegation.money import from_minor, to_minor
from delegation.permissions import require
from fundraising.actions import held, losses
from fundraising.actions.losses import Paid, TooEarly, lock_paid, lock_payment
from fundraising.ledger import entries, posting
from fundraising.ledger.accounts import available
from fundraising.models import Donation, Refund, RefundNote
from fundraising.queries.ledger import books_are_red
from fundraising.queries.payments import (
    alone_room_minor,
    asked_back_minor,
    disputed_minor,
    forbids_refund,
    is_late,
    left_to_refund,
)

KIND = "fundraising.refund"
OVER = ("failed", "canceled")
# Stripe's reasons in our words; what the dashboard does not say stays open.
REASONS = {"duplicate": "twice", "fraudulent": "fraud", "requested_by_customer": "staff"}


# -- asking ------------------------------------------------------------------------------------------------
def request(donation: Donation, by: Person, amount: Money, reason: str, note: str, form_token: UUID) -> Refund:
    """Ask for money of a gift to be given back. Up to the gift's limit it goes to Stripe at once; above it a second
    person decides first. The same form token again answers the same refund.

    Raises NotPermitted, Conflict (a dispute is open, the books are red, not settled yet), DomainError (amount, reason,
    note)."""
    require("fundraising.request_refund", by, donation)
    minor = _read_amount(donation, amount)
    try:
        with transaction.atomic():
            fresh = _lock(donation)
            known = Refund.objects.filter(form_token=form_token).first()
            if known:
                return _same_request(known, by, fresh, minor)
            _check(fresh, minor, reason, note)
            refund = Refund.objects.create(
                donation=fresh,
                amount_minor=minor,
                currency=fresh.currency,
                reason=reason,
                needs_second=minor > alone_room_minor(fresh),
                requested_by=by,
                form_token=form_token,
            )
            _write_note(refund, by, note)
            record("fundraising.request_refund", refund, by)
            if not refund.needs_second:
                refund = move(refund, "send", None)
            return refund
    except IntegrityError:
        # Somebody was faster with this token: the same person, by a second click.
        known = Refund.objects.filter(form_token=form_token).first()
        if known is None:
            raise
        return _same_request(known, by, donation, minor)


def _lock(donation: Donation) -> Donation:
    rows = Donation.objects.select_for_update(of=("self",)).select_related("fund__delegation", "donor")
    return rows.get(pk=donation.pk)


def _read_amount(donation: Donation, amount: Money) -> int:
    if amount.currency.code != donation.currency:
        raise DomainError(
            _("This gift was given in %(currency)s.") % {"currency": donation.currency}, code="currency", field="amount"
        )
    minor = to_minor(amount)
    if minor <= 0:
        raise DomainError(_("Type an amount above zero."), code="not_positive", field="amount")
    return minor


def _same_request(known: Refund, by: Person, donation: Donation, minor: int) -> Refund:
    if (known.requested_by_id, known.donation_id, known.amount_minor) != (by.pk, donation.pk, minor):
        raise Conflict(
            _("This form was sent before with other figures. Open the page anew to ask for something else."),
            code="token_used",
            field="amount",
        )
    return known


def _check(donation: Donation, minor: int, reason: str, note: str) -> None:
    _check_gift(donation)
    if is_late(donation) and reason != Refund.Reason.STAFF:
        raise DomainError(
            _(
                "This gift is older than 30 days. It can still go back, by decision of the staff, with a note that "
                "says why."
            ),
            code="late",
            field="reason",
        )
    if reason == Refund.Reason.STAFF and not note.strip():
        raise DomainError(_("Say why, for the file."), code="note_missing", field="note")
    left = left_to_refund(donation)
    if minor > left:
        raise DomainError(
            _("At most %(amount)s of this gift can still be given back.")
            % {"amount": from_minor(left, donation.currency)},
            code="too_much",
            field="amount",
        )


def _check_gift(donation: Donation) -> None:
    """Asked before a request, and once more before it goes to Stripe."""
    if donation.status == Donation.Status.SETTLING:
        raise TooEarly
    if donation.status != Donation.Status.PAID or donation.source != Donation.Source.CARD:
        raise Conflict(_("Only a gift that came by card or bank debit can be given back here."), code="not_paid")
    if forbids_refund(donation):
        raise Conflict(
            _("A dispute is open or lost: the bank decides about this money, and a refund would give it twice."),
            code="disputed",
        )
    if books_are_red():
        raise Conflict(
            _("The books show a line that does not hold. No money goes out until it is cleared; gifts go on."),
            code="books_red",
        )


def _write_note(refund: Refund, by: Person, note: str) -> None:
    if note.strip():
        RefundNote.objects.create(refund=refund, written_by=by, text=note.strip())


def approve(refund: Refund, by: Person, note: str = "") -> Refund:
    """Say yes to what another person asked for; it goes to Stripe now. Raises NotPermitted, Conflict."""
    require("fundraising.approve_refund", by, refund)
    with transaction.atomic():
        donation = lock_paid(refund).donation
        if donation is not None:
            _check_gift(donation)
            if asked_back_minor(donation) + disputed_minor(donation) > donation.amount_minor:
                raise Conflict(_("Meanwhile other money of this gift was given back."), code="overtaken")
        refund = move(refund, "approve", by, decided_by=by, decided_at=timezone.now())
        _write_note(refund, by, note)
        return refund


def refuse(refund: Refund, by: Person, note: str = "") -> Refund:
    """Say no to it, or withdraw one's own request. Raises NotPermitted, Conflict, DomainError without a note."""
    if not note.strip() and by.pk != refund.requested_by_id:
        raise DomainError(_("Say why, for the file."), code="note_missing", field="note")
    with transaction.atomic():
        refund = move(refund, "refuse", by, decided_by=by, decided_at=timezone.now())
        _write_note(refund, by, note)
        return refund


def to_send():
    """Refunds that were decided and of which Stripe has not answered yet."""
    return Refund.objects.filter(status=Refund.Status.PENDING, stripe_id__isnull=True).select_related(
        "donation", "held"
    )


def reject(refund: Refund, code: str) -> Refund:
    """Stripe said no: nothing has left. Does nothing when a faster path already knows more."""
    with transaction.atomic():
        paid = lock_paid(refund)
        fresh = Refund.objects.select_for_update().get(pk=refund.pk)
        if fresh.status != Refund.Status.PENDING or fresh.stripe_id:
            return fresh
        fresh = move(fresh, "reject", None, failure_code=code[:60])
        if paid.held:
            held.return_failed(paid.held)
        return fresh


# -- what Stripe says ------------------------------------------------------------------------------------------
def follow(payment_intent: str, made: Sequence) -> bool | None:
    """Do what the refunds of one payment, fetched just now, say. None when the payment is not ours (yet); raises
    TooEarly while its gift is still being settled."""
    with transaction.atomic():
        paid = lock_payment(payment_intent)
        if paid is None:
            return None
        if not paid.is_posted:
            raise TooEarly
        # What came back first: it makes room for what was given back after it.
        for one in sorted(made, key=lambda one: (one.status not in OVER, one.created, one.id)):
            _follow(paid, one)
        return True


def _follow(paid: Paid, made) -> None:
    refund = _row_of(paid, made)
    if made.balance is not None and refund.balance_transaction is None:
        _post_out(paid, refund, made)
    if made.failure_balance is not None and refund.balance_transaction and refund.failure_balance_transaction is None:
        _post_back(paid, refund, made)
    if made.status in OVER and refund.status in (Refund.Status.PENDING, Refund.Status.SUCCEEDED):
        move(refund, "fail", None, failure_code=(made.failure_reason or made.status)[:60])
        if paid.held:
            held.return_failed(paid.held)
        _tell(paid, refund, "refund_failed")
    elif made.status == "succeeded" and refund.balance_transaction and refund.status == Refund.Status.PENDING:
        move(refund, "succeed", None)
    if paid.held:
        held.look_at_return(paid.held)


def _row_of(paid: Paid, made) -> Refund:
    """Our row for this refund: by its id, by the mark we put on it (the answer may have been lost), or a new one for
    somebody's in the dashboard."""
    rows = Refund.objects.select_for_update(of=("self",)).select_related("donation", "held")
    found = rows.filter(stripe_id=made.id).first()
    if found:
        return found
    named = made.metadata.get("refund", "")
    ours = rows.filter(uuid=named, stripe_id__isnull=True, **paid.link).first() if _is_uuid(named) else None
    if ours and ours.status == Refund.Status.PENDING:
        ours.stripe_id = made.id
        ours.save(update_fields=["stripe_id"])
        return ours
    refund = Refund.objects.create(
        **paid.link,
        amount_minor=made.amount,
        currency=made.currency,
        status=Refund.Status.PENDING,
        reason=REASONS.get(made.reason or "", ""),
        stripe_id=made.id,
    )
    record("fundraising.refund_from_dashboard", refund)
    _overtake(paid)
    return refund


def _is_uuid(text: str) -> bool:
    try:
        UUID(str(text))
    except ValueError:
        return False
    return True


def _overtake(paid: Paid) -> None:
    """Requests that no longer fit beside what was given back in the dashboard are refused by that."""
    if paid.donation is None:
        return
    gone = sum(paid.donation.refunds.filter(status__in=("pending", "succeeded")).values_list("amount_minor", flat=True))
    for waiting in paid.donation.refunds.filter(status=Refund.Status.REQUESTED).order_by("id"):
        if gone + waiting.amount_minor > paid.donation.amount_minor:
            move(waiting, "overtake", None)
        else:
            gone += waiting.amount_minor


def _post_out(paid: Paid, refund: Refund, made) -> None:
    """The balance transaction says what left, in the account's currency."""
    balance, at = made.balance, datetime.fromtimestamp(made.balance.created or made.created, UTC)
    out = -balance.amount
    refund.settled_minor, refund.settled_currency, refund.balance_transaction = out, balance.currency, balance.id
    refund.made_at = at
    refund.save(update_fields=["settled_minor", "settled_currency", "balance_transaction", "made_at"])
    losses.post_loss(paid, "refund_made", out, balance.currency, key=f"refund:{made.id}", at=at, alert_on=refund)
    _post_fee(paid, refund, balance, at)
    if made.status not in OVER:
        _tell(paid, refund, "refund_made")
    losses.look_for_twice(paid)


def _post_fee(paid: Paid, refund: Refund, balance, at: datetime) -> None:
    """Some contracts charge for a refund; the pool bears it."""
    pool = paid.pool(balance.currency)
    if balance.fee > 0 and pool is not None:
        spec = entries.stripe_fee_charged(available(pool), balance.fee, balance.currency)
        losses.alert(
            posting.post(spec, key=f"fee:{balance.id}", about=(KIND, refund.uuid), happened_at=at), refund, "fee"
        )


def _post_back(paid: Paid, refund: Refund, made) -> None:
    back = made.failure_balance
    losses.post_return(
        paid,
        "refund_failed",
        back.amount,
        back.currency,
        losses=[f"refund:{made.id}"],
        key=f"refund_failed:{made.id}",
        at=datetime.fromtimestamp(back.created or made.created, UTC),
    )
    fields = {"returned_minor": back.amount, "failure_balance_transaction": back.id}
    if refund.status in (Refund.Status.PENDING, Refund.Status.SUCCEEDED):
        move(refund, "fail", None, failure_code=(made.failure_reason or made.status)[:60], **fields)
        _tell(paid, refund, "refund_failed")
        if paid.held:
            held.return_failed(paid.held)
    else:
        Refund.objects.filter(pk=refund.pk).update(**fields)
    for name, value in fields.items():
        setattr(refund, name, value)


def _tell(paid: Paid, refund: Refund, notice: str) -> None:
    if paid.gift is not None:
        donor = paid.gift.donor
        queue_mail(
            f"fundraising.{notice}",
            {"refund": refund.uuid},
            to=("fundraising.donor", donor.uuid),
            language=donor.language,
            key=f"{notice}:{refund.uuid}",
        )
