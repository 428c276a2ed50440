"""`python -m tests.many_gifts [10 10000]`: what the money pages cost behind few gifts and behind many, on a database of
its own (SQLite; a test database of the server DATABASE_URL names). Queries are exact; milliseconds are of this
machine's processor, so only their growth means anything. docs/operations.md keeps the figures of one run."""

import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(tempfile.mkdtemp(prefix='many-')) / 'many.sqlite3'}")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "delegation.settings")
os.environ.setdefault("LOG_LEVEL", "WARNING")

import django

django.setup()

from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from tests.factories.many_gifts import ManyGifts, addresses

TRIES = 7


def cost_of(path: str, client: Client) -> tuple[int, float]:
    """Queries, and the least work of some tries, in milliseconds of the processor."""
    client.get(path)
    cache.clear()
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(path)
    queries = len(seen)
    assert answer.status_code == 200, (path, answer.status_code)
    spent = []
    for _ in range(TRIES):
        cache.clear()
        start = worked()
        client.get(path)
        spent.append(worked() - start)
    return queries, min(spent)


def worked() -> float:
    """Milliseconds the processor gave to this process and, where it runs here, to the server that answers it."""
    mine = time.process_time() * 1000
    if connection.vendor != "postgresql":
        return mine
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        told = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return mine + (int(told.read_text().split()[0]) / 1e6 if told.exists() else 0)


def main(*sizes: int) -> None:
    page = ManyGifts()
    found: dict[str, list[tuple[int, float]]] = {}
    for size in sizes:
        page.grow_to(size)
        for name, (path, client) in addresses(page).items():
            found.setdefault(name, []).append(cost_of(path, client))
    print(f"{connection.vendor}: queries and milliseconds behind " + " / ".join(map(str, sizes)) + " gifts")
    for name, costs in found.items():
        queries = " / ".join(str(queries) for queries, _ms in costs)
        print(f"{name:<34} {queries:>12}   {' / '.join(f'{ms:.1f}' for _queries, ms in costs):>18} ms")


if __name__ == "__main__":
    own = connection.vendor == "postgresql"
    if own:
        connection.creation.create_test_db(verbosity=0, serialize=False)
    else:
        call_command("migrate", verbosity=0)
    try:
        with override_settings(ALLOWED_HOSTS=["*"], SECURE_SSL_REDIRECT=False):
            main(*(int(text) for text in sys.argv[1:] or ("10", "10000")))
    finally:
        if own:
            connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)
