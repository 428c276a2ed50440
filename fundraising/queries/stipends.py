"""Stipends for pages: lists, and what each person was paid in a year against the threshold of that year."""

from dataclasses import dataclass

from django.db.models import Sum

from delegation.models import Delegate, Delegation, Person
from fundraising.allowances.stipends import YearStanding, year_standing
from fundraising.models import Stipend
from fundraising.queries.allowances import stipend_thresholds

TABS = {
    "waiting": ("proposed", "agreed"),
    "approved": ("approved",),
    "done": ("paid", "declined", "refused", "taken_back"),
}


def stipend_rows():
    return Stipend.objects.select_related(
        "delegate__person", "delegate__delegation", "fund__delegation", "proposed_by", "decided_by"
    )


def stipends(delegation: Delegation, tab: str = "waiting"):
    return stipend_rows().filter(delegate__delegation=delegation, status__in=TABS[tab]).order_by("-id")


def counts(delegation: Delegation) -> dict[str, int]:
    rows = Stipend.objects.filter(delegate__delegation=delegation)
    return {tab: rows.filter(status__in=statuses).count() for tab, statuses in TABS.items()}


def stipends_of(delegate: Delegate):
    return stipend_rows().filter(delegate=delegate).order_by("-id")


def year_of(person: Person, year: int, more_minor: int = 0) -> YearStanding:
    """What the person was paid in the year over all delegations, with `more_minor` on top."""
    paid = Stipend.objects.filter(delegate__person=person, status="paid", paid_on__year=year)
    total = paid.aggregate(t=Sum("amount_minor"))["t"] or 0
    return year_standing(year, total + more_minor, stipend_thresholds())


@dataclass(frozen=True)
class PersonYear:
    person: Person
    standing: YearStanding
    currency: str


def years(delegation: Delegation) -> list[int]:
    rows = Stipend.objects.filter(delegate__delegation=delegation, status="paid").dates("paid_on", "year", "DESC")
    return [day.year for day in rows]


def year_totals(delegation: Delegation, year: int) -> list[PersonYear]:
    """Per person who was paid one for this delegation in the year: the sum over all delegations, since the tax
    authority asks for the person's year."""
    people = Person.objects.filter(
        pk__in=Stipend.objects.filter(delegate__delegation=delegation, status="paid", paid_on__year=year).values(
            "delegate__person"
        )
    )
    sums = {
        (row["delegate__person"], row["currency"]): row["t"]
        for row in Stipend.objects.filter(delegate__person__in=people, status="paid", paid_on__year=year)
        .order_by()
        .values("delegate__person", "currency")
        .annotate(t=Sum("amount_minor"))
    }
    by_key = {person.pk: person for person in people}
    known = stipend_thresholds()
    rows = [
        PersonYear(by_key[pk], year_standing(year, total, known), currency) for (pk, currency), total in sums.items()
    ]
    return sorted(rows, key=lambda row: (str(row.person), row.currency))
