"""The doors people come in by: signing up, asking to join, following an invitation, their own place and profile."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from delegation import sealed
from delegation.models import AuditEvent, Delegate, Organisation, Person
from tests.factories.delegation import (
    make_delegate,
    make_delegation,
    make_invitation,
    make_organisation,
    make_person,
    make_staff,
)

pytestmark = pytest.mark.django_db

ANSWERS = {
    "name_used": "Ana",
    "region": "California",
    "theme": "water",
    "why": "Because we have none.",
    "consent_journey": "on",
    "consent_record": "on",
}


def apply_url(delegation):
    return reverse("delegation:apply", args=[delegation.slug])


# -- accounts ---------------------------------------------------------------------------------
def sign_up(client, email, next_=""):
    return client.post(reverse("account_signup"), {"email": email, "next": next_})


def code_in(message):
    return next(
        line.strip() for line in message.body.splitlines() if 5 <= len(line.strip()) <= 9 and " " not in line.strip()
    )


def test_signing_up_with_an_address_and_the_code_from_the_mail(client):
    answer = sign_up(client, "Ana@Example.org")
    assert answer.status_code == 302
    [sent] = mail.outbox
    assert sent.to == ["ana@example.org"]
    answer = client.post(reverse("account_email_verification_sent"), {"code": code_in(sent)})
    assert answer.status_code == 302
    person = Person.objects.get(email="ana@example.org")
    assert not person.has_usable_password()
    assert client.get(reverse("delegation:home_for_me")).status_code == 200


def test_language_of_the_page_becomes_the_persons(client):
    client.cookies["django_language"] = "es"
    sign_up(client, "ana@example.org")
    assert Person.objects.get().language == "es"


def test_an_address_that_has_an_account_looks_the_same(client):
    make_person("known@example.org")
    known, unknown = sign_up(client, "known@example.org"), sign_up(client, "unknown@example.org")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_asking_for_a_code_tells_nothing(client):
    make_person("known@example.org")
    answers = [
        client.post(reverse("account_request_login_code"), {"email": address})
        for address in ("known@example.org", "unknown@example.org")
    ]
    assert len({(a.status_code, a["Location"]) for a in answers}) == 1


def test_the_admins_door_is_ours(client):
    answer = client.get("/admin/login/?next=/admin/")
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


# -- the door after log-in --------------------------------------------------------------------
def test_home_needs_a_log_in(client):
    assert client.get(reverse("delegation:home_for_me"))["Location"].startswith(reverse("account_login"))


def test_home_sends_each_to_their_place(client):
    delegation = make_delegation()
    for person, target in [
        (make_staff(delegation, "reviewer"), "travel:desk"),
        (make_delegate(delegation).person, "travel:my_journey"),
    ]:
        client.force_login(person)
        assert client.get(reverse("delegation:home_for_me"))["Location"] == reverse(target)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("applied", "with the team"),
        ("declined", "no seat is left"),
        ("withdrawn", "off the list"),
        ("closed", "closed"),
    ],
)
def test_home_says_where_it_stands(client, status, words):
    delegate = make_delegate(status=status, decline_reason="no_seat" if status == "declined" else "")
    client.force_login(delegate.person)
    answer = client.get(reverse("delegation:home_for_me"))
    assert words in answer.content.decode()


# -- asking to join ---------------------------------------------------------------------------
def test_strangers_are_asked_to_sign_up_first(client):
    delegation = make_delegation()
    answer = client.get(apply_url(delegation))
    assert answer.status_code == 200
    assert reverse("account_signup") in answer.content.decode()


def test_asking_to_join(client):
    delegation, person, organisation = make_delegation(), make_person(), make_organisation()
    client.force_login(person)
    assert client.get(apply_url(delegation)).status_code == 200
    answer = client.post(apply_url(delegation), ANSWERS | {"organisation": organisation.pk}, follow=True)
    assert "Your application is in." in answer.content.decode()
    delegate = Delegate.objects.get()
    assert (delegate.person, delegate.organisation, delegate.region) == (person, organisation, "California")
    assert client.post(apply_url(delegation), ANSWERS).status_code == 200
    assert Delegate.objects.count() == 1


def test_an_organisation_can_be_typed(client):
    make_organisation(name="Water Table")
    client.force_login(make_person())
    client.post(apply_url(make_delegation()), ANSWERS | {"other_organisation": "water  table"})
    client.force_login(make_person())
    client.post(apply_url(make_delegation()), ANSWERS | {"other_organisation": "New Voices"})
    assert sorted(Organisation.objects.values_list("name", flat=True)) == ["New Voices", "Water Table"]
    assert not Organisation.objects.get(name="New Voices").is_member


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"name_used": ""}, "name_used", "still missing"),
        ({"region": ""}, "region", "still missing"),
        ({"region": "x" * 61}, "region", "at most 60"),
        ({"name_used": "Ana\u202eseyeR"}, "name_used", "cannot keep"),
        ({"name_used": "Ana\x07"}, "name_used", "cannot keep"),
        ({"name_used": "\x00"}, "name_used", "cannot keep"),
        ({"why": "x" * 1201}, "why", "at most 1200"),
        ({"consent_record": ""}, "consent_record", "cannot work with you"),
        ({"organisation": "999999"}, "organisation", "valid choice"),
        ({"organisation": "x' OR 1=1"}, "organisation", "valid choice"),
    ],
)
def test_bad_answers_stay_and_say_why(client, change, field, words):
    client.force_login(make_person())
    answer = client.post(apply_url(make_delegation()), ANSWERS | change)
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors[field])
    assert "Because we have none." in answer.content.decode() or field == "why"
    assert not Delegate.objects.exists()


def test_both_organisations_are_one_too_many(client):
    client.force_login(make_person())
    answers = ANSWERS | {"organisation": make_organisation().pk, "other_organisation": "Another"}
    answer = client.post(apply_url(make_delegation()), answers)
    assert answer.status_code == 422
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize("name", ["Ñandú", "Nguyễn Thị Hoa", "ʻOkina", "علي", "李小龍", "O’Brien-Łuk", "क्‍ष"])
def test_names_are_kept_as_typed(client, name):
    person = make_person()
    client.force_login(person)
    client.post(apply_url(make_delegation()), ANSWERS | {"name_used": name})
    person.refresh_from_db()
    assert person.name_used == name


def test_closed_delegations_say_so(client):
    client.force_login(make_person())
    answer = client.get(apply_url(make_delegation(takes_applications=False)))
    assert "no applications at present" in answer.content.decode()


def test_unknown_delegation_is_404(client):
    assert client.get("/join/no-such/").status_code == 404


def test_people_take_their_own_application_back(client):
    delegate, other = make_delegate(status="applied"), make_delegate(status="applied")
    client.force_login(delegate.person)
    assert client.post(reverse("delegation:withdraw_own", args=[other.uuid])).status_code == 404
    assert client.get(reverse("delegation:withdraw_own", args=[delegate.uuid])).status_code == 405
    client.post(reverse("delegation:withdraw_own", args=[delegate.uuid]))
    delegate.refresh_from_db()
    other.refresh_from_db()
    assert (delegate.status, other.status) == ("withdrawn", "applied")


# -- invitations ------------------------------------------------------------------------------
def test_following_an_invitation_to_the_end(client):
    row = make_invitation(make_delegation(takes_applications=False), email="ana@example.org")
    url = reverse("delegation:invitation", args=[row.token])
    assert reverse("account_signup") in client.get(url).content.decode()
    client.force_login(make_person("ana@example.org"))
    client.get(url)
    row.refresh_from_db()
    assert row.accepted_at is None, "a GET changes nothing"
    assert client.post(url)["Location"] == apply_url(row.delegation)
    assert client.post(apply_url(row.delegation), ANSWERS).status_code == 302
    assert Delegate.objects.get().status == "applied"


def test_another_address_is_told_so_and_accepts_nothing(client):
    row = make_invitation(email="ana@example.org")
    client.force_login(make_person("other@example.org"))
    url = reverse("delegation:invitation", args=[row.token])
    for answer in (client.get(url), client.post(url)):
        page = answer.content.decode()
        assert "another address" in page
        assert "ana@example.org" not in page
    row.refresh_from_db()
    assert row.accepted_at is None


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"expires_at": timezone.now() - timedelta(days=1)}, "run out"),
        ({"withdrawn_at": timezone.now()}, "taken back"),
    ],
)
def test_links_that_no_longer_work_say_why(client, fields, words):
    row = make_invitation(**fields)
    answer = client.get(reverse("delegation:invitation", args=[row.token]))
    assert answer.status_code == 410
    assert words in answer.content.decode()


def test_a_used_link_is_used(client):
    person = make_person("ana@example.org")
    row = make_invitation(email=person.email, accepted_at=timezone.now(), accepted_by=person)
    answer = client.get(reverse("delegation:invitation", args=[row.token]))
    assert answer.status_code == 410
    assert "used already" in answer.content.decode()


def test_guessed_tokens_are_404(client):
    assert client.get(reverse("delegation:invitation", args=["guess"])).status_code == 404


# -- profile ----------------------------------------------------------------------------------
def seal(client, **data):
    return client.post(reverse("delegation:seal_profile"), data, follow=True)


def test_profile_keeps_secrets_until_asked(client):
    person = make_delegate().person
    client.force_login(person)
    assert "Saved and sealed." in seal(client, legal_name="Ana Lucía Reyes", phone="+1 202 555 0177").content.decode()
    page = client.get(reverse("delegation:my_profile"))
    assert "Reyes" not in page.content.decode()
    assert "0177" not in page.content.decode()
    assert sealed.MASK in page.content.decode()
    shown = client.post(reverse("delegation:reveal_own"))
    assert "Ana Lucía Reyes" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert AuditEvent.objects.filter(verb="delegation.reveal", actor_uuid=person.uuid).count() == 1
    assert client.get(reverse("delegation:reveal_own")).status_code == 405


def test_empty_keeps_and_the_box_deletes(client):
    person = make_delegate().person
    client.force_login(person)
    seal(client, legal_name="Ana Reyes", phone="+1 202 555 0143")
    seal(client, legal_name="")
    assert sealed.has(person, "legal_name")
    seal(client, remove_legal_name="on")
    assert not sealed.has(person, "legal_name")
    assert sealed.has(person, "phone")


@pytest.mark.parametrize("phone", ["12", "call me", "+1 202 <b>", "x" * 41])
def test_bad_numbers_stay_and_say_why(client, phone):
    person = make_delegate().person
    client.force_login(person)
    answer = seal(client, legal_name="Ana Reyes", phone=phone)
    assert answer.status_code == 422
    assert answer.context["sealed_form"].errors["phone"]
    assert "Ana Reyes" in answer.content.decode()
    assert not sealed.has(person, "legal_name")


def test_name_and_language_are_saved(client):
    person = make_delegate().person
    client.force_login(person)
    client.post(reverse("delegation:my_profile"), {"name_used": "Ani", "language": "es"})
    person.refresh_from_db()
    assert (person.name_used, person.language) == ("Ani", "es")
    assert client.cookies["django_language"].value == "es"
    assert client.post(reverse("delegation:my_profile"), {"name_used": "", "language": "xx"}).status_code == 422


def test_consents_on_the_profile(client):
    person = make_delegate().person
    client.force_login(person)
    url = reverse("delegation:consent", args=["members"])
    client.post(url, {"do": "give"})
    assert person.consents.get().given
    client.post(url, {"do": "withdraw"})
    assert person.consents.first().given is False
    assert client.post(reverse("delegation:consent", args=["nothing"])).status_code == 404


def test_profile_of_people_without_an_account_needs_log_in(client):
    for name in ("my_profile", "seal_profile", "reveal_own"):
        assert client.post(reverse(f"delegation:{name}")).status_code in {302, 405}


def test_a_password_is_the_other_way_in(client):
    make_person("known@example.org", password="a-long-enough-one")
    url = reverse("account_login")
    assert 'type="password"' in client.get(url).content.decode()
    wrong = [
        client.post(url, {"login": address, "password": "not-this-one"}).context["form"].errors
        for address in ("known@example.org", "unknown@example.org")
    ]
    assert str(wrong[0]) == str(wrong[1])
    assert client.post(url, {"login": "Known@Example.org", "password": "a-long-enough-one"})["Location"] == "/home/"


def test_a_code_by_mail_signs_in(client):
    person = make_person("known@example.org")
    client.post(reverse("account_request_login_code"), {"email": person.email})
    answer = client.post(reverse("account_confirm_login_code"), {"code": code_in(mail.outbox[0])})
    assert answer["Location"] == "/home/"
    assert client.get("/home/").status_code == 200


def test_signing_up_from_an_invitation_leads_back_to_it(client):
    row = make_invitation(email="ana@example.org")
    url = reverse("delegation:invitation", args=[row.token])
    sign_up(client, "ana@example.org", next_=url)
    answer = client.post(reverse("account_email_verification_sent"), {"code": code_in(mail.outbox[0])})
    assert answer["Location"] == url
    assert "Accept" in client.get(url).content.decode()


@pytest.mark.parametrize(("chosen", "after"), [(None, "es"), ("en", "en")])
def test_logging_in_brings_the_persons_language_unless_the_browser_chose(client, chosen, after):
    person = make_person("known@example.org", password="a-long-enough-one", language="es")
    if chosen:
        client.cookies["django_language"] = chosen
    client.post(reverse("account_login"), {"login": person.email, "password": "a-long-enough-one"})
    assert client.cookies["django_language"].value == after
