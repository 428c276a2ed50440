"""What the navigation of staff counts about money: appeals to review, and what waits for a second person."""

from delegation.nav import of_this_page
from delegation.permissions import staffed_delegations
from fundraising.models import (
    Allocation,
    AllocationRound,
    Commitment,
    Disbursement,
    ExpenseClaim,
    Offer,
    Review,
)


def counts(request) -> dict[str, int]:
    """Only what this person may decide: never one's own appeal, never one's own proposal."""
    person = request.user
    if not staffed_delegations(person):
        return {}
    reviews = Review.objects.filter(status="waiting").exclude(version__appeal__delegate__person=person)
    # By the way to the delegation: rows of each kind that wait.
    waiting = (
        ("pool__delegation", Allocation.objects.filter(status="proposed").exclude(proposed_by=person)),
        ("pool__delegation", AllocationRound.objects.filter(status="proposed").exclude(proposed_by=person)),
        ("fund__delegation", Offer.objects.filter(status="countered").exclude(fund__delegate__person=person)),
        ("fund__delegation", Commitment.objects.filter(status="proposed").exclude(proposed_by=person)),
        ("fund__delegation", Disbursement.objects.filter(status="prepared").exclude(prepared_by=person)),
        ("delegate__delegation", ExpenseClaim.objects.filter(status="submitted").exclude(delegate__person=person)),
    )
    return {
        "appeals": of_this_page(request, reviews, "version__appeal__delegate__delegation").count(),
        "money": sum(of_this_page(request, rows, path).count() for path, rows in waiting),
    }
