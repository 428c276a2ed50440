"""Pages that explain, language and theme, errors, and what every answer carries."""

import json
import re

import pytest
from django.conf import settings
from django.core import mail
from django.http import HttpResponse, HttpResponseGone
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from django.views.decorators.http import require_POST

from delegation.errors import Conflict, NotPermitted
from delegation.facts import facts
from delegation.middleware import DomainErrorMiddleware
from delegation.personal_data import retention_rows
from delegation.urls import handler400, handler403, handler404, handler500
from delegation.urls import urlpatterns as ours
from tests.factories.delegation import make_delegate, make_delegation, make_person, make_staff

pytestmark = pytest.mark.django_db

PAGES = ["/about/", "/privacy/", "/surplus-rule/", "/contact/", "/history/"]


def refuse(request):
    raise NotPermitted("Only a treasurer may do this.")


def stale(request):
    raise Conflict("Somebody was faster.")


def broken(request):
    raise RuntimeError("secret inside")


urlpatterns = [
    path("t/refuse/", refuse),
    path("t/stale/", stale),
    path("t/broken/", broken),
    path("t/gone/", lambda request: HttpResponseGone()),
    path("t/post/", require_POST(lambda request: HttpResponse("done"))),
    path("api/t/stale/", stale),
    *ours,
]
assert handler400
assert handler403
assert handler404
assert handler500


@pytest.mark.parametrize("address", PAGES)
def test_pages_that_explain_may_be_listed_and_hold_one_heading(client, address):
    answer = client.get(address)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "X-Robots-Tag" not in answer
    assert text.count("<h1") == 1
    assert '<main id="main">' in text
    assert 'href="#main"' in text
    assert not answer.cookies


@pytest.mark.parametrize("address", PAGES)
def test_every_page_has_a_contact(client, address):
    assert 'href="/contact/"' in client.get(address).content.decode()


def test_nothing_else_is_listed(client):
    for address in ("/accounts/login/", "/language/", "/styleguide/", "/not-there/"):
        assert "noindex" in client.get(address)["X-Robots-Tag"], address


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("&#x27;", "'").split())


def test_the_rule_stands_word_for_word(client):
    page = words(client.get("/surplus-rule/").content.decode())
    rule = (
        "If more is given than the delegate's journey costs, or the delegate does not travel, the rest helps other "
        "delegates to the same review; what is left when all accounts are closed is kept for the next delegation."
    )
    network = settings.NETWORK["name"]
    wish = (
        f"Your gift goes to {network} for the travel of its delegation to the review. You are telling us that you "
        f"would like it to help the delegate. We will try to follow your wish, and {network} has complete discretion "
        "and control over how gifts are used: if the delegate cannot travel, or has enough, your gift helps other "
        "delegates. Gifts are not returned for that reason."
    )
    assert rule in page
    assert wish in page


def test_privacy_says_every_kind_that_is_kept(client):
    page = words(client.get("/privacy/").content.decode())
    rows = retention_rows()
    assert len(rows) > 5
    for row in rows:
        assert str(row["what"]) in page
        assert str(row["how_long"]) in page


def test_history_tells_the_real_reviews_and_their_sources(client):
    page = client.get("/history/").content.decode()
    for review in facts()["upr"]["us_reviews"]:
        assert f"session {review['wg_session']}" in page
        assert facts()["sources"][review["source"]]["url"].replace("&", "&amp;") in page
    assert "<s>11 May 2020</s>" in page
    assert "9 November 2020" in page


def test_robots_and_security(client):
    robots = client.get("/robots.txt").content.decode()
    assert "Disallow: /desk/" in robots
    assert "Disallow: /appeals" not in robots
    assert settings.NETWORK["email"] in client.get("/.well-known/security.txt").content.decode()


# -- language and theme -------------------------------------------------------------------------


def test_a_language_is_chosen_without_script_and_leads_back(client):
    answer = client.post("/language/", {"language": "es", "next": "/about/?x=1"})
    assert (answer.status_code, answer["Location"]) == (302, "/about/?x=1")
    assert 'lang="es"' in client.get("/about/").content.decode()


def test_pages_kept_for_everybody_lead_back_by_the_referer(client):
    answer = client.post("/theme/", {"theme": "dark"}, HTTP_REFERER="http://testserver/appeals/water/")
    assert answer["Location"] == "/appeals/water/"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil"])
def test_the_way_back_leads_only_to_us(client, target):
    answer = client.post("/language/", {"language": "es", "next": target}, HTTP_REFERER=target)
    assert answer["Location"] == "/"


def test_a_choice_we_do_not_know_is_forgotten(client):
    client.cookies["theme"] = "dark"
    answer = client.post("/theme/", {"theme": "<script>"})
    assert answer.cookies["theme"].value == ""


def test_another_site_cannot_choose_for_the_reader(client):
    answer = client.post("/theme/", {"theme": "dark"}, HTTP_SEC_FETCH_SITE="cross-site")
    assert answer.status_code == 200
    assert "theme" not in answer.cookies


def test_the_theme_is_on_the_page_it_is_sent_with(client):
    assert "data-theme" not in client.get("/about/").content.decode()
    client.cookies["theme"] = "dark"
    assert '<html lang="en" data-theme="dark">' in client.get("/about/").content.decode()
    client.cookies["theme"] = '"><script>'
    assert "data-theme" not in client.get("/about/").content.decode()


