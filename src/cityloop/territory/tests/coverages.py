"""Random cities for the tests of cutting: coverages that are clean, and ones that are not."""

import numpy as np
import shapely
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

ORIGIN = np.array([500_000.0, 4_300_000.0])


@st.composite
def coverages(draw: st.DrawFn, *, most: int = 6) -> dict[str, BaseGeometry]:
    """Return communities in metres that tile a rectangle: the Voronoi cells of random points."""
    width, height = draw(st.integers(150, 1500)), draw(st.integers(150, 1500))
    spots = draw(
        st.lists(
            st.tuples(st.integers(5, width - 5), st.integers(5, height - 5)), min_size=1, max_size=most, unique=True
        )
    )
    return tiles(spots, width, height)


def tiles(spots: list[tuple[int, int]], width: int, height: int) -> dict[str, BaseGeometry]:
    """Return the Voronoi cells of spots within a rectangle, named in their order."""
    frame = shapely.box(*ORIGIN, *(ORIGIN + np.array([width, height])))
    if len(spots) == 1:
        return {community(0): frame}
    points = shapely.multipoints(np.array(spots) + ORIGIN)
    cells = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=frame, ordered=True))
    return {community(place): shapely.intersection(cell, frame) for place, cell in enumerate(cells)}


def community(place: int) -> str:
    return f"110101001{place + 1:03d}"
