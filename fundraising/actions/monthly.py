"""What people do with a monthly gift. The giver comes by the link in a mail, which is the permission; staff by theirs.
Each verb changes the row and leaves the rest to `monthly_sync`, which tells Stripe until it has it."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from delegation.actions.audit import record
from delegation.actions.mail import queue_mail
from delegation.actions.moves import lock, move
from delegation.errors import Conflict, DomainError, NotPermitted
from delegation.models import Person
from delegation.permissions import require
from fundraising.actions.donations import fee_cover_minor, gift_minor
from fundraising.actions.funds import open_pool
from fundraising.actions.monthly_steps import NOUN, may, tell, wanting
from fundraising.gift_links import Link, address_key
from fundraising.models import Donor, DonorDoor, DoorRequest, MonthlyGift
from fundraising.queries.monthly import needs_decision

LONGEST_PAUSE = timedelta(days=366)
# How often a link is sent to one address within the hour; more is a nuisance to whoever reads there.
LINKS_AN_HOUR = 3
EndReason, Status = MonthlyGift.EndReason, MonthlyGift.Status


def today() -> date:
    """The network's day."""
    return timezone.now().astimezone(ZoneInfo(settings.NETWORK_TIME_ZONE)).date()


def morning_of(day: date) -> datetime:
    """The instant a pause until this day is over: the day begins where the network is."""
    return datetime.combine(day, time(0), ZoneInfo(settings.NETWORK_TIME_ZONE))


def _permit(verb: str, gift: MonthlyGift, by: Person | None, link: Link | None) -> None:
    """The giver's link, or a person who may; neither is nobody. Raises NotPermitted."""
    if link is None:
        require(f"fundraising.{verb}_{NOUN}", by, gift)
    elif not link.holds(gift):
        raise NotPermitted(_("This link does not open this gift. Ask for a new one."))


def _move(verb: str, gift: MonthlyGift, by: Person | None, link: Link | None, **fields) -> MonthlyGift:
    """Moved by a person's permission or by the giver's link; `None` in the audit of these verbs is the giver."""
    _permit(verb, gift, by, link)
    return move(gift, verb, by, noun=NOUN, **fields, **wanting(gift))


# -- the giver ------------------------------------------------------------------------------------------------
def pause(gift: MonthlyGift, until: date, *, link: Link | None, by: Person | None = None) -> MonthlyGift:
    """Take nothing until that day. Again with another day moves it. Raises DomainError at `until`, Conflict when the
    gift has moved on, NotPermitted."""
    with transaction.atomic():
        fresh = lock(gift)
        if not today() < until <= today() + LONGEST_PAUSE:
            raise DomainError(_("Choose a day from tomorrow on, within a year."), code="until", field="until")
        if fresh.ends_at is not None and morning_of(until) >= fresh.ends_at:
            raise DomainError(
                _("The gift ends before that day, with the review. Stop it instead, or choose an earlier day."),
                code="until",
                field="until",
            )
        if fresh.status == Status.PAUSED:
            return fresh if fresh.paused_until == until else _pause_longer(fresh, until, by, link)
        paused = _move("pause", fresh, by, link, paused_until=until)
        tell(paused, "paused", once=str(paused.wants))
        return paused


def _pause_longer(gift: MonthlyGift, until: date, by: Person | None, link: Link | None) -> MonthlyGift:
    _permit("pause", gift, by, link)
    _write(gift, paused_until=until, **wanting(gift))
    record(f"fundraising.pause_{NOUN}", gift, by)
    tell(gift, "paused", once=str(gift.wants))
    return gift


def _write(gift: MonthlyGift, **fields) -> None:
    for name, value in fields.items():
        setattr(gift, name, value)
    gift.save(update_fields=list(fields))


def resume(gift: MonthlyGift, *, link: Link | None, by: Person | None = None) -> MonthlyGift:
    """Go on before the pause is over. Again changes nothing. Raises Conflict, NotPermitted."""
    with transaction.atomic():
        fresh = lock(gift)
        if fresh.status == Status.ACTIVE:
            _permit("resume", fresh, by, link)
            return fresh
        resumed = _move("resume", fresh, by, link, paused_until=None)
        tell(resumed, "resumed", once=str(resumed.wants))
        return resumed


def change(
    gift: MonthlyGift, amount: Money, *, cover_fees: bool, link: Link | None, by: Person | None = None
) -> MonthlyGift:
    """Another amount from the next month on; `amount` is before the fee cover. The same again changes nothing. Raises
    DomainError at `amount`, Conflict when it has ended, NotPermitted."""
    with transaction.atomic():
        fresh = lock(gift)
        _permit("change", fresh, by, link)
        if not may(fresh, "cancel"):
            raise Conflict(_("This monthly gift has ended; there is nothing to change."), code="moved_on")
        minor = gift_minor(amount, fresh.currency)
        cover = fee_cover_minor(minor) if cover_fees else 0
        if (fresh.amount_minor, fresh.fee_cover_minor) == (minor + cover, cover):
            return fresh
        _write(fresh, amount_minor=minor + cover, fee_cover_minor=cover, **wanting(fresh))
        record(f"fundraising.change_{NOUN}", fresh, by)
        tell(fresh, "changed", once=str(fresh.wants))
        return fresh


