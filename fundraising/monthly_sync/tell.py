"""What Stripe is told of a monthly gift: to end, to pause, another amount, another last day. The row says what is
wanted, in versions; a version is told once, under a key of its own, and a crash in between leaves it to the sweep."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from delegation.errors import Conflict, DomainError
from fundraising import gateway
from fundraising.actions import monthly_money, monthly_steps
from fundraising.actions.monthly import morning_of
from fundraising.gift_links import monthly_path
from fundraising.models import MonthlyGift

logger = logging.getLogger(__name__)

# Pauses after a failure: one minute, two, four, … an hour.
LONGEST_WAIT = timedelta(hours=1)


def tell_stripe(gift: MonthlyGift) -> bool:
    """Tell Stripe what the row wants, if it does not have it. Answers whether Stripe has it now; never raises for
    Stripe's sake, since the sweep tells it again."""
    row = MonthlyGift.objects.get(pk=gift.pk)
    if row.told == row.wants:
        return True
    if row.subscription is None:
        # There is nothing at Stripe yet; its first answer brings the id, and then it is told.
        return False
    version, ends_at = row.wants, None
    try:
        if row.is_over:
            gateway.cancel_subscription(row.subscription, _key(row))
        else:
            ends_at = row.ends_at
            gateway.change_subscription(_order(row))
    except gateway.GatewayRefused as refused:
        return _refused(row, version, refused)
    except gateway.GatewayError as error:
        logger.warning("monthly gift not told now: %s %s", row.uuid, type(error).__name__)
        monthly_steps.tell_again(row, version, _later(row))
        return False
    monthly_steps.remember_told(row, version, ends_at)
    return True


def _key(row: MonthlyGift) -> str:
    """One for each try: saying what should be does no harm twice, and Stripe would repeat a failure for a day."""
    return f"monthly-{row.uuid}-{row.wants}-{row.tell_tries}"


def _order(row: MonthlyGift) -> gateway.SubscriptionOrder:
    return gateway.SubscriptionOrder(
        subscription=row.subscription or "",
        amount_minor=row.amount_minor,
        cancel_at=_seconds(row.ends_at),
        resumes_at=_seconds(morning_of(row.paused_until)) if row.paused_until else None,
        idempotency_key=_key(row),
    )


def _seconds(at: datetime | None) -> int | None:
    return int(at.timestamp()) if at else None


def _later(row: MonthlyGift) -> datetime:
    return timezone.now() + min(timedelta(minutes=2 ** min(row.tell_tries, 6)), LONGEST_WAIT)


def _refused(row: MonthlyGift, version: int, refused: gateway.GatewayRefused) -> bool:
    """Most often it has ended there already: what Stripe says of it now decides."""
    logger.error("monthly gift refused: %s code %s", row.uuid, refused.code)
    asked_at = timezone.now()
    try:
        monthly_money.follow_subscription(gateway.fetch_subscription(row.subscription or ""), asked_at)
    except (gateway.GatewayError, monthly_money.Stray) as error:
        logger.warning("monthly gift not looked at: %s %s", row.uuid, type(error).__name__)
    monthly_steps.tell_again(row, version, _later(row))
    return False


# -- the card ---------------------------------------------------------------------------------------------
def open_card_page(gift: MonthlyGift) -> str:
    """The address of Stripe's page on which the giver changes the card. Raises DomainError with words for the giver."""
    if gift.is_over or not gift.customer:
        raise Conflict(_("This monthly gift has ended; there is no card to change."), code="moved_on")
    back = settings.PUBLIC_URL + monthly_path(gift)
    try:
        return gateway.open_card_page(gift.customer, back, translation.get_language() or "auto")
    except gateway.GatewayError as error:
        logger.error("card page not opened: monthly gift %s %s", gift.uuid, type(error).__name__)
        raise DomainError(
            _("We cannot reach our card partner just now. Nothing has changed. Try again in a minute."),
            code="gateway_down",
        ) from error
