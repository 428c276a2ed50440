"""Joining and leaving: who may, what follows, what is said to whom."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from delegation import sealed
from delegation.actions import people, roles
from delegation.actions.consents import give_consent, withdraw_consent
from delegation.errors import Conflict, DomainError, NotPermitted
from delegation.models import AuditEvent, Consent, Delegate, Invitation, OutboxMail, RoleGrant
from delegation.permissions import has_role
from tests.factories.delegation import (
    make_delegate,
    make_delegation,
    make_invitation,
    make_person,
    make_role,
    make_staff,
)

pytestmark = pytest.mark.django_db
AGREED = ["journey", "record"]


def audited(verb, row):
    return AuditEvent.objects.filter(verb=verb, object_uuid=row.uuid).exists()


def ask(delegation, person, **more):
    values = {"name_used": "Ana", "region": "California", "consents": AGREED} | more
    return people.apply(delegation, by=person, **values)


# -- asking to join ---------------------------------------------------------------------------
def test_asking_leaves_a_row_consents_an_audit_and_a_mail():
    person, delegation = make_person(name_used=""), make_delegation()
    delegate = ask(delegation, person, theme="water", why="Because.")
    assert (delegate.status, delegate.motivation.text, person.name_used) == ("applied", "Because.", "Ana")
    assert set(person.consents.filter(given=True).values_list("purpose", flat=True)) == set(AGREED)
    assert audited("delegation.apply_delegate", delegate)
    assert OutboxMail.objects.get().notice == "delegation.application_received"


def test_nobody_asks_twice():
    person, delegation = make_person(), make_delegation()
    ask(delegation, person)
    with pytest.raises(Conflict):
        ask(delegation, person)
    assert Delegate.objects.count() == 1


def test_a_closed_delegation_takes_only_the_invited():
    delegation, person = make_delegation(takes_applications=False), make_person()
    with pytest.raises(DomainError, match="no applications"):
        ask(delegation, person)
    people.accept_invitation(make_invitation(delegation, email=person.email), by=person)
    assert ask(delegation, person).status == "applied"


def test_required_consents_are_required():
    with pytest.raises(DomainError) as refused:
        ask(make_delegation(), make_person(), consents=["journey"])
    assert refused.value.field == "record"
    assert not Delegate.objects.exists()
    assert not Consent.objects.exists()


def test_staff_cannot_join_what_they_decide_about():
    delegation = make_delegation()
    with pytest.raises(NotPermitted):
        ask(delegation, make_staff(delegation, "treasurer"))


# -- deciding ---------------------------------------------------------------------------------
def test_nominating_says_who_and_when_and_tells_the_person():
    delegation = make_delegation()
    delegate, director = make_delegate(delegation, "applied"), make_staff(delegation, "director")
    people.nominate(delegate, by=director)
    delegate.refresh_from_db()
    assert (delegate.status, delegate.decided_by) == ("nominated", director)
    assert audited("delegation.nominate_delegate", delegate)
    assert OutboxMail.objects.get().notice == "delegation.nominated"


@pytest.mark.parametrize(
    ("role", "allowed"),
    [("reviewer", True), ("director", True), ("treasurer", False), ("logistics", False), ("auditor", False)],
)
@pytest.mark.parametrize("verb", ["nominate", "decline"])
def test_who_decides(role, allowed, verb):
    delegation = make_delegation()
    delegate, staff = make_delegate(delegation, "applied"), make_staff(delegation, role)
    act = {
        "nominate": lambda: people.nominate(delegate, by=staff),
        "decline": lambda: people.decline(delegate, by=staff, reason="no_seat"),
    }[verb]
    if allowed:
        act()
        return
    with pytest.raises(NotPermitted):
        act()
    delegate.refresh_from_db()
    assert delegate.status == "applied"
    assert not OutboxMail.objects.exists()


def test_nobody_decides_about_themselves_not_even_as_superuser():
    delegation = make_delegation()
    person = make_staff(delegation, "director", is_superuser=True)
    delegate = make_delegate(delegation, "applied", person=person)
    with pytest.raises(NotPermitted):
        people.nominate(delegate, by=person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Delegate.objects.filter(pk=delegate.pk).update(decided_by=person, decided_at=timezone.now())


def test_staff_of_another_delegation_decide_nothing_here():
    delegate = make_delegate(make_delegation(), "applied")
    with pytest.raises(NotPermitted):
        people.nominate(delegate, by=make_staff(make_delegation(), "director"))


def test_declining_needs_a_named_reason_and_keeps_the_note_apart():
    delegation = make_delegation()
    delegate, reviewer = make_delegate(delegation, "applied"), make_staff(delegation, "reviewer")
    with pytest.raises(DomainError) as refused:
        people.decline(delegate, by=reviewer, reason="because")
    assert refused.value.field == "reason"
    people.decline(delegate, by=reviewer, reason="no_seat", note="Call her in spring.")
    delegate.refresh_from_db()
    assert (delegate.status, delegate.decline_reason) == ("declined", "no_seat")
    assert delegate.motivation.decision_note == "Call her in spring."
    assert not AuditEvent.objects.filter(purpose__contains="spring").exists()


def test_a_declined_person_can_still_be_nominated_and_hears_again():
    delegation = make_delegation()
    delegate, reviewer = make_delegate(delegation, "applied"), make_staff(delegation, "reviewer")
    people.decline(delegate, by=reviewer, reason="no_seat")
    people.nominate(delegate, by=reviewer)
    delegate.refresh_from_db()
    assert (delegate.status, delegate.decline_reason) == ("nominated", "")
    assert OutboxMail.objects.count() == 2


def test_the_second_decision_is_told_it_came_late():
    delegation = make_delegation()
    delegate, reviewer = make_delegate(delegation, "applied"), make_staff(delegation, "reviewer")
    stale = Delegate.objects.get(pk=delegate.pk)
    people.nominate(delegate, by=reviewer)
    with pytest.raises(Conflict):
        people.decline(stale, by=reviewer, reason="no_seat")


@pytest.mark.parametrize(
    ("start", "verb", "target"),
    [
        ("nominated", people.turn_remote, "remote"),
        ("travelling", people.turn_remote, "remote"),
        ("remote", people.return_in_person, "nominated"),
        ("nominated", people.withdraw, "withdrawn"),
    ],
)
def test_staff_move_people(start, verb, target):
    delegation = make_delegation()
    delegate = make_delegate(delegation, start)
    verb(delegate, by=make_staff(delegation, "director"))
    delegate.refresh_from_db()
    assert delegate.status == target


def test_people_may_leave_by_themselves_and_nobody_else_may_push_them():
    delegate = make_delegate(status="applied")
    with pytest.raises(NotPermitted):
        people.withdraw(delegate, by=make_person())
    people.withdraw(delegate, by=delegate.person)
    delegate.refresh_from_db()
    assert delegate.status == "withdrawn"


def test_person_and_delegation_of_a_delegate_never_change():
    delegate = make_delegate()
    with pytest.raises(IntegrityError), transaction.atomic():
        Delegate.objects.filter(pk=delegate.pk).update(person=make_person())


# -- invitations ------------------------------------------------------------------------------
def test_inviting_stores_a_hash_and_seals_the_token():
    delegation = make_delegation()
    row = people.invite(delegation, email=" New@Example.org ", language="es", by=make_staff(delegation, "director"))
    assert row.email == "new@example.org"
    token = sealed.open_for_system(row, "token", purpose="test")
    assert row.token_hash == people.token_hash(token)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM delegation_invitation")
        assert token not in str(cursor.fetchall())
    mail = OutboxMail.objects.get()
    assert (mail.to_kind, mail.language) == ("delegation.invitation", "es")
    assert token not in str(mail.ids)


def test_one_open_invitation_an_address():
    delegation = make_delegation()
    director = make_staff(delegation, "director")
    people.invite(delegation, email="a@example.org", language="en", by=director)
    with pytest.raises(Conflict) as refused:
        people.invite(delegation, email="A@example.org", language="en", by=director)
    assert refused.value.field == "email"


def test_nobody_is_invited_who_is_there():
    delegate = make_delegate(status="applied")
    with pytest.raises(Conflict):
        people.invite(
            delegate.delegation,
            email=delegate.person.email.upper(),
            language="en",
            by=make_staff(delegate.delegation, "director"),
        )


def test_only_the_invited_address_accepts_and_only_once():
    row = make_invitation(email="ana@example.org")
    ana, other = make_person("ana@example.org"), make_person()
    with pytest.raises(NotPermitted):
        people.accept_invitation(row, by=other)
    people.accept_invitation(row, by=ana)
    assert people.accept_invitation(row, by=ana).accepted_by == ana
    assert not sealed.has(row, "token")
    assert AuditEvent.objects.filter(verb="delegation.accept_invitation").count() == 1


@pytest.mark.parametrize("how", ["expired", "withdrawn"])
def test_closed_invitations_are_not_accepted(how):
    past = timezone.now() - timedelta(minutes=1)
    fields = {"expires_at": past} if how == "expired" else {"withdrawn_at": past}
    row = make_invitation(email="ana@example.org", **fields)
    with pytest.raises(Conflict):
        people.accept_invitation(row, by=make_person("ana@example.org"))
    row.refresh_from_db()
    assert row.accepted_at is None


def test_sending_again_lengthens_and_mails_again():
    delegation = make_delegation()
    director = make_staff(delegation, "director")
    row = people.invite(delegation, email="a@example.org", language="en", by=director)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    people.resend_invitation(row, by=director)
    row.refresh_from_db()
    assert row.is_open
    assert OutboxMail.objects.count() == 2


def test_withdrawn_invitations_lose_their_token():
    row = make_invitation()
    people.withdraw_invitation(row, by=make_staff(row.delegation, "reviewer"))
    assert not sealed.has(row, "token")
    with pytest.raises(Conflict):
        people.resend_invitation(row, by=make_staff(row.delegation, "reviewer"))


# -- roles ------------------------------------------------------------------------------------
def test_a_director_gives_and_ends_roles():
    delegation = make_delegation()
    director, person = make_staff(delegation, "director"), make_person()
    grant = roles.grant(delegation, email=person.email.upper(), role="treasurer", by=director)
    assert has_role(person, delegation, "treasurer")
    assert audited("delegation.grant_role", grant)
    RoleGrant.objects.filter(pk=grant.pk)
    roles.end(grant, by=director)
    with pytest.raises(Conflict):
        roles.end(grant, by=director)


def test_an_ended_role_is_over_at_once():
    delegation = make_delegation()
    director, person = make_staff(delegation, "director"), make_person()
    grant = make_role(person, delegation, "treasurer")
    roles.end(grant, by=director)
    person = type(person).objects.get(pk=person.pk)
    assert not has_role(person, delegation, "treasurer")


@pytest.mark.parametrize("role", ["reviewer", "treasurer", "logistics", "communications", "auditor"])
def test_only_directors_give_roles(role):
    delegation = make_delegation()
    with pytest.raises(NotPermitted):
        roles.grant(delegation, email=make_person().email, role="reviewer", by=make_staff(delegation, role))


def test_nobody_gives_themselves_a_role_and_the_database_agrees():
    delegation = make_delegation()
    director = make_staff(delegation, "director")
    with pytest.raises(NotPermitted):
        roles.grant(delegation, email=director.email, role="treasurer", by=director)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_role(director, delegation, "treasurer", granted_by=director)


def test_nobody_ends_their_own_role():
    delegation = make_delegation()
    director = make_staff(delegation, "director")
    with pytest.raises(NotPermitted):
        roles.end(director.role_grants.get(), by=director)


def test_delegates_get_no_role_on_their_own_delegation():
    delegate = make_delegate()
    with pytest.raises(DomainError) as refused:
        roles.grant(
            delegate.delegation,
            email=delegate.person.email,
            role="reviewer",
            by=make_staff(delegate.delegation, "director"),
        )
    assert refused.value.field == "email"


def test_whose_role_it_is_never_changes():
    grant = make_role(make_person(), make_delegation(), "reviewer")
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.filter(pk=grant.pk).update(role="director")


# -- consents ---------------------------------------------------------------------------------
def test_consents_are_added_never_changed():
    person = make_person()
    give_consent(person, "members", by=person)
    give_consent(person, "members", by=person)
    withdraw_consent(person, "members", by=person)
    assert list(Consent.objects.order_by("id").values_list("given", flat=True)) == [True, False]
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.update(given=True)


def test_only_the_person_consents():
    with pytest.raises(NotPermitted):
        give_consent(make_person(), "members", by=make_person(is_superuser=True))


def test_what_a_journey_needs_is_not_withdrawn_alone():
    person = make_person()
    give_consent(person, "record", by=person)
    with pytest.raises(DomainError):
        withdraw_consent(person, "record", by=person)
