from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('territory', '0003_grids_are_followed'),
    ]

    operations = [
        migrations.AddField(
            model_name='division',
            name='digest',
            field=models.CharField(blank=True, db_default='', default='', max_length=64),
        ),
    ]
