import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

from delegation import triggers
from delegation.tables import CreateTables
from fundraising.triggers import ALL


class Migration(migrations.Migration):
    """What 0001 to 0014 come to, for a database that has none of them: its tables at once, and what it refuses. A
    database that has some of them goes on with those."""

    initial = True

    replaces = [
        ("fundraising", "0001_initial"),
        ("fundraising", "0002_triggers"),
        ("fundraising", "0003_gifts_of_every_kind"),
        ("fundraising", "0004_payments"),
        ("fundraising", "0005_monthly"),
        ("fundraising", "0006_offline"),
        ("fundraising", "0007_receipts"),
        ("fundraising", "0008_rounds"),
        ("fundraising", "0009_spending"),
        ("fundraising", "0010_claims"),
        ("fundraising", "0011_transfers"),
        ("fundraising", "0012_monthend"),
        ("fundraising", "0013_giving"),
        ("fundraising", "0014_guards"),
    ]

    dependencies = [
        ("delegation", "0002_triggers"),
    ]

    operations = [
        CreateTables(
            operations=[
                migrations.CreateModel(
                    name="BooksCheck",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("checked_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("entries", models.PositiveBigIntegerField(default=0)),
                        ("red", models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        "ordering": ["-id"],
                    },
                ),
                migrations.CreateModel(
                    name="Dispute",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("stripe_id", models.CharField(max_length=255, unique=True)),
                        ("amount_minor", models.BigIntegerField()),
                        ("currency", models.CharField(max_length=3)),
                        ("reason", models.CharField(blank=True, max_length=60)),
                        ("stripe_status", models.CharField(max_length=40)),
                        ("opened_at", models.DateTimeField()),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        ("due_at", models.DateTimeField(blank=True, null=True)),
                        ("swept_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["-id"],
                        "indexes": [
                            models.Index(fields=["stripe_status", "due_at"], name="fundraising_stripe__13f3a7_idx")
                        ],
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("amount_minor__gt", 0)), name="dispute_positive")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DonorDoor",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("address_key", models.CharField(max_length=64, unique=True)),
                        ("links_from", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="EventSweep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("began_at", models.DateTimeField()),
                        ("since", models.DateTimeField()),
                        ("finished_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("seen", models.PositiveIntegerField(default=0)),
                        ("found", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "ordering": ["-id"],
                    },
                ),
                migrations.CreateModel(
                    name="Advance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("requested", "waits for a decision"),
                                    ("approved", "approved, to be paid"),
                                    ("declined", "declined"),
                                    ("taken_back", "taken back"),
                                    ("paid", "paid, to be accounted for"),
                                    ("settled", "accounted for"),
                                ],
                                default="requested",
                                max_length=12,
                            ),
                        ),
                        ("amount_minor", models.BigIntegerField()),
                        ("currency", models.CharField(max_length=3)),
                        ("cost_on", models.DateField(verbose_name="first day you need it for")),
                        ("ends_on", models.DateField(verbose_name="last day it is for")),
                        ("account_by", models.DateField()),
                        ("return_by", models.DateField()),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("form_token", models.UUIDField(unique=True)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "delegate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="advances",
                                to="delegation.delegate",
                            ),
                        ),
                        (
                            "requested_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount_minor__gt", 0)), name="advance_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("cost_on"))),
                                name="advance_ends_after_it_begins",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("account_by__gt", models.F("ends_on")), ("return_by__gt", models.F("account_by"))
                                ),
                                name="advance_clock_runs",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by__isnull", True),
                                    ("status", "taken_back"),
                                    models.Q(("decided_by", models.F("requested_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="advance_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_at__isnull", True),
                                        ("decided_by__isnull", True),
                                        ("status", "requested"),
                                    ),
                                    models.Q(
                                        models.Q(("status", "requested"), _negated=True),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="advance_decided_when_and_by",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AdvanceNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("text", models.TextField(max_length=600)),
                        (
                            "advance",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notes",
                                to="fundraising.advance",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["created_at"],
                    },
                ),
                migrations.CreateModel(
                    name="Allocation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("proposed", "waits for a second person"),
                                    ("allocated", "allocated"),
                                    ("declined", "declined"),
                                    ("taken_back", "taken back"),
                                ],
                                default="proposed",
                                max_length=12,
                            ),
                        ),
                        ("amount_minor", models.BigIntegerField()),
                        ("currency", models.CharField(max_length=3)),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("gap", "closes the gap of a required line"),
                                    ("need", "no other means"),
                                    ("deadline", "a fare or fee is due"),
                                    ("equity", "nobody else from the region or theme"),
                                    ("other", "another reason, in the note"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("form_token", models.UUIDField(unique=True)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount_minor__gt", 0)), name="allocation_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by__isnull", True),
                                    ("status", "taken_back"),
                                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="allocation_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_at__isnull", True),
                                        ("decided_by__isnull", True),
                                        ("status", "proposed"),
                                    ),
                                    models.Q(
                                        models.Q(("status", "proposed"), _negated=True),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="allocation_decided_when_and_by",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AllocationNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("text", models.TextField(max_length=600)),
                        (
                            "allocation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notes",
                                to="fundraising.allocation",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["created_at"],
                    },
                ),
                migrations.CreateModel(
                    name="Appeal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("open", "open"),
                                    ("paused", "paused"),
                                    ("closed", "closed"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        (
                            "allows_sharing",
                            models.BooleanField(
                                default=False, verbose_name="the network may share my appeal with member organisations"
                            ),
                        ),
                        ("indexable", models.BooleanField(default=False, verbose_name="search engines may list it")),
                        ("opened_at", models.DateTimeField(blank=True, null=True)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "delegate",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appeal",
                                to="delegation.delegate",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-opened_at", "-id"],
                        "indexes": [
                            models.Index(fields=["status", "-opened_at"], name="fundraising_status_69058a_idx")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AppealVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("number", models.PositiveIntegerField()),
                        ("content_hash", models.CharField(max_length=64)),
                        ("goal_minor", models.BigIntegerField()),
                        ("currency", models.CharField(max_length=3)),
                        (
                            "appeal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="fundraising.appeal",
                            ),
                        ),
                        (
                            "dates",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="delegation.delegationdates",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["appeal_id", "-number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("appeal", "number"), name="version_number_once"),
                            models.CheckConstraint(
                                condition=models.Q(("goal_minor__gte", 0)), name="goal_not_negative"
                            ),
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="appeal",
                    name="approved_version",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="public_for",
                        to="fundraising.appealversion",
                    ),
                ),
                migrations.CreateModel(
                    name="BalanceLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("stripe_id", models.CharField(max_length=255, unique=True)),
                        ("category", models.CharField(max_length=60)),
                        ("source", models.CharField(blank=True, max_length=255)),
                        ("payment_intent", models.CharField(blank=True, max_length=255)),
                        ("amount_minor", models.BigIntegerField()),
                        ("fee_minor", models.BigIntegerField()),
                        ("net_minor", models.BigIntegerField()),
                        ("currency", models.CharField(max_length=3)),
                        ("made_at", models.DateTimeField()),
                        ("read_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        "ordering": ["id"],
                        "indexes": [
                            models.Index(fields=["made_at"], name="fundraising_made_at_a88df8_idx"),
                            models.Index(fields=["payment_intent"], name="fundraising_payment_d2f0ce_idx"),
                            models.Index(fields=["source"], name="fundraising_source_0b502f_idx"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "net_minor",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("amount_minor"), "-", models.F("fee_minor")
                                        ),
                                    )
                                ),
                                name="balance_line_adds_up",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BankLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("account", models.CharField(max_length=40)),
                        ("reference", models.CharField(max_length=120)),
                        ("fingerprint", models.CharField(max_length=64)),
                        ("booked_on", models.DateField()),
                        ("amount_minor", models.BigIntegerField()),
                        ("currency", models.CharField(max_length=3)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("waiting", "to be looked at"),
                                    ("matched", "in the books"),
                                    ("held", "held apart"),
                                    ("placed", "placed"),
                                    ("returning", "to be sent back, waits for a second person"),
                                    ("returned", "sent back"),
                                    ("set_aside", "no gift"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        (
                            "why",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("payout", "a payout from Stripe"),
                                    ("paid_out", "money we sent"),
                                    ("bank_fee", "the bank's own fee or interest"),
                                    ("other", "something else that is no gift"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("returned_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "delegation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bank_lines",
                                to="delegation.delegation",
                            ),
                        ),
                        (
                            "imported_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "return_proposed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "returned_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-booked_on", "-id"],
                        "indexes": [
                            models.Index(
                                fields=["delegation", "status", "-booked_on"], name="fundraising_delegat_d87717_idx"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("account", "fingerprint"), name="bank_line_once"),
                            models.CheckConstraint(
                                condition=models.Q(("amount_minor", 0), _negated=True), name="bank_line_not_zero"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status__in", ("held", "placed", "returning", "returned")), _negated=True
                                    ),
                                    models.Q(
                                        ("amount_minor__gt", 0),
                                        ("decided_by__isnull", False),
                                        models.Q(("decided_by", models.F("imported_by")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="held_line_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("returned_by__isnull", True),
                                    models.Q(("returned_by", models.F("return_proposed_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="returned_line_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("returning", "returned")), _negated=True),
                                    ("return_proposed_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="return_was_proposed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BankLineText",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=160)),
                        ("words", models.CharField(blank=True, max_length=400)),
                        (
                            "line",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="text",
                                to="fundraising.bankline",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="BankStatement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("account", models.CharField(max_length=40)),
                        ("currency", models.CharField(max_length=3)),
                        ("sha256", models.CharField(max_length=64)),
                        ("rows", models.PositiveIntegerField()),
                        ("new_rows", models.PositiveIntegerField(default=0)),
                        (
                            "delegation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bank_statements",
                                to="delegation.delegation",
                            ),
                        ),
                        (
                            "imported_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("account", "sha256"), name="statement_file_once")
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="bankline",
                    name="statement",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="fundraising.bankstatement",
                    ),
                ),
                migrations.CreateModel(
                    name="BankUse",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("account", models.CharField(max_length=40)),
                        ("reference", models.CharField(max_length=120)),
                        ("amount_minor", models.BigIntegerField()),
                        ("currency", models.CharField(max_length=3)),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("gift", "gift"),
                                    ("deposit", "deposit"),
                                    ("unplaced", "held apart"),
                                    ("bounced", "came back unpaid"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("about_uuid", models.UUIDField()),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("account", "reference"), name="bank_reference_once"),
                            models.UniqueConstraint(fields=("purpose", "about_uuid"), name="bank_use_once"),
                            models.CheckConstraint(
                                condition=models.Q(("amount_minor", 0), _negated=True), name="bank_use_not_zero"
                            ),
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="bankline",
                    name="use",
                    field=models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="line",
                        to="fundraising.bankuse",
                    ),
                ),
                migrations.CreateModel(
                    name="Budget",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("currency", models.CharField(default="USD", max_length=3)),
                        (
                            "delegate",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="budget",
                                to="delegation.delegate",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="BudgetLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("code", models.CharField(blank=True, max_length=40)),
                        ("label", models.CharField(max_length=80, verbose_name="line")),
                        (
                            "basis",
                            models.CharField(
                                choices=[
                                    ("per trip", "trip"),
                                    ("per night", "nights"),
                                    ("per day", "days"),
                                    ("once", "once"),
                                    ("per way", "ways"),
                                ],
                                default="once",
                                max_length=12,
                            ),
                        ),
                        ("quantity", models.PositiveSmallIntegerField(default=1, verbose_name="how many")),
                        ("each_minor", models.BigIntegerField()),
                        ("each_currency", models.CharField(default="USD", max_length=3)),
                        ("amount_minor", models.BigIntegerField()),
                        ("required", models.BooleanField(default=True, verbose_name="without it there is no journey")),
                        ("low_minor", models.BigIntegerField(blank=True, null=True)),
                        ("high_minor", models.BigIntegerField(blank=True, null=True)),
                        ("source", models.CharField(blank=True, max_length=160)),
                        ("source_as_of", models.CharField(blank=True, max_length=10)),
                        ("confidence", models.CharField(blank=True, max_length=10)),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="why it differs")),
                        (
                            "budget",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="fundraising.budget",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["budget_id", "position", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount_minor__gte", 0), ("each_minor__gte", 0)),
                                name="line_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("quantity__gte", 1)), name="line_quantity_at_least_one"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClaimLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("receipt", "receipt"),
                                    ("per_diem", "daily allowance"),
                                    ("mileage", "miles in my own car"),
                                    ("fee", "bank or exchange fee"),
                                ],
                                default="receipt",
                                max_length=10,
                            ),
                        ),
                        ("what", models.CharField(blank=True, max_length=120, verbose_name="what it was")),
                        ("spent_on", models.DateField(verbose_name="day")),
                        ("claimed_minor", models.BigIntegerField(verbose_name="amount")),
                        ("currency", models.CharField(max_length=3, verbose_name="currency")),
                        ("rate", models.DecimalField(blank=True, decimal_places=6, max_digits=12, null=True)),
                        ("rate_on", models.DateField(blank=True, null=True)),
                        ("rate_source", models.CharField(blank=True, max_length=160)),
                        ("converted_minor", models.BigIntegerField(blank=True, null=True)),
                        ("statement_minor", models.BigIntegerField(blank=True, null=True)),
                        ("allowance_source", models.CharField(blank=True, max_length=160)),
                        ("allowance_as_of", models.DateField(blank=True, null=True)),
                        ("day_kind", models.CharField(blank=True, max_length=10)),
                        ("meals", models.CharField(blank=True, max_length=40)),
                        ("tenths_of_mile", models.PositiveIntegerField(blank=True, null=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "not looked at"),
                                    ("ok", "approved"),
                                    ("flagged", "a question"),
                                    ("refused", "not approved"),
                                ],
                                default="open",
                                max_length=10,
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("no_receipt", "there is no receipt, or it cannot be read"),
                                    ("other_amount", "the receipt shows another amount"),
                                    ("twice", "it was claimed or paid before"),
                                    ("not_covered", "the budget does not cover it"),
                                    ("above", "it is more than was approved for this line"),
                                    ("not_this_journey", "it does not belong to this journey"),
                                    ("personal", "it is a personal cost"),
                                    ("other", "another reason, in the note"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("approved_minor", models.BigIntegerField(blank=True, null=True)),
                        (
                            "budget_line",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="claim_lines",
                                to="fundraising.budgetline",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["claim_id", "spent_on", "position", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "flagged"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="flagged_line_has_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("approved_minor__isnull", True),
                                    ("approved_minor", 0),
                                    models.Q(
                                        ("approved_minor__lte", models.F("statement_minor")),
                                        ("statement_minor__isnull", False),
                                    ),
                                    models.Q(
                                        ("approved_minor__lte", models.F("converted_minor")),
                                        ("converted_minor__isnull", False),
                                        ("statement_minor__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="approved_at_most_what_was_asked",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Commitment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("fare", "flight or other fare"),
                                    ("room", "room"),
                                    ("meals", "meals"),
                                    ("local", "local transport"),
                                    ("visa", "visa and papers"),
                                    ("insurance", "insurance"),
                                    ("access", "interpreting, care and access"),
                                    ("event", "side event"),
                                    ("stipend", "stipend (taxable)"),
                                    ("other", "other"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("what", models.CharField(blank=True, max_length=120, verbose_name="what it is")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("proposed", "waits for a second person"),
                                    ("approved", "approved, money is held"),
                                    ("part_paid", "partly paid"),
                                    ("paid", "paid"),
                                    ("released", "released, nothing was paid"),
                                    ("closed", "closed, the rest was released"),
                                    ("declined", "declined"),
                                    ("taken_back", "taken back"),
                                ],
                                default="proposed",
                                max_length=10,
                            ),
                        ),
                        ("amount_minor", models.BigIntegerField()),
                        ("currency", models.CharField(max_length=3)),
                        ("raised_minor", models.BigIntegerField(default=0)),
                        ("paid_minor", models.BigIntegerField(default=0)),
                        ("released_minor", models.BigIntegerField(default=0)),
                        ("original_minor", models.BigIntegerField(blank=True, null=True)),
                        ("original_currency", models.CharField(blank=True, max_length=3)),
                        ("rate", models.DecimalField(blank=True, decimal_places=6, max_digits=12, null=True)),
                        ("rate_on", models.DateField(blank=True, null=True)),
                        ("rate_source", models.CharField(blank=True, max_length=160)),
                        ("approved_at", models.DateTimeField(blank=True, null=True)),
                        ("form_token", models.UUIDField(unique=True)),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "budget_line",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commitments",
                                to="fundraising.budgetline",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount_minor__gt", 0)), name="commitment_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("paid_minor__gte", 0),
                                    ("raised_minor__gte", 0),
                                    ("released_minor__gte", 0),
                                    (
                                        "amount_minor__gte",
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("paid_minor"), "+", models.F("released_minor")
                                            ),
                                            "-",
                                            models.F("raised_minor"),
                                        ),
                                    ),
                                ),
                                name="commitment_never_overpaid",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("approved_by__isnull", True),
                                    models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="commitment_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("approved_at__isnull", False),
                                        ("approved_by__isnull", False),
                                        ("status__in", ("approved", "part_paid", "paid", "released", "closed")),
                                    ),
                                    models.Q(
                                        models.Q(
                                            ("status__in", ("approved", "part_paid", "paid", "released", "closed")),
                                            _negated=True,
                                        ),
                                        ("paid_minor", 0),
                                        ("raised_minor", 0),
                                        ("released_minor", 0),
                                    ),
                                    _connector="OR",
                                ),
                                name="commitment_money_needs_approval",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("original_currency", ""),
                                        ("original_minor__isnull", True),
                                        ("rate__isnull", True),
                                        ("rate_on__isnull", True),
                                    ),
                                    models.Q(
                                        ("original_minor__gt", 0),
                                        ("rate__gt", 0),
                                        ("rate_on__isnull", False),
                                        models.Q(("original_currency", ""), _negated=True),
                                        models.Q(("rate_source", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="commitment_rate_belongs_together",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClaimPart",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("amount_minor", models.BigIntegerField()),
                        ("currency", models.CharField(max_length=3)),
                        (
                            "advance",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="uses",
                                to="fundraising.advance",
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="fundraising.claimline",
                            ),
                        ),
                        (
                            "commitment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="claim_parts",
                                to="fundraising.commitment",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount_minor__gt", 0)), name="claim_part_positive"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CommitmentNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("text", models.TextField(max_length=600)),
                        (
                            "commitment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notes",
                                to="fundraising.commitment",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["created_at"],
                    },
                ),
                migrations.CreateModel(
                    name="CommitmentRaise",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("proposed", "waits for a second person"),
                                    ("approved", "approved, money is held"),
                                    ("declined", "declined"),
                                    ("taken_back", "taken back"),
                                ],
                                default="proposed",
                                max_length=10,
                            ),
                        ),
                        ("amount_minor", models.BigIntegerField()),
                        ("approved_at", models.DateTimeField(blank=True, null=True)),
                        ("form_token", models.UUIDField(unique=True)),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "commitment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="raises",
                                to="fundraising.commitment",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("amount_minor__gt", 0)), name="raise_positive"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("approved_by__isnull", True),
                                    models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="raise_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "approved"), _negated=True),
                                    models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="raise_approved_when_and_by",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Correction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("fee", "Book it as a fee of Stripe's; the pool bears it"),
                                    ("hold", "Hold it apart until a person has looked whose it is"),
                                    (
                                        "correct",
                                        "Correct the books to what Stripe says; the pool bears or gets the gap",
                                    ),
                                    ("accept", "Nothing to book: the reason is in the note"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("gap_minor", models.BigIntegerField()),
                        ("currency", models.CharField(max_length=3)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("proposed", "waits for a second person"),
                                    ("posted", "posted"),
                                    ("declined", "declined"),
                                    ("taken_back", "taken back"),
                                ],
                                default="proposed",
                                max_length=12,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("form_token", models.UUIDField(unique=True)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by__isnull", True),
                                    ("status", "taken_back"),
                                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="correction_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_at__isnull", True),
                                        ("decided_by__isnull", True),
                                        ("status", "proposed"),
                                    ),
                                    models.Q(
                                        models.Q(("status", "proposed"), _negated=True),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="correction_decided_when_and_by",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CorrectionNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("text", models.TextField(max_length=600)),
                        (
                            "correction",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notes",
                                to="fundraising.correction",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["created_at"],
                    },
                ),
                migrations.CreateModel(
                    name="DelegateCriteria",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "other_means",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "not known"),
                                    ("none", "no other means"),
                                    ("some", "some: savings, an employer, a group that helps"),
                                    ("enough", "enough to go without the pool"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "first_time",
                            models.CharField(
                                blank=True, choices=[("", "not known"), ("yes", "yes"), ("no", "no")], max_length=4
                            ),
                        ),
                        (
                            "distance",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "as the flight in the budget says"),
                                    ("east", "the East coast"),
                                    ("midwest_south", "the Midwest or the South"),
                                    ("west", "the West"),
                                    ("remote", "Alaska, Hawaii, Puerto Rico or Guam"),
                                ],
                                max_length=16,
                            ),
                        ),
                        (
                            "only_from_region",
                            models.CharField(
                                blank=True, choices=[("", "not known"), ("yes", "yes"), ("no", "no")], max_length=4
                            ),
                        ),
                        (
                            "only_on_theme",
                            models.CharField(
                                blank=True, choices=[("", "not known"), ("yes", "yes"), ("no", "no")], max_length=4
                            ),
                        ),
                        ("entered_at", models.DateTimeField(auto_now=True)),
                        (
                            "delegate",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="criteria",
                                to="delegation.delegate",
                            ),
                        ),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Deposit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("open", "being put together"),
                                    ("counted", "counted, goes to the bank"),
                                    ("confirmed", "in the bank"),
                                ],
                                default="open",
                                max_length=10,
                            ),
                        ),
                        ("currency", models.CharField(max_length=3)),
                        ("form_token", models.UUIDField(unique=True)),
                        ("counted_minor", models.BigIntegerField(blank=True, null=True)),
                        ("counted_at", models.DateTimeField(blank=True, null=True)),
                        ("confirmed_minor", models.BigIntegerField(blank=True, null=True)),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                        ("deposited_on", models.DateField(blank=True, null=True)),
                        ("bank_account", models.CharField(blank=True, max_length=40)),
                        ("bank_reference", models.CharField(blank=True, max_length=80)),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "counted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "delegation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deposits",
                                to="delegation.delegation",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "indexes": [
                            models.Index(fields=["delegation", "status"], name="fundraising_delegat_846a24_idx")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("confirmed_by__isnull", True),
                                    models.Q(("confirmed_by", models.F("counted_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="deposit_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("confirmed_by__isnull", True), ("counted_by__isnull", True), ("status", "open")
                                    ),
                                    models.Q(
                                        ("confirmed_by__isnull", True),
                                        ("counted_by__isnull", False),
                                        ("counted_minor__gt", 0),
                                        ("status", "counted"),
                                    ),
                                    models.Q(
                                        ("confirmed_by__isnull", False),
                                        ("confirmed_minor", models.F("counted_minor")),
                                        ("counted_by__isnull", False),
                                        ("deposited_on__isnull", False),
                                        ("status", "confirmed"),
                                    ),
                                    _connector="OR",
                                ),
                                name="deposit_counted_then_confirmed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "confirmed"), _negated=True),
                                    models.Q(
                                        models.Q(("bank_reference", ""), _negated=True),
                                        models.Q(("bank_account", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="deposit_has_bank_reference",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Difference",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("missing_in_books", "Stripe has it, the books do not"),
                                    ("missing_at_stripe", "the books have it, Stripe does not"),
                                    ("amount", "another amount"),
                                    ("fee", "another fee"),
                                    ("currency", "another currency"),
                                    ("payout", "a payout is not the sum of its lines"),
                                    ("balance", "the balance is another than all lines explain"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("subject", models.CharField(max_length=255)),
                        ("category", models.CharField(blank=True, max_length=60)),
                        ("currency", models.CharField(max_length=3)),
                        ("theirs_minor", models.BigIntegerField()),
                        ("ours_minor", models.BigIntegerField()),
                        (
                            "status",
                            models.CharField(
                                choices=[("open", "open"), ("resolved", "resolved"), ("cleared", "agrees now")],
                                default="open",
                                max_length=10,
                            ),
                        ),
                        ("first_seen_at", models.DateTimeField()),
                        ("last_seen_at", models.DateTimeField()),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        ("recheck_asked_at", models.DateTimeField(blank=True, null=True)),
                        ("rechecked_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "line",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="differences",
                                to="fundraising.balanceline",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "indexes": [
                            models.Index(fields=["status", "first_seen_at"], name="fundraising_status_a46d08_idx")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status", "open")),
                                fields=("subject", "kind", "currency"),
                                name="one_open_difference",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at__isnull", True), ("status", "open")),
                                    models.Q(models.Q(("status", "open"), _negated=True), ("closed_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="difference_closed_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("theirs_minor", models.F("ours_minor")), _negated=True),
                                name="difference_differs",
                            ),
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="correction",
                    name="difference",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="fundraising.difference",
                    ),
                ),
                migrations.CreateModel(
                    name="Disbursement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("vendor", "bill"),
                                    ("claim", "claim"),
                                    ("advance", "advance"),
                                    ("stipend", "stipend"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("about_kind", models.CharField(blank=True, max_length=60)),
                        ("about_uuid", models.UUIDField(blank=True, null=True)),
                        ("reference", models.CharField(blank=True, max_length=35, verbose_name="reference")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("prepared", "waits for a second person"),
                                    ("approved", "approved, not sent yet"),
                                    ("sent", "sent"),
                                    ("unknown", "sent or not: ask the bank"),
                                    ("settled", "on the bank statement"),
                                    ("failed", "never left the bank"),
                                    ("returned", "came back from the bank"),
                                    ("cancelled", "cancelled"),
                                ],
                                default="prepared",
                                max_length=10,
                            ),
                        ),
                        ("amount_minor", models.BigIntegerField()),
                        ("currency", models.CharField(max_length=3)),
                        ("pay_minor", models.BigIntegerField()),
                        ("pay_currency", models.CharField(max_length=3)),
                        ("booked_minor", models.BigIntegerField(blank=True, null=True)),
                        ("rate", models.DecimalField(blank=True, decimal_places=8, max_digits=14, null=True)),
                        ("rate_on", models.DateField(blank=True, null=True)),
                        ("rate_source", models.CharField(blank=True, max_length=160)),
                        ("approved_at", models.DateTimeField(blank=True, null=True)),
                        ("approved_hash", models.CharField(blank=True, max_length=64)),
                        ("bank_account", models.CharField(blank=True, max_length=40)),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        ("bank_reference", models.CharField(blank=True, max_length=80)),
                        ("settled_on", models.DateField(blank=True, null=True)),
                        ("return_reference", models.CharField(blank=True, max_length=80)),
                        ("returned_on", models.DateField(blank=True, null=True)),
                        ("form_token", models.UUIDField(unique=True)),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "commitment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="disbursements",
                                to="fundraising.commitment",
                            ),
                        ),
                        (
                            "prepared_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "sent_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount_minor__gt", 0), ("pay_minor__gt", 0)),
                                name="disbursement_positive",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("pay_currency", models.F("currency")), _negated=True),
                                    ("pay_minor", models.F("amount_minor")),
                                    _connector="OR",
                                ),
                                name="disbursement_one_currency_one_amount",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("approved_by__isnull", True),
                                    models.Q(("approved_by", models.F("prepared_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="disbursement_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status__in", ("sent", "unknown", "settled", "failed", "returned")),
                                        _negated=True,
                                    ),
                                    models.Q(
                                        ("sent_at__isnull", False),
                                        ("sent_by__isnull", False),
                                        models.Q(("bank_account", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="disbursement_sent_when_and_by",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "settled"), _negated=True),
                                    models.Q(
                                        ("booked_minor__gt", 0),
                                        ("settled_on__isnull", False),
                                        models.Q(("bank_reference", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="disbursement_settled_by_statement",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "returned"), _negated=True),
                                    models.Q(
                                        ("booked_minor__gt", 0),
                                        ("returned_on__isnull", False),
                                        models.Q(("return_reference", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="disbursement_returned_by_statement",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("commitment__isnull", True), ("kind", "advance")),
                                    models.Q(
                                        models.Q(("kind", "advance"), _negated=True), ("commitment__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="disbursement_of_commitment_or_advance",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("about_kind", ""), ("about_uuid__isnull", True)),
                                    models.Q(
                                        models.Q(("about_kind", ""), _negated=True), ("about_uuid__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="disbursement_about_belongs_together",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("bank_reference", ""), _negated=True),
                                fields=("bank_account", "bank_reference"),
                                name="disbursement_reference_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("return_reference", ""), _negated=True),
                                fields=("bank_account", "return_reference"),
                                name="disbursement_return_reference_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("about_uuid__isnull", False),
                                    ("commitment__isnull", False),
                                    ("status__in", ("prepared", "approved", "sent", "unknown", "settled")),
                                ),
                                fields=("about_uuid", "commitment"),
                                name="disbursement_of_commitment_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("about_uuid__isnull", False),
                                    ("commitment__isnull", True),
                                    ("status__in", ("prepared", "approved", "sent", "unknown", "settled")),
                                ),
                                fields=("about_uuid",),
                                name="disbursement_of_advance_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CostReturn",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("amount_minor", models.BigIntegerField()),
                        ("currency", models.CharField(max_length=3)),
                        ("bank_account", models.CharField(max_length=40)),
                        ("bank_reference", models.CharField(max_length=80)),
                        ("arrived_on", models.DateField()),
                        ("form_token", models.UUIDField(unique=True)),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "disbursement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cost_returns",
                                to="fundraising.disbursement",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount_minor__gt", 0)), name="cost_return_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("bank_reference", ""), _negated=True),
                                name="cost_return_has_reference",
                            ),
                            models.UniqueConstraint(
                                fields=("bank_account", "bank_reference"), name="cost_return_reference_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DisbursementNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("text", models.TextField(max_length=600)),
                        (
                            "disbursement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notes",
                                to="fundraising.disbursement",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["created_at"],
                    },
                ),
                migrations.CreateModel(
                    name="DisputeMovement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("balance_transaction", models.CharField(max_length=255, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[("taken", "taken"), ("reinstated", "given back"), ("fee", "fee alone")],
                                max_length=10,
                            ),
                        ),
                        ("amount_minor", models.BigIntegerField()),
                        ("fee_minor", models.BigIntegerField()),
                        ("currency", models.CharField(max_length=3)),
                        ("happened_at", models.DateTimeField()),
                        (
                            "dispute",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="movements",
                                to="fundraising.dispute",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("amount_minor__lt", 0), ("kind", "taken")),
                                    models.Q(("amount_minor__gt", 0), ("kind", "reinstated")),
                                    models.Q(
                                        ("amount_minor", 0), ("kind", "fee"), models.Q(("fee_minor", 0), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="movement_has_its_sign",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Donation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("card", "card or bank debit"),
                                    ("cheque", "cheque"),
                                    ("bank_transfer", "bank transfer"),
                                    ("cash", "cash"),
                                    ("advised_fund", "donor-advised fund"),
                                    ("employer", "employer match"),
                                ],
                                default="card",
                                max_length=16,
                            ),
                        ),
                        ("invoice", models.CharField(blank=True, max_length=255, null=True, unique=True)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("started", "started"),
                                    ("pending", "on its way"),
                                    ("settling", "being settled"),
                                    ("paid", "received"),
                                    ("failed", "did not succeed"),
                                    ("expired", "left unpaid"),
                                ],
                                default="started",
                                max_length=10,
                            ),
                        ),
                        ("amount_minor", models.BigIntegerField()),
                        ("fee_cover_minor", models.BigIntegerField(default=0)),
                        ("currency", models.CharField(max_length=3)),
                        ("settled_minor", models.BigIntegerField(blank=True, null=True)),
                        ("settled_currency", models.CharField(blank=True, max_length=3)),
                        ("exchange_rate", models.DecimalField(blank=True, decimal_places=10, max_digits=20, null=True)),
                        ("goods_description", models.CharField(blank=True, max_length=160)),
                        ("goods_value_minor", models.BigIntegerField(default=0)),
                        ("is_family", models.BooleanField(default=False)),
                        ("language", models.CharField(default="en", max_length=10)),
                        ("mode", models.CharField(max_length=4)),
                        ("form_token", models.UUIDField(unique=True)),
                        ("payment_intent", models.CharField(blank=True, max_length=255, null=True, unique=True)),
                        ("charge", models.CharField(blank=True, max_length=255, null=True, unique=True)),
                        ("card_last4", models.CharField(blank=True, max_length=4)),
                        ("paid_at", models.DateTimeField(blank=True, null=True)),
                        ("fee_minor", models.BigIntegerField(blank=True, null=True)),
                        ("balance_transaction", models.CharField(blank=True, max_length=255, null=True, unique=True)),
                        (
                            "appeal",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="donations",
                                to="fundraising.appeal",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="donations",
                                to="fundraising.appealversion",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("amount_minor__gt", 0)), name="gift_positive"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("fee_cover_minor__gte", 0), ("fee_cover_minor__lt", models.F("amount_minor"))
                                ),
                                name="fee_cover_within_gift",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "paid"), _negated=True),
                                    models.Q(
                                        ("paid_at__isnull", False),
                                        ("payment_intent__isnull", False),
                                        ("source", "card"),
                                    ),
                                    models.Q(models.Q(("source", "card"), _negated=True), ("paid_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="paid_gift_has_payment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "paid"), _negated=True),
                                    models.Q(
                                        ("settled_minor__gt", 0), models.Q(("settled_currency", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="paid_gift_is_settled",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("goods_value_minor", 0),
                                    models.Q(
                                        ("goods_value_minor__gt", 0), models.Q(("goods_description", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="goods_are_described",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("appeal__isnull", True), ("version__isnull", True)),
                                    models.Q(("appeal__isnull", False), ("version__isnull", False)),
                                    _connector="OR",
                                ),
                                name="gift_remembers_version",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("balance_transaction__isnull", True), ("fee_minor__isnull", True)),
                                    models.Q(("balance_transaction__isnull", False), ("fee_minor__isnull", False)),
                                    _connector="OR",
                                ),
                                name="fee_has_balance_transaction",
                            ),
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="dispute",
                    name="donation",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disputes",
                        to="fundraising.donation",
                    ),
                ),
                migrations.CreateModel(
                    name="CheckoutAttempt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("number", models.PositiveSmallIntegerField(default=1)),
                        ("idempotency_key", models.CharField(max_length=120, unique=True)),
                        ("params", models.JSONField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("unsent", "Unsent"),
                                    ("open", "Open"),
                                    ("complete", "Complete"),
                                    ("expired", "Expired"),
                                    ("refused", "Refused"),
                                ],
                                default="unsent",
                                max_length=10,
                            ),
                        ),
                        ("session_id", models.CharField(blank=True, max_length=255, null=True, unique=True)),
                        ("url", models.URLField(blank=True, max_length=2000)),
                        ("expires_at", models.DateTimeField()),
                        ("swept_at", models.DateTimeField(blank=True, null=True)),
                        ("declines", models.PositiveSmallIntegerField(default=0)),
                        (
                            "donation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attempts",
                                to="fundraising.donation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["donation_id", "number"],
                        "indexes": [
                            models.Index(fields=["state", "expires_at"], name="fundraising_state_426c86_idx"),
                            models.Index(fields=["created_at"], name="fundraising_created_c2eff5_idx"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("donation", "number"), name="attempt_number_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DonationNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("shown_name", models.CharField(blank=True, max_length=80)),
                        ("show_amount", models.BooleanField(default=True)),
                        ("message", models.CharField(blank=True, max_length=280)),
                        ("message_shown_at", models.DateTimeField(blank=True, null=True)),
                        ("message_hidden_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "donation",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="note",
                                to="fundraising.donation",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Donor",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("email", models.EmailField(max_length=254)),
                        ("name", models.CharField(blank=True, max_length=120)),
                        ("language", models.CharField(default="en", max_length=10)),
                    ],
                    options={
                        "ordering": ["-id"],
                        "indexes": [models.Index(fields=["email"], name="fundraising_email_1c8170_idx")],
                    },
                ),
                migrations.AddField(
                    model_name="donation",
                    name="donor",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="donations", to="fundraising.donor"
                    ),
                ),
                migrations.CreateModel(
                    name="DoorRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("email", models.EmailField(max_length=254)),
                    ],
                    options={
                        "ordering": ["-id"],
                        "indexes": [models.Index(fields=["email", "created_at"], name="fundraising_email_24d9f9_idx")],
                    },
                ),
                migrations.CreateModel(
                    name="ExpenseClaim",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("submitted", "waits for a decision"),
                                    ("flagged", "a question is with you"),
                                    ("approved", "approved"),
                                    ("part_approved", "approved in part"),
                                    ("declined", "declined"),
                                    ("paid", "paid"),
                                    ("settled", "accounted for"),
                                    ("discarded", "thrown away"),
                                ],
                                default="draft",
                                max_length=14,
                            ),
                        ),
                        ("currency", models.CharField(max_length=3)),
                        ("submitted_at", models.DateTimeField(blank=True, null=True)),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "delegate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="claims",
                                to="delegation.delegate",
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ["draft", "discarded"]),
                                    models.Q(("submitted_at__isnull", False), ("submitted_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="claim_submitted_when_and_by",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by__isnull", True),
                                    models.Q(("decided_by", models.F("submitted_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="claim_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_by__isnull", True),
                                        ("status__in", ["draft", "submitted", "flagged", "discarded"]),
                                    ),
                                    models.Q(
                                        ("status__in", ["approved", "part_approved", "declined", "paid", "settled"]),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="claim_decided_when_and_by",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status", "draft")), fields=("delegate",), name="one_draft_claim"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClaimNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("text", models.TextField(max_length=600)),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "claim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notes",
                                to="fundraising.expenseclaim",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["created_at"],
                    },
                ),
                migrations.AddField(
                    model_name="claimline",
                    name="claim",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="fundraising.expenseclaim"
                    ),
                ),
                migrations.CreateModel(
                    name="Fund",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "kind",
                            models.CharField(choices=[("pool", "the pool"), ("travel", "travel fund")], max_length=10),
                        ),
                        ("currency", models.CharField(default="USD", max_length=3)),
                        (
                            "delegate",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="fund",
                                to="delegation.delegate",
                            ),
                        ),
                        (
                            "delegation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="funds",
                                to="delegation.delegation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["delegation_id", "kind", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("delegate__isnull", True), ("kind", "pool")),
                                    models.Q(("delegate__isnull", False), ("kind", "travel")),
                                    _connector="OR",
                                ),
                                name="travel_fund_has_delegate",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "pool")),
                                fields=("delegation", "currency"),
                                name="one_pool_per_currency",
                            ),
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="expenseclaim",
                    name="fund",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="claims", to="fundraising.fund"
                    ),
                ),
                migrations.AddField(
                    model_name="donation",
                    name="fund",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="donations", to="fundraising.fund"
                    ),
                ),
                migrations.AddField(
                    model_name="disbursement",
                    name="fund",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="disbursements", to="fundraising.fund"
                    ),
                ),
                migrations.AddField(
                    model_name="correction",
                    name="pool",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="fundraising.fund"
                    ),
                ),
                migrations.AddField(
                    model_name="commitment",
                    name="fund",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="commitments", to="fundraising.fund"
                    ),
                ),
                migrations.CreateModel(
                    name="AllocationRound",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("number", models.PositiveIntegerField()),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "being prepared"),
                                    ("simulated", "simulated, nothing is promised"),
                                    ("proposed", "waits for a second person"),
                                    ("decided", "decided, offers made"),
                                    ("declined", "declined"),
                                    ("taken_back", "taken back"),
                                ],
                                default="draft",
                                max_length=12,
                            ),
                        ),
                        ("amount_minor", models.BigIntegerField()),
                        ("currency", models.CharField(max_length=3)),
                        ("cap_minor", models.BigIntegerField(blank=True, null=True)),
                        ("other_lines", models.BooleanField(default=False)),
                        ("weight_need", models.PositiveSmallIntegerField(default=40)),
                        ("weight_first_time", models.PositiveSmallIntegerField(default=15)),
                        ("weight_distance", models.PositiveSmallIntegerField(default=15)),
                        ("weight_region", models.PositiveSmallIntegerField(default=15)),
                        ("weight_theme", models.PositiveSmallIntegerField(default=15)),
                        ("answer_by", models.DateField()),
                        (
                            "policy",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("equal", "Equal shares"),
                                    ("need", "Greatest need first"),
                                    ("most", "Most journeys"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("floor_minor", models.BigIntegerField(blank=True, null=True)),
                        ("algorithm", models.CharField(blank=True, max_length=10)),
                        ("inputs", models.TextField(blank=True)),
                        ("inputs_sha256", models.CharField(blank=True, max_length=64)),
                        ("result", models.TextField(blank=True)),
                        ("result_sha256", models.CharField(blank=True, max_length=64)),
                        ("proposed_at", models.DateTimeField(blank=True, null=True)),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("form_token", models.UUIDField(unique=True)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "pool",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rounds",
                                to="fundraising.fund",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "indexes": [models.Index(fields=["pool", "status"], name="fundraising_pool_id_512ab8_idx")],
                        "constraints": [
                            models.UniqueConstraint(fields=("pool", "number"), name="round_number_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("status", "proposed")),
                                fields=("pool",),
                                name="one_proposed_round_a_pool",
                            ),
                            models.CheckConstraint(condition=models.Q(("amount_minor__gt", 0)), name="round_positive"),
                            models.CheckConstraint(
                                condition=models.Q(("cap_minor__isnull", True), ("cap_minor__gt", 0), _connector="OR"),
                                name="round_cap_positive",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by__isnull", True),
                                    ("status", "taken_back"),
                                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="round_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ("draft", "simulated", "taken_back")),
                                    models.Q(
                                        ("proposed_at__isnull", False),
                                        ("proposed_by__isnull", False),
                                        models.Q(("policy", ""), _negated=True),
                                        models.Q(("result", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="round_proposed_when_by_and_what",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_by__isnull", True), ("status__in", ("draft", "simulated", "proposed"))
                                    ),
                                    models.Q(
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                        ("status__in", ("decided", "declined", "taken_back")),
                                    ),
                                    _connector="OR",
                                ),
                                name="round_decided_when_and_by",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "decided"), _negated=True),
                                    ("floor_minor__isnull", False),
                                    _connector="OR",
                                ),
                                name="round_knew_its_floor",
                            ),
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="allocation",
                    name="fund",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocations_in",
                        to="fundraising.fund",
                    ),
                ),
                migrations.AddField(
                    model_name="allocation",
                    name="pool",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocations_out",
                        to="fundraising.fund",
                    ),
                ),
                migrations.AddField(
                    model_name="advance",
                    name="fund",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="advances", to="fundraising.fund"
                    ),
                ),
                migrations.CreateModel(
                    name="Account",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                choices=[
                                    ("bank", "bank"),
                                    ("stripe", "with Stripe"),
                                    ("in_transit", "payout on its way"),
                                    ("advances", "advances"),
                                    ("owed_by_network", "owed by the network"),
                                    ("available", "available"),
                                    ("offered", "offered"),
                                    ("committed", "committed"),
                                    ("suspense", "suspense"),
                                    ("owed_to_stripe", "owed to Stripe"),
                                    ("owed_to_bank", "owed to the bank"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("currency", models.CharField(max_length=3)),
                        ("side", models.SmallIntegerField()),
                        ("balance_minor", models.BigIntegerField(default=0)),
                        ("version", models.PositiveBigIntegerField(default=0)),
                        ("moved_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "delegate",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="advance_accounts",
                                to="delegation.delegate",
                            ),
                        ),
                        (
                            "fund",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="accounts",
                                to="fundraising.fund",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("side__in", (1, -1))), name="account_side"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("balance_minor__gte", 0), ("side", 1)),
                                    models.Q(("balance_minor__lte", 0), ("side", -1)),
                                    _connector="OR",
                                ),
                                name="account_never_below_zero",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("code__in", ("available", "offered", "committed")),
                                        ("delegate__isnull", True),
                                        ("fund__isnull", False),
                                        ("side", -1),
                                    ),
                                    models.Q(
                                        ("code", "advances"),
                                        ("delegate__isnull", False),
                                        ("fund__isnull", True),
                                        ("side", 1),
                                    ),
                                    models.Q(
                                        ("code__in", ("suspense", "owed_to_stripe", "owed_to_bank")),
                                        ("delegate__isnull", True),
                                        ("fund__isnull", True),
                                        ("side", -1),
                                    ),
                                    models.Q(
                                        ("code__in", ("bank", "stripe", "in_transit", "owed_by_network")),
                                        ("delegate__isnull", True),
                                        ("fund__isnull", True),
                                        ("side", 1),
                                    ),
                                    _connector="OR",
                                ),
                                name="account_shape",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("delegate__isnull", True), ("fund__isnull", True)),
                                fields=("code", "currency"),
                                name="network_account_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("fund__isnull", False)),
                                fields=("code", "currency", "fund"),
                                name="fund_account_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("delegate__isnull", False)),
                                fields=("code", "currency", "delegate"),
                                name="advance_account_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FundTransfer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("surplus", "more than the journey costs"),
                                    ("withdrawal", "does not travel"),
                                    ("redirect", "moved by decision"),
                                    ("carried_on", "kept for the next delegation"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("rule", "the published rule"),
                                    ("need", "somebody else cannot travel without it"),
                                    ("deadline", "a fare or fee is due"),
                                    ("mistake", "it went to the wrong fund"),
                                    ("other", "another reason, in the note"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("proposed", "waits for a second person"),
                                    ("moved", "moved"),
                                    ("declined", "declined"),
                                    ("taken_back", "taken back"),
                                ],
                                default="proposed",
                                max_length=12,
                            ),
                        ),
                        ("amount_minor", models.BigIntegerField()),
                        ("currency", models.CharField(max_length=3)),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("wishes_until", models.DateTimeField()),
                        ("form_token", models.UUIDField(unique=True)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="transfers_out",
                                to="fundraising.fund",
                            ),
                        ),
                        (
                            "target",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="transfers_in",
                                to="fundraising.fund",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "indexes": [models.Index(fields=["source", "status"], name="fundraising_source__5289d4_idx")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount_minor__gt", 0)), name="transfer_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("source", models.F("target")), _negated=True),
                                name="transfer_between_two_funds",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by__isnull", True),
                                    ("status", "taken_back"),
                                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="transfer_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_at__isnull", True),
                                        ("decided_by__isnull", True),
                                        ("status", "proposed"),
                                    ),
                                    models.Q(
                                        models.Q(("status", "proposed"), _negated=True),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="transfer_decided_when_and_by",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status", "proposed")),
                                fields=("source",),
                                name="one_open_transfer_a_fund",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FundTransferNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("text", models.TextField(max_length=600)),
                        (
                            "transfer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notes",
                                to="fundraising.fundtransfer",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["created_at"],
                    },
                ),
                migrations.CreateModel(
                    name="GivingBreak",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[("slow", "slowed: many cards fail"), ("stopped", "switched off")], max_length=8
                            ),
                        ),
                        ("opened", models.PositiveIntegerField(default=0)),
                        ("failed", models.PositiveIntegerField(default=0)),
                        ("ends_at", models.DateTimeField(blank=True, null=True)),
                        ("allowed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "allowed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "fund",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="giving_breaks",
                                to="fundraising.fund",
                            ),
                        ),
                        (
                            "stopped_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ends_at__isnull", False), ("kind", "slow"), ("stopped_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("ends_at__isnull", True), ("kind", "stopped"), ("stopped_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="giving_break_by_whom_or_until_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("allowed_at__isnull", True), ("allowed_by__isnull", True)),
                                    ("allowed_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="giving_allowed_when_and_by",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("allowed_at__isnull", True)),
                                fields=("fund", "kind"),
                                name="one_open_break_a_kind",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HandBack",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("recorded", "waits for a second person"),
                                    ("confirmed", "in the books"),
                                    ("declined", "declined"),
                                ],
                                default="recorded",
                                max_length=10,
                            ),
                        ),
                        ("amount_minor", models.BigIntegerField()),
                        ("currency", models.CharField(max_length=3)),
                        ("received_on", models.DateField(verbose_name="on the statement of")),
                        ("bank_reference", models.CharField(max_length=64, verbose_name="the bank's reference")),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("form_token", models.UUIDField(unique=True)),
                        (
                            "advance",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hand_backs",
                                to="fundraising.advance",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount_minor__gt", 0)), name="hand_back_positive"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status", "declined"), _negated=True),
                                fields=("bank_reference",),
                                name="hand_back_reference_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by__isnull", True),
                                    models.Q(("decided_by", models.F("recorded_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="hand_back_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_at__isnull", True),
                                        ("decided_by__isnull", True),
                                        ("status", "recorded"),
                                    ),
                                    models.Q(
                                        models.Q(("status", "recorded"), _negated=True),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="hand_back_decided_when_and_by",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HeldApart",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("payment_intent", models.CharField(max_length=255, unique=True)),
                        ("charge", models.CharField(blank=True, max_length=255)),
                        (
                            "why",
                            models.CharField(
                                choices=[
                                    ("amount", "another amount than the gift's"),
                                    ("currency", "another currency than the gift's"),
                                    ("paid_twice", "the gift was paid already"),
                                    ("unknown", "no gift of this name"),
                                    ("settled", "settled in another currency than the fund's"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("amount_minor", models.BigIntegerField()),
                        ("currency", models.CharField(max_length=3)),
                        ("charged_minor", models.BigIntegerField()),
                        ("charged_currency", models.CharField(max_length=3)),
                        ("happened_at", models.DateTimeField()),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("held", "held apart"),
                                    ("asked_place", "to be placed, waits for a second person"),
                                    ("asked_return", "to be sent back, waits for a second person"),
                                    ("placed", "placed"),
                                    ("returning", "on its way back"),
                                    ("returned", "sent back"),
                                ],
                                default="held",
                                max_length=12,
                            ),
                        ),
                        ("fee_minor", models.BigIntegerField(blank=True, null=True)),
                        ("balance_transaction", models.CharField(blank=True, max_length=255, null=True, unique=True)),
                        ("asked_at", models.DateTimeField(blank=True, null=True)),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("form_token", models.UUIDField(blank=True, null=True, unique=True)),
                        ("swept_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "donation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="held_apart",
                                to="fundraising.donation",
                            ),
                        ),
                        (
                            "placed_to",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="fundraising.fund",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "held apart",
                        "ordering": ["id"],
                        "indexes": [models.Index(fields=["status", "currency"], name="fundraising_status_a729bf_idx")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount_minor__gt", 0), ("charged_minor__gt", 0)),
                                name="held_positive",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by__isnull", True),
                                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="held_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("placed", "returning")), _negated=True),
                                    models.Q(("asked_by__isnull", False), ("decided_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="held_decided_by_two",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "placed"), _negated=True),
                                    ("placed_to__isnull", False),
                                    _connector="OR",
                                ),
                                name="placed_money_has_fund",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("balance_transaction__isnull", True), ("fee_minor__isnull", True)),
                                    models.Q(("balance_transaction__isnull", False), ("fee_minor__isnull", False)),
                                    _connector="OR",
                                ),
                                name="held_fee_has_transaction",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FraudWarning",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("stripe_id", models.CharField(max_length=255, unique=True)),
                        ("fraud_type", models.CharField(max_length=60)),
                        ("actionable", models.BooleanField()),
                        ("warned_at", models.DateTimeField()),
                        (
                            "donation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="fraud_warnings",
                                to="fundraising.donation",
                            ),
                        ),
                        (
                            "held",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="fraud_warnings",
                                to="fundraising.heldapart",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("donation__isnull", False), ("held__isnull", True)),
                                    models.Q(("donation__isnull", True), ("held__isnull", False)),
                                    _connector="OR",
                                ),
                                name="warning_of_one_payment",
                            )
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="dispute",
                    name="held",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disputes",
                        to="fundraising.heldapart",
                    ),
                ),
                migrations.CreateModel(
                    name="InKindOffer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("offered", "offered"),
                                    ("accepted", "accepted"),
                                    ("declined", "declined"),
                                    ("used", "used"),
                                    ("not_used", "not used"),
                                ],
                                default="offered",
                                max_length=10,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("ticket", "a ticket"),
                                    ("room", "a room"),
                                    ("nights", "nights in a hotel"),
                                    ("other", "something else"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("description", models.CharField(max_length=160)),
                        ("quantity", models.PositiveSmallIntegerField(default=1)),
                        ("line_uuid", models.UUIDField(blank=True, null=True)),
                        ("line_code", models.CharField(blank=True, max_length=40)),
                        ("covers_minor", models.BigIntegerField(default=0)),
                        ("currency", models.CharField(max_length=3)),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        ("form_token", models.UUIDField(unique=True)),
                        (
                            "closed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "delegate",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="in_kind_offers",
                                to="delegation.delegate",
                            ),
                        ),
                        (
                            "delegation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="in_kind_offers",
                                to="delegation.delegation",
                            ),
                        ),
                        (
                            "donor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="in_kind_offers",
                                to="fundraising.donor",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="in_kind_offers",
                                to="delegation.organisation",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "indexes": [
                            models.Index(
                                fields=["delegation", "status", "created_at"], name="fundraising_delegat_81aba7_idx"
                            ),
                            models.Index(fields=["delegate", "status"], name="fundraising_delegat_825c7d_idx"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("covers_minor__gte", 0)), name="in_kind_not_negative"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by__isnull", True),
                                    ("recorded_by__isnull", True),
                                    models.Q(("decided_by", models.F("recorded_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="in_kind_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_by__isnull", True), ("status", "offered")),
                                    models.Q(
                                        models.Q(("status", "offered"), _negated=True),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="in_kind_decided_when_and_by",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("covers_minor", 0),
                                    models.Q(("delegate__isnull", False), ("line_uuid__isnull", False)),
                                    _connector="OR",
                                ),
                                name="in_kind_covers_a_line",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InKindNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("text", models.TextField(max_length=600)),
                        (
                            "written_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "offer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notes",
                                to="fundraising.inkindoffer",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["created_at"],
                    },
                ),
                migrations.CreateModel(
                    name="JournalEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("kind", models.CharField(max_length=40)),
                        ("key", models.CharField(max_length=160, unique=True)),
                        ("about_kind", models.CharField(blank=True, max_length=60)),
                        ("about_uuid", models.UUIDField(blank=True, null=True)),
                        ("happened_at", models.DateTimeField()),
                        ("posted_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("sealed", models.BooleanField(default=False)),
                        (
                            "reverses",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reversed_by",
                                to="fundraising.journalentry",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "journal entries",
                        "ordering": ["id"],
                        "indexes": [
                            models.Index(fields=["about_uuid"], name="fundraising_about_u_d1dc80_idx"),
                            models.Index(fields=["kind", "happened_at"], name="fundraising_kind_1852ba_idx"),
                            models.Index(fields=["posted_at"], name="fundraising_posted__38e574_idx"),
                            models.Index(fields=["happened_at"], name="fundraising_happene_4027d0_idx"),
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="heldapart",
                    name="entry",
                    field=models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="held_apart",
                        to="fundraising.journalentry",
                    ),
                ),
                migrations.AddField(
                    model_name="difference",
                    name="entry",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="differences",
                        to="fundraising.journalentry",
                    ),
                ),
                migrations.AddField(
                    model_name="correction",
                    name="entry",
                    field=models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="correction",
                        to="fundraising.journalentry",
                    ),
                ),
                migrations.CreateModel(
                    name="JournalLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("currency", models.CharField(max_length=3)),
                        ("amount_minor", models.BigIntegerField()),
                        ("balance_after_minor", models.BigIntegerField()),
                        ("account_version", models.PositiveBigIntegerField()),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="fundraising.account",
                            ),
                        ),
                        (
                            "entry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="fundraising.journalentry",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "indexes": [models.Index(fields=["account", "entry"], name="fundraising_account_145b1b_idx")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount_minor", 0), _negated=True), name="line_not_zero"
                            ),
                            models.UniqueConstraint(fields=("account", "account_version"), name="line_version_once"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MatchPledge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("proposed", "waits for a second person"),
                                    ("agreed", "agreed"),
                                    ("declined", "declined"),
                                    ("ended", "ended"),
                                ],
                                default="proposed",
                                max_length=10,
                            ),
                        ),
                        ("shown_name", models.CharField(blank=True, max_length=80)),
                        ("currency", models.CharField(max_length=3)),
                        ("limit_minor", models.BigIntegerField()),
                        ("cap_minor", models.BigIntegerField(blank=True, null=True)),
                        ("ratio_gives", models.PositiveSmallIntegerField(default=1)),
                        ("ratio_for", models.PositiveSmallIntegerField(default=1)),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField()),
                        ("starts_at", models.DateTimeField()),
                        ("ends_at", models.DateTimeField()),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("form_token", models.UUIDField(unique=True)),
                        (
                            "appeal",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="match_pledges",
                                to="fundraising.appeal",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "delegation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="match_pledges",
                                to="delegation.delegation",
                            ),
                        ),
                        (
                            "donor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="match_pledges",
                                to="fundraising.donor",
                            ),
                        ),
                        (
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "fund",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="match_pledges",
                                to="fundraising.fund",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="match_pledges",
                                to="delegation.organisation",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "indexes": [
                            models.Index(fields=["delegation", "status"], name="fundraising_delegat_aadc27_idx"),
                            models.Index(fields=["fund", "status"], name="fundraising_fund_id_c3fec8_idx"),
                        ],
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("limit_minor__gt", 0)), name="pledge_positive"),
                            models.CheckConstraint(
                                condition=models.Q(("cap_minor__isnull", True), ("cap_minor__gt", 0), _connector="OR"),
                                name="pledge_cap",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ratio_for__gte", 1), ("ratio_gives__gte", 1)),
                                name="pledge_ratio_positive",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("starts_at__lt", models.F("ends_at")), ("starts_on__lte", models.F("ends_on"))
                                ),
                                name="pledge_begins_first",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by__isnull", True),
                                    models.Q(("decided_by", models.F("recorded_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="pledge_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_by__isnull", True), ("status", "proposed")),
                                    models.Q(
                                        models.Q(("status", "proposed"), _negated=True),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="pledge_decided_when_and_by",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MatchPayment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "counted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "donation",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="match_payment",
                                to="fundraising.donation",
                            ),
                        ),
                        (
                            "pledge",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="payments",
                                to="fundraising.matchpledge",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="MatchAsk",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("promised_minor", models.BigIntegerField()),
                        ("received_minor", models.BigIntegerField()),
                        ("form_token", models.UUIDField(unique=True)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "pledge",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="asks",
                                to="fundraising.matchpledge",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("promised_minor__gt", models.F("received_minor"))),
                                name="asked_for_something",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MonthlyGift",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("redirected_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("started", "not begun yet"),
                                    ("active", "goes on"),
                                    ("paused", "paused"),
                                    ("past_due", "the last month did not go through"),
                                    ("ended", "ended"),
                                ],
                                default="started",
                                max_length=10,
                            ),
                        ),
                        ("amount_minor", models.BigIntegerField()),
                        ("fee_cover_minor", models.BigIntegerField(default=0)),
                        ("currency", models.CharField(max_length=3)),
                        ("is_family", models.BooleanField(default=False)),
                        ("language", models.CharField(default="en", max_length=10)),
                        ("mode", models.CharField(max_length=4)),
                        ("form_token", models.UUIDField(unique=True)),
                        ("customer", models.CharField(blank=True, max_length=255, null=True, unique=True)),
                        ("subscription", models.CharField(blank=True, max_length=255, null=True, unique=True)),
                        ("started_at", models.DateTimeField(blank=True, null=True)),
                        ("renews_at", models.DateTimeField(blank=True, null=True)),
                        ("paused_until", models.DateField(blank=True, null=True)),
                        ("ends_at", models.DateTimeField(blank=True, null=True)),
                        ("end_told_at", models.DateTimeField(blank=True, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "end_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("donor", "stopped by the giver"),
                                    ("review", "the review is over"),
                                    ("staff", "stopped by staff"),
                                    ("failed", "the card or account did not work"),
                                    ("appeal_closed", "the appeal takes no more gifts"),
                                    ("stripe", "ended at Stripe"),
                                ],
                                max_length=14,
                            ),
                        ),
                        ("wants", models.PositiveIntegerField(default=0)),
                        ("told", models.PositiveIntegerField(default=0)),
                        ("tell_tries", models.PositiveSmallIntegerField(default=0)),
                        ("tell_due_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("looked_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "appeal",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="monthly_gifts",
                                to="fundraising.appeal",
                            ),
                        ),
                        (
                            "donor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="monthly_gifts",
                                to="fundraising.donor",
                            ),
                        ),
                        (
                            "fund",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="monthly_gifts",
                                to="fundraising.fund",
                            ),
                        ),
                        (
                            "redirect_fund",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="fundraising.fund",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="fundraising.appealversion",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "indexes": [
                            models.Index(fields=["fund", "status"], name="fundraising_fund_id_172d99_idx"),
                            models.Index(fields=["status", "looked_at"], name="fundraising_status_ff2422_idx"),
                            models.Index(fields=["donor"], name="fundraising_donor_i_eaecab_idx"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount_minor__gt", 0)), name="monthly_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("fee_cover_minor__gte", 0), ("fee_cover_minor__lt", models.F("amount_minor"))
                                ),
                                name="monthly_cover_within",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("appeal__isnull", True), ("version__isnull", True)),
                                    models.Q(("appeal__isnull", False), ("version__isnull", False)),
                                    _connector="OR",
                                ),
                                name="monthly_remembers_version",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ("started", "ended")),
                                    models.Q(("started_at__isnull", False), ("subscription__isnull", False)),
                                    _connector="OR",
                                ),
                                name="monthly_going_on_has_begun",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at__isnull", False),
                                        ("status", "ended"),
                                        models.Q(("end_reason", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("status", "ended"), _negated=True),
                                        ("end_reason", ""),
                                        ("ended_at__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="monthly_ended_when_and_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("paused_until__isnull", False), ("status", "paused")),
                                    models.Q(
                                        models.Q(("status", "paused"), _negated=True), ("paused_until__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="monthly_paused_until",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("redirect_fund__isnull", True), ("redirected_at__isnull", True)),
                                    models.Q(("redirect_fund__isnull", False), ("redirected_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="monthly_redirected_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("told__lte", models.F("wants"))), name="monthly_told_what_is_wanted"
                            ),
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="donation",
                    name="monthly",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="donations",
                        to="fundraising.monthlygift",
                    ),
                ),
                migrations.CreateModel(
                    name="Offer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("offered", "waits for the delegate"),
                                    ("countered", "the delegate asks for another amount"),
                                    ("accepted", "accepted"),
                                    ("declined", "declined by the delegate"),
                                    ("lapsed", "not answered in time"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                default="offered",
                                max_length=12,
                            ),
                        ),
                        ("amount_minor", models.BigIntegerField()),
                        ("currency", models.CharField(max_length=3)),
                        ("answer_by", models.DateField()),
                        ("reminded_at", models.DateTimeField(blank=True, null=True)),
                        ("counter_minor", models.BigIntegerField(blank=True, null=True)),
                        ("next_minor", models.BigIntegerField(blank=True, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "fund",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="offers",
                                to="fundraising.fund",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "next_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "replaces",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced_by",
                                to="fundraising.offer",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="offers",
                                to="fundraising.allocationround",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "indexes": [
                            models.Index(fields=["status", "answer_by"], name="fundraising_status_ae7254_idx"),
                            models.Index(fields=["fund", "status"], name="fundraising_fund_id_02d824_idx"),
                        ],
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("amount_minor__gt", 0)), name="offer_positive"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("counter_minor__isnull", True), ("counter_minor__gt", 0), _connector="OR"
                                ),
                                name="offer_counter_positive",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("made_by", models.F("proposed_by")), _negated=True),
                                name="offer_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("next_by__isnull", True), ("next_minor__isnull", True)),
                                    models.Q(("next_by__isnull", False), ("next_minor__gt", 0)),
                                    _connector="OR",
                                ),
                                name="offer_next_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at__isnull", True), ("status__in", ("offered", "countered"))),
                                    models.Q(
                                        models.Q(("status__in", ("offered", "countered")), _negated=True),
                                        ("ended_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="offer_ended_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "countered"), _negated=True),
                                    ("counter_minor__isnull", False),
                                    _connector="OR",
                                ),
                                name="offer_countered_with_amount",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status__in", ("offered", "countered"))),
                                fields=("round", "fund"),
                                name="one_open_offer_a_round",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OfferNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("for_delegate", models.BooleanField(default=True)),
                        ("text", models.TextField(max_length=600)),
                        (
                            "offer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notes",
                                to="fundraising.offer",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["created_at", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="OfflineGift",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("cheque", "cheque"),
                                    ("bank_transfer", "bank transfer"),
                                    ("cash", "cash"),
                                    ("advised_fund", "donor-advised fund"),
                                    ("employer", "employer match"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("sponsor_name", models.CharField(blank=True, max_length=120)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("recorded", "waits for a second person"),
                                    ("confirmed", "confirmed"),
                                    ("declined", "declined"),
                                    ("taken_back", "taken back"),
                                    ("bounced", "came back unpaid"),
                                ],
                                default="recorded",
                                max_length=12,
                            ),
                        ),
                        ("amount_minor", models.BigIntegerField()),
                        ("currency", models.CharField(max_length=3)),
                        ("given_on", models.DateField()),
                        ("cheque_number", models.CharField(blank=True, max_length=40)),
                        ("shown_name", models.CharField(blank=True, max_length=80)),
                        ("is_family", models.BooleanField(default=False)),
                        ("goods_description", models.CharField(blank=True, max_length=160)),
                        ("goods_value_minor", models.BigIntegerField(default=0)),
                        ("bank_reference", models.CharField(blank=True, max_length=80)),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("bounced_at", models.DateTimeField(blank=True, null=True)),
                        ("form_token", models.UUIDField(unique=True)),
                        (
                            "appeal",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="offline_gifts",
                                to="fundraising.appeal",
                            ),
                        ),
                        (
                            "bounced_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "delegation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="offline_gifts",
                                to="delegation.delegation",
                            ),
                        ),
                        (
                            "deposit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="gifts",
                                to="fundraising.deposit",
                            ),
                        ),
                        (
                            "donation",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="offline",
                                to="fundraising.donation",
                            ),
                        ),
                        (
                            "donor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="offline_gifts",
                                to="fundraising.donor",
                            ),
                        ),
                        (
                            "fund",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="offline_gifts",
                                to="fundraising.fund",
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="offline_gifts",
                                to="fundraising.bankline",
                            ),
                        ),
                        (
                            "pledge",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="offline_gifts",
                                to="fundraising.matchpledge",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "indexes": [
                            models.Index(
                                fields=["delegation", "status", "created_at"], name="fundraising_delegat_d1cda4_idx"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount_minor__gt", 0)), name="offline_gift_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by__isnull", True),
                                    ("status", "taken_back"),
                                    models.Q(("decided_by", models.F("recorded_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="offline_gift_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_at__isnull", True),
                                        ("decided_by__isnull", True),
                                        ("status", "recorded"),
                                    ),
                                    models.Q(
                                        models.Q(("status", "recorded"), _negated=True),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="offline_gift_decided_when_and_by",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("donation__isnull", False), ("status__in", ("confirmed", "bounced"))),
                                    models.Q(
                                        models.Q(("status__in", ("confirmed", "bounced")), _negated=True),
                                        ("donation__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="confirmed_offline_gift_is_a_gift",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("source__in", ("advised_fund", "employer")), _negated=True),
                                    models.Q(("sponsor_name", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="sponsored_gift_names_sponsor",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("goods_value_minor", 0),
                                    models.Q(
                                        ("goods_value_minor__gt", 0), models.Q(("goods_description", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="offline_goods_are_described",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("line__isnull", False), ("status__in", ("recorded", "confirmed", "bounced"))
                                ),
                                fields=("line",),
                                name="one_gift_per_bank_line",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OfflineNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("text", models.TextField(max_length=600)),
                        (
                            "gift",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notes",
                                to="fundraising.offlinegift",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["created_at"],
                    },
                ),
                migrations.CreateModel(
                    name="Payee",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[("person", "person"), ("organisation", "organisation"), ("vendor", "vendor")],
                                max_length=12,
                            ),
                        ),
                        ("label", models.CharField(max_length=120, verbose_name="name")),
                        ("form_token", models.UUIDField(unique=True)),
                        (
                            "delegate",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="payee",
                                to="delegation.delegate",
                            ),
                        ),
                        (
                            "delegation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="payees",
                                to="delegation.delegation",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="payees",
                                to="delegation.organisation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["label", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("delegate__isnull", True),
                                    models.Q(("kind", "person"), ("organisation__isnull", True)),
                                    _connector="OR",
                                ),
                                name="payee_delegate_is_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("organisation__isnull", True), ("kind", "organisation"), _connector="OR"
                                ),
                                name="payee_organisation_kind",
                            ),
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="disbursement",
                    name="payee",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disbursements",
                        to="fundraising.payee",
                    ),
                ),
                migrations.AddField(
                    model_name="commitment",
                    name="payee",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="fundraising.payee",
                    ),
                ),
                migrations.CreateModel(
                    name="PayeeDetails",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("version", models.PositiveIntegerField()),
                        (
                            "method",
                            models.CharField(
                                choices=[
                                    ("ach", "bank transfer in the US (ACH)"),
                                    ("pain001", "bank transfer in Switzerland or the euro area"),
                                    ("wire", "international wire"),
                                    ("cheque", "cheque"),
                                    ("card", "prepaid card"),
                                    ("cash", "cash against signature"),
                                ],
                                max_length=8,
                                verbose_name="how we pay",
                            ),
                        ),
                        ("currency", models.CharField(max_length=3, verbose_name="currency")),
                        ("tail", models.CharField(blank=True, max_length=4)),
                        ("fingerprint", models.CharField(blank=True, max_length=64)),
                        ("digest", models.CharField(max_length=64)),
                        ("name_differs", models.BooleanField(default=False)),
                        ("wants_qr", models.BooleanField(default=False)),
                        ("held_until", models.DateTimeField(default=django.utils.timezone.now)),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                        ("form_token", models.UUIDField(unique=True)),
                        (
                            "changed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "payee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="fundraising.payee",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "payee details",
                        "ordering": ["payee_id", "-version"],
                        "indexes": [models.Index(fields=["fingerprint"], name="fundraising_fingerp_b357be_idx")],
                        "constraints": [
                            models.UniqueConstraint(fields=("payee", "version"), name="payee_version_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                                    models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="payee_confirmed_when_and_by",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("confirmed_by__isnull", True),
                                    models.Q(("confirmed_by", models.F("changed_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="payee_two_people",
                            ),
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="disbursement",
                    name="details",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disbursements",
                        to="fundraising.payeedetails",
                    ),
                ),
                migrations.CreateModel(
                    name="PaymentBatch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "method",
                            models.CharField(
                                choices=[
                                    ("ach", "bank transfer in the US (ACH)"),
                                    ("pain001", "bank transfer in Switzerland or the euro area"),
                                    ("wire", "international wire"),
                                    ("cheque", "cheque"),
                                    ("card", "prepaid card"),
                                    ("cash", "cash against signature"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("currency", models.CharField(max_length=3)),
                        ("bank_account", models.CharField(max_length=40)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "waits for a second person"),
                                    ("approved", "approved, not sent yet"),
                                    ("sent", "sent"),
                                    ("settled", "on the bank statement"),
                                    ("cancelled", "cancelled"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        ("total_minor", models.BigIntegerField(default=0)),
                        ("payments", models.PositiveIntegerField(default=0)),
                        ("pay_on", models.DateField()),
                        ("approved_at", models.DateTimeField(blank=True, null=True)),
                        ("approved_hash", models.CharField(blank=True, max_length=64)),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        ("bank_reference", models.CharField(blank=True, max_length=60)),
                        ("form_token", models.UUIDField(unique=True)),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "delegation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="batches",
                                to="delegation.delegation",
                            ),
                        ),
                        (
                            "sent_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "payment batches",
                        "ordering": ["-id"],
                        "indexes": [
                            models.Index(fields=["delegation", "status"], name="fundraising_delegat_e07c56_idx")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("approved_by__isnull", True),
                                    models.Q(("approved_by", models.F("created_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="batch_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("approved", "sent", "settled")), _negated=True),
                                    models.Q(
                                        ("approved_at__isnull", False),
                                        ("approved_by__isnull", False),
                                        ("total_minor__gt", 0),
                                        models.Q(("approved_hash", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="batch_approved_when_and_by",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("sent", "settled")), _negated=True),
                                    models.Q(("sent_at__isnull", False), ("sent_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="batch_sent_when_and_by",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("bank_reference", ""), _negated=True),
                                fields=("bank_account", "bank_reference"),
                                name="batch_reference_once",
                            ),
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="disbursement",
                    name="batch",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disbursements",
                        to="fundraising.paymentbatch",
                    ),
                ),
                migrations.CreateModel(
                    name="BankFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("name", models.CharField(max_length=80)),
                        ("sha256", models.CharField(max_length=64, unique=True)),
                        ("size", models.PositiveIntegerField()),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "batch",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="file",
                                to="fundraising.paymentbatch",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Payout",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("stripe_id", models.CharField(max_length=255, unique=True)),
                        ("amount_minor", models.BigIntegerField()),
                        ("currency", models.CharField(max_length=3)),
                        ("stripe_status", models.CharField(max_length=20)),
                        ("automatic", models.BooleanField()),
                        ("arrives_on", models.DateField()),
                        ("made_at", models.DateTimeField()),
                        ("balance_transaction", models.CharField(blank=True, max_length=255)),
                        ("failure_code", models.CharField(blank=True, max_length=60)),
                        ("reconciled", models.BooleanField(default=False)),
                        ("swept_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["-made_at", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount_minor", 0), _negated=True), name="payout_not_zero"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PayoutLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("balance_transaction", models.CharField(max_length=255)),
                        ("source", models.CharField(blank=True, max_length=255)),
                        ("category", models.CharField(max_length=60)),
                        ("amount_minor", models.BigIntegerField()),
                        ("fee_minor", models.BigIntegerField()),
                        ("net_minor", models.BigIntegerField()),
                        ("currency", models.CharField(max_length=3)),
                        ("happened_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "payout",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="fundraising.payout",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("payout", "balance_transaction"), name="payout_line_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "net_minor",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("amount_minor"), "-", models.F("fee_minor")
                                        ),
                                    )
                                ),
                                name="payout_line_adds_up",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Period",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("month", models.DateField()),
                        ("starts_at", models.DateTimeField()),
                        ("ends_at", models.DateTimeField()),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("asked", "waits for a second person"),
                                    ("closed", "closed"),
                                    ("declined", "declined"),
                                    ("taken_back", "taken back"),
                                ],
                                default="asked",
                                max_length=12,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("entries", models.PositiveBigIntegerField(default=0)),
                        ("totals", models.JSONField(blank=True, null=True)),
                        ("totals_hash", models.CharField(blank=True, max_length=64)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "delegation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="delegation.delegation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-month", "-id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status__in", ("asked", "closed"))),
                                fields=("month",),
                                name="a_month_is_closed_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("starts_at__lt", models.F("ends_at"))), name="period_has_length"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by__isnull", True),
                                    ("status", "taken_back"),
                                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="period_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_at__isnull", True), ("decided_by__isnull", True), ("status", "asked")
                                    ),
                                    models.Q(
                                        models.Q(("status", "asked"), _negated=True),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="period_decided_when_and_by",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status", "closed"),
                                        models.Q(("totals_hash", ""), _negated=True),
                                        ("decided_at__gte", models.F("ends_at")),
                                    ),
                                    models.Q(models.Q(("status", "closed"), _negated=True), ("totals_hash", "")),
                                    _connector="OR",
                                ),
                                name="closed_period_has_totals",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PeriodBalance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("balance_minor", models.BigIntegerField()),
                        ("version", models.PositiveBigIntegerField()),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="fundraising.account"
                            ),
                        ),
                        (
                            "period",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="balances",
                                to="fundraising.period",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["period_id", "account_id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("period", "account"), name="closing_balance_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Photo",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("image", models.BinaryField()),
                        ("width", models.PositiveIntegerField()),
                        ("height", models.PositiveIntegerField()),
                        ("alt", models.CharField(blank=True, max_length=160, verbose_name="what the picture shows")),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="photos",
                                to="delegation.delegate",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AppealDraft",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(blank=True, max_length=80, verbose_name="title")),
                        ("lede", models.CharField(blank=True, max_length=300, verbose_name="opening sentences")),
                        ("story", models.TextField(blank=True, max_length=2400, verbose_name="your story")),
                        (
                            "in_geneva",
                            models.TextField(blank=True, max_length=800, verbose_name="what happens in Geneva"),
                        ),
                        (
                            "naming",
                            models.CharField(
                                choices=[
                                    ("first_region", "First name and region"),
                                    ("pseudonym", "Another name"),
                                    ("full_name", "Full name"),
                                ],
                                default="first_region",
                                max_length=20,
                                verbose_name="how you are named",
                            ),
                        ),
                        (
                            "shown_name",
                            models.CharField(blank=True, max_length=80, verbose_name="name the public reads"),
                        ),
                        ("region", models.CharField(blank=True, max_length=60, verbose_name="region the public reads")),
                        ("show_organisation", models.BooleanField(default=True, verbose_name="show my organisation")),
                        (
                            "language",
                            models.CharField(default="en", max_length=10, verbose_name="language of the text"),
                        ),
                        ("full_name_confirmed_at", models.DateTimeField(blank=True, null=True)),
                        ("saved_at", models.DateTimeField(auto_now=True)),
                        (
                            "appeal",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="draft",
                                to="fundraising.appeal",
                            ),
                        ),
                        (
                            "photo",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="fundraising.photo",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PlanningRate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("currency", models.CharField(max_length=3, verbose_name="currency")),
                        ("quote", models.CharField(default="USD", max_length=3)),
                        ("rate", models.DecimalField(decimal_places=6, max_digits=12, verbose_name="rate")),
                        ("as_of", models.DateField(verbose_name="as of")),
                        ("source", models.CharField(max_length=160, verbose_name="source")),
                        (
                            "delegation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rates",
                                to="delegation.delegation",
                            ),
                        ),
                        (
                            "entered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["delegation_id", "currency", "-as_of", "-id"],
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("rate__gt", 0)), name="rate_positive")
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="budgetline",
                    name="rate",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="fundraising.planningrate",
                    ),
                ),
                migrations.CreateModel(
                    name="Postponement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("wishes_until", models.DateTimeField()),
                        (
                            "dates",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="told",
                                to="delegation.delegationdates",
                            ),
                        ),
                        (
                            "delegation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="postponements",
                                to="delegation.delegation",
                            ),
                        ),
                        (
                            "told_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                    },
                ),
                migrations.CreateModel(
                    name="Receipt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("series", models.CharField(blank=True, max_length=8)),
                        ("year", models.PositiveSmallIntegerField()),
                        ("number", models.PositiveIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("gift", "gift"),
                                    ("family", "by the delegate or close family"),
                                    ("quid_pro_quo", "something was received for it"),
                                    ("advised", "from a donor-advised fund or an employer"),
                                ],
                                default="gift",
                                max_length=14,
                            ),
                        ),
                        ("amount_minor", models.BigIntegerField()),
                        ("returned_minor", models.BigIntegerField(default=0)),
                        ("currency", models.CharField(max_length=3)),
                        ("goods_description", models.CharField(blank=True, max_length=160)),
                        ("goods_value_minor", models.BigIntegerField(default=0)),
                        ("charged_on", models.DateField()),
                        ("is_family", models.BooleanField()),
                        ("template_version", models.CharField(max_length=10)),
                        ("issuer", models.JSONField(default=dict)),
                        ("issued_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "donation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="receipts",
                                to="fundraising.donation",
                            ),
                        ),
                        (
                            "replaces",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced_by",
                                to="fundraising.receipt",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("series", "year", "number"), name="receipt_number_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("replaces__isnull", True)),
                                fields=("donation",),
                                name="one_first_receipt_per_gift",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("returned_minor__gte", 0), ("returned_minor__lte", models.F("amount_minor"))
                                ),
                                name="receipt_returned_within_gift",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("goods_value_minor", 0),
                                    models.Q(
                                        ("goods_value_minor__gt", 0), models.Q(("goods_description", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="receipt_goods_are_described",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("goods_value_minor__gt", 0), ("kind", "quid_pro_quo")),
                                    models.Q(
                                        models.Q(("kind", "quid_pro_quo"), _negated=True), ("goods_value_minor", 0)
                                    ),
                                    _connector="OR",
                                ),
                                name="receipt_goods_by_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("is_family", True), ("kind", "family")),
                                    models.Q(models.Q(("kind", "family"), _negated=True), ("is_family", False)),
                                    _connector="OR",
                                ),
                                name="receipt_family_by_kind",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReceiptFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[("receipt", "receipt"), ("statement", "card statement")],
                                default="receipt",
                                max_length=10,
                            ),
                        ),
                        ("sha256", models.CharField(max_length=64)),
                        ("width", models.PositiveIntegerField()),
                        ("height", models.PositiveIntegerField()),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "claim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="fundraising.expenseclaim",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "indexes": [models.Index(fields=["sha256"], name="fundraising_sha256_b02cef_idx")],
                    },
                ),
                migrations.AddField(
                    model_name="claimline",
                    name="receipt",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="fundraising.receiptfile",
                    ),
                ),
                migrations.AddField(
                    model_name="claimline",
                    name="statement_file",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="fundraising.receiptfile",
                    ),
                ),
                migrations.CreateModel(
                    name="ReceiptSeries",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("series", models.CharField(max_length=8)),
                        ("year", models.PositiveSmallIntegerField()),
                        ("last_number", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("series", "year"), name="receipt_series_once")],
                    },
                ),
                migrations.CreateModel(
                    name="ReceiptVoid",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("name", "the name was wrong"),
                                    ("returned", "money was given back"),
                                    ("goods", "what was received for it was missing or wrong"),
                                    ("donor", "the donor asked"),
                                    ("mistake", "made by mistake"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("voided_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "receipt",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="void",
                                to="fundraising.receipt",
                            ),
                        ),
                        (
                            "voided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                    },
                ),
                migrations.CreateModel(
                    name="Reconciliation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[("waiting", "waits to be done"), ("reading", "under way"), ("done", "done")],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("since", models.DateTimeField(blank=True, null=True)),
                        ("whole", models.BooleanField(default=False)),
                        ("cursor", models.CharField(blank=True, max_length=255)),
                        ("lines_read", models.PositiveIntegerField(default=0)),
                        ("found", models.PositiveIntegerField(default=0)),
                        ("figures", models.JSONField(default=dict)),
                        ("tried_at", models.DateTimeField(blank=True, null=True)),
                        ("error", models.CharField(blank=True, max_length=60)),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("finished_at__isnull", False), ("state", "done")),
                                    models.Q(models.Q(("state", "done"), _negated=True), ("finished_at__isnull", True)),
                                    _connector="OR",
                                ),
                                name="reconciliation_done_when",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "waiting")),
                                fields=("state",),
                                name="one_reconciliation_waits",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Refund",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("amount_minor", models.BigIntegerField()),
                        ("currency", models.CharField(max_length=3)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("requested", "waits for a second person"),
                                    ("pending", "on its way back"),
                                    ("succeeded", "given back"),
                                    ("failed", "came back to us"),
                                    ("refused", "refused"),
                                ],
                                default="requested",
                                max_length=10,
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("twice", "given twice"),
                                    ("wrong_amount", "wrong amount"),
                                    ("not_owner", "not the card's owner"),
                                    ("fraud", "fraud"),
                                    ("staff", "by decision of the staff"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("needs_second", models.BooleanField(default=False)),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("form_token", models.UUIDField(blank=True, null=True, unique=True)),
                        ("stripe_id", models.CharField(blank=True, max_length=255, null=True, unique=True)),
                        ("settled_minor", models.BigIntegerField(blank=True, null=True)),
                        ("settled_currency", models.CharField(blank=True, max_length=3)),
                        ("balance_transaction", models.CharField(blank=True, max_length=255, null=True, unique=True)),
                        ("returned_minor", models.BigIntegerField(blank=True, null=True)),
                        (
                            "failure_balance_transaction",
                            models.CharField(blank=True, max_length=255, null=True, unique=True),
                        ),
                        ("failure_code", models.CharField(blank=True, max_length=60)),
                        ("made_at", models.DateTimeField(blank=True, null=True)),
                        ("swept_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "donation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="refunds",
                                to="fundraising.donation",
                            ),
                        ),
                        (
                            "held",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="refunds",
                                to="fundraising.heldapart",
                            ),
                        ),
                        (
                            "requested_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "indexes": [
                            models.Index(fields=["status", "created_at"], name="fundraising_status_e96201_idx")
                        ],
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("amount_minor__gt", 0)), name="refund_positive"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("donation__isnull", False), ("held__isnull", True)),
                                    models.Q(("donation__isnull", True), ("held__isnull", False)),
                                    _connector="OR",
                                ),
                                name="refund_of_one_payment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by__isnull", True),
                                    ("status", "refused"),
                                    models.Q(("decided_by", models.F("requested_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="refund_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("needs_second", False),
                                    ("status__in", ("requested", "refused")),
                                    models.Q(("decided_by__isnull", False), ("requested_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="large_refund_has_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("form_token__isnull", False), ("requested_by__isnull", False)),
                                    models.Q(("requested_by__isnull", True), ("stripe_id__isnull", False)),
                                    _connector="OR",
                                ),
                                name="refund_has_a_beginning",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "succeeded"), _negated=True),
                                    models.Q(("balance_transaction__isnull", False), ("stripe_id__isnull", False)),
                                    _connector="OR",
                                ),
                                name="made_refund_has_transaction",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("balance_transaction__isnull", True), ("settled_minor__isnull", True)),
                                    models.Q(("balance_transaction__isnull", False), ("settled_minor__gt", 0)),
                                    _connector="OR",
                                ),
                                name="refund_transaction_has_amount",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("failure_balance_transaction__isnull", True), ("returned_minor__isnull", True)
                                    ),
                                    models.Q(
                                        ("failure_balance_transaction__isnull", False),
                                        ("returned_minor__gt", 0),
                                        ("status", "failed"),
                                    ),
                                    _connector="OR",
                                ),
                                name="failed_refund_came_back",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RefundNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("text", models.TextField(max_length=600)),
                        (
                            "refund",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notes",
                                to="fundraising.refund",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["created_at"],
                    },
                ),
                migrations.CreateModel(
                    name="Review",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("waiting", "waiting for review"),
                                    ("changes_requested", "changes asked for"),
                                    ("declined", "declined"),
                                    ("approved", "approved"),
                                    ("taken_back", "taken back"),
                                ],
                                default="waiting",
                                max_length=20,
                            ),
                        ),
                        (
                            "decline_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("outside", "it does not ask for this delegation's travel"),
                                    ("risk", "publishing it would put somebody at risk"),
                                    ("consent", "it shows people who have not agreed"),
                                    ("untrue", "we could not confirm what it says"),
                                    ("budget", "its costs could not be agreed"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "version",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="review",
                                to="fundraising.appealversion",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["created_at"],
                        "indexes": [
                            models.Index(fields=["status", "created_at"], name="fundraising_status_f7996d_idx")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_at__isnull", True), ("decided_by__isnull", True)),
                                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="review_decided_when_and_by",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "declined"), _negated=True),
                                    models.Q(("decline_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="review_declined_has_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("text", models.TextField(max_length=600)),
                        (
                            "review",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notes",
                                to="fundraising.review",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["created_at"],
                    },
                ),
                migrations.CreateModel(
                    name="RoundLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("gaps", models.JSONField(default=dict)),
                        ("minimum_minor", models.BigIntegerField()),
                        ("gap_minor", models.BigIntegerField()),
                        ("score", models.PositiveSmallIntegerField()),
                        ("parts", models.JSONField(default=dict)),
                        ("award_minor", models.BigIntegerField()),
                        ("reason", models.CharField(max_length=12)),
                        (
                            "delegate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="round_lines",
                                to="delegation.delegate",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="fundraising.allocationround",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["round_id", "-award_minor", "id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("round", "delegate"), name="round_line_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("award_minor", 0),
                                    models.Q(
                                        ("award_minor__gte", models.F("minimum_minor")),
                                        ("award_minor__lte", models.F("gap_minor")),
                                    ),
                                    _connector="OR",
                                ),
                                name="round_line_no_half_ticket",
                            ),
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="offer",
                    name="line",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="offers", to="fundraising.roundline"
                    ),
                ),
                migrations.CreateModel(
                    name="RoundNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("text", models.TextField(max_length=600)),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notes",
                                to="fundraising.allocationround",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["created_at", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="Share",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "status",
                            models.CharField(
                                choices=[("sent", "sent"), ("recalled", "recalled")], default="sent", max_length=10
                            ),
                        ),
                        ("code", models.CharField(max_length=24, unique=True)),
                        ("recalled_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "appeal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="shares",
                                to="fundraising.appeal",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="shares",
                                to="delegation.organisation",
                            ),
                        ),
                        (
                            "recalled_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "shared_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="shares",
                                to="fundraising.appealversion",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status", "sent")),
                                fields=("appeal", "organisation"),
                                name="shared_once_with_each",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("recalled_at__isnull", True), ("recalled_by__isnull", True), ("status", "sent")
                                    ),
                                    models.Q(
                                        ("recalled_at__isnull", False),
                                        ("recalled_by__isnull", False),
                                        ("status", "recalled"),
                                    ),
                                    _connector="OR",
                                ),
                                name="recall_when_and_by",
                            ),
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="monthlygift",
                    name="share",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="fundraising.share",
                    ),
                ),
                migrations.AddField(
                    model_name="donation",
                    name="share",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="donations",
                        to="fundraising.share",
                    ),
                ),
                migrations.CreateModel(
                    name="Stipend",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("proposed", "waits for the person's answer"),
                                    ("agreed", "agreed, waits for a second person"),
                                    ("refused", "the person said no"),
                                    ("approved", "approved, to be paid"),
                                    ("declined", "declined"),
                                    ("taken_back", "taken back"),
                                    ("paid", "paid"),
                                ],
                                default="proposed",
                                max_length=12,
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                choices=[("wages", "lost wages"), ("care", "care for children or parents")],
                                max_length=10,
                            ),
                        ),
                        ("amount_minor", models.BigIntegerField()),
                        ("currency", models.CharField(max_length=3)),
                        ("wording_version", models.CharField(blank=True, max_length=20)),
                        ("agreed_at", models.DateTimeField(blank=True, null=True)),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("paid_on", models.DateField(blank=True, null=True)),
                        ("form_token", models.UUIDField(unique=True)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "delegate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stipends",
                                to="delegation.delegate",
                            ),
                        ),
                        (
                            "fund",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stipends",
                                to="fundraising.fund",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "indexes": [models.Index(fields=["paid_on"], name="fundraising_paid_on_4426ad_idx")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount_minor__gt", 0)), name="stipend_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by__isnull", True),
                                    ("status", "taken_back"),
                                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="stipend_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["agreed", "approved", "paid"]), _negated=True),
                                    models.Q(
                                        ("agreed_at__isnull", False), models.Q(("wording_version", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="stipend_agreed_before_approved",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["approved", "declined", "paid"]), _negated=True),
                                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="stipend_decided_when_and_by",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("paid_on__isnull", False), ("status", "paid")),
                                    models.Q(models.Q(("status", "paid"), _negated=True), ("paid_on__isnull", True)),
                                    _connector="OR",
                                ),
                                name="paid_stipend_has_its_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StripeEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("event_id", models.CharField(max_length=255, unique=True)),
                        ("type", models.CharField(max_length=80)),
                        ("object_id", models.CharField(max_length=255)),
                        ("payment_intent", models.CharField(blank=True, max_length=255)),
                        ("api_version", models.CharField(max_length=40)),
                        ("livemode", models.BooleanField()),
                        ("happened_at", models.DateTimeField()),
                        ("received_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("body_sha256", models.CharField(max_length=64)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("done", "Done"),
                                    ("not_booked", "Not Booked"),
                                    ("failed", "Failed"),
                                ],
                                default="waiting",
                                max_length=12,
                            ),
                        ),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("due_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("lease_until", models.DateTimeField(blank=True, null=True)),
                        ("processed_at", models.DateTimeField(blank=True, null=True)),
                        ("error", models.CharField(blank=True, max_length=120)),
                    ],
                    options={
                        "ordering": ["-id"],
                        "indexes": [models.Index(fields=["state", "due_at"], name="fundraising_state_5624e1_idx")],
                    },
                ),
                migrations.CreateModel(
                    name="Telling",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("mailed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "donation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tellings",
                                to="fundraising.donation",
                            ),
                        ),
                        (
                            "postponement",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tellings",
                                to="fundraising.postponement",
                            ),
                        ),
                        (
                            "transfer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tellings",
                                to="fundraising.fundtransfer",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "indexes": [models.Index(fields=["mailed_at", "id"], name="fundraising_mailed__02a798_idx")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("postponement__isnull", True), ("transfer__isnull", False)),
                                    models.Q(("postponement__isnull", False), ("transfer__isnull", True)),
                                    _connector="OR",
                                ),
                                name="telling_of_one_thing",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("transfer__isnull", False)),
                                fields=("transfer", "donation"),
                                name="told_once_of_a_transfer",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("postponement__isnull", False)),
                                fields=("postponement", "donation"),
                                name="told_once_of_a_postponement",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VersionText",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(blank=True, max_length=80, verbose_name="title")),
                        ("lede", models.CharField(blank=True, max_length=300, verbose_name="opening sentences")),
                        ("story", models.TextField(blank=True, max_length=2400, verbose_name="your story")),
                        (
                            "in_geneva",
                            models.TextField(blank=True, max_length=800, verbose_name="what happens in Geneva"),
                        ),
                        (
                            "naming",
                            models.CharField(
                                choices=[
                                    ("first_region", "First name and region"),
                                    ("pseudonym", "Another name"),
                                    ("full_name", "Full name"),
                                ],
                                default="first_region",
                                max_length=20,
                                verbose_name="how you are named",
                            ),
                        ),
                        (
                            "shown_name",
                            models.CharField(blank=True, max_length=80, verbose_name="name the public reads"),
                        ),
                        ("region", models.CharField(blank=True, max_length=60, verbose_name="region the public reads")),
                        ("show_organisation", models.BooleanField(default=True, verbose_name="show my organisation")),
                        (
                            "language",
                            models.CharField(default="en", max_length=10, verbose_name="language of the text"),
                        ),
                        ("budget", models.JSONField(default=list)),
                        (
                            "photo",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="fundraising.photo",
                            ),
                        ),
                        (
                            "version",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="text",
                                to="fundraising.appealversion",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Wish",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "choice",
                            models.CharField(
                                choices=[
                                    ("others", "Help other delegates of this review"),
                                    ("wait", "Keep it for this person, should they travel after all"),
                                    ("next", "Keep it for the next delegation"),
                                    ("talk", "Please talk to me"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "telling",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="wishes",
                                to="fundraising.telling",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                    },
                ),
                migrations.CreateModel(
                    name="YearStatement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("year", models.PositiveSmallIntegerField()),
                        ("currency", models.CharField(max_length=3)),
                        ("version", models.PositiveSmallIntegerField(default=1)),
                        ("series", models.CharField(max_length=8)),
                        ("number", models.PositiveIntegerField()),
                        ("given_minor", models.BigIntegerField()),
                        ("returned_minor", models.BigIntegerField()),
                        ("goods_minor", models.BigIntegerField(default=0)),
                        ("apart_minor", models.BigIntegerField(default=0)),
                        ("until", models.DateField()),
                        ("content_hash", models.CharField(max_length=64)),
                        ("template_version", models.CharField(max_length=10)),
                        ("issuer", models.JSONField(default=dict)),
                        ("issued_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "donor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="statements",
                                to="fundraising.donor",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "replaces",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced_by",
                                to="fundraising.yearstatement",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("series", "year", "number"), name="statement_number_once"),
                            models.UniqueConstraint(
                                fields=("donor", "year", "currency", "version"), name="statement_version_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("replaces__isnull", True), ("version", 1)),
                                    models.Q(("replaces__isnull", False), ("version__gt", 1)),
                                    _connector="OR",
                                ),
                                name="statement_replaces_earlier",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("apart_minor__gte", 0),
                                    ("given_minor__gte", 0),
                                    ("goods_minor__gte", 0),
                                    ("returned_minor__gte", 0),
                                ),
                                name="statement_not_negative",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PrintedName",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=254)),
                        (
                            "receipt",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="printed",
                                to="fundraising.receipt",
                            ),
                        ),
                        (
                            "statement",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="printed",
                                to="fundraising.yearstatement",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("receipt__isnull", True), ("statement__isnull", False)),
                                    models.Q(("receipt__isnull", False), ("statement__isnull", True)),
                                    _connector="OR",
                                ),
                                name="printed_name_of_one_paper",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="YearStatementLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("gift", "gift"),
                                    ("family", "by the delegate or close family"),
                                    ("quid_pro_quo", "something was received for it"),
                                    ("advised", "from a donor-advised fund or an employer"),
                                ],
                                max_length=14,
                            ),
                        ),
                        ("given_on", models.DateField()),
                        ("amount_minor", models.BigIntegerField()),
                        ("returned_minor", models.BigIntegerField()),
                        ("goods_minor", models.BigIntegerField(default=0)),
                        (
                            "donation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="statement_lines",
                                to="fundraising.donation",
                            ),
                        ),
                        (
                            "receipt",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="statement_lines",
                                to="fundraising.receipt",
                            ),
                        ),
                        (
                            "statement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="fundraising.yearstatement",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["statement_id", "position"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("statement", "position"), name="statement_line_position_once"
                            ),
                            models.UniqueConstraint(fields=("statement", "donation"), name="statement_names_gift_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("amount_minor__gt", 0),
                                    ("goods_minor__gte", 0),
                                    ("returned_minor__gte", 0),
                                    ("returned_minor__lte", models.F("amount_minor")),
                                ),
                                name="statement_line_within_gift",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AppealSlug",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(max_length=60, unique=True)),
                        ("made_at", models.DateTimeField(auto_now_add=True)),
                        ("gone_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "appeal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="slugs",
                                to="fundraising.appeal",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("gone_at__isnull", True)),
                                fields=("appeal",),
                                name="one_living_slug",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AppealUpdate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("title", models.CharField(max_length=80, verbose_name="title")),
                        ("text", models.TextField(max_length=1200, verbose_name="text")),
                        ("approved_at", models.DateTimeField(blank=True, null=True)),
                        ("hidden_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "appeal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="updates",
                                to="fundraising.appeal",
                            ),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-created_at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("approved_by__isnull", True),
                                    models.Q(("approved_by", models.F("written_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="update_never_approved_by_self",
                            )
                        ],
                    },
                ),
                migrations.AddConstraint(
                    model_name="appeal",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "open"), _negated=True),
                            ("approved_version__isnull", False),
                            _connector="OR",
                        ),
                        name="open_appeal_is_approved",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="bankline",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ("waiting", "set_aside")), ("use__isnull", True)),
                            models.Q(
                                models.Q(("status__in", ("waiting", "set_aside")), _negated=True),
                                ("use__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="line_in_the_books_has_its_use",
                    ),
                ),
                migrations.AddIndex(
                    model_name="expenseclaim",
                    index=models.Index(fields=["status", "submitted_at"], name="fundraising_status_4012be_idx"),
                ),
                migrations.AddIndex(
                    model_name="allocation",
                    index=models.Index(fields=["pool", "status", "created_at"], name="fundraising_pool_id_e6d79b_idx"),
                ),
                migrations.AddConstraint(
                    model_name="allocation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("pool", models.F("fund")), _negated=True),
                        name="allocation_between_two_funds",
                    ),
                ),
                migrations.AddIndex(
                    model_name="advance",
                    index=models.Index(fields=["status", "account_by"], name="fundraising_status_f8b4fb_idx"),
                ),
                migrations.AddConstraint(
                    model_name="dispute",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("donation__isnull", False), ("held__isnull", True)),
                            models.Q(("donation__isnull", True), ("held__isnull", False)),
                            _connector="OR",
                        ),
                        name="dispute_of_one_payment",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="correction",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("entry__isnull", True), ("status", "posted"), ("way", "accept")),
                            models.Q(
                                ("entry__isnull", False),
                                ("status", "posted"),
                                models.Q(("way", "accept"), _negated=True),
                            ),
                            models.Q(models.Q(("status", "posted"), _negated=True), ("entry__isnull", True)),
                            _connector="OR",
                        ),
                        name="posted_correction_has_entry",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="correction",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("status", "proposed")), fields=("difference",), name="one_open_correction"
                    ),
                ),
                migrations.AddIndex(
                    model_name="commitment",
                    index=models.Index(fields=["fund", "status"], name="fundraising_fund_id_d6bca1_idx"),
                ),
                migrations.AddIndex(
                    model_name="disbursement",
                    index=models.Index(fields=["fund", "status"], name="fundraising_fund_id_f2f228_idx"),
                ),
                migrations.AddIndex(
                    model_name="disbursement",
                    index=models.Index(fields=["about_uuid"], name="fundraising_about_u_e97daf_idx"),
                ),
                migrations.AddConstraint(
                    model_name="disbursement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status__in", ("approved", "sent", "unknown", "settled", "failed", "returned")),
                                _negated=True,
                            ),
                            models.Q(
                                ("approved_at__isnull", False),
                                ("approved_by__isnull", False),
                                ("details__isnull", False),
                                models.Q(("approved_hash", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="disbursement_approved_when_and_by",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="claimline",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("claimed_minor__gte", 0)), name="claim_line_not_negative"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="claimline",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("converted_minor__isnull", True), ("converted_minor__gte", 0), _connector="OR"
                        ),
                        name="claim_line_converted",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="claimline",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("rate__isnull", True),
                            models.Q(
                                ("rate__gt", 0),
                                ("rate_on__isnull", False),
                                models.Q(("rate_source", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="claim_rate_has_date_and_source",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="claimline",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("statement_file__isnull", True), ("statement_minor__isnull", True)),
                            models.Q(("statement_file__isnull", False), ("statement_minor__gt", 0)),
                            _connector="OR",
                        ),
                        name="statement_has_its_evidence",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="claimline",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_minor__isnull", True), ("state__in", ["open", "flagged"])),
                            models.Q(("approved_minor__gte", 0), ("state", "ok")),
                            models.Q(
                                ("approved_minor", 0), ("state", "refused"), models.Q(("reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="claim_line_state_and_amount",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="claimline",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("kind", "per_diem")),
                        fields=("claim", "spent_on"),
                        name="one_allowance_a_day",
                    ),
                ),
                migrations.AddIndex(
                    model_name="donation",
                    index=models.Index(fields=["fund", "status", "-paid_at"], name="fundraising_fund_id_839c64_idx"),
                ),
                migrations.AddIndex(
                    model_name="donation",
                    index=models.Index(fields=["appeal", "status", "-paid_at"], name="fundraising_appeal__908ff8_idx"),
                ),
                migrations.AddIndex(
                    model_name="donation",
                    index=models.Index(fields=["status", "created_at"], name="fundraising_status_b08b7c_idx"),
                ),
                migrations.AddConstraint(
                    model_name="donation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("invoice__isnull", True),
                            models.Q(("monthly__isnull", False), ("source", "card")),
                            _connector="OR",
                        ),
                        name="invoice_is_of_monthly_gift",
                    ),
                ),
            ],
        ),
        triggers.operation(*ALL),
    ]
