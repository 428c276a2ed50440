"""What every answer says to the browser: of pages, redirects, refusals, files and faults."""

import pytest
from django.test import Client
from django.urls import path, reverse

from delegation import urls as ours
from delegation.stop_links import stop_path

NONE = "'none'"
# Whose policy differs from the house's, and why: name of the address -> what it may add.
LOOSER = {
    "api-docs": {"img-src": "data:"},  # the icons in its style sheet
    "fundraising:give_appeal": {"form-action": "http://127.0.0.1:8420"},  # the way to Checkout
    "fundraising:give_pool_form": {"form-action": "http://127.0.0.1:8420"},
    "fundraising:share_appeal": {"frame-src": "'self'"},  # the mail as members will see it
}
HOUSE = {
    "default-src": NONE,
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": NONE,
    "frame-ancestors": NONE,
    "object-src": NONE,
}
SAME_EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def _broken(request):
    raise RuntimeError("on purpose")


# This module is also the address space of one test: the service's own, and a page that breaks.
urlpatterns = [path("broken/", _broken), path("api/broken/", _broken), *ours.urlpatterns]
handler400, handler403, handler404, handler500 = ours.handler400, ours.handler403, ours.handler404, ours.handler500


def policy_of(response) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in response.headers["Content-Security-Policy"].split(";"))
    return {name: value.strip() for name, _space, value in parts if name}


def assert_headers(response, *, where="", looser=None):
    for name, value in SAME_EVERYWHERE.items():
        assert response.headers.get(name) == value, f"{where}: {name} is {response.headers.get(name)!r}"
    assert "camera=()" in response.headers["Permissions-Policy"], where
    looser = looser or {}
    wanted = {**HOUSE, **looser}
    for name in looser.keys() & HOUSE.keys():
        wanted[name] = f"{HOUSE[name]} {looser[name]}"
    assert policy_of(response) == wanted, where


# (who, method, address, body, status). A body of None sends nothing.
CASES = [
    ("anonymous", "get", "/", None, 200),
    ("anonymous", "get", "/about/", None, 200),
    ("anonymous", "get", "/about", None, 301),
    ("anonymous", "get", "/appeals/", None, 200),
    ("anonymous", "get", "/accounts/login/", None, 200),
    ("anonymous", "post", "/accounts/login/", {"login": "x"}, 200),
    ("anonymous", "get", "/accounts/signup/", None, 200),
    ("anonymous", "get", "/my/", None, 302),
    ("anonymous", "get", "/admin/", None, 302),
    ("anonymous", "get", "/admin/login/", None, 302),
    ("anonymous", "get", "/api/", None, 302),
    ("anonymous", "get", "/api/docs/", None, 200),
    ("anonymous", "get", "/api/schema/", None, 200),
    ("anonymous", "get", "/api/appeals/", None, 200),
    ("anonymous", "get", "/api/appeals/none/", None, 404),
    ("anonymous", "post", "/api/appeals/", {}, 405),
    ("anonymous", "get", "/api/none/", None, 404),
    ("anonymous", "get", "/none/", None, 404),
    ("anonymous", "get", "/healthz", None, 200),
    ("anonymous", "get", "/robots.txt", None, 200),
    ("anonymous", "get", "/.well-known/security.txt", None, 200),
    ("anonymous", "get", "/static/css/base.css", None, 200),
    ("anonymous", "get", "/static/css/none.css", None, 404),
    ("anonymous", "get", "/stripe/webhook/", None, 405),
    ("anonymous", "post", "/stripe/webhook/", {}, 400),
    ("anonymous", "post", "/about/", {}, 405),
    ("anonymous", "post", "/theme/", {"theme": "dark"}, 302),
    ("anonymous", "get", "/styleguide/", None, 200),
    ("owner", "get", "/my/", None, 200),
    ("owner", "get", "/my/papers/", None, 200),
    ("owner", "get", "/desk/", None, 403),
    ("owner", "get", "/admin/login/", None, 403),
    ("owner", "post", "/my/papers/", {"country": "US"}, 422),
    ("owner", "get", "/broken/", None, 500),
    ("anonymous", "get", "/broken/", None, 500),
    ("anonymous", "get", "/api/broken/", None, 500),
    ("director", "get", "/desk/the-table/money/", None, 200),
    ("director", "post", "/desk/the-table/people/invite/", {"email": "no"}, 422),
    ("director", "post", "/desk/the-table/people/export/", {}, 200),
    ("auditor", "post", "/desk/the-table/people/invite/", {"email": "a@example.org", "language": "en"}, 403),
    ("superuser", "get", "/admin/", None, 200),
    ("superuser", "get", "/admin/delegation/person/", None, 200),
    ("superuser", "get", "/admin/delegation/delegation/add/", None, 200),
]


@pytest.mark.urls(__name__)
def test_every_kind_of_answer_carries_the_headers(small):
    wrong = []
    for role, method, address, body, status in CASES:
        client = small.client(role)
        response = getattr(client, method)(address, *(() if body is None else (body,)))
        where = f"{role} {method} {address}"
        if response.status_code != status:
            wrong.append(f"{where}: {response.status_code}, not {status}")
        looser = LOOSER["api-docs"] if address == "/api/docs/" else None
        assert_headers(response, where=where, looser=looser)
    assert wrong == []
    assert {case[4] for case in CASES} >= {200, 301, 302, 400, 403, 404, 405, 422, 500}


