"""What every answer carries: the reader's language and theme, headers that keep a visit private, and refusals in
words."""

from django.conf import settings
from django.http import JsonResponse
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from delegation.errors import DomainError

THEMES = ("light", "dark")
# Nothing of ours uses a device or a sensor.
PERMISSIONS_POLICY = ", ".join(
    f"{name}=()"
    for name in (
        "accelerometer", "autoplay", "browsing-topics", "camera",
        "display-capture", "encrypted-media", "fullscreen", "gamepad", "geolocation", "gyroscope", "hid",
        "identity-credentials-get", "idle-detection", "local-fonts", "magnetometer", "microphone", "midi",
        "otp-credentials", "payment", "picture-in-picture", "publickey-credentials-get", "screen-wake-lock", "serial",
        "storage-access", "usb", "xr-spatial-tracking",
    )
)  # fmt: skip


class ReadersLanguageMiddleware:
    """The language the reader chose here (cookie), else a signed-in person's own, else what the browser asks for.
    `request.theme` is "light", "dark" or "" (as the device says); kept pages are kept per language and theme."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        theme = request.COOKIES.get("theme", "")
        request.theme = theme if theme in THEMES else ""
        before = translation.get_language()
        try:
            self._speak(request, translation.get_language_from_request(request))
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
        finally:
            # The thread serves others next; what runs in it between requests does not speak this reader's language.
            translation.activate(before or settings.LANGUAGE_CODE)
        if response.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response

    def process_view(self, request, *view):
        # Later than __call__, since who is signed in is known only now; asked only of readers who have a session.
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if chosen in dict(settings.LANGUAGES) or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return
        if request.user.is_authenticated:
            self._speak(request, request.user.language)

    @staticmethod
    def _speak(request, language):
        translation.activate(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()


class CompressionMiddleware(GZipMiddleware):
    """Compresses what everybody may see: files, kept pages, pages of nobody signed in. What a signed-in person reads
    goes uncompressed, so that nothing can be learnt of it from its length."""

    def process_response(self, request, response):
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            return response
        return super().process_response(request, response)


class PrivacyHeadersMiddleware:
    """Pages are listed by search engines only where a view says `response.indexable = True`; what belongs to a session
    is kept nowhere. Referrer-Policy is Django's own setting: same-origin, because with no-referrer browsers send forms
    with the origin "null" and every form would be refused."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        is_file = request.path.startswith(settings.STATIC_URL)
        if not is_file and not getattr(response, "indexable", False):
            response.headers.setdefault("X-Robots-Tag", "noindex, noarchive, nosnippet")
        # The cookie, not the person: so a page that asks for nobody stays free of queries.
        if settings.SESSION_COOKIE_NAME in request.COOKIES or settings.SESSION_COOKIE_NAME in response.cookies:
            response.headers.setdefault("Cache-Control", "no-store")
        if request.method == "POST" and request.path == reverse("account_logout"):
            # The session's cookie is deleted by name; "cookies" here would also take language and theme.
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


class DomainErrorMiddleware:
    """A refusal that no door caught: its words on a page, or a problem in the API (RFC 9457). Empty answers of Django's
    own decorators (405) and of views (410, 429) get a page as well."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code not in {405, 410, 429} or response.streaming or response.content:
            return response
        if request.path.startswith("/api/"):
            return response
        page = render(request, f"errors/{response.status_code}.html", status=response.status_code)
        for name, value in response.items():
            if name.lower() not in {"content-type", "content-length"}:
                page[name] = value
        page.cookies = response.cookies
        return page

    def process_exception(self, request, exception):
        if not isinstance(exception, DomainError):
            return None
        if request.path.startswith("/api/"):
            problem = {
                "type": "about:blank",
                "title": _("Not allowed") if exception.status == 403 else _("This did not go through"),
                "status": exception.status,
                "detail": str(exception.message),
                "code": exception.code,
            }
            return JsonResponse(problem, status=exception.status, content_type="application/problem+json")
        words = {"words": str(exception.message)}
        return render(request, f"errors/{exception.status}.html", words, status=exception.status)
