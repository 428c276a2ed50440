"""Pages that say what the service is and how it keeps its promises; language and theme."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import check_for_language
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt

from delegation import queries
from delegation.middleware import THEMES
from delegation.personal_data import retention_rows
from delegation.views.base import safe_next

A_YEAR = 365 * 24 * 3600


def page(name, **more):
    def view(request):
        response = render(request, f"delegation/pages/{name}.html", {k: make() for k, make in more.items()})
        response.indexable = True
        return response

    return view


def styleguide(request):
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    return render(request, "delegation/pages/styleguide.html")


def _choice(request, cookie: str, value: str | None):
    """A cookie the reader asked for, and back to where they were. It holds one word and moves nothing, which is why
    the form needs no token: it must also stand on pages that are kept for everybody."""
    response = redirect(safe_next(request, "/"))
    if value:
        response.set_cookie(cookie, value, max_age=A_YEAR, samesite="Lax", httponly=True, secure=not settings.DEMO)
    else:
        response.delete_cookie(cookie)
    return response


@csrf_exempt
def set_language(request):
    wanted = request.POST.get("language", "")
    if request.method != "POST":
        return redirect("/")
    known = wanted in dict(settings.LANGUAGES) and check_for_language(wanted)
    return _choice(request, settings.LANGUAGE_COOKIE_NAME, wanted if known else None)


@csrf_exempt
def theme(request):
    if request.method != "POST":
        return redirect("/")
    wanted = request.POST.get("theme", "")
    return _choice(request, "theme", wanted if wanted in THEMES else None)


@cache_control(max_age=3600)
def robots(request):
    return HttpResponse("User-agent: *\nDisallow: /accounts/\nDisallow: /desk/\nDisallow: /my/\n", content_type="text/plain")


@cache_control(max_age=3600)
def security_txt(request):
    lines = f"Contact: mailto:{settings.NETWORK['email']}\nPreferred-Languages: en, es\n"
    return HttpResponse(lines, content_type="text/plain")


urlpatterns = [
    path("about/", page("about"), name="about"),
    path("privacy/", page("privacy", rows=retention_rows), name="privacy"),
    path("surplus-rule/", page("surplus_rule"), name="surplus_rule"),
    path("contact/", page("contact"), name="contact"),
    path("history/", page("history", reviews=queries.history), name="history"),
    path("theme/", theme, name="theme"),
    path("language/", set_language, name="language"),
]
global_urlpatterns = [
    path("i18n/", set_language, name="set_language"),
    path("styleguide/", styleguide, name="styleguide"),
    path("robots.txt", robots, name="robots"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
]
