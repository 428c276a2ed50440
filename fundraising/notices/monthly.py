"""Mails about monthly gifts: one template, and for each piece of news its own words. Every one carries the link that
stops the gift with one button."""

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import formats, translation
from django.utils.translation import gettext as _
from moneyed.l10n import format_money

from delegation.money import from_minor
from delegation.notices import Gone, absolute
from fundraising import gift_links
from fundraising.models import DoorRequest, MonthlyGift
from fundraising.queries.monthly import donor_of, target_words, why_over
from fundraising.queries.papers import first_name

LOCALES = {"en": "en_US", "es": "es_US"}


@dataclass(frozen=True)
class News:
    """What one mail says. `stops`: whether the gift goes on, so that stopping it makes sense."""

    subject: str
    paragraphs: list[str]
    button: tuple[str, str]
    facts: list[tuple[str, str]] = field(default_factory=list)
    stops: bool = True


def _words(minor: int, currency: str) -> str:
    locale = LOCALES.get(translation.get_language() or "en", "en_US")
    return format_money(from_minor(minor, currency), locale=locale)


def _day(value) -> str:
    return formats.date_format(value, "DATE_FORMAT") if value else ""


def _network_day(at) -> str:
    return _day(at.astimezone(ZoneInfo(settings.NETWORK_TIME_ZONE)).date()) if at else ""


def last_day(gift: MonthlyGift) -> str:
    """The day of the review, after which nothing is taken, in words; empty where there is none. Of an end that was set
    at Stripe, the day from which nothing is taken."""
    if gift.ends_at is None:
        return ""
    if gift.stops_at is not None:
        return _day(gift.ends_on)
    dates = gift.fund.delegation.dates.order_by("-version").first()
    return _day(dates.review_on) if dates and dates.review_on else _network_day(gift.ends_at)


class _Told:
    """The figures of one gift in the active language."""

    def __init__(self, gift: MonthlyGift):
        self.gift = gift
        self.amount = _words(gift.amount_minor, gift.currency)
        self.name = target_words(gift)
        self.last = last_day(gift)
        self.next = _day(gift.renews_on)
        self.manage = settings.PUBLIC_URL + gift_links.monthly_path(gift)
        self.card = settings.PUBLIC_URL + gift_links.monthly_path(gift, "update_card")

    @property
    def facts(self) -> list[tuple[str, str]]:
        rows = [(_("Each month"), self.amount)]
        if self.name:
            rows.append((_("Your preference"), _("Journey of %(name)s") % {"name": self.name}))
        else:
            rows.append((_("For"), _("The pool")))
        if self.gift.status == "active" and self.next:
            rows.append((_("Next gift"), self.next))
        if not self.gift.is_over:
            rows.append((_("Until"), self.last or (_("the review") if self.gift.until_review else _("you stop it"))))
        return rows


def _started(told: _Told) -> News:
    until = (
        _("From now on the same amount is given each month, until the review on %(day)s.") % {"day": told.last}
        if told.last
        else _("From now on the same amount is given each month, until the review.")
        if told.gift.until_review
        else _("From now on the same amount is given each month, until you stop it.")
    )
    return News(
        _("Your monthly gift has begun"),
        [until, _("You get a receipt each month. You can pause it, change the amount or stop it at any time.")],
        (_("See or change your monthly gift"), told.manage),
        told.facts,
    )


def _failed(told: _Told) -> News:
    return News(
        _("Your monthly gift did not go through this month"),
        [
            _("Your bank did not take this month's gift, and did not tell us why. Nothing is lost."),
            _("We try again in a few days by ourselves. If the card is new or has run out, give us the new one."),
        ],
        (_("Use another card"), told.card),
        told.facts,
    )


def _paused(told: _Told) -> News:
    day = {"day": _day(told.gift.paused_until)}
    return News(
        _("Your monthly gift is paused"),
        [_("Nothing is taken until %(day)s. Then it goes on by itself, and you need to do nothing.") % day],
        (_("See or change your monthly gift"), told.manage),
        told.facts,
    )


def _resumed(told: _Told) -> News:
    return News(
        _("Your monthly gift goes on"),
        [_("The pause is over, as you asked. The next gift is taken on its usual day.")],
        (_("See or change your monthly gift"), told.manage),
        told.facts,
    )


def _changed(told: _Told) -> News:
    return News(
        _("Your monthly gift has a new amount"),
        [_("From the next month on, %(amount)s is given each month. What was given before stays as it was.")
         % {"amount": told.amount}],
        (_("See or change your monthly gift"), told.manage),
        told.facts,
    )  # fmt: skip


def _end_moved(told: _Told) -> News:
    return News(
        _("The review has moved, and your monthly gift with it"),
        [
            _("The review is now on %(day)s. Your monthly gift lasts until then, as you chose.") % {"day": told.last},
            _("If that is longer than you thought of, stop it whenever you like."),
        ],
        (_("See or change your monthly gift"), told.manage),
        told.facts,
    )


