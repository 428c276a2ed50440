"""The general ledger: every line, and what was told late. Accounts carry no name."""

from datetime import datetime

from django.db.models import F, Q, Sum

from delegation.models import Delegation
from fundraising.models import Account, Fund, JournalLine


def ledger_lines(delegation: Delegation, start: datetime, end: datetime):
    """Every line of the time in the order of posting: the network's own accounts and this delegation's."""
    ours = Q(account__fund__delegation=delegation) | Q(account__delegate__delegation=delegation)
    network = Q(account__fund__isnull=True, account__delegate__isnull=True)
    return (
        JournalLine.objects.filter(ours | network, entry__posted_at__gte=start, entry__posted_at__lt=end)
        .select_related("entry", "account__fund", "account__delegate")
        .order_by("entry_id", "id")
    )


def late_lines(start: datetime, end: datetime):
    """Entries posted in this time about something that happened before it: told late, kept with their own time."""
    return (
        JournalLine.objects.filter(
            entry__posted_at__gte=start, entry__posted_at__lt=end, entry__happened_at__lt=start, amount_minor__gt=0
        )
        .order_by()
        .values("entry", "currency", kind=F("entry__kind"), key=F("entry__key"), happened_at=F("entry__happened_at"))
        .annotate(minor=Sum("amount_minor"))
        .order_by("-entry")
    )


def fund_code(fund: Fund) -> str:
    """A fund without a name: what leaves the service as a file says no more."""
    return f"{'Pool' if fund.kind == Fund.Kind.POOL else 'Fund'}-{fund.uuid.hex[:12]}"


def account_code(account: Account) -> str:
    if account.fund is not None:
        return f"{account.code}:{fund_code(account.fund)}"
    if account.delegate is not None:
        return f"{account.code}:Delegate-{account.delegate.uuid.hex[:12]}"
    return account.code
