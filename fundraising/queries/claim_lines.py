"""The budget of a journey beside its money: what each line was estimated at, what is approved for it, what is spent."""

from dataclasses import dataclass

from django.db.models import Sum

from delegation.models import Delegate
from fundraising.models import BudgetLine, ClaimLine, Commitment
from fundraising.models.spending import DECIDED


@dataclass(frozen=True)
class OwnLine:
    """One budget line, or what stands under none; minor units of the fund's currency. `claimed` is asked for and not
    decided."""

    line: BudgetLine | None
    estimated_minor: int
    approved_minor: int
    spent_minor: int
    claimed_minor: int

    @property
    def left_minor(self) -> int:
        """Approved and not spent yet."""
        return max(self.approved_minor - self.spent_minor, 0)


def own_lines(delegate: Delegate) -> list[OwnLine]:
    """Every line of the budget, then what belongs to none; three queries."""
    rows = Commitment.objects.filter(fund__delegate=delegate, status__in=DECIDED).order_by().values("budget_line")
    held = {
        row["budget_line"]: row
        for row in rows.annotate(
            amount=Sum("amount_minor"), raised=Sum("raised_minor"), paid=Sum("paid_minor"), free=Sum("released_minor")
        )
    }
    waiting = ClaimLine.objects.filter(claim__delegate=delegate, claim__status__in=["submitted", "flagged"])
    asked = dict(waiting.order_by().values_list("budget_line").annotate(t=Sum("converted_minor")))
    lines = list(BudgetLine.objects.filter(budget__delegate=delegate).order_by("position", "id"))
    found = [_row(line, held.get(line.pk), asked.get(line.pk)) for line in lines]
    if held.get(None) or asked.get(None):
        found.append(_row(None, held.get(None), asked.get(None)))
    return found


def _row(line: BudgetLine | None, held: dict | None, asked: int | None) -> OwnLine:
    held = held or {"amount": 0, "raised": 0, "paid": 0, "free": 0}
    return OwnLine(
        line=line,
        estimated_minor=line.amount_minor if line else 0,
        approved_minor=held["amount"] + held["raised"] - held["free"],
        spent_minor=held["paid"],
        claimed_minor=asked or 0,
    )