def _ends_soon(told: _Told) -> News:
    return News(
        _("Your monthly gift ends soon"),
        [
            _("The review is on %(day)s. After that nothing more is taken; you need to do nothing.")
            % {"day": told.last},
            _("Thank you for every month."),
        ],
        (_("See your monthly gift"), told.manage),
        told.facts,
    )


def _resumed_at_stripe(told: _Told) -> News:
    return News(
        _("Your monthly gift goes on"),
        [
            _("Its pause was ended at our card partner, before the day you knew. "
              "The next gift is taken on its usual day."),
            _("If you would rather not, pause it again or stop it whenever you like."),
        ],
        (_("See or change your monthly gift"), told.manage),
        told.facts,
    )  # fmt: skip


def _ends_at_stripe(told: _Told) -> News:
    return News(
        _("Your monthly gift was given an end"),
        [
            _("It was set at our card partner: from %(day)s on, nothing more is taken.") % {"day": told.last},
            _("If you did not want this, write to us, and we will help you to go on."),
        ],
        (_("See your monthly gift"), told.manage),
        told.facts,
    )


def _goes_on_at_stripe(told: _Told) -> News:
    return News(
        _("Your monthly gift goes on"),
        [
            _("The end that was set at our card partner was taken back there."),
            _("If you would rather not, stop it whenever you like."),
        ],
        (_("See or change your monthly gift"), told.manage),
        told.facts,
    )


def _redirected(told: _Told) -> News:
    return News(
        _("Your monthly gift helps other delegates from now on"),
        [
            _("The page you give through takes no more gifts, or the person does not travel. From the next month on, "
              "your gift helps other delegates to the same review, through the pool."),
            _("If you would rather not, stop it; nothing more is taken then."),
        ],
        (_("See or change your monthly gift"), told.manage),
        told.facts,
    )  # fmt: skip


def _ended(told: _Told) -> News:
    began = told.gift.started_at is not None
    more = _("Thank you for every month. Your receipts stay with you, and you can begin again whenever you like.")
    return News(
        _("Your monthly gift has ended") if began else _("Your monthly gift did not begin"),
        [why_over(told.gift), *([more] if began else [])],
        (_("See the appeals"), absolute("fundraising:appeal_list")),
        stops=False,
    )


def _link(told: _Told) -> News:
    return News(
        _("The link to your monthly gift"),
        [_("With this link you see your monthly gift, pause it, change the amount or stop it. No password is needed.")],
        (_("See or change your monthly gift"), told.manage),
        told.facts,
        stops=not told.gift.is_over,
    )


NEWS = {
    "started": _started,
    "failed": _failed,
    "paused": _paused,
    "resumed": _resumed,
    "changed": _changed,
    "end_moved": _end_moved,
    "ends_soon": _ends_soon,
    "redirected": _redirected,
    "resumed_at_stripe": _resumed_at_stripe,
    "ends_at_stripe": _ends_at_stripe,
    "goes_on_at_stripe": _goes_on_at_stripe,
    "ended": _ended,
    "link": _link,
}
# What has lost its point when the gift has ended before the mail leaves.
ONLY_WHILE_IT_LASTS = NEWS.keys() - {"started", "ended", "link"}


def context_of(news: str):
    def context(ids: dict) -> dict:
        gift = (
            MonthlyGift.objects.select_related("donor", "fund__delegation", "redirect_fund", "version__text")
            .filter(uuid=ids["monthly"])
            .first()
        )
        if gift is None or (gift.is_over and news in ONLY_WHILE_IT_LASTS):
            raise Gone
        said = NEWS[news](_Told(gift))
        stop = settings.PUBLIC_URL + gift_links.monthly_path(gift, "cancel_my_monthly_gift") if said.stops else ""
        return {"news": said, "stop": stop, "first_name": first_name(gift.donor.name)}

    return context


# -- the door --------------------------------------------------------------------------------------------------
def door_request_address(uuid) -> str | None:
    """Only an address something was given from hears anything."""
    email = DoorRequest.objects.filter(uuid=uuid).values_list("email", flat=True).first()
    return email if email and donor_of(email) else None


def find_gifts(ids: dict) -> dict:
    request = DoorRequest.objects.filter(uuid=ids["request"]).first()
    donor = donor_of(request.email) if request else None
    if donor is None:
        raise Gone
    return {"link": settings.PUBLIC_URL + gift_links.door_path(donor)}


def links_in_receipt(gift) -> dict:
    """For the receipt's mail: the giver's door, and for a month of a monthly gift that goes on its own two links."""
    found = {"door": settings.PUBLIC_URL + gift_links.door_path(gift.donor)}
    monthly = gift.monthly
    if monthly is not None and not monthly.is_over:
        found["manage"] = settings.PUBLIC_URL + gift_links.monthly_path(monthly)
        found["stop"] = settings.PUBLIC_URL + gift_links.monthly_path(monthly, "cancel_my_monthly_gift")
        found["until"] = last_day(monthly)
    return found
