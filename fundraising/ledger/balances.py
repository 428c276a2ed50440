"""What stands in the books now, in constant time: stored balances, written by posting alone, proven by verify_books.

All figures are minor units and positive where there is money: side × balance."""

from collections.abc import Iterable
from dataclasses import dataclass

from fundraising.models import Account, Fund


@dataclass(frozen=True)
class Held:
    """What one fund holds, minor units of its currency."""

    available: int = 0
    offered: int = 0
    committed: int = 0

    @property
    def total(self) -> int:
        return self.available + self.offered + self.committed


def of_funds(funds: Iterable[Fund]) -> dict[int, Held]:
    """By fund id, in one query; a fund without accounts holds nothing."""
    ids = [fund.pk for fund in funds]
    parts: dict[int, dict[str, int]] = {pk: {} for pk in ids}
    for pk, code, balance in Account.objects.filter(fund_id__in=ids).values_list("fund_id", "code", "balance_minor"):
        parts[pk][code] = -balance
    return {pk: Held(**found) for pk, found in parts.items()}


def of_fund(fund: Fund) -> Held:
    return of_funds([fund])[fund.pk]


def of_network(currency: str) -> dict[str, int]:
    """The network's own accounts of one currency by code (bank, stripe, in_transit, suspense, debts), as far as
    anything was ever posted to them."""
    rows = Account.objects.filter(currency=currency, fund__isnull=True, delegate__isnull=True, version__gt=0)
    return {code: side * balance for code, side, balance in rows.values_list("code", "side", "balance_minor")}
