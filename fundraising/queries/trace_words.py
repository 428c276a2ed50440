"""A trace as people read it: for the giver in kinds of cost, for staff entry by entry."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Prefetch
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from delegation.figures import money_text
from delegation.pictures import Stream, flow
from fundraising.ledger.kinds import FEE, MOVED, RETURNED, SPENT, bucket
from fundraising.models import Donation, Fund, JournalEntry, JournalLine
from fundraising.queries.book_words import entry_words
from fundraising.queries.cost_labels import CostLabel, kind_words, labels
from fundraising.queries.receipts import today
from fundraising.queries.trace import Part, Source, Trace

COSTS = ("cost_paid", "stipend_paid", "advance_accounted")
YOUR_GIFT, THE_GIFT = gettext_lazy("Your gift"), gettext_lazy("This gift")


# The colour of what was paid.
PAID = "c-got"


@dataclass(frozen=True)
class Use:
    """What a part of a gift became, as everybody may read it. `when` is a month, and only once the journey is over."""

    words: str
    minor: int
    css: str
    when: str = ""

    @property
    def pays(self) -> bool:
        """Whether it is a cost that was paid; not a fee, and not what waits."""
        return self.css == PAID


@dataclass(frozen=True)
class Step:
    """One line of a trace for staff; `fund` is where the money was when this entry moved it."""

    entry: JournalEntry | None
    fund: Fund
    minor: int
    words: str
    label: str
    further: bool = False


def is_open(fund: Fund) -> bool:
    """Whether the journey is over for so long that a month may be named."""
    dates = fund.delegation.dates.first()
    return dates is not None and today() >= dates.return_on + timedelta(days=settings.TRACE_OPENS_DAYS)


# -- for the giver ------------------------------------------------------------------------------------
def uses(trace: Trace, gift: Donation) -> list[Use]:
    """Kinds of cost, largest first, fees and what is left last. Nothing of route, place, name, or when exactly."""
    leaves = list(_leaves(trace))
    entries = JournalEntry.objects.in_bulk({part.entry_id for part, _fund in leaves}) if is_open(trace.fund) else {}
    named = labels(part.about for part, _fund in leaves)
    found: dict[tuple[str, str], dict] = {}
    for part, _fund in leaves:
        words, css, order = _public_words(part, named, gift)
        use = found.setdefault((words, css), {"minor": 0, "order": order, "days": set()})
        use["minor"] += part.minor
        if part.entry_id in entries and bucket(part.kind) == SPENT:
            use["days"].add(entries[part.entry_id].happened_at.date())
    left = sum(minor for _f, minor in _left(trace))
    rows = sorted(found.items(), key=lambda item: (item[1]["order"], -item[1]["minor"]))
    told = [Use(words, use["minor"], css, _months(use["days"])) for (words, css), use in rows]
    return [*told, Use(_("not spent yet"), left, "c-gap")] if left else told


def _public_words(part: Part, named: dict[tuple, CostLabel], gift: Donation) -> tuple[str, str, int]:
    meaning = bucket(part.kind)
    if meaning in (SPENT, RETURNED):
        label = named.get(part.about, CostLabel())
        return kind_words(label.code), PAID, 0
    if meaning == FEE:
        return _("card fees"), "c-pool", 2
    if meaning == MOVED:
        return _("other journeys"), "c-3", 1
    if part.about[1] == gift.uuid:
        return _("given back to you"), "c-6", 2
    return _("corrections of other gifts"), "c-pool", 2


def _months(days: set[date]) -> str:
    months = sorted({(day.year, day.month) for day in days})
    return ", ".join(formats.date_format(date(year, month, 1), "YEAR_MONTH_FORMAT") for year, month in months)


def _leaves(trace: Trace) -> Iterable[tuple[Part, Fund]]:
    for part in trace.parts:
        if part.then is None:
            yield part, trace.fund
        else:
            yield from _leaves(part.then)


def _left(trace: Trace) -> Iterable[tuple[Fund, int]]:
    if trace.left_minor:
        yield trace.fund, trace.left_minor
    for part in trace.parts:
        if part.then is not None:
            yield from _left(part.then)


def picture(gift_words: str, trace: Trace, told: list[Use]) -> str:
    """The way of one gift; the table of the same figures stands below it."""
    currency = trace.fund.currency

    def words(minor: int) -> str:
        return money_text(minor, currency, cents=True)

    said = _("%(amount)s came in. It was part of the money for: %(uses)s. The table below holds every figure.") % {
        "amount": words(trace.minor),
        "uses": ", ".join(f"{use.words} {words(use.minor)}" for use in told),
    }
    return flow(
        [Stream(gift_words, trace.minor, words(trace.minor), "c-1")],
        [Stream(use.words, use.minor, words(use.minor), use.css) for use in told],
        title=_("Where this gift went"),
        desc=said,
        middle=_("The pool") if trace.fund.kind == Fund.Kind.POOL else _("The travel fund"),
        middle_words=words(trace.minor),
        ident="trace",
    )


# -- for staff ----------------------------------------------------------------------------------------
def steps(trace: Trace) -> list[Step]:
    """Every part in the order it left, what it became in the next fund below it."""
    flat = list(_flat(trace))
    entries = _entries(part.entry_id for part, _fund, _further in flat if part is not None)
    named = labels(part.about for part, _fund, _further in flat if part is not None)
    found = []
    for part, fund, further in flat:
        if part is None:
            continue
        label = named.get(part.about, CostLabel())
        found.append(Step(entries.get(part.entry_id), fund, part.minor, entry_words(part.kind), label.words, further))
    return found


def _flat(trace: Trace, further: bool = False):
    for part in trace.parts:
        yield part, trace.fund, further
        if part.then is not None:
            yield from _flat(part.then, further=True)


def left(trace: Trace) -> list[tuple[Fund, int]]:
    return list(_left(trace))


def _entries(ids) -> dict[int, JournalEntry]:
    return JournalEntry.objects.in_bulk(set(ids))


@dataclass(frozen=True)
class Giver:
    """One source of a cost; `gift` where the money came as one."""

    entry: JournalEntry | None
    words: str
    minor: int
    gift: Donation | None
    further: bool = False


def givers(sources: list[Source]) -> list[Giver]:
    """The sources of a cost in the order they were used, what stands behind a move below it."""
    flat = list(_flat_sources(sources))
    entries = _entries(source.entry_id for source, _further in flat)
    uuids = {source.about[1] for source, _further in flat if source.about[0] == "fundraising.donation"}
    gifts = {gift.uuid: gift for gift in Donation.objects.filter(uuid__in=uuids).select_related("donor")}
    return [
        Giver(
            entries.get(source.entry_id),
            entry_words(source.kind) if source.entry_id else _("older money"),
            source.minor,
            gifts.get(source.about[1]),
            further,
        )
        for source, further in flat
    ]


def _flat_sources(sources: list[Source], further: bool = False):
    for source in sources:
        yield source, further
        yield from _flat_sources(source.before, further=True)


@dataclass(frozen=True)
class Cost:
    """One payment of a journey's cost, as the list shows it; minor units of the fund's currency."""

    entry: JournalEntry
    fund: Fund
    minor: int
    words: str
    label: str


def costs(delegation):
    """Entries by which money of this delegation's funds was spent, newest first, with their lines."""
    lines = JournalLine.objects.filter(account__fund__isnull=False)
    spent = JournalEntry.objects.filter(kind__in=COSTS, lines__account__fund__delegation=delegation).distinct()
    return spent.prefetch_related(
        Prefetch("lines", lines.select_related("account__fund__delegate__person"), to_attr="of_funds")
    ).order_by("-id")


def cost_rows(entries: list[JournalEntry]) -> list[Cost]:
    named = labels((entry.about_kind, entry.about_uuid) for entry in entries)
    return [
        Cost(
            entry,
            entry.of_funds[0].account.fund,
            sum(line.amount_minor for line in entry.of_funds),
            entry_words(entry.kind),
            named.get((entry.about_kind, entry.about_uuid), CostLabel()).words,
        )
        for entry in entries
    ]


def cost_words(entry: JournalEntry) -> str:
    """What the entry paid for, for staff; empty where nobody said."""
    about = (entry.about_kind, entry.about_uuid)
    return labels([about]).get(about, CostLabel()).words
