"""No page of any role asks the database more often because there is more to show."""

from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.flows import addresses, crowd, world
from tests.flows.asking import ask
from tests.flows.test_urls_by_role import admin_paths

# The desk cuts each of its lists of what waits, and asks once more how many there are of a list that was cut: there its
# counts are counted apart, at most one for each of the director's lists.
CUTS = ("travel:desk", "director")
LISTS = 24
WHO = ("anonymous", "owner", "director")


def counts(small, *, warm=False) -> dict[tuple[str, str], int]:
    found = {}
    paths = {name: addresses.path_of(small, name, given) for name, given in addresses.names().items()}
    paths |= {path: path for path in admin_paths()}
    for name, path in paths.items():
        for role in ("superuser",) if path.startswith("/admin/") else WHO:
            if warm:
                ask(small.clients[role], "get", path)
            cache.clear()
            with CaptureQueriesContext(connection) as captured:
                response = ask(small.clients[role], "get", path)
            if response.status_code == 200:
                asked = [query["sql"] for query in captured.captured_queries]
                cut = [sql for sql in asked if (name, role) == CUTS and sql.startswith("SELECT COUNT(*)")]
                assert len(cut) <= LISTS
                found[name, role] = len(asked) - len(cut)
    return found


def test_many_of_everything_cost_as_many_questions_as_one(db):
    """One more of everything than the small world has, against eight more."""
    small = world.build()
    crowd.add(small, 1)
    few = counts(small, warm=True)
    crowd.add(small, 7)
    many = counts(small)
    assert few.keys() == many.keys()
    assert len(few) > 150
    more = {place: (few[place], many[place]) for place in few if many[place] > few[place]}
    assert more == {}
