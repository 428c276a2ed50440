"""The books beside Stripe's own lines, as far as both were read: what one side says otherwise than the other. Reads
only; minor units, signed as Stripe signs."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Exists, F, OuterRef, Prefetch, Q, Sum
from django.utils import timezone

from delegation.models import Person
from fundraising.models import (
    Account,
    BalanceLine,
    Correction,
    CorrectionNote,
    Difference,
    HeldApart,
    JournalEntry,
    JournalLine,
    Payout,
    PayoutLine,
    Reconciliation,
)
from fundraising.queries.allocations import decider_people

AT_STRIPE = ("stripe", "owed_to_stripe")
# What Stripe did this recently may still be on its way to us; what we posted this recently, on its way into its list.
ON_ITS_WAY = timedelta(hours=1)
NOT_LISTED_YET = timedelta(hours=24)
# Stripe says what is in an automatic payout about a day after it was sent.
LINES_WITHIN = timedelta(days=5)
Kind = Difference.Kind


@dataclass(frozen=True)
class Finding:
    """One thing both sides say differently. `is_fresh`: it may still be on its way, and is no difference yet."""

    kind: str
    subject: str
    currency: str
    theirs_minor: int
    ours_minor: int
    category: str = ""
    line_id: int | None = None
    entry_id: int | None = None
    is_fresh: bool = False

    @property
    def gap_minor(self) -> int:
        gap = self.theirs_minor - self.ours_minor
        return -gap if self.kind == Kind.FEE else gap

    @property
    def identity(self) -> tuple[str, str, str]:
        return (self.subject, self.kind, self.currency)


# -- which entries stand for which line: one literal table ------------------------------------------------
# By Stripe's category, the keys of the entries that move our account at Stripe by the line's amount. {pi} is its
# payment, {source} what caused it, {id} itself.
AMOUNT_KEYS = {
    "charge": ("donation:{pi}", "unplaced:{pi}"),
    "refund": ("refund:{source}",),
    "refund_failure": ("refund_failed:{source}",),
    "dispute": ("dispute:{id}",),
    "dispute_reversal": ("dispute:{id}",),
    "payout": ("payout:{source}",),
    "payout_reversal": ("payout_returned:{source}", "payout_resent:{source}"),
}
ANY_AMOUNT_KEYS = ("unplaced:{id}",)
FEE_KEYS = ("fee:{id}", "dispute_fee:{id}")


def _named(patterns: Iterable[str], line: BalanceLine) -> list[str]:
    values = {"pi": line.payment_intent, "source": line.source, "id": line.stripe_id}
    return [p.format(**values) for p in patterns if values[p.split("{")[1].rstrip("}")]]


def amount_keys(line: BalanceLine) -> list[str]:
    return _named((*AMOUNT_KEYS.get(line.category, ()), *ANY_AMOUNT_KEYS), line)


def fee_keys(line: BalanceLine) -> list[str]:
    return _named(FEE_KEYS, line)


# -- what the books moved at Stripe -------------------------------------------------------------------
Moved = dict[str, int]  # minor units by currency


def _moved_by_key(keys: Iterable[str]) -> dict[str, Moved]:
    """What the entries under these keys, and their reversals, moved on our account at Stripe."""
    keys = list(keys)
    found: dict[str, Moved] = {}
    for path in ("entry__key", "entry__reverses__key"):
        rows = JournalLine.objects.filter(account__code__in=AT_STRIPE, **{f"{path}__in": keys}).order_by()
        for key, currency, total in rows.values_list(path, "currency").annotate(total=Sum("amount_minor")):
            moved = found.setdefault(key, {})
            moved[currency] = moved.get(currency, 0) + total
    return found


def _moved_by_corrections(subjects: Iterable[str]) -> dict[tuple[str, bool], Moved]:
    """What posted corrections moved, by the subject of their difference and whether it was about a fee."""
    rows = JournalLine.objects.filter(
        entry__correction__difference__subject__in=list(subjects), account__code__in=AT_STRIPE
    ).exclude(entry__key__startswith="unplaced:")
    found: dict[tuple[str, bool], Moved] = {}
    fields = ("entry__correction__difference__subject", "entry__correction__difference__kind", "currency")
    for subject, kind, currency, total in rows.order_by().values_list(*fields).annotate(total=Sum("amount_minor")):
        moved = found.setdefault((subject, kind == Kind.FEE), {})
        moved[currency] = moved.get(currency, 0) + total
    return found


def _sum(parts: Iterable[Moved]) -> Moved:
    whole: Moved = defaultdict(int)
    for part in parts:
        for currency, minor in part.items():
            whole[currency] += minor
    return {currency: minor for currency, minor in whole.items() if minor}


def fees_not_booked_yet(lines: Iterable[BalanceLine] | None = None) -> dict[str, tuple[str, int]]:
    """Fees of payments held apart, by balance transaction: (currency, minor units). Known, and nobody's until it is
    decided whose payment it is: explained, no difference."""
    rows = HeldApart.objects.filter(fee_minor__isnull=False)
    if lines is not None:
        rows = rows.filter(balance_transaction__in=[line.stripe_id for line in lines])
    waiting = {row[0]: (row[1], row[2]) for row in rows.values_list("balance_transaction", "currency", "fee_minor")}
    booked = JournalEntry.objects.filter(key__in=[f"fee:{name}" for name in waiting]).values_list("key", flat=True)
    for key in booked:
        waiting.pop(key.split(":", 1)[1])
    return waiting


# -- line by line, from Stripe's side ----------------------------------------------------------------
def compare_lines(lines: Sequence[BalanceLine]) -> list[Finding]:
    """Each line beside its entries; a fixed number of queries however many lines."""
    keys = {key for line in lines for key in (*amount_keys(line), *fee_keys(line))}
    moved = _moved_by_key(keys)
    corrected = _moved_by_corrections(line.stripe_id for line in lines)
    held = fees_not_booked_yet(lines)
    fresh_from = timezone.now() - ON_ITS_WAY
    findings: list[Finding] = []
    for line in lines:
        ours = _sum([*(moved.get(key, {}) for key in amount_keys(line)), corrected.get((line.stripe_id, False), {})])
        fees = _sum([*(moved.get(key, {}) for key in fee_keys(line)), corrected.get((line.stripe_id, True), {})])
        findings += _about(line, ours, fees, held.get(line.stripe_id), is_fresh=line.made_at > fresh_from)
    return findings


def _about(line: BalanceLine, ours: Moved, fees: Moved, held, *, is_fresh: bool) -> list[Finding]:
    def finding(kind: str, currency: str, theirs: int, our: int) -> Finding:
        return Finding(kind, line.stripe_id, currency, theirs, our, line.category, line.pk, is_fresh=is_fresh)

    found = []
    mine = ours.pop(line.currency, 0)
    if mine != line.amount_minor:
        kind = Kind.AMOUNT if mine else Kind.CURRENCY if ours else Kind.MISSING_IN_BOOKS
        found.append(finding(kind, line.currency, line.amount_minor, mine))
    found += [finding(Kind.CURRENCY, currency, 0, minor) for currency, minor in sorted(ours.items())]
    # A fee lowers our account; Stripe writes it above zero.
    fee = -fees.pop(line.currency, 0) + (held[1] if held and held[0] == line.currency else 0)
    if fee != line.fee_minor:
        found.append(finding(Kind.FEE, line.currency, line.fee_minor, fee))
    found += [finding(Kind.FEE, currency, 0, -minor) for currency, minor in sorted(fees.items())]
    return found


# -- from our side: entries that no line of Stripe's stands for ----------------------------------------------
# Which field of a line a key's name leads to; the rest of the key is its value.
LED_BY = {
    "donation": ("payment_intent", "charge"),
    "unplaced": ("payment_intent", "charge"),
    "refund": ("source", "refund"),
    "refund_failed": ("source", "refund_failure"),
    "payout": ("source", "payout"),
    "payout_returned": ("source", "payout_reversal"),
    "payout_resent": ("source", "payout_reversal"),
    "dispute": ("stripe_id", None),
    "dispute_fee": ("stripe_id", None),
    "fee": ("stripe_id", None),
}


@dataclass
class _Ours:
    pk: int
    key: str
    happened_at: datetime
    moved: Moved = field(default_factory=dict)


def unlisted_entries(since: datetime, read_from: datetime, also: Iterable[int] = ()) -> list[Finding]:
    """Entries posted since then that moved our account at Stripe, and those whose ids are given, which no line stands
    for. What happened before `read_from` cannot be told: Stripe's lines of that time were never read."""
    wanted = Q(entry__posted_at__gte=since, entry__happened_at__gte=read_from) | Q(entry__in=list(also))
    # What was corrected or reversed is summed with what it corrects.
    rows = JournalLine.objects.filter(wanted, account__code__in=AT_STRIPE, entry__reverses__isnull=True).exclude(
        entry__key__startswith="correction:"
    )
    entries: dict[int, _Ours] = {}
    fields = ("entry", "entry__key", "entry__happened_at", "currency")
    for pk, key, at, currency, total in rows.order_by().values_list(*fields).annotate(total=Sum("amount_minor")):
        entries.setdefault(pk, _Ours(pk, key, at)).moved[currency] = total
    unlisted = _without_line(list(entries.values()))
    reversed_by = _moved_by_key(entry.key for entry in unlisted)
    corrected = _moved_by_corrections(entry.key for entry in unlisted)
    fresh_from = timezone.now() - NOT_LISTED_YET
    return [
        Finding(
            Kind.MISSING_AT_STRIPE,
            entry.key,
            currency,
            0,
            minor,
            entry_id=entry.pk,
            is_fresh=entry.happened_at > fresh_from,
        )
        for entry in unlisted
        for currency, minor in _sum([reversed_by.get(entry.key, {}), corrected.get((entry.key, False), {})]).items()
    ]


