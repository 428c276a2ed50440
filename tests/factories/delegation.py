"""People, delegations and what stands around them, with dates relative to today. Plain functions: each row is made the
way the service would find it, statuses written directly since these are given facts of a test, not verbs."""

from datetime import datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from django.utils import timezone

from delegation import sealed
from delegation.actions.people import token_hash
from delegation.models import (
    Delegate,
    DelegateMotivation,
    Delegation,
    DelegationDates,
    Invitation,
    MemberContact,
    Organisation,
    Person,
    RoleGrant,
)

_n = count(1)


def make_person(email=None, name_used=None, *, password=None, **fields) -> Person:
    """A person with a verified address, so that allauth lets them in."""
    n = next(_n)
    email = email or f"person{n}@example.org"
    person = Person.objects.create_user(email, password, name_used=name_used or f"Person {n}", **fields)
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    return person


def make_delegation(*, dates=True, days_to_review=60, **fields) -> Delegation:
    """A delegation whose review is in `days_to_review` days; `dates=False` leaves it without any version."""
    n = next(_n)
    values = {
        "slug": f"delegation-{n}",
        "name": f"Delegation {n}",
        "cycle": 4,
        "session": 53,
        "takes_applications": True,
    } | fields
    delegation = Delegation.objects.create(**values)
    if dates:
        make_dates(delegation, days_to_review=days_to_review)
    return delegation


def make_dates(delegation, *, days_to_review=60, **fields) -> DelegationDates:
    """The next version of the dates: session of two weeks around the review, leaving six days before it."""
    review = timezone.localdate() + timedelta(days=days_to_review)
    last = delegation.dates.order_by("-version").first()
    at = datetime.combine(review, time(14, 30), ZoneInfo(delegation.venue_zone))
    values = {
        "version": (last.version if last else 0) + 1,
        "session_starts_on": review - timedelta(days=7),
        "session_ends_on": review + timedelta(days=4),
        "review_on": review,
        "review_time": time(14, 30),
        "zone": delegation.venue_zone,
        "review_at_utc": at,
        "report_adopted_on": review + timedelta(days=4),
        "departure_on": review - timedelta(days=6),
        "return_on": review + timedelta(days=5),
    } | fields
    return DelegationDates.objects.create(delegation=delegation, **values)


def make_role(person, delegation, role, **fields) -> RoleGrant:
    values = {"starts_on": timezone.localdate() - timedelta(days=30)} | fields
    person.__dict__.pop("_roles_by_delegation", None)
    return RoleGrant.objects.create(person=person, delegation=delegation, role=role, **values)


def make_staff(delegation, *roles, **fields) -> Person:
    """A person with these roles on the delegation."""
    person = make_person(**fields)
    for role in roles:
        make_role(person, delegation, role)
    return person


def make_delegate(delegation=None, status="nominated", *, person=None, why="I work on housing.", **fields) -> Delegate:
    delegation = delegation or make_delegation()
    values = {"region": "Georgia", "theme": "housing", "organisation": None} | fields
    delegate = Delegate.objects.create(person=person or make_person(), delegation=delegation, status=status, **values)
    DelegateMotivation.objects.create(delegate=delegate, text=why)
    return delegate


def make_organisation(**fields) -> Organisation:
    values = {"name": f"Organisation {next(_n)}", "place": "Atlanta"} | fields
    return Organisation.objects.create(**values)


def make_contact(organisation=None, **fields) -> MemberContact:
    organisation = organisation or make_organisation(is_member=True)
    values = {"email": f"contact{next(_n)}@example.org", "agreed_at": timezone.now()} | fields
    return MemberContact.objects.create(organisation=organisation, **values)


def make_invitation(delegation=None, *, by=None, **fields) -> Invitation:
    """An open invitation as the action leaves it, with its sealed token."""
    n = next(_n)
    token = f"token-{n}-of-a-test"
    values = {
        "delegation": delegation or make_delegation(),
        "email": f"invited{n}@example.org",
        "token_hash": token_hash(token),
        "invited_by": by or make_person(),
        "expires_at": timezone.now() + timedelta(days=21),
    } | fields
    row = Invitation.objects.create(**values)
    sealed.put(row, "token", token, subject_uuid=row.uuid)
    row.token = token
    return row
