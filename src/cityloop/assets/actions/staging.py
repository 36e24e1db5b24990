"""From the rows of a file to the staging table: each row checked, placed in its grid, and written with COPY."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
import shapely
from django.db import connection
from numpy.typing import NDArray

from cityloop.assets.contracts import ComponentState
from cityloop.assets.domain.columns import Faults, Known, judged, told
from cityloop.assets.domain.mapping import Rules
from cityloop.assets.domain.states import LEAST_LIFE
from cityloop.assets.models import BadRow, StagedComponent
from cityloop.assets.queries.sources import Batch
from cityloop.kernel.identifiers import new_ids
from cityloop.organizations import api as organizations
from cityloop.standards import api as standards
from cityloop.territory import api as territory

TOLD = (
    "name", "state", "data_source", "accuracy", "note", "surveyed_on", "changed_on", "looked_on", "valid_from",
    "valid_until",
)  # fmt: skip
BODIES = {"manager": "manager_body_id", "owner": "owner_body_id", "keeper": "keeper_body_id"}
COLUMNS = (
    "made_by_id", "row", "component_id", "code", "source_layer", "external_id", "class_edition", "class_code",
    "district_code", "grid_code", "geometry", "position", *TOLD, *BODIES.values(),
)  # fmt: skip
COPY = f"COPY assets_stagedcomponent ({', '.join(COLUMNS)}) FROM STDIN"
POINT = 0
FARTHEST_M = 500.0  # a component beside the ground was taken in by the nearest grid, and is again
BATCH = 2000
LONGEST_LINE = 2000
NULL = r"\N"
ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


@dataclass(frozen=True, slots=True)
class _Good:
    """The good rows of a batch."""

    import_id: UUID
    rows: Sequence[str]
    values: dict[str, list[Any]]
    shapes: NDArray[np.object_]


def known() -> Known:
    """Return what the values of a file may name."""
    kind = standards.MatterKind.COMPONENT
    classes = {
        (edition.code, each.code): each.name
        for edition in standards.editions()
        for each in standards.classes(kind=kind, edition=edition.code)
    }
    bodies: dict[str, str] = {}
    for body in organizations.bodies():
        for word in (body.name, body.credit_code, str(body.id), body.code):  # a code is the surest: it is last
            if word:
                bodies[word] = str(body.id)
    return Known(classes, bodies, standards.default_edition().code, territory.city().code)


def stage(import_id: UUID, batch: Batch, rules: Rules, names: Known, *, at: datetime) -> Faults:
    """Check and write one batch in the caller's transaction; return what is wrong with which of its rows."""
    count = len(batch.shapes)
    faults = Faults()
    texts = told(rules, batch.columns, count)
    values = judged(texts, names, faults, batch.first)
    _judge_shapes(batch, faults)
    _add_known(batch, faults)
    good = np.array([batch.first + place not in faults.by_row for place in range(count)], dtype=bool)
    if faults.by_row:
        keep_bad_rows(import_id, faults, batch)
    if good.any():
        shapes = batch.shapes[good]
        chosen = np.flatnonzero(good).tolist()
        picked = {name: [column[place] for place in chosen] for name, column in values.items()}
        rows = [str(batch.first + place) for place in chosen]
        cells = _cells(_Good(import_id, rows, picked, shapes), rules, names, at)
        lines = zip(*cells, strict=True)
        with connection.cursor() as cursor, cursor.copy(COPY) as copy:
            copy.write("".join(["\t".join(line) + "\n" for line in lines]))
    return faults


def place_again(import_id: UUID) -> None:
    """Bring staged rows whose grid has ended meanwhile into those that stand; whoever calls holds the ground.

    They lie in the heirs of that grid: in the one that holds them, else the nearest, else the one that got the most.
    What has ended before is in the grid of its time and stays there.
    """
    staged = StagedComponent.objects.filter(made_by_id=import_id)
    staged = staged.exclude(state=ComponentState.REMOVED, valid_until__isnull=False)
    ended = territory.ended_grids({code for code in staged.values_list("grid_code", flat=True).distinct() if code})
    if not ended:
        return
    astray = list(staged.filter(grid_code__in=ended).only("id", "grid_code", "position").order_by("id"))
    heirs = {code: [place.grid_code for place in territory.standing_places(code)] for code in sorted(ended)}
    among = territory.locator(territory.STANDING, among={heir for codes in heirs.values() for heir in codes})
    spots = [row.position for row in astray]
    found = among.locate_many([spot.x for spot in spots], [spot.y for spot in spots], tolerance_m=FARTHEST_M)
    for row, place in zip(astray, found, strict=True):
        row.grid_code = place.grid_code if place else next(iter(heirs[str(row.grid_code)]), None)
    StagedComponent.objects.bulk_update(astray, ["grid_code"], batch_size=BATCH)


def keep_bad_rows(import_id: UUID, faults: Faults, batch: Batch) -> None:
    """Write down what is wrong with rows of a batch, and what they hold."""
    BadRow.objects.bulk_create(
        [
            BadRow(made_by_id=import_id, row=row, faults=wrong, cells=_own_values(batch, row - batch.first))
            for row, wrong in sorted(faults.by_row.items())
            if batch.first <= row < batch.first + len(batch.shapes)
        ],
        batch_size=BATCH,
    )


