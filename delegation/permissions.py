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


# -- sealed values ----------------------------------------------------------------------------
# kind -> (who it belongs to, who else may see it). Apps add theirs with declare_reveal.
REVEAL_RULES: dict[str, tuple[Callable, Predicate]] = {}


def declare_reveal(kind: str, *, owner, others: Predicate):
    """Who may open the sealed fields of a kind. `owner(row)` answers the primary key of the person it belongs to,
    or None; `others(person, row)` is a predicate for everybody else."""
    REVEAL_RULES[kind] = (owner, others)


def require_reveal(person, row, reason: str) -> None:
    """Raises NotPermitted. The reason "own" is for the person the data belongs to, and for nobody else."""
    if person is None or not getattr(person, "is_active", False):
        raise NotPermitted(_("Sign in first."))
    owner, others = REVEAL_RULES[f"{row._meta.app_label}.{row._meta.model_name}"]
    if reason == "own":
        if owner(row) != person.pk:
            raise NotPermitted(_("This is not yours to see."))
        return
    answer = others(person, row)
    if answer is not True:
        raise NotPermitted(answer or _("You may not see this."))


def _reveal(person, row):
    owner, others = REVEAL_RULES[f"{row._meta.app_label}.{row._meta.model_name}"]
    return owner(row) == person.pk or others(person, row)


# -- the verbs of this app --------------------------------------------------------------------
def anywhere(*roles: str) -> Predicate:
    """One of these roles on any delegation: for what the whole network shares, such as organisations."""

    def predicate(person, _obj):
        roles_of(person, _Nowhere)
        if any(held & set(roles) for held in person.__dict__["_roles_by_delegation"].values()):
            return True
        return _("This is for: %(roles)s.") % {"roles": ", ".join(role_words(r) for r in roles)}

    return predicate


def never_own(predicate: Predicate, owner_pk) -> Predicate:
    """The same rule, closed to the person it is about."""

    def guarded(person, obj):
        if owner_pk(obj) == person.pk:
            return _("You cannot decide about yourself. Somebody else on the team can.")
        return predicate(person, obj)

    return guarded


def _itself(obj):
    return obj


_deciders = never_own(role_rule("reviewer", "director"), lambda delegate: delegate.person_id)


def _own_or_director(person, delegate):
    if delegate.person_id == person.pk:
        return True
    return role_rule("director")(person, delegate)


def _self_only(person, obj):
    return obj.pk == person.pk or _("This belongs to somebody else.")


def _accept(person, invitation):
    if invitation.email.casefold() == person.email.casefold():
        return True
    return _("This invitation was written to another address. Sign in with that one, or ask for a new invitation.")


def _apply(person, delegation):
    if is_staff_of(person, delegation):
        return _("You work for this delegation. A person with a role on it cannot join it as a delegate.")
    return True


def _grant(person, grant):
    if grant.person_id == person.pk:
        return _("Nobody changes their own roles. Another director can.")
    return role_rule("director")(person, grant)


def _staff_on_delegations_of(person, row):
    """Staff who book or accredit, on a delegation this person is on."""
    for pk in row.delegates.values_list("delegation_id", flat=True):
        if roles_of(person, _Delegation(pk)) & {"logistics", "director"}:
            return True
    return _("Only logistics and directors of this person's delegation may see this.")


class _Delegation:
    def __init__(self, pk):
        self.pk = pk


declare(
    delegation__reveal=_reveal,
    delegation__apply_delegate=_apply,
    delegation__nominate_delegate=_deciders,
    delegation__decline_delegate=_deciders,
    delegation__withdraw_delegate=_own_or_director,
    delegation__turn_remote_delegate=never_own(role_rule("logistics", "director"), lambda delegate: delegate.person_id),
    delegation__return_in_person_delegate=never_own(
        role_rule("logistics", "director"), lambda delegate: delegate.person_id
    ),
    delegation__see_people=lambda person, delegation: (
        is_staff_of(person, delegation) or _("This page is for the staff of the delegation.")
    ),
    delegation__export_people=role_rule("logistics", "director", of=_itself),
    delegation__invite_person=role_rule("reviewer", "logistics", "director", of=_itself),
    delegation__withdraw_invitation=role_rule("reviewer", "logistics", "director"),
    delegation__resend_invitation=role_rule("reviewer", "logistics", "director"),
    delegation__accept_invitation=_accept,
    delegation__grant_role=_grant,
    delegation__end_role=_grant,
    delegation__add_organisation=anywhere("logistics", "communications", "director"),
    delegation__edit_organisation=anywhere("logistics", "communications", "director"),
    delegation__agree_contact=anywhere("communications", "director"),
    delegation__stop_contact=anywhere("communications", "director"),
    delegation__set_dates=role_rule("logistics", "director", of=_itself),
    delegation__edit_profile=_self_only,
    delegation__seal_profile=_self_only,
    delegation__give_consent=_self_only,
    delegation__withdraw_consent=_self_only,
)

declare_reveal("delegation.person", owner=lambda person: person.pk, others=_staff_on_delegations_of)
declare_reveal(
    "delegation.invitation",
    owner=lambda invitation: None,
    others=lambda person, invitation: _("The link stands in the mail alone."),
)