def _without_line(entries: list[_Ours]) -> list[_Ours]:
    """Those no line of Stripe's stands for; one query for each way a key leads to a line."""
    ways: dict[tuple[str, str | None], dict[str, list[_Ours]]] = {}
    lost = {entry.pk: entry for entry in entries}
    for entry in entries:
        name, _, value = entry.key.partition(":")
        for way in {LED_BY.get(name, ("stripe_id", None)), ("stripe_id", None)}:
            ways.setdefault(way, {}).setdefault(value, []).append(entry)
    for (column, category), by_value in ways.items():
        rows = BalanceLine.objects.filter(**{f"{column}__in": list(by_value)})
        rows = rows.filter(category=category) if category else rows
        for value in rows.values_list(column, flat=True):
            for entry in by_value[value]:
                lost.pop(entry.pk, None)
    return list(lost.values())


# -- per payout -------------------------------------------------------------------------------------------
def compare_payouts(since: datetime, also: Iterable[str] = ()) -> list[Finding]:
    """Each automatic payout beside the sum of the lines Stripe says went into it. One whose lines never came is told
    as well."""
    rows = Payout.objects.filter(Q(made_at__gte=since) | Q(stripe_id__in=list(also)), automatic=True)
    rows = rows.exclude(stripe_status__in=("failed", "canceled"))
    totals = dict(
        PayoutLine.objects.filter(payout__in=rows).order_by().values_list("payout").annotate(total=Sum("net_minor"))
    )
    late = timezone.now() - LINES_WITHIN
    found = []
    for payout in rows:
        if payout.reconciled or payout.made_at < late:
            total = totals.get(payout.pk, 0)
            if total != payout.amount_minor:
                found.append(
                    Finding(Kind.PAYOUT, payout.stripe_id, payout.currency, total, payout.amount_minor, "payout")
                )
    return found


