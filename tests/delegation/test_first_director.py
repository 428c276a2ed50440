"""How a real installation begins: superuser, admin, first director, log-in, and then the product's own pages."""

import re
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse

from delegation.models import AuditEvent, Delegation, Person, RoleGrant
from tests.factories.delegation import make_delegate, make_delegation, make_person, make_staff

pytestmark = pytest.mark.django_db


def seat(email, slug):
    out = StringIO()
    call_command("first_director", email, delegation=slug, stdout=out)
    return out.getvalue()


def code_in_mail():
    return re.search(r"^([A-Z0-9-]{6,12})$", mail.outbox[-1].body, re.MULTILINE)[1]


def test_a_bare_installation_begins_with_three_steps(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    call_command("createsuperuser", interactive=False, email="root@example.org")
    client.force_login(Person.objects.get())
    fields = {"name": "The first", "slug": "the-first", "cycle": 4, "session": 55, "state_reviewed": "United States"}
    more = {"venue": "Palais des Nations, Geneva", "venue_zone": "Europe/Zurich", "takes_applications": "on"}
    answer = client.post(reverse("admin:delegation_delegation_add"), fields | more)
    assert answer.status_code == 302, answer.context["adminform"].errors
    assert Delegation.objects.get().slug == "the-first"
    client.logout()

    said = seat("Dana@Example.org", "the-first")
    assert "dana@example.org is director of The first" in said
    assert "/accounts/login/" in said
    assert "/desk/the-first/roles/" in said

    client.post(reverse("account_request_login_code"), {"email": "dana@example.org"})
    client.post(reverse("account_confirm_login_code"), {"code": code_in_mail()})
    # The first time a second code shows that the address is theirs.
    answer = client.post(reverse("account_email_verification_sent"), {"code": code_in_mail()})
    assert answer.status_code == 302
    for page in ("roles", "dates", "people", "invite", "organisations"):
        assert client.get(reverse(f"delegation:{page}", args=["the-first"])).status_code == 200, page
    for page in ("travel:desk", "fundraising:money_desk", "fundraising:appeals_desk", "travel:board"):
        found = client.get(reverse(page, args=[] if page == "travel:desk" else ["the-first"]))
        assert found.status_code == 200, page
    assert client.get(reverse("travel:home")).status_code == 200
    make_person(email="sam@example.org")
    client.post(reverse("delegation:roles", args=["the-first"]), {"email": "sam@example.org", "role": "treasurer"})
    assert RoleGrant.objects.filter(person__email="sam@example.org", role="treasurer").exists()


def test_it_refuses_once_there_is_a_director():
    delegation = make_delegation(slug="one")
    seat("dana@example.org", "one")
    with pytest.raises(CommandError, match="has a director"):
        seat("eve@example.org", "one")
    assert not Person.objects.filter(email="eve@example.org").exists()
    assert RoleGrant.objects.filter(delegation=delegation, role="director").count() == 1


def test_it_uses_the_account_that_is_there_and_leaves_a_note():
    person = make_person(email="dana@example.org")
    make_delegation(slug="one")
    seat("DANA@example.org", "one")
    grant = RoleGrant.objects.get()
    assert (grant.person, grant.granted_by) == (person, None)
    assert AuditEvent.objects.filter(verb="delegation.seat_first_director", object_uuid=grant.uuid).count() == 1


def test_another_delegation_may_still_begin():
    make_staff(make_delegation(slug="one"), "director")
    make_delegation(slug="two")
    assert "is director" in seat("dana@example.org", "two")


def test_a_delegate_a_closed_account_and_nonsense_are_refused():
    delegate = make_delegate(make_delegation(slug="one"))
    with pytest.raises(CommandError, match="delegate"):
        seat(delegate.person.email, "one")
    make_person(email="gone@example.org", is_active=False)
    with pytest.raises(CommandError, match="closed"):
        seat("gone@example.org", "one")
    with pytest.raises(CommandError, match="not an e-mail"):
        seat("nobody", "one")
    with pytest.raises(CommandError, match="There is: one"):
        seat("dana@example.org", "two")
    assert not RoleGrant.objects.exists()
