"""The files of a package: where they lie, what stands in them, and where it is wrong."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from pyogrio.errors import DataLayerError, DataSourceError, FieldError
from pyproj import CRS
from pyproj.exceptions import CRSError

from cityloop.administration.contracts import BadPackageError, Flaw
from cityloop.administration.domain.templates import fields_of
from cityloop.administration.queries.schema import Layer
from cityloop.territory import api as territory

TABLES = {".csv", ".xlsx"}
WGS84 = 4326


@dataclass(frozen=True, slots=True)
class Shapes:
    """What a layer holds: a row of fields for each shape, shapes in longitude and latitude."""

    file: str
    rows: Sequence[Mapping[str, Any]]
    shapes: NDArray[np.object_]


@dataclass(slots=True)
class Folder:
    """A package's folder, and a second one for data that does not lie in it."""

    home: Path
    data: Path | None
    flaws: list[Flaw] = field(default_factory=list)

    def refuse(self, file: str, where: str, reason: str) -> None:
        """Note a flaw."""
        self.flaws.append(Flaw(file, where, reason))

    def require_sound(self) -> None:
        """Go no further with flaws.

        :raises BadPackageError: there are some.
        """
        if self.flaws:
            raise BadPackageError(self.flaws)

    def path(self, name: str) -> Path | None:
        """Return where a file lies, in the package first; None notes a flaw."""
        if PurePath(name).is_absolute() or ".." in PurePath(name).parts:
            self.refuse(name, "", "a file is named from the folder of the package or of the data, without ..")
            return None
        folders = [folder for folder in (self.home, self.data) if folder is not None]
        for folder in folders:
            if (folder / name).is_file():
                return folder / name
        self.refuse(name, "", f"there is no such file in {' or '.join(map(str, folders))}")
        return None

    def content(self, name: str) -> bytes:
        """Return what a file holds; nothing, and a flaw, if there is none."""
        path = self.path(name)
        return path.read_bytes() if path else b""

    def shapes(self, layer: Layer) -> Shapes:
        """Return the shapes of a layer; none, and a flaw, if they cannot be read."""
        empty = Shapes(layer.file, [], np.array([], dtype=object))
        path = self.path(layer.file)
        if path is None:
            return empty
        wanted = set().union(*(fields_of(template) for template in layer.templates))
        is_table = path.suffix.lower() in TABLES
        read = self._points(path, layer, wanted) if is_table else self._vectors(path, layer, wanted)
        if read is None:
            return empty
        rows, shapes, srid = read
        return Shapes(layer.file, rows, self._in_degrees(layer.file, shapes, srid))

    def _vectors(
        self, path: Path, layer: Layer, wanted: set[str]
    ) -> tuple[list[dict[str, Any]], NDArray[np.object_], int] | None:
        try:
            known = set(pyogrio.read_info(path, layer=layer.layer)["fields"])
            if self._lacks(layer.file, wanted, known):
                return None
            meta, _, wkb, columns = pyogrio.raw.read(path, layer=layer.layer, columns=sorted(wanted), force_2d=True)
        except (DataSourceError, DataLayerError, FieldError, ValueError) as error:
            self.refuse(layer.file, "", f"cannot be read: {error}")
            return None
        srid = layer.crs or _epsg(meta["crs"])
        if srid is None:
            self.refuse(layer.file, "crs", "the file does not say its coordinate system; give its EPSG number")
            return None
        names = [str(name) for name in meta["fields"]]
        rows = [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)] or [{}] * len(wkb)
        return rows, np.asarray(shapely.from_wkb(wkb), dtype=object), srid

    def _points(
        self, path: Path, layer: Layer, wanted: set[str]
    ) -> tuple[list[dict[str, Any]], NDArray[np.object_], int] | None:
        if layer.x is None or layer.y is None:
            self.refuse(layer.file, "x, y", "name the columns of longitude or east (x) and of latitude or north (y)")
            return None
        try:
            rows = list(_table(path))
        except (OSError, ValueError, KeyError, csv.Error, InvalidFileException) as error:
            self.refuse(layer.file, "", f"cannot be read: {error}")
            return None
        if self._lacks(layer.file, wanted | {layer.x, layer.y}, set(rows[0]) if rows else set()):
            return None
        shapes = np.array([self._point(layer, number, row) for number, row in enumerate(rows, start=2)], dtype=object)
        return rows, shapes, layer.crs or WGS84

    def _point(self, layer: Layer, line: int, row: Mapping[str, Any]) -> shapely.Point | None:
        try:
            return shapely.Point(float(row[layer.x or ""]), float(row[layer.y or ""]))
        except (TypeError, ValueError):
            self.refuse(layer.file, f"line {line}", f"{layer.x} and {layer.y} are not both numbers")
            return None

    def _lacks(self, file: str, wanted: set[str], known: set[str]) -> bool:
        missing = sorted(wanted - known)
        if missing:
            self.refuse(file, "fields", f"has no field {', '.join(missing)}; it has {', '.join(sorted(known))}")
        return bool(missing)

    def _in_degrees(self, file: str, shapes: NDArray[np.object_], srid: int) -> NDArray[np.object_]:
        """Return shapes in longitude and latitude. WGS 84 and CGCS2000 agree to a few centimetres: taken as equal."""
        try:
            moved = (
                shapes if srid in {WGS84, territory.CGCS2000} else territory.reproject(shapes, srid, territory.CGCS2000)
            )
        except (ValueError, CRSError) as error:
            self.refuse(file, "crs", str(error))
            return shapes
        west, south, east, north = shapely.total_bounds(moved).tolist()
        if west < -180 or south < -90 or east > 180 or north > 90:
            self.refuse(file, "crs", f"EPSG:{srid} puts a shape off the globe")
        return territory.rounded(moved)


def _epsg(crs: str | None) -> int | None:
    if not crs:
        return None
    try:
        return CRS.from_user_input(crs).to_epsg()
    except CRSError:
        return None


def _table(path: Path) -> Iterator[dict[str, Any]]:
    if path.suffix.lower() == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from csv.DictReader(file)
        return
    book = load_workbook(path, read_only=True, data_only=True)
    rows = book.worksheets[0].iter_rows(values_only=True)
    header = [str(cell) for cell in next(rows, ())]
    yield from (dict(zip(header, row, strict=False)) for row in rows if any(cell is not None for cell in row))
