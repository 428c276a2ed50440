"""Money at the edges is `Money`; inside it is integer minor units. One table of exponents serves everything.

The table follows ISO 4217 for the currencies we allow (settings.CURRENCIES)."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from djmoney.money import Money

from delegation.errors import DomainError

EXPONENTS = {"USD": 2, "CHF": 2, "EUR": 2, "GBP": 2, "CAD": 2, "JPY": 0}


def exponent(currency: str) -> int:
    """How many decimal places the currency has. Raises DomainError for a currency we do not take."""
    try:
        return EXPONENTS[currency]
    except KeyError:
        raise DomainError(
            _("We do not take %(currency)s.") % {"currency": currency}, code="currency", field="currency"
        ) from None


def to_minor(money: Money) -> int:
    """Exact minor units of an amount. Raises DomainError when the amount has parts smaller than its currency."""
    scaled = money.amount.scaleb(exponent(money.currency.code))
    if scaled != scaled.to_integral_value():
        raise DomainError(_("That amount has more decimal places than its currency."), code="precision", field="amount")
    return int(scaled)


def from_minor(minor: int, currency: str) -> Money:
    return Money(Decimal(minor).scaleb(-exponent(currency)), currency)


def floor_units(minor: int, currency: str) -> int:
    """Whole units, rounded down: what public pages show. Units of `currency`."""
    return minor // 10 ** exponent(currency)


def convert_minor(minor: int, currency: str, rate: Decimal, to: str) -> int:
    """Minor units of `to` for `minor` units of `currency` at `rate` (units of `to` per unit of `currency`), rounded
    half up once."""
    amount = Decimal(minor).scaleb(-exponent(currency)) * rate
    return int(amount.scaleb(exponent(to)).to_integral_value(ROUND_HALF_UP))


def split_minor(minor: int, weights: list[int]) -> list[int]:
    """Parts of `minor` in proportion to `weights` by largest remainder; they sum to the whole exactly."""
    total = sum(weights)
    if total <= 0:
        return [0] * len(weights)
    parts = [minor * w // total for w in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(minor * weights[i] % total), i))
    for i in order[: minor - sum(parts)]:
        parts[i] += 1
    return parts
