"""What a person's verb needs from Stripe now. The row is committed first, Stripe is asked with a key from that row,
the answer is saved by a second action; `inbox.sweep_checkouts` finishes what a crash left between.

    open_checkout(donations.Asked(...)) -> url      send the donor there (303); may be our own thank-you page
    confirm_return(donation_uuid, session_id) -> Donation | None      for the landing page; the webhook may be first
    request_refund(donation, by, …) -> Refund    approve_refund(refund, by) -> Refund    send_back(held, by) -> Refund
    sweep_refunds() -> int                       asks again for what Stripe has not answered

Both raise DomainError only with words for the donor; `donations.TokenUsed` means: draw the form with a new token."""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.db import DatabaseError
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from delegation.errors import DomainError
from fundraising import gateway
from fundraising.actions import donations, held, refunds
from fundraising.models import CheckoutAttempt, Donation, HeldApart, MonthlyGift, Refund
from fundraising.monthly_sync import hear
from fundraising.monthly_sync.tell import open_card_page, tell_stripe

__all__ = ["and_tell_stripe", "confirm_return", "open_card_page", "open_checkout", "session_request"]

logger = logging.getLogger(__name__)


def open_checkout(asked: donations.Asked) -> str:
    """The address of the hosted payment page for this gift. The same form token again answers the same page, or the
    thank-you page once the gift is there. Raises DomainError; when Stripe cannot be reached the gift's row stays, and
    sending the form again goes on from it."""
    attempt = donations.start(asked)
    here = (Donation.Status.PAID, Donation.Status.PENDING, Donation.Status.REPLACED)
    if attempt.state == CheckoutAttempt.State.COMPLETE or attempt.donation.status in here:
        return reverse("fundraising:thanks", args=[attempt.donation.uuid])
    if attempt.state == CheckoutAttempt.State.OPEN and attempt.url:
        return attempt.url
    return _ask_for_page(attempt).url


def _ask_for_page(attempt: CheckoutAttempt) -> CheckoutAttempt:
    try:
        session = gateway.create_session(session_request(attempt))
    except gateway.GatewayDown as down:
        if isinstance(down, gateway.KeySpent):
            # Whatever Stripe made of it, nobody was sent there: the next try is a page of its own, under its own key.
            donations.refuse_attempt(attempt)
        raise DomainError(
            _("We cannot reach our card partner just now. Nothing was taken. Try again in a minute."),
            code="gateway_down",
        ) from down
    except gateway.GatewayRefused as refused:
        donations.refuse_attempt(attempt)
        logger.error("checkout refused: attempt %s code %s", attempt.uuid, refused.code)
        raise DomainError(
            _("Our card partner did not accept this gift. Nothing was taken. Check the amount and the e-mail address."),
            code="gateway_refused",
        ) from refused
    return donations.remember_session(attempt, session)


def session_request(attempt: CheckoutAttempt) -> gateway.SessionRequest:
    return gateway.SessionRequest(
        **attempt.params, email=attempt.donation.donor.email, idempotency_key=attempt.idempotency_key
    )


def and_tell_stripe(act: Callable[[], MonthlyGift]) -> bool:
    """Do a person's verb on a monthly gift (`lambda: monthly.cancel(gift, link=link)`) and tell Stripe of it at once.
    Answers whether Stripe has it; if not, the sweep tells it. Raises what the verb raises."""
    return tell_stripe(act())


def confirm_return(donation_uuid, session_id: str) -> Donation | None:
    """The donor is back: look at the session now instead of waiting for the webhook, and do what it says. Answers the
    gift as it stands; None when there is no such gift. Never raises for Stripe's sake: the sweep looks again."""
    donation = Donation.objects.filter(uuid=donation_uuid).first()
    if donation is None or donation.status == Donation.Status.PAID:
        return donation
    attempt = donation.attempts.filter(session_id=session_id).first()
    if attempt is None:
        return donation
    try:
        session = gateway.fetch_session(session_id)
        if session.subscription:
            gift = hear.look_at_session(session) or donation
            if gift.monthly is not None:
                tell_stripe(gift.monthly)
            return gift
        payment = gateway.fetch_payment(session.payment_intent) if session.payment_intent else None
    except gateway.GatewayError as error:
        logger.warning("return not confirmed now: donation %s %s", donation.uuid, type(error).__name__)
        return donation
    try:
        return donations.follow(session, payment) or donation
    except Exception:  # the donor has paid: the page says that it is being confirmed, and the sweep looks again
        logger.exception("return not confirmed now: donation %s", donation.uuid)
        return donation


