"""Reads of the inventory."""

from collections.abc import Iterator
from uuid import UUID

import orjson
from django.contrib.gis.db.models.functions import AsGeoJSON
from django.db import connection
from django.db.models import Count, Q, QuerySet

from cityloop.assets.contracts import (
    AccuracyClass,
    ClassCount,
    ComponentFilter,
    ComponentState,
    ComponentView,
    NearComponent,
    StateChangeView,
)
from cityloop.assets.models import Component, ComponentStateChange
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import say
from cityloop.territory.api import box_around, require_on_globe

EVERYTHING = ComponentFilter()
FARTHEST_LOOK_M = 5_000.0
FEWEST_LETTERS = 3  # of a name: what is shorter a trigram index finds only at the beginning

NEAR = """
SELECT id, distance FROM (
    SELECT id, code, ST_Distance(geometry::geography, ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), 4490)::geography) distance
      FROM assets_component
     WHERE geometry && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4490)
       AND valid_until IS NULL AND state <> 'REMOVED'
       AND (%(class_code)s = '' OR class_code = %(class_code)s)
       AND (%(within)s = '' OR grid_code LIKE %(within)s || '%%')
) AS around
 WHERE distance <= %(radius)s
 ORDER BY distance, code
 LIMIT %(limit)s
"""


def component(code: str, *, shape: bool = False) -> ComponentView | None:
    """Return the component of this identity code, with its geometry as GeoJSON if asked for; None if there is none."""
    rows = Component.objects.filter(code=code).defer("geometry")
    if shape:
        rows = rows.annotate(shape=AsGeoJSON("geometry", precision=8))
    return next(_views(rows), None)


def component_by_id(component_id: UUID) -> ComponentView | None:
    """Return the component of this id, or None."""
    return next(_views(Component.objects.filter(pk=component_id).defer("geometry")), None)


def components(*, asked: ComponentFilter = EVERYTHING, after: str = "", limit: int = 50) -> list[ComponentView]:
    """Return up to `limit` components that the filter means, in order of code, above `after`."""
    rows = chosen(asked).filter(code__gt=after).order_by("code")
    return list(_views(rows.defer("geometry")[:limit]))


def component_counts(*, asked: ComponentFilter) -> list[ClassCount]:
    """Return how many components of each class the filter means, in order of edition and class."""
    rows = chosen(asked).values_list("class_edition", "class_code").annotate(count=Count("*"))
    return [ClassCount(*row) for row in rows.order_by("class_edition", "class_code")]


def chosen(asked: ComponentFilter) -> QuerySet[Component]:
    """Return the components a filter means; what was removed only where it is asked for."""
    rows = Component.objects.all()
    if asked.state is not ComponentState.REMOVED and not asked.has_removed:
        # all that was removed has ended, and nothing else has
        rows = rows.filter(valid_until__isnull=True)
    if asked.within:
        rows = rows.filter(grid__code__startswith=asked.within)
    exact = {
        "class_code": asked.class_code,
        "state": asked.state,
        "keeper_body": asked.keeper_body_id,
        "accuracy": asked.accuracy,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if words := asked.words.strip():
        rows = rows.filter(_said(words))
    if asked.codes:
        rows = rows.filter(code__in=asked.codes)
    return rows


def _said(words: str) -> Q:
    return Q(code__startswith=words) if words.isdecimal() and words.isascii() else Q(name__contains=words)


def state_changes(code: str) -> list[StateChangeView]:
    """Return how the state of a component has changed, the latest first."""
    rows = ComponentStateChange.objects.filter(component__code=code).order_by("-changed_at", "-pk")
    return [
        StateChangeView(
            row.pk,
            ComponentState(row.source),
            ComponentState(row.target),
            row.changed_at,
            row.actor_id,
            row.actor_name,
            row.reason,
            row.case_number,
            row.made_by_id,
        )
        for row in rows
    ]


def near(
    *, longitude: float, latitude: float, radius_m: float, class_code: str = "", within: str = "", limit: int = 20
) -> list[NearComponent]:
    """Return the nearest components that stand within the radius, nearest first.

    :param within: the beginning of the codes of the unit grids to look in; "" is everywhere, also outside all grids.

    :raises InvalidInputError: the point is not on the globe, or the radius not within 0..5000 m.
    """
    require_on_globe(longitude, latitude)
    if not 0 < radius_m <= FARTHEST_LOOK_M:
        message = say(
            "The radius must be above 0 and at most {farthest_look_m:.0f} m.", farthest_look_m=FARTHEST_LOOK_M
        )
        raise InvalidInputError(message, field="radius_m")
    west, south, east, north = box_around(longitude, latitude, radius_m).extent
    asked: dict[str, float | str] = {"west": west, "south": south, "east": east, "north": north}
    asked |= {
        "x": longitude,
        "y": latitude,
        "radius": radius_m,
        "class_code": class_code,
        "limit": limit,
        "within": within,
    }
    with connection.cursor() as cursor:
        cursor.execute(NEAR, asked)
        distances: dict[UUID, float] = dict(cursor.fetchall())
    views = {view.id: view for view in _views(Component.objects.filter(pk__in=distances).defer("geometry"))}
    return [NearComponent(views[key], round(distance, 2)) for key, distance in distances.items()]


def find_components(*, words: str, within: str = "", limit: int = 8) -> list[ComponentView]:
    """Return components by the beginning of their code, or by part of their name, one of each name.

    :param words: at least two letters; of two letters the name must begin with them, for no index finds them inside.
    :param within: the beginning of the codes of the unit grids to look in; "" is everywhere, also outside all grids.
    """
    words = words.strip()
    rows = Component.objects.filter(valid_until__isnull=True).exclude(state=ComponentState.REMOVED)
    if within:
        rows = rows.filter(grid__code__startswith=within)
    if words.isdecimal() and words.isascii():
        rows = rows.filter(code__startswith=words).order_by("code")
    else:
        rows = rows.filter(Q(name__contains=words) if len(words) >= FEWEST_LETTERS else Q(name__startswith=words))
        rows = rows.order_by("name", "code").distinct("name")
    return list(_views(rows.defer("geometry")[:limit]))


def _views(rows: QuerySet[Component]) -> Iterator[ComponentView]:
    for row in rows:
        shape = getattr(row, "shape", None)
        yield ComponentView(
            id=row.id,
            code=row.code,
            class_edition=row.class_edition,
            class_code=row.class_code,
            name=row.name,
            grid_code=row.grid_id,
            longitude=row.position.x,
            latitude=row.position.y,
            manager_body_id=row.manager_body_id,
            owner_body_id=row.owner_body_id,
            keeper_body_id=row.keeper_body_id,
            state=ComponentState(row.state),
            source_layer=row.source_layer,
            external_id=row.external_id,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            data_source=row.data_source,
            accuracy=AccuracyClass(row.accuracy) if row.accuracy else None,
            note=row.note,
            surveyed_on=row.surveyed_on,
            changed_on=row.changed_on,
            looked_on=row.looked_on,
            geometry=orjson.loads(shape) if shape else None,
        )
