"""The chart of accounts: what we hold (debit-normal) and whose it is (credit-normal), per currency.

Signed integer minor units, debit +, credit −. For every currency: bank + stripe + in_transit + advances +
owed_by_network = Σ funds (available + offered + committed) + suspense + owed_to_stripe + owed_to_bank."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from delegation.models import Delegate
from fundraising.models import Account, Fund

HELD = frozenset({"bank", "stripe", "in_transit", "advances", "owed_by_network"})
OWNED = frozenset({"available", "offered", "committed", "suspense", "owed_to_stripe", "owed_to_bank"})
# Who can be made to bear what a fund cannot: told to the caller, who leaves an alert.
BEARERS = frozenset({"available", "owed_by_network"})
OF_A_FUND = ("available", "offered", "committed")


@dataclass(frozen=True)
class Place:
    """An account by name, whether or not its row exists yet."""

    code: str
    fund_id: int | None = None
    delegate_id: int | None = None

    @property
    def side(self) -> int:
        """+1 for what we hold, −1 for whose it is."""
        return 1 if self.code in HELD else -1

    def sort_key(self):
        return (self.code, self.fund_id or 0, self.delegate_id or 0)


BANK, STRIPE, IN_TRANSIT = Place("bank"), Place("stripe"), Place("in_transit")
OWED_BY_NETWORK, SUSPENSE = Place("owed_by_network"), Place("suspense")
OWED_TO_STRIPE, OWED_TO_BANK = Place("owed_to_stripe"), Place("owed_to_bank")


def available(fund: Fund) -> Place:
    return Place("available", fund_id=fund.pk)


def offered(fund: Fund) -> Place:
    return Place("offered", fund_id=fund.pk)


def committed(fund: Fund) -> Place:
    return Place("committed", fund_id=fund.pk)


def advances(delegate: Delegate) -> Place:
    return Place("advances", delegate_id=delegate.pk)


def ensure(places: Iterable[Place], currency: str) -> dict[Place, int]:
    """Primary keys of the accounts, made where they are missing. Made in a fixed order, so that two makers of the same
    accounts wait for each other and never for themselves."""
    wanted = sorted(set(places), key=Place.sort_key)
    found = _find(wanted, currency)
    for place in wanted:
        if place not in found:
            row, _made = Account.objects.get_or_create(
                code=place.code,
                currency=currency,
                fund_id=place.fund_id,  # type: ignore[misc]  # None means IS NULL
                delegate_id=place.delegate_id,
                defaults={"side": place.side},
            )
            found[place] = row.pk
    return found


def _find(places: list[Place], currency: str) -> dict[Place, int]:
    rows = Account.objects.filter(code__in={p.code for p in places}, currency=currency).filter(
        _one_of("fund_id", places), _one_of("delegate_id", places)
    )
    wanted = set(places)
    found = {Place(r[1], r[2], r[3]): r[0] for r in rows.values_list("pk", "code", "fund_id", "delegate_id")}
    return {place: pk for place, pk in found.items() if place in wanted}


def _one_of(field: str, places: list[Place]):
    ids = {getattr(p, field) for p in places} - {None}
    return Q(**{f"{field}__in": ids}) | Q(**{f"{field}__isnull": True})
