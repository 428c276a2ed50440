"""Payments that fit no waiting gift: held apart until one person says where they belong and a second one agrees."""

from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from delegation.actions.audit import record
from delegation.actions.moves import lock, move
from delegation.errors import Conflict, DomainError
from delegation.models import Person
from fundraising.actions import losses, placed, receipts
from fundraising.actions.funds import open_pool
from fundraising.ledger import entries, posting
from fundraising.ledger.accounts import available
from fundraising.models import Donation, Fund, HeldApart, JournalEntry, Refund
from fundraising.queries.ledger import books_are_red

NOUN = "held"
HELD = HeldApart.Status


def key_of(payment_intent: str) -> str:
    return f"unplaced:{payment_intent}"


def is_held(payment_intent: str) -> bool:
    return JournalEntry.objects.filter(key=key_of(payment_intent)).exists()


def hold(payment, donation: Donation | None, why: str) -> None:
    """Money Stripe holds that fits no waiting gift: into suspense, with an alert, never to the appeal. Once. What
    stands there is what Stripe's balance transaction says; without one yet, what was charged.

    Raises Conflict while it cannot be known in which currency it settles."""
    if is_held(payment.id):
        return
    usual = donation.fund.currency if donation else None
    if payment.balance is None and usual not in (None, payment.currency):
        raise Conflict(_("This payment is still being settled."), code="not_settled")
    amount = payment.balance.amount if payment.balance else payment.amount_received
    currency = payment.balance.currency if payment.balance else payment.currency
    at = datetime.fromtimestamp(payment.charge_created, UTC) if payment.charge_created else timezone.now()
    about: posting.About = (losses.DONATION, donation.uuid) if donation else ("", None)
    posted = posting.post(
        entries.stripe_unplaced(amount, currency), key=key_of(payment.id), about=about, happened_at=at
    )
    if not posted.new:
        return
    row = HeldApart.objects.create(
        payment_intent=payment.id,
        charge=payment.charge_id or "",
        donation=donation,
        why=why,
        amount_minor=amount,
        currency=currency,
        charged_minor=payment.amount_received,
        charged_currency=payment.currency,
        happened_at=at,
        entry=posted.entry,
    )
    record("fundraising.hold_apart", posted.entry, purpose=why)
    remember_fee(row, payment.balance)


def remember_fee(held: HeldApart, balance) -> None:
    """Stripe's fee, once it is known; booked at once where it is known already whose it is."""
    if balance is None or held.balance_transaction or balance.currency != held.currency:
        return
    held.fee_minor, held.balance_transaction = balance.fee, balance.id
    held.save(update_fields=["fee_minor", "balance_transaction"])
    _book_fee(held)


def record_fee(held: HeldApart, balance) -> None:
    with transaction.atomic():
        remember_fee(lock(held), balance)


def _book_fee(held: HeldApart) -> None:
    """The fund it was placed to bears the fee; what was sent back costs the pool. While it is held, nobody's."""
    if held.status not in (HELD.PLACED, HELD.RETURNED) or not held.balance_transaction:
        return
    gift = gift_of(held) if held.status == HELD.PLACED else None
    placed.remember_fee(held, gift)
    if not held.fee_minor or held.fee_minor <= 0:
        return
    if JournalEntry.objects.filter(key=f"fee:{held.balance_transaction}").exists():
        return  # booked when it was sent back, and it came back since
    if held.status == HELD.PLACED and held.placed_to is not None:
        fund = held.placed_to
        pool = open_pool(fund.delegation, held.currency)
        spec = entries.fee_known(available(fund), available(pool), held.fee_minor, held.currency)
    else:
        found = losses.Paid(held=held).pool(held.currency)
        if found is None:
            return
        spec = entries.stripe_fee_charged(available(found), held.fee_minor, held.currency)
    about: posting.About = (losses.DONATION, gift.uuid) if gift else (losses.HELD, held.uuid)
    posted = posting.post(spec, key=f"fee:{held.balance_transaction}", about=about, happened_at=timezone.now())
    losses.alert(posted, gift or held, "fee")


# -- what two people decide --------------------------------------------------------------------------------------
def ask_place(held: HeldApart, by: Person, fund: Fund, form_token: UUID) -> HeldApart:
    """Say which fund the money belongs to: the gift's, or a pool, in its own currency. Nothing moves before a second
    person agrees. Raises NotPermitted, Conflict, DomainError."""
    named = held.donation
    fits = fund.kind == Fund.Kind.POOL or (named is not None and named.fund_id == fund.pk)
    elsewhere = named is not None and named.fund.delegation_id != fund.delegation_id
    if fund.currency != held.currency or not fits or elsewhere:
        raise DomainError(
            _("It can go to the fund of the gift it names, or to a pool, in %(currency)s.")
            % {"currency": held.currency},
            code="other_fund",
            field="fund",
        )
    return _ask(held, "ask_place", by, form_token, placed_to=fund)


