"""Possible duplicates: the same class family, near, recent, open."""

from datetime import datetime, timedelta

from django.contrib.gis.db.models import PointField
from django.contrib.gis.geos import Point
from django.db.models import F, FloatField, Func, OuterRef, Subquery, Value

from cityloop.access.api import Actor
from cityloop.cases.contracts import Lookalike
from cityloop.cases.models import Case, Photo
from cityloop.cases.policies import visible
from cityloop.territory import api as territory

RADIUS_M = 50.0
RECENT = timedelta(hours=24)
MOST = 10


class MetresTo(Func):
    """The distance on the globe in metres between two points."""

    function = "ST_DistanceSphere"
    output_field = FloatField()


def lookalikes(
    *,
    actor: Actor,
    class_code: str,
    longitude: float,
    latitude: float,
    at: datetime,
) -> list[Lookalike]:
    """Return open cases of the same major class near a place and not long ago, the nearest first.

    :source: standards/workflow.md section 4 (duplicates: 50 m, 24 h).
    """
    photo = Photo.objects.filter(case=OuterRef("pk")).order_by("taken_at").values("pk")[:1]
    found = (
        Case.objects.filter(visible(actor), phase__in=["OPEN", "PAUSED"], class_code__startswith=class_code[:2])
        .filter(location__bboverlaps=territory.box_around(longitude, latitude, RADIUS_M))
        .filter(registered_at__gte=at - RECENT, registered_at__lte=at)
        .annotate(distance_m=MetresTo(F("location"), _value(longitude, latitude)), photo_id=Subquery(photo))
        .filter(distance_m__lte=RADIUS_M)
        .order_by("distance_m", "id")
    )
    return [
        Lookalike(
            case_id=case.pk,
            number=case.number,
            stage=case.stage,
            class_code=case.class_code,
            description=case.description,
            distance_m=round(case.distance_m, 1),
            registered_at=case.registered_at,
            photo_id=case.photo_id,
        )
        for case in found[:MOST]
    ]


def nearest_of_class(
    *, class_code: str, longitude: float, latitude: float, before: datetime, radius_m: float
) -> Lookalike | None:
    """Return the nearest case of exactly this class registered no later than a moment, void ones left out."""
    found = (
        Case.objects.filter(class_code=class_code, registered_at__lte=before)
        .exclude(phase="VOID")
        .filter(location__bboverlaps=territory.box_around(longitude, latitude, radius_m))
        .annotate(distance_m=MetresTo(F("location"), _value(longitude, latitude)))
        .filter(distance_m__lte=radius_m)
        .order_by("distance_m", "registered_at", "id")
        .first()
    )
    if found is None:
        return None
    return Lookalike(
        case_id=found.pk,
        number=found.number,
        stage=found.stage,
        class_code=found.class_code,
        description=found.description,
        distance_m=round(found.distance_m, 1),
        registered_at=found.registered_at,
        photo_id=None,
    )


def _value(longitude: float, latitude: float) -> Value:
    return Value(Point(longitude, latitude, srid=territory.CGCS2000), output_field=PointField(srid=territory.CGCS2000))
