"""Nothing is stored about people that is not in the inventory."""

import pytest
from django.apps import apps
from django.db import models

from delegation.personal_data import every_datum, every_keep, retention_rows

OURS = ("delegation", "fundraising", "travel")
# What says nothing by itself: keys, relations, flags, counts, instants, and words from a closed list.
STRUCTURAL = (
    models.AutoField,
    models.UUIDField,
    models.ForeignKey,
    models.ManyToManyField,
    models.BooleanField,
    models.IntegerField,
    models.DateTimeField,
)


def needs_a_class(field) -> bool:
    if isinstance(field, models.DateTimeField):
        return False
    return not isinstance(field, STRUCTURAL) and not (field.choices and not hasattr(field, "countries"))


def inventory() -> set[tuple[str, str]]:
    found = set()
    for model in apps.get_models():
        if model._meta.app_label in OURS:
            label = model._meta.label_lower
            found |= {(label, f.name) for f in model._meta.concrete_fields if needs_a_class(f)}
            found |= {(label, name) for name in getattr(model, "SEALED", ())}
    return found


def test_every_field_is_classified():
    declared = {(d.model, d.field) for d in every_datum()}
    missing = sorted(f"{model}.{field}" for model, field in inventory() - declared)
    assert not missing, "not in any personal_data module: " + ", ".join(missing)


def test_nothing_is_classified_that_does_not_exist():
    known = {
        (model._meta.label_lower, name)
        for model in apps.get_models()
        for name in [*(f.name for f in model._meta.concrete_fields), *getattr(model, "SEALED", ())]
    }
    ghosts = sorted(f"{d.model}.{d.field}" for d in every_datum() if (d.model, d.field) not in known)
    assert not ghosts


def test_no_field_is_classified_twice():
    pairs = [(d.model, d.field) for d in every_datum()]
    assert len(pairs) == len(set(pairs))


def test_words_come_from_the_closed_lists():
    keeps = every_keep()
    for datum in every_datum():
        assert datum.keep in keeps, datum
        assert datum.export in {"as_is", "mask", "no"}, datum
        assert datum.erase in {"delete", "blank", "key", "keep"}, datum
        assert datum.kind in {
            "none",
            "name",
            "contact",
            "journey",
            "belief",
            "free_text",
            "secret",
            "trace",
            "money",
        }, datum


def test_sealed_values_go_by_their_key_and_leave_masked():
    for datum in every_datum():
        if datum.sealed:
            assert datum.erase == "key", datum
            assert datum.export in {"mask", "no"}, datum


@pytest.mark.django_db
def test_the_privacy_page_reads_the_same_table():
    rows = retention_rows()
    assert any(row["sealed"] for row in rows)
    assert all(str(row["what"]) and str(row["how_long"]) for row in rows)
