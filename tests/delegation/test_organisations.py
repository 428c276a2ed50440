"""Organisations, the addresses that agreed, and the button that stops."""

from datetime import timedelta

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from delegation.actions import organisations as actions
from delegation.errors import Conflict, NotPermitted
from delegation.models import AuditEvent, MemberContact, Organisation
from delegation.stop_links import stop_path
from tests.factories.delegation import make_contact, make_delegation, make_organisation, make_person, make_staff
from tests.helpers import assert_same_queries

pytestmark = pytest.mark.django_db
FORM = {"name": "Water Table", "place": "Fresno", "country": "US", "website": "", "member_since": ""}


@pytest.fixture
def delegation():
    return make_delegation()


@pytest.fixture
def communications(client, delegation):
    person = make_staff(delegation, "communications")
    client.force_login(person)
    return person


def test_adding_and_editing(client, delegation, communications):
    client.post(reverse("delegation:add_organisation", args=[delegation.slug]), FORM | {"is_member": "on"})
    row = Organisation.objects.get()
    assert (row.name, row.is_member, row.is_accrediting) == ("Water Table", True, False)
    url = reverse("delegation:organisation", args=[delegation.slug, row.uuid])
    client.post(url, FORM | {"name": "Water Tables", "is_accrediting": "on"})
    row.refresh_from_db()
    assert (row.name, row.is_member, row.is_accrediting) == ("Water Tables", False, True)
    verbs = set(AuditEvent.objects.filter(object_uuid=row.uuid).values_list("verb", flat=True))
    assert verbs == {"delegation.add_organisation", "delegation.edit_organisation"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 161}, "name"),
        ({"country": "XX"}, "country"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"website": "not a site"}, "website"),
        ({"member_since": "3000"}, "member_since"),
        ({"member_since": "-5"}, "member_since"),
        ({"name": "Taken"}, "name"),
    ],
)
def test_bad_organisations_say_why(client, delegation, communications, change, field):
    make_organisation(name="Taken")
    answer = client.post(reverse("delegation:add_organisation", args=[delegation.slug]), FORM | change)
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert "Fresno" in answer.content.decode()
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize("role", ["reviewer", "treasurer", "auditor"])
def test_others_only_look(client, delegation, role):
    row = make_organisation()
    client.force_login(make_staff(delegation, role))
    url = reverse("delegation:organisation", args=[delegation.slug, row.uuid])
    assert client.get(url).status_code == 200
    assert client.post(url, FORM).status_code == 403
    row.refresh_from_db()
    assert row.name != "Water Table"


@pytest.mark.parametrize(
    ("kind", "names"), [("members", {"M"}), ("accrediting", {"A"}), ("others", {"O"}), ("", {"M", "A", "O"})]
)
def test_kinds(client, delegation, communications, kind, names):
    make_organisation(name="M", is_member=True)
    make_organisation(name="A", is_accrediting=True)
    make_organisation(name="O")
    page = client.get(reverse("delegation:organisations", args=[delegation.slug]) + f"?kind={kind}").context["page"]
    assert {row.name for row in page} == names


def test_organisations_cost_the_same_at_3_and_30(client, delegation, communications):
    def make_rows(n):
        for _ in range(n):
            make_contact()

    assert_same_queries(client, reverse("delegation:organisations", args=[delegation.slug]), make_rows)


# -- contacts ---------------------------------------------------------------------------------
def agree(client, delegation, row, **change):
    data = {"email": "Board@Example.org", "name": "Board", "language": "es", "agreed_on": "2026-01-05"} | change
    return client.post(reverse("delegation:agree_contact", args=[delegation.slug, row.uuid]), data)


def test_a_contact_agrees_and_is_stopped_by_staff(client, delegation, communications):
    row = make_organisation(is_member=True)
    agree(client, delegation, row)
    contact = MemberContact.objects.get()
    assert (contact.email, contact.language, contact.agreed_at.date().isoformat()) == (
        "board@example.org",
        "es",
        "2026-01-05",
    )
    twice = agree(client, delegation, row)
    assert twice.status_code == 422
    assert twice.context["contact_form"].errors["email"]
    client.post(reverse("delegation:stop_contact", args=[delegation.slug, contact.uuid]))
    contact.refresh_from_db()
    assert contact.stopped_at
    agree(client, delegation, row)
    contact.refresh_from_db()
    assert contact.stopped_at is None, "saying yes anew counts"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "x"}, "email"),
        ({"agreed_on": ""}, "agreed_on"),
        ({"agreed_on": (timezone.localdate() + timedelta(days=2)).isoformat()}, "agreed_on"),
        ({"agreed_on": "0001-01-01"}, "agreed_on"),
        ({"language": "xx"}, "language"),
    ],
)
def test_bad_contacts_say_why(client, delegation, communications, change, field):
    answer = agree(client, delegation, make_organisation(), **change)
    assert answer.status_code == 422
    assert answer.context["contact_form"].errors[field]
    assert not MemberContact.objects.exists()


def test_logistics_does_not_speak_for_members(delegation):
    staff = make_staff(delegation, "logistics")
    with pytest.raises(NotPermitted):
        actions.agree_contact(make_organisation(), by=staff, email="a@example.org")
    with pytest.raises(NotPermitted):
        actions.stop_contact(make_contact(), by=staff)


def test_two_organisations_of_one_name(delegation):
    staff = make_staff(delegation, "director")
    actions.add_organisation(by=staff, name="One")
    with pytest.raises(Conflict) as refused:
        actions.add_organisation(by=staff, name="One")
    assert refused.value.field == "name"


# -- the stop link ----------------------------------------------------------------------------
def test_the_stop_link_is_a_page_with_one_button(client):
    contact = make_contact()
    url = stop_path(contact)
    page = client.get(url)
    contact.refresh_from_db()
    assert contact.stopped_at is None, "a GET changes nothing"
    assert page.content.decode().count('value="stop"') == 1
    after = client.post(url, {"do": "stop"}, follow=True)
    contact.refresh_from_db()
    assert contact.stopped_at
    assert 'value="restart"' in after.content.decode()
    stopped_at = contact.stopped_at
    client.post(url, {"do": "stop"})
    contact.refresh_from_db()
    assert contact.stopped_at == stopped_at
    client.post(url, {"do": "restart"})
    contact.refresh_from_db()
    assert contact.stopped_at is None


@pytest.mark.parametrize("token", ["x", "a:b:c", "é"])
def test_forged_links_stop_nobody(client, token):
    make_contact()
    assert client.post(reverse("delegation:stop_mail", args=[token])).status_code == 404
    assert not MemberContact.objects.filter(stopped_at__isnull=False).exists()


def test_a_link_signed_for_something_else_is_no_stop_link(client):
    token = signing.dumps(str(make_contact().uuid), salt="something.else")
    assert client.post(reverse("delegation:stop_mail", args=[token])).status_code == 404


def test_a_contact_that_is_gone_is_404(client):
    contact = make_contact()
    url = stop_path(contact)
    contact.delete()
    assert client.get(url).status_code == 404


def test_signed_in_people_of_other_roles_cannot_stop_for_others(client, delegation):
    contact = make_contact()
    client.force_login(make_person())
    assert client.post(reverse("delegation:stop_contact", args=[delegation.slug, contact.uuid])).status_code == 403
