"""Who acts for a delegation, from when to when. Directors decide; nobody changes their own roles."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from delegation.actions.audit import record
from delegation.actions.moves import lock
from delegation.errors import Conflict, DomainError
from delegation.models import Delegate, Person, RoleGrant
from delegation.permissions import require


def grant(delegation, *, email: str, role: str, by, starts_on: date | None = None) -> RoleGrant:
    """Give a role to a person who has an account. Raises DomainError at `email` when nobody has that address, or when
    they are a delegate of this delegation: nobody stands on both sides of a decision."""
    # Before the address is looked up: who may not give roles does not learn here who has an account.
    require("delegation.grant_role", by, RoleGrant(delegation=delegation, role=role))
    person = Person.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if person is None:
        raise DomainError(
            _("Nobody has an account with this address. They sign up first; then you come back."), field="email"
        )
    starts_on = starts_on or timezone.localdate()
    with transaction.atomic():
        fresh = RoleGrant(delegation=delegation, person=person, role=role, starts_on=starts_on, granted_by=by)
        require("delegation.grant_role", by, fresh)
        _refuse_delegate(delegation, person)
        lock(delegation)
        if RoleGrant.objects.filter(delegation=delegation, person=person, role=role, ends_on=None).exists():
            raise Conflict(_("This person holds this role already."), field="role")
        fresh.save()
        record("delegation.grant_role", fresh, by)
    return fresh


def seat_first_director(delegation, *, email: str) -> RoleGrant:
    """The one role nobody can give, because nobody is there yet: a system's verb, run by whoever runs the machine. The
    person gets an account if the address has none. Raises Conflict while somebody is director, DomainError when the
    person is a delegate here or their account is closed."""
    email = email.strip().lower()
    today = timezone.localdate()
    with transaction.atomic():
        lock(delegation)
        held = RoleGrant.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), delegation=delegation, role="director")
        if held.exists():
            raise Conflict(_("This delegation has a director. Directors give roles on its page of people and roles."))
        person = Person.objects.filter(email__iexact=email).first() or Person.objects.create_user(email)
        if not person.is_active:
            raise DomainError(_("The account with this address is closed."), field="email")
        _refuse_delegate(delegation, person)
        fresh = RoleGrant.objects.create(delegation=delegation, person=person, role="director", starts_on=today)
        record("delegation.seat_first_director", fresh)
    return fresh


def _refuse_delegate(delegation, person):
    living = Delegate.objects.filter(delegation=delegation, person=person).exclude(status__in=["declined", "withdrawn"])
    if living.exists():
        raise DomainError(_("This person is a delegate here, and cannot decide about delegates too."), field="email")


def end(grant: RoleGrant, *, by) -> RoleGrant:
    """Yesterday becomes the last day, so that the role ends now; a role that began today keeps today as its day."""
    with transaction.atomic():
        fresh = lock(grant)
        require("delegation.end_role", by, fresh)
        if fresh.ends_on is not None:
            raise Conflict(_("This role was ended already."), code="ended")
        fresh.ends_on = max(fresh.starts_on, timezone.localdate() - timedelta(days=1))
        fresh.save(update_fields=["ends_on"])
        record("delegation.end_role", fresh, by)
    return fresh
