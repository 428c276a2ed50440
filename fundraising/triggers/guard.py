"""One condition that reads alike in both dialects, refused."""

from delegation.triggers import refuse_postgres, refuse_sqlite, register


def guard(name: str, table: str, event: str, broken: str, message: str) -> str:
    """Refuse when `broken` holds: one condition that reads alike in both dialects. Answers the trigger's name."""
    return register(
        name,
        table,
        event,
        sqlite=f"SELECT RAISE(ABORT, '{message}') WHERE {broken};",
        postgres=f"IF {broken} THEN {refuse_postgres(message)} END IF; RETURN NEW;",
    )


def never_deleted(table: str, message: str) -> str:
    return register(
        f"{table}_delete_refused",
        table,
        "BEFORE DELETE",
        sqlite=refuse_sqlite(message),
        postgres=refuse_postgres(message),
    )
