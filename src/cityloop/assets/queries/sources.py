"""Files of components, read a batch at a time: GeoJSON, GeoPackage, Shapefile (zip), CSV, xlsx."""

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import pyarrow as pa
import pyogrio
import shapely
from numpy.typing import NDArray
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from pyarrow import csv as arrow_csv
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from cityloop.assets.contracts import FilePreview
from cityloop.assets.domain.gcj02 import from_gcj02
from cityloop.assets.domain.mapping import GCJ02, Rules
from cityloop.assets.queries.signatures import require_as_named
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.tables import BEGIN_A_FORMULA
from cityloop.kernel.wording import say
from cityloop.territory.api import CGCS2000, rounded

BATCH = 50_000
FIRST_ROWS = 10
LONGEST_CELL, LONGEST_CRS = 200, 2000
VECTORS = {".geojson", ".json", ".gpkg", ".zip", ".shp"}
DEGREES = {4326, CGCS2000}  # WGS 84 and CGCS2000 agree to a few centimetres: taken as equal
TROUBLE = (
    OSError, ValueError, KeyError, IndexError, DataSourceError, DataLayerError, pa.ArrowException, csv.Error,
    BadZipFile, InvalidFileException, CRSError, ProjError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of a file: columns of the fields asked for, and shapes in longitude and latitude, None where unreadable.

    `first` is the number of the first row; the first of the file is 1.
    """

    first: int
    columns: dict[str, list[Any]]
    shapes: NDArray[np.object_]


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
            _require(rules, _header(path))
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
        suffix = path.suffix.lower()
        if suffix in VECTORS:
            return _peek_vectors(path, layer, size)
        table = next(_csv(path, BATCH) if suffix == ".csv" else _xlsx(path, size), None)
        fields = _header(path)
        rows = () if table is None else _previewed(table.slice(0, size).to_pylist(), fields)
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
        suffix = path.suffix.lower()
        if suffix in VECTORS:
            yield from _vectors(path, rules, skip, size)
        else:
            transform = _transformer(rules.crs)
            rows = _csv(path, size) if suffix == ".csv" else _xlsx(path, size)
            seen = 0
            for table in rows:
                behind = table.slice(max(skip - seen, 0))
                if len(behind):
                    yield _batch(behind, rules, seen + len(table) - len(behind) + 1, transform)
                seen += len(table)


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


def _batch(table: "pa.RecordBatch | pa.Table", rules: Rules, first: int, transform: Any) -> Batch:
    columns = {name: [_unmasked(cell) for cell in table.column(name).to_pylist()] for name in rules.fields}
    if rules.wkt:
        shapes = shapely.from_wkt(np.array(columns[rules.wkt], dtype=object), on_invalid="ignore")
    else:
        shapes = _points(columns[rules.x], columns[rules.y])
    return Batch(first, columns, _in_degrees(shapes, transform))


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
            content = file.read(1 << 20)
    return {"encoding": "UTF-8" if _is_utf8(content) else "GB18030"}


def _is_utf8(start: bytes) -> bool:
    """Return whether the beginning of a text is UTF-8; it may end inside a character."""
    try:
        start.decode()
    except UnicodeDecodeError as error:
        return error.start > len(start) - 4
    return True


def _header(path: Path) -> list[str]:
    if path.suffix.lower() == ".csv":
        with path.open(encoding=_csv_encoding(path), newline="") as file:
            return next(csv.reader(file), [])
    first = next(_xlsx(path, 1), None)
    return list(first.schema.names) if first is not None else []


def _csv(path: Path, size: int) -> Iterator["pa.RecordBatch"]:
    encoding = _csv_encoding(path)
    header = _header(path)
    text = arrow_csv.ConvertOptions(column_types=dict.fromkeys(header, pa.string()), strings_can_be_null=True)
    block = max(1 << 16, size * 200)
    reading = arrow_csv.ReadOptions(encoding=encoding.replace("utf-8-sig", "utf8"), block_size=block)
    with arrow_csv.open_csv(
        path,
        read_options=reading,
        convert_options=text,
        parse_options=arrow_csv.ParseOptions(newlines_in_values=True),
    ) as reader:
        yield from reader


def _csv_encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(1 << 22)
    return "utf-8-sig" if _is_utf8(start) else "gb18030"


def _xlsx(path: Path, size: int) -> Iterator["pa.RecordBatch"]:
    book = load_workbook(path, read_only=True, data_only=True)
    rows = book.worksheets[0].iter_rows(values_only=True)
    header = [str(cell) if cell is not None else f"column {n}" for n, cell in enumerate(next(rows, ()), start=1)]
    kept: list[list[str | None]] = []
    for row in rows:
        if any(cell is not None for cell in row):
            cells = [None if cell is None else _cell(cell) for cell in row[: len(header)]]
            kept.append(cells + [None] * (len(header) - len(cells)))
        if len(kept) == size:
            yield _record(header, kept)
            kept = []
    yield _record(header, kept)


def _cell(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _unmasked(text: str | None) -> str | None:
    """Take off the apostrophe that keeps spreadsheets from taking a text for a formula."""
    return text[1:] if text and text[0] == "'" and text[1:2] in BEGIN_A_FORMULA else text


def _record(header: list[str], rows: list[list[str | None]]) -> "pa.RecordBatch":
    columns = zip(*rows, strict=True) if rows else ([] for _ in header)
    return pa.record_batch([pa.array(list(column), pa.string()) for column in columns], names=header)


def _require(rules: Rules, known: Sequence[str]) -> None:
    missing = sorted(rules.fields - set(known))
    if missing:
        message = say(
            "The file has no field {missing}; it has {known}.", missing=", ".join(missing), known=", ".join(known)
        )
        raise InvalidInputError(message, field="rules")
