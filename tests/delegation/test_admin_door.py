"""The admin opens through the service's own log-in, for those it is for."""

import pytest
from django.urls import reverse

from tests.factories.delegation import make_delegation, make_person, make_staff

pytestmark = pytest.mark.django_db

PASSWORD = "quilt-and-thread"


def walk(client, path, most=6):
    """The statuses on the way from an address, and where it ends."""
    seen = []
    for _step in range(most):
        answer = client.get(path)
        seen.append(answer.status_code)
        if answer.status_code not in (301, 302):
            return seen, path
        path = answer.headers["Location"]
    raise AssertionError(f"it turns in a circle: {path}")


def test_a_stranger_is_led_to_our_log_in_and_on_to_the_page_they_wanted(client):
    person = make_person(is_staff=True, password=PASSWORD)
    wanted = reverse("admin:delegation_person_changelist")
    _statuses, end = walk(client, wanted)
    assert end == f"{reverse('account_login')}?next={wanted.replace('/', '%2F')}"
    answer = client.post(end, {"login": person.email, "password": PASSWORD, "next": wanted})
    assert answer.status_code == 302
    assert walk(client, answer.headers["Location"]) == ([200], wanted)


def test_who_is_signed_in_and_may_not_reads_so_instead_of_turning_in_a_circle(client):
    client.force_login(make_staff(make_delegation(), "director"))
    statuses, _end = walk(client, reverse("admin:index"))
    assert statuses == [302, 403]


def test_who_may_goes_in(client):
    client.force_login(make_person(is_staff=True))
    assert walk(client, reverse("admin:login") + "?next=/admin/") == ([302, 200], "/admin/")
    assert walk(client, reverse("admin:login")) == ([302, 200], "/admin/")
    assert walk(client, reverse("admin:login") + "?next=/admin/login/") == ([302, 200], "/admin/")


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_its_door_leads_nowhere_else(client, target):
    client.force_login(make_person(is_staff=True))
    answer = client.get(reverse("admin:login"), {"next": target})
    assert answer.headers["Location"] == "/admin/"


def test_its_own_form_for_passwords_does_not_pass_by_our_limits(client):
    """A POST to the admin's door with a right password signs nobody in: there is no such form."""
    person = make_person(is_staff=True, password=PASSWORD)
    answer = client.post(reverse("admin:login"), {"username": person.email, "password": PASSWORD})
    assert answer.status_code == 302
    assert "_auth_user_id" not in client.session
