"""The order in which the grids of a community are numbered: rows from the north, within a row from the west."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from cityloop.territory.domain.faces import Shapes

COMMUNITY_DIGITS = 12
ROW_M = 100.0
COLUMNS_OF_A_ROW = 10


def reading_order(shapes: Shapes, *, row_m: float = ROW_M) -> NDArray[np.int64]:
    """Return the places of shapes, in metres, as one reads a page; it depends on the shapes alone.

    :source: standards/codes.md section 1.1 (from west to east, from north to south).
    """
    west, south, east, north = shapely.bounds(shapes).T
    rows = np.floor((south + north) / 2 / row_m)
    columns = np.round((west + east) / 2 / row_m * COLUMNS_OF_A_ROW)  # what stands above each other is read downwards
    return np.lexsort((shapely.area(shapes), west, -north, columns, -rows))


def out_of_order(codes: Sequence[str], shapes: Shapes, *, row_m: float = ROW_M) -> list[int]:
    """Return the places of grids that stand before one of a lower number in their community, as read."""
    found = []
    homes = np.array([code[:COMMUNITY_DIGITS] for code in codes])
    for home in np.unique(homes):
        members = np.flatnonzero(homes == home)
        read = members[reading_order(shapes[members], row_m=row_m)]
        numbers = np.array([int(codes[place][COMMUNITY_DIGITS:]) for place in read.tolist()])
        lowest_after = np.minimum.accumulate(numbers[::-1])[::-1]
        found += read[numbers > lowest_after].tolist()
    return sorted(found)
