"""The day of the last look is a part of what is imported; why an import failed is told by language."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("assets", "0007_surveys_run"),
    ]

    operations = [
        migrations.AddField(
            model_name="stagedcomponent",
            name="looked_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="componentimport",
            name="failure",
            field=models.JSONField(null=True),
        ),
    ]
