"""Claims for pages and decisions: lists, one with its lines and photos, and what whoever decides should know."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Prefetch, Q, Sum
from django.utils.translation import gettext as _

from delegation.facts import facts
from delegation.figures import day_text, money_text
from delegation.models import AuditEvent, Delegate, Delegation
from delegation.queries import current_dates
from fundraising.allowances import per_diem
from fundraising.allowances.clock import ACCOUNT_DAYS
from fundraising.allowances.per_diem import CalendarDay, DayAllowance
from fundraising.models import (
    Advance,
    BudgetLine,
    ClaimLine,
    ClaimNote,
    ClaimPart,
    Disbursement,
    ExpenseClaim,
    ReceiptFile,
)
from fundraising.queries.advances import open_by_advance
from fundraising.queries.allowances import per_diem_rates

TABS = {
    "waiting": ("submitted",),
    "asked": ("flagged",),
    "decided": ("approved", "part_approved", "paid", "settled", "declined"),
}
GONE = ("discarded", "declined", "draft")


def claim_rows():
    return ExpenseClaim.objects.select_related(
        "delegate__person", "delegate__delegation", "fund__delegation", "submitted_by", "decided_by"
    )


def claims(delegation: Delegation, tab: str = "waiting"):
    """Those that wait, oldest first; the others newest first. With their sum and how many costs each has."""
    rows = claim_rows().filter(delegate__delegation=delegation, status__in=TABS[tab])
    rows = rows.annotate(costs=Count("lines"), asked_minor=Sum("lines__converted_minor"))
    return rows.order_by("submitted_at", "id") if tab != "decided" else rows.order_by("-decided_at", "-id")


def counts(delegation: Delegation) -> dict[str, int]:
    rows = ExpenseClaim.objects.filter(delegate__delegation=delegation)
    return {tab: rows.filter(status__in=statuses).count() for tab, statuses in TABS.items()}


def waiting(delegation: Delegation, person):
    """What this person may decide: never their own."""
    rows = ExpenseClaim.objects.filter(delegate__delegation=delegation, status="submitted")
    return rows.exclude(delegate__person=person).exclude(submitted_by=person).select_related("delegate__person")


def claims_of(delegate: Delegate):
    rows = claim_rows().filter(delegate=delegate).exclude(status="discarded").order_by("-id")
    return rows.annotate(
        costs=Count("lines"), asked_minor=Sum("lines__converted_minor"), approved_minor=Sum("lines__approved_minor")
    )


def whole_claim(uuid) -> ExpenseClaim | None:
    """One claim with its lines, photos and words; a fixed number of queries."""
    lines = ClaimLine.objects.select_related("budget_line", "receipt", "statement_file").order_by(
        "spent_on", "position", "id"
    )
    notes = ClaimNote.objects.select_related("written_by").order_by("created_at")
    return (
        claim_rows()
        .filter(uuid=uuid)
        .prefetch_related(Prefetch("lines", lines), Prefetch("notes", notes), "files")
        .first()
    )


@dataclass(frozen=True)
class Totals:
    """Of one claim, minor units of the fund's currency. `unknown`: how many figures nobody knows yet."""

    asked_minor: int = 0
    approved_minor: int = 0
    unknown: int = 0
    from_advance_minor: int = 0

    @property
    def to_pay_minor(self) -> int:
        return max(self.approved_minor - self.from_advance_minor, 0)


def totals(claim: ExpenseClaim) -> Totals:
    lines = list(claim.lines.all())
    covered = (
        ClaimLine.objects.filter(claim=claim).aggregate(
            t=Sum("parts__amount_minor", filter=Q(parts__advance__isnull=False))
        )["t"]
        or 0
    )
    return Totals(
        asked_minor=sum(line.counts_minor or 0 for line in lines),
        approved_minor=sum(line.approved_minor or 0 for line in lines),
        unknown=sum(line.counts_minor is None for line in lines),
        from_advance_minor=covered,
    )


def advance_open_minor(delegate: Delegate) -> int:
    """What is in the traveller's hand now."""
    rows = list(Advance.objects.filter(delegate=delegate, status="paid"))
    return sum(open_by_advance(rows).values())


def history(claim: ExpenseClaim) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(object_uuid=claim.uuid).exclude(verb="delegation.reveal").order_by("id"))


# -- the calendar -----------------------------------------------------------------------------------------
def days_of(claim: ExpenseClaim) -> list[DayAllowance]:
    """The allowances of a claim as they were worked out, from its own lines: the table may have changed since."""
    rates = per_diem_rates()
    found = []
    for line in claim.lines.all():
        if line.kind == ClaimLine.Kind.PER_DIEM:
            rate = per_diem.rate_on(line.spent_on, rates)
            provided = frozenset(line.provided)
            worked = per_diem.day_allowance(CalendarDay(line.spent_on, line.day_kind, provided), rates)
            found.append(
                DayAllowance(
                    line.spent_on, line.day_kind, worked.base_minor, worked.taken_off, line.claimed_minor, rate
                )
            )
    return found


def usual_days(delegate: Delegate) -> list[CalendarDay]:
    """Days from the delegation's dates, where they are known: most leave and come home then. Only what is over or
    underway can be claimed, so the calendar starts with all of them and the traveller takes out what differs."""
    dates = current_dates(delegate.delegation)
    if dates is None or not dates.departure_on or not dates.return_on or dates.return_on < dates.departure_on:
        return []
    return per_diem.journey_days(dates.departure_on, dates.return_on)


