"""What the demo Stripe remembers, in one SQLite file, so that a restart keeps sessions, events and deliveries."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

SCHEMA = """
CREATE TABLE IF NOT EXISTS object (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE NOT NULL, kind TEXT NOT NULL, created INTEGER NOT NULL,
    body TEXT NOT NULL, private TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX IF NOT EXISTS object_kind ON object (kind, seq);
CREATE TABLE IF NOT EXISTS idempotency (
    key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL, request_id TEXT,
    created INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS delivery (
    id INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL, state TEXT NOT NULL, mode TEXT NOT NULL,
    forever INTEGER NOT NULL DEFAULT 0, due REAL NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
    answer TEXT NOT NULL DEFAULT '', sent REAL
);
CREATE INDEX IF NOT EXISTS delivery_due ON delivery (state, due);
CREATE INDEX IF NOT EXISTS delivery_event ON delivery (event);
CREATE TABLE IF NOT EXISTS duty (id INTEGER PRIMARY KEY AUTOINCREMENT, verb TEXT NOT NULL, target TEXT NOT NULL,
    due REAL NOT NULL);
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
TABLES = ("object", "idempotency", "delivery", "duty", "setting")


class Store:
    """One connection behind one lock; `transaction()` nests."""

    def __init__(self, path: str = ":memory:") -> None:
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._lock = threading.RLock()
        self._depth = 0
        if path != ":memory:":
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(SCHEMA)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self._lock:
            outermost = self._depth == 0
            if outermost:
                self._db.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException:
                self._depth -= 1
                if outermost:
                    self._db.execute("ROLLBACK")
                raise
            self._depth -= 1
            if outermost:
                self._db.execute("COMMIT")

    def rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    def run(self, sql: str, *values: Any) -> int:
        with self._lock:
            return self._db.execute(sql, values).lastrowid or 0

    def become(self, other: Store) -> None:
        """Hold what the other one holds, and nothing else. Whoever has the same file open sees it from one moment to
        the next."""
        with self.transaction():
            for table in TABLES:
                self.run(f"DELETE FROM {table}")
                for row in other.rows(f"SELECT * FROM {table}"):
                    names = row.keys()
                    places = ", ".join("?" * len(names))
                    self.run(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})", *row)

    def close(self) -> None:
        with self._lock:
            self._db.close()

    # -- objects ------------------------------------------------------------------------------
    def save(self, body: dict[str, Any], private: dict[str, Any] | None = None) -> None:
        """Insert or replace one object, keeping its place in lists; `private` is kept when it is not given."""
        with self.transaction():
            known = self.rows("SELECT private FROM object WHERE id = ?", body["id"])
            kept = json.dumps(private) if private is not None else (known[0]["private"] if known else "{}")
            if known:
                self.run("UPDATE object SET body = ?, private = ? WHERE id = ?", json.dumps(body), kept, body["id"])
                return
            self.run(
                "INSERT INTO object (id, kind, created, body, private) VALUES (?, ?, ?, ?, ?)",
                body["id"], body["object"], body["created"], json.dumps(body), kept,
            )  # fmt: skip

    def load(self, identifier: str, kind: str | None = None) -> dict[str, Any] | None:
        found = self.rows("SELECT kind, body FROM object WHERE id = ?", identifier)
        if not found or (kind and found[0]["kind"] != kind):
            return None
        return json.loads(found[0]["body"])

    def private(self, identifier: str) -> dict[str, Any]:
        found = self.rows("SELECT private FROM object WHERE id = ?", identifier)
        return json.loads(found[0]["private"]) if found else {}

    def place(self, identifier: str, kind: str) -> int | None:
        found = self.rows("SELECT seq FROM object WHERE id = ? AND kind = ?", identifier, kind)
        return found[0]["seq"] if found else None

    def all(self, kind: str, *, newest_first: bool = True) -> Iterator[tuple[int, dict[str, Any]]]:
        order = "DESC" if newest_first else "ASC"
        for row in self.rows(f"SELECT seq, body FROM object WHERE kind = ? ORDER BY seq {order}", kind):
            yield row["seq"], json.loads(row["body"])

    # -- settings -----------------------------------------------------------------------------
    def setting(self, name: str, default: Any) -> Any:
        found = self.rows("SELECT value FROM setting WHERE name = ?", name)
        return json.loads(found[0]["value"]) if found else default

    def set(self, name: str, value: Any) -> None:
        self.run(
            "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            name, json.dumps(value),
        )  # fmt: skip
