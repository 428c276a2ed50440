"""A requirement set aside by name, for a named reason."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from delegation.actions.audit import record
from delegation.actions.moves import lock
from delegation.errors import Conflict, DomainError
from delegation.permissions import require
from delegation.queries import current_dates
from travel.models import Waiver
from travel.readiness.requirements import BY_CODE


def waive(delegate, by, *, requirement: str, reason: str) -> Waiver:
    """Set one requirement aside for one delegate. The same again returns the waiver that stands."""
    with transaction.atomic():
        require("travel.waive_requirement", by, delegate)
        if requirement not in BY_CODE:
            raise DomainError(_("Choose one of the requirements."), code="requirement", field="requirement")
        if reason not in Waiver.Reason.values:
            raise DomainError(_("Choose why it is set aside."), code="reason", field="reason")
        dates = current_dates(delegate.delegation)
        if dates is None:
            raise DomainError(_("This delegation has no dates yet. Set them first."), code="no_dates")
        lock(delegate)
        standing = Waiver.objects.filter(delegate=delegate, requirement=requirement, ended_at__isnull=True).first()
        if standing:
            return standing
        waiver = Waiver.objects.create(
            delegate=delegate, requirement=requirement, reason=reason, waived_by=by, dates=dates
        )
        record("travel.waive_requirement", waiver, by)
    return waiver


def end(waiver, by) -> Waiver:
    """The requirement counts again from now."""
    with transaction.atomic():
        require("travel.end_waiver", by, waiver)
        waiver = lock(waiver)
        if waiver.ended_at is not None:
            raise Conflict(_("This waiver ended already."))
        waiver.ended_at, waiver.ended_by = timezone.now(), by
        waiver.save(update_fields=["ended_at", "ended_by"])
        record("travel.end_waiver", waiver, by)
    return waiver
