"""Entries are found by the evidence that they name."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations


class Migration(migrations.Migration):
    """An index."""

    dependencies = [("evaluation", "0007_evidence")]
    operations = [
        migrations.AddIndex(
            "handentry", GinIndex(fields=["evidence"], name="hand_entry_evidence", opclasses=["jsonb_path_ops"])
        ),
    ]
