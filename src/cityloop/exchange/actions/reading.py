"""Reading the files of another system as rows of column and value."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import shapely
from pyogrio.errors import DataSourceError
from pyogrio.raw import read

from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import say


def rows_of(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield line (from 1) and values of each row: CSV as it is, everything else through GDAL with its geometry.

    A geometry gives `longitude` and `latitude` of its centre.

    :raises InvalidInputError: the file is missing or cannot be read.
    """
    if not path.is_file():
        message = say("{path}: there is no such file.", path=path)
        raise InvalidInputError(message, field="file")
    if path.suffix.lower() == ".csv":
        yield from _csv_rows(path)
        return
    try:
        meta, _, shapes, columns = read(path, datetime_as_string=True)
    except (DataSourceError, ValueError) as error:
        message = say("{name} cannot be read: {error}", name=path.name, error=error)
        raise InvalidInputError(message, field="file") from error
    points = shapely.centroid(shapely.from_wkb(shapes))
    names = list(meta["fields"])
    for place, values in enumerate(zip(*columns, strict=True)):
        row = dict(zip(names, values, strict=True))
        if points[place] is not None and not points[place].is_empty:
            row |= {"longitude": points[place].x, "latitude": points[place].y}
        yield place + 1, row


def _csv_rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in (reader := csv.DictReader(file)):
            yield reader.line_num, dict(row)