# -- the balance -------------------------------------------------------------------------------------------
def books_at_stripe() -> Moved:
    """What our account at Stripe holds by the books, debts taken off; minor units by currency."""
    rows = Account.objects.filter(code__in=AT_STRIPE, version__gt=0).order_by()
    return dict(rows.values_list("currency").annotate(total=Sum("balance_minor")))


@dataclass(frozen=True)
class Figure:
    """One currency: what Stripe says, what the books say, and what explains the gap."""

    currency: str
    theirs_minor: int
    ours_minor: int
    differences_minor: int
    on_its_way_minor: int
    held_fees_minor: int

    @property
    def explained_minor(self) -> int:
        return self.ours_minor + self.differences_minor + self.on_its_way_minor - self.held_fees_minor

    @property
    def rest_minor(self) -> int:
        return self.theirs_minor - self.explained_minor


def compare_balances(holdings: Moved, findings: Sequence[Finding]) -> list[Figure]:
    """Stripe's balance beside ours, by currency. `findings`: everything found line by line, also what is fresh."""
    ours, fees = books_at_stripe(), fees_not_booked_yet().values()
    figures = []
    for currency in sorted({*holdings, *ours}):
        gaps = [f for f in findings if f.currency == currency and f.kind != Kind.PAYOUT]
        figures.append(
            Figure(
                currency,
                theirs_minor=holdings.get(currency, 0),
                ours_minor=ours.get(currency, 0),
                differences_minor=sum(f.gap_minor for f in gaps if not f.is_fresh),
                on_its_way_minor=sum(f.gap_minor for f in gaps if f.is_fresh),
                held_fees_minor=sum(minor for where, minor in fees if where == currency),
            )
        )
    return figures


def balance_findings(figures: Iterable[Figure]) -> list[Finding]:
    return [
        Finding(Kind.BALANCE, f"balance:{f.currency}", f.currency, f.theirs_minor, f.explained_minor)
        for f in figures
        if f.rest_minor
    ]


