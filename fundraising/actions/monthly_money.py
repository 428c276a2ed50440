"""The money of monthly gifts: each month is a gift of its own, settled like every other under its payment's key. What
is told (session, invoice, payment, subscription, in any order, any number of times) leaves the same books.

Values are shaped as `gateway.Session`, `gateway.Invoice`, `gateway.Payment`, `gateway.Subscription`."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from delegation.actions.audit import record
from delegation.actions.moves import lock
from fundraising.actions import donations, monthly_mirror, monthly_steps
from fundraising.models import CheckoutAttempt, Donation, DonationNote, MonthlyGift

EndReason, Status = MonthlyGift.EndReason, MonthlyGift.Status
REFUSED = ("requires_payment_method", "canceled")


class Stray(Exception):
    """A subscription that is not the one of its monthly gift: the page was paid twice. It has to be ended."""

    def __init__(self, subscription: str):
        super().__init__(subscription)
        self.subscription = subscription


# -- whose it is --------------------------------------------------------------------------------------------
def gift_of(subscription: str | None, metadata: dict[str, str]) -> MonthlyGift | None:
    """The monthly gift a subscription belongs to: by its id, or by our mark while the id is not known yet."""
    if not subscription:
        return None
    known = MonthlyGift.objects.filter(subscription=subscription).first()
    if known or not donations.is_uuid(metadata.get("monthly")):
        return known
    return MonthlyGift.objects.filter(uuid=metadata["monthly"]).first()


# -- the page -------------------------------------------------------------------------------------------------
def follow_session(session, invoice=None, payment=None) -> Donation | None:
    """Do what a monthly gift's page and its first invoice say. Answers its first gift; None when it is not ours.
    Raises Stray for a second page of the same gift that was completed too; its money is held apart before."""
    gift = gift_of(session.subscription, session.metadata)
    donation = None
    with transaction.atomic():
        if gift is not None:
            gift = monthly_steps.remember(gift, subscription=session.subscription, customer=session.customer)
            if gift.subscription == session.subscription and invoice is not None:
                _claim_first(gift, invoice.id)
        donation = donations.follow(session, payment)
        if gift is not None and gift.subscription == session.subscription:
            _after_first(gift, invoice, payment)
    if gift is not None and gift.subscription != session.subscription:
        _alert(gift, "stray_subscription")
        raise Stray(session.subscription)
    return donation


def _claim_first(gift: MonthlyGift, invoice: str) -> Donation | None:
    """The first gift takes the first invoice, once."""
    gift.donations.filter(invoice__isnull=True).update(invoice=invoice)
    return gift.donations.filter(invoice=invoice).first()


def _after_first(gift: MonthlyGift, invoice, payment) -> None:
    first = gift.donations.order_by("id").first()
    if first is None:
        return
    if donations.is_settled(first):
        monthly_steps.begin(gift, first.paid_at)
        monthly_steps.expect(gift, monthly_steps.instant(invoice.period_ends_at) if invoice else None)
    elif first.status == Donation.Status.FAILED and payment is not None and payment.status in REFUSED:
        # It never began: nothing is tried again behind the giver's back.
        monthly_steps.run_out(gift, EndReason.FAILED)


# -- one month --------------------------------------------------------------------------------------------------
def follow_invoice(invoice, payment=None) -> bool:
    """Do what one month's invoice and its payment say: book, or note that it did not go through. Answers whether it was
    one of ours. Raises Stray as above."""
    gift = gift_of(invoice.subscription, invoice.metadata)
    if gift is None or invoice.subscription is None:
        return False
    with transaction.atomic():
        gift = monthly_steps.remember(gift, subscription=invoice.subscription, customer=invoice.customer)
        if gift.subscription != invoice.subscription:
            stray = True
            if payment is not None:
                # The giver's page was paid twice: the second payment belongs to nobody until a person has looked.
                donations.settle(payment, ours=str(_first(gift).uuid))
        else:
            stray = False
            _month(gift, invoice, payment)
    if stray:
        _alert(gift, "stray_subscription")
        raise Stray(invoice.subscription)
    return True


def _month(gift: MonthlyGift, invoice, payment) -> None:
    if payment is not None and payment.status == "succeeded":
        _book(gift, invoice, payment)
    elif payment is not None and payment.status in REFUSED and invoice.was_attempted and invoice.status == "open":
        _refused(gift, invoice)


def _book(gift: MonthlyGift, invoice, payment) -> None:
    donation = _gift_of_month(gift, invoice, payment)
    was_settled = donations.is_settled(donation)
    settled = donations.settle(payment, ours=str(donation.uuid))
    if settled is None:
        return
    monthly_steps.begin(gift, settled.paid_at)
    if invoice.status == "paid":
        monthly_steps.recover(gift)
    monthly_steps.expect(gift, monthly_steps.instant(invoice.period_ends_at))
    if gift.is_over and not was_settled:
        # Taken while it was being stopped, or by Stripe's own doing: booked, and a person looks.
        _alert(gift, "taken_after_end")


def _gift_of_month(gift: MonthlyGift, invoice, payment) -> Donation:
    """The gift of this invoice, made if this is the first we hear of the month."""
    known = Donation.objects.filter(invoice=invoice.id).first()
    if known is not None:
        return known
    if invoice.is_first and (first := _claim_first(gift, invoice.id)) is not None:
        return first
    minor = payment.amount_received
    # The amount as it was taken: a month that began before a change still has the old one.
    is_agreed = minor == gift.amount_minor
    if not is_agreed:
        _alert(gift, "another_amount")
    redirected = gift.redirect_fund_id is not None
    donation = Donation.objects.create(
        donor=gift.donor,
        fund=gift.target,
        appeal=None if redirected else gift.appeal,
        version=None if redirected else gift.version,
        share=gift.share,
        monthly=gift,
        invoice=invoice.id,
        amount_minor=minor,
        fee_cover_minor=gift.fee_cover_minor if is_agreed else 0,
        currency=gift.currency,
        is_family=gift.is_family,
        language=gift.language,
        mode=gift.mode,
        form_token=uuid4(),
    )
    _copy_note(gift, donation)
    return donation


def _copy_note(gift: MonthlyGift, donation: Donation) -> None:
    """Shown as the month before was; a message is said once."""
    before = DonationNote.objects.filter(donation__monthly=gift).order_by("-donation_id").first()
    shown = {"shown_name": before.shown_name, "show_amount": before.show_amount} if before else {"shown_name": ""}
    DonationNote.objects.create(donation=donation, **shown)


def _first(gift: MonthlyGift) -> Donation:
    return gift.donations.order_by("id")[0]


def _refused(gift: MonthlyGift, invoice) -> None:
    if invoice.is_first and gift.status == Status.STARTED:
        first = _claim_first(gift, invoice.id)
        if first is not None:
            donations.fail(first)
            first.attempts.exclude(state=CheckoutAttempt.State.COMPLETE).update(state=CheckoutAttempt.State.COMPLETE)
        monthly_steps.run_out(gift, EndReason.FAILED)
    elif invoice.tries_again_at is None:
        monthly_steps.run_out(gift, EndReason.FAILED)
    else:
        monthly_steps.fall_behind(gift, invoice.id)


# -- the subscription -------------------------------------------------------------------------------------------
def follow_subscription(found, asked_at: datetime | None = None) -> MonthlyGift | None:
    """Do what the subscription itself says: it has ended, its debt is paid, somebody changed it at Stripe. None: not
    ours. `asked_at`: from before Stripe was asked; now where it is not given. Raises Stray for one that goes on beside
    the gift's own."""
    asked_at = asked_at or timezone.now()
    gift = gift_of(found.id, found.metadata)
    if gift is None:
        return None
    gift = monthly_steps.remember(gift, subscription=found.id, customer=found.customer)
    if gift.subscription != found.id:
        if found.status != "canceled":
            raise Stray(found.id)
        return gift
    if found.status in ("canceled", "unpaid", "incomplete_expired"):
        return monthly_steps.run_out(gift, _why_ended(gift, found))
    monthly_steps.expect(gift, monthly_steps.instant(found.period_ends_at))
    gift = monthly_mirror.follow(gift, found, asked_at)
    if gift.wants > gift.told:
        return gift
    if gift.status == Status.PAST_DUE and found.status == "active":
        return monthly_steps.recover(gift)
    return gift


def _why_ended(gift: MonthlyGift, found) -> str:
    if found.end_reason == "payment_failed" or found.status in ("unpaid", "incomplete_expired"):
        return EndReason.FAILED
    end, at = gift.end_told_at, monthly_steps.instant(found.ended_at)
    if gift.stops_at is not None:
        return EndReason.STRIPE
    return EndReason.REVIEW if end is not None and at is not None and at >= end else EndReason.STRIPE


def _alert(gift: MonthlyGift, what: str) -> None:
    with transaction.atomic():
        record(f"fundraising.{what}_monthly_gift", lock(gift))
