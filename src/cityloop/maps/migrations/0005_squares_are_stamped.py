"""What happens to single things is noted by square of ground, and only the grids that it concerns are counted anew."""

from typing import ClassVar
from uuid import uuid4

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("maps", "0004_cases_are_stamped")]
    operations: ClassVar = [
        migrations.AddField("edition", "recount_stamp", models.UUIDField(default=uuid4)),
        migrations.AddField("edition", "change_number", models.PositiveBigIntegerField(default=0, db_default=0)),
        migrations.CreateModel(
            "SquareStamp",
            [
                ("place", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("stamp", models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            "DueGrid",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("grid_code", models.CharField(max_length=15)),
            ],
        ),
    ]
