"""Closed cases are drawn and looked at a second time; what comes of it is counted with the case."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

COUNTS = (
    "sampled", "looked", "disputed", "judged", "passed", "class_wrong", "place_wrong", "photos_wrong", "pair_wrong",
    "result_wrong", "filing_wrong",
)  # fmt: skip


class Migration(migrations.Migration):
    """Two tables, and columns that are zero until a case is drawn."""

    dependencies = [("evaluation", "0004_bulletins")]
    operations = [
        migrations.CreateModel(
            name="Sampling",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("period", models.CharField(max_length=24)),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("by", models.JSONField(default=list)),
                ("size", models.PositiveIntegerField(null=True)),
                ("share", models.DecimalField(decimal_places=4, max_digits=7, null=True)),
                ("area_code", models.CharField(blank=True, default="", max_length=15)),
                ("seed", models.CharField(max_length=64)),
                ("state", models.CharField(max_length=8)),
                ("planned_by", models.UUIDField()),
                ("planned_at", models.DateTimeField()),
                ("drawn_by", models.UUIDField(null=True)),
                ("drawn_at", models.DateTimeField(null=True)),
                ("population", models.PositiveIntegerField(null=True)),
                ("population_file", models.CharField(blank=True, default="", max_length=100)),
            ],
            options={
                "indexes": [models.Index(fields=["-planned_at", "id"], name="sampling_latest")],
                "constraints": [
                    models.CheckConstraint(condition=Q(state__in=["PLANNED", "DRAWN"]), name="sampling_state_known"),
                    models.CheckConstraint(
                        condition=Q(size__isnull=True, share__isnull=False)
                        | Q(size__isnull=False, share__isnull=True),
                        name="sampling_by_size_or_share",
                    ),
                    models.CheckConstraint(
                        condition=Q(state="PLANNED", drawn_at=None)
                        | Q(Q(drawn_at__isnull=False, population__isnull=False), state="DRAWN"),
                        name="sampling_drawn_is_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SampledCase",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("case_id", models.UUIDField(unique=True)),
                ("number", models.CharField(max_length=24)),
                ("grid_code", models.CharField(max_length=15)),
                ("stratum", models.JSONField(default=list)),
                ("place", models.PositiveIntegerField()),
                ("hands", models.JSONField(default=list)),
                ("state", models.CharField(max_length=8)),
                ("looker_id", models.UUIDField(null=True)),
                ("taken_at", models.DateTimeField(null=True)),
                ("answers", models.JSONField(default=dict)),
                ("words", models.TextField(blank=True, default="")),
                ("looked_at", models.DateTimeField(null=True)),
                ("ruling", models.JSONField(default=dict)),
                ("opinion", models.TextField(blank=True, default="")),
                ("ruled_by", models.UUIDField(null=True)),
                ("ruled_at", models.DateTimeField(null=True)),
                (
                    "sampling",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="evaluation.sampling"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state", "sampling", "place"], name="sampled_case_queue")],
                "constraints": [
                    models.UniqueConstraint(fields=("sampling", "place"), name="sampled_case_place_once"),
                    models.CheckConstraint(
                        condition=Q(state__in=["WAITING", "TAKEN", "DISPUTED", "SETTLED"]),
                        name="sampled_case_state_known",
                    ),
                    models.CheckConstraint(
                        condition=Q(state="WAITING", looker_id=None)
                        | Q(~Q(state="WAITING"), looker_id__isnull=False),
                        name="sampled_case_taken_by_somebody",
                    ),
                    models.UniqueConstraint(
                        condition=Q(state="TAKEN"), fields=("looker_id",), name="sampled_case_one_at_a_time"
                    ),
                ],
            },
        ),
        *(
            migrations.AddField("casefact", f"quality_{name}", models.SmallIntegerField(db_default=0))
            for name in COUNTS
        ),
    ]
