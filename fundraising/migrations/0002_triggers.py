from django.db import migrations


class Migration(migrations.Migration):
    """Once installed what the database refuses by itself about money. That is done at the end now, by 0014: on SQLite
    an altered table loses its triggers, and cannot be altered while a trigger elsewhere names it."""

    dependencies = [("fundraising", "0001_initial")]

    operations = []
