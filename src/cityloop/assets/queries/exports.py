"""Components as a file that can be imported again without loss."""

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np
import pyarrow as pa
import pyogrio
import shapely
from django.db.models import CharField, Func
from numpy.typing import NDArray

from cityloop.assets.contracts import ComponentFilter, ComponentState, FieldNaming, InventoryFormat
from cityloop.assets.domain.mapping import NAMES
from cityloop.assets.models import Component, ComponentPhoto
from cityloop.assets.queries.components import chosen
from cityloop.assets.queries.targets import Target, target_of
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.sheets import stream_xlsx
from cityloop.kernel.tables import stream_csv
from cityloop.kernel.wording import say
from cityloop.organizations import api as organizations
from cityloop.territory import api as territory

BATCH = 10_000
WKT = "geometry"
LONGEST_IN_SHAPEFILE = 254  # bytes of a text
KINDS = {"points": ("POINT",), "multipoints": ("MULTIPOINT",), "lines": ("LINESTRING", "MULTILINESTRING"),
         "polygons": ("POLYGON", "MULTIPOLYGON")}  # fmt: skip
LAYER_OPTIONS: Mapping[InventoryFormat, Mapping[str, Any]] = {
    InventoryFormat.GEOJSON: {"driver": "GeoJSON", "layer_options": {"COORDINATE_PRECISION": "9", "RFC7946": "NO"}},
    InventoryFormat.GPKG: {"driver": "GPKG", "layer_options": {"GEOMETRY_NAME": "geometry"}},
    InventoryFormat.SHP: {"driver": "ESRI Shapefile", "encoding": "UTF-8"},
}
GEOMETRY_TYPE = Func("geometry", function="GeometryType", output_field=CharField())
Body = Mapping[Any, organizations.BodyView]
BODY_NAMES = {
    FieldNaming.OWN: {},
    FieldNaming.GBT47678_5_2026: {"manager": "ZGBMMC", "owner": "QSDWMC", "keeper": "YHDWMC"},
    FieldNaming.GBT30428_2_2013: {"manager": "DeptName1", "owner": "DeptName2", "keeper": "DeptName3"},
}
DIVISIONS = {"SZJDDM": 9, "SZSQDM": 12}  # how many digits of the grid's code name the street, the community
DIVISION_NAMES = {"SZJDMC": 9, "SZSQMC": 12}
PHOTOS, MOST_PHOTOS = "photos", 6  # the ids of the latest ones: what a Shapefile can hold


def write_components(
    folder: Path, asked: ComponentFilter, file_format: InventoryFormat, naming: FieldNaming, *, crs: str = ""
) -> Path:
    """Write the components into a file in the folder and return its path.

    :param crs: any that PROJ knows, or GCJ02; "" is longitude and latitude in CGCS2000.
    :raises InvalidInputError: a note is longer than a Shapefile can hold, or nobody knows the coordinate system.
    """
    rows = chosen(asked).order_by("code")
    path = folder / f"components.{'zip' if file_format is InventoryFormat.SHP else file_format}"
    reader = Reader(naming, target_of(crs))
    match file_format:
        case InventoryFormat.CSV:
            with path.open("wb") as file:
                file.writelines(stream_csv([*reader.columns, WKT], reader.rows(rows)))
        case InventoryFormat.XLSX:
            with path.open("wb") as file:
                file.writelines(stream_xlsx([*reader.columns, WKT], reader.rows(rows)))
        case InventoryFormat.SHP:
            _write_shapes(folder, path, rows, reader)
        case _:
            _write(
                path,
                reader.record_batches(rows),
                reader.target,
                {**LAYER_OPTIONS[file_format], "geometry_type": "Unknown"},
            )
    return path