def ceiling(days: Iterable[DayAllowance]):
    """The published upper bound on the last of these days; None before its first."""
    days = list(days)
    return per_diem.ceiling_on(max(d.day for d in days), facts()) if days else None


# -- what whoever decides should know ---------------------------------------------------------------------
@dataclass
class Concern:
    """One thing to look at before deciding; `lines` are the uuids it is about."""

    words: str
    state: str = "waiting"
    lines: list = field(default_factory=list)


def concerns(claim: ExpenseClaim, today: date) -> list[Concern]:
    """Checked from the rows, in a fixed number of queries; none of it decides by itself."""
    lines = list(claim.lines.all())
    found = [
        *_same_photo(claim, lines),
        *_same_cost(claim, lines),
        *_without_photo(lines),
        *_without_rate(lines),
        *_late(claim, lines),
        *_above_estimate(claim, lines),
    ]
    return [concern for concern in found if concern]


def _same_photo(claim, lines):
    """The very file somewhere else: also on another person's claim."""
    digests = {f.sha256 for f in claim.files.all()}
    twins = ReceiptFile.objects.filter(sha256__in=digests).exclude(claim=claim).exclude(claim__status="discarded")
    hashes = set(twins.values_list("sha256", flat=True))
    if not hashes:
        return []
    about = [line.uuid for line in lines if line.receipt and line.receipt.sha256 in hashes]
    return [Concern(_("The same photo is on another claim."), "blocked", about)]


def _same_cost(claim, lines):
    seen: dict[tuple, list] = {}
    for line in lines:
        if line.kind not in {"per_diem", "mileage"}:
            seen.setdefault((line.spent_on, line.claimed_minor, line.currency), []).append(line.uuid)
    twice = [uuid for uuids in seen.values() if len(uuids) > 1 for uuid in uuids]
    others = ClaimLine.objects.filter(claim__delegate=claim.delegate_id, kind="receipt").exclude(claim=claim)
    elsewhere = set(others.exclude(claim__status__in=GONE).values_list("spent_on", "claimed_minor", "currency"))
    again = [uuid for key, uuids in seen.items() if key in elsewhere for uuid in uuids]
    return [
        Concern(_("Two costs of one day have the same amount."), lines=twice) if twice else None,
        Concern(_("A cost of that day and amount was claimed before."), "blocked", again) if again else None,
    ]


def _without_photo(lines):
    about = [line.uuid for line in lines if line.kind in {"receipt", "fee"} and line.receipt is None]
    return [Concern(_("There is no photo of a receipt."), lines=about)] if about else []


def _without_rate(lines):
    about = [line.uuid for line in lines if line.counts_minor is None]
    words = _("No rate is known: enter one, or set the card statement’s figure.")
    return [Concern(words, "blocked", about)] if about else []


def _late(claim, lines):
    if not lines or claim.submitted_at is None:
        return []
    last = max(line.spent_on for line in lines)
    if claim.submitted_at.date() <= last + timedelta(days=ACCOUNT_DAYS):
        return []
    words = _("It came more than %(n)s days after its last day, %(day)s: ask the accountant whether it is income.")
    return [Concern(words % {"n": ACCOUNT_DAYS, "day": day_text(last)})]


def _above_estimate(claim, lines):
    """Sums above what the budget estimates for their line, this claim and earlier ones together."""
    by_line: dict[int, int] = {}
    for line in lines:
        if line.budget_line_id:
            by_line[line.budget_line_id] = by_line.get(line.budget_line_id, 0) + (line.counts_minor or 0)
    if not by_line:
        return []
    before = dict(
        ClaimLine.objects.filter(budget_line__in=by_line, claim__delegate=claim.delegate_id)
        .exclude(claim=claim)
        .exclude(claim__status__in=GONE)
        .order_by()
        .values_list("budget_line")
        .annotate(t=Sum("approved_minor"))
    )
    found = []
    for row in BudgetLine.objects.filter(pk__in=by_line):
        whole = by_line[row.pk] + (before.get(row.pk) or 0)
        if row.amount_minor and whole > row.amount_minor:
            words = _("“%(line)s”: %(asked)s of an estimate of %(estimate)s.") % {
                "line": row.label,
                "asked": money_text(whole, claim.currency, cents=True),
                "estimate": money_text(row.amount_minor, claim.currency, cents=True),
            }
            found.append(Concern(words, lines=[x.uuid for x in lines if x.budget_line_id == row.pk]))
    return found


def table_of_today():
    """The daily allowance in force now, for whoever fills the calendar."""
    return max(per_diem_rates(), key=lambda rate: rate.effective_from)


def payments_of(claim: ExpenseClaim) -> list[Disbursement]:
    """The payments that pay out what no advance covered, newest first."""
    rows = Disbursement.objects.filter(about_uuid=claim.uuid).select_related("commitment__budget_line", "payee")
    return list(rows.order_by("-id"))


def part_uuids(claim: ExpenseClaim) -> list:
    """What the entries that accounted for an advance are about."""
    rows = ClaimPart.objects.filter(line__claim=claim, advance__isnull=False).order_by("id")
    return list(rows.values_list("uuid", flat=True))
