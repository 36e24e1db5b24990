"""Reads of the records themselves."""

from collections.abc import Iterator

import orjson
from django.contrib.gis.db.models.functions import AsGeoJSON
from django.db.models import QuerySet

from cityloop.places.contracts import PlaceChangeView, PlaceKind, PlaceView
from cityloop.places.models import Place


def place(code: str) -> PlaceView | None:
    """Return the place of this code with its geometry and what it was before, also one that has ended; else None."""
    rows = Place.objects.filter(code=code).defer("geometry").annotate(shape=AsGeoJSON("geometry", precision=8))
    return next(_views(rows.prefetch_related("changes"), told=True), None)


def places(
    *, within: str = "", kind: PlaceKind | None = None, words: str = "", after: str = "", limit: int = 50
) -> list[PlaceView]:
    """Return up to `limit` places that have not ended, in order of code, above `after`.

    :param within: the beginning of the codes of the unit grids to look in; "" is everywhere, also outside all grids.
    :param words: what the name begins with.
    """
    rows = Place.objects.filter(code__gt=after, valid_until__isnull=True).order_by("code")
    if within:
        rows = rows.filter(grid__code__startswith=within)
    if kind:
        rows = rows.filter(kind=kind)
    if words:
        rows = rows.filter(name__startswith=words)
    return list(_views(rows.defer("geometry")[:limit]))


def _views(rows: QuerySet[Place], *, told: bool = False) -> Iterator[PlaceView]:
    for row in rows:
        shape = getattr(row, "shape", None)
        changes = sorted(row.changes.all(), key=lambda change: change.changed_at) if told else ()
        yield PlaceView(
            id=row.id,
            code=row.code,
            kind=PlaceKind(row.kind),
            name=row.name,
            aliases=tuple(row.aliases),
            former_names=tuple(row.former_names),
            category=row.category,
            road_code=row.road_id,
            number=row.number_text,
            grid_code=row.grid_id,
            longitude=row.position.x,
            latitude=row.position.y,
            details=row.details,
            data_source=row.data_source,
            source_layer=row.source_layer,
            external_id=row.external_id,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            version=row.version,
            geometry=orjson.loads(shape) if shape else None,
            history=tuple(PlaceChangeView(change.changed_at, change.before) for change in changes),
        )
