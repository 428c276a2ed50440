"""Pages for what went wrong: what happened, what was kept, what to do now."""

import logging
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

from delegation.errors import NotPermitted
from delegation.views.base import safe_next

logger = logging.getLogger(__name__)


@requires_csrf_token
def bad_request(request, exception=None):
    return render(request, "errors/400.html", status=400)


@requires_csrf_token
def forbidden(request, exception=None):
    return render(request, "errors/403.html", status=403)


@requires_csrf_token
def not_found(request, exception=None):
    return render(request, "errors/404.html", status=404)


def server_error(request):
    """Drawn without the request, so without the database: what broke may be exactly that."""
    words = {
        "network": settings.NETWORK,
        "demo": settings.DEMO,
        "theme": getattr(request, "theme", ""),
        "languages": settings.LANGUAGES,
        "nothing_of_visitor": True,
    }
    try:
        return HttpResponse(render_to_string("errors/500.html", words), status=500)
    except Exception:  # the page about a broken page must not break
        logger.exception("the page for errors is broken itself")
        return HttpResponse(
            "Something broke on our side. Try again in a minute.", status=500, content_type="text/plain"
        )


def csrf_failure(request, reason=""):
    """A form older than its session, or a browser without cookies."""
    return render(request, "errors/csrf.html", status=403)


def to_login(request):
    """The admin's door is the service's own log-in; whoever is signed in already goes in, or reads who may."""
    target = safe_next(request, reverse("admin:index"))
    if target.startswith(reverse("admin:login")):
        target = reverse("admin:index")
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_login')}?{urlencode({'next': target})}")
    if admin.site.has_permission(request):
        return redirect(target)
    raise NotPermitted(_("The admin is for the people who run this service. Your desk and your journey are elsewhere."))
