from delegation.models import Delegation, DelegationDates


def current_dates(delegation: Delegation) -> DelegationDates | None:
    """The newest version of a delegation's dates."""
    return delegation.dates.order_by("-version").first()
