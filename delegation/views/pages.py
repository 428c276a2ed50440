"""Pages that say what the service is and how it keeps its promises; the reader's language and theme."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from delegation.facts import facts, source
from delegation.middleware import THEMES
from delegation.personal_data import retention_rows
from delegation.views.base import safe_next
from delegation.views.styleguide import styleguide_context

A_YEAR = 365 * 24 * 3600


def _page(name, **more):
    @require_safe
    def view(request):
        response = render(request, f"delegation/pages/{name}.html", {k: make() for k, make in more.items()})
        response.indexable = True
        return response

    return view


def past_reviews() -> list[dict]:
    """The reviews the facts know, newest first, each with the source it was read from."""
    rows = [{**review, "read_in": source(review["source"])} for review in facts()["upr"]["us_reviews"]]
    return sorted(rows, key=lambda r: (r["cycle"], r["wg_session"]), reverse=True)


def styleguide(request):
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    return render(request, "delegation/pages/styleguide.html", styleguide_context(request))


def _came_from(request) -> str:
    """The page of ours the reader stood on. Pages kept for everybody cannot say it in the form; the browser does."""
    referrer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referrer, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    parts = urlsplit(referrer)
    back = parts.path + (f"?{parts.query}" if parts.query else "")
    return "/" if parts.path == request.path or not back.startswith("/") or back.startswith("//") else back


def _choice(request, cookie: str, known, template: str):
    """A cookie the reader asks for, and back to where they were. It holds one word and moves nothing, which is why the
    form needs no token: it must also stand on pages that are kept for everybody. GET shows the choices."""
    back = safe_next(request, _came_from(request))
    if request.method != "POST" or request.headers.get("Sec-Fetch-Site") == "cross-site":
        return render(request, template, {"back": back})
    wanted = request.POST.get(cookie, "")
    response = redirect(back)
    name = settings.LANGUAGE_COOKIE_NAME if cookie == "language" else cookie
    if wanted in known:
        response.set_cookie(name, wanted, max_age=A_YEAR, samesite="Lax", httponly=True, secure=not settings.DEMO)
    else:
        response.delete_cookie(name, samesite="Lax")
    return response


@csrf_exempt
def set_language(request):
    return _choice(request, "language", dict(settings.LANGUAGES), "delegation/pages/language.html")


@csrf_exempt
def theme(request):
    return _choice(request, "theme", THEMES, "delegation/pages/theme.html")


@cache_control(max_age=3600)
def robots(request):
    closed = ("/accounts/", "/admin/", "/api/", "/demo/", "/desk/", "/gifts/", "/invitations/", "/members/", "/my/")
    lines = ["User-agent: *", *(f"Disallow: {address}" for address in closed)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@cache_control(max_age=3600)
def security_txt(request):
    """RFC 9116. The date by which it is read again is a year after the release that carries it."""
    lines = (
        f"Contact: mailto:{settings.NETWORK['email']}",
        "Expires: 2027-12-31T00:00:00Z",
        "Preferred-Languages: en, es",
        f"Canonical: {settings.PUBLIC_URL}/.well-known/security.txt",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


urlpatterns = [
    path("about/", _page("about"), name="about"),
    path("privacy/", _page("privacy", rows=retention_rows), name="privacy"),
    path("surplus-rule/", _page("surplus_rule"), name="surplus_rule"),
    path("contact/", _page("contact"), name="contact"),
    path("history/", _page("history", reviews=past_reviews), name="history"),
    path("theme/", theme, name="theme"),
    path("language/", set_language, name="language"),
]
global_urlpatterns = [
    path("styleguide/", styleguide, name="styleguide"),
    path("robots.txt", robots, name="robots"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
]
