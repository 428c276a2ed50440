"""Refusals in the API: problems with the same words as on the pages."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from rest_framework import exceptions

from delegation.errors import Conflict, DomainError, NotPermitted
from delegation.rest import problem


@pytest.mark.parametrize(
    ("raised", "status", "code"),
    [
        (DomainError("No."), 409, "refused"),
        (Conflict("Late."), 409, "conflict"),
        (NotPermitted("Not you."), 403, "not_permitted"),
        (Http404(), 404, "not_found"),
        (PermissionDenied(), 403, "not_permitted"),
        (ValidationError({"amount": ["Too small."]}), 400, "invalid"),
        (exceptions.ValidationError({"amount": ["Too small."]}), 400, "invalid"),
        (exceptions.NotAuthenticated(), 401, "not_authenticated"),
        (exceptions.MethodNotAllowed("POST"), 405, "method_not_allowed"),
        (exceptions.Throttled(wait=7), 429, "throttled"),
        (exceptions.ParseError(), 400, "parse_error"),
    ],
)
def test_every_refusal_is_a_problem(raised, status, code):
    answer = problem(raised, {})
    assert answer.status_code == status
    assert answer.data["status"] == status
    assert answer.data["code"] == code
    assert answer.data["title"]
    assert answer.content_type == "application/problem+json"


def test_the_field_of_a_refusal_is_named():
    assert problem(DomainError("No.", field="amount"), {}).data["errors"] == {"amount": ["No."]}


def test_waiting_is_told():
    assert problem(exceptions.Throttled(wait=7), {})["Retry-After"] == "7"


def test_bugs_stay_bugs():
    assert problem(ZeroDivisionError(), {}) is None


@pytest.mark.django_db
def test_the_schema_and_its_page_come_from_our_own_files(client):
    assert client.get("/api/schema/").status_code == 200
    page = client.get("/api/docs/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "<style" not in text
    assert "http://" not in text
    assert "https://" not in text
    assert client.get("/api/docs/?script=").status_code == 200
    assert client.get("/api/")["Location"] == "/api/docs/"
