"""Requests of callers without an account are counted. What was counted may be lost: the table is not logged."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("kernel", "0001_initial")]
    operations: ClassVar = [
        migrations.CreateModel(
            "RequestCount",
            [
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("began_at", models.DateTimeField()),
                ("count", models.PositiveIntegerField()),
            ],
            options={"indexes": [models.Index(fields=["began_at"], name="request_count_age")]},
        ),
        migrations.RunSQL(
            "ALTER TABLE kernel_requestcount SET UNLOGGED", "ALTER TABLE kernel_requestcount SET LOGGED"
        ),
    ]
