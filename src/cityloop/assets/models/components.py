"""Tables of components and of their imports."""

from typing import ClassVar

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db.models import F, Q

from cityloop.assets.contracts import AccuracyClass, ComponentState, ImportState
from cityloop.kernel.identifiers import new_id
from cityloop.territory.api import CGCS2000


class Component(models.Model):
    """A managed component (管理部件): one lamp, manhole cover, tree, bin; where it stands and who answers for it.

    Bodies: `manager_body` 主管部门, `owner_body` 权属单位, `keeper_body` 养护单位. A component that lies in no unit
    grid has none and carries the city's own six digits in its code. One that was removed has ended: its row and code
    stay, for the cases of its time. `surveyed_on` 初始日期, `changed_on` 变更日期 (none since the first survey),
    `looked_on` the day of the last survey that came by (none since the first one).
    Personal data: none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=17, unique=True)
    class_edition = models.CharField(max_length=40)
    class_code = models.CharField(max_length=8)
    name = models.CharField(max_length=120)
    geometry = models.GeometryField(srid=CGCS2000)
    position = models.PointField(srid=CGCS2000, spatial_index=False)
    grid = models.ForeignKey(
        "territory.UnitGrid", models.PROTECT, to_field="code", db_column="grid_code", related_name="+", null=True
    )
    state = models.CharField(max_length=10, choices=[(state.value, state.word) for state in ComponentState])
    manager_body = models.ForeignKey("organizations.Body", models.PROTECT, related_name="+", null=True)
    owner_body = models.ForeignKey("organizations.Body", models.PROTECT, related_name="+", null=True)
    keeper_body = models.ForeignKey("organizations.Body", models.PROTECT, related_name="+", null=True)
    source_layer = models.CharField(max_length=100, blank=True, default="")
    external_id = models.CharField(max_length=100, blank=True, default="")
    data_source = models.CharField(max_length=30, blank=True, default="")
    accuracy = models.CharField(
        max_length=1,
        blank=True,
        default="",
        db_default="",
        choices=[(each.value, f"±{each.error_m} m") for each in AccuracyClass],
    )
    note = models.CharField(max_length=1000, blank=True, default="", db_default="")
    surveyed_on = models.DateField()
    changed_on = models.DateField(null=True)
    looked_on = models.DateField(null=True)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(code__regex=r"^\d{16,17}$"), name="component_code_form"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ComponentState]), name="component_state_known"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="component_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(state="REMOVED", valid_until__isnull=False)
                | (~Q(state="REMOVED") & Q(valid_until__isnull=True)),
                name="component_ends_when_removed",
            ),
            models.CheckConstraint(
                condition=Q(accuracy__in=["", *(each.value for each in AccuracyClass)]), name="component_accuracy_known"
            ),
            models.UniqueConstraint(
                fields=["source_layer", "external_id"], name="component_imported_once", condition=~Q(source_layer="")
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["class_code", "code"], name="component_class"),
            GinIndex(OpClass(F("name"), name="gin_trgm_ops"), name="component_name"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class ComponentSequence(models.Model):
    """The last number given under a prefix of six digits of district and a class, so that none is given twice.

    Personal data: none.
    """

    prefix = models.CharField(max_length=11, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(last__lte=999_999), name="component_sequence_fits_six_digits")
        ]

    def __str__(self) -> str:
        return f"{self.prefix} {self.last}"


class ComponentStateChange(models.Model):
    """That a component went from one state to another; never edited. The state at its birth is no change.

    Personal data: who said so.
    """

    id = models.BigAutoField(primary_key=True)
    component = models.ForeignKey(Component, models.PROTECT, related_name="state_changes")
    source = models.CharField(max_length=10, choices=[(state.value, state.word) for state in ComponentState])
    target = models.CharField(max_length=10, choices=[(state.value, state.word) for state in ComponentState])
    changed_at = models.DateTimeField()
    actor_id = models.UUIDField()
    actor_name = models.CharField(max_length=100)
    reason = models.CharField(max_length=500, blank=True, default="")
    case_number = models.CharField(max_length=60, blank=True, default="")
    made_by = models.ForeignKey("ComponentImport", models.PROTECT, related_name="state_changes", null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(source=F("target")), name="state_change_changes_something")
        ]

    def __str__(self) -> str:
        return f"{self.component_id} {self.source} → {self.target}"


class ImportMapping(models.Model):
    """A saved way of reading files of components; `rules` are what `domain/mapping.py` understands.

    Personal data: none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=100, unique=True)
    rules = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class ComponentImport(models.Model):
    """One file on its way into the inventory: read batch by batch, then applied in one transaction.

    `rules` are a copy of the mapping, so that a later change of the saved one changes nothing here. `rows_read` and
    the batch it counts are written together: whoever takes the import up again goes on behind it. `failure` is `reason`
    by language.
    Personal data: who started it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file_name = models.CharField(max_length=200)
    file = models.CharField(max_length=200)
    rules = models.JSONField()
    is_all_or_nothing = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in ImportState])
    rows_total = models.PositiveBigIntegerField(null=True)
    rows_read = models.PositiveBigIntegerField(default=0)
    rows_bad = models.PositiveBigIntegerField(default=0)
    added = models.PositiveBigIntegerField(default=0)
    changed = models.PositiveBigIntegerField(default=0)
    unchanged = models.PositiveBigIntegerField(default=0)
    missing = models.PositiveBigIntegerField(default=0)
    placeless = models.PositiveBigIntegerField(default=0)
    reason = models.CharField(max_length=1000, blank=True, default="")
    failure = models.JSONField(null=True)
    actor_id = models.UUIDField()
    actor_name = models.CharField(max_length=100)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["DONE", "REFUSED", "FAILED"], ended_at__isnull=False)
                | Q(state__in=["WAITING", "READING", "APPLYING"], ended_at__isnull=True),
                name="component_import_ends_when_over",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["-started_at"], name="component_import_latest")]

    def __str__(self) -> str:
        return f"{self.file_name} {self.state}"


class BadRow(models.Model):
    """A row of a file that could not be taken: its number, its own values, and what is wrong with it.

    Personal data: whatever the file holds.
    """

    id = models.BigAutoField(primary_key=True)
    made_by = models.ForeignKey(ComponentImport, models.CASCADE, related_name="bad_rows")
    row = models.PositiveBigIntegerField()
    faults = models.JSONField()
    cells = models.JSONField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["made_by", "row"], name="bad_row_once")]

    def __str__(self) -> str:
        return f"{self.made_by_id} {self.row}"


class StagedComponent(models.Model):
    """A good row of a file, waiting to be applied with all others. What a file does not tell is null.

    The table is unlogged, for speed: after a crash of the database it is empty, and the import reads anew.
    Personal data: none.
    """

    id = models.BigAutoField(primary_key=True)
    made_by_id = models.UUIDField()
    row = models.PositiveBigIntegerField()
    component_id = models.UUIDField()
    code = models.CharField(max_length=17)
    source_layer = models.CharField(max_length=100)
    external_id = models.CharField(max_length=100)
    class_edition = models.CharField(max_length=40)
    class_code = models.CharField(max_length=8)
    district_code = models.CharField(max_length=6)
    grid_code = models.CharField(max_length=15, null=True)
    geometry = models.GeometryField(srid=CGCS2000, spatial_index=False)
    position = models.PointField(srid=CGCS2000, spatial_index=False)
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=10, null=True)
    manager_body_id = models.UUIDField(null=True)
    owner_body_id = models.UUIDField(null=True)
    keeper_body_id = models.UUIDField(null=True)
    data_source = models.CharField(max_length=30, null=True)
    accuracy = models.CharField(max_length=1, null=True)
    note = models.CharField(max_length=1000, null=True)
    surveyed_on = models.DateField(null=True)
    changed_on = models.DateField(null=True)
    looked_on = models.DateField(null=True)
    valid_from = models.DateTimeField(null=True)
    valid_until = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["made_by_id"], name="staged_component_import")]

    def __str__(self) -> str:
        return f"{self.made_by_id} {self.row}"
