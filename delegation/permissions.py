"""Who may do what. Every app declares its verbs here by name; actions enforce, doors only ask.

A predicate gets (person, object) and answers True, or a translated sentence saying why not. Superuser means nothing
here: separation of duties holds for everybody."""

from collections.abc import Callable

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from delegation.errors import NotPermitted
from delegation.models import RoleGrant

Predicate = Callable[[object, object], bool | str]
REGISTRY: dict[str, Predicate] = {}

STAFF_ROLES = frozenset({"reviewer", "treasurer", "logistics", "communications", "director"})
READING_ROLES = STAFF_ROLES | {"auditor"}


def declare(**predicates: Predicate):
    """`declare(fundraising__approve_appeal=…)`: the double underscore stands for the dot."""
    for name, predicate in predicates.items():
        REGISTRY[name.replace("__", ".", 1)] = predicate


def roles_of(person, delegation) -> frozenset[str]:
    """Today's roles of a person on a delegation; read once per person object."""
    if person is None or not getattr(person, "is_active", False):
        return frozenset()
    cache = person.__dict__.setdefault("_roles_by_delegation", None)
    if cache is None:
        today = timezone.localdate()
        grants = RoleGrant.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=today), person=person, starts_on__lte=today
        ).values_list("delegation_id", "role")
        cache = {}
        for delegation_id, role in grants:
            cache.setdefault(delegation_id, set()).add(role)
        person.__dict__["_roles_by_delegation"] = cache
    return frozenset(cache.get(delegation.pk, ()))


def has_role(person, delegation, *roles: str) -> bool:
    return bool(roles_of(person, delegation) & set(roles))


def is_staff_of(person, delegation) -> bool:
    return bool(roles_of(person, delegation) & READING_ROLES)


def staffed_delegations(person) -> list[int]:
    """Primary keys of the delegations this person works for today."""
    if person is None or not person.is_authenticated:
        return []
    roles_of(person, _Nowhere)
    return sorted(pk for pk, roles in person.__dict__["_roles_by_delegation"].items() if roles & READING_ROLES)


class _Nowhere:
    pk = None


def role_rule(*roles: str, of=lambda obj: obj.delegation) -> Predicate:
    """A predicate: one of these roles on the object's delegation."""

    def predicate(person, obj):
        if has_role(person, of(obj), *roles):
            return True
        return _("This is for: %(roles)s.") % {"roles": ", ".join(role_words(r) for r in roles)}

    return predicate


def role_words(role: str) -> str:
    return str(RoleGrant.Role(role).label)


def check(permission: str, person, obj) -> bool | str:
    if person is None or not getattr(person, "is_active", False):
        return _("Sign in first.")
    return REGISTRY[permission](person, obj)


def may(permission: str, person, obj) -> bool:
    return check(permission, person, obj) is True


def require(permission: str, person, obj) -> None:
    """Raises NotPermitted with the reason. An undeclared permission is a bug and raises KeyError."""
    answer = check(permission, person, obj)
    if answer is not True:
        raise NotPermitted(answer or _("You may not do this."))
