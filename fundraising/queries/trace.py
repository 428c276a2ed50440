"""Where a gift went, and where a cost came from: first in, first out within a fund, computed when somebody asks and
stored nowhere. Money that moves to another fund is followed one fund further.

A trace reads a window, never a fund's whole history: each line keeps its account's balance, so what stood before an
entry is known at once, and reading goes on only until that much, and the gift, has left. All amounts are minor units of
the fund's currency."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import merge
from itertools import groupby, islice
from operator import itemgetter

from fundraising.ledger.accounts import OF_A_FUND
from fundraising.ledger.kinds import BOUNCED, DISPUTED, FEE, GIVEN_BACK, MOVED, bucket
from fundraising.models import Account, Donation, Fund, JournalEntry, JournalLine
from fundraising.queries.fifo import Event, Line, Piece, Take

# How a gift enters a fund.
ARRIVALS = ("gift_settled", "gift_received", "gift_placed", "bank_placed")
CORRECTIONS = frozenset({FEE, GIVEN_BACK, DISPUTED, BOUNCED})
FURTHER = 1
CHUNK = 200
# Entries one trace reads of one fund; beyond that the page says that it goes on.
MOST_READ = 5000
_FIELDS = ("entry_id", "amount_minor", "entry__kind", "entry__about_kind", "entry__about_uuid")


@dataclass(frozen=True)
class Part:
    """A part of the money that left by one entry; `then` is where it went in the next fund, as far as followed."""

    entry_id: int
    kind: str
    about: tuple
    minor: int
    then: "Trace | None" = None


@dataclass(frozen=True)
class Trace:
    """`minor` = Σ parts + `left_minor`, exactly. `goes_on`: there was more to read than one page may."""

    fund: Fund
    minor: int
    parts: list[Part] = field(default_factory=list)
    left_minor: int = 0
    goes_on: bool = False


@dataclass(frozen=True)
class Source:
    """A part of a cost by the entry that brought the money; entry 0: older than what one page may read. `before`: where
    the other fund had it from, as far as followed."""

    entry_id: int
    kind: str
    about: tuple
    minor: int
    before: "list[Source]" = field(default_factory=list)


# -- forward -------------------------------------------------------------------------------------------
def of_gift(gift: Donation) -> Trace | None:
    """None while the gift is not in the books."""
    entry = JournalEntry.objects.filter(about_uuid=gift.uuid, kind__in=ARRIVALS).order_by("id").first()
    return _follow(gift.fund, entry.pk, 0, None, FURTHER) if entry else None


def _follow(fund: Fund, entry_id: int, into: int, minor: int | None, further: int) -> Trace:
    """What became of `minor` of what this entry brought to the fund, beginning `into` it; None is all of it."""
    accounts = _accounts(fund)
    first = next(_events(accounts, entry_id - 1), None)
    if first is None or first.event.entry != entry_id or first.event.minor <= 0:
        return Trace(fund, minor or 0, left_minor=minor or 0)
    whole, about = first.event.minor, first.event.about
    minor = whole - into if minor is None else minor
    mine = Piece(entry_id, about, minor)
    rest = Piece(entry_id, None, whole - into - minor)
    line = Line([Piece(0, None, _held_before(accounts, entry_id) + into), mine, rest])
    parts: list[Part] = []
    read = 0
    for row in islice(_events(accounts, entry_id), MOST_READ):
        read += 1
        for take in line.feed(row.event):
            if take.piece is mine:
                parts.append(_part(row, take, fund, further))
        if not mine.left:
            break
    return Trace(fund, minor, parts, mine.left, goes_on=bool(mine.left) and read == MOST_READ)


def _part(row: "_Row", take: Take, fund: Fund, further: int) -> Part:
    then = None
    if further and bucket(row.kind) == MOVED:
        other = _other_fund(row.event.entry, fund, sign=-1)
        if other is not None:
            then = _follow(other, row.event.entry, take.at, take.minor, further - 1)
    return Part(row.event.entry, row.kind, row.about, take.minor, then)


# -- backward ------------------------------------------------------------------------------------------
def of_cost(entry: JournalEntry, fund: Fund) -> list[Source]:
    """Where the money came from that left this fund by this entry; the parts sum to what left."""
    return _sources(fund, entry.pk, 0, None, FURTHER)


def _sources(fund: Fund, entry_id: int, at: int, minor: int | None, further: int) -> list[Source]:
    """Of what left by this entry, the `minor` that begins `at`; None is all of it."""
    accounts = _accounts(fund)
    window = CHUNK
    while True:
        takes, known, whole_past = _takes_at(accounts, entry_id, window)
        unknown = any(take.piece.entry == 0 for take in takes)
        if not unknown or whole_past or window >= MOST_READ:
            break
        window *= 4
    end = None if minor is None else at + minor
    return [_source(take, part, known, fund, further) for take, part in _slice(takes, at, end)]


def _takes_at(accounts: list[int], entry_id: int, window: int) -> tuple[list[Take], dict[int, "_Row"], bool]:
    """What the entry took, from at most `window` entries before it; and whether that is the fund's whole past."""
    before = list(islice(_events_back(accounts, entry_id), window))
    before.reverse()
    start = before[0].event.entry if before else entry_id
    line = Line([Piece(0, None, _held_before(accounts, start))])
    known = {row.event.entry: row for row in before}
    for row in before:
        line.feed(row.event)
    row = next(_events(accounts, entry_id - 1), None)
    found = line.feed(row.event) if row is not None and row.event.entry == entry_id and row.event.minor < 0 else []
    return found, known, len(before) < window


