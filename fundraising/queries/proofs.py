"""Every invariant of the books as one question that answers offending rows; read-only, alike on SQLite and PostgreSQL.
`manage.py verify_books` prints a line for each.

Ids: L the ledger, S Stripe and gifts, R receipts, A allocations, B whose money it is, C conservation, O outbox,
H audit chain, X nothing can be changed, or is shown wrongly. docs/ledger.md says each in words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.db.models import Count, F, Max, Q, Sum
from django.utils import timezone

from delegation import audit_chain, triggers
from delegation.models import Delegation, OutboxMail
from fundraising.models import Allocation, Donation, JournalEntry, Receipt, StripeEvent
from fundraising.queries.funds import standing

MOST_SHOWN = 5
STUCK_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class Verdict:
    id: str
    name: str
    breaches: tuple[str, ...]
    total: int = 0

    @property
    def holds(self) -> bool:
        return self.total == 0


def _sql(query: str) -> Callable[[], Iterable[tuple]]:
    def ask():
        with connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()

    return ask


LINES, ENTRIES, ACCOUNTS = "fundraising_journalline", "fundraising_journalentry", "fundraising_account"
_RUNNING = (
    "SELECT l.account_id, l.account_version, l.balance_after_minor, a.side, "
    "SUM(l.amount_minor) OVER (PARTITION BY l.account_id ORDER BY l.account_version, l.id) AS running, "
    "ROW_NUMBER() OVER (PARTITION BY l.account_id ORDER BY l.account_version, l.id) AS place "
    f"FROM {LINES} l JOIN {ACCOUNTS} a ON a.id = l.account_id"
)


# -- questions that read better in Python ------------------------------------------------------------
def _payments_without_gift():
    """Payments Stripe told us of as succeeded, done with, and yet in no entry."""
    events = StripeEvent.objects.filter(type="payment_intent.succeeded", state=StripeEvent.State.DONE)
    posted = {
        key.split(":", 1)[1]
        for key in JournalEntry.objects.filter(kind__in=["gift_settled", "stripe_unplaced"]).values_list(
            "key", flat=True
        )
    }
    return [(pi,) for pi in events.values_list("payment_intent", flat=True).distinct() if pi not in posted]


def _modes_mixed():
    modes = set(Donation.objects.filter(status=Donation.Status.PAID).values_list("mode", flat=True).distinct())
    worlds = set(StripeEvent.objects.values_list("livemode", flat=True).distinct())
    mixed = len({mode == "live" for mode in modes} | worlds) > 1 or len(modes) > 1
    return [(sorted(modes), sorted(worlds))] if mixed else []


def _stuck_events():
    late = timezone.now() - STUCK_AFTER
    stuck = Q(state=StripeEvent.State.WAITING, received_at__lt=late) | Q(state=StripeEvent.State.FAILED)
    unmarked = ~Q(state=StripeEvent.State.WAITING) & Q(processed_at__isnull=True)
    return StripeEvent.objects.filter(stuck | unmarked).values_list("event_id", "state")


def _receipts_missing():
    paid = Donation.objects.filter(status=Donation.Status.PAID)
    bad = paid.annotate(n=Count("receipts")).exclude(n=1).values_list("uuid", "n")
    wrong = Receipt.objects.exclude(
        amount_minor=F("donation__amount_minor"), currency=F("donation__currency"), donation__status="paid"
    )
    return [*bad, *wrong.values_list("uuid", "number")]


def _receipt_gaps():
    series = Receipt.objects.values("series", "year").annotate(n=Count("id"), last=Max("number"))
    return series.exclude(n=F("last")).values_list("series", "year", "n", "last")


def _stuck_mail():
    late = timezone.now() - STUCK_AFTER
    waiting = OutboxMail.objects.filter(
        Q(state=OutboxMail.State.WAITING) | Q(state=OutboxMail.State.SENDING), due_at__lt=late
    )
    mailed = OutboxMail.objects.filter(notice="fundraising.receipt").values_list("ids", flat=True)
    told = {ids.get("receipt") for ids in mailed}
    unmailed = [(u, "no mail") for u in Receipt.objects.values_list("uuid", flat=True) if str(u) not in told]
    return [*waiting.values_list("uuid", "notice"), *unmailed]


def _allocations_overdrawn():
    """Pools that gave more than they received in gifts and placed money."""
    given = Allocation.objects.filter(status="allocated").values("pool").annotate(total=Sum("amount_minor"))
    rows = []
    for row in given:
        gifts = Donation.objects.filter(fund=row["pool"], status="paid").aggregate(t=Sum("amount_minor"))["t"] or 0
        moved = _moved_into(row["pool"])
        if row["total"] > gifts + moved:
            rows.append((row["pool"], row["total"], gifts + moved))
    return rows


def _moved_into(fund_id: int) -> int:
    lines = JournalEntry.objects.filter(
        kind__in=["stripe_placed", "surplus_moved", "cost_returned"], lines__account__fund=fund_id
    )
    return -(lines.aggregate(t=Sum("lines__amount_minor", filter=Q(lines__account__fund=fund_id)))["t"] or 0)


def _public_totals():
    """What the public page says against the stored balances of the funds."""
    return [
        (delegation.slug, shown.held_minor, shown.books_minor)
        for delegation in Delegation.objects.all()
        if (shown := standing(delegation)).held_minor != shown.books_minor
    ]


def _chain():
    return [(line,) for line in audit_chain.verify().breaks]


PROOFS: tuple[tuple[str, str, Callable[[], Iterable[tuple]]], ...] = (
    (
        "L1",
        "each entry sums to zero in each currency",
        _sql(
            f"SELECT entry_id, currency, SUM(amount_minor) FROM {LINES} GROUP BY entry_id, currency HAVING SUM(amount_minor) <> 0"
        ),
    ),
    (
        "L2",
        "each entry has at least two lines and is sealed",
        _sql(
            f"SELECT e.id, e.kind, COUNT(l.id) FROM {ENTRIES} e LEFT JOIN {LINES} l ON l.entry_id = e.id "
            "GROUP BY e.id, e.kind, e.sealed HAVING COUNT(l.id) < 2 OR NOT e.sealed"
        ),
    ),
    (
        "L3",
        "no line is zero or belongs to nothing",
        _sql(
            f"SELECT l.id, l.amount_minor FROM {LINES} l LEFT JOIN {ENTRIES} e ON e.id = l.entry_id "
            f"LEFT JOIN {ACCOUNTS} a ON a.id = l.account_id WHERE l.amount_minor = 0 OR e.id IS NULL OR a.id IS NULL"
        ),
    ),
    (
        "L4",
        "each line has the currency of its account",
        _sql(
            f"SELECT l.id, l.currency, a.currency FROM {LINES} l JOIN {ACCOUNTS} a ON a.id = l.account_id WHERE a.currency <> l.currency"
        ),
    ),
    (
        "L5",
        "all lines together sum to zero in each currency",
        _sql(f"SELECT currency, SUM(amount_minor) FROM {LINES} GROUP BY currency HAVING SUM(amount_minor) <> 0"),
    ),
    (
        "L6",
        "no account is below zero now",
        _sql(
            f"SELECT a.id, a.code, SUM(l.amount_minor) FROM {ACCOUNTS} a JOIN {LINES} l ON l.account_id = a.id "
            "GROUP BY a.id, a.code, a.side HAVING a.side * SUM(l.amount_minor) < 0"
        ),
    ),
    (
        "L7",
        "no account was ever below zero",
        _sql(f"SELECT t.account_id, t.account_version, t.running FROM ({_RUNNING}) t WHERE t.side * t.running < 0"),
    ),
    (
        "L8",
        "each stored balance is the sum of its lines",
        _sql(
            f"SELECT a.id, a.balance_minor, COALESCE(SUM(l.amount_minor), 0) FROM {ACCOUNTS} a "
            f"LEFT JOIN {LINES} l ON l.account_id = a.id GROUP BY a.id, a.balance_minor "
            "HAVING a.balance_minor <> COALESCE(SUM(l.amount_minor), 0)"
        ),
    ),
    (
        "L9",
        "a reversal mirrors its original, which is reversed at most once",
        _sql(
            f"SELECT e.id, l.account_id, SUM(l.amount_minor) FROM {ENTRIES} e "
            f"JOIN {LINES} l ON l.entry_id IN (e.id, e.reverses_id) WHERE e.reverses_id IS NOT NULL "
            "GROUP BY e.id, l.account_id HAVING SUM(l.amount_minor) <> 0 "
            f"UNION ALL SELECT e.reverses_id, COUNT(*), 0 FROM {ENTRIES} e WHERE e.reverses_id IS NOT NULL "
            "GROUP BY e.reverses_id HAVING COUNT(*) > 1"
        ),
    ),
    (
        "L10",
        "no line of an account has disappeared",
        _sql(
            f"SELECT a.id, a.version, COUNT(l.id) FROM {ACCOUNTS} a LEFT JOIN {LINES} l ON l.account_id = a.id "
            "GROUP BY a.id, a.version HAVING a.version <> COUNT(l.id) OR COUNT(DISTINCT l.account_version) <> COUNT(l.id)"
        ),
    ),
    (
        "L11",
        "each line carries the balance after it and the next version",
        _sql(
            f"SELECT t.account_id, t.account_version, t.balance_after_minor, t.running FROM ({_RUNNING}) t "
            "WHERE t.running <> t.balance_after_minor OR t.place <> t.account_version"
        ),
    ),
    (
        "S1",
        "one gift per payment",
        lambda: (
            Donation.objects.filter(payment_intent__isnull=False)
            .values("payment_intent")
            .annotate(n=Count("id"))
            .filter(n__gt=1)
            .order_by()
            .values_list("payment_intent", "n")
        ),
    ),
    ("S2", "each payment Stripe told us of is in the books", _payments_without_gift),
    (
        "S3",
        "each paid gift is posted once, under its payment, and nothing else is",
        _sql(
            f"SELECT d.id, d.payment_intent, COUNT(e.id) FROM fundraising_donation d LEFT JOIN {ENTRIES} e "
            "ON e.key = 'donation:' || d.payment_intent AND e.about_uuid = d.uuid WHERE d.status = 'paid' "
            "GROUP BY d.id, d.payment_intent HAVING COUNT(e.id) <> 1 "
            f"UNION ALL SELECT e.id, e.key, 0 FROM {ENTRIES} e LEFT JOIN fundraising_donation d ON d.uuid = e.about_uuid "
            "AND d.status = 'paid' WHERE e.kind = 'gift_settled' AND d.id IS NULL"
        ),
    ),
    (
        "S4",
        "what was posted for a gift is the gift, to its fund",
        _sql(
            f"SELECT d.id, d.amount_minor, COALESCE(SUM(l.amount_minor), 0) FROM fundraising_donation d "
            f"JOIN {ENTRIES} e ON e.about_uuid = d.uuid AND e.kind = 'gift_settled' "
            f"LEFT JOIN {ACCOUNTS} a ON a.fund_id = d.fund_id AND a.code = 'available' AND a.currency = d.currency "
            f"LEFT JOIN {LINES} l ON l.entry_id = e.id AND l.account_id = a.id "
            "GROUP BY d.id, d.amount_minor HAVING COALESCE(SUM(l.amount_minor), 0) <> -d.amount_minor"
        ),
    ),
    (
        "S5",
        "money with Stripe is gifts less fees, and what was held apart",
        _sql(
            "SELECT t.currency, SUM(t.minor) FROM ("
            "SELECT currency, amount_minor - COALESCE(fee_minor, 0) AS minor FROM fundraising_donation WHERE status = 'paid' "
            f"UNION ALL SELECT l.currency, -l.amount_minor FROM {LINES} l JOIN {ACCOUNTS} a ON a.id = l.account_id "
            f"JOIN {ENTRIES} e ON e.id = l.entry_id WHERE a.code = 'stripe' AND e.kind IN ('gift_settled', 'fee_known')"
            ") t GROUP BY t.currency HAVING SUM(t.minor) <> 0"
        ),
    ),
    ("S7", "live and test are never mixed", _modes_mixed),
    ("S8", "each event was processed, none is stuck", _stuck_events),
    ("R1", "each paid gift has one receipt of its amount", _receipts_missing),
    ("R2", "receipt numbers have no gap", _receipt_gaps),
    (
        "A1",
        "each allocation is posted once with its amount, and no other is",
        _sql(
            f"SELECT x.id, x.amount_minor, COALESCE(SUM(l.amount_minor), 0) FROM fundraising_allocation x "
            f"LEFT JOIN {ENTRIES} e ON e.about_uuid = x.uuid AND e.kind = 'allocation_allocated' "
            f"LEFT JOIN {ACCOUNTS} a ON a.fund_id = x.fund_id AND a.code = 'available' "
            f"LEFT JOIN {LINES} l ON l.entry_id = e.id AND l.account_id = a.id GROUP BY x.id, x.amount_minor, x.status "
            "HAVING COALESCE(SUM(l.amount_minor), 0) <> CASE WHEN x.status = 'allocated' THEN -x.amount_minor ELSE 0 END"
        ),
    ),
    (
        "A3",
        "nobody decided their own proposal",
        _sql(
            "SELECT id, status, decided_by_id FROM fundraising_allocation WHERE status IN ('allocated', 'declined') "
            "AND (decided_by_id IS NULL OR decided_by_id = proposed_by_id)"
        ),
    ),
    (
        "B1",
        "what we hold is what belongs to the funds, and what is held apart",
        _sql(f"SELECT currency, SUM(balance_minor) FROM {ACCOUNTS} GROUP BY currency HAVING SUM(balance_minor) <> 0"),
    ),
    (
        "B2",
        "gifts by fund are what each fund received in gifts",
        _sql(
            "SELECT t.fund_id, SUM(t.minor) FROM ("
            "SELECT fund_id, amount_minor AS minor FROM fundraising_donation WHERE status = 'paid' "
            f"UNION ALL SELECT a.fund_id, l.amount_minor FROM {LINES} l JOIN {ACCOUNTS} a ON a.id = l.account_id "
            f"JOIN {ENTRIES} e ON e.id = l.entry_id WHERE e.kind = 'gift_settled' AND a.fund_id IS NOT NULL"
            ") t GROUP BY t.fund_id HAVING SUM(t.minor) <> 0"
        ),
    ),
    ("B3", "no pool gave more than it received", _allocations_overdrawn),
    (
        "C1",
        "moving money between funds makes none",
        _sql(
            f"SELECT e.id, e.kind, SUM(l.amount_minor) FROM {ENTRIES} e JOIN {LINES} l ON l.entry_id = e.id "
            f"JOIN {ACCOUNTS} a ON a.id = l.account_id WHERE e.kind IN ('allocation_allocated', 'surplus_moved') "
            "AND a.fund_id IS NOT NULL GROUP BY e.id, e.kind HAVING SUM(l.amount_minor) <> 0 OR COUNT(*) <> 2"
        ),
    ),
    ("O1", "no mail is stuck, each receipt was mailed", _stuck_mail),
    ("H1", "the audit's chain is whole", _chain),
    (
        "X1",
        "the database refuses changes: its guards are in place",
        lambda: [(n,) for n in triggers.missing(connection)],
    ),
    ("X2", "the public account is the ledger's", _public_totals),
)


def verify(only: frozenset[str] | None = None) -> list[Verdict]:
    """Ask every question (or those named) and answer a verdict each, in the order of PROOFS."""
    return [_verdict(*proof) for proof in PROOFS if only is None or proof[0] in only]


def _verdict(id_: str, name: str, ask) -> Verdict:
    rows = list(ask())
    shown = tuple(" ".join(str(value) for value in row) for row in rows[:MOST_SHOWN])
    return Verdict(id_, name, shown, total=len(rows))
