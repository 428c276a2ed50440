"""One verb, one name: every verb a person has on the money side has a permission, an action and an address."""

from importlib import import_module
from pkgutil import iter_modules

import pytest

from delegation.lifecycle import LIFECYCLES
from delegation.permissions import REGISTRY
from fundraising import actions, lifecycles  # noqa: F401 - declares the tables
from fundraising.permissions import NOUNS
from fundraising.urls import urlpatterns

ACTIONS = [import_module(f"fundraising.actions.{found.name}") for found in iter_modules(actions.__path__)]


def persons_verbs():
    for kind, table in sorted(LIFECYCLES.items()):
        if kind.startswith("fundraising."):
            for verb, step in table.verbs.items():
                if step.by == "person":
                    yield kind, verb


def addresses():
    return {pattern.name for pattern in urlpatterns}


@pytest.mark.parametrize(("kind", "verb"), list(persons_verbs()))
def test_a_person_s_verb_has_permission_action_and_address(kind, verb):
    noun = NOUNS.get(kind, kind.split(".")[1])
    assert f"fundraising.{verb}_{noun}" in REGISTRY
    names = {verb, f"{verb}_{noun}"}
    assert any(hasattr(module, name) for module in ACTIONS for name in names), f"no action for {kind} {verb}"
    wanted = {f"{verb}_{noun}", f"{verb}_my_{noun}", f"my_{noun}_{verb}"}
    assert wanted & addresses(), f"none of {wanted} is an address"
