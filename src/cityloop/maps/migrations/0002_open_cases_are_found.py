"""Indexes for tiles of open cases. They stand here because nobody but maps reads cases by where they lie."""

from typing import ClassVar

from django.db import migrations

OPEN = "WHERE phase IN ('OPEN', 'PAUSED')"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("maps", "0001_initial"), ("cases", "0006_queries_are_kept")]
    operations: ClassVar = [
        migrations.RunSQL(
            f"CREATE INDEX maps_open_case_spot ON cases_case USING gist (location) {OPEN}",
            "DROP INDEX maps_open_case_spot",
        ),
        migrations.RunSQL(
            f"CREATE INDEX maps_open_case_area ON cases_case (grid_code) INCLUDE (due_at, warn_at) {OPEN}",
            "DROP INDEX maps_open_case_area",
        ),
    ]