class Reader:
    """Reads components under the names of a naming."""

    def __init__(self, naming: FieldNaming, target: Target) -> None:
        """Learn the names of bodies and divisions."""
        self.target = target
        self.attributes = NAMES[naming]
        self.bodies: Body = {body.id: body for body in organizations.bodies()}
        self.body_names = BODY_NAMES[naming]
        self.has_divisions = naming is FieldNaming.GBT47678_5_2026
        self.divisions = {each.code: each.name for level in ("STREET", "COMMUNITY") for each in _divisions(level)}
        names = list(self.attributes.values())
        self.has_photos = naming is FieldNaming.OWN
        divisions = [*DIVISIONS, *DIVISION_NAMES] if self.has_divisions else [PHOTOS] if self.has_photos else []
        self.columns = [*names, *self.body_names.values(), *divisions]

    def rows(self, rows: Any) -> Iterator[list[str]]:
        """Yield rows of texts, the geometry as WKT at the end."""
        for some in _in_batches(rows):
            shapes = shapely.to_wkt(self._shapes(some), rounding_precision=-1)
            for texts, shape in zip(self._lines(some), shapes.tolist(), strict=True):
                yield [*texts, shape]

    def record_batches(self, rows: Any, *, check: Callable[[str], None] = lambda _: None) -> pa.RecordBatchReader:
        """Return the same as a stream of Arrow batches, the geometry as WKB."""
        schema = pa.schema([(name, pa.string()) for name in self.columns] + [(WKT, pa.binary())])

        def every() -> Iterator[pa.RecordBatch]:
            for some in _in_batches(rows):
                texts = self._lines(some)
                for line in texts:
                    check(max(line, key=lambda text: len(text.encode())))
                shapes = shapely.to_wkb(self._shapes(some)).tolist()
                columns: Sequence[Any] = [*zip(*texts, strict=True), shapes]
                arrays = [pa.array(column, each.type) for column, each in zip(columns, schema, strict=True)]
                yield pa.record_batch(arrays, schema=schema)

        return pa.RecordBatchReader.from_batches(schema, every())

    def _shapes(self, rows: Sequence[Component]) -> NDArray[np.object_]:
        found: NDArray[np.object_] = shapely.from_wkb([bytes(row.geometry.wkb) for row in rows])
        return found if self.target.move is None else shapely.transform(found, self.target.move)

    def _lines(self, some: Sequence[Component]) -> list[list[str]]:
        lines = [self._texts(row) for row in some]
        if self.has_photos:
            photos = _photos(some)
            for row, line in zip(some, lines, strict=True):
                line.append(" ".join(photos.get(row.pk, [])[:MOST_PHOTOS]))
        return lines

    def _texts(self, row: Component) -> list[str]:
        own = [READERS.get(attribute, _attribute(attribute))(row, self.bodies) for attribute in self.attributes]
        named = [_body_name(row, attribute, self.bodies) for attribute in self.body_names]
        if not self.has_divisions:
            return [*own, *named]
        grid = row.grid_id or ""
        codes = [grid[:digits] for digits in DIVISIONS.values()]
        return [*own, *named, *codes, *(self.divisions.get(grid[:digits], "") for digits in DIVISION_NAMES.values())]


def _write_shapes(folder: Path, path: Path, rows: Any, reader: Reader) -> None:
    """Write one Shapefile for each kind of geometry that there is, all in one zip."""
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, kinds in KINDS.items():
            chosen_rows = rows.alias(kind=GEOMETRY_TYPE).filter(kind__in=kinds)
            if chosen_rows.exists():
                kind = (
                    "MultiLineString"
                    if name == "lines"
                    else "MultiPolygon"
                    if name == "polygons"
                    else name[:-1].title()
                )
                batches = reader.record_batches(chosen_rows, check=_require_short)
                _write(
                    folder / f"{name}.shp",
                    batches,
                    reader.target,
                    {**LAYER_OPTIONS[InventoryFormat.SHP], "geometry_type": kind},
                )
        for part in sorted(folder.glob("*.*")):
            if part != path:
                archive.write(part, part.name)


def _write(path: Path, batches: pa.RecordBatchReader, target: Target, options: Mapping[str, Any]) -> None:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="'crs' was not provided")  # no register knows GCJ-02
        pyogrio.write_arrow(batches, path, geometry_name=WKT, crs=target.name, **options)


def _require_short(text: str) -> None:
    if len(text.encode()) > LONGEST_IN_SHAPEFILE:
        message = say(
            "A Shapefile holds at most {most} bytes of text; take GeoPackage: {text}…",
            most=LONGEST_IN_SHAPEFILE,
            text=text[:40],
        )
        raise InvalidInputError(message, field="file_format")


def _photos(rows: Sequence[Component]) -> dict[UUID, list[str]]:
    """Return the ids of the photographs of components, the latest first."""
    found: dict[UUID, list[str]] = {}
    kept = ComponentPhoto.objects.filter(component__in=[row.pk for row in rows]).order_by("-taken_at", "-pk")
    for component_id, photo_id in kept.values_list("component_id", "pk"):
        found.setdefault(component_id, []).append(str(photo_id))
    return found


def _in_batches(rows: Any) -> Iterator[list[Component]]:
    stream = rows.iterator(chunk_size=BATCH)
    while some := list(islice(stream, BATCH)):
        yield some


def _divisions(level: str) -> list[territory.DivisionView]:
    return territory.divisions(level=territory.DivisionLevel(level))


def _attribute(name: str) -> Callable[[Component, Body], str]:
    def read(row: Component, _: Body) -> str:
        value = getattr(row, name)
        return "" if value is None else value if isinstance(value, str) else value.isoformat()

    return read


def _body_code(attribute: str) -> Callable[[Component, Body], str]:
    def read(row: Component, bodies: Body) -> str:
        body = bodies.get(getattr(row, f"{attribute}_body_id"))
        return (body.credit_code or body.code) if body else ""

    return read


def _body_name(row: Component, attribute: str, bodies: Body) -> str:
    body = bodies.get(getattr(row, f"{attribute}_body_id"))
    return body.name if body else ""


def _day(name: str) -> Callable[[Component, Body], str]:
    return lambda row, _: f"{getattr(row, name):%Y%m%d}" if getattr(row, name) else ""


READERS: Mapping[str, Callable[[Component, Body], str]] = {
    "state": lambda row, _: ComponentState(row.state).word,
    "grid_code": lambda row, _: row.grid_id or "",
    "surveyed_on": _day("surveyed_on"),
    "changed_on": _day("changed_on"),
    "looked_on": _day("looked_on"),
    "manager": _body_code("manager"),
    "owner": _body_code("owner"),
    "keeper": _body_code("keeper"),
}
