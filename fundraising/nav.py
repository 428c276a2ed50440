"""What the navigation of staff counts about money: appeals to review, allocations to decide."""

from delegation.nav import of_this_page
from delegation.permissions import staffed_delegations
from fundraising.models import Allocation, Commitment, Disbursement, ExpenseClaim, Review


def counts(request) -> dict[str, int]:
    """Only what this person may decide: never one's own appeal, never one's own proposal."""
    person = request.user
    if not staffed_delegations(person):
        return {}
    reviews = Review.objects.filter(status="waiting").exclude(version__appeal__delegate__person=person)
    allocations = Allocation.objects.filter(status="proposed").exclude(proposed_by=person)
    claims = ExpenseClaim.objects.filter(status="submitted").exclude(delegate__person=person)
    costs = Commitment.objects.filter(status="proposed").exclude(proposed_by=person)
    payments = Disbursement.objects.filter(status="prepared").exclude(prepared_by=person)
    return {
        "appeals": of_this_page(request, reviews, "version__appeal__delegate__delegation").count(),
        "money": of_this_page(request, allocations, "pool__delegation").count()
        + of_this_page(request, claims, "delegate__delegation").count()
        + of_this_page(request, costs, "fund__delegation").count()
        + of_this_page(request, payments, "fund__delegation").count(),
    }
