"""What we take of each currency: one literal table, in whole units. Names only, no models.

`times`: how many units are worth about one unit of the usual currency, rounded so that amounts stay plain.
`fixed_minor`: Stripe's fixed part of a card fee, for the amount to add when the donor covers it; the true fee comes
from Stripe."""

from dataclasses import dataclass

from django.conf import settings

from delegation.money import exponent


@dataclass(frozen=True)
class Terms:
    times: int
    fixed_minor: int


TERMS = {
    "USD": Terms(times=1, fixed_minor=30),
    "CHF": Terms(times=1, fixed_minor=30),
    "EUR": Terms(times=1, fixed_minor=25),
    "GBP": Terms(times=1, fixed_minor=20),
    "CAD": Terms(times=1, fixed_minor=30),
    "JPY": Terms(times=150, fixed_minor=45),
}


def minimum_units(currency: str) -> int:
    """The smallest gift in whole units of `currency`."""
    return settings.GIFT_MINIMUM_UNITS * TERMS[currency].times


def maximum_units(currency: str) -> int:
    """The largest gift the form takes, in whole units of `currency`."""
    return settings.GIFT_MAXIMUM_UNITS * TERMS[currency].times


def fixed_fee_minor(currency: str) -> int:
    """The fixed part of a card fee, minor units. The usual currency's is a setting, since contracts differ."""
    return settings.FEE_COVER_FIXED_MINOR if currency == settings.DEFAULT_CURRENCY else TERMS[currency].fixed_minor


def second_person_minor(currency: str) -> int:
    """Above this, a second person decides about a refund. Minor units."""
    return settings.REFUND_SECOND_PERSON_UNITS * TERMS[currency].times * 10 ** exponent(currency)
