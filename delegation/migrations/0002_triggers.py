from django.db import migrations

from delegation import triggers


class Migration(migrations.Migration):
    dependencies = [("delegation", "0001_initial")]

    operations = [triggers.operation(*triggers.OWN)]
