"""Let addresses be found by any part of them."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations
from django.db.models import F


class Migration(migrations.Migration):
    """A trigram index."""

    dependencies = [("cases", "0003_case_numbers")]
    operations = [
        TrigramExtension(),
        migrations.AddIndex(
            "case", GinIndex(OpClass(F("address"), name="gin_trgm_ops"), name="case_address")
        ),
    ]
