"""Which shapes may hold each of many points: by the cells of a raster, in arrays from beginning to end.

A tree of boxes has to be asked with an object for each point, and making a million of those takes longer than all the
rest of finding their grids.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FINER = 2  # cells to the side of a usual shape: four of them to a shape leave two candidates to a point
MOST = 32  # times that a shape stands in cells, on average; more, and cells are made larger


@dataclass(frozen=True, slots=True)
class Cells:
    """A raster over shapes: `members[starts[cell]:starts[cell + 1]]` are those whose box touches a cell.

    `bounds` has shape (n, 4): west, south, east, north of each shape.
    """

    bounds: NDArray[np.float64]
    origin: NDArray[np.float64]
    scale: NDArray[np.float64]
    across: int
    starts: NDArray[np.int64]
    members: NDArray[np.int64]

    @classmethod
    def of(cls, bounds: NDArray[np.float64]) -> "Cells":
        """Lay the raster. Shapes without a box (NaN) are in no cell."""
        shapes = np.flatnonzero(np.isfinite(bounds).all(axis=1))
        boxes = bounds[shapes]
        if not len(shapes):
            return cls(bounds, np.zeros(2), np.ones(2), 1, np.zeros(2, np.int64), shapes)
        origin = boxes[:, :2].min(axis=0)
        extent = np.maximum(boxes[:, 2:].max(axis=0) - origin, 1e-9)
        across = FINER * (int(np.sqrt(len(shapes))) + 1)
        while True:
            scale = across / extent
            first, last = (_clipped((corner - origin) * scale, across) for corner in (boxes[:, :2], boxes[:, 2:]))
            spans = last - first + 1
            if across == 1 or spans.prod(axis=1).sum() <= MOST * len(shapes):
                break
            across = max(1, across // 2)
        cells, owners = _touched(first, spans, across)
        order = np.lexsort((owners, cells))
        starts = np.searchsorted(cells[order], np.arange(across * across + 1))
        return cls(bounds, origin, scale, across, starts, shapes[owners[order]])

    def cells_of(self, spots: NDArray[np.float64]) -> NDArray[np.int64]:
        """Return the cell of each point, shape (n,); points outside, or nowhere, get one of the outermost."""
        places = _clipped((spots - self.origin) * self.scale, self.across)
        cells: NDArray[np.int64] = places[:, 1] * self.across + places[:, 0]
        return cells

    def candidates(
        self, spots: NDArray[np.float64], cells: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return pairs of a point's place and of a shape in whose box it lies; `cells` are those of the points."""
        begins, counts = self.starts[cells], self.starts[cells + 1] - self.starts[cells]
        which = np.repeat(np.arange(len(spots)), counts)
        steps = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
        shapes = self.members[np.repeat(begins, counts) + steps]
        boxes, x, y = self.bounds[shapes], spots[which, 0], spots[which, 1]
        inside = (boxes[:, 0] <= x) & (x <= boxes[:, 2]) & (boxes[:, 1] <= y) & (y <= boxes[:, 3])
        return which[inside], shapes[inside]


def _clipped(places: NDArray[np.float64], across: int) -> NDArray[np.int64]:
    with np.errstate(invalid="ignore"):  # a point that is nowhere is in no box, whatever its cell
        whole = np.nan_to_num(np.floor(places), posinf=0, neginf=0)
    clipped: NDArray[np.float64] = np.clip(whole, 0, across - 1)
    return clipped.astype(np.int64)


def _touched(
    first: NDArray[np.int64], spans: NDArray[np.int64], across: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return pairs of a cell and of a shape whose box touches it."""
    counts = spans.prod(axis=1)
    owners = np.repeat(np.arange(len(first)), counts)
    steps = np.arange(len(owners)) - np.repeat(np.cumsum(counts) - counts, counts)
    columns, rows = steps % spans[owners, 0], steps // spans[owners, 0]
    return (first[owners, 1] + rows) * across + first[owners, 0] + columns, owners
