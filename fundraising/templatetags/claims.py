"""Filters of the pages of claims."""

from django import template

from delegation.figures import day_text
from fundraising.queries.book_words import DAY_WORDS, MEAL_WORDS

register = template.Library()


@register.filter
def day_kind(kind: str) -> str:
    return str(DAY_WORDS.get(kind, kind))


@register.filter
def meal_words(meal: str) -> str:
    return str(MEAL_WORDS.get(meal, meal))


@register.filter
def meals_off(day) -> str:
    """The meals somebody else provided on a day."""
    return ", ".join(str(MEAL_WORDS[meal]).lower() for meal, _minor in day.taken_off)


@register.filter
def day_of_form(form) -> str:
    """The day a row of the calendar is about, also while the row is wrong."""
    value = form["day"].value()
    found = form.fields["day"].to_python(value) if isinstance(value, str) else value
    return day_text(found) if found else ""


@register.filter
def as_select(bound):
    return bound.as_widget(attrs={"class": "select"})


@register.filter
def tenths(value: int) -> str:
    return f"{value / 10:g}"


@register.filter
def plain_rate(value) -> str:
    return format(value.normalize(), "f")
