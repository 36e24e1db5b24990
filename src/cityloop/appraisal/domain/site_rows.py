"""Sites as rows of a file."""

from collections.abc import Collection
from dataclasses import dataclass
from math import isfinite

from cityloop.kernel.tables import BadTableError, Fault, Line, read_table
from cityloop.kernel.wording import say

COLUMNS = ("code", "kind", "name", "area_code")
OPTIONAL = ("longitude", "latitude")


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A site, as a file states it."""

    code: str
    kind: str
    name: str
    area_code: str
    longitude: float | None
    latitude: float | None


def read_sites(content: bytes, *, districts: Collection[str]) -> list[SiteRow]:
    """Return the sites of a CSV or xlsx file.

    :param districts: the codes of the districts in which sites may lie.
    :raises BadTableError: any cell is wrong; all wrong ones are told, with line and column. Or there is no site in it:
        whoever sends the header alone does not mean that every site is gone.
    """
    rows: list[SiteRow] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for line in read_table(content, columns=COLUMNS, optional=OPTIONAL):
        row = _row(line, districts)
        if seen.setdefault(row.code, line.number) != line.number:
            line.refuse("code", say("line {line} has this code", line=seen[row.code]))
        rows.append(row)
        faults += line.faults
    if not rows:
        faults.append(Fault(1, "", say("the file names no site")))
    if faults:
        raise BadTableError.of(faults)
    return rows


def _row(line: Line, districts: Collection[str]) -> SiteRow:
    area = line.text("area_code", longest=6)
    if area and area not in districts:
        line.refuse("area_code", say("must be the code of a district, not {found!r}", found=area))
    longitude, latitude = _degrees(line, "longitude", 180.0), _degrees(line, "latitude", 90.0)
    if (longitude is None) != (latitude is None):
        line.refuse("longitude", say("longitude and latitude come together"))
    return SiteRow(
        code=line.text("code", longest=60),
        kind=line.text("kind", longest=60),
        name=line.text("name", longest=120),
        area_code=area,
        longitude=longitude,
        latitude=latitude,
    )


def _degrees(line: Line, column: str, most: float) -> float | None:
    told = line.cells.get(column, "")
    if not told:
        return None
    try:
        value = float(told)
    except ValueError:
        value = float("nan")
    if not isfinite(value) or abs(value) > most:
        line.refuse(column, say("must be degrees from {least} to {most}", least=-most, most=most))
        return None
    return value
