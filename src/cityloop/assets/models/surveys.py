"""Tables of surveys: plans, field records, what a comparison found, what was decided."""

from typing import ClassVar

from django.contrib.gis.db import models
from django.db.models import F, Q

from cityloop.assets.contracts import ComponentState, FindingKind, SurveyState, Verdict
from cityloop.assets.models.components import Component
from cityloop.kernel.identifiers import new_id
from cityloop.territory.api import CGCS2000


class Survey(models.Model):
    """A survey (普查): which components, where, when and by whom; `ends_on` is its last day.

    `area_codes` are prefixes of unit grid codes, none being the whole city; `class_codes` none being all classes.
    `rows_done` of `rows_total` tell how far the worker is; `failure`, by language, why it could not apply the survey.
    The latest reopening is kept here, all of them in the audit.
    Personal data: who planned, closed, reopened and applied it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    title = models.CharField(max_length=100)
    area_codes = models.JSONField()
    class_edition = models.CharField(max_length=40)
    class_codes = models.JSONField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=10, choices=[(state.value, state.word) for state in SurveyState])
    version = models.PositiveIntegerField(default=1)
    planned_by = models.UUIDField()
    planned_by_name = models.CharField(max_length=100)
    planned_at = models.DateTimeField()
    closed_by = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)
    compared_at = models.DateTimeField(null=True)
    applied_by = models.UUIDField(null=True)
    applied_by_name = models.CharField(max_length=100, blank=True, default="")
    applied_at = models.DateTimeField(null=True)
    rows_total = models.PositiveIntegerField(null=True)
    rows_done = models.PositiveIntegerField(default=0, db_default=0)
    failure = models.JSONField(null=True)
    settlement = models.JSONField(null=True)
    void_reason = models.CharField(max_length=500, blank=True, default="")
    voided_at = models.DateTimeField(null=True)
    reopen_reason = models.CharField(max_length=500, blank=True, default="", db_default="")
    reopened_by_name = models.CharField(max_length=100, blank=True, default="", db_default="")
    reopened_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in SurveyState]), name="survey_state_known"
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="survey_ends_after_start"),
            models.CheckConstraint(
                condition=Q(state="APPLIED", applied_at__isnull=False) | (~Q(state="APPLIED") & Q(applied_at=None)),
                name="survey_applied_once",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["-planned_at"], name="survey_latest")]

    def __str__(self) -> str:
        return f"{self.title} {self.state}"


class SurveySeat(models.Model):
    """Who surveys in a survey, in which seat; one who was taken off keeps the row, for the records they made.

    Personal data: who was sent to survey.
    """

    id = models.BigAutoField(primary_key=True)
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="seats")
    seat_id = models.UUIDField()
    account_id = models.UUIDField()
    name = models.CharField(max_length=100)
    body_id = models.UUIDField(null=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["survey", "seat_id"], name="survey_seat_once")]
        indexes: ClassVar = [models.Index(fields=["account_id"], name="survey_seat_account")]

    def __str__(self) -> str:
        return f"{self.name} in {self.survey_id}"


class SurveyRecord(models.Model):
    """What a surveyor found at one spot; written once. The id is the surveyor's own, so that it arrives once.

    `attributes` hold only what was looked at. A later record that `replaces` it stands in its place.
    Personal data: who was where when.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="records")
    code = models.CharField(max_length=17, blank=True, default="")
    class_code = models.CharField(max_length=8)
    position = models.PointField(srid=CGCS2000, spatial_index=False)
    grid_code = models.CharField(max_length=15, null=True)
    state = models.CharField(max_length=10, choices=[(state.value, state.word) for state in ComponentState])
    accuracy = models.CharField(max_length=1, blank=True, default="")
    attributes = models.JSONField()
    photo_ids = models.JSONField()
    replaces = models.OneToOneField("self", models.PROTECT, related_name="replaced_by", null=True)
    surveyor_id = models.UUIDField()
    surveyor_name = models.CharField(max_length=100)
    seat_id = models.UUIDField(null=True)
    digest = models.CharField(max_length=64)
    taken_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["survey", "id"], name="survey_record_order")]

    def __str__(self) -> str:
        return f"{self.class_code} {self.code} of {self.survey_id}"


class SurveyFinding(models.Model):
    """What the comparison found about one component or one record, and what was last decided about it.

    `seen` is a fingerprint of the component as it was compared: one that changed since is not overwritten.
    Personal data: who decided.
    """

    id = models.BigAutoField(primary_key=True)
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="findings")
    kind = models.CharField(max_length=9, choices=[(kind.value, kind.word) for kind in FindingKind])
    component = models.ForeignKey(Component, models.PROTECT, related_name="findings", null=True)
    record = models.ForeignKey(SurveyRecord, models.PROTECT, related_name="findings", null=True)
    grid_code = models.CharField(max_length=15, null=True)
    distance_m = models.FloatField(null=True)
    tolerance_m = models.FloatField(null=True)
    changes = models.JSONField(default=list)
    seen = models.CharField(max_length=64, blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    verdict = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Verdict])
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=100, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    opinion = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["survey", "component"], name="survey_finding_component_once", condition=~Q(component=None)
            ),
            models.UniqueConstraint(
                fields=["survey", "record"], name="survey_finding_record_once", condition=~Q(record=None)
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=["ACCEPTED", "REJECTED"], decided_at__isnull=False)
                | Q(verdict__in=["PENDING", "NOT_NEEDED"], decided_at__isnull=True),
                name="survey_finding_decided_by_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["survey", "kind", "id"], name="survey_finding_kind"),
            models.Index(fields=["survey"], name="survey_finding_pending", condition=Q(verdict=Verdict.PENDING.value)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.survey_id}"


class SurveyVerdict(models.Model):
    """One decision about one finding; written once, so that a changed mind is seen.

    Personal data: who decided.
    """

    id = models.BigAutoField(primary_key=True)
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="verdicts")
    component = models.ForeignKey(Component, models.PROTECT, related_name="+", null=True)
    record = models.ForeignKey(SurveyRecord, models.PROTECT, related_name="+", null=True)
    kind = models.CharField(max_length=9)
    verdict = models.CharField(max_length=10)
    opinion = models.CharField(max_length=500, blank=True, default="")
    decided_by = models.UUIDField()
    decided_by_name = models.CharField(max_length=100)
    decided_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} {self.verdict}"


class ComponentPhoto(models.Model):
    """A photograph of a component, sealed when it was taken; written once.

    One that a survey brings belongs to its survey, and to a component from when the survey is applied.
    Personal data: may show people or number plates; who took it, where and when.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    component = models.ForeignKey(Component, models.PROTECT, related_name="photos", null=True)
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="photos", null=True)
    file = models.CharField(max_length=100)
    public_file = models.CharField(max_length=100)
    media_type = models.CharField(max_length=20)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    taken_at = models.DateTimeField()
    location = models.PointField(srid=CGCS2000, spatial_index=False, null=True)
    device = models.CharField(max_length=120, blank=True, default="")
    seal = models.CharField(max_length=64)
    uploaded_by = models.UUIDField()
    uploaded_by_name = models.CharField(max_length=100)
    uploaded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(component=None, survey=None), name="component_photo_belongs_somewhere")
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:12]}"