def test_language_by_cookie_then_person_then_browser(client):
    assert 'lang="es"' in client.get("/about/", HTTP_ACCEPT_LANGUAGE="es-MX,en;q=0.5").content.decode()
    assert 'lang="en"' in client.get("/about/", HTTP_ACCEPT_LANGUAGE="tlh").content.decode()
    client.force_login(make_person(language="es"))
    assert 'lang="es"' in client.get("/about/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert 'lang="en"' in client.get("/about/").content.decode()


# -- headers --------------------------------------------------------------------------------------


def test_every_answer_keeps_a_visit_private(client):
    answer = client.get("/about/")
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    for switched_off in ("camera=()", "geolocation=()", "microphone=()", "payment=()", "browsing-topics=()"):
        assert switched_off in answer["Permissions-Policy"]
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_what_a_signed_in_person_sees_is_stored_nowhere(client):
    assert "no-store" not in client.get("/about/").get("Cache-Control", "")
    client.force_login(make_person())
    assert client.get("/about/")["Cache-Control"] == "no-store"


def test_signing_out_clears_what_the_browser_kept(client):
    client.force_login(make_person())
    answer = client.post("/accounts/logout/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'


def test_a_reader_without_session_costs_no_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/about/")


# -- errors ---------------------------------------------------------------------------------------


@pytest.fixture
def refusing(settings):
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/t/refuse/", 403, "Only a treasurer may do this."),
        ("/t/stale/", 409, "Somebody was faster."),
        ("/t/broken/", 500, "Something broke on our side"),
        ("/t/gone/", 410, "This page is gone for good"),
        ("/t/post/", 405, "This address only takes a form"),
        ("/t/nowhere/", 404, "There is no page at this address"),
    ],
)
def test_a_refusal_is_a_page_in_words(refusing, address, status, said):
    answer = refusing.get(address)
    text = answer.content.decode()
    assert answer.status_code == status
    assert said in text
    assert "secret inside" not in text
    assert text.count("<h1") == 1
    assert "Write to us" in text


def test_a_page_for_405_keeps_what_is_allowed(refusing):
    assert refusing.get("/t/post/")["Allow"] == "POST"
    assert refusing.post("/t/post/").content == b"done"


def test_a_refusal_in_the_api_is_a_problem(refusing):
    answer = refusing.get("/api/t/stale/")
    assert answer["Content-Type"] == "application/problem+json"
    problem = json.loads(answer.content)
    assert (problem["status"], problem["code"]) == (409, "conflict")
    assert problem["detail"] == "Somebody was faster."


def test_the_page_for_500_needs_no_database(refusing, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert refusing.get("/t/broken/").status_code == 500


def test_other_errors_are_not_ours_to_hide():
    middleware = DomainErrorMiddleware(lambda request: HttpResponse())
    assert middleware.process_exception(RequestFactory().get("/"), RuntimeError()) is None


def test_a_form_that_is_too_old_says_what_to_do():
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/accounts/login/code/", {"email": "a@example.org"})
    assert answer.status_code == 403
    assert "You were away for a while" in answer.content.decode()


# -- signing in -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["/accounts/login/", "/accounts/login/code/", "/accounts/signup/", "/accounts/password/reset/",
     "/accounts/password/reset/done/", "/accounts/confirm-email/"],
)  # fmt: skip
def test_account_pages_are_ours(client, address):
    answer = client.get(address, follow=True)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert '<main id="main">' in text
    assert text.count("<h1") == 1
    assert "Menu:" not in text  # allauth's own layout


@pytest.mark.parametrize("address", ["/accounts/email/", "/accounts/password/set/", "/accounts/logout/"])
def test_pages_of_ones_account_are_ours(client, address):
    client.force_login(make_person())
    answer = client.get(address, follow=True)
    assert answer.status_code == 200
    assert answer.content.decode().count("<h1") == 1


def test_a_code_signs_in(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    person = make_person()
    client.post("/accounts/login/code/", {"email": person.email})
    (sent,) = mail.outbox
    assert sent.subject == "Your code to sign in"
    assert "<html" in sent.alternatives[0][0]
    assert "&#x27;" not in sent.body
    code = re.search(r"^([A-Z0-9-]{5,12})$", sent.body, re.M)[1]
    client.post("/accounts/login/code/confirm/", {"code": code})
    assert client.session["_auth_user_id"] == str(person.pk)


def test_a_wrong_password_is_said_at_the_form_and_keeps_the_address(client):
    answer = client.post("/accounts/login/", {"login": "ana@example.org", "password": "wrong-wrong"})
    text = answer.content.decode()
    assert 'value="ana@example.org"' in text
    assert 'role="alert"' in text
    assert "wrong-wrong" not in text


def test_adding_an_address_asks_in_our_words(client):
    client.force_login(make_person())
    assert "Another e-mail address" in client.get("/accounts/email/").content.decode()


def test_navigation_counts_what_waits_on_this_delegation(client):
    delegation, other = make_delegation(), make_delegation()
    client.force_login(make_staff(delegation, "director"))
    make_delegate(delegation, "applied")
    make_delegate(other, "applied")
    page = words(client.get(f"/desk/{delegation.slug}/people/").content.decode())
    assert "People 1 waiting" in page


@override_settings(DEMO=False, DEBUG=False)
def test_the_style_guide_is_for_builders(client):
    assert client.get("/styleguide/").status_code == 404
