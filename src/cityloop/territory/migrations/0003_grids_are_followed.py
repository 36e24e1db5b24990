import cityloop.kernel.identifiers
import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

# Who lay in which duty grid until now is known through the grids that stand, and those that ended with theirs.
KNOWN = """
INSERT INTO territory_dutymembership (unit_grid_code, duty_grid_code, valid_from, valid_until)
SELECT g.code, d.code, GREATEST(g.valid_from, d.valid_from), LEAST(g.valid_until, d.valid_until)
  FROM territory_unitgrid g JOIN territory_dutygrid d ON d.code = g.duty_grid_code
 WHERE GREATEST(g.valid_from, d.valid_from) < COALESCE(LEAST(g.valid_until, d.valid_until), 'infinity')
"""


class Migration(migrations.Migration):

    dependencies = [
        ('territory', '0002_grids_live'),
    ]

    operations = [
        migrations.CreateModel(
            name='FormerAttributes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_level', models.CharField(max_length=1)),
                ('land_use', models.CharField(blank=True, max_length=30)),
                ('management_level', models.CharField(blank=True, max_length=30)),
                ('valid_until', models.DateTimeField()),
                ('change', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='marked', to='territory.gridchange')),
                ('unit_grid', models.ForeignKey(db_column='unit_grid_code', on_delete=django.db.models.deletion.PROTECT, related_name='former', to='territory.unitgrid', to_field='code')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('unit_grid', 'valid_until'), name='former_attributes_once'), models.CheckConstraint(condition=models.Q(('area_level__in', ['A', 'B', 'C'])), name='former_attributes_area_level')],
            },
        ),
        migrations.CreateModel(
            name='DutyMembership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateTimeField()),
                ('valid_until', models.DateTimeField(null=True)),
                ('duty_grid', models.ForeignKey(db_column='duty_grid_code', on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='territory.dutygrid', to_field='code')),
                ('unit_grid', models.ForeignKey(db_column='unit_grid_code', on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='territory.unitgrid', to_field='code')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('valid_until__isnull', True)), fields=('unit_grid',), name='duty_membership_one_at_a_time'), models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='duty_membership_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='LooseEnd',
            fields=[
                ('id', models.UUIDField(default=cityloop.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('DUTY_GRID', 'DUTY_GRID'), ('COLLECTOR', 'COLLECTOR'), ('SEAT', 'SEAT'), ('RULE', 'RULE'), ('COMPONENT', 'COMPONENT'), ('PLACE', 'PLACE')], max_length=10)),
                ('subject', models.CharField(max_length=60)),
                ('label', models.CharField(blank=True, max_length=200)),
                ('code', models.CharField(max_length=15)),
                ('codes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=15), size=None)),
                ('raised_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('settled_by', models.UUIDField(null=True)),
                ('remark', models.CharField(blank=True, default='', max_length=500)),
                ('change', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='loose_ends', to='territory.gridchange')),
            ],
            options={
                'indexes': [models.Index(fields=['settled_at', '-raised_at'], name='loose_end_open')],
                'constraints': [models.UniqueConstraint(fields=('change', 'kind', 'subject', 'code'), name='loose_end_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['DUTY_GRID', 'COLLECTOR', 'SEAT', 'RULE', 'COMPONENT', 'PLACE'])), name='loose_end_kind'), models.CheckConstraint(condition=models.Q(('settled_by__isnull', True), ('settled_at__isnull', False), _connector='OR'), name='loose_end_settled_at')],
            },
        ),
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
    ]
