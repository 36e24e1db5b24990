"""Tables of the inventory."""

from typing import ClassVar

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db.models import F, Q

from cityloop.assets.contracts import ComponentState
from cityloop.kernel.identifiers import new_id
from cityloop.territory.api import CGCS2000


class Component(models.Model):
    """A managed component (管理部件): one lamp, manhole cover, tree, bin; where it stands and who answers for it.

    Bodies: `manager_body` 主管部门, `owner_body` 权属单位, `keeper_body` 养护单位. A component that lies in no unit
    grid has none and carries the city's own six digits in its code.
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
    digest = models.CharField(max_length=64, blank=True, default="")
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
