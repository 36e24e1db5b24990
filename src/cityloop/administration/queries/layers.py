"""Layers of shapes read into divisions, unit grids, components and places."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from cityloop.administration.contracts import ComponentSet, DivisionFacts, PlaceSet
from cityloop.administration.domain.templates import fill
from cityloop.administration.queries.folder import Folder, Shapes
from cityloop.administration.queries.schema import ComponentLayer, DivisionLayer, Divisions, GivenGrids, PlaceLayer
from cityloop.assets.contracts import ComponentDraft
from cityloop.places.contracts import PlaceDraft, PlaceKind
from cityloop.territory import api as territory
from cityloop.territory.contracts import DivisionLevel, UnitGridDraft

LONGEST_NAME = 120
BETWEEN_NAMES = re.compile(r"[、，,;；|]")
POLYGONS = {shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON}


def divisions(folder: Folder, layers: Divisions) -> tuple[DivisionFacts, ...]:
    """Return the divisions of all three layers; what is wrong with them is noted in the folder."""
    by_level = {
        DivisionLevel.DISTRICT: layers.districts,
        DivisionLevel.STREET: layers.streets,
        DivisionLevel.COMMUNITY: layers.communities,
    }
    return tuple(row for level, layer in by_level.items() for row in _divisions(folder, level, layer))


def unit_grids(folder: Folder, layer: GivenGrids, plane: int | None) -> tuple[UnitGridDraft, ...]:
    """Return the unit grids that a layer gives."""
    read = _polygons(folder, folder.shapes(layer))
    if not len(read.shapes):
        return ()
    middle = shapely.box(*shapely.total_bounds(read.shapes)).centroid
    flat = (territory.Plane(plane) if plane else territory.plane_for(middle.x, middle.y)).flatten(read.shapes)
    return tuple(
        UnitGridDraft(fill(layer.id, row), bytes(wkb), round(float(area), 2), fill(layer.area_level, row))
        for row, wkb, area in zip(read.rows, shapely.to_wkb(read.shapes), shapely.area(flat), strict=True)
    )


def components(folder: Folder, name: str, layer: ComponentLayer) -> ComponentSet:
    """Return the components of one layer."""
    read = folder.shapes(layer)
    drafts = []
    for number, (row, shape) in enumerate(zip(read.rows, read.shapes, strict=True), start=1):
        external_id, title = fill(layer.id, row), fill(layer.name, row)
        if shape is None or shape.is_empty:
            folder.refuse(layer.file, f"row {number}", f"the component {external_id!r} has no geometry")
        elif not external_id or len(external_id) > 100:
            folder.refuse(layer.file, f"row {number}", "the id is empty or longer than 100 characters")
        elif not title or len(title) > LONGEST_NAME:
            folder.refuse(layer.file, f"row {number}", f"the name is empty or longer than {LONGEST_NAME} characters")
        else:
            drafts.append(ComponentDraft(external_id, title, bytes(shapely.to_wkb(shape))))
    return ComponentSet(
        layer=name,
        class_code=layer.class_code,
        class_edition=layer.edition,
        data_source=layer.source,
        manager=layer.manager or "",
        owner=layer.owner or "",
        keeper=layer.keeper or "",
        tolerance_m=layer.tolerance_m,
        components=tuple(drafts),
    )


def places(folder: Folder, name: str, layer: PlaceLayer) -> PlaceSet:
    """Return the places of one layer."""
    read = folder.shapes(layer)
    drafts = []
    for number, (row, shape) in enumerate(zip(read.rows, read.shapes, strict=True), start=1):
        draft = _place(layer, row, shape)
        is_named = bool(draft.road and draft.number) if layer.kind is PlaceKind.DOORPLATE else bool(draft.name)
        if shape is None or shape.is_empty:
            folder.refuse(layer.file, f"row {number}", f"the place {draft.external_id!r} has no geometry")
        elif not draft.external_id or len(draft.external_id) > 100:
            folder.refuse(layer.file, f"row {number}", "the id is empty or longer than 100 characters")
        elif not is_named or len(draft.name or draft.road) > LONGEST_NAME:
            what = "the road or the number is empty" if layer.kind is PlaceKind.DOORPLATE else "the name is empty"
            folder.refuse(layer.file, f"row {number}", f"{what}, or a name is longer than {LONGEST_NAME} characters")
        else:
            drafts.append(draft)
    return PlaceSet(layer=name, kind=layer.kind, data_source=layer.source, places=tuple(drafts))


def _place(layer: PlaceLayer, row: Mapping[str, Any], shape: BaseGeometry | None) -> PlaceDraft:
    def text(template: str | None) -> str:
        return fill(template, row) if template else ""

    def names(template: str | None) -> tuple[str, ...]:
        return tuple(name.strip() for name in BETWEEN_NAMES.split(text(template)) if name.strip())

    return PlaceDraft(
        external_id=text(layer.id),
        name=text(layer.name),
        geometry=bytes(shapely.to_wkb(shape)) if shape is not None else b"",
        aliases=names(layer.aliases),
        former_names=names(layer.former_names),
        category=text(layer.category)[:40],
        road=text(layer.road),
        number=text(layer.number)[:40],
    )


def _divisions(folder: Folder, level: DivisionLevel, layer: DivisionLayer) -> Iterator[DivisionFacts]:
    read = _polygons(folder, folder.shapes(layer))
    for number, (row, shape) in enumerate(zip(read.rows, read.shapes, strict=True), start=1):
        source_id, name = fill(layer.id, row), fill(layer.name, row)
        if not source_id or not name:
            folder.refuse(layer.file, f"row {number}", "the id or the name is empty")
            continue
        yield DivisionFacts(
            level=level,
            source_id=source_id,
            name=name,
            geometry=bytes(shapely.to_wkb(shape)),
            parent_id=fill(layer.parent, row) if layer.parent else "",
            code=fill(f"{{{layer.code.field}}}", row) if layer.code and layer.code.field else "",
            area_level=fill(layer.area_level, row),
        )


def _polygons(folder: Folder, read: Shapes) -> Shapes:
    """Return a layer whose shapes are all polygons; others are noted and left out. Crossed borders are put right."""
    kept = []
    for number, shape in enumerate(read.shapes, start=1):
        if shape is None or shape.is_empty or shapely.get_type_id(shape) not in POLYGONS:
            folder.refuse(read.file, f"row {number}", "is not a polygon")
        else:
            kept.append(number - 1)
    shapes = shapely.make_valid(read.shapes[kept]) if kept else np.array([], dtype=object)
    return Shapes(read.file, [read.rows[place] for place in kept], np.asarray(shapes, dtype=object))
