import pytest
from django.db import IntegrityError, connection, transaction

from delegation import triggers

pytestmark = [pytest.mark.money_db, pytest.mark.django_db]


@pytest.fixture
def table():
    """A table of the test's own with one row, and the registry as it was afterwards."""
    before = dict(triggers.TRIGGERS)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE trigger_trial (id integer PRIMARY KEY, frozen integer, free integer)")
        cursor.execute("INSERT INTO trigger_trial VALUES (1, 1, 1)")
    yield "trigger_trial"
    triggers.TRIGGERS.clear()
    triggers.TRIGGERS.update(before)


def run(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_append_only_takes_rows_and_refuses_every_change(table):
    triggers.install(connection, triggers.append_only(table))
    run("INSERT INTO trigger_trial VALUES (2, 2, 2)")
    refused = ["UPDATE trigger_trial SET free = 9", "DELETE FROM trigger_trial"]
    if connection.vendor == "postgresql":
        refused.append("TRUNCATE trigger_trial")
    for sql in refused:
        with pytest.raises(IntegrityError, match="append-only"):
            run(sql)


def test_frozen_columns_keep_their_value_while_the_rest_may_change(table):
    triggers.install(connection, triggers.frozen_columns(table, ["frozen"]))
    run("UPDATE trigger_trial SET free = 9, frozen = 1")
    for value in ("2", "NULL"):
        with pytest.raises(IntegrityError, match="never change"):
            run(f"UPDATE trigger_trial SET frozen = {value}")


def test_removed_triggers_are_missed_and_refuse_nothing(table):
    names = triggers.append_only(table)
    triggers.install(connection, names)
    triggers.install(connection, names)  # twice is once
    assert triggers.missing(connection) == []
    triggers.remove(connection, names)
    assert set(triggers.missing(connection)) <= set(names)
    assert triggers.missing(connection)
    run("DELETE FROM trigger_trial")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_transactional_tests_leave_an_empty_table_and_the_triggers_in_place(turn):
    from delegation.models import AuditEvent

    assert not AuditEvent.objects.exists()
    event = AuditEvent.objects.create(verb="trial", kind="trial.row", object_uuid="0" * 32)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        AuditEvent.objects.filter(pk=event.pk).delete()
