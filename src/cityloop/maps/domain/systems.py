"""Coordinate reference systems by their addresses at the OGC, each with the order of its axes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from pyproj import CRS, Transformer

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/{}"
STORAGE = EPSG.format(4490)
ALWAYS = (4326, 4490, 3857)


@dataclass(frozen=True, slots=True)
class System:
    """A coordinate reference system; `north_first` says that latitude or northing is written first in it."""

    uri: str
    srid: int
    north_first: bool
    is_projected: bool

    def ground(self, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """Return west, south, east, north in degrees around a box of this system, x before y.

        :raises ValueError: the box has no image on the globe.
        """
        if not self.is_projected:
            return box
        found: tuple[float, float, float, float] = _to_degrees(self.srid).transform_bounds(*box, errcheck=True)
        return found


@lru_cache(maxsize=16)
def systems(metric_srid: int) -> Mapping[str, System]:
    """Return the systems that are served for a city whose plane is this, the default one first."""
    found = {CRS84: System(CRS84, 4326, north_first=False, is_projected=False)}
    for srid in dict.fromkeys((*ALWAYS, metric_srid)):
        known = CRS.from_epsg(srid)
        north_first = known.axis_info[0].direction.lower() == "north"
        uri = EPSG.format(srid)
        found[uri] = System(uri, srid, north_first=north_first, is_projected=known.is_projected)
    return found


@lru_cache(maxsize=16)
def _to_degrees(srid: int) -> Transformer:
    return Transformer.from_crs(srid, 4326, always_xy=True)
