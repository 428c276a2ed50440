from django.db import migrations

from delegation import triggers
from fundraising.triggers import FIRST


class Migration(migrations.Migration):
    """What the database refuses by itself about money (fundraising/triggers/)."""

    dependencies = [("fundraising", "0001_initial")]

    operations = [triggers.operation(*FIRST)]
