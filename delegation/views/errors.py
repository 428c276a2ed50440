"""Pages for what went wrong: what happened, what was kept, what to do now."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template import TemplateDoesNotExist
from django.urls import reverse
from django.utils.translation import gettext as _


def refusal(request, title: str, words: str, status: int):
    return render(request, "errors/page.html", {"title": title, "words": words, "status": status}, status=status)


def bad_request(request, exception=None):
    return refusal(request, _("We could not read this request"), _("Go back one page and try again."), 400)


def forbidden(request, exception=None):
    return refusal(
        request,
        _("This page is for somebody else"),
        _("You are signed in, and this page is not yours to open. If you think it should be, write to us."),
        403,
    )


def not_found(request, exception=None):
    return refusal(
        request,
        _("There is no page at this address"),
        _("It may have been typed wrongly, or the page has gone. Nothing is lost on our side."),
        404,
    )


def server_error(request):
    try:
        return refusal(
            request,
            _("Something broke on our side"),
            _("It is not your fault. Nothing was taken twice. Try again in a minute, or write to us."),
            500,
        )
    except (TemplateDoesNotExist, Exception):  # the page about a broken page must not break
        return HttpResponse("Something broke on our side. Try again in a minute.", status=500, content_type="text/plain")


def csrf_failure(request, reason=""):
    return refusal(
        request,
        _("This form is too old"),
        _("You were away for a while, or cookies are switched off. Go back one page: what you typed is still in the "
          "form. Reload it, then send it again."),
        403,
    )  # fmt: skip


def to_login(request):
    """The admin's door is the service's own log-in."""
    query = urlencode({"next": request.get_full_path()})
    return redirect(f"{reverse('account_login')}?{query}")
