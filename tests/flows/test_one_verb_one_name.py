"""Every verb of every lifecycle: a person's has a permission and a URL of its name; a system's has neither."""

import pytest
from django.urls import get_resolver

import fundraising.lifecycles  # noqa: F401  declared on import
import travel.lifecycles  # noqa: F401
from delegation.lifecycle import LIFECYCLES
from delegation.permissions import REGISTRY
from fundraising.permissions import NOUNS

# Verbs with no page of their own: the form that does more than move has the page.
WITHIN = {"travel.redeclare_passport": "travel:my_papers"}
# A URL says the verb as people know it there: all accreditation steps share one address that names the verb last.


def all_urls(resolver=None, prefix=""):
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            yield from all_urls(entry, path)
        else:
            yield path


VERBS = [
    (f"{kind.split('.')[0]}.{verb}_{NOUNS.get(kind, kind.split('.')[1])}", verb, step)
    for kind, table in LIFECYCLES.items()
    for verb, step in table.verbs.items()
]


@pytest.mark.parametrize(("name", "verb", "step"), VERBS, ids=[name for name, _v, _s in VERBS])
def test_verb_has_its_permission_and_url(name, verb, step):
    if step.by == "system":
        assert name not in REGISTRY
        return
    assert name in REGISTRY, f"{name} has no permission"
    ending = f"{verb.replace('_', '-')}/"
    assert name in WITHIN or any(url.endswith(ending) for url in all_urls()), f"{name} has no URL …/{ending}"


def test_every_target_is_a_status_of_its_model():
    from django.apps import apps

    for kind, table in LIFECYCLES.items():
        statuses = set(apps.get_model(kind).Status.values)
        assert table.initial in statuses
        for verb, step in table.verbs.items():
            assert {*step.sources, step.target} <= statuses, f"{kind}.{verb}"
