"""The only writer of the books. One entry per business key; accounts are locked in order of their id before anything
is read, so that no two postings decide on the same old balance."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from delegation.errors import DomainError
from fundraising.ledger.accounts import BEARERS, Place, ensure
from fundraising.ledger.entries import Leg, Spec
from fundraising.ledger.entries import reversal as mirrored
from fundraising.models import Account, JournalEntry, JournalLine


class InsufficientFunds(DomainError):
    """An account would fall below what it must keep. Nothing was written. `room_minor` is what it could still give."""

    def __init__(self, account: Account, room_minor: int):
        super().__init__(_("There is not enough money for this."), code="insufficient_funds", field="amount")
        self.account, self.room_minor = account, room_minor


class KeyReused(Exception):
    """A key that stands in the books for another event or amount: a bug in the caller, never a person's mistake."""


# Audit kind and uuid; no uuid for what belongs to no row of ours.
About = tuple[str, UUID | None]


@dataclass(frozen=True)
class Posting:
    """An entry about to be posted. `about` is (audit kind, uuid); `happened_at`: not when we heard of it."""

    spec: Spec
    key: str
    about: About
    happened_at: datetime
    reverses: JournalEntry | None = None


@dataclass(frozen=True)
class Posted:
    """`new` is False when the key stood in the books already. `borne` says what others than the fund had to bear, in
    minor units: the caller leaves an alert."""

    entry: JournalEntry
    new: bool
    borne: dict[Place, int] = field(default_factory=dict)


def post(spec: Spec, *, key: str, about: About, happened_at: datetime, reverses=None) -> Posted:
    """Post one entry, once per key: the same key again returns what stands. Raises InsufficientFunds before writing."""
    return post_all([Posting(spec, key, about, happened_at, reverses)])[0]


def post_all(postings: Sequence[Posting]) -> list[Posted]:
    """Post several entries of one transaction. All accounts are locked at once, so that two transactions which share
    accounts never wait for each other in a circle."""
    with transaction.atomic():
        locked = _lock(postings)
        known = {e.key: e for e in JournalEntry.objects.filter(key__in=[p.key for p in postings])}
        return [_known(known[p.key], p) if p.key in known else _write(p, locked[p.spec.currency]) for p in postings]


def hold(spec: Spec) -> None:
    """Lock the accounts of an entry that is about to be posted, in the order every posting takes, so that what the
    caller reads of them next still holds when it posts. Only inside the caller's transaction."""
    _lock([Posting(spec, "", ("", None), timezone.now())])


def reverse(entry: JournalEntry, *, key: str, about: About, happened_at: datetime) -> Posted:
    """Post the exact mirror of an entry. The database lets an entry be reversed once."""
    lines = list(entry.lines.select_related("account"))
    legs = [
        (Place(line.account.code, line.account.fund_id, line.account.delegate_id), line.amount_minor) for line in lines
    ]
    spec = mirrored(entry.kind, lines[0].currency, legs)
    return post(spec, key=key, about=about, happened_at=happened_at, reverses=entry)


def _lock(postings: Sequence[Posting]) -> dict[str, dict[Place, Account]]:
    """Accounts by currency and place, read under a lock in the order of their ids."""
    wanted: dict[str, set[Place]] = {}
    for posting in postings:
        places = wanted.setdefault(posting.spec.currency, set())
        for leg in posting.spec.legs:
            places |= {leg.place, *leg.borne_by}
    ids = {currency: ensure(places, currency) for currency, places in sorted(wanted.items())}
    rows = {row.pk: row for row in lock_accounts(pk for found in ids.values() for pk in found.values())}
    return {currency: {place: rows[pk] for place, pk in found.items()} for currency, found in ids.items()}


def lock_accounts(ids) -> list[Account]:
    return list(Account.objects.select_for_update().filter(pk__in=set(ids)).order_by("pk"))


def _known(entry: JournalEntry, posting: Posting) -> Posted:
    gross = sum(line.amount_minor for line in entry.lines.all() if line.amount_minor > 0)
    wanted = sum(leg.amount_minor for leg in posting.spec.legs if leg.amount_minor > 0)
    if entry.kind != posting.spec.kind or gross != wanted:
        raise KeyReused(posting.key)
    return Posted(entry, new=False)


def _write(posting: Posting, accounts: dict[Place, Account]) -> Posted:
    amounts, borne = _spread(posting.spec.legs, accounts)
    _refuse_overdrawn(posting.spec.legs, amounts, accounts)
    posted_at = _posted_at([accounts[place] for place in amounts])
    entry = JournalEntry.objects.create(
        kind=posting.spec.kind,
        key=posting.key,
        about_kind=posting.about[0],
        about_uuid=posting.about[1],
        happened_at=posting.happened_at,
        posted_at=posted_at,
        reverses=posting.reverses,
    )
    lines = []
    for place, amount in amounts.items():
        account = accounts[place]
        account.balance_minor += amount
        account.version += 1
        account.moved_at = posted_at
        lines.append(
            JournalLine(
                entry=entry,
                account=account,
                currency=posting.spec.currency,
                amount_minor=amount,
                balance_after_minor=account.balance_minor,
                account_version=account.version,
            )
        )
    JournalLine.objects.bulk_create(lines)
    for line in lines:
        Account.objects.filter(pk=line.account_id).update(
            balance_minor=line.balance_after_minor, version=line.account_version, moved_at=posted_at
        )
    JournalEntry.objects.filter(pk=entry.pk).update(sealed=True)
    entry.sealed = True
    return Posted(entry, new=True, borne=borne)


def _posted_at(accounts: Sequence[Account]) -> datetime:
    """Now; and not before the newest line of any of these accounts, since two machines' clocks differ by a little. So a
    line's place on its account and its place in time agree, and a month's closing balance is one line's.

    A month is closed only after it is over, so now is always in an open month; the database refuses anything else."""
    return max([timezone.now(), *(account.moved_at for account in accounts if account.moved_at)])


def _spread(legs: Sequence[Leg], accounts: dict[Place, Account]) -> tuple[dict[Place, int], dict[Place, int]]:
    """Amounts by place, one line an account; and what other funds or the network had to bear."""
    amounts: dict[Place, int] = {}
    borne: dict[Place, int] = {}
    for leg in legs:
        left, sign = leg.amount_minor, 1 if leg.amount_minor > 0 else -1
        for place in (leg.place, *leg.borne_by):
            last = not leg.borne_by or place == leg.borne_by[-1]
            room = max(0, _room(accounts[place], amounts.get(place, 0)))
            part = left if last else sign * min(abs(left), room)
            if part:
                amounts[place] = amounts.get(place, 0) + part
                left -= part
                if place in leg.borne_by and place.code in BEARERS:
                    borne[place] = borne.get(place, 0) + part
    return {place: amount for place, amount in amounts.items() if amount}, borne


def _room(account: Account, change: int = 0) -> int:
    return account.side * (account.balance_minor + change)


def _refuse_overdrawn(legs: Sequence[Leg], amounts: dict[Place, int], accounts: dict[Place, Account]) -> None:
    keep = {leg.place: leg.keep_minor for leg in legs}
    for place, amount in amounts.items():
        account, least = accounts[place], keep.get(place, 0)
        falls = account.side * amount < 0
        if falls and _room(account, amount) < least:
            raise InsufficientFunds(account, max(0, _room(account) - least))
