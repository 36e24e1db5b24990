"""Tables of maps: counts by area, and what the present counts and tiles were made from."""

from typing import ClassVar
from uuid import uuid4

from django.contrib.gis.db import models

from cityloop.territory.api import CGCS2000


class AreaTally(models.Model):
    """How much stands in a unit grid, community, street or district; `spot` is where the number is drawn.

    Made anew from the inventory, the places and the ground whenever they changed, never written by hand.
    Personal data: none.
    """

    code = models.CharField(max_length=15, primary_key=True)
    name = models.CharField(max_length=100, blank=True)
    digits = models.PositiveSmallIntegerField()
    grids = models.PositiveIntegerField()
    components = models.PositiveIntegerField()
    faulty = models.PositiveIntegerField()
    places = models.PositiveIntegerField(default=0, db_default=0)
    spot = models.PointField(srid=CGCS2000)

    def __str__(self) -> str:
        return f"{self.code}: {self.components}"


class Edition(models.Model):
    """Which edition of the inventory tiles show: another stamp after every change that may concern the whole city.

    What concerns a single component gives stamps to the squares of ground where it stands (`SquareStamp`); the ground
    and the places have stamps of their own. `change_number` counts what makes all counts by area old, and `is_tallied`
    says that they were made anew since the last of it: `tally_stamp` is theirs, `recount_stamp` that of counting
    single grids anew.
    Personal data: none.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    stamp = models.UUIDField(default=uuid4)
    tally_stamp = models.UUIDField(default=uuid4)
    recount_stamp = models.UUIDField(default=uuid4)
    change_number = models.PositiveBigIntegerField(default=0, db_default=0)
    is_tallied = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(id=1), name="edition_only_one")]

    def __str__(self) -> str:
        return str(self.stamp)


class CaseStamp(models.Model):
    """Another stamp whenever something happened to a case of this street, or in this square of ground.

    `place` is the code of a street, or a column and row of tiles at zoom 14, as `13489/6203`.
    Personal data: none.
    """

    place = models.CharField(max_length=20, primary_key=True)
    stamp = models.UUIDField()

    def __str__(self) -> str:
        return f"{self.place}: {self.stamp}"


class SquareStamp(models.Model):
    """Another stamp whenever a component in this square of ground changed, or a count that is drawn in it.

    `place` is what changed, with the column and row of a tile at zoom 14: `drawn/13489/6203`, `counted/13489/6203`.
    Personal data: none.
    """

    place = models.CharField(max_length=20, primary_key=True)
    stamp = models.UUIDField()

    def __str__(self) -> str:
        return f"{self.place}: {self.stamp}"


class DueGrid(models.Model):
    """A unit grid in which a single thing came, went or changed since it was last counted; rows are added and taken.

    Personal data: none.
    """

    grid_code = models.CharField(max_length=15)

    def __str__(self) -> str:
        return self.grid_code
