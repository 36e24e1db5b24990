"""Between longitude and latitude (CGCS2000) and a plane measured in metres."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from cityloop.kernel.wording import say
from cityloop.territory.contracts import CGCS2000

DECIMALS = 9  # a tenth of a millimetre: what two machines compute is then the same to the bit
CHINA = (73.0, 3.0, 136.0, 54.0)


@dataclass(frozen=True, slots=True)
class Plane:
    """A projected coordinate system in metres, by its EPSG number."""

    srid: int

    def flatten(self, shapes: NDArray[np.object_]) -> NDArray[np.object_]:
        """Return shapes in metres, shape (n,), from longitude and latitude."""
        return reproject(shapes, CGCS2000, self.srid)

    def unflatten(self, shapes: NDArray[np.object_]) -> NDArray[np.object_]:
        """Return shapes in longitude and latitude, rounded to 1e-9 degrees, from metres."""
        return rounded(reproject(shapes, self.srid, CGCS2000))


def reproject(shapes: NDArray[np.object_], source: int, target: int) -> NDArray[np.object_]:
    """Return shapes, shape (n,), brought from one EPSG system to another; x is east or longitude in both.

    :raises ValueError: a coordinate has no image in the target system.
    """
    moved: NDArray[np.object_] = shapely.transform(
        shapes, lambda xy: np.column_stack(_transformer(source, target).transform(xy[:, 0], xy[:, 1]))
    )
    if not np.isfinite(shapely.get_coordinates(moved)).all():
        message = say(
            "A coordinate cannot be brought from EPSG:{source} to EPSG:{target}.", source=source, target=target
        )
        raise ValueError(message)
    return moved


def rounded(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return shapes with coordinates of nine decimals; equal vertices stay equal."""
    result: NDArray[np.object_] = shapely.transform(shapes, lambda xy: np.round(xy, DECIMALS))
    return result


def require_metric(srid: int) -> Plane:
    """Return the plane of this EPSG number.

    :raises ValueError: there is none, or it is not a projected system in metres.
    """
    try:
        system = CRS.from_epsg(srid)
    except CRSError as error:
        message = f"EPSG:{srid} is not a known coordinate system."
        raise ValueError(message) from error
    if not system.is_projected or system.axis_info[0].unit_name != "metre":
        message = f"EPSG:{srid} ({system.name}) is not a projected system in metres."
        raise ValueError(message)
    return Plane(srid)


def plane_for(longitude: float, latitude: float) -> Plane:
    """Return the usual plane of a place: the 3-degree Gauss-Krueger zone of CGCS2000 in China, UTM elsewhere."""
    west, south, east, north = CHINA
    if west <= longitude < east and south <= latitude <= north:
        return Plane(4534 + min(max(round(longitude / 3), 25), 45) - 25)
    zone = int((longitude + 180) // 6) % 60 + 1
    return Plane((32600 if latitude >= 0 else 32700) + zone)


@lru_cache(maxsize=32)
def _transformer(source: int, target: int) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)