# -- giving back ----------------------------------------------------------------------------------------------
# Ours in Stripe's words; the rest is said by no word of theirs.
STRIPE_REASONS = {"twice": "duplicate", "fraud": "fraudulent", "not_owner": "fraudulent"}
ASK_AGAIN = timedelta(minutes=1)
# Stripe keeps a key for at least 24 hours; after so long it is not relied upon.
KEY_LIVES = timedelta(hours=20)


def request_refund(donation: Donation, by, amount, reason: str, note: str, form_token) -> Refund:
    """Ask for a refund and, where no second person is needed, have Stripe make it now. Raises what `refunds.request`
    raises. When Stripe cannot be reached the refund stays on its way and the sweep asks again."""
    return _ask_refund(refunds.request(donation, by, amount, reason, note, form_token))


def approve_refund(refund: Refund, by, note: str = "") -> Refund:
    """The second person agrees; Stripe is asked now."""
    return _ask_refund(refunds.approve(refund, by, note))


def send_back(row: HeldApart, by) -> Refund:
    """The second person agrees that a payment held apart goes back; Stripe is asked now."""
    return _ask_refund(held.send_back(row, by))


def _ask_refund(refund: Refund) -> Refund:
    """One call under a key from our row, however often it is made. Stripe's no ends the refund; no answer leaves it."""
    if refund.status != Refund.Status.PENDING or refund.stripe_id:
        return refund
    try:
        if refund.created_at < timezone.now() - KEY_LIVES and _was_made(refund):
            return Refund.objects.get(pk=refund.pk)
        made = gateway.create_refund(
            gateway.RefundRequest(
                payment_intent=refund.payment_intent,
                amount_minor=refund.amount_minor,
                idempotency_key=f"refund-{refund.uuid}",
                reason=STRIPE_REASONS.get(refund.reason),
                metadata={"refund": str(refund.uuid)},
            )
        )
    except gateway.GatewayDown as down:
        logger.warning("refund not asked now: %s %s", refund.uuid, type(down).__name__)
        return refund
    except gateway.GatewayRefused as refused:
        logger.error("refund refused: %s code %s", refund.uuid, refused.code)
        return refunds.reject(refund, refused.code)
    try:
        refunds.follow(refund.payment_intent, [made])
    except (DomainError, DatabaseError):  # it is made all the same: the webhook and the sweep look at all of them
        logger.exception("refund not booked now: %s", refund.uuid)
    return Refund.objects.get(pk=refund.pk)


def _was_made(refund: Refund) -> bool:
    """Stripe has forgotten the key by now, and would make it a second time: is it among those it has made? Raises
    GatewayError."""
    made = gateway.fetch_refunds(refund.payment_intent)
    ours = [one for one in made if one.metadata.get("refund") == str(refund.uuid)]
    if ours:
        refunds.follow(refund.payment_intent, made)
    return bool(ours)


def sweep_refunds(limit: int = 50) -> int:
    """Ask again for refunds that were decided and of which Stripe has not answered. Answers how many."""
    now = timezone.now()
    due = Q(swept_at__isnull=True, created_at__lt=now - ASK_AGAIN) | Q(swept_at__lt=now - ASK_AGAIN)
    rows = list(refunds.to_send().filter(due).order_by(F("swept_at").asc(nulls_first=True), "id")[:limit])
    for refund in rows:
        Refund.objects.filter(pk=refund.pk).update(swept_at=now)
        try:
            _ask_refund(refund)
        except Exception:  # one bad row must never stop those behind it
            logger.exception("refund %s", refund.uuid)
    return len(rows)
