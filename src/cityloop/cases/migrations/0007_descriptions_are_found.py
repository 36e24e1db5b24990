"""Let cases be found by any part of their description."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import migrations
from django.db.models import F


class Migration(migrations.Migration):
    """A trigram index."""

    dependencies = [("cases", "0006_queries_are_kept")]
    operations = [
        migrations.AddIndex(
            "case", GinIndex(OpClass(F("description"), name="gin_trgm_ops"), name="case_description")
        ),
    ]
