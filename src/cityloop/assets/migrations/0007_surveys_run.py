from django.db import migrations, models

STATES = ['SURVEYING', 'COMPARING', 'REVIEWING', 'APPLYING', 'APPLIED', 'VOID']
WORDS = ['外业普查', '正在比对', '内业审核', '正在入库', '已入库', '已作废']


class Migration(migrations.Migration):

    dependencies = [
        ('assets', '0006_no_fingerprints'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='survey',
            name='survey_state_known',
        ),
        migrations.AlterField(
            model_name='survey',
            name='state',
            field=models.CharField(choices=list(zip(STATES, WORDS, strict=True)), max_length=10),
        ),
        migrations.AddConstraint(
            model_name='survey',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', STATES)), name='survey_state_known'),
        ),
        migrations.AddField(
            model_name='survey',
            name='rows_total',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='survey',
            name='rows_done',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='survey',
            name='failure',
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name='survey',
            name='settlement',
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name='survey',
            name='reopen_reason',
            field=models.CharField(blank=True, db_default='', default='', max_length=500),
        ),
        migrations.AddField(
            model_name='survey',
            name='reopened_by_name',
            field=models.CharField(blank=True, db_default='', default='', max_length=100),
        ),
        migrations.AddField(
            model_name='survey',
            name='reopened_at',
            field=models.DateTimeField(null=True),
        ),
    ]
