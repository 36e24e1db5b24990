"""Duty grids made of neighbouring unit grids."""

from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from cityloop.territory.domain.faces import Shapes, touches

MOST_UNIT_GRIDS = 5
HAIR_M = 0.05


def gather(shapes: Shapes, communities: Sequence[str], size: int) -> Iterator[list[int]]:
    """Yield groups of up to `size` unit grids of one community, each group in one piece, covering all.

    The lowest grid that is left starts a group, which then takes the neighbour with the longest shared border.

    :param shapes: in metres, in order of code, sharing their vertices.
    :raises ValueError: the size is not within 1 to 5.
    :source: standards/codes.md section 1.4.
    """
    if not 1 <= size <= MOST_UNIT_GRIDS:
        message = f"A duty grid has 1 to {MOST_UNIT_GRIDS} unit grids, not {size}."
        raise ValueError(message)
    borders: list[dict[int, float]] = [{} for _ in communities]
    for touch in touches(shapes):
        if communities[touch.one] == communities[touch.other]:
            borders[touch.one][touch.other] = borders[touch.other][touch.one] = touch.length_m
    taken: set[int] = set()
    for start in range(len(communities)):
        if start not in taken:
            group = _grow(start, borders, taken, size)
            taken.update(group)
            yield sorted(group)


def _grow(start: int, borders: list[dict[int, float]], taken: set[int], size: int) -> list[int]:
    group = [start]
    while len(group) < size:
        lengths: dict[int, float] = {}
        for member in group:
            for other, length in borders[member].items():
                if other not in taken and other not in group:
                    lengths[other] = lengths.get(other, 0.0) + length
        if not lengths:
            break
        group.append(min(lengths, key=lambda other: (-round(lengths[other], 2), other)))
    return group


def in_one_piece(shapes: Shapes) -> bool:
    """Say whether shapes, in metres, hang together by borders; a shared corner alone does not count."""
    grown = shapely.union_all(shapely.buffer(np.asarray(shapes), HAIR_M, join_style="mitre"))
    shrunk = shapely.buffer(grown, -2 * HAIR_M, join_style="mitre")
    return int(shapely.get_num_geometries(shrunk)) == 1


def can_be_walked(shapes: Sequence[BaseGeometry]) -> bool:
    """Say whether unit grids, in metres, make a duty grid: one to five of them, in one piece.

    :source: standards/codes.md section 1.4.
    """
    return 1 <= len(shapes) <= MOST_UNIT_GRIDS and in_one_piece(np.array(shapes, dtype=object))
