"""Tables that are made at once are the tables that were made one by one."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration
from django.db.migrations.state import ProjectState

from delegation.tables import CreateTables


def changes(old: ProjectState, new: ProjectState) -> dict:
    return MigrationAutodetector(old, new)._detect_changes()


def test_the_squashed_migrations_lead_to_the_models_the_long_way_leads_to():
    long_way = MigrationLoader(None, replace_migrations=False)
    assert len([name for app, name in long_way.graph.nodes if app == "fundraising"]) > 14
    squashed = MigrationLoader(None)
    assert ("fundraising", "0001_initial") not in squashed.graph.nodes
    assert changes(long_way.project_state(), squashed.project_state()) == {}


def table(name, **fields):
    return migrations.CreateModel(name, [("id", models.BigAutoField(primary_key=True)), *fields.items()])


class Pair(Migration):
    """Two tables that name each other, a field and a constraint added later."""

    operations = [
        CreateTables(
            operations=[
                table("Hen", eggs=models.IntegerField()),
                table("Egg", hen=models.ForeignKey("tables.Hen", models.PROTECT)),
                migrations.AddField("hen", "first", models.ForeignKey("tables.Egg", models.SET_NULL, null=True)),
                migrations.AddConstraint(
                    "hen", models.CheckConstraint(condition=models.Q(eggs__gte=0), name="eggs_not_negative")
                ),
                migrations.AddIndex("egg", models.Index(fields=["hen", "id"], name="egg_of_hen")),
            ]
        )
    ]


@pytest.mark.money_db
@pytest.mark.django_db(transaction=True)
def test_forwards_makes_them_as_they_stand_at_the_end_and_backwards_takes_them_away():
    pair, before = Pair("0001_pair", "tables"), ProjectState()
    with connection.schema_editor() as editor:
        after = pair.apply(before.clone(), editor)
    with connection.cursor() as cursor:
        hen = connection.introspection.get_constraints(cursor, "tables_hen")
        egg = connection.introspection.get_constraints(cursor, "tables_egg")
        columns = {column.name for column in connection.introspection.get_table_description(cursor, "tables_hen")}
    assert columns == {"id", "eggs", "first_id"}
    assert hen["eggs_not_negative"]["check"]
    assert egg["egg_of_hen"]["columns"] == ["hen_id", "id"]
    assert [c["foreign_key"] for c in hen.values() if c["foreign_key"]] == [("tables_egg", "id")]

    with connection.schema_editor() as editor:
        pair.unapply(before, editor)
    assert not {"tables_hen", "tables_egg"} & set(connection.introspection.table_names())
    assert set(after.models) == {("tables", "hen"), ("tables", "egg")}
