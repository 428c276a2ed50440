"""Public pages, kept as bytes.

A page is drawn with a blank request: no session, no user, no cookie, no query string. So it cannot hold anything of its
visitor, and every visitor of one language and theme gets the same bytes.

The key holds a stamp made of the page's own rows (queries/stamps). Each request reads the stamp anew, two small
queries, and asks the cache for exactly that. So a page is dropped the moment a gift settles or a word changes, in every
process and on every machine at once, whether the cache is shared (Redis) or each process has its own; no action calls
this module, and none can forget to. What the stamp cannot see (a translation, a template) is in RELEASE; the day is in
the key, since pages count days."""

import hashlib
import json
from collections.abc import Callable
from functools import cache as once
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

KEEP_SECONDS = 3600
THEMES = ("light", "dark")


def serve(
    request,
    path: str,
    stamp,
    template: str,
    context: Callable[[], dict],
    *,
    variant: str = "",
    status: int = 200,
    indexable: bool = False,
) -> HttpResponse:
    """The kept page, or the page drawn now and kept. `path` is the page's own address, made by us and not taken from
    the visitor; `context` is only called when the page must be drawn."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    theme = request.COOKIES.get("theme", "")
    theme = theme if theme in THEMES else ""
    day = timezone.localdate(timezone=timezone.zoneinfo.ZoneInfo(settings.NETWORK_TIME_ZONE))
    key = _key(path, variant, language, theme, day, status, indexable, stamp)
    body = cache.get(key)
    if body is None:
        words = {**context(), "nothing_of_visitor": True, "indexable": indexable}
        body = render_to_string(template, words, request=blank(path, language, theme)).encode()
        cache.set(key, body, KEEP_SECONDS)
    response = _answer(request, body, key, status)
    response.indexable = indexable
    return response


def blank(path: str, language: str = "", theme: str = "") -> HttpRequest:
    """A request of nobody: what a page needs to know of the one who asks, and no more."""
    request = HttpRequest()
    request.method = "GET"
    request.path = request.path_info = path
    request.user = AnonymousUser()
    request.LANGUAGE_CODE = language or settings.LANGUAGE_CODE
    request.theme = theme
    request.htmx = False
    host, _colon, port = settings.PUBLIC_URL.partition("://")[2].partition(":")
    request.META.update(SERVER_NAME=host, SERVER_PORT=port or "80", REQUEST_METHOD="GET")
    return request


def _answer(request, body: bytes, key: str, status: int) -> HttpResponse:
    etag = f'"{key[-32:]}"'
    if status == 200 and request.headers.get("If-None-Match") == etag:
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(body, status=status)
    response["ETag"] = etag
    # Kept by us, asked anew by browsers: a figure on the page is never older than the books.
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    patch_vary_headers(response, ("Cookie", "Accept-Language"))
    return response


def _key(*parts) -> str:
    text = json.dumps([_release(), *parts], default=str, separators=(",", ":"))
    return "page:" + hashlib.sha256(text.encode()).hexdigest()


@once
def _release() -> str:
    """Changes with any template, catalogue or style, so that a shared cache forgets the pages of an older release."""
    digest = hashlib.sha256()
    for folder in ("templates", "locale", "static/css"):
        for path in sorted(Path(settings.BASE_DIR, folder).rglob("*.*")):
            stat = path.stat()
            digest.update(f"{path.name} {stat.st_size} {int(stat.st_mtime)}\n".encode())
    return digest.hexdigest()[:16]
