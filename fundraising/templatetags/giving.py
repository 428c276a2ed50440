"""Words and whole figures of the pages where people give. Public figures are whole units, rounded down."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from delegation.figures import SIGNS, money_text
from delegation.money import exponent
from fundraising import donor_links
from fundraising.queries import monthly

register = template.Library()


@register.filter
def whole(minor: int, currency: str) -> int:
    """Minor units of the whole part."""
    scale = 10 ** exponent(currency)
    return (minor or 0) // scale * scale


@register.filter
def missing(progress) -> int:
    """What is missing, in minor units of whole units: so that given and missing add up to the goal as shown."""
    return max(whole(progress.goal_minor, progress.currency) - whole(progress.shown_minor, progress.currency), 0)


@register.filter
def units(minor: int, currency: str) -> int:
    """Whole units, for the value of a field."""
    return (minor or 0) // 10 ** exponent(currency)


def _short(label: str) -> str:
    """A line's name without what follows its first comma: “Flight, San Francisco to Geneva” is a flight."""
    return label.split(",", maxsplit=1)[0].split(" (", maxsplit=1)[0].strip()


@register.filter
def short(line) -> str:
    return _short(line.label)


def _pieces(line, count: int) -> str:
    # Only for lines that are counted in pieces: nights, days, ways.
    words = {
        "per night": ngettext("%(n)d night", "%(n)d nights", count),
        "per day": ngettext("%(n)d day", "%(n)d days", count),
        "per way": ngettext("%(n)d way", "%(n)d ways", count),
    }
    return words[line.basis] % {"n": count}


@register.filter
def pieces_missing(line) -> str:
    """“3 nights”."""
    return _pieces(line, line.pieces_missing)


@register.filter
def pieces_said(line) -> str:
    """What a bar of pieces says to somebody who does not see it."""
    return _("%(line)s: %(given)d of %(all)d given") % {
        "line": _short(line.label),
        "given": line.pieces_given,
        "all": line.quantity,
    }


@register.filter
def line_missing(line) -> int:
    """What a line is missing, in minor units of whole units: so that a line's figures add up as shown."""
    return whole(line.needed_minor, line.currency) - whole(line.given_minor, line.currency)


@register.filter
def lacks(progress) -> str:
    """“Flight, 3 nights, Train”: what the missing money is for, in things, the dearest first."""
    lines = sorted(progress.missing_lines, key=lambda line: (line.code == "contingency", -line.missing_minor))
    said = []
    for line in lines:
        # Only the bed is told in nights; the tax that comes with it is told by its name.
        is_bed = (
            line.has_pieces and line.basis == "per night" and line.piece_minor >= 20 * 10 ** exponent(line.currency)
        )
        words = _pieces(line, line.pieces_missing) if is_bed else _short(line.label)
        if words not in said:
            said.append(words)
    more = len(said) - 3
    if more > 0:
        tail = ngettext("%(n)d more", "%(n)d more", more) % {"n": more}
        return ", ".join([*said[:3], tail])
    return ", ".join(said)


@register.simple_tag
def offer(line, count: int) -> str:
    """What an amount on the ladder pays for; empty for a plain amount."""
    if line is None:
        return ""
    if not count:
        return _("the rest of: %(line)s") % {"line": _short(line.label)} if line.given_minor else _short(line.label)
    return _("%(pieces)s: %(line)s") % {"pieces": _pieces(line, count), "line": _short(line.label)}


@register.simple_tag
def currency_sign(currency: str) -> str:
    """What stands before the field of an amount."""
    return SIGNS.get(currency, currency)


@register.simple_tag
def money_units(units: int, currency: str) -> str:
    """Whole units as money is written on our pages, without markup: “$25”."""
    return money_text(units * 10 ** exponent(currency), currency)


@register.simple_tag
def receipt_link(receipt) -> str:
    """The giver's own address of a receipt's paper."""
    return donor_links.receipt_link(receipt)


@register.simple_tag
def statement_link(statement) -> str:
    """The giver's own address of a year's statement."""
    return donor_links.statement_link(statement)


@register.simple_tag
def why_over(gift) -> str:
    """Why a monthly gift has ended, as its giver reads it."""
    return monthly.why_over(gift)
