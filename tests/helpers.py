"""What tests of all three apps share."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def count_queries(client, url: str) -> int:
    """Queries of one GET that answers 200, with warm caches left as they are."""
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    assert response.status_code == 200, f"{url} answers {response.status_code}"
    return len(captured)


def assert_same_queries(client, url: str, make_rows, sizes=(3, 30)):
    """A list costs the same number of queries at 3 and at 30 rows. `make_rows(n)` adds n rows that the list shows."""
    small, large = sizes
    make_rows(small)
    client.get(url)
    few = count_queries(client, url)
    make_rows(large - small)
    many = count_queries(client, url)
    assert many == few, f"{url}: {few} queries at {small} rows, {many} at {large}"
