"""Places are changed by hand, so they have a version, and are drawn and asked for by where their whole shape lies."""

from typing import ClassVar

from django.contrib.postgres.indexes import GistIndex
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("places", "0001_initial")]
    operations: ClassVar = [
        migrations.AddField("place", "version", models.PositiveIntegerField(default=1, db_default=1)),
        migrations.AddIndex("place", GistIndex(fields=["geometry"], name="place_shape")),
    ]
