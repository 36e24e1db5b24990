"""Files of components, read a batch at a time: GeoJSON, GeoPackage, Shapefile (zip), CSV, xlsx."""

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import pyarrow as pa
import pyogrio
import shapely
from numpy.typing import NDArray
from openpyxl.utils.exceptions import InvalidFileException
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from cityloop.assets.contracts import FilePreview
from cityloop.assets.domain.columns import Faults
from cityloop.assets.domain.gcj02 import from_gcj02
from cityloop.assets.domain.mapping import FIELD, GCJ02, Rules
from cityloop.assets.queries.encodings import encoding_of
from cityloop.assets.queries.sheets import Rows, header_of, rows_of
from cityloop.assets.queries.signatures import require_as_named
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.tables import BEGIN_A_FORMULA
from cityloop.kernel.wording import say
from cityloop.territory.api import CGCS2000, rounded

BATCH = 50_000
FIRST_ROWS = 10
LONGEST_CELL, LONGEST_CRS = 200, 2000
VECTORS = {".geojson", ".json", ".gpkg", ".zip", ".shp"}
IDENTITIES = ("code", "external_id")
DEGREES = {4326, CGCS2000}  # WGS 84 and CGCS2000 agree to a few centimetres: taken as equal
TROUBLE = (
    OSError, ValueError, KeyError, IndexError, DataSourceError, DataLayerError, pa.ArrowException, csv.Error,
    BadZipFile, InvalidFileException, CRSError, ProjError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of a file: columns of the fields asked for, and shapes in longitude and latitude, None where unreadable.

    `first` is the number of the first row; the first of the file is 1. `torn` are the lines that are no rows, by
    number: their columns are empty. `faults` are what reading has found.
    """

    first: int
    columns: dict[str, list[Any]]
    shapes: NDArray[np.object_]
    torn: dict[int, str] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)


@contextmanager
def told_as_refusal() -> Iterator[None]:
    """Turn whatever a reader says against a file into a refusal."""
    try:
        yield
    except TROUBLE as error:
        message = say("The file cannot be read: {error}", error=error)
        raise InvalidInputError(message, field="file") from error


def count_rows(path: Path, rules: Rules) -> int | None:
    """Return how many rows the file has, where that costs little; else None.

    :raises InvalidInputError: the file cannot be read, or lacks fields that the rules name.
    """
    with told_as_refusal():
        require_as_named(path)
        if path.suffix.lower() not in VECTORS:
            _require(rules, header_of(path))
            if not rules.wkt and not (rules.x and rules.y):
                message = say("Say in which columns a table has its coordinates: x and y, or wkt.")
                raise InvalidInputError(message, field="rules")
            return None
        info = pyogrio.read_info(_address(path), layer=rules.layer or None, **_encoding(path))
        _require(rules, [str(name) for name in info["fields"]])
        count = int(info["features"])
        return count if count >= 0 else None


def peek(path: Path, *, layer: str = "", size: int = FIRST_ROWS) -> FilePreview:
    """Return what a file holds: its fields and first rows.

    :raises InvalidInputError: the file cannot be read.
    """
    with told_as_refusal():
        require_as_named(path)
        if path.suffix.lower() in VECTORS:
            return _peek_vectors(path, layer, size)
        first = next(rows_of(path, BATCH if path.suffix.lower() == ".csv" else size), Rows(pa.record_batch({})))
        fields = header_of(path)
        told = first.cells.slice(0, size + len(first.torn)).to_pylist()
        rows = _previewed([row for place, row in enumerate(told) if place not in first.torn][:size], fields)
        return FilePreview(tuple(fields), rows, None, "", ())


def _peek_vectors(path: Path, layer: str, size: int) -> FilePreview:
    options: dict[str, Any] = {"layer": layer or None, **_encoding(path)}
    info = pyogrio.read_info(_address(path), **options)
    fields = [str(name) for name in info["fields"]]
    _, table = pyogrio.read_arrow(_address(path), columns=fields, read_geometry=False, max_features=size, **options)
    count = int(info["features"])
    layers = tuple(str(name) for name in pyogrio.list_layers(_address(path))[:, 0])
    rows = _previewed(table.to_pylist(), fields)
    return FilePreview(tuple(fields), rows, count if count >= 0 else None, str(info["crs"] or "")[:LONGEST_CRS], layers)


def _previewed(rows: Sequence[dict[str, Any]], fields: Sequence[str]) -> tuple[dict[str, str], ...]:
    told = [{name: row.get(name) for name in fields} for row in rows]
    return tuple({name: "" if cell is None else str(cell)[:LONGEST_CELL] for name, cell in row.items()} for row in told)


def batches(path: Path, rules: Rules, *, skip: int = 0, size: int = BATCH) -> Iterator[Batch]:
    """Yield the rows of a file behind the first `skip`.

    :raises InvalidInputError: the file cannot be read.
    """
    with told_as_refusal():
        if path.suffix.lower() in VECTORS:
            yield from _vectors(path, rules, skip, size)
        else:
            transform = _transformer(rules.crs)
            seen = 0
            for rows in rows_of(path, size):
                past = min(max(skip - seen, 0), len(rows.cells))
                if past < len(rows.cells):
                    yield _batch(rows, rules, transform, seen=seen, past=past)
                seen += len(rows.cells)


def _vectors(path: Path, rules: Rules, skip: int, size: int) -> Iterator[Batch]:
    options: dict[str, Any] = {"layer": rules.layer or None, "columns": sorted(rules.fields)}
    with pyogrio.raw.open_arrow(
        _address(path), batch_size=size, skip_features=skip, use_pyarrow=True, **options, **_encoding(path)
    ) as (meta, reader):
        transform = _transformer(rules.crs or meta["crs"] or "")
        geometry = meta["geometry_name"] or "wkb_geometry"
        first = skip + 1
        for part in reader:
            wkb = part.column(geometry).to_numpy(zero_copy_only=False)
            shapes = shapely.from_wkb(wkb, on_invalid="ignore")
            columns = {name: part.column(name).to_pylist() for name in rules.fields}
            yield Batch(first, columns, _in_degrees(shapes, transform))
            first += len(part)


def _batch(rows: Rows, rules: Rules, transform: Any, *, seen: int, past: int) -> Batch:
    """Return the rows behind the first `past`; `seen` have come before all of them."""
    table = rows.cells.slice(past)
    columns = {name: [_unmasked(cell) for cell in table.column(name).to_pylist()] for name in rules.fields}
    if rules.wkt:
        shapes = shapely.from_wkt(np.array(columns[rules.wkt], dtype=object), on_invalid="ignore")
    else:
        shapes = _points(columns[rules.x], columns[rules.y])
    batch = Batch(seen + past + 1, columns, _in_degrees(shapes, transform))
    for place, line in rows.torn.items():
        if place >= past:
            batch.torn[seen + place + 1] = line.text
            batch.faults.add(seen + place + 1, "torn", "row", line.columns)
    for place, names in rows.rounded.items():
        for attribute in IDENTITIES:
            for name in set(FIELD.findall(rules.attributes.get(attribute, ""))) & set(names) if place >= past else ():
                batch.faults.add(seen + place + 1, "digits-lost", attribute, columns[name][place - past])
    return batch


def _points(eastings: Sequence[Any], northings: Sequence[Any]) -> NDArray[np.object_]:
    spots = np.array([[_number(x), _number(y)] for x, y in zip(eastings, northings, strict=True)]).reshape(-1, 2)
    sound = np.isfinite(spots).all(axis=1)
    shapes = np.full(len(spots), None, dtype=object)
    shapes[sound] = shapely.points(spots[sound])
    return shapes


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return float("nan")


def _in_degrees(shapes: NDArray[np.object_], transform: Any) -> NDArray[np.object_]:
    flat = shapely.force_2d(np.asarray(shapes, dtype=object))
    placed = flat if transform is None else shapely.transform(flat, transform)
    return rounded(shapely.orient_polygons(placed))


def _transformer(crs: str) -> Any:
    """Return what brings an array of coordinates to longitude and latitude; None where they are that already."""
    if crs == GCJ02:
        return from_gcj02
    if not crs:
        return None
    source = CRS.from_user_input(crs)
    if source.to_epsg() in DEGREES:
        return None
    moving = Transformer.from_crs(source, CGCS2000, always_xy=True)
    return lambda spots: np.column_stack(moving.transform(spots[:, 0], spots[:, 1]))


def _address(path: Path) -> str:
    return f"/vsizip/{path}" if path.suffix.lower() == ".zip" else str(path)


def _encoding(path: Path) -> dict[str, str]:
    """Say that a Shapefile is GBK where it does not say what it is: that is what programs here write."""
    if path.suffix.lower() != ".zip":
        return {}
    from zipfile import ZipFile  # noqa: PLC0415 - only zips need it

    with ZipFile(path) as archive:
        names = archive.namelist()
        says = any(name.lower().endswith(".cpg") for name in names)
        tables = [name for name in names if name.lower().endswith(".dbf")]
        if says or not tables:
            return {}
        with archive.open(tables[0]) as file:
            head = file.read(32)
            file.read(int.from_bytes(head[8:10], "little") - 32)  # what follows the header are the rows
            return {"encoding": encoding_of(file).name}


def _unmasked(text: str | None) -> str | None:
    """Take off the apostrophe that keeps spreadsheets from taking a text for a formula."""
    return text[1:] if text and text[0] == "'" and text[1:2] in BEGIN_A_FORMULA else text


def _require(rules: Rules, known: Sequence[str]) -> None:
    missing = sorted(rules.fields - set(known))
    if missing:
        message = say(
            "The file has no field {missing}; it has {known}.", missing=", ".join(missing), known=", ".join(known)
        )
        raise InvalidInputError(message, field="rules")
