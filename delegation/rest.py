"""The API's shared manners: pages of fifty, and every refusal as application/problem+json (RFC 9457)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response
from rest_framework.views import set_rollback

from delegation.errors import DomainError


class Pages(PageNumberPagination):
    page_size = 50
    page_size_query_param = "size"
    max_page_size = 100


def problem(exc, context) -> Response | None:
    """DRF's exception handler. Unknown exceptions answer None and become a plain 500, as everywhere."""
    code, title, extra, headers = _read(exc)
    if code is None:
        return None
    set_rollback()
    body = {"type": "about:blank", "title": str(title), "status": code, **extra}
    return Response(body, status=code, headers=headers, content_type="application/problem+json")


def _read(exc):
    if isinstance(exc, DomainError):
        extra = {"code": exc.code}
        if exc.field:
            extra["errors"] = {exc.field: [str(exc.message)]}
        return exc.status, exc.message, extra, {}
    if isinstance(exc, Http404):
        return 404, _("There is nothing here."), {"code": "not_found"}, {}
    if isinstance(exc, PermissionDenied):
        return 403, _("You may not do this."), {"code": "not_permitted"}, {}
    if isinstance(exc, ValidationError):
        errors = exc.message_dict if hasattr(exc, "error_dict") else {"": exc.messages}
        return 400, _("Something in the request is not right."), {"code": "invalid", "errors": errors}, {}
    if isinstance(exc, exceptions.ValidationError):
        return 400, _("Something in the request is not right."), {"code": "invalid", "errors": exc.detail}, {}
    if isinstance(exc, exceptions.APIException):
        headers = {}
        if getattr(exc, "auth_header", None):
            headers["WWW-Authenticate"] = exc.auth_header
        if getattr(exc, "wait", None):
            headers["Retry-After"] = str(int(exc.wait))
        code = exc.get_codes() if isinstance(exc.get_codes(), str) else "error"
        return (
            exc.status_code,
            exc.detail if isinstance(exc.detail, str) else exc.default_detail,
            {"code": code},
            headers,
        )
    return None, None, None, None