def test_pages_that_need_more_get_that_and_no_more(small):
    appeal, client = small.rows["appeal"], small.client("communications")
    for name, arg in (
        ("fundraising:give_appeal", appeal.slug),
        ("fundraising:give_pool_form", small.delegation.slug),
        ("fundraising:share_appeal", appeal.uuid),
    ):
        assert_headers(client.get(reverse(name, args=[arg])), where=name, looser=LOOSER[name])
    plain = client.get(reverse("fundraising:appeal_public", args=[appeal.slug]))
    assert_headers(plain, where="the page whose form leads to the give page")


def test_an_address_that_is_gone_a_stale_decision_and_a_forged_form(small):
    invitation = small.rows["invitation"]
    invitation.withdrawn_at = invitation.created_at
    invitation.save()
    gone = small.client("anonymous").get(reverse("delegation:invitation", args=[invitation.token]))
    assert gone.status_code == 410
    twice = small.client("director").post(reverse("delegation:withdraw_own", args=[small.rows["owner"].uuid]))
    assert twice.status_code == 404
    strict = Client(enforce_csrf_checks=True)
    forged = strict.post("/accounts/login/", {"login": "x"})
    assert forged.status_code == 403
    host = small.client("anonymous").get("/about/", HTTP_HOST="evil.example")
    assert host.status_code == 400
    for response in (gone, twice, forged, host):
        assert_headers(response, where=str(response.status_code))


def test_a_conflict_has_them_too(small):
    """A verb that came too late, uncaught by any form: 409."""
    owner = small.rows["owner"]
    type(owner).objects.filter(pk=owner.pk).update(status="closed")
    client = small.client("owner")
    response = client.post(reverse("delegation:withdraw_own", args=[owner.uuid]))
    assert response.status_code == 409
    assert_headers(response, where="409")


def test_what_belongs_to_a_session_is_kept_nowhere(small):
    client = small.client("owner")
    for address in ("/my/", "/my/profile/", "/my/papers/", "/home/", "/none/", "/about/"):
        response = client.get(address)
        assert "no-store" in response.headers.get("Cache-Control", ""), address
    out = client.post(reverse("account_logout"))
    assert "storage" in out.headers["Clear-Site-Data"]
    assert "no-store" in out.headers["Cache-Control"]


def test_files_are_kept_by_browsers_also_with_a_session(small):
    response = small.client("owner").get("/static/css/base.css")
    assert "no-store" not in response.headers["Cache-Control"]
    assert "X-Robots-Tag" not in response.headers


def test_only_pages_for_everybody_are_for_search_engines(small):
    anonymous = small.client("anonymous")
    listed = {address for address in ("/", "/about/", "/privacy/", "/appeals/") if not _hidden(anonymous.get(address))}
    assert listed == {"/", "/about/", "/privacy/", "/appeals/"}
    appeal, gift = small.rows["appeal"], small.rows["gift"]
    for address in (
        reverse("fundraising:appeal_public", args=[appeal.slug]),
        reverse("fundraising:appeal_shared", args=[appeal.slug, small.rows["share"].code]),
        reverse("fundraising:give_appeal", args=[appeal.slug]),
        reverse("fundraising:thanks", args=[gift.uuid]),
        reverse("fundraising:photo", args=[small.rows["photo"].uuid]),
        reverse("delegation:invitation", args=[small.rows["invitation"].token]),
        stop_path(small.rows["contact"]),
        "/accounts/login/",
        "/demo/mail/",
        "/api/appeals/",
        "/none/",
        "/appeals/?q=water",
    ):
        assert _hidden(anonymous.get(address)), address


def _hidden(response) -> bool:
    return "noindex" in response.headers.get("X-Robots-Tag", "")


def test_pages_whose_address_is_a_key_tell_nobody_else_the_address(small):
    """With same-origin nothing at all goes to other sites. Stricter would break the button on the page: browsers then
    send its form with the origin “null”, and the form's token is refused."""
    for address in (stop_path(small.rows["contact"]), reverse("delegation:invitation", args=["x"])):
        response = small.client("anonymous").get(address)
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert b'href="http' not in response.content, "no way leads from here to another site"


def test_mails_are_shown_without_script_or_request(small):
    preview = small.client("communications").get(
        reverse("fundraising:share_mail", args=[small.rows["appeal"].uuid, "en"])
    )
    shown = small.client("anonymous").get(reverse("delegation:demo_mail_html", args=[small.rows["mail"].uuid]))
    assert (preview.status_code, shown.status_code) == (200, 200)
    for response in (preview, shown):
        policy = policy_of(response)
        assert policy["default-src"] == NONE
        assert policy.get("script-src", NONE) == NONE
        assert policy.get("connect-src", NONE) == NONE
        assert "http" not in response.headers["Content-Security-Policy"]
