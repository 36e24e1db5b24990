"""Which grid holds each of many points."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

from cityloop.territory.domain.cells import Cells

METRES_PER_DEGREE = 111_320.0
CHUNK = 65_536  # points at a time: what is made of them stays in the processor's cache


@dataclass(frozen=True, slots=True)
class GridIndex:
    """Grids in ascending order of code, indexed in memory; `valid_from` and `valid_until` are epoch seconds."""

    codes: tuple[str, ...]
    shapes: NDArray[np.object_]
    tree: shapely.STRtree
    cells: Cells
    valid_from: NDArray[np.float64]
    valid_until: NDArray[np.float64]

    @classmethod
    def of(cls, rows: Sequence[tuple[str, BaseGeometry, float, float]]) -> "GridIndex":
        """Index rows of code, shape, start and end; an open end is infinity."""
        ordered = sorted(rows, key=lambda row: row[0])
        shapes = np.array([row[1] for row in ordered], dtype=object)
        shapely.prepare(shapes)
        starts = np.array([row[2] for row in ordered], dtype=np.float64)
        ends = np.array([row[3] for row in ordered], dtype=np.float64)
        codes, cells = tuple(row[0] for row in ordered), Cells.of(shapely.bounds(shapes).reshape(-1, 4))
        return cls(codes, shapes, shapely.STRtree(shapes), cells, starts, ends)

    def find(
        self, longitudes: ArrayLike, latitudes: ArrayLike, *, at: float, tolerance_m: float = 0.0
    ) -> NDArray[np.int64]:
        """Return for each point, shape (n,), the place in `codes` of the grid that holds it at this moment, else -1.

        A point on a shared border belongs to the lowest code. Within the tolerance the nearest grid takes the point
        that none holds.
        """
        spots = np.column_stack([np.asarray(longitudes, np.float64), np.asarray(latitudes, np.float64)])
        valid = (self.valid_from <= at) & (at < self.valid_until)
        found = np.empty(len(spots), dtype=np.int64)
        cells = self.cells.cells_of(spots)
        order = np.argsort(cells)  # neighbours follow each other: the grid of the last is still at hand
        for some in (order[start : start + CHUNK] for start in range(0, len(order), CHUNK)):
            found[some] = self._take_holders(spots[some], cells[some], valid)
        found[found == len(self.codes)] = -1
        if tolerance_m > 0:
            self._take_nearest(spots, found, valid, tolerance_m)
        return found

    def _take_holders(
        self, spots: NDArray[np.float64], cells: NDArray[np.int64], valid: NDArray[np.bool_]
    ) -> NDArray[np.int64]:
        which, grids = self.cells.candidates(spots, cells)
        which, grids = which[valid[grids]], grids[valid[grids]]
        held = shapely.intersects_xy(self.shapes[grids], spots[which, 0], spots[which, 1])
        found = np.full(len(spots), len(self.codes), dtype=np.int64)
        np.minimum.at(found, which[held], grids[held])
        return found

    def _take_nearest(
        self, spots: NDArray[np.float64], found: NDArray[np.int64], valid: NDArray[np.bool_], tolerance_m: float
    ) -> None:
        for place in np.flatnonzero((found == -1) & np.isfinite(spots).all(axis=1)):
            nearest = min(self._near(shapely.Point(spots[place]), valid, tolerance_m), default=None)
            found[place] = nearest[1] if nearest else -1

    def _near(self, point: shapely.Point, valid: NDArray[np.bool_], tolerance_m: float) -> list[tuple[float, int]]:
        """Return distance in metres and place of the grids within the tolerance of a point."""
        shrink = max(float(np.cos(np.radians(point.y))), 0.01)
        reach = tolerance_m / METRES_PER_DEGREE
        box = shapely.box(point.x - reach / shrink, point.y - reach, point.x + reach / shrink, point.y + reach)
        return [
            (distance, int(grid))
            for grid in self.tree.query(box)
            if valid[grid] and (distance := _metres(point, self.shapes[grid], shrink)) <= tolerance_m
        ]


def _metres(point: shapely.Point, shape: BaseGeometry, shrink: float) -> float:
    """Return the distance over a plane that touches the globe at the point; right to 0.1 % over some hundred metres."""
    scale = np.array([METRES_PER_DEGREE * shrink, METRES_PER_DEGREE])
    flat = shapely.transform(shape, lambda xy: (xy - (point.x, point.y)) * scale)
    return float(shapely.distance(shapely.Point(0, 0), flat))
