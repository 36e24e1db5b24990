"""Counts by area tell how many places there are, too."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("maps", "0002_open_cases_are_found"), ("places", "0002_places_are_changed")]
    operations: ClassVar = [
        migrations.AddField("areatally", "places", models.PositiveIntegerField(default=0, db_default=0)),
    ]
