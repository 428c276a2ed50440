"""Airline credits: recorded after a cancellation, used on a later fare, or lost on their day."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from delegation.actions.audit import record as audit
from delegation.actions.moves import lock
from delegation.errors import Conflict, DomainError
from delegation.models import Delegate, Delegation, Person
from delegation.money import to_minor
from delegation.permissions import require
from travel.models import TravelCredit


def record_credit(
    delegation: Delegation,
    by: Person,
    *,
    airline: str,
    worth: Money,
    expires_on: date,
    form_token: UUID,
    delegate: Delegate | None = None,
) -> TravelCredit:
    """What the airline gave instead of money, held for one traveller or for anybody. The same form again is the same
    credit. Raises NotPermitted, DomainError at its field."""
    require("travel.record_credit", by, delegation)
    known = TravelCredit.objects.filter(form_token=form_token).first()
    if known:
        return known
    if to_minor(worth) <= 0:
        raise DomainError(_("Type an amount above zero."), code="not_positive", field="amount")
    if expires_on <= timezone.localdate():
        raise DomainError(_("That day has passed."), code="past", field="expires_on")
    try:
        with transaction.atomic():
            row = TravelCredit.objects.create(
                delegation=delegation,
                delegate=delegate,
                airline=airline.strip(),
                amount_minor=to_minor(worth),
                currency=worth.currency.code,
                expires_on=expires_on,
                recorded_by=by,
                form_token=form_token,
            )
            audit("travel.record_credit", row, by)
            return row
    except IntegrityError:
        return TravelCredit.objects.get(form_token=form_token)


def use_credit(credit: TravelCredit, by: Person) -> TravelCredit:
    """It was flown off. Raises NotPermitted, Conflict when it was used before."""
    with transaction.atomic():
        fresh = lock(credit)
        require("travel.use_credit", by, fresh)
        if fresh.used_at:
            raise Conflict(_("This credit was used before."), code="moved_on")
        fresh.used_at, fresh.used_by = timezone.now(), by
        fresh.save(update_fields=["used_at", "used_by"])
        audit("travel.use_credit", fresh, by)
        return fresh
