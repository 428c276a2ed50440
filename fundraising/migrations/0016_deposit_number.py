from django.db import migrations, models

from delegation import triggers
from fundraising.triggers.offline import DEPOSIT_NUMBER, OFFLINE

# A trigger that speaks of a table is in the way of SQLite making that table anew.
GUARDS = [name for name in OFFLINE if name.startswith(("fundraising_deposit_", "fundraising_offlinegift_"))]


def number_them(apps, schema_editor):
    """1, 2, 3 within each delegation, in the order in which they were begun."""
    Deposit = apps.get_model("fundraising", "Deposit")
    last = {}
    for pk, delegation in Deposit.objects.order_by("pk").values_list("pk", "delegation_id"):
        last[delegation] = last.get(delegation, 0) + 1
        Deposit.objects.filter(pk=pk).update(number=last[delegation])


class Migration(migrations.Migration):
    """A deposit has a number people can say."""

    dependencies = [("fundraising", "0015_network_covers")]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: triggers.remove(schema_editor, GUARDS),
            lambda apps, schema_editor: triggers.install(schema_editor, GUARDS),
        ),
        migrations.AddField("deposit", "number", models.PositiveIntegerField(null=True)),
        migrations.RunPython(number_them, migrations.RunPython.noop),
        migrations.AlterField("deposit", "number", models.PositiveIntegerField()),
        migrations.AddConstraint(
            "deposit", models.UniqueConstraint(fields=["delegation", "number"], name="deposit_number_once")
        ),
        triggers.operation(*GUARDS, *DEPOSIT_NUMBER),
    ]
