"""Facts: what is counted of cases, of collectors' errands and of the work of posts. From histories, never edited."""

from typing import ClassVar

from django.db import models


class Fact(models.Model):
    """What the three kinds of facts share: by what they are told apart.

    `version` is the case's when it was counted, `rules` the rules of counting that it was counted by. Codes of areas
    are spelled out, so that a sum by street reads a column.
    """

    case_id = models.UUIDField()
    number = models.CharField(max_length=24)
    version = models.PositiveIntegerField()
    rules = models.PositiveIntegerField()
    district_code = models.CharField(max_length=6)
    street_code = models.CharField(max_length=9)
    community_code = models.CharField(max_length=12)
    grid_code = models.CharField(max_length=15)
    duty_grid_code = models.CharField(max_length=15, blank=True)
    evaluation_grid_code = models.CharField(max_length=12, blank=True)
    area_class = models.CharField(max_length=4, blank=True)
    source = models.CharField(max_length=20)
    urgency = models.CharField(max_length=12)
    kind = models.CharField(max_length=12)
    class_code = models.CharField(max_length=8)
    body_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    reported_on = models.DateField()
    filed_on = models.DateField(null=True)
    dispatched_on = models.DateField(null=True)
    disposed_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    counted_on = models.DateField()
    month = models.CharField(max_length=7)
    statistic_month = models.CharField(max_length=7)
    hour = models.PositiveSmallIntegerField()
    weekday = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.number} in {self.month}"


class CaseFact(Fact):
    """A case as it is counted. `body_id` answers for it, `person_id` reported it and works for `reporter_body_id`.

    Personal data: which account reported it.
    """

    case_id = models.UUIDField(primary_key=True)
    reporter_body_id = models.UUIDField(null=True)

    reported = models.SmallIntegerField()
    collector_reported = models.SmallIntegerField()
    public_reported = models.SmallIntegerField()
    public_verified = models.SmallIntegerField()
    valid_reported = models.SmallIntegerField()
    collector_valid_reported = models.SmallIntegerField()
    public_valid_reported = models.SmallIntegerField()
    invalid_reported = models.SmallIntegerField()
    accepted = models.SmallIntegerField()
    accepted_on_time = models.SmallIntegerField()
    accepted_accurately = models.SmallIntegerField()
    not_accepted = models.SmallIntegerField()
    to_accept = models.SmallIntegerField()
    filed = models.SmallIntegerField()
    filed_on_time = models.SmallIntegerField()
    filed_accurately = models.SmallIntegerField()
    not_filed = models.SmallIntegerField()
    to_file = models.SmallIntegerField()
    filed_from_collector = models.SmallIntegerField()
    filed_from_public = models.SmallIntegerField()
    filed_from_hotline = models.SmallIntegerField()
    filed_from_web = models.SmallIntegerField()
    filed_from_media = models.SmallIntegerField()
    filed_from_superior = models.SmallIntegerField()
    filed_from_inspection = models.SmallIntegerField()
    filed_from_video = models.SmallIntegerField()
    filed_from_device = models.SmallIntegerField()
    filed_from_transfer = models.SmallIntegerField()
    need_dispatch = models.SmallIntegerField()
    dispatched = models.SmallIntegerField()
    dispatched_on_time = models.SmallIntegerField()
    dispatched_late = models.SmallIntegerField()
    to_dispatch = models.SmallIntegerField()
    dispatched_accurately = models.SmallIntegerField()
    dispatched_wrongly = models.SmallIntegerField()
    need_dispose = models.SmallIntegerField()
    disposed = models.SmallIntegerField()
    disposed_on_time = models.SmallIntegerField()
    disposed_late = models.SmallIntegerField()
    to_dispose = models.SmallIntegerField()
    closed = models.SmallIntegerField()
    closed_on_time = models.SmallIntegerField()
    closed_late = models.SmallIntegerField()
    not_closed = models.SmallIntegerField()
    closed_in_error = models.SmallIntegerField()
    closed_specially = models.SmallIntegerField()
    closed_by_force = models.SmallIntegerField()
    reworked = models.SmallIntegerField()
    extended = models.SmallIntegerField()
    suspended = models.SmallIntegerField()
    ever_suspended = models.SmallIntegerField()
    returned = models.SmallIntegerField()
    returned_late = models.SmallIntegerField()
    void = models.SmallIntegerField()
    merged = models.SmallIntegerField()
    urged = models.SmallIntegerField()
    urge_answered = models.SmallIntegerField()
    urge_answered_on_time = models.SmallIntegerField()
    reopened = models.SmallIntegerField()
    exempted = models.SmallIntegerField()
    self_disposed = models.SmallIntegerField()
    self_closed = models.SmallIntegerField()
    self_void = models.SmallIntegerField()
    need_follow_up = models.SmallIntegerField()
    followed_up = models.SmallIntegerField()
    satisfied = models.SmallIntegerField()
    quality_sampled = models.SmallIntegerField(db_default=0)
    quality_looked = models.SmallIntegerField(db_default=0)
    quality_disputed = models.SmallIntegerField(db_default=0)
    quality_judged = models.SmallIntegerField(db_default=0)
    quality_passed = models.SmallIntegerField(db_default=0)
    quality_class_wrong = models.SmallIntegerField(db_default=0)
    quality_place_wrong = models.SmallIntegerField(db_default=0)
    quality_photos_wrong = models.SmallIntegerField(db_default=0)
    quality_pair_wrong = models.SmallIntegerField(db_default=0)
    quality_result_wrong = models.SmallIntegerField(db_default=0)
    quality_filing_wrong = models.SmallIntegerField(db_default=0)
    rework_times = models.SmallIntegerField()
    extension_times = models.SmallIntegerField()
    return_times = models.SmallIntegerField()
    urge_times = models.SmallIntegerField()
    satisfaction_score = models.IntegerField()
    late_multiple = models.IntegerField()
    acceptance_minutes = models.IntegerField()
    filing_minutes = models.IntegerField()
    dispatch_minutes = models.IntegerField()
    disposal_minutes = models.IntegerField()
    disposal_limit_minutes = models.IntegerField()
    check_minutes = models.IntegerField()
    closing_minutes = models.IntegerField()
    extension_minutes = models.IntegerField()
    whole_minutes = models.IntegerField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["counted_on", "grid_code"], name="case_fact_area"),
            models.Index(fields=["body_id", "counted_on"], name="case_fact_body"),
            models.Index(fields=["person_id", "counted_on"], name="case_fact_person"),
            models.Index(fields=["reported_on"], name="case_fact_reported"),
            models.Index(fields=["duty_grid_code", "evaluation_grid_code"], name="case_fact_judged"),
        ]


