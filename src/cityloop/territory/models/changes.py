"""Tables of what becomes of the grids: changes to them, what they were before, and what a change leaves undecided."""

from typing import ClassVar

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Q

from cityloop.kernel.identifiers import new_id
from cityloop.territory.contracts import ChangeState, LooseEndKind
from cityloop.territory.models.ground import ENDS_AFTER_START, Division, DutyGrid, UnitGrid


class GridChange(models.Model):
    """A change to the unit grids of one community (网格调整方案), drawn by one account and decided by another.

    `operations` are kept as they were drawn and done again when it is decided, on the grids as they are then.
    Personal data: who drew it and who decided.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    title = models.CharField(max_length=100)
    community = models.ForeignKey(
        Division, models.PROTECT, to_field="code", db_column="community_code", related_name="grid_changes"
    )
    operations = models.JSONField()
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in ChangeState])
    version = models.PositiveIntegerField(default=1)
    author_id = models.UUIDField()
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    opinion = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["APPROVED", "REFUSED"], decided_by__isnull=False, decided_at__isnull=False)
                | Q(state__in=["DRAFT", "SUBMITTED"], decided_by__isnull=True, decided_at__isnull=True),
                name="grid_change_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("author_id")),
                name="grid_change_decided_by_another",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "-created_at"], name="grid_change_state")]

    def __str__(self) -> str:
        return self.title


class GridHeir(models.Model):
    """Which unit grid took over which part of one that ended, as a share of the old one's area.

    Personal data: none.
    """

    old = models.ForeignKey(UnitGrid, models.PROTECT, to_field="code", db_column="old_code", related_name="heirs")
    new = models.ForeignKey(UnitGrid, models.PROTECT, to_field="code", db_column="new_code", related_name="forebears")
    share = models.FloatField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["old", "new"], name="grid_heir_once"),
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=1), name="grid_heir_share"),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id}"


class FormerAttributes(models.Model):
    """What a unit grid was, besides its ground, until a change gave it another area class, land use or level.

    Personal data: none.
    """

    unit_grid = models.ForeignKey(
        UnitGrid, models.PROTECT, to_field="code", db_column="unit_grid_code", related_name="former"
    )
    change = models.ForeignKey(GridChange, models.PROTECT, related_name="marked")
    area_level = models.CharField(max_length=1)
    land_use = models.CharField(max_length=30, blank=True)
    management_level = models.CharField(max_length=30, blank=True)
    valid_until = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit_grid", "valid_until"], name="former_attributes_once"),
            models.CheckConstraint(condition=Q(area_level__in=["A", "B", "C"]), name="former_attributes_area_level"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_grid_id} until {self.valid_until}"


class DutyMembership(models.Model):
    """That a unit grid lay in a duty grid, for a time: what a duty grid was made of stays known after its end.

    Personal data: none.
    """

    unit_grid = models.ForeignKey(
        UnitGrid, models.PROTECT, to_field="code", db_column="unit_grid_code", related_name="memberships"
    )
    duty_grid = models.ForeignKey(
        DutyGrid, models.PROTECT, to_field="code", db_column="duty_grid_code", related_name="memberships"
    )
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit_grid"], name="duty_membership_one_at_a_time", condition=Q(valid_until__isnull=True)
            ),
            models.CheckConstraint(condition=ENDS_AFTER_START, name="duty_membership_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_grid_id} in {self.duty_grid_id}"


class LooseEnd(models.Model):
    """A loose end (待定事项) of a change: what no rule decides, until somebody has decided it.

    Personal data: the name of a collector in `label`; who settled it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    change = models.ForeignKey(GridChange, models.PROTECT, related_name="loose_ends")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in LooseEndKind])
    subject = models.CharField(max_length=60)
    label = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=15)
    codes = ArrayField(models.CharField(max_length=15))
    raised_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)
    remark = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["change", "kind", "subject", "code"], name="loose_end_once"),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in LooseEndKind]), name="loose_end_kind"),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True) | Q(settled_at__isnull=False), name="loose_end_settled_at"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["settled_at", "-raised_at"], name="loose_end_open")]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"
