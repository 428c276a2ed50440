import pytest
from tests.flows import addresses, world
from tests.flows.test_urls_by_role import *


@pytest.mark.django_db
def test_gen():
    w = world.build()
    out = open("/tmp/table.txt", "w")
    for name, given in addresses.names().items():
        try:
            row = answers(w, name, given)
        except AssertionError as e:
            row = [str(e)]
        print(f"{name:46}" + " ".join(f"{a:>4}" for a in row), file=out)
    before = everything()
    known = bodies(w)
    for name, given in addresses.names().items():
        try:
            path = addresses.path_of(w, name, given)
        except AssertionError:
            continue
        row = []
        for role in ROLES:
            r, c = _post(w, role, path, known.get(path, {}), before)
            row.append(said(r) + ("*" if c else ""))
        print(f"POST {name:46}" + " ".join(f"{a:>5}" for a in row), file=out)


from tests.flows.test_urls_by_role import _post
