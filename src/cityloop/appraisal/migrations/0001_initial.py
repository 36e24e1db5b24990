import django.contrib.gis.db.models.fields
import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='TreeVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60)),
                ('number', models.PositiveIntegerField()),
                ('title', models.CharField(max_length=120)),
                ('valid_from', models.DateField()),
                ('rows', models.JSONField()),
                ('leaves', models.PositiveIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('loaded_at', models.DateTimeField()),
                ('loaded_by', models.UUIDField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key', 'number'), name='appraisal_tree_once'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='appraisal_tree_numbered')],
            },
        ),
        migrations.CreateModel(
            name='Site',
            fields=[
                ('code', models.CharField(max_length=60, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=60)),
                ('name', models.CharField(max_length=120)),
                ('area_code', models.CharField(max_length=6)),
                ('location', django.contrib.gis.db.models.fields.PointField(null=True, spatial_index=False, srid=4490)),
                ('is_listed', models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name='Appraisal',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=120)),
                ('kind', models.CharField(max_length=12)),
                ('since', models.DateField()),
                ('until', models.DateField()),
                ('opened_by', models.UUIDField()),
                ('opened_at', models.DateTimeField()),
                ('closed_by', models.UUIDField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('tree', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appraisals', to='appraisal.treeversion')),
            ],
            options={
                'indexes': [models.Index(fields=['-opened_at', 'id'], name='appraisal_latest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['SELF', 'THIRD_PARTY'])), name='appraisal_kind_known'), models.CheckConstraint(condition=models.Q(('until__gte', models.F('since'))), name='appraisal_has_days'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closed_by', None)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='appraisal_closed_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='PlatformReport',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('leaf', models.CharField(max_length=60)),
                ('area_code', models.CharField(max_length=6)),
                ('number', models.PositiveIntegerField()),
                ('figure', models.DecimalField(decimal_places=6, max_digits=16, null=True)),
                ('words', models.TextField()),
                ('evidence', models.JSONField(default=list)),
                ('reported_by', models.UUIDField()),
                ('reported_by_name', models.CharField(max_length=100)),
                ('reported_at', models.DateTimeField()),
                ('appraisal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='appraisal.appraisal')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('appraisal', 'leaf', 'area_code', 'number'), name='platform_report_once')],
            },
        ),
        migrations.CreateModel(
            name='Questionnaire',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=120)),
                ('token', models.CharField(max_length=43, unique=True)),
                ('closes_at', models.DateTimeField()),
                ('least_answers', models.PositiveIntegerField()),
                ('marks', django.contrib.postgres.fields.ArrayField(base_field=models.DecimalField(decimal_places=2, max_digits=5), size=5)),
                ('opened_by', models.UUIDField()),
                ('opened_at', models.DateTimeField()),
                ('appraisal', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='questionnaire', to='appraisal.appraisal')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('marks__len', 5)), name='questionnaire_five_levels'), models.CheckConstraint(condition=models.Q(('least_answers__gte', 1)), name='questionnaire_least_answers')],
            },
        ),
        migrations.CreateModel(
            name='QuestionnaireResponse',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('area_code', models.CharField(max_length=6)),
                ('levels', models.JSONField()),
                ('answered_on', models.DateField()),
                ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='responses', to='appraisal.questionnaire')),
            ],
        ),
        migrations.CreateModel(
            name='SiteDraw',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('seed', models.CharField(max_length=64)),
                ('quotas', models.JSONField()),
                ('shortages', models.JSONField()),
                ('candidates', models.PositiveIntegerField()),
                ('candidates_sha256', models.CharField(max_length=64)),
                ('reason', models.TextField(blank=True)),
                ('drawn_by', models.UUIDField()),
                ('drawn_by_name', models.CharField(max_length=100)),
                ('drawn_at', models.DateTimeField()),
                ('replaced_at', models.DateTimeField(null=True)),
                ('appraisal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='draws', to='appraisal.appraisal')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('replaced_at', None)), fields=('appraisal',), name='site_draw_stands_alone')],
            },
        ),
        migrations.CreateModel(
            name='DrawnSite',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=60)),
                ('kind', models.CharField(max_length=60)),
                ('name', models.CharField(max_length=120)),
                ('area_code', models.CharField(max_length=6)),
                ('location', django.contrib.gis.db.models.fields.PointField(null=True, spatial_index=False, srid=4490)),
                ('place', models.PositiveIntegerField()),
                ('state', models.CharField(max_length=8)),
                ('reason', models.TextField(blank=True)),
                ('draw', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sites', to='appraisal.sitedraw')),
                ('stands_in_for', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='stand_in', to='appraisal.drawnsite')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('draw', 'code'), name='drawn_site_once'), models.UniqueConstraint(fields=('draw', 'area_code', 'kind', 'place'), name='drawn_site_has_its_place'), models.CheckConstraint(condition=models.Q(('state__in', ['RESERVE', 'DRAWN', 'VISITED', 'GIVEN_UP'])), name='drawn_site_state'), models.CheckConstraint(condition=models.Q(('reason', ''), ('state', 'GIVEN_UP'), _negated=True), name='drawn_site_given_up_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='SiteVisit',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('visited_at', models.DateTimeField()),
                ('location', django.contrib.gis.db.models.fields.PointField(null=True, spatial_index=False, srid=4490)),
                ('observations', models.JSONField()),
                ('words', models.TextField(blank=True)),
                ('visited_by', models.UUIDField()),
                ('visited_by_name', models.CharField(max_length=100)),
                ('recorded_at', models.DateTimeField()),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='appraisal.drawnsite')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('site', 'number'), name='site_visit_once')],
            },
        ),
        migrations.CreateModel(
            name='VisitPhoto',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('leaf', models.CharField(blank=True, max_length=60)),
                ('file', models.CharField(max_length=100)),
                ('public_file', models.CharField(max_length=100)),
                ('media_type', models.CharField(max_length=20)),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('taken_at', models.DateTimeField()),
                ('location', django.contrib.gis.db.models.fields.PointField(null=True, spatial_index=False, srid=4490)),
                ('device', models.CharField(blank=True, max_length=120)),
                ('seal', models.CharField(max_length=64)),
                ('uploaded_by', models.UUIDField()),
                ('uploaded_by_name', models.CharField(max_length=100)),
                ('uploaded_at', models.DateTimeField()),
                ('appraisal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='appraisal.appraisal')),
                ('site', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='appraisal.drawnsite')),
            ],
        ),
    ]
