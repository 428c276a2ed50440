"""The calendar of a claim as a picture, in words and squares."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from delegation.figures import day_text, money_text
from delegation.pictures import DaySquare, day_squares
from fundraising.allowances.per_diem import MEALS


def calendar_picture(days) -> SafeString:
    """Two drawings of the same days: seven in a row where there is room, three on a phone. Empty without days."""
    if not days:
        return SafeString("")
    squares = [
        DaySquare(
            head=day_text(day.day, short=True),
            foot=money_text(day.amount_minor, day.currency),
            amount=day.amount_minor,
            most=max(day.rate.full_minor, 1),
            marks=tuple(meal in day.provided for meal in MEALS),
        )
        for day in days
    ]
    total = money_text(sum(day.amount_minor for day in days), days[0].currency)
    title = _("Daily allowances")
    said = ngettext(
        "%(n)s day from %(first)s to %(last)s, together %(total)s.",
        "%(n)s days from %(first)s to %(last)s, together %(total)s.",
        len(days),
    ) % {"n": len(days), "first": day_text(days[0].day), "last": day_text(days[-1].day), "total": total}
    said += " " + _(
        "The three small squares are breakfast, lunch and dinner; stitched where somebody else provided it."
    )
    broad = day_squares(squares, columns=7, title=title, description=said, ident="days-broad", css="broad")
    slim = day_squares(squares, columns=3, title=title, description=said, ident="days-slim", css="slim")
    return SafeString(f'<div class="fit">{broad}{slim}</div>')
