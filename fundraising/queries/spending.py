"""What journeys cost: lists for staff, and four amounts a budget line. A fixed number of queries however many rows."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Sum

from delegation.models import Delegate, Delegation
from fundraising.ledger import balances
from fundraising.models import (
    Account,
    BudgetLine,
    Commitment,
    CommitmentRaise,
    CostReturn,
    Disbursement,
    Fund,
    JournalEntry,
    JournalLine,
    Payee,
    PayeeDetails,
    PaymentBatch,
)
from fundraising.models.spending import DECIDED

COST_TABS = {
    "waiting": Q(status="proposed") | Q(raises__status="proposed"),
    "open": Q(status__in=("approved", "part_paid")),
    "over": Q(status__in=("paid", "released", "closed", "declined", "taken_back")),
}
PAYMENT_TABS = {
    "waiting": Q(status="prepared"),
    "ready": Q(status="approved"),
    "sent": Q(status__in=("sent", "unknown")),
    "over": Q(status__in=("settled", "failed", "returned", "cancelled")),
}


# -- four amounts a line ----------------------------------------------------------------------------------
@dataclass(frozen=True)
class LineAmounts:
    """One line of a budget, or of what stands on none (`line` is None). Minor units of the budget's currency."""

    line: BudgetLine | None
    estimated_minor: int = 0
    approved_minor: int = 0
    spent_minor: int = 0

    @property
    def authorised_minor(self) -> int:
        """What is approved and not paid: it may still be spent."""
        return self.approved_minor - self.spent_minor

    @property
    def is_over(self) -> bool:
        return self.line is not None and self.approved_minor > self.estimated_minor


@dataclass(frozen=True)
class JourneyAmounts:
    currency: str
    lines: list[LineAmounts]
    total: LineAmounts
    has_money: bool


def journey_amounts(delegate: Delegate) -> JourneyAmounts:
    """Estimated, approved, spent and authorised for each line of a delegate's budget; three queries."""
    lines = list(BudgetLine.objects.filter(budget__delegate=delegate).order_by("position", "id"))
    found = _by_line(Q(fund__delegate=delegate))
    rows = [LineAmounts(line, line.amount_minor, *found.pop(line.pk, (0, 0))) for line in lines]
    rest = [sum(part) for part in zip(*found.values(), strict=True)] if found else [0, 0]
    if any(rest):
        rows.append(LineAmounts(None, 0, *rest))
    total = LineAmounts(
        None,
        sum(row.estimated_minor for row in rows),
        sum(row.approved_minor for row in rows),
        sum(row.spent_minor for row in rows),
    )
    return JourneyAmounts(delegate.delegation.currency, rows, total, any(r.approved_minor for r in rows))


def _by_line(whose: Q) -> dict[int | None, tuple[int, int]]:
    """(approved, spent) by budget line: what was released is not approved any more, what came back is not spent."""
    costs = Commitment.objects.filter(whose, status__in=DECIDED).order_by().values("budget_line")
    costs = costs.annotate(
        amount=Sum("amount_minor"), raised=Sum("raised_minor"), paid=Sum("paid_minor"), released=Sum("released_minor")
    )
    back = CostReturn.objects.filter(**_under(whose)).order_by().values("disbursement__commitment__budget_line")
    returned = {
        row["disbursement__commitment__budget_line"]: row["total"] for row in back.annotate(total=Sum("amount_minor"))
    }
    return {
        row["budget_line"]: (
            row["amount"] + row["raised"] - row["released"],
            row["paid"] - returned.get(row["budget_line"], 0),
        )
        for row in costs
    }


def _under(whose: Q) -> dict:
    return {f"disbursement__commitment__{name}": value for name, value in whose.children}


# -- lists for staff --------------------------------------------------------------------------------------
def funds_of(delegation: Delegation):
    """The pool and the travel funds, as one chooses among them."""
    rows = Fund.objects.filter(delegation=delegation, currency=delegation.currency)
    return rows.select_related("delegate__person", "delegation").order_by("kind", "delegate__person__name_used", "pk")


def commitment_rows():
    return Commitment.objects.select_related(
        "fund__delegation", "fund__delegate__person", "budget_line__budget", "payee", "proposed_by", "approved_by"
    )


