"""No line of the log names a person or opens a door."""

import logging

import pytest
from django.urls import reverse

from delegation.logs import MaskingFormatter, masked
from delegation.stop_links import stop_path
from tests.factories.delegation import make_contact, make_invitation, make_person


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Gone: /invitations/Ab-9_x/", "Gone: /invitations/***/"),
        ("Not Found: /members/stop/ImFi:1u:s-x/", "Not Found: /members/stop/***/"),
        ("Not Found: /accounts/password/reset/key/3-c1/", "Not Found: /accounts/password/reset/key/***/"),
        ("Not Found: /accounts/confirm-email/MQ:1:x/", "Not Found: /accounts/confirm-email/***/"),
        ("GET /gifts/1/thanks/?session=cs_1&x=2 404", "GET /gifts/1/thanks/?*** 404"),
        ("Key (lower(email))=(ana.o'neil+x@mail.example.org) already exists.", "Key (lower(email))=(***@***) already"),
        ("outbox: travel.late 7b1c", "outbox: travel.late 7b1c"),
    ],
)
def test_what_a_line_says(line, said):
    assert said in masked(line)


def test_tracebacks_are_read_too():
    try:
        raise ValueError("no mail for rosa@example.org")
    except ValueError:
        import sys

        record = logging.LogRecord("x", logging.ERROR, "f", 1, "it broke", None, sys.exc_info())
    assert "rosa" not in MaskingFormatter("{message}", style="{").format(record)


def test_the_console_uses_it_for_everything(settings):
    """No handler but ours, and ours masks; Django's own would mail whole requests to people."""
    formatter = settings.LOGGING["formatters"]["line"]
    assert formatter["()"] == "delegation.logs.MaskingFormatter"
    assert all(handler["formatter"] == "line" for handler in settings.LOGGING["handlers"].values())
    assert logging.getLogger("django").handlers == []
    assert logging.getLogger("django.server").handlers == []
    ours = [h for h in logging.getLogger().handlers if type(h) is logging.StreamHandler]
    assert ours
    assert all(isinstance(h.formatter, MaskingFormatter) for h in ours)


@pytest.mark.django_db
def test_links_that_are_keys_leave_no_trace(client, caplog):
    """What Django says of a refused address, through our handler."""
    invitation = make_invitation(withdrawn_at="2026-01-01T00:00Z")
    stop = stop_path(make_contact())
    person = make_person(email="rosa.luz@example.org")
    client.force_login(person)
    caplog.set_level(logging.DEBUG, "django")
    client.get(reverse("delegation:invitation", args=[invitation.token]))
    client.get(stop[:-2] + "x/")
    client.delete(stop)
    client.post(reverse("delegation:roles", args=["nothing"]), {"email": person.email})
    assert len(caplog.records) >= 3
    formatter = MaskingFormatter("{levelname} {name} {message}", style="{")
    lines = "\n".join(formatter.format(record) for record in caplog.records)
    assert invitation.token not in lines
    assert stop.split("/")[3] not in lines
    assert person.email not in lines
