"""Whether a file is what its name says: the library that reads vector files looks at the content only.

A text that calls itself GeoJSON may be of a format that names other files or addresses to be read, such as VRT: whoever
sends it would read what the server can read.
"""

from pathlib import Path
from zipfile import ZipFile

from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import say

SQLITE = b"SQLite format 3\x00"
MARK = b"\xef\xbb\xbf"
BESIDE = frozenset({".vrt", ".json", ".geojson", ".gpkg", ".kml", ".gml", ".csv"})


def require_as_named(path: Path) -> None:
    """Let a GeoJSON, GeoPackage or zipped Shapefile pass, and nothing that only calls itself so; let tables pass.

    :raises InvalidInputError: it is something else.
    """
    suffix = path.suffix.lower()
    with path.open("rb") as file:
        start = file.read(1 << 12)
    if suffix in {".geojson", ".json"}:
        is_honest = start.removeprefix(MARK).lstrip()[:1] == b"{"
    elif suffix == ".gpkg":
        is_honest = start.startswith(SQLITE)
    else:
        is_honest = suffix != ".zip" or _holds_shapefiles(path)
    if not is_honest:
        message = say("What the file holds is not what its name says ({suffix}).", suffix=suffix)
        raise InvalidInputError(message, field="file")


def _holds_shapefiles(path: Path) -> bool:
    with ZipFile(path) as archive:
        suffixes = {Path(name).suffix.lower() for name in archive.namelist()}
    return ".shp" in suffixes and not suffixes & BESIDE
