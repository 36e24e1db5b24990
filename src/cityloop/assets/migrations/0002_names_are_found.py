"""Let components be found by any part of their name."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations
from django.db.models import F


class Migration(migrations.Migration):
    """A trigram index."""

    dependencies = [("assets", "0001_initial")]
    operations = [
        TrigramExtension(),
        migrations.AddIndex(
            "component", GinIndex(OpClass(F("name"), name="gin_trgm_ops"), name="component_name")
        ),
    ]
