"""The doors of the service from outside: who has an account, where one is sent, what a forged form reaches, what a
stranger's page may hold."""

import re
import uuid
from datetime import timedelta
from importlib import import_module

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from delegation.actions import people as people_actions
from delegation.models import AuditEvent, Invitation, MemberContact, RoleGrant
from delegation.stop_links import stop_path
from tests.factories import delegation as make
from tests.flows import addresses, world

PASSWORD = "quilt-and-thread"


# -- who has an account -----------------------------------------------------------------------------


def plain(response, *addresses_typed) -> str:
    """Body, status and way, without the tokens and the address that was typed."""
    text = response.content.decode(errors="replace") + str(response.status_code) + response.headers.get("Location", "")
    for address in addresses_typed:
        text = text.replace(address, "ADDRESS")
    return re.sub(r'(csrfmiddlewaretoken" value=")[^"]+', r"\1", text)


FORMS = {
    "account_login": lambda email: {"login": email, "password": "not-the-password-1"},
    "account_signup": lambda email: {"email": email},
    "account_request_login_code": lambda email: {"email": email},
    "account_reset_password": lambda email: {"email": email},
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", FORMS)
def test_no_form_says_whether_an_address_has_an_account(name):
    known, unknown = make.make_person(password=PASSWORD).email, "nobody-here@example.org"
    seen = []
    for email in (known, unknown):
        cache.clear()
        client = Client()
        answer = client.post(reverse(name), FORMS[name](email))
        then = client.get(answer.headers["Location"]) if answer.status_code == 302 else answer
        seen.append((plain(answer, email), plain(then, email), sorted(client.cookies)))
    assert seen[0] == seen[1]


@pytest.mark.django_db
def test_who_may_not_give_roles_does_not_learn_who_has_an_account(client):
    delegation = make.make_delegation()
    known = make.make_person().email
    client.force_login(make.make_staff(delegation, "auditor"))
    address = reverse("delegation:roles", args=[delegation.slug])
    answers = [client.post(address, {"email": email, "role": "director"}) for email in (known, "none@example.org")]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert plain(answers[0]) == plain(answers[1])
    assert not RoleGrant.objects.filter(role="director").exists()


@pytest.mark.django_db
def test_a_session_is_a_new_one_after_log_in():
    person = make.make_person(password=PASSWORD)
    client = Client()
    client.get(reverse("account_login"))
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    client.get("/home/")
    assert client.cookies["sessionid"].value != before
    assert Client().get("/home/").status_code == 302
    thief = Client()
    thief.cookies["sessionid"] = before
    assert thief.get("/home/").status_code == 302


# -- where one is sent ------------------------------------------------------------------------------

ELSEWHERE = (
    "https://evil.example/", "http://evil.example", "//evil.example", "///evil.example", "/\\evil.example",
    "\\\\evil.example", "https:evil.example", "https:/evil.example", "javascript:alert(1)", "data:text/html,x",
    "http://localhost:8000@evil.example", "http://testserver@evil.example", "//testserver.evil.example",
    " https://evil.example", "\thttps://evil.example", "/\t/evil.example", "https://evil.example\\@testserver",
    "ftp://testserver/x", "//evil.example/%2f..", "http:///evil.example", "%2f%2fevil.example", "evil.example",
)  # fmt: skip


def goes_to(response) -> str:
    return response.headers.get("Location", "/")


def is_ours(location: str) -> bool:
    """A path of ours; or a word that browsers read as a page beside this one."""
    return bool(re.match(r"/(?![/\\\s])|[\w.%]+$|$", location))


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_way_leads_to_another_site(small, target):
    anonymous, com = small.client("anonymous"), small.client("communications")
    person = make.make_person(password=PASSWORD)
    gift = small.rows["gift"].uuid
    found = [
        anonymous.post("/theme/", {"theme": "dark", "next": target}),
        anonymous.post("/language/", {"language": "es", "next": target}),
        anonymous.post("/theme/", {"theme": "dark"}, headers={"referer": target.strip()}),
        com.post(reverse("fundraising:hide_message", args=[gift]), {"next": target}),
        Client().post(reverse("account_login"), {"login": person.email, "password": PASSWORD, "next": target}),
        Client().post(reverse("account_login") + "?next=" + target.strip(), {"login": "x", "password": "y"}),
        small.client("owner").post(reverse("account_logout"), {"next": target}),
        small.client("owner").get(reverse("account_login"), {"next": target}),
    ]
    wrong = [goes_to(response) for response in found if not is_ours(goes_to(response))]
    assert wrong == []


# -- forged forms -----------------------------------------------------------------------------------

WITHOUT_TOKEN = {
    "fundraising:stripe_webhook": "Stripe signs the body",
    "delegation:theme": "holds one word, moves nothing, refuses other sites",
    "delegation:language": "the same",
}


def views(resolver=None, space=""):
    for entry in (resolver or get_resolver()).url_patterns:
        if hasattr(entry, "url_patterns"):
            yield from views(entry, space + (f"{entry.namespace}:" if entry.namespace else ""))
        else:
            yield f"{space}{entry.name}", entry.callback


def test_only_these_take_a_form_without_its_token():
    exempt = {name for name, view in views() if getattr(view, "csrf_exempt", False)}
    # DRF's views are exempt for Django and check the token themselves where a session speaks; ours only read.
    reading = {name for name in exempt if name in {"api-schema", "api-docs"} or _only_reads(name)}
    assert exempt - reading == set(WITHOUT_TOKEN)


def _only_reads(name) -> bool:
    view = dict(views())[name]
    methods = {m for m in ("post", "put", "patch", "delete") if hasattr(getattr(view, "cls", object), m)}
    return hasattr(view, "cls") and not methods


def test_every_other_form_without_its_token_changes_nothing(small):
    from tests.flows.test_urls_by_role import everything

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(small.people["director"])
    before, wrong = everything(), []
    for name, given in addresses.names().items():
        if name in WITHOUT_TOKEN or name.startswith(("api", "fundraising:api", "travel:api")):
            continue
        response = strict.post(addresses.path_of(small, name, given), {"x": "1"})
        if response.status_code not in (403, 405):
            wrong.append(f"{name}: {response.status_code}")
    assert wrong == []
    assert everything() == before


@pytest.mark.parametrize("address", ["/theme/", "/language/"])
@pytest.mark.django_db
def test_the_switches_refuse_other_sites(client, address):
    sent = client.post(address, {"theme": "dark", "language": "es"}, headers={"sec-fetch-site": "cross-site"})
    assert sent.status_code == 200
    assert not client.cookies.keys() & {"theme", "django_language"}


# -- links that are keys ----------------------------------------------------------------------------


def test_looking_at_a_link_changes_nothing(small):
    contact, invitation = small.rows["contact"], small.rows["invitation"]
    for client in (small.client("anonymous"), small.client("director")):
        for method in ("get", "head", "options"):
            getattr(client, method)(stop_path(contact))
            getattr(client, method)(reverse("delegation:invitation", args=[invitation.token]))
    assert MemberContact.objects.get(pk=contact.pk).stopped_at is None
    assert Invitation.objects.get(pk=invitation.pk).accepted_at is None


def test_an_invitation_is_for_its_address_alone(small):
    invitation = small.rows["invitation"]
    address = reverse("delegation:invitation", args=[invitation.token])
    for role in ("anonymous", "other", "director", "superuser"):
        page = small.client(role).get(address)
        assert invitation.email not in page.content.decode(), "whose it is stands nowhere"
        small.client(role).post(address)
    assert Invitation.objects.get(pk=invitation.pk).accepted_at is None
    assert invitation.token not in repr(Invitation.objects.filter(pk=invitation.pk).values().get())


def test_an_invitation_that_ran_out_or_was_taken_back_opens_nothing(small):
    late = make.make_invitation(small.delegation, expires_at=timezone.now() - timedelta(seconds=1))
    back = people_actions.withdraw_invitation(
        make.make_invitation(small.delegation), by=small.people["director"]
    )  # its token is forgotten with it
    for row in (late, back):
        person = make.make_person(email=row.email)
        client = Client()
        client.force_login(person)
        if row is late:
            address = reverse("delegation:invitation", args=[row.token])
            assert client.get(address).status_code == 410
            assert client.post(address).status_code == 410
    assert not Invitation.objects.exclude(accepted_at=None).exists()


def test_a_stop_link_that_was_changed_is_none(small):
    path = stop_path(small.rows["contact"])
    for changed in (path.replace(":", ";", 1), path[:-4] + "aaa/", "/members/stop/x/", "/members/stop/%00/"):
        for method in ("get", "post"):
            assert getattr(small.client("anonymous"), method)(changed).status_code == 404
    assert MemberContact.objects.get(pk=small.rows["contact"].pk).stopped_at is None


# -- other people's things --------------------------------------------------------------------------


# What the world gave to the other delegate: not other people's things to them.
OF_THE_OTHER = {"claim_waiting", "claim_line_waiting", "stipend_agreed"}


def test_other_peoples_things_answer_as_if_there_were_none(small):
    """Staff of another delegation, and a delegate of this one: word for word what an unknown uuid gets."""
    stranger = make.make_staff(make.make_delegation(), "director", "treasurer", "logistics")
    small.people["stranger"] = stranger
    clients = {role: small.client(role) for role in ("stranger", "other")}
    told, checked = [], 0
    for name, given in addresses.names().items():
        if "uuid" not in given or name.startswith("delegation:demo_mail") or name in FOR_EVERYBODY:
            continue
        real = addresses.path_of(small, name, given)
        row = str(small.rows[addresses.row_of(name)].uuid)
        unknown = real.replace(row, str(uuid.uuid4()))
        for role in ("stranger",) if addresses.row_of(name) in OF_THE_OTHER else ("stranger", "other"):
            client = clients[role]
            for method in ("get", "post"):
                one, two = getattr(client, method)(real), getattr(client, method)(unknown)
                if one.status_code in (405, 200, 302) and one.status_code == two.status_code:
                    continue
                if one.status_code == 404 or two.status_code == 404:
                    checked += 1
                    same = plain(one, real, row) == plain(two, unknown, *_uuids(unknown))
                    if one.status_code != two.status_code or not same:
                        told.append(f"{name} {method} {role}: {one.status_code} {two.status_code}")
    assert told == []
    assert checked > 40


def _uuids(path):
    return re.findall(r"[0-9a-f-]{36}", path)


# A public page, a picture on one, organisations of the whole network, one's own delegation's document.
FOR_EVERYBODY = {
    "fundraising:thanks",
    "fundraising:photo",
    "delegation:organisation",
    "delegation:agree_contact",
    "delegation:stop_contact",
    "travel:briefing",
    "travel:acknowledge_briefing",
}


# -- what a page may hold ---------------------------------------------------------------------------

LOADS = re.compile(
    r"<(?:script|img|link|iframe|object|embed|source|video|audio|use|form|image)\b[^>]*?"
    r"(?:src|href|data|action|srcset|poster)\s*=\s*[\"']?\s*((?:https?:)?//[^\"'\s>]+)",
    re.IGNORECASE,
)


def test_no_page_of_ours_asks_another_host_for_anything(small):
    ours, found, pages = ("http://localhost:8000", "http://testserver"), [], 0
    for role in ("anonymous", "owner", "director", "communications"):
        client = small.client(role)
        for name, given in addresses.names().items():
            response = client.get(addresses.path_of(small, name, given))
            if "html" not in response.headers.get("Content-Type", ""):
                continue
            pages += 1
            body = response.content.decode()
            found += [f"{name}: {url}" for url in LOADS.findall(body) if not url.startswith(ours)]
            assert " style=" not in body or "mail" in name, name
            assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>\s*\S", body), f"{name}: a script of its own"
            assert not re.search(r"\son\w+\s*=\s*[\"']", re.sub(r"<[^>]*content=[^>]*>", "", body)), name
    assert found == []
    assert pages > 150


# -- sealed values ----------------------------------------------------------------------------------


def test_who_may_not_open_a_passport_leaves_it_closed_and_who_may_is_on_record(small):
    address = reverse("travel:reveal_passport", args=[small.rows["passport"].uuid])
    for role in ("auditor", "reviewer", "treasurer", "communications"):
        answer = small.client(role).post(address)
        assert answer.status_code == 403, role
    reveals = AuditEvent.objects.filter(verb="delegation.reveal")
    before = reveals.count()
    small.client("auditor").post(address)
    assert reveals.count() == before
    assert small.client("logistics").post(address).status_code == 200
    last = reveals.latest("id")
    assert reveals.count() == before + 1
    assert last.actor_uuid == small.people["logistics"].uuid


def test_a_person_page_shows_staff_nothing_sealed(small):
    from delegation import sealed

    owner = small.rows["owner"].person
    sealed.put(owner, "legal_name", "Quetzalli Montenegro", subject_uuid=owner.uuid)
    sealed.put(owner, "phone", "+1 202 555 0143", subject_uuid=owner.uuid)
    uuid_of = small.rows["owner"].uuid
    for role in world.STAFF:
        for name in ("delegation:person", "travel:delegate_file"):
            body = small.client(role).get(reverse(name, args=[uuid_of])).content.decode()
            assert "Quetzalli" not in body
            assert "555 0143" not in re.sub(r"<footer.*", "", body, flags=re.DOTALL)
    admin = small.client("superuser").get(f"/admin/delegation/person/{owner.pk}/change/").content.decode()
    assert "Quetzalli" not in admin


# -- lists as files ---------------------------------------------------------------------------------


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "＝", "  =", " \n@"])
def test_no_cell_is_a_formula(start):
    cell = import_module("delegation.exports").safe_cell(f"{start}HYPERLINK(1)")
    assert cell.startswith("'")
