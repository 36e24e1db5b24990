"""Between the shifted coordinates of Chinese web maps (GCJ-02, 火星坐标) and CGCS2000.

Nobody publishes the algorithm officially; this is the formula that all open libraries share, on the Krasovsky
ellipsoid. Kept libraries for Python that work on arrays were not found.
"""

import numpy as np
from numpy.typing import NDArray

SEMI_MAJOR_M = 6_378_245.0
ECCENTRICITY_SQUARED = 0.00669342162296594323
CHINA = (72.004, 0.8293, 137.8347, 55.8271)  # west, south, east, north: nothing is shifted outside
NEAR_ENOUGH = 1e-9  # degrees, a tenth of a millimetre
ROUNDS = 20
Floats = NDArray[np.float64]


def to_gcj02(spots: Floats) -> Floats:
    """Return shifted longitudes and latitudes, shape (n, 2), of true ones."""
    return spots + _shift(spots)


def from_gcj02(spots: Floats) -> Floats:
    """Return true longitudes and latitudes, shape (n, 2), of shifted ones, right to a millimetre."""
    found = spots - _shift(spots)
    for _ in range(ROUNDS):
        missed = to_gcj02(found) - spots
        found = found - missed
        if not missed.size or np.nanmax(np.abs(missed)) < NEAR_ENOUGH:
            break
    return found


def _shift(spots: Floats) -> Floats:
    x, y = spots[:, 0] - 105.0, spots[:, 1] - 35.0
    root = np.sqrt(np.abs(x))
    waves = (20 * np.sin(6 * x * np.pi) + 20 * np.sin(2 * x * np.pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + waves
    north += (20 * np.sin(y * np.pi) + 40 * np.sin(y / 3 * np.pi)) * 2 / 3
    north += (160 * np.sin(y / 12 * np.pi) + 320 * np.sin(y * np.pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + waves
    east += (20 * np.sin(x * np.pi) + 40 * np.sin(x / 3 * np.pi)) * 2 / 3
    east += (150 * np.sin(x / 12 * np.pi) + 300 * np.sin(x / 30 * np.pi)) * 2 / 3
    latitude = np.radians(spots[:, 1])
    bulge = 1 - ECCENTRICITY_SQUARED * np.sin(latitude) ** 2
    north = np.degrees(north) / (SEMI_MAJOR_M * (1 - ECCENTRICITY_SQUARED) / (bulge * np.sqrt(bulge)))
    east = np.degrees(east) / (SEMI_MAJOR_M / np.sqrt(bulge) * np.cos(latitude))
    west, south, far_east, far_north = CHINA
    inside = (west <= spots[:, 0]) & (spots[:, 0] <= far_east) & (south <= spots[:, 1]) & (spots[:, 1] <= far_north)
    return np.where(inside[:, None], np.column_stack([east, north]), 0.0)
