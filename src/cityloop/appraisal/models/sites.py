"""Sites, how they were drawn, and what was found there."""

from typing import ClassVar

from django.contrib.gis.db import models

from cityloop.appraisal.models.appraisals import Appraisal
from cityloop.territory.api import CGCS2000


class Site(models.Model):
    """A place that may be drawn for a visit: a road, a public toilet, a market.

    Personal data: none.
    """

    code = models.CharField(max_length=60, primary_key=True)
    kind = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    area_code = models.CharField(max_length=6)
    location = models.PointField(srid=CGCS2000, spatial_index=False, null=True)
    is_listed = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class SiteDraw(models.Model):
    """A draw of sites for an appraisal: the seed, what could be drawn, who drew and when. One stands at a time.

    `candidates_file` is the list of what could be drawn; draws of before have none.
    Personal data: who drew, and who drew anew.
    """

    id = models.UUIDField(primary_key=True)
    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="draws")
    seed = models.CharField(max_length=64)
    quotas = models.JSONField()
    shortages = models.JSONField()
    candidates = models.PositiveIntegerField()
    candidates_sha256 = models.CharField(max_length=64)
    candidates_file = models.CharField(max_length=100, blank=True, default="")
    reason = models.TextField(blank=True)
    drawn_by = models.UUIDField()
    drawn_by_name = models.CharField(max_length=100)
    drawn_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["appraisal"], condition=models.Q(replaced_at=None), name="site_draw_stands_alone"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidates} sites on {self.drawn_at}"


class DrawnSite(models.Model):
    """A site as a draw has put it: its place in the lot of its area and kind, and what has become of it.

    Name and location are those of the day of the draw.
    Personal data: none.
    """

    id = models.UUIDField(primary_key=True)
    draw = models.ForeignKey(SiteDraw, models.PROTECT, related_name="sites")
    code = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    area_code = models.CharField(max_length=6)
    location = models.PointField(srid=CGCS2000, spatial_index=False, null=True)
    place = models.PositiveIntegerField()
    state = models.CharField(max_length=8)
    reason = models.TextField(blank=True)
    stands_in_for = models.OneToOneField("self", models.PROTECT, related_name="stand_in", null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draw", "code"], name="drawn_site_once"),
            models.UniqueConstraint(fields=["draw", "area_code", "kind", "place"], name="drawn_site_has_its_place"),
            models.CheckConstraint(
                condition=models.Q(state__in=["RESERVE", "DRAWN", "VISITED", "GIVEN_UP"]), name="drawn_site_state"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="GIVEN_UP", reason=""), name="drawn_site_given_up_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.name}"


class SiteVisit(models.Model):
    """What a surveyor found at a site, indicator by indicator. Another visit corrects: what was said last holds.

    `distance_m` is how far from the site they stood, where both places are known.
    Personal data: who was there, where and when.
    """

    id = models.UUIDField(primary_key=True)
    site = models.ForeignKey(DrawnSite, models.PROTECT, related_name="visits")
    number = models.PositiveIntegerField()
    visited_at = models.DateTimeField()
    location = models.PointField(srid=CGCS2000, spatial_index=False, null=True)
    distance_m = models.PositiveIntegerField(null=True)
    device = models.CharField(max_length=120, blank=True, default="")
    observations = models.JSONField()
    words = models.TextField(blank=True)
    visited_by = models.UUIDField()
    visited_by_name = models.CharField(max_length=100)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "number"], name="site_visit_once")]

    def __str__(self) -> str:
        return f"{self.site_id} {self.number}"


class VisitPhoto(models.Model):
    """A photograph taken at a site, or as evidence of a figure; sealed, written once.

    Personal data: may show people or number plates; who took it, where and when.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="photos")
    site = models.ForeignKey(DrawnSite, models.PROTECT, related_name="photos", null=True)
    leaf = models.CharField(max_length=60, blank=True)
    file = models.CharField(max_length=100)
    public_file = models.CharField(max_length=100)
    media_type = models.CharField(max_length=20)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    taken_at = models.DateTimeField()
    location = models.PointField(srid=CGCS2000, spatial_index=False, null=True)
    device = models.CharField(max_length=120, blank=True)
    seal = models.CharField(max_length=64)
    uploaded_by = models.UUIDField()
    uploaded_by_name = models.CharField(max_length=100)
    uploaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.sha256[:12]}"
