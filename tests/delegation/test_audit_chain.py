"""The audit's chain finds every change, and names what it has not sealed yet."""

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from delegation import audit_chain, triggers
from delegation.actions.audit import record
from delegation.models import AuditEvent, AuditSeal
from delegation.tasks import seal_audit
from tests.factories.delegation import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def events():
    person = make_person()
    return [record(f"delegation.verb_{n}", person, person) for n in range(5)]


@pytest.fixture
def unguarded():
    """Somebody with the database's own rights: the triggers are away."""
    names = [name for name in triggers.OWN if "audit" in name]
    triggers.remove(connection, names)
    yield
    triggers.install(connection, names)


def test_seals_each_event_once(events):
    assert audit_chain.seal() == 5
    assert audit_chain.seal() == 0
    seal_audit()
    assert list(AuditSeal.objects.values_list("seq", flat=True)) == [1, 2, 3, 4, 5]
    assert audit_chain.verify().breaks == []


def test_goes_on_where_it_stopped(events):
    assert audit_chain.seal(limit=2) == 2
    assert audit_chain.seal() == 3
    verdict = audit_chain.verify()
    assert (verdict.sealed, verdict.unsealed, verdict.breaks) == (5, [], [])


@pytest.mark.parametrize("change", [{"verb": "x"}, {"purpose": "x"}, {"actor_uuid": None}, {"kind": "x"}])
def test_a_changed_event_shows(events, unguarded, change):
    audit_chain.seal()
    AuditEvent.objects.filter(pk=events[2].pk).update(**change)
    [found] = audit_chain.verify().breaks
    assert "link 3" in found
    assert str(events[2].uuid) in found


def test_a_missing_link_shows(events, unguarded):
    audit_chain.seal()
    AuditSeal.objects.filter(seq=3).delete()
    assert any("3 to 3 are missing" in line for line in audit_chain.verify().breaks)


def test_the_database_refuses_changes(events):
    audit_chain.seal()
    for rows in (AuditEvent.objects, AuditSeal.objects):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.all().update(**({"verb": "x"} if rows.model is AuditEvent else {"hash": "x"}))
        with pytest.raises(IntegrityError), transaction.atomic():
            connection.cursor().execute(f"DELETE FROM {rows.model._meta.db_table}")


def test_the_command_names_the_unsealed_tail(events, capsys):
    audit_chain.seal(limit=3)
    call_command("verify_audit")
    said = capsys.readouterr().out
    assert "sealed   3 events" in said
    assert f"unsealed 2 events, from {events[3].uuid} to {events[4].uuid}" in said


def test_the_command_fails_on_a_break(events, unguarded):
    audit_chain.seal()
    AuditEvent.objects.filter(pk=events[0].pk).update(verb="x")
    with pytest.raises(CommandError, match="1 breaks"):
        call_command("verify_audit")
