"""Money and days as people read them."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from delegation.money import EXPONENTS

SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}


def money_parts(minor: int, currency: str, cents: bool = False) -> tuple[str, str, str]:
    """(minus or "", currency as written, digits). Whole when there are no cents, unless `cents` asks for them."""
    if currency not in EXPONENTS:
        # Held apart, and never ours to divide: how many of its smallest units Stripe named.
        return ("−" if minor < 0 else ""), _("%(currency)s, smallest unit:") % {"currency": currency}, f"{abs(minor):,}"
    places = EXPONENTS[currency]
    whole, rest = divmod(abs(minor), 10**places)
    digits = f"{whole:,}"
    if places and (rest or cents):
        digits += f".{rest:0{places}d}"
    return ("−" if minor < 0 else ""), SIGNS.get(currency, currency), digits


def money_text(minor: int, currency: str, cents: bool = False) -> str:
    """ "$1,240", "$43.50", "CHF 93.75": for labels, sentences and mails. `minor` is in minor units."""
    minus, sign, digits = money_parts(minor, currency, cents)
    return f"{minus}{sign}{digits}" if currency in SIGNS else f"{minus}{sign}\u00a0{digits}"


def as_day(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) and timezone.is_aware(value) else value


def day_text(value: date | datetime | None, short: bool = False) -> str:
    """ "Thursday 5 November", with the year when it is not this one; short: "5 Nov"."""
    if value is None:
        return ""
    day = as_day(value)
    if short:
        pattern = pgettext("date format", "j M")
    elif day.year == timezone.localdate().year:
        pattern = pgettext("date format", "l j F")
    else:
        pattern = pgettext("date format", "l j F Y")
    return date_format(day, pattern)


def days_left(value: date | datetime, today: date | None = None) -> int:
    """Whole days from today; negative when it is past."""
    day = as_day(value)
    day = day.date() if isinstance(day, datetime) else day
    return (day - (today or timezone.localdate())).days


def days_text(value: date | datetime | None, late: bool = False) -> str:
    """ "in 4 days", "tomorrow", "today", "3 days ago"; `late` says "3 days late" instead."""
    if value is None:
        return ""
    n = days_left(value)
    if n == 0:
        return _("today")
    if n == 1:
        return _("tomorrow")
    if n > 1:
        return ngettext("in %(n)s day", "in %(n)s days", n) % {"n": n}
    if late:
        return ngettext("%(n)s day late", "%(n)s days late", -n) % {"n": -n}
    return ngettext("%(n)s day ago", "%(n)s days ago", -n) % {"n": -n}
