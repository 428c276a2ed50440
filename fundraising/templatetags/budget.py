"""How a budget line is told: its range, how sure we are, what one piece is."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from delegation.field_markup import icon
from delegation.money import from_minor
from fundraising import budget_template, completeness
from fundraising.checklist import is_outside

register = template.Library()


def _units(minor: int, currency: str) -> str:
    amount = from_minor(minor, currency).amount
    text = f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
    return f"${text}" if currency == "USD" else f"{currency} {text}"


def range_words(low: int | None, high: int | None, currency: str, basis: str) -> str:
    if low is None or high is None:
        return ""
    names = {"low": _units(low, currency), "high": _units(high, currency), "each": basis_words(basis)}
    if low == high:
        return (_("%(high)s %(each)s") % names).strip()
    if low == 0:
        return (_("up to %(high)s %(each)s") % names).strip()
    return (_("%(low)s to %(high)s %(each)s") % names).strip()


def basis_words(basis: str) -> str:
    return {"per night": _("a night"), "per day": _("a day"), "per way": _("a way")}.get(basis, "")


@register.simple_tag
def usual(line):
    """The usual range of a budget line, or of a version's line (a dict)."""
    get = line.get if isinstance(line, dict) else lambda name: getattr(line, name)
    return _("usual: %(range)s") % {
        "range": range_words(get("low_minor"), get("high_minor"), get("each_currency"), get("basis"))
    }


@register.simple_tag
def each_basis(line):
    return basis_words(line.basis) if line else ""


@register.simple_tag
def confidence(line):
    return {
        "high": _("well founded"),
        "medium": _("fairly sure"),
        "low": _("a rough guess"),
    }.get(line.confidence, "")


@register.filter
def line_label(line) -> str:
    """What a line (or a version's line, a dict) is for, in the reader's language where the words are the template's."""
    get = line.get if isinstance(line, dict) else lambda name: getattr(line, name)
    return budget_template.shown_label(get("code") or "", get("label"))


@register.filter
def source_words(source: str) -> str:
    return budget_template.shown_source(source)


@register.filter
def waits_for_rate(line) -> bool:
    return completeness.is_unconverted(line)


@register.filter
def as_input(field, extra="") -> str:
    """A form's field as one of our inputs, with its error tied to it."""
    kind = "select" if field.field.widget.input_type == "select" else "input"
    attrs = {"class": " ".join(filter(None, [kind, extra, "wrong" if field.errors else ""]))}
    if field.errors:
        attrs |= {"aria-invalid": "true", "aria-describedby": f"{field.id_for_label}-e"}
    return mark_safe(field.as_widget(attrs=attrs))  # noqa: S308 - Django's widget has escaped it


@register.simple_tag
def range_cell(line):
    """Usual range of a version's line, and whether it is kept."""
    words = range_words(line.get("low_minor"), line.get("high_minor"), line["each_currency"], line.get("basis", ""))
    if not words:
        return ""
    if not is_outside(line):
        return format_html("{} {}", words, icon("tick"))
    note = line.get("note") or _("no reason given")
    return format_html('{} <span class="help">{}</span>', words, _("outside: %(note)s") % {"note": note})


@register.simple_tag
def signed(minor: int, currency: str):
    """A change of money with its sign in words that are read aloud: + $150, − $105, 0."""
    if minor == 0:
        return "0"
    return f"{'+' if minor > 0 else '−'} {_units(abs(minor), currency)}"


@register.filter
def minus(a: int, b: int) -> int:
    return a - b
