"""What happens to cases is noted by street and by square of ground: tiles of cases are kept until then."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("maps", "0003_places_are_counted")]
    operations: ClassVar = [
        migrations.CreateModel(
            "CaseStamp",
            [
                ("place", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("stamp", models.UUIDField()),
            ],
        ),
    ]
