"""Let accounts keep queries, and the disposed cases of a month be found for the punctuality of bodies."""

import cityloop.kernel.identifiers
from django.db import migrations, models


class Migration(migrations.Migration):
    """A table and an index."""

    dependencies = [
        ('cases', '0005_phones_are_plain'),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedQuery',
            fields=[
                ('id', models.UUIDField(default=cityloop.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('account_id', models.UUIDField()),
                ('name', models.CharField(max_length=60)),
                ('filters', models.JSONField()),
                ('created_at', models.DateTimeField()),
            ],
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('disposed_at__isnull', False)), fields=['disposed_at'], include=('lead_body_id', 'disposed_on_time', 'appeal_granted'), name='case_disposed'),
        ),
        migrations.AddConstraint(
            model_name='savedquery',
            constraint=models.UniqueConstraint(fields=('account_id', 'name'), name='saved_query_name_once'),
        ),
    ]
