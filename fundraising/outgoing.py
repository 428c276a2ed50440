"""What a person's verb needs from Stripe now. The row is committed first, Stripe is asked with a key from that row,
the answer is saved by a second action; `inbox.sweep_checkouts` finishes what a crash left between.

    open_checkout(donations.Asked(...)) -> url      send the donor there (303); may be our own thank-you page
    confirm_return(donation_uuid, session_id) -> Donation | None      for the landing page; the webhook may be first

Both raise DomainError only with words for the donor; `donations.TokenUsed` means: draw the form with a new token."""

import logging
from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext as _

from delegation.errors import DomainError
from fundraising import gateway
from fundraising.actions import donations
from fundraising.models import CheckoutAttempt, Donation, MonthlyGift
from fundraising.monthly_sync import hear
from fundraising.monthly_sync.tell import open_card_page, tell_stripe

__all__ = ["and_tell_stripe", "confirm_return", "open_card_page", "open_checkout", "session_request"]

logger = logging.getLogger(__name__)


def open_checkout(asked: donations.Asked) -> str:
    """The address of the hosted payment page for this gift. The same form token again answers the same page, or the
    thank-you page once the gift is there. Raises DomainError; when Stripe cannot be reached the gift's row stays, and
    sending the form again goes on from it."""
    attempt = donations.start(asked)
    here = (Donation.Status.PAID, Donation.Status.PENDING)
    if attempt.state == CheckoutAttempt.State.COMPLETE or attempt.donation.status in here:
        return reverse("fundraising:thanks", args=[attempt.donation.uuid])
    if attempt.state == CheckoutAttempt.State.OPEN and attempt.url:
        return attempt.url
    return _ask_for_page(attempt).url


def _ask_for_page(attempt: CheckoutAttempt) -> CheckoutAttempt:
    try:
        session = gateway.create_session(session_request(attempt))
    except gateway.GatewayDown as down:
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