def _slice(takes: list[Take], start: int, end: int | None) -> Iterator[tuple[Take, tuple[int, int]]]:
    """Takes within [start, end) of the outflow, with (how far into the piece's entry, minor) of that part."""
    for take in takes:
        first = max(take.at, start)
        last = take.at + take.minor if end is None else min(take.at + take.minor, end)
        if last > first:
            yield take, (take.into + first - take.at, last - first)


def _source(take: Take, part: tuple[int, int], known: dict[int, "_Row"], fund: Fund, further: int) -> Source:
    into, minor = part
    row = known.get(take.piece.entry)
    if row is None:
        return Source(0, "", ("", None), minor)
    before: list[Source] = []
    if further and bucket(row.kind) == MOVED:
        other = _other_fund(row.event.entry, fund, sign=1)
        if other is not None:
            before = _sources(other, row.event.entry, into, minor, further - 1)
    return Source(row.event.entry, row.kind, row.about, minor, before)


# -- the books, a window at a time ------------------------------------------------------------------------
@dataclass(frozen=True)
class _Row:
    event: Event
    kind: str
    about: tuple


def _accounts(fund: Fund) -> list[int]:
    rows = Account.objects.filter(fund=fund, currency=fund.currency, code__in=OF_A_FUND)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _held_before(accounts: list[int], entry_id: int) -> int:
    """What the fund held in all before this entry: the balance each account's last line before it carries."""
    held = 0
    for account in accounts:
        last = (
            JournalLine.objects.filter(account=account, entry_id__lt=entry_id)
            .order_by("-entry_id")
            .values_list("balance_after_minor", flat=True)
            .first()
        )
        held -= last or 0
    return held


def _events(accounts: list[int], after: int) -> Iterator[_Row]:
    """What each later entry changed in the fund, oldest first; holding and releasing change nothing."""
    lines = merge(*(_lines(account, after) for account in accounts), key=itemgetter(0))
    return _rows(lines)


def _events_back(accounts: list[int], before: int) -> Iterator[_Row]:
    lines = merge(*(_lines_back(account, before) for account in accounts), key=itemgetter(0), reverse=True)
    return _rows(lines)


def _lines(account: int, after: int) -> Iterator[tuple]:
    while True:
        rows = JournalLine.objects.filter(account=account, entry_id__gt=after).order_by("entry_id")
        found = list(rows.values_list(*_FIELDS)[:CHUNK])
        yield from found
        if len(found) < CHUNK:
            return
        after = found[-1][0]


def _lines_back(account: int, before: int) -> Iterator[tuple]:
    while True:
        rows = JournalLine.objects.filter(account=account, entry_id__lt=before).order_by("-entry_id")
        found = list(rows.values_list(*_FIELDS)[:CHUNK])
        yield from found
        if len(found) < CHUNK:
            return
        before = found[-1][0]


def _rows(lines) -> Iterator[_Row]:
    for entry, group in groupby(lines, key=itemgetter(0)):
        legs = list(group)
        _entry, _minor, kind, about_kind, about_uuid = legs[0]
        minor = -sum(leg[1] for leg in legs)
        if minor:
            # Fees and refunds are about their gift by its uuid, and so is what the gift brought.
            event = Event(entry, minor, about_uuid, corrects=bucket(kind) in CORRECTIONS)
            yield _Row(event, kind, (about_kind, about_uuid))


def _other_fund(entry_id: int, fund: Fund, *, sign: int) -> Fund | None:
    """The fund on the other side of a move: whose lines have this sign (debit +)."""
    lines = JournalLine.objects.filter(entry=entry_id, account__fund__isnull=False).exclude(account__fund=fund)
    lines = lines.filter(amount_minor__gt=0) if sign > 0 else lines.filter(amount_minor__lt=0)
    line = lines.select_related("account__fund__delegation", "account__fund__delegate__person").first()
    return line.account.fund if line else None
