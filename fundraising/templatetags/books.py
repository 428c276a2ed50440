"""Filters of the money pages."""

from django import template

from fundraising.queries import book_words

register = template.Library()
register.filter("entry_words", book_words.entry_words)
register.filter("verb_words", book_words.verb_words)
register.filter("dispute_words", book_words.dispute_words)
register.filter("payout_words", book_words.payout_words)
register.filter("account_words", book_words.account_words)
register.filter("activity_words", book_words.activity_words)
register.filter("category_words", book_words.category_words)
register.filter("bank_reason_words", book_words.bank_reason_words)


@register.filter
def debit(minor: int) -> int | None:
    return minor if minor > 0 else None


@register.filter
def credit(minor: int) -> int | None:
    return -minor if minor < 0 else None
