"""Surveys, photographs; records, verdicts and photographs are written once."""

import django.contrib.gis.db.models.fields
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

import cityloop.kernel.identifiers

STATES = [("INTACT", "完好"), ("DAMAGED", "破损"), ("LOST", "丢失"), ("ABANDONED", "废弃"), ("REMOVED", "移除")]
# A photograph of a survey is given its component when the survey is applied: once, and nothing else of it.
APPEND_ONLY = """
CREATE FUNCTION assets_refuse_rewriting_of() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'assets_componentphoto' THEN
        IF (to_jsonb(OLD) ->> 'component_id') IS NULL
           AND to_jsonb(NEW) - 'component_id' = to_jsonb(OLD) - 'component_id' THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'History is written once: % of % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER survey_records_are_append_only BEFORE UPDATE OR DELETE ON assets_surveyrecord
    FOR EACH ROW EXECUTE FUNCTION assets_refuse_rewriting_of();
CREATE TRIGGER survey_verdicts_are_append_only BEFORE UPDATE OR DELETE ON assets_surveyverdict
    FOR EACH ROW EXECUTE FUNCTION assets_refuse_rewriting_of();
CREATE TRIGGER component_photos_are_append_only BEFORE UPDATE OR DELETE ON assets_componentphoto
    FOR EACH ROW EXECUTE FUNCTION assets_refuse_rewriting_of();
"""
REWRITABLE = """
DROP TRIGGER survey_records_are_append_only ON assets_surveyrecord;
DROP TRIGGER survey_verdicts_are_append_only ON assets_surveyverdict;
DROP TRIGGER component_photos_are_append_only ON assets_componentphoto;
DROP FUNCTION assets_refuse_rewriting_of();
"""


