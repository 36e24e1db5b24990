"""Evidence is kept and judged; people object to their own figures."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A table and a column."""

    dependencies = [("evaluation", "0006_thresholds")]
    operations = [
        migrations.CreateModel(
            name="EvidenceFile",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("media_type", models.CharField(max_length=100)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("file", models.CharField(max_length=100)),
                ("uploaded_by", models.UUIDField()),
                ("uploaded_at", models.DateTimeField()),
            ],
            options={"indexes": [models.Index(fields=["sha256"], name="evidence_content")]},
        ),
        migrations.AddField("objection", "person_id", models.UUIDField(null=True)),
    ]