def cancel(gift: MonthlyGift, *, link: Link | None = None, by: Person | None = None) -> MonthlyGift:
    """Stop it: nothing more is taken. Again answers what stands. A month that is being taken at this moment still
    arrives, and is booked. Raises NotPermitted, Conflict when it never began."""
    with transaction.atomic():
        fresh = lock(gift)
        if fresh.is_over:
            _permit("cancel", fresh, by, link)
            return fresh
        return _end(fresh, by, link, EndReason.STAFF if link is None else EndReason.DONOR)


def _end(gift: MonthlyGift, by: Person | None, link: Link | None, reason: str) -> MonthlyGift:
    ended = _move(
        "cancel",
        gift,
        by,
        link,
        ended_at=timezone.now(),
        end_reason=reason,
        paused_until=None,
        renews_at=None,
    )
    tell(ended, "ended", once="end")
    return ended


# -- staff: an appeal that takes no more ------------------------------------------------------------------------
def redirect(gift: MonthlyGift, by: Person) -> MonthlyGift:
    """From the next month on it helps the pool, since its appeal is closed or its delegate does not travel. It still
    ends with the review, as its giver agreed. The giver is told and can stop it. Raises NotPermitted, Conflict."""
    with transaction.atomic():
        fresh = lock(gift)
        require(f"fundraising.redirect_{NOUN}", by, fresh)
        if fresh.redirect_fund_id is not None:
            return fresh
        _refuse_without_need(fresh)
        _write(fresh, redirect_fund=open_pool(fresh.fund.delegation), redirected_at=timezone.now())
        record(f"fundraising.redirect_{NOUN}", fresh, by)
        tell(fresh, "redirected", once="pool")
        return fresh


def end_with_appeal(gift: MonthlyGift, by: Person) -> MonthlyGift:
    """End it because what it was for takes no more. Raises NotPermitted, Conflict."""
    with transaction.atomic():
        fresh = lock(gift)
        if fresh.is_over:
            require(f"fundraising.cancel_{NOUN}", by, fresh)
            return fresh
        _refuse_without_need(fresh)
        return _end(fresh, by, None, EndReason.APPEAL_CLOSED)


def _refuse_without_need(gift: MonthlyGift) -> None:
    if not needs_decision(gift):
        raise Conflict(_("What this gift is for still takes gifts; there is nothing to decide."), code="no_need")


def resend_link(gift: MonthlyGift, by: Person, *, form_token) -> None:
    """Send the giver the link to this gift again, once per form. Raises NotPermitted."""
    with transaction.atomic():
        require(f"fundraising.resend_link_{NOUN}", by, gift)
        tell(gift, "link", once=str(form_token))
        record(f"fundraising.resend_link_{NOUN}", gift, by)


# -- the door ---------------------------------------------------------------------------------------------------
def ask_link(email: str, language: str) -> None:
    """Send a link to an address, if anything was given from it. The same rows are written for every address, so that
    nothing can be learnt from the answer; who is asked about too often hears nothing more this hour."""
    email = email.strip()
    with transaction.atomic():
        hour = timezone.now() - timedelta(hours=1)
        asked = DoorRequest.objects.filter(email__iexact=email, created_at__gt=hour).count()
        request = DoorRequest.objects.create(email=email)
        if asked < LINKS_AN_HOUR:
            queue_mail(
                "fundraising.find_gifts",
                {"request": request.uuid},
                to=("fundraising.door_request", request.uuid),
                language=language,
                key=f"find-gifts:{request.uuid}",
            )


def forget_requests() -> int:
    """Addresses asked about more than a day ago."""
    gone, _each = DoorRequest.objects.filter(created_at__lt=timezone.now() - timedelta(days=1)).delete()
    return gone


def revoke_links(donor: Donor) -> None:
    """Make every link sent to this giver's address so far useless. The next mail carries a living one."""
    with transaction.atomic():
        now = timezone.now()
        DonorDoor.objects.update_or_create(address_key=address_key(donor.email), defaults={"links_from": now})
        record("fundraising.revoke_links_donor", donor)


def set_language(donor: Donor, language: str) -> None:
    """The language of mails to this giver's address from now on. Raises DomainError for one we do not speak."""
    if language not in dict(settings.LANGUAGES):
        raise DomainError(_("We do not write in this language yet."), code="language", field="language")
    with transaction.atomic():
        Donor.objects.filter(email__iexact=donor.email).update(language=language)
        record("fundraising.set_language_donor", donor)
