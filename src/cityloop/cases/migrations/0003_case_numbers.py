"""Make the sequence that numbers all cases."""

from django.db import migrations


class Migration(migrations.Migration):
    """One sequence; a day remembers where in it it began."""

    dependencies = [("cases", "0002_history_is_append_only")]
    operations = [migrations.RunSQL("CREATE SEQUENCE cases_number", "DROP SEQUENCE cases_number")]