def _own_values(batch: Batch, place: int) -> dict[str, str]:
    if batch.first + place in batch.torn:
        return {"text": batch.torn[batch.first + place].replace("\x00", "")[:LONGEST_LINE]}
    cells = {name: column[place] for name, column in sorted(batch.columns.items())}
    return {name: "" if cell is None else str(cell).replace("\x00", "") for name, cell in cells.items()}


def _add_known(batch: Batch, faults: Faults) -> None:
    """Add what reading has found; of a line that is no row it is all that there is to say."""
    for row in batch.torn:
        faults.by_row.pop(row, None)
    for row, wrong in batch.faults.by_row.items():
        faults.by_row.setdefault(row, []).extend(wrong)


def _judge_shapes(batch: Batch, faults: Faults) -> None:
    lost = shapely.is_missing(batch.shapes) | shapely.is_empty(batch.shapes)
    bounds = shapely.bounds(batch.shapes)
    with np.errstate(invalid="ignore"):
        inside = (bounds >= (-180, -90, -180, -90)).all(axis=1) & (bounds <= (180, 90, 180, 90)).all(axis=1)
    for place in np.flatnonzero(lost).tolist():
        faults.add(batch.first + place, "no-geometry", "geometry")
    for place in np.flatnonzero(~lost & ~inside).tolist():
        faults.add(batch.first + place, "off-globe", "geometry", bounds[place].tolist())


def _cells(good: _Good, rules: Rules, names: Known, at: datetime) -> Iterable[Sequence[str]]:
    """Return the columns of the staging table as COPY reads them."""
    values, shapes, count = good.values, good.shapes, len(good.rows)
    points = shapes if (shapely.get_type_id(shapes) == POINT).all() else shapely.point_on_surface(shapes)
    grids, districts = _places(points, values, rules, names, at)
    nothing, outlines = [None] * count, _hex(shapes)
    return (
        [str(good.import_id)] * count,
        good.rows,
        [str(each) for each in new_ids(count)],
        [code or "" for code in values["code"]],
        _escaped(_layers(values.get("source_layer", nothing), values["external_id"]), ""),
        _escaped(values["external_id"], ""),
        _escaped(values["class_edition"], ""),
        values["class_code"],
        districts,
        grids,
        outlines,
        outlines if points is shapes else _hex(points),
        *(_told(name, values, rules, count) for name in (*TOLD, *BODIES)),
    )


def _told(name: str, values: dict[str, list[Any]], rules: Rules, count: int) -> Sequence[str]:
    """Return a column that may be null: null where the file has no such attribute."""
    if name != "name" and name not in rules.attributes:
        return [NULL] * count
    return _escaped(values[name], "" if name in {"name", "note", "accuracy", "data_source"} else NULL)


def _escaped(column: Sequence[Any], nothing: str) -> list[str]:
    if len(column) > 1000 and len(set(column)) > len(column) / 2:
        return [nothing if value is None else str(value).translate(ESCAPES) for value in column]
    table = {value: nothing if value is None else str(value).translate(ESCAPES) for value in set(column)}
    return [table[value] for value in column]


def _layers(layers: Sequence[str | None], ids: Sequence[str | None]) -> list[str | None]:
    """Return the layers of rows: one without an id of its layer is known by its code alone and belongs to none."""
    return [layer if own else None for layer, own in zip(layers, ids, strict=True)]


def _places(
    points: NDArray[np.object_], values: dict[str, list[Any]], rules: Rules, names: Known, at: datetime
) -> tuple[list[str], list[str]]:
    """Return the unit grid of each point and the six digits its code begins with.

    What had ended by then is placed in the grids of its last hour. Where no grid holds a point, the grid that the file
    names stands, if there is one of this code.
    """
    x, y = shapely.get_x(points), shapely.get_y(points)
    found = territory.locator(at).locate_many(x, y, tolerance_m=rules.tolerance_m)
    grids: list[str] = found.told(lambda place: place.grid_code, NULL).tolist()
    districts: list[str] = found.told(lambda place: place.district_code, names.city_code).tolist()
    lost = set(np.flatnonzero(found.found < 0).tolist())
    for moment, ended in _ended(values, at).items():
        then = territory.locator(moment - LEAST_LIFE).locate_many(x[ended], y[ended], tolerance_m=rules.tolerance_m)
        held = then.told(lambda place: place.grid_code, "").tolist()
        within = then.told(lambda place: place.district_code, "").tolist()
        for place, grid, district in zip(ended, held, within, strict=True):
            if grid:
                grids[place], districts[place] = grid, district
                lost.discard(place)
            else:
                lost.add(place)
    if named := values.get("grid_code"):
        known_places = territory.places({named[place] for place in lost if named[place]})
        for place in lost:
            if known_place := known_places.get(named[place]):
                grids[place], districts[place] = known_place.grid_code, known_place.district_code
    return grids, districts


def _ended(values: dict[str, list[Any]], at: datetime) -> dict[datetime, list[int]]:
    """Return which rows had been removed by then, by the moment of their end."""
    found: dict[datetime, list[int]] = {}
    if "state" in values and "valid_until" in values:
        for place, (state, end) in enumerate(zip(values["state"], values["valid_until"], strict=True)):
            if state == ComponentState.REMOVED and end is not None and end <= at:
                found.setdefault(end, []).append(place)
    return found


def _hex(shapes: NDArray[np.object_]) -> list[str]:
    marked = shapely.set_srid(shapes, territory.CGCS2000)
    texts: list[str] = shapely.to_wkb(marked, hex=True, include_srid=True).tolist()
    return texts
