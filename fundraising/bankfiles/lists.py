"""Payments made by hand, as a list for whoever makes them: cheques to write, wires to type in at the bank, prepaid
cards to load, cash to hand over. A spreadsheet opens it; no cell of it is run as a formula."""

from collections.abc import Sequence
from dataclasses import dataclass

from delegation.exports import to_csv
from delegation.money import from_minor

_ALWAYS = ("number", "payment", "name", "amount", "currency", "reference")
_MORE = {
    "cheque": ("street", "postcode", "town", "country"),
    "wire": ("bank", "iban", "account", "routing", "bic", "street", "postcode", "town", "country"),
    "card": ("card",),
    "cash": ("received on", "signature"),
}


@dataclass(frozen=True)
class ByHand:
    """One payment made by hand. `details` are the payee's, as they were confirmed."""

    id: str
    name: str
    amount_minor: int
    currency: str
    reference: str
    details: dict[str, str]


def columns(method: str) -> tuple[str, ...]:
    return _ALWAYS + _MORE[method]


def rows(method: str, payments: Sequence[ByHand]) -> list[list[str]]:
    """The cells, in the order of `columns`; what a person fills in by hand stays empty."""
    return [
        [
            str(place),
            payment.id,
            payment.name,
            str(from_minor(payment.amount_minor, payment.currency).amount),
            payment.currency,
            payment.reference,
            *(payment.details.get(name, "") for name in _MORE[method]),
        ]
        for place, payment in enumerate(payments, start=1)
    ]


def by_hand(method: str, payments: Sequence[ByHand]) -> bytes:
    return to_csv(columns(method), rows(method, payments))
