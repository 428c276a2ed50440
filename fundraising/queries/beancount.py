"""The books as a plain-text file that beancount's checker accepts. Accounts carry no name, only what they are and a
part of a random number; at the end each account's balance is asserted, so that the checker proves it."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Prefetch
from django.utils import timezone

from delegation.models import Delegation
from delegation.money import exponent, from_minor
from fundraising import months
from fundraising.models import Account, JournalEntry, JournalLine
from fundraising.queries.general_ledger import fund_code

NETWORK = {
    "bank": "Assets:Bank",
    "stripe": "Assets:Stripe",
    "in_transit": "Assets:InTransit",
    "owed_by_network": "Assets:OwedByNetwork",
    "suspense": "Liabilities:Suspense",
    "owed_to_stripe": "Liabilities:OwedToStripe",
    "owed_to_bank": "Liabilities:OwedToBank",
}


def account_name(account: Account, delegation: Delegation | None) -> str:
    """`delegation`: whose funds stand each for itself; those of others stand together. None: all for themselves."""
    if account.code in NETWORK:
        return NETWORK[account.code]
    owner = account.fund.delegation_id if account.fund else account.delegate.delegation_id
    if delegation is not None and owner != delegation.pk:
        return "Assets:Advances:Others" if account.code == "advances" else "Equity:Funds:Others"
    if account.fund is None:
        return f"Assets:Advances:D-{account.delegate.uuid.hex[:12]}"
    return f"Equity:Funds:{fund_code(account.fund)}:{account.code.capitalize()}"


def write(delegation: Delegation | None = None, until: datetime | None = None) -> Iterator[str]:
    """Lines of the file: everything posted before `until` (default: now), balances asserted the day after."""
    until = until or timezone.now()
    names = {
        account.pk: account_name(account, delegation)
        for account in Account.objects.select_related("fund", "delegate").order_by("pk")
    }
    entries = JournalEntry.objects.filter(posted_at__lt=until, sealed=True)
    first = entries.order_by("posted_at").values_list("posted_at", flat=True).first()
    if first is None:
        yield "; nothing is posted yet"
        return
    currencies = JournalLine.objects.filter(entry__in=entries).order_by("currency").values_list("currency", flat=True)
    yield f'option "operating_currency" "{currencies.distinct()[0]}"'
    yield ""
    for name in sorted(set(names.values())):
        yield f"{months.day_of(first)} open {name}"
    yield ""
    sums: dict[tuple[str, str], int] = defaultdict(int)
    last = first
    lines = JournalLine.objects.order_by("id")
    for entry in entries.order_by("id").prefetch_related(Prefetch("lines", lines)).iterator(chunk_size=1000):
        yield from _entry(entry, names, sums)
        last = max(last, entry.posted_at)
    day = months.day_of(last) + timedelta(days=1)
    for (name, currency), minor in sorted(sums.items()):
        # To the last unit: without a tolerance of its own the checker forgives one.
        yield f"{day} balance {name}  {_number(minor, currency)} ~ 0 {currency}"


def _entry(entry: JournalEntry, names: dict[int, str], sums: dict[tuple[str, str], int]) -> Iterator[str]:
    moved: dict[tuple[str, str], int] = defaultdict(int)
    for line in entry.lines.all():
        moved[names[line.account_id], line.currency] += line.amount_minor
    legs = {place: minor for place, minor in moved.items() if minor}
    if not legs:
        return  # between funds of others alone
    yield f'{months.day_of(entry.posted_at)} * "{_text(entry.kind)}"'
    yield f'  key: "{_text(entry.key)}"'
    yield f'  posted: "{entry.posted_at.isoformat()}"'
    yield f'  happened: "{entry.happened_at.isoformat()}"'
    for (name, currency), minor in legs.items():
        sums[name, currency] += minor
        yield f"  {name}  {_number(minor, currency)} {currency}"
    yield ""


def _number(minor: int, currency: str) -> str:
    return f"{from_minor(minor, currency).amount:.{exponent(currency)}f}"


def _text(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
