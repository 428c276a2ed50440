"""What the database itself refuses: append-only rows, frozen columns and the rules of the books, as triggers.

A trigger is registered under a name with one body for SQLite and one for PostgreSQL; each app registers its own in its
`triggers` module, and a migration installs them by name, so that a trigger added later never reaches back into an
older migration:

    operations = [triggers.operation("delegation_auditevent_update_refused")]

A refusal is an IntegrityError on both databases. Schema changes on SQLite rebuild a table and lose its triggers, so
`missing` is asked at every start.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


@dataclass(frozen=True)
class Trigger:
    name: str
    table: str
    event: str
    sqlite: str
    postgres: str
    when_sqlite: str = ""
    when_postgres: str = ""

    @property
    def level(self) -> str:
        return "STATEMENT" if "TRUNCATE" in self.event else "ROW"

    def create(self, vendor: str) -> list[str]:
        if vendor == "sqlite":
            when = f"WHEN {self.when_sqlite} " if self.when_sqlite else ""
            head = f'CREATE TRIGGER "{self.name}" {self.event} ON "{self.table}" FOR EACH ROW {when}'
            return [f"{head}BEGIN {self.sqlite} END"] if self.sqlite else []
        when = f"WHEN ({self.when_postgres}) " if self.when_postgres else ""
        return [
            f'CREATE OR REPLACE FUNCTION "{self.name}"() RETURNS trigger LANGUAGE plpgsql AS '
            f"$body$ BEGIN {self.postgres} END $body$",
            f'CREATE TRIGGER "{self.name}" {self.event} ON "{self.table}" FOR EACH {self.level} {when}'
            f'EXECUTE FUNCTION "{self.name}"()',
        ]

    def drop(self, vendor: str) -> list[str]:
        if vendor == "sqlite":
            return [f'DROP TRIGGER IF EXISTS "{self.name}"']
        return [
            f'DROP TRIGGER IF EXISTS "{self.name}" ON "{self.table}"',
            f'DROP FUNCTION IF EXISTS "{self.name}"()',
        ]


TRIGGERS: dict[str, Trigger] = {}


def register(
    name: str,
    table: str,
    event: str,
    *,
    sqlite: str,
    postgres: str,
    when_sqlite: str = "",
    when_postgres: str = "",
) -> str:
    """Register one trigger and return its name. `event` is e.g. "BEFORE UPDATE"; `sqlite` holds the statements between
    BEGIN and END (empty: the event is not known there), `postgres` the plpgsql body, which must return."""
    TRIGGERS[name] = Trigger(name, table, event, sqlite, postgres, when_sqlite, when_postgres)
    return name


def refuse_sqlite(message: str) -> str:
    """A statement that refuses the change on SQLite. `message` must hold no quote."""
    return f"SELECT RAISE(ABORT, '{message}');"


def refuse_postgres(message: str) -> str:
    """The same in plpgsql, with the code of a check violation, so that Django raises IntegrityError."""
    return f"RAISE EXCEPTION '{message}' USING ERRCODE = '23514';"


def append_only(table: str) -> list[str]:
    """Rows may be added and never changed, deleted or truncated. Returns the names to install."""
    return [
        register(
            f"{table}_{event.lower()}_refused",
            table,
            f"BEFORE {event}",
            sqlite=refuse_sqlite(f"{table} is append-only") if event != "TRUNCATE" else "",
            postgres=refuse_postgres(f"{table} is append-only"),
        )
        for event in ("UPDATE", "DELETE", "TRUNCATE")
    ]


def frozen_columns(table: str, columns: Iterable[str]) -> list[str]:
    """The named columns keep the value they were inserted with; the rest of the row may change."""
    columns = list(columns)
    message = f"{table}: {', '.join(columns)} never change"
    return [
        register(
            f"{table}_frozen",
            table,
            "BEFORE UPDATE",
            sqlite=refuse_sqlite(message),
            postgres=refuse_postgres(message),
            when_sqlite=" OR ".join(f'OLD."{c}" IS NOT NEW."{c}"' for c in columns),
            when_postgres=" OR ".join(f'OLD."{c}" IS DISTINCT FROM NEW."{c}"' for c in columns),
        )
    ]


def install(where, names: Iterable[str] | None = None) -> None:
    """Create the named triggers (default: every registered one) anew. `where` is a connection or a schema editor."""
    connection = where.connection if isinstance(where, BaseDatabaseSchemaEditor) else where
    with connection.cursor() as cursor:
        for trigger in _chosen(names):
            for statement in trigger.drop(connection.vendor) + trigger.create(connection.vendor):
                cursor.execute(statement)


def remove(where, names: Iterable[str] | None = None) -> None:
    """Drop the named triggers (default: every registered one) where they exist."""
    connection = where.connection if isinstance(where, BaseDatabaseSchemaEditor) else where
    with connection.cursor() as cursor:
        for trigger in _chosen(names):
            for statement in trigger.drop(connection.vendor):
                cursor.execute(statement)


def missing(connection) -> list[str]:
    """Names of registered triggers that the database does not hold though their table exists, sorted."""
    if connection.vendor == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    tables = set(connection.introspection.table_names())
    return sorted(
        trigger.name
        for trigger in TRIGGERS.values()
        if trigger.table in tables and trigger.name not in present and trigger.create(connection.vendor)
    )


def operation(*names: str) -> migrations.RunPython:
    """The migration operation that installs the named triggers and, backwards, drops them."""
    return migrations.RunPython(
        lambda apps, schema_editor: install(schema_editor, names),
        lambda apps, schema_editor: remove(schema_editor, names),
    )


def _chosen(names: Iterable[str] | None) -> list[Trigger]:
    return list(TRIGGERS.values()) if names is None else [TRIGGERS[name] for name in names]


# -- this app's own ---------------------------------------------------------------------------------
OWN = [
    *append_only("delegation_auditevent"),
    *append_only("delegation_auditseal"),
    *append_only("delegation_delegationdates"),
    *append_only("delegation_consent"),
    # A role is ended by its last day; whose it is, for what and since when never changes.
    *frozen_columns(
        "delegation_rolegrant", ["uuid", "person_id", "delegation_id", "role", "starts_on", "granted_by_id"]
    ),
    *frozen_columns("delegation_delegate", ["uuid", "person_id", "delegation_id"]),
]