class Migration(migrations.Migration):
    """Tables of surveys."""

    dependencies = [("assets", "0004_ends_and_histories")]
    operations = [
        migrations.AddField("component", "looked_on", models.DateField(null=True)),
        migrations.CreateModel(
            name='Survey',
            fields=[
                ('id', models.UUIDField(primary_key=True, default=cityloop.kernel.identifiers.new_id, editable=False, serialize=False)),
                ('title', models.CharField(max_length=100)),
                ('area_codes', models.JSONField()),
                ('class_edition', models.CharField(max_length=40)),
                ('class_codes', models.JSONField()),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('state', models.CharField(max_length=10, choices=[('SURVEYING', '外业普查'), ('REVIEWING', '内业审核'), ('APPLIED', '已入库'), ('VOID', '已作废')])),
                ('version', models.PositiveIntegerField(default=1)),
                ('planned_by', models.UUIDField()),
                ('planned_by_name', models.CharField(max_length=100)),
                ('planned_at', models.DateTimeField()),
                ('closed_by', models.UUIDField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('compared_at', models.DateTimeField(null=True)),
                ('applied_by', models.UUIDField(null=True)),
                ('applied_by_name', models.CharField(max_length=100, blank=True, default='')),
                ('applied_at', models.DateTimeField(null=True)),
                ('void_reason', models.CharField(max_length=500, blank=True, default='')),
                ('voided_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='SurveySeat',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='assets.survey', related_name='seats')),
                ('seat_id', models.UUIDField()),
                ('account_id', models.UUIDField()),
                ('name', models.CharField(max_length=100)),
                ('body_id', models.UUIDField(null=True)),
                ('is_active', models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name='SurveyRecord',
            fields=[
                ('id', models.UUIDField(primary_key=True, editable=False, serialize=False)),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='assets.survey', related_name='records')),
                ('code', models.CharField(max_length=17, blank=True, default='')),
                ('class_code', models.CharField(max_length=8)),
                ('position', django.contrib.gis.db.models.fields.PointField(srid=4490, spatial_index=False)),
                ('grid_code', models.CharField(max_length=15, null=True)),
                ('state', models.CharField(max_length=10, choices=STATES)),
                ('accuracy', models.CharField(max_length=1, blank=True, default='')),
                ('attributes', models.JSONField()),
                ('photo_ids', models.JSONField()),
                ('replaces', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, to='assets.surveyrecord', related_name='replaced_by', null=True)),
                ('surveyor_id', models.UUIDField()),
                ('surveyor_name', models.CharField(max_length=100)),
                ('seat_id', models.UUIDField(null=True)),
                ('digest', models.CharField(max_length=64)),
                ('taken_at', models.DateTimeField()),
                ('received_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='SurveyFinding',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='assets.survey', related_name='findings')),
                ('kind', models.CharField(max_length=9, choices=[('FOUND', '一致'), ('MOVED', '移位'), ('DIFFERING', '信息不符'), ('MISSING', '缺失'), ('NEW', '新增'), ('REPEATED', '重复采集')])),
                ('component', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='assets.component', related_name='findings', null=True)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='assets.surveyrecord', related_name='findings', null=True)),
                ('grid_code', models.CharField(max_length=15, null=True)),
                ('distance_m', models.FloatField(null=True)),
                ('tolerance_m', models.FloatField(null=True)),
                ('changes', models.JSONField(default=list)),
                ('seen', models.CharField(max_length=64, blank=True, default='')),
                ('version', models.PositiveIntegerField(default=1)),
                ('verdict', models.CharField(max_length=10, choices=[('PENDING', 'PENDING'), ('ACCEPTED', 'ACCEPTED'), ('REJECTED', 'REJECTED'), ('NOT_NEEDED', 'NOT_NEEDED')])),
                ('decided_by', models.UUIDField(null=True)),
                ('decided_by_name', models.CharField(max_length=100, blank=True, default='')),
                ('decided_at', models.DateTimeField(null=True)),
                ('opinion', models.CharField(max_length=500, blank=True, default='')),
            ],
        ),
        migrations.CreateModel(
            name='SurveyVerdict',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='assets.survey', related_name='verdicts')),
                ('component', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='assets.component', related_name='+', null=True)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='assets.surveyrecord', related_name='+', null=True)),
                ('kind', models.CharField(max_length=9)),
                ('verdict', models.CharField(max_length=10)),
                ('opinion', models.CharField(max_length=500, blank=True, default='')),
                ('decided_by', models.UUIDField()),
                ('decided_by_name', models.CharField(max_length=100)),
                ('decided_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='ComponentPhoto',
            fields=[
                ('id', models.UUIDField(primary_key=True, editable=False, serialize=False)),
                ('component', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='assets.component', related_name='photos', null=True)),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='assets.survey', related_name='photos', null=True)),
                ('file', models.CharField(max_length=100)),
                ('public_file', models.CharField(max_length=100)),
                ('media_type', models.CharField(max_length=20)),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('taken_at', models.DateTimeField()),
                ('location', django.contrib.gis.db.models.fields.PointField(srid=4490, spatial_index=False, null=True)),
                ('device', models.CharField(max_length=120, blank=True, default='')),
                ('seal', models.CharField(max_length=64)),
                ('uploaded_by', models.UUIDField()),
                ('uploaded_by_name', models.CharField(max_length=100)),
                ('uploaded_at', models.DateTimeField()),
            ],
        ),
        migrations.AddConstraint('survey', models.CheckConstraint(condition=Q(state__in=['SURVEYING', 'REVIEWING', 'APPLIED', 'VOID']), name='survey_state_known')),
        migrations.AddConstraint('survey', models.CheckConstraint(condition=Q(ends_on__gte=F('starts_on')), name='survey_ends_after_start')),
        migrations.AddConstraint('survey', models.CheckConstraint(condition=Q(state='APPLIED', applied_at__isnull=False) | ~Q(state='APPLIED') & Q(applied_at=None), name='survey_applied_once')),
        migrations.AddIndex('survey', models.Index(fields=['-planned_at'], name='survey_latest')),
        migrations.AddConstraint('surveyseat', models.UniqueConstraint(fields=['survey', 'seat_id'], name='survey_seat_once')),
        migrations.AddIndex('surveyseat', models.Index(fields=['account_id'], name='survey_seat_account')),
        migrations.AddIndex('surveyrecord', models.Index(fields=['survey', 'id'], name='survey_record_order')),
        migrations.AddConstraint('surveyfinding', models.UniqueConstraint(fields=['survey', 'component'], name='survey_finding_component_once', condition=~Q(component=None))),
        migrations.AddConstraint('surveyfinding', models.UniqueConstraint(fields=['survey', 'record'], name='survey_finding_record_once', condition=~Q(record=None))),
        migrations.AddConstraint('surveyfinding', models.CheckConstraint(condition=Q(verdict__in=['ACCEPTED', 'REJECTED'], decided_at__isnull=False) | Q(verdict__in=['PENDING', 'NOT_NEEDED'], decided_at__isnull=True), name='survey_finding_decided_by_somebody')),
        migrations.AddIndex('surveyfinding', models.Index(fields=['survey', 'kind', 'id'], name='survey_finding_kind')),
        migrations.AddIndex('surveyfinding', models.Index(fields=['survey'], name='survey_finding_pending', condition=Q(verdict='PENDING'))),
        migrations.AddConstraint('componentphoto', models.CheckConstraint(condition=~Q(component=None, survey=None), name='component_photo_belongs_somewhere')),
        migrations.RunSQL(APPEND_ONLY, REWRITABLE),
    ]