def ask_return(held: HeldApart, by: Person, form_token: UUID) -> HeldApart:
    """Say that the money goes back to the card it came from. Nothing moves before a second person agrees."""
    return _ask(held, "ask_return", by, form_token)


def _ask(held: HeldApart, verb: str, by: Person, form_token: UUID, **fields) -> HeldApart:
    with transaction.atomic():
        fresh = lock(held)
        if fresh.form_token == form_token:
            return fresh  # the same form, sent twice
        asked = {"asked_by": by, "asked_at": timezone.now(), "decided_by": None, "decided_at": None}
        return move(held, verb, by, noun=NOUN, form_token=form_token, **asked, **fields)


def leave(held: HeldApart, by: Person) -> HeldApart:
    """Say no to what was asked, or withdraw one's own: it stays held apart."""
    nobody = {"asked_by": None, "asked_at": None, "form_token": None, "placed_to": None}
    return move(held, "leave", by, noun=NOUN, **nobody)


def place(held: HeldApart, by: Person) -> HeldApart:
    """Agree: the money is the fund's now, in the books in the same transaction, and a gift of whoever gave it, with its
    receipt. Raises NotPermitted, Conflict (decided already, nothing left, disputed, on its way back)."""
    with transaction.atomic():
        if held.donation is not None:
            lock(held.donation)  # gift before payment, as whoever follows Stripe locks them
        held = move(held, "place", by, noun=NOUN, decided_by=by, decided_at=timezone.now())
        left = losses.in_suspense(held)
        if held.placed_to is None or left == 0:
            raise Conflict(_("Nothing of this payment is held apart any more."), code="nothing_left")
        _refuse_unsettled(held)
        gift = placed.make_gift(held, left)
        event = entries.gift_placed if gift else entries.stripe_placed
        about: posting.About = (losses.DONATION, gift.uuid) if gift else (losses.HELD, held.uuid)
        posting.post(
            event(available(held.placed_to), left, held.currency),
            key=losses.placed_key(held),
            about=about,
            happened_at=timezone.now(),
        )
        _book_fee(held)
        if gift is not None:
            receipts.issue(gift)
        return held


def _refuse_unsettled(held: HeldApart) -> None:
    """A receipt is over what stays: while the bank asks, or a part is on its way back, nobody knows what that is."""
    if held.disputes.filter(closed_at__isnull=True).exists():
        raise Conflict(_("The bank is still asking about this payment. Place it when that is over."), code="disputed")
    if held.refunds.filter(status=Refund.Status.PENDING).exists():
        raise Conflict(_("A part of it is on its way back. Place the rest when that has left."), code="on_its_way_back")


def gift_of(held: HeldApart) -> Donation | None:
    """The gift that was made of it when it was placed."""
    rows = Donation.objects.select_related("fund__delegation", "donor")
    return rows.filter(payment_intent=held.payment_intent, status=Donation.Status.PAID).first()


def send_back(held: HeldApart, by: Person) -> Refund:
    """Agree: Stripe is asked to give back what is left of it. Answers the refund that `outgoing` now asks for.

    Raises NotPermitted, Conflict while the books are red or when nothing is left."""
    with transaction.atomic():
        held = move(held, "send_back", by, noun=NOUN, decided_by=by, decided_at=timezone.now())
        if books_are_red():
            raise Conflict(
                _("The books show a line that does not hold. No money goes out until it is cleared; gifts go on."),
                code="books_red",
            )
        left = held.charged_minor - _asked_back(held)
        if left <= 0:
            raise Conflict(_("Nothing of this payment is held apart any more."), code="nothing_left")
        refund = Refund.objects.create(
            held=held,
            amount_minor=left,
            currency=held.charged_currency,
            status=Refund.Status.PENDING,
            reason=Refund.Reason.TWICE if held.why == HeldApart.Why.PAID_TWICE else Refund.Reason.STAFF,
            needs_second=True,
            requested_by=held.asked_by,
            decided_by=by,
            decided_at=timezone.now(),
            form_token=held.form_token,
        )
        record("fundraising.send_refund", refund)
        return refund


def _asked_back(held: HeldApart) -> int:
    living = ("requested", "pending", "succeeded")
    return sum(held.refunds.filter(status__in=living).values_list("amount_minor", flat=True))


# -- what Stripe says --------------------------------------------------------------------------------------------
def look_at_return(held: HeldApart) -> None:
    """Nothing lies in suspense for it any more: it was sent back, by us or in the dashboard."""
    fresh = lock(held)
    if fresh.status in (HELD.PLACED, HELD.RETURNED) or losses.in_suspense(fresh):
        return
    _book_fee(move(fresh, "finish_return", None, noun=NOUN))


def return_failed(held: HeldApart) -> None:
    """The card's bank did not take it: it is held apart again, and somebody has to look once more."""
    fresh = lock(held)
    if fresh.status in (HELD.RETURNING, HELD.RETURNED):
        nobody = {"asked_by": None, "asked_at": None, "decided_by": None, "decided_at": None, "form_token": None}
        move(fresh, "come_back", None, noun=NOUN, **nobody)
