"""Faces: the smallest pieces that a set of lines divides the plane into, and which of them touch."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

PRECISION_M = 0.01
Shapes: TypeAlias = NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Touch:
    """Two faces that share a border, by place, and how long the border is in metres."""

    one: int
    other: int
    length_m: float


def faces_of(lines: Iterable[BaseGeometry]) -> Shapes:
    """Return the faces between lines, all lines cut at every crossing on a grid of one centimetre.

    Neighbours share every vertex of their common border. The order depends on the faces alone.
    """
    noded = shapely.union_all(np.array(list(lines), dtype=object), grid_size=PRECISION_M)
    faces = shapely.normalize(shapely.get_parts(shapely.polygonize(shapely.get_parts(noded))))
    corners = shapely.bounds(faces)
    areas = shapely.area(faces)
    points = shapely.get_coordinates(shapely.point_on_surface(faces))
    return np.asarray(faces[np.lexsort((areas, points[:, 1], points[:, 0], corners[:, 1], corners[:, 0]))])


def touches(faces: Shapes) -> list[Touch]:
    """Return every pair of faces that share a border of some length, each pair once, in order of place.

    The faces must share their vertices, as `faces_of` makes them.
    """
    starts, ends, owners = _segments(faces)
    swap = (starts[:, 0] > ends[:, 0]) | ((starts[:, 0] == ends[:, 0]) & (starts[:, 1] > ends[:, 1]))
    low, high = np.where(swap[:, None], ends, starts), np.where(swap[:, None], starts, ends)
    order = np.lexsort((owners, high[:, 1], high[:, 0], low[:, 1], low[:, 0]))
    low, high, owners = low[order], high[order], owners[order]
    same = np.all((low[1:] == low[:-1]) & (high[1:] == high[:-1]), axis=1)
    first, second = owners[:-1][same], owners[1:][same]
    lengths = np.hypot(*(high[:-1][same] - low[:-1][same]).T)
    pairs, where = np.unique(np.column_stack([first, second]), axis=0, return_inverse=True)
    totals = np.bincount(where.ravel(), weights=lengths, minlength=len(pairs))
    return [
        Touch(int(one), int(other), float(total))
        for (one, other), total in zip(pairs, totals, strict=True)
        if one != other
    ]


def merged(faces: Shapes, members: Sequence[Sequence[int]]) -> Shapes:
    """Return one shape for each group of faces, keeping every vertex of their outer border."""
    shapes = [
        faces[group[0]] if len(group) == 1 else shapely.coverage_union_all(faces[np.asarray(group)])
        for group in members
    ]
    return np.asarray(shapely.normalize(np.array(shapes, dtype=object)))


def _segments(faces: Shapes) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Return start, end and face of every border segment, shapes (s, 2), (s, 2) and (s,)."""
    rings, ring_faces = shapely.get_rings(faces, return_index=True)
    points, point_rings = shapely.get_coordinates(rings, return_index=True)
    inside = point_rings[1:] == point_rings[:-1]
    owners = np.asarray(ring_faces)[point_rings[:-1][inside]]
    return points[:-1][inside], points[1:][inside], owners.astype(np.int64)
