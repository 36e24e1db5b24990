"""The case as it stands now: a projection of its history, written in the same transaction."""

from typing import ClassVar

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db.models import F, Q

from cityloop.kernel.identifiers import new_id


class LifecycleVersion(models.Model):
    """A published version of the loop. Never changed: a case keeps the version it was born under.

    Personal data: none.
    """

    id = models.AutoField(primary_key=True)
    key = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    data = models.JSONField()
    published_at = models.DateTimeField()
    valid_from = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["key", "version"], name="lifecycle_version_once")]

    def __str__(self) -> str:
        return f"{self.key} v{self.version}"


class Case(models.Model):
    """One matter in the city, from report to closing.

    Personal data: the description may hold some; the reporter's name and number are kept apart in CaseReporter.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=24, unique=True)
    lifecycle = models.ForeignKey(LifecycleVersion, on_delete=models.PROTECT, related_name="+")
    calendar_id = models.UUIDField()

    # What and where
    kind = models.CharField(max_length=12)
    class_code = models.CharField(max_length=8)
    source = models.CharField(max_length=20)
    urgency = models.CharField(max_length=12, default="ROUTINE")
    description = models.TextField(default="", blank=True)
    address = models.CharField(max_length=300, default="", blank=True)
    location = models.PointField(srid=4490)
    grid_code = models.CharField(max_length=15)
    duty_grid_code = models.CharField(max_length=15, default="", blank=True)
    component_code = models.CharField(max_length=20, default="", blank=True)
    reported_by = models.UUIDField(null=True)
    external_system = models.CharField(max_length=40, default="", blank=True)
    external_number = models.CharField(max_length=80, default="", blank=True)

    # Where it stands
    version = models.PositiveIntegerField(default=0)
    stage = models.CharField(max_length=20)
    phase = models.CharField(max_length=8)
    previous_stage = models.CharField(max_length=20, default="", blank=True)
    arrived_at = models.DateTimeField()
    moved_at = models.DateTimeField(null=True)
    holder_post = models.CharField(max_length=16, null=True)
    holder_body_id = models.UUIDField(null=True)
    lead_body_id = models.UUIDField(null=True)
    helper_body_ids = models.JSONField(default=list)
    assignee_id = models.UUIDField(null=True)
    locked = models.BooleanField(default=False)
    sent_to_id = models.UUIDField(null=True)  # the collector who is out for it

    # Its clock
    condition_id = models.BigIntegerField(null=True)
    area_level = models.CharField(max_length=4, default="", blank=True)
    limit_text = models.CharField(max_length=40, default="", blank=True)
    given_due_at = models.DateTimeField(null=True)
    clock_unit = models.CharField(max_length=16, default="", blank=True)
    clock_allowance = models.DurationField(null=True)
    clock_spent = models.DurationField(null=True)
    clock_running_since = models.DateTimeField(null=True)
    clock_paused_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    warn_at = models.DateTimeField(null=True)
    timer_at = models.DateTimeField(null=True)
    alarm = models.PositiveSmallIntegerField(default=0)
    body_clocks = models.JSONField(default=list)
    charged_body_id = models.UUIDField(null=True)

    # What has happened so far
    registered_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True)
    dispatched_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    disposal_due_at = models.DateTimeField(null=True)
    disposed_at = models.DateTimeField(null=True)
    disposed_on_time = models.BooleanField(null=True)
    closed_at = models.DateTimeField(null=True)
    closing_kind = models.CharField(max_length=8, null=True)
    void_kind = models.CharField(max_length=12, null=True)
    verification = models.CharField(max_length=10, default="NONE")
    check_answer = models.CharField(max_length=10, default="NONE")
    request_kind = models.CharField(max_length=12, default="", blank=True)
    request_post = models.CharField(max_length=16, null=True)
    request_place = models.PositiveSmallIntegerField(default=0)
    rework_count = models.PositiveSmallIntegerField(default=0)
    return_count = models.PositiveSmallIntegerField(default=0)
    extension_count = models.PositiveSmallIntegerField(default=0)
    suspension_count = models.PositiveSmallIntegerField(default=0)
    urge_count = models.PositiveSmallIntegerField(default=0)
    reopen_count = models.PositiveSmallIntegerField(default=0)
    returned = models.BooleanField(default=False)
    self_disposed = models.BooleanField(default=False)
    appealed = models.BooleanField(default=False)
    appeal_granted = models.BooleanField(default=False)
    satisfaction = models.SmallIntegerField(null=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    resume_at = models.DateTimeField(null=True)
    dispatch_at = models.DateTimeField(null=True)
    planned_body_id = models.UUIDField(null=True)
    step_count = models.PositiveIntegerField(default=0)
    chain_head = models.CharField(max_length=64, default="", blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(phase__in=["OPEN", "PAUSED", "CLOSED", "VOID"]), name="case_phase_known"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("registered_at")),
                name="case_closed_after_birth",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="case_not_merged_into_itself"),
            models.UniqueConstraint(
                fields=["external_system", "external_number"],
                condition=~Q(external_system=""),
                name="case_external_number_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["holder_post", "due_at", "id"],
                name="case_desk",
                condition=Q(phase__in=["OPEN", "PAUSED"]),
            ),
            models.Index(
                fields=["holder_body_id", "due_at", "id"],
                name="case_body_desk",
                condition=Q(phase__in=["OPEN", "PAUSED"]),
            ),
            models.Index(fields=["request_post", "due_at", "id"], name="case_requests", condition=~Q(request_kind="")),
            models.Index(fields=["-registered_at", "-id"], name="case_newest"),
            models.Index(fields=["stage", "-registered_at", "-id"], name="case_stage_newest"),
            models.Index(fields=["lead_body_id", "-registered_at", "-id"], name="case_body_newest"),
            models.Index(fields=["reported_by", "-registered_at", "-id"], name="case_reporter_newest"),
            models.Index(OpClass(F("grid_code"), name="text_pattern_ops"), F("registered_at").desc(), name="case_area"),
            models.Index(fields=["class_code", "-registered_at", "-id"], name="case_class_newest"),
            models.Index(fields=["component_code"], name="case_component", condition=~Q(component_code="")),
            GinIndex(OpClass(F("address"), name="gin_trgm_ops"), name="case_address"),
            GinIndex(OpClass(F("description"), name="gin_trgm_ops"), name="case_description"),
            models.Index(
                fields=["disposed_at"],
                include=["lead_body_id", "disposed_on_time", "appeal_granted"],
                name="case_disposed",
                condition=Q(disposed_at__isnull=False),
            ),
            models.Index(fields=["timer_at"], name="case_timer", condition=Q(timer_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.number


class CaseReporter(models.Model):
    """Who reported a case and how to reach them.

    Personal data: name and telephone number; masked except to posts that need them, each look is audited.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="reporter")
    name = models.CharField(max_length=60, default="", blank=True)
    phone = models.CharField(max_length=30, default="", blank=True)
    wants_answer = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["phone"], name="case_reporter_phone", condition=~Q(phone=""))]

    def __str__(self) -> str:
        return f"reporter of {self.case_id}"


class CaseParticipant(models.Model):
    """An account that has acted on a case, and on which axis: the same account cannot act on the other.

    Personal data: which account worked on what.
    """

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="participants")
    account_id = models.UUIDField()
    axis = models.CharField(max_length=12)
    last_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "account_id"], name="case_participant_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["account_id", "-last_at", "-id"], name="case_participant_newest")]

    def __str__(self) -> str:
        return f"{self.account_id} in {self.case_id}"


class DayNumber(models.Model):
    """Where a day began in the sequence that numbers all cases: a serial counts from here.

    Personal data: none.
    """

    day = models.DateField(primary_key=True)
    base = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.day} from {self.base}"
