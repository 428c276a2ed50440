import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from delegation import triggers
from fundraising.triggers import COVERS


class Migration(migrations.Migration):
    """What the network pays in for a shortfall, recorded by one and confirmed by another; and a gift that was received
    as another one."""

    dependencies = [
        ('delegation', '0002_triggers'),
        ('fundraising', '0001_squashed_0014_guards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='bankuse',
            name='purpose',
            field=models.CharField(choices=[('gift', 'gift'), ('deposit', 'deposit'), ('unplaced', 'held apart'), ('bounced', 'came back unpaid'), ('covered', 'paid in by the network')], max_length=10),
        ),
        migrations.AlterField(
            model_name='donation',
            name='status',
            field=models.CharField(choices=[('started', 'started'), ('pending', 'on its way'), ('settling', 'being settled'), ('paid', 'received'), ('failed', 'did not succeed'), ('expired', 'left unpaid'), ('replaced', 'received as another gift')], default='started', max_length=10),
        ),
        migrations.CreateModel(
            name='NetworkCover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('status', models.CharField(choices=[('recorded', 'waits for a second person'), ('confirmed', 'in the books'), ('declined', 'declined'), ('taken_back', 'taken back')], default='recorded', max_length=10)),
                ('amount_minor', models.BigIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('received_on', models.DateField(verbose_name='on the statement of')),
                ('bank_account', models.CharField(max_length=40)),
                ('bank_reference', models.CharField(max_length=120, verbose_name="the bank's reference")),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('form_token', models.UUIDField(unique=True)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('delegation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='network_covers', to='delegation.delegation')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='NetworkCoverNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('text', models.TextField(max_length=600)),
                ('cover', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='fundraising.networkcover')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['created_at'],
            },
        ),
        migrations.AddConstraint(
            model_name='networkcover',
            constraint=models.CheckConstraint(condition=models.Q(('amount_minor__gt', 0)), name='network_cover_positive'),
        ),
        migrations.AddConstraint(
            model_name='networkcover',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ('recorded', 'confirmed'))), fields=('bank_account', 'bank_reference'), name='network_cover_reference_once'),
        ),
        migrations.AddConstraint(
            model_name='networkcover',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), ('status', 'taken_back'), models.Q(('decided_by', models.F('recorded_by')), _negated=True), _connector='OR'), name='network_cover_two_people'),
        ),
        migrations.AddConstraint(
            model_name='networkcover',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('status', 'recorded')), models.Q(models.Q(('status', 'recorded'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='network_cover_decided_when_and_by'),
        ),
        triggers.operation(*COVERS),
    ]
