"""Who gets which answer where: one table. An address that is not in it fails, so does one that left the resolver."""

import hashlib
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from delegation.models import AuditEvent
from tests.flows import addresses, world
from tests.flows.asking import ask
from tests.flows.forms_of import filled, forms_of
from tests.flows.url_table import CHANGES, TABLE

ROLES = world.ROLES


@pytest.fixture
def small(small):
    small.clients  # noqa: B018 - logging in writes, so it is done before anything is looked at
    return small


def expected() -> dict[str, list[str]]:
    rows = [line.split() for line in TABLE.strip().splitlines() if not line.startswith("#")]
    assert all(len(row) == len(ROLES) + 1 for row in rows), [row for row in rows if len(row) != len(ROLES) + 1]
    return {name: answers for name, *answers in rows}


def said(response) -> str:
    """The status, or `in` for the way to the log-in."""
    to_login = response.status_code == 302 and response.headers["Location"].startswith(reverse("account_login"))
    return "in" if to_login else str(response.status_code)


def answers(small, name, given) -> list[str]:
    path = addresses.path_of(small, name, given)
    return [said(ask(small.clients[role], "get", path)) for role in ROLES]


class Writes:
    """Counts statements that write anything but a session; most requests write nothing, and need no digest."""

    def __init__(self):
        self.count = 0

    def __call__(self, execute, sql, params, many, context):
        self.count += sql.startswith(("INSERT", "UPDATE", "DELETE")) and "django_session" not in sql
        return execute(sql, params, many, context)


def changed_by(small, role, method, path, before, **sent):
    """The response, and whether it left a row of ours other than it was."""
    writes, state = Writes(), {}
    with connection.execute_wrapper(writes):
        response = ask(
            small.clients[role], method, path, look=lambda: state.update(now=writes.count and everything()), **sent
        )
    return response, bool(state["now"]) and state["now"] != before


def test_every_address_answers_each_role_as_the_table_says(small):
    found = {name: answers(small, name, given) for name, given in addresses.names().items()}
    wanted = expected()
    wrong = [
        f"{name}: {role} gets {got}, the table says {want}"
        for name, row in found.items()
        for role, got, want in zip(ROLES, row, wanted.get(name, ["nothing"] * len(ROLES)), strict=True)
        if got != want
    ]
    assert wrong == []
    assert set(wanted) - set(found) == set(), "in the table, but no address any more"


def everything() -> str:
    """A digest of every row of ours but the notes that a rule looked at sealed values, which looking itself leaves."""
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        for app in ("delegation", "fundraising", "travel", "account"):
            for model in apps.get_app_config(app).get_models():
                but = " WHERE verb <> 'delegation.for_rule'" if model is AuditEvent else ""
                cursor.execute(f'SELECT * FROM "{model._meta.db_table}"{but}')
                digest.update(repr(sorted(map(repr, cursor.fetchall()))).encode())
    return digest.hexdigest()


# A traveller's own flights and receipts are unsealed for them, and that is noted.
NOTED = ["travel:my_journey as owner", "travel:my_flights as owner", "fundraising:receipt_file as owner"]


def test_looking_changes_nothing(small):
    before = everything()
    changed = []
    for name, given in addresses.names().items():
        path = addresses.path_of(small, name, given)
        for role in ("anonymous", "owner", "logistics", "director"):
            _response, other = changed_by(small, role, "get", path, before)
            changed += [f"{name} as {role}"] * other
    assert changed == NOTED


def bodies(small) -> dict[str, dict]:
    """path -> the form some page of ours sends there, filled in."""
    found = {}
    for name, given in addresses.names().items():
        path = addresses.path_of(small, name, given)
        for role in ("anonymous", "owner", "treasurer", "communications", "director"):
            page = ask(small.clients[role], "get", path)
            if page.status_code == 200 and "html" in page.headers.get("Content-Type", ""):
                for form in forms_of(page.content.decode()):
                    if form.method == "post":
                        found.setdefault(urlsplit(form.action).path or path, filled(form))
    return found


def test_nobody_changes_what_is_not_theirs_to_change(small, capsys):
    before, known, found, broken = everything(), bodies(small), {}, []
    for name, given in addresses.names().items():
        path = addresses.path_of(small, name, given)
        for role in ROLES:
            response, changed = _post(small, role, path, known.get(path, {}), before)
            broken += [f"{name}: {role} gets {response.status_code}"] if response.status_code >= 500 else []
            if changed:
                found.setdefault(name, []).append(role)
    sent = len(addresses.names()) * len(ROLES)
    with capsys.disabled():
        print(f"\n{sent} POSTs, {len(known)} of the addresses with the form of a page")  # noqa: T201
    assert broken == []
    assert {name: " ".join(roles) for name, roles in found.items()} == CHANGES
    assert everything() == before


def _post(small, role, path, body, before):
    return changed_by(small, role, "post", path, before, data=body)


# -- the admin ---------------------------------------------------------------------------------------


def admin_paths() -> list[str]:
    from django.contrib import admin

    paths = [reverse("admin:index")]
    for model in admin.site._registry:
        paths.append(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"))
    return paths


def test_the_admin_is_for_the_superuser_alone(small):
    paths = admin_paths()
    assert len(paths) > 30
    for path in paths:
        got = {role: ask(small.clients[role], "get", path).status_code for role in ROLES}
        assert got.pop("superuser") == 200, path
        assert set(got.values()) <= {302, 403, 404}, (path, got)