class TaskFact(Fact):
    """An errand of a collector as it is counted; `body_id` is the company they worked for then.

    Personal data: which collector was sent, and how fast they were.
    """

    task_id = models.UUIDField(primary_key=True)
    task_kind = models.CharField(max_length=8)
    done_at = models.DateTimeField(null=True)
    done_on = models.DateField(null=True)

    need_verify = models.SmallIntegerField()
    verified = models.SmallIntegerField()
    verified_on_time = models.SmallIntegerField()
    verified_late = models.SmallIntegerField()
    to_verify = models.SmallIntegerField()
    omitted = models.SmallIntegerField()
    need_check = models.SmallIntegerField()
    checked = models.SmallIntegerField()
    checked_on_time = models.SmallIntegerField()
    checked_late = models.SmallIntegerField()
    to_check = models.SmallIntegerField()
    invalid_check = models.SmallIntegerField()
    task_minutes = models.IntegerField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case_id"], name="task_fact_case"),
            models.Index(fields=["counted_on", "grid_code"], name="task_fact_area"),
            models.Index(fields=["body_id", "counted_on"], name="task_fact_body"),
            models.Index(fields=["person_id", "counted_on"], name="task_fact_person"),
        ]


class WorkFact(Fact):
    """A piece of work of a post of the centre as it is counted, done or waiting; who waits has no person yet.

    Personal data: which account did it, and how fast.
    """

    id = models.BigAutoField(primary_key=True)
    work = models.CharField(max_length=12)
    post = models.CharField(max_length=16, blank=True)
    stay = models.PositiveSmallIntegerField()
    task = models.PositiveSmallIntegerField()
    done_at = models.DateTimeField(null=True)
    done_on = models.DateField(null=True)
    on_time = models.BooleanField(null=True)

    acceptance_work = models.SmallIntegerField()
    acceptance_work_on_time = models.SmallIntegerField()
    need_send_verify = models.SmallIntegerField()
    sent_verify = models.SmallIntegerField()
    sent_verify_on_time = models.SmallIntegerField()
    need_send_check = models.SmallIntegerField()
    sent_check = models.SmallIntegerField()
    sent_check_on_time = models.SmallIntegerField()
    check_forwarded = models.SmallIntegerField()
    check_forwarded_on_time = models.SmallIntegerField()
    filing_work = models.SmallIntegerField()
    filing_work_on_time = models.SmallIntegerField()
    filing_work_void = models.SmallIntegerField()
    need_dispatch_work = models.SmallIntegerField()
    dispatch_work = models.SmallIntegerField()
    dispatch_work_on_time = models.SmallIntegerField()
    dispatch_work_wrong = models.SmallIntegerField()
    closing_work = models.SmallIntegerField()
    closing_work_on_time = models.SmallIntegerField()
    work_minutes = models.IntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case_id", "stay", "work", "task"], name="work_fact_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["counted_on", "grid_code"], name="work_fact_area"),
            models.Index(fields=["body_id", "counted_on"], name="work_fact_body"),
            models.Index(fields=["person_id", "counted_on"], name="work_fact_person"),
        ]