# -- what no line explains --------------------------------------------------------------------------------
def accepted():
    """Corrections that book nothing: one person proposed, and another wrote a sentence of their own."""
    sentence = CorrectionNote.objects.filter(correction=OuterRef("pk"), written_by=OuterRef("decided_by"))
    return Correction.objects.filter(Exists(sentence), way=Correction.Way.ACCEPT, status=Correction.Status.POSTED)


def with_notes(rows):
    """Corrections with who decided them and what was written, newest first."""
    notes = Prefetch("notes", CorrectionNote.objects.select_related("written_by").order_by("-created_at"))
    return rows.select_related("difference", "decided_by", "pool__delegation").prefetch_related(notes)


@dataclass(frozen=True)
class Rest:
    """What neither lines nor differences explain of Stripe's balance, minor units. `explained_by`: the newest
    correction in which two people accepted exactly that much; None where nobody has."""

    currency: str
    minor: int
    explained_by: Correction | None = None

    @property
    def sentence(self) -> CorrectionNote | None:
        """What the second person wrote; named and dated."""
        found = self.explained_by
        return next((n for n in found.notes.all() if n.written_by_id == found.decided_by_id), None) if found else None


def rests(run: Reconciliation | None) -> list[Rest]:
    """What a finished run left unexplained, by currency; two queries where there is something, else none."""
    figures = run.figures.items() if run is not None else ()
    found = {f"balance:{name}": Rest(name, figure["rest_minor"]) for name, figure in figures if figure["rest_minor"]}
    if not found:
        return []
    asked = reduce(or_, [Q(difference__subject=subject, gap_minor=rest.minor) for subject, rest in found.items()])
    rows = with_notes(accepted().filter(asked, difference__kind=Kind.BALANCE)).order_by("decided_at", "id")
    known = {row.difference.subject: row for row in rows}
    return [replace(rest, explained_by=known.get(subject)) for subject, rest in sorted(found.items())]


# -- for pages -------------------------------------------------------------
def open_differences():
    waiting = Correction.objects.filter(difference=OuterRef("pk"), status=Correction.Status.PROPOSED)
    return (
        Difference.objects.filter(status=Difference.Status.OPEN)
        .select_related("line", "entry")
        .annotate(has_proposal=Exists(waiting))
        .order_by("first_seen_at", "id")
    )


def closed_differences():
    return (
        Difference.objects.exclude(status=Difference.Status.OPEN)
        .select_related("line", "entry")
        .order_by(F("closed_at").desc(), "-id")
    )


def ways_of(difference: Difference) -> list[str]:
    """How two people may resolve it. Money that came and is in no book is held apart; money that left is a fee; what is
    booked otherwise is corrected; what moves no account of ours can only be accepted, with the reason."""
    way, gap = Correction.Way, difference.gap_minor
    if difference.kind == Kind.PAYOUT:
        return [way.ACCEPT]
    if difference.kind == Kind.BALANCE:
        return [way.CORRECT, way.ACCEPT]
    if difference.kind == Kind.MISSING_IN_BOOKS or (difference.kind == Kind.CURRENCY and difference.ours_minor == 0):
        return [way.HOLD] if gap > 0 else [way.FEE, way.CORRECT]
    if difference.kind == Kind.FEE and gap < 0:
        return [way.FEE]
    return [way.CORRECT]


def open_count() -> int:
    return Difference.objects.filter(status=Difference.Status.OPEN).count()


def last_run() -> Reconciliation | None:
    """The newest run, done or under way; `figures` are there once it is done."""
    return Reconciliation.objects.select_related("asked_by").first()


def corrections_of(difference: Difference) -> list[Correction]:
    notes = CorrectionNote.objects.select_related("written_by").order_by("created_at")
    rows = Correction.objects.filter(difference=difference).select_related(
        "proposed_by", "decided_by", "entry", "pool__delegation"
    )
    return list(rows.prefetch_related(Prefetch("notes", notes)).order_by("id"))


def entries_of(corrections: Iterable[Correction]) -> list[JournalEntry]:
    ids = [correction.entry_id for correction in corrections if correction.entry_id]
    lines = JournalLine.objects.select_related("account__fund__delegate__person").order_by("id")
    return list(JournalEntry.objects.filter(pk__in=ids).prefetch_related(Prefetch("lines", lines)).order_by("id"))


def deciders(correction: Correction) -> list[Person]:
    """Who may decide it today."""
    return list(decider_people(correction.pool.delegation).exclude(pk=correction.proposed_by_id))
