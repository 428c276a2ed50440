"""What pages and other apps read. Lists take the same number of queries however long they are."""

from django.db.models import Count, OuterRef, Prefetch, Q, Subquery
from django.utils.translation import get_language

from delegation.models import (
    Consent,
    Delegate,
    Delegation,
    DelegationDates,
    DemoMail,
    Invitation,
    MemberContact,
    Organisation,
    RoleGrant,
)
from delegation.permissions import staffed_delegations

ON_BOARD = ("nominated", "travelling", "remote", "home")
TABS = {
    "applied": ("applied",),
    "nominated": ("nominated", "travelling", "home"),
    "remote": ("remote",),
    "declined": ("declined",),
    "left": ("withdrawn", "closed"),
}


def current_dates(delegation) -> DelegationDates | None:
    """The version that holds now: the last one."""
    return delegation.dates.order_by("-version").first()


def with_current_dates(delegations):
    """Delegations with `.current` set; two queries however many."""
    rows = list(delegations)
    newest = DelegationDates.objects.filter(delegation=OuterRef("delegation")).order_by("-version").values("pk")[:1]
    found = DelegationDates.objects.filter(delegation__in=rows, pk=Subquery(newest))
    by_delegation = {dates.delegation_id: dates for dates in found}
    for row in rows:
        row.current = by_delegation.get(row.pk)
    return rows


def public_words(delegation) -> dict:
    """Headline and opening sentences in the reader's language; English where Spanish is not written yet."""
    spanish = (get_language() or "en").startswith("es")
    return {
        "headline": (spanish and delegation.headline_es) or delegation.headline or delegation.name,
        "lede": (spanish and delegation.lede_es) or delegation.lede,
    }


def history():
    """The real reviews, newest first, each with all versions of its dates (newest first)."""
    versions = Prefetch("dates", DelegationDates.objects.order_by("-version"), to_attr="versions")
    return Delegation.objects.filter(travel_status="history").prefetch_related(versions)


def my_delegate(person) -> Delegate | None:
    """The journey a person is on: the youngest that is not over."""
    if not person.is_authenticated:
        return None
    rows = Delegate.objects.filter(person=person).select_related("delegation", "organisation", "person")
    return rows.exclude(status__in=["withdrawn", "declined", "closed"]).order_by("-id").first()


def may_join(person):
    """Delegations this person can ask to join: open ones and those they hold an invitation for, not asked yet."""
    invited = Invitation.objects.filter(accepted_by=person).values("delegation")
    rows = Delegation.objects.filter(Q(takes_applications=True) | Q(pk__in=invited))
    return rows.exclude(pk__in=Delegate.objects.filter(person=person).values("delegation"))


def my_desks(person):
    """Delegations a person works for today, the one being prepared first."""
    return Delegation.objects.filter(pk__in=staffed_delegations(person)).order_by("travel_status", "-cycle", "-session")


# -- people -----------------------------------------------------------------------------------
def people(delegation, *, tab: str = "", search: str = ""):
    rows = Delegate.objects.filter(delegation=delegation).select_related(
        "person", "organisation", "decided_by", "motivation", "delegation"
    )
    if tab in TABS:
        rows = rows.filter(status__in=TABS[tab])
    if search:
        rows = rows.filter(
            Q(person__name_used__icontains=search)
            | Q(person__email__icontains=search)
            | Q(region__icontains=search)
            | Q(theme__icontains=search)
            | Q(organisation__name__icontains=search)
        )
    return rows.order_by("created_at", "id")


def people_counts(delegation) -> dict[str, int]:
    counted = {name: Count("pk", filter=Q(status__in=statuses)) for name, statuses in TABS.items()}
    return Delegate.objects.filter(delegation=delegation).aggregate(**counted)


def invitations(delegation):
    """Those nobody has used: open and run out, not withdrawn."""
    rows = Invitation.objects.filter(delegation=delegation, accepted_at=None, withdrawn_at=None)
    return rows.select_related("invited_by", "delegation")


def role_grants(delegation):
    return RoleGrant.objects.filter(delegation=delegation).select_related("person", "granted_by", "delegation")


# -- organisations ----------------------------------------------------------------------------
def organisations(*, kind: str = "", search: str = ""):
    active = Count("contacts", filter=Q(contacts__stopped_at__isnull=True))
    rows = Organisation.objects.annotate(active_contacts=active)
    if kind == "members":
        rows = rows.filter(is_member=True)
    elif kind == "accrediting":
        rows = rows.filter(is_accrediting=True)
    elif kind == "others":
        rows = rows.filter(is_member=False, is_accrediting=False)
    if search:
        rows = rows.filter(Q(name__icontains=search) | Q(place__icontains=search))
    return rows.order_by("name")


def contacts(organisation):
    return MemberContact.objects.filter(organisation=organisation).order_by("stopped_at", "email")


# -- consents ---------------------------------------------------------------------------------
def consents_of(person) -> dict[str, Consent]:
    """The last word on each purpose."""
    return {row.purpose: row for row in Consent.objects.filter(person=person).order_by("id")}


def demo_mails(search: str = ""):
    rows = DemoMail.objects.all()
    return rows.filter(Q(to__icontains=search) | Q(subject__icontains=search)) if search else rows
