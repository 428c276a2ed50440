from django.db import migrations

from delegation.triggers import operation
from travel.triggers import EVIDENCE, WAIVERS


class Migration(migrations.Migration):
    dependencies = [("travel", "0001_initial")]
    operations = [operation(*EVIDENCE, *WAIVERS)]
