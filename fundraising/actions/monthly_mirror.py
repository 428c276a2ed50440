"""What somebody changed of a monthly gift at Stripe itself, in its dashboard or on its own page for givers: the
amount, a pause, the end. Our row leads, so what differs is read as a person's wish only while Stripe has all that we
want, and only when it was read there after we last told it. Then the row says the same, and the giver hears of it.

`found` is shaped as `gateway.Subscription`."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from delegation.actions.audit import record
from delegation.actions.moves import lock, move
from fundraising.actions.monthly import LONGEST_PAUSE, today
from fundraising.actions.monthly_steps import NOUN, earliest, go_on, instant, may, tell, wanting
from fundraising.models import MonthlyGift
from fundraising.queries.monthly import end_of_giving

Status = MonthlyGift.Status


def follow(gift: MonthlyGift, found, asked_at: datetime) -> MonthlyGift:
    """Let the row say what Stripe says. `asked_at`: from before Stripe was asked."""
    with transaction.atomic():
        fresh = lock(gift)
        if fresh.is_over or fresh.wants > fresh.told or fresh.tell_due_at > asked_at:
            # Stripe does not know yet what is wanted, or did not when it was asked; what it said is the past.
            return fresh
        _follow_amount(fresh, found)
        fresh = _follow_pause(fresh, found)
        _follow_end(fresh, found)
        return fresh


def _write(gift: MonthlyGift, **fields) -> None:
    for name, value in fields.items():
        setattr(gift, name, value)
    gift.save(update_fields=list(fields))


def _once() -> str:
    """Names this piece of news: the same may be done at Stripe again next month."""
    return f"at-stripe:{timezone.now():%Y%m%d%H%M%S%f}"


# -- the amount ------------------------------------------------------------------------------------------
def _follow_amount(gift: MonthlyGift, found) -> None:
    """Nobody was asked about fees there, so none are covered."""
    if found.amount_minor == gift.amount_minor or found.amount_minor <= 0 or found.currency != gift.currency:
        return
    _write(gift, amount_minor=found.amount_minor, fee_cover_minor=0)
    record(f"fundraising.change_at_stripe_{NOUN}", gift)
    tell(gift, "changed", once=_once())


# -- a pause ---------------------------------------------------------------------------------------------
def _follow_pause(gift: MonthlyGift, found) -> MonthlyGift:
    if not found.is_paused:
        return _follow_return(gift)
    day = _first_day(instant(found.resumes_at))
    if may(gift, "rest_at_stripe"):
        # A pause without a day, as Stripe knows them, lasts as long as a giver may choose; Stripe is told that day.
        fields = {} if day else wanting(gift)
        day = day or today() + LONGEST_PAUSE
        gift = move(gift, "rest_at_stripe", None, noun=NOUN, paused_until=day, **fields)
    elif gift.status == Status.PAUSED and day is not None and day != gift.paused_until:
        _write(gift, paused_until=day)
        record(f"fundraising.rest_at_stripe_{NOUN}", gift)
    else:
        return gift
    tell(gift, "paused", once=_once())
    return gift


def _follow_return(gift: MonthlyGift) -> MonthlyGift:
    if gift.status != Status.PAUSED or gift.paused_until is None:
        return gift
    is_early = gift.paused_until > today()
    gift = go_on(gift)
    if is_early:
        tell(gift, "resumed_at_stripe", once=_once())
    return gift


def _first_day(at: datetime | None) -> date | None:
    """The first day that begins, where the network is, when the pause is over."""
    if at is None:
        return None
    return (at - timedelta(microseconds=1)).astimezone(ZoneInfo(settings.NETWORK_TIME_ZONE)).date() + timedelta(days=1)


# -- the end ---------------------------------------------------------------------------------------------
def _follow_end(gift: MonthlyGift, found) -> None:
    """An earlier end counts. A gift for a journey never goes on beyond the review, whatever was set there."""
    at = instant(found.cancel_at)
    if at == gift.ends_at:
        return
    review = end_of_giving(gift.fund.delegation) if gift.until_review else None
    if at is not None and earliest(at, review) == at and at != review:
        _write(gift, stops_at=at, ends_at=at, end_told_at=at)
        record(f"fundraising.end_at_stripe_{NOUN}", gift)
        tell(gift, "ends_at_stripe", once=_once())
        return
    was_set = gift.stops_at is not None
    again = {} if at == review else wanting(gift)
    _write(gift, stops_at=None, ends_at=review, end_told_at=at, **again)
    record(f"fundraising.last_day_back_{NOUN}", gift)
    if was_set:
        tell(gift, "goes_on_at_stripe", once=_once())
