"""The staff pages of people, roles and the list as a file."""

import csv
import io

import pytest
from django.urls import reverse

from delegation.exports import safe_cell
from delegation.models import AuditEvent, Delegate, Invitation, RoleGrant
from tests.factories.delegation import (
    make_delegate,
    make_delegation,
    make_invitation,
    make_organisation,
    make_person,
    make_staff,
)
from tests.helpers import assert_same_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def delegation():
    return make_delegation()


@pytest.fixture
def director(client, delegation):
    person = make_staff(delegation, "director", name_used="Director")
    client.force_login(person)
    return person


def people_url(delegation, **query):
    tail = "&".join(f"{k}={v}" for k, v in query.items())
    return reverse("delegation:people", args=[delegation.slug]) + (f"?{tail}" if tail else "")


STAFF_PAGES = ["people", "invite", "roles", "organisations", "add_organisation", "dates"]
ONLY_CHANGES = {"invite", "add_organisation"}


@pytest.mark.parametrize("name", STAFF_PAGES)
def test_staff_pages_are_for_staff_of_this_delegation(client, delegation, name):
    url = reverse(f"delegation:{name}", args=[delegation.slug])
    assert client.get(url)["Location"].startswith(reverse("account_login"))
    outsiders = [make_person(), make_delegate(delegation).person, make_staff(make_delegation(), "director")]
    for person in [*outsiders, make_person(is_superuser=True, is_staff=True)]:
        client.force_login(person)
        assert client.get(url).status_code == 403
    # An auditor reads everything; a form that only changes things says who may before it is filled in.
    client.force_login(make_staff(delegation, "auditor"))
    assert client.get(url).status_code == (403 if name in ONLY_CHANGES else 200)
    client.force_login(make_staff(delegation, "director"))
    assert client.get(url).status_code == 200
    assert client.get(reverse(f"delegation:{name}", args=["no-such"])).status_code == 404


# -- the list ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("tab", "status"),
    [("applied", "applied"), ("nominated", "travelling"), ("remote", "remote"), ("declined", "declined")],
)
def test_tabs_show_their_people(client, delegation, director, tab, status):
    here = make_delegate(delegation, status, person=make_person(name_used="Xochitl"))
    make_delegate(delegation, "withdrawn", person=make_person(name_used="Yolanda"))
    make_delegate(make_delegation(), status, person=make_person(name_used="Zenobia"))
    page = client.get(people_url(delegation, tab=tab)).content.decode()
    assert reverse("delegation:person", args=[here.uuid]) in page
    assert "Yolanda" not in page
    assert "Zenobia" not in page, "another delegation's people"


@pytest.mark.parametrize("query", ["xoch", "XOCHITL", "montana", "water", "table", "xochitl@"])
def test_search_finds_by_what_people_remember(client, delegation, director, query):
    make_delegate(
        delegation,
        "applied",
        person=make_person("xochitl@example.org", "Xochitl"),
        region="Montana",
        theme="water",
        organisation=make_organisation(name="Water Table"),
    )
    make_delegate(delegation, "applied", person=make_person(name_used="Somebody"))
    page = client.get(people_url(delegation, q=query)).content.decode()
    assert "Xochitl" in page
    assert "Somebody" not in page


@pytest.mark.parametrize("query", ["%27%20OR%201=1", "%00", "x" * 500, "%F0%9F%A7%B5", "%25_"])
@pytest.mark.parametrize("extra", [{"page": "9999"}, {"page": "x"}, {"tab": "nonsense"}])
def test_strange_questions_get_an_answer(client, delegation, director, query, extra):
    assert client.get(people_url(delegation, q=query, **extra)).status_code == 200


@pytest.mark.parametrize("tab", ["applied", "nominated", "invited"])
def test_people_cost_the_same_at_3_and_30(client, delegation, director, tab):
    def make_rows(n):
        for _ in range(n):
            if tab == "invited":
                make_invitation(delegation, by=make_person())
            else:
                make_delegate(delegation, tab, organisation=make_organisation())

    assert_same_queries(client, people_url(delegation, tab=tab), make_rows)


def test_fifty_a_page(client, delegation, director):
    for _ in range(51):
        make_delegate(delegation, "applied")
    assert len(client.get(people_url(delegation)).context["page"].object_list) == 50
    assert len(client.get(people_url(delegation, page=2)).context["page"].object_list) == 1


# -- deciding ---------------------------------------------------------------------------------
def test_nominating_from_the_page(client, delegation, director):
    delegate = make_delegate(delegation, "applied", why="I carry water.")
    page = client.get(reverse("delegation:person", args=[delegate.uuid])).content.decode()
    assert "I carry water." in page
    url = reverse("delegation:nominate", args=[delegate.uuid])
    assert url in page
    assert client.get(url).status_code == 405
    client.post(url)
    delegate.refresh_from_db()
    assert delegate.status == "nominated"
    again = client.post(url, follow=True)
    assert "no longer possible" in again.content.decode()


def test_declining_needs_its_reason(client, delegation, director):
    delegate = make_delegate(delegation, "applied")
    url = reverse("delegation:decline", args=[delegate.uuid])
    wrong = client.post(url, {"reason": "", "note": "Keep this note."})
    assert wrong.status_code == 422
    assert "Keep this note." in wrong.content.decode()
    assert client.post(url, {"reason": "nonsense"}).status_code == 422
    client.post(url, {"reason": "no_seat", "note": "n"})
    delegate.refresh_from_db()
    assert (delegate.status, delegate.decline_reason) == ("declined", "no_seat")


