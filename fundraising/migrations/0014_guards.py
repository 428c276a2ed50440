from django.db import migrations

from delegation import triggers
from fundraising.triggers import ALL


class Migration(migrations.Migration):
    """What the database refuses by itself about money (fundraising/triggers/)."""

    dependencies = [("fundraising", "0013_giving")]

    operations = [triggers.operation(*ALL)]
