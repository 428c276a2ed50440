"""What every answer carries: the reader's language and theme, headers that keep a visit private, and refusals in words."""

from django.conf import settings
from django.http import JsonResponse
from django.utils import translation
from django.utils.translation import gettext as _

from delegation.errors import DomainError

THEMES = ("light", "dark")
# Nothing of ours uses a device or a sensor.
PERMISSIONS_POLICY = ", ".join(
    f"{name}=()"
    for name in (
        "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "geolocation",
        "gyroscope", "magnetometer", "microphone", "midi", "payment", "picture-in-picture", "usb", "browsing-topics",
    )
)  # fmt: skip


class ReadersLanguageMiddleware:
    """The cookie the reader set, then the signed-in person's own language, then what the browser asks for."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        theme = request.COOKIES.get("theme", "")
        request.theme = theme if theme in THEMES else ""
        known = dict(settings.LANGUAGES)
        language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if language not in known:
            language = translation.get_language_from_request(request)
        translation.activate(language if language in known else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


class PrivacyHeadersMiddleware:
    """Pages are listed by search engines only where a view says `response.indexable = True`; what a signed-in person
    sees is kept nowhere."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not getattr(response, "indexable", False):
            response.headers.setdefault("X-Robots-Tag", "noindex, noarchive, nosnippet")
        if request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store"
        if request.path.endswith("/logout/") and request.method == "POST":
            response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
        return response


class DomainErrorMiddleware:
    """An action's refusal that no door caught: its words on a page, or a problem in the API."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, DomainError):
            return None
        if request.path.startswith("/api/"):
            body = {"type": "about:blank", "title": str(exception), "status": exception.status, "code": exception.code}
            return JsonResponse(body, status=exception.status, content_type="application/problem+json")
        from delegation.views.errors import refusal  # noqa: PLC0415  views import models; middleware loads before them

        title = _("This is not for you to do") if exception.status == 403 else _("This did not go through")
        return refusal(request, title, str(exception), exception.status)
