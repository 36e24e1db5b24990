"""Keep telephone numbers without blanks, hyphens and the country's own prefix, so that they are found."""

from django.db import migrations

PLAIN = r"""
UPDATE cases_casereporter SET phone = regexp_replace(regexp_replace(phone, '[ -]', '', 'g'), '^\+86', '')
 WHERE phone ~ '[ +-]'
"""


class Migration(migrations.Migration):
    """Rewrites the numbers that were written otherwise."""

    dependencies = [("cases", "0004_addresses_are_found")]
    operations = [migrations.RunSQL(PLAIN, migrations.RunSQL.noop)]
