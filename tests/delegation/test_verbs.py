"""One verb, one name: what the tables of statuses know, the permissions know, and what people do has an address."""

from importlib import import_module
from importlib.util import find_spec

import pytest
from django.urls import get_resolver

from delegation.lifecycle import LIFECYCLES
from delegation.permissions import REGISTRY

for _app in ("delegation", "fundraising", "travel"):
    for _part in ("lifecycles", "permissions"):
        if find_spec(f"{_app}.{_part}"):
            import_module(f"{_app}.{_part}")

VERBS = [(kind, verb, step) for kind, table in sorted(LIFECYCLES.items()) for verb, step in sorted(table.verbs.items())]


@pytest.mark.parametrize(("kind", "verb", "step"), VERBS, ids=[f"{k}.{v}" for k, v, _ in VERBS])
def test_every_persons_verb_has_its_permission(kind, verb, step):
    app = kind.split(".")[0]
    named = {name for name in REGISTRY if name.startswith(f"{app}.{verb}_")}
    assert named or step.by == "system", f"no permission {app}.{verb}_… declared"


@pytest.mark.parametrize("kind", sorted(LIFECYCLES))
def test_tables_hold_together(kind):
    table = LIFECYCLES[kind]
    reached = {table.initial} | {step.target for step in table.verbs.values()}
    for verb, step in table.verbs.items():
        assert step.by in {"person", "system"}
        unknown = set(step.sources) - reached
        # These statuses are entered by the calendar, not by a verb of this table.
        assert unknown <= {"travelling", "home", "closed"}, f"{kind}.{verb} starts from {unknown}"


def test_every_verb_of_this_app_has_an_address():
    own = {name for name in get_resolver().namespace_dict["delegation"][1].reverse_dict if isinstance(name, str)}
    address_of = {
        "apply_delegate": "apply",
        "nominate_delegate": "nominate",
        "decline_delegate": "decline",
        "withdraw_delegate": "withdraw",
        "turn_remote_delegate": "turn_remote",
        "return_in_person_delegate": "return_in_person",
        "see_people": "people",
        "export_people": "export_people",
        "invite_person": "invite",
        "accept_invitation": "invitation",
        "grant_role": "roles",
        "edit_organisation": "organisation",
        "set_dates": "dates",
        "edit_profile": "my_profile",
        "give_consent": "consent",
        "withdraw_consent": "consent",
        "reveal": "reveal_own",
    }
    for name in REGISTRY:
        app, verb = name.split(".")
        if app == "delegation":
            assert address_of.get(verb, verb) in own, f"{verb} has no address"
