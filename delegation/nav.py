from delegation.models import Delegate
from delegation.permissions import staffed_delegations


def counts(request) -> dict[str, int]:
    """How many people wait for an answer, on the delegation of the page or on all this person works for."""
    staffed = staffed_delegations(request.user)
    if not staffed:
        return {}
    waiting = Delegate.objects.filter(delegation__in=staffed, status="applied")
    slug = request.resolver_match.kwargs.get("delegation_slug") if request.resolver_match else None
    return {"people": (waiting.filter(delegation__slug=slug) if slug else waiting).count()}
