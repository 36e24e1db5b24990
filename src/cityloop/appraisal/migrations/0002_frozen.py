"""Closed appraisals are frozen and signed; draws keep what they were drawn from, visits how far off they were."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A table and three columns."""

    dependencies = [("appraisal", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="FrozenAppraisal",
            fields=[
                (
                    "appraisal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="frozen",
                        serialize=False,
                        to="appraisal.appraisal",
                    ),
                ),
                ("snapshot", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("signature", models.CharField(max_length=88)),
                ("public_key", models.CharField(max_length=44)),
                ("frozen_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            "sitedraw", "candidates_file", models.CharField(blank=True, default="", max_length=100)
        ),
        migrations.AddField("sitevisit", "distance_m", models.PositiveIntegerField(null=True)),
        migrations.AddField("sitevisit", "device", models.CharField(blank=True, default="", max_length=120)),
    ]