VERBS = ["nominate", "decline", "withdraw", "turn_remote", "return_in_person"]


@pytest.mark.parametrize("verb", VERBS)
def test_other_delegations_people_are_404(client, director, verb):
    other = make_delegate(make_delegation(), "applied")
    assert client.post(reverse(f"delegation:{verb}", args=[other.uuid]), {"reason": "no_seat"}).status_code == 404
    other.refresh_from_db()
    assert other.status == "applied"


@pytest.mark.parametrize("verb", VERBS)
def test_the_wrong_role_is_403_and_changes_nothing(client, delegation, verb):
    delegate = make_delegate(delegation, "remote" if verb == "return_in_person" else "applied")
    before = delegate.status
    client.force_login(make_staff(delegation, "auditor"))
    answer = client.post(reverse(f"delegation:{verb}", args=[delegate.uuid]), {"reason": "no_seat"})
    assert answer.status_code == 403
    delegate.refresh_from_db()
    assert delegate.status == before


def test_buttons_show_only_to_those_who_may(client, delegation):
    delegate = make_delegate(delegation, "applied")
    url = reverse("delegation:nominate", args=[delegate.uuid])
    for role, seen in [("reviewer", True), ("treasurer", False)]:
        client.force_login(make_staff(delegation, role))
        page = client.get(reverse("delegation:person", args=[delegate.uuid])).content.decode()
        assert (url in page) is seen


# -- inviting ---------------------------------------------------------------------------------
def test_inviting_from_the_page(client, delegation, director):
    url = reverse("delegation:invite", args=[delegation.slug])
    client.post(url, {"email": "New@example.org", "language": "es"})
    row = Invitation.objects.get()
    assert (row.email, row.language, row.invited_by) == ("new@example.org", "es", director)
    again = client.post(url, {"email": "new@example.org", "language": "es"})
    assert again.status_code == 422
    assert again.context["form"].errors["email"]
    assert 'value="new@example.org"' in again.content.decode()


@pytest.mark.parametrize("email", ["", "nonsense", "a@b", "a" * 300 + "@example.org", "x@exa mple.org"])
def test_bad_addresses_say_why(client, delegation, director, email):
    answer = client.post(reverse("delegation:invite", args=[delegation.slug]), {"email": email, "language": "en"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["email"]
    assert not Invitation.objects.exists()


def test_invitations_are_sent_again_and_taken_back(client, delegation, director):
    row = make_invitation(delegation)
    client.post(reverse("delegation:resend_invitation", args=[row.uuid]))
    client.post(reverse("delegation:withdraw_invitation", args=[row.uuid]))
    row.refresh_from_db()
    assert row.withdrawn_at
    other = make_invitation()
    for verb in ("resend_invitation", "withdraw_invitation"):
        assert client.post(reverse(f"delegation:{verb}", args=[other.uuid])).status_code == 404


# -- roles ------------------------------------------------------------------------------------
def test_roles_from_the_page(client, delegation, director):
    url = reverse("delegation:roles", args=[delegation.slug])
    person = make_person("helper@example.org")
    client.post(url, {"email": "helper@example.org", "role": "logistics"})
    grant = RoleGrant.objects.get(person=person)
    assert reverse("delegation:end_role", args=[grant.uuid]) in client.get(url).content.decode()
    client.post(reverse("delegation:end_role", args=[grant.uuid]))
    grant.refresh_from_db()
    assert grant.ends_on


@pytest.mark.parametrize("data", [{"email": "nobody@example.org", "role": "logistics"}, {"email": "x", "role": "king"}])
def test_bad_roles_say_why(client, delegation, director, data):
    answer = client.post(reverse("delegation:roles", args=[delegation.slug]), data)
    assert answer.status_code == 422
    assert data["email"] in answer.content.decode()


def test_nobody_ends_their_own_role_from_the_page(client, delegation, director):
    url = reverse("delegation:end_role", args=[director.role_grants.get().uuid])
    assert client.post(url).status_code == 403


# -- as a file --------------------------------------------------------------------------------
def test_export_holds_nothing_sealed_and_is_noted(client, delegation, director):
    make_delegate(delegation, "applied", person=make_person(name_used="=HYPERLINK(1)"), region="+1", theme="@x")
    answer = client.post(reverse("delegation:export_people", args=[delegation.slug]))
    assert answer["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1][1] == "'=HYPERLINK(1)"
    assert rows[1][3] == "'+1"
    assert rows[1][5] == "'@x"
    assert AuditEvent.objects.filter(verb="delegation.export_people", actor_uuid=director.uuid).count() == 1
    assert client.get(reverse("delegation:export_people", args=[delegation.slug])).status_code == 405


def test_export_is_for_logistics_and_directors(client, delegation):
    client.force_login(make_staff(delegation, "communications"))
    assert client.post(reverse("delegation:export_people", args=[delegation.slug])).status_code == 403


@pytest.mark.parametrize("start", list("=+-@\t\r\n＝＋－＠"))
def test_cells_never_run(start):
    assert safe_cell(start + "1") == "'" + start + "1"
    assert safe_cell("1" + start) == "1" + start


def test_delegate_statuses_are_all_drawn(client, delegation, director):
    for status in Delegate.Status.values:
        delegate = make_delegate(delegation, status)
        assert client.get(reverse("delegation:person", args=[delegate.uuid])).status_code == 200