def commitments(delegation: Delegation, tab: str):
    rows = commitment_rows().filter(COST_TABS[tab], fund__delegation=delegation).distinct()
    return rows.order_by("pk" if tab == "waiting" else "-pk")


def commitment_counts(delegation: Delegation) -> dict[str, int]:
    of = {tab: Count("pk", filter=which, distinct=True) for tab, which in COST_TABS.items()}
    return Commitment.objects.filter(fund__delegation=delegation).aggregate(**of)


def disbursement_rows():
    return Disbursement.objects.select_related(
        "fund__delegation",
        "fund__delegate__person",
        "payee__delegate__person",
        "commitment",
        "details",
        "prepared_by",
        "approved_by",
        "sent_by",
        "batch",
    )


def disbursements(delegation: Delegation, tab: str):
    rows = disbursement_rows().filter(PAYMENT_TABS[tab], fund__delegation=delegation)
    # What an unapproved payment would go by is the payee's newest.
    rows = rows.prefetch_related("payee__versions")
    return rows.order_by("-pk" if tab == "over" else "pk")


def disbursement_counts(delegation: Delegation) -> dict[str, int]:
    of = {tab: Count("pk", filter=which) for tab, which in PAYMENT_TABS.items()}
    return Disbursement.objects.filter(fund__delegation=delegation).aggregate(**of)


def waiting_for(person, delegation: Delegation):
    """What this person may be asked to decide: costs, raises, payments, batches and details of others."""
    costs = Commitment.objects.filter(fund__delegation=delegation, status="proposed").exclude(proposed_by=person)
    more = CommitmentRaise.objects.filter(commitment__fund__delegation=delegation, status="proposed")
    payments = Disbursement.objects.filter(fund__delegation=delegation, status="prepared").exclude(prepared_by=person)
    batches = PaymentBatch.objects.filter(delegation=delegation, status="draft").exclude(created_by=person)
    return costs, more.exclude(proposed_by=person), payments, batches, unconfirmed(delegation, person)


def unconfirmed(delegation: Delegation, person=None):
    """The newest details of a payee that no second person has confirmed."""
    newer = PayeeDetails.objects.filter(payee=OuterRef("payee"), version__gt=OuterRef("version"))
    rows = PayeeDetails.objects.filter(payee__delegation=delegation, confirmed_by__isnull=True)
    rows = rows.exclude(Exists(newer)).select_related("payee")
    return rows.exclude(changed_by=person) if person else rows


def batch_rows():
    return PaymentBatch.objects.select_related("delegation", "created_by", "approved_by", "sent_by")


def open_batches(delegation: Delegation):
    """With how many payments each holds and their sum, which is fixed only when it is approved."""
    rows = batch_rows().filter(delegation=delegation).exclude(status__in=("settled", "cancelled"))
    return rows.annotate(pieces=Count("disbursements"), sum_minor=Sum("disbursements__pay_minor")).order_by("pk")


def payees(delegation: Delegation):
    versions = PayeeDetails.objects.select_related("changed_by", "confirmed_by")
    rows = Payee.objects.filter(delegation=delegation).select_related("delegate__person", "organisation")
    return rows.prefetch_related(Prefetch("versions", versions)).order_by("label", "pk")


def payee_rows():
    versions = PayeeDetails.objects.select_related("changed_by", "confirmed_by")
    rows = Payee.objects.select_related("delegation", "delegate__person", "organisation", "made_by")
    return rows.prefetch_related(Prefetch("versions", versions))


# -- one fund ---------------------------------------------------------------------------------------------
def fund_entries(fund: Fund):
    """Every entry that touched the fund, newest first, with the fund's own lines as `mine`."""
    lines = JournalLine.objects.filter(account__fund=fund).select_related("account")
    # Each entry once, without comparing whole rows of everything that ever touched the fund.
    accounts = list(Account.objects.filter(fund=fund).values_list("pk", flat=True))
    rows = JournalEntry.objects.filter(pk__in=JournalLine.objects.filter(account__in=accounts).values("entry"))
    return rows.prefetch_related(Prefetch("lines", lines, to_attr="mine")).order_by("-happened_at", "-pk")


def fund_held(fund: Fund) -> balances.Held:
    return balances.of_fund(fund)
