"""A city sets from where on a collector's work does not look true."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One table."""

    dependencies = [("evaluation", "0005_sampling")]
    operations = [
        migrations.CreateModel(
            name="ThresholdsVersion",
            fields=[
                ("number", models.PositiveIntegerField(primary_key=True, serialize=False)),
                ("values", models.JSONField()),
                ("published_at", models.DateTimeField()),
                ("published_by", models.UUIDField()),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(number__gte=1), name="thresholds_numbered")],
            },
        ),
    ]
