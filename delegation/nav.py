"""What the navigation of staff counts: how much waits, on the delegation of the page or on all a person works for."""

from delegation.models import Delegate
from delegation.permissions import staffed_delegations


def of_this_page(request, rows, delegation: str):
    """`rows` of the page's delegation, else of all this person works for; `delegation` is the way to it."""
    rows = rows.filter(**{f"{delegation}__in": staffed_delegations(request.user)})
    slug = request.resolver_match.kwargs.get("delegation_slug") if request.resolver_match else None
    return rows.filter(**{f"{delegation}__slug": slug}) if slug else rows


def counts(request) -> dict[str, int]:
    """People who wait for an answer."""
    if not staffed_delegations(request.user):
        return {}
    return {"people": of_this_page(request, Delegate.objects.filter(status="applied"), "delegation").count()}
