"""Amounts, days and names as the reader of a mail reads them, in the active language."""

from django.utils import formats, translation
from moneyed.l10n import format_money

from delegation.money import from_minor

LOCALES = {"en": "en_US", "es": "es_US"}


def money_words(minor: int, currency: str) -> str:
    """An amount as the reader of the active language reads it."""
    locale = LOCALES.get(translation.get_language() or "en", "en_US")
    return format_money(from_minor(minor, currency), locale=locale)


def date_words(day) -> str:
    """“27 August 2026”, in the active language."""
    return formats.date_format(day, "DATE_FORMAT")


def first_name(name: str) -> str:
    """Empty where the first word is no name, as in “A friend”: the mail then greets nobody by name."""
    first = (name.split() or [""])[0]
    return first if len(first.rstrip(".")) > 1 else ""
