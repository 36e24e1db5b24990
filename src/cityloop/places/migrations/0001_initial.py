"""Places, what they were before, and their numbers."""

import cityloop.kernel.identifiers
import django.contrib.gis.db.models.fields
import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('territory', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Gazetteer',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('stamp', models.UUIDField(default=uuid.uuid4)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='gazetteer_only_one')],
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.UUIDField(default=cityloop.kernel.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=18, unique=True)),
                ('kind', models.CharField(choices=[('REGION', '区域'), ('TRACT', '地片'), ('QUARTER', '区片'), ('ROAD', '街巷'), ('DOORPLATE', '门（楼）牌'), ('POI', '兴趣点')], max_length=10)),
                ('name', models.CharField(max_length=120)),
                ('aliases', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), default=list, size=None)),
                ('former_names', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), default=list, size=None)),
                ('category', models.CharField(blank=True, default='', max_length=40)),
                ('road_name', models.CharField(blank=True, default='', max_length=120)),
                ('number_text', models.CharField(blank=True, default='', max_length=40)),
                ('number', models.PositiveIntegerField(null=True)),
                ('number_tail', models.CharField(blank=True, default='', max_length=20)),
                ('geometry', django.contrib.gis.db.models.fields.GeometryField(spatial_index=False, srid=4490)),
                ('position', django.contrib.gis.db.models.fields.PointField(srid=4490)),
                ('details', models.JSONField(default=dict)),
                ('data_source', models.CharField(blank=True, default='', max_length=30)),
                ('source_layer', models.CharField(max_length=100)),
                ('external_id', models.CharField(max_length=100)),
                ('digest', models.CharField(max_length=64)),
                ('valid_from', models.DateTimeField()),
                ('valid_until', models.DateTimeField(null=True)),
                ('changed_at', models.DateTimeField(null=True)),
                ('grid', models.ForeignKey(db_column='grid_code', db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.unitgrid', to_field='code')),
                ('road', models.ForeignKey(db_column='road_code', db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='doors', to='places.place', to_field='code')),
            ],
        ),
        migrations.CreateModel(
            name='PlaceChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('changed_at', models.DateTimeField()),
                ('before', models.JSONField()),
                ('place', models.ForeignKey(db_column='place_code', on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='places.place', to_field='code')),
            ],
        ),
        migrations.CreateModel(
            name='PlaceSequence',
            fields=[
                ('prefix', models.CharField(max_length=11, primary_key=True, serialize=False)),
                ('last', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('last__lte', 9999999)), name='place_sequence_fits_seven_digits')],
            },
        ),
        migrations.AddIndex(
            model_name='place',
            index=models.Index(fields=['kind', 'code'], name='place_kind'),
        ),
        migrations.AddIndex(
            model_name='place',
            index=models.Index(fields=['road'], name='place_road'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.CheckConstraint(condition=models.Q(('code__regex', '^\\d{9}0[1-6]\\d{7}$')), name='place_code_form'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['REGION', 'TRACT', 'QUARTER', 'ROAD', 'DOORPLATE', 'POI'])), name='place_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='place_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'DOORPLATE'), models.Q(('number__isnull', True), ('road__isnull', True)), _connector='OR'), name='place_only_doors_have_roads'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.UniqueConstraint(condition=models.Q(('valid_until__isnull', True)), fields=('source_layer', 'external_id'), name='place_imported_once'),
        ),
    ]
