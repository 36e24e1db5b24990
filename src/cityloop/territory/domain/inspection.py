"""Faults of a coverage: where grids gape, overlap, are slivers, leave their community, or have an unlikely size."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from cityloop.territory.contracts import FaultKind
from cityloop.territory.domain.faces import Shapes
from cityloop.territory.domain.order import COMMUNITY_DIGITS, out_of_order


@dataclass(frozen=True, slots=True)
class Tolerances:
    """From where on something is a fault.

    :source: standards/codes.md section 1.2 (about 10,000 m2, 10 % either way); the others are our own: two borders
        drawn apart by less than a hand's breadth are one.
    """

    smallest_m2: float = 1.0  # a gap or an overlap below this is the rounding of coordinates
    narrowest_m: float = 0.05  # so is one that is narrower than this
    sliver_m: float = 10.0  # a grid narrower than this on average is a sliver
    size_m2: float = 10_000.0
    size_slack: float = 0.1
    row_m: float = 100.0  # grids that stand within one such row are read from the west


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: what, of which codes, how large and how wide on average, and where, in metres."""

    kind: FaultKind
    codes: tuple[str, ...]
    area_m2: float
    width_m: float
    shape: BaseGeometry


def inspect_coverage(
    shapes: Mapping[str, BaseGeometry], homes: Mapping[str, BaseGeometry] | None = None, how: Tolerances | None = None
) -> list[Fault]:
    """Return what is wrong with shapes, in metres by code, that should cover the ground once.

    The list is the same in whatever order they are given.

    :param homes: what each of them must lie in; together what they should cover. Without, they should cover whatever
        they enclose.
    """
    how = how or Tolerances()
    if not shapes:
        return []
    codes, given, sound = _arrays(shapes)
    found = [*_one_by_one(codes, given, sound, homes, how)]
    tree = shapely.STRtree(sound)
    for part in worth_telling(uncovered(sound, homes), how):
        around = tree.query(part, predicate="dwithin", distance=how.narrowest_m)
        found.append(gap([codes[place] for place in around.tolist()], part))
    return in_order(found)


def inspect_grids(
    grids: Mapping[str, BaseGeometry],
    communities: Mapping[str, BaseGeometry],
    *,
    later: Collection[str] = (),
    how: Tolerances | None = None,
) -> list[Fault]:
    """Return what is wrong with unit grids, in metres by code, of communities likewise.

    :param later: codes that were given after the first numbering and stand in no order.
    """
    how = how or Tolerances()
    nowhere = shapely.Polygon()
    homes = {code: communities.get(code[:COMMUNITY_DIGITS], nowhere) for code in sorted(grids)}
    return in_order([*inspect_coverage(grids, homes, how), *_advice(grids, how), *unread(grids, later, how)])


def inspect_beside(
    grids: Mapping[str, BaseGeometry], home: BaseGeometry, how: Tolerances | None = None
) -> Iterator[Fault]:
    """Yield what is wrong with unit grids of one community that can be told from each and those that it touches.

    That is everything but gaps and the order of numbers.
    """
    how = how or Tolerances()
    codes, given, sound = _arrays(grids)
    yield from _one_by_one(codes, given, sound, dict.fromkeys(codes, home), how)
    yield from _advice(grids, how)


def unread(grids: Mapping[str, BaseGeometry], later: Collection[str], how: Tolerances | None = None) -> Iterator[Fault]:
    """Yield the grids of the first numbering that stand before one of a lower number."""
    how = how or Tolerances()
    first = sorted(code for code in grids if code not in later)
    shapes = np.array([grids[code] for code in first], dtype=object)
    for place in out_of_order(first, shapes, row_m=how.row_m):
        yield _fault(FaultKind.CODE_ORDER, (first[place],), shapes[place])


def gap(around: Collection[str], shape: BaseGeometry) -> Fault:
    """Return the fault that ground between these grids is covered by none."""
    return _fault(FaultKind.GAP, tuple(sorted(around)), shape)


def uncovered(shapes: Shapes, homes: Mapping[str, BaseGeometry] | None) -> BaseGeometry:
    """Return the ground that shapes should cover and do not, crumbs and all."""
    covered = shapely.union_all(shapes)
    whole = shapely.union_all(list({home.wkb: home for home in homes.values()}.values())) if homes else None
    ground = whole if whole is not None else _without_holes(covered)
    return shapely.difference(ground, covered)


def sound_shapes(shapes: Shapes) -> Shapes:
    """Return shapes whose borders do not cross themselves."""
    return np.asarray(shapely.make_valid(shapes, method="structure", keep_collapsed=False))


def width_m(shape: BaseGeometry) -> float:
    """Return how wide a shape is on average: of a long strip, the width of the strip."""
    length = float(shapely.length(shape))
    return 2.0 * float(shapely.area(shape)) / length if length else 0.0


def _arrays(shapes: Mapping[str, BaseGeometry]) -> tuple[list[str], Shapes, Shapes]:
    """Return codes in their order, the shapes as they are given, and sound ones."""
    codes = sorted(shapes)
    given = np.array([shapes[code] for code in codes], dtype=object)
    return codes, given, sound_shapes(given)


def _one_by_one(
    codes: Sequence[str], given: Shapes, sound: Shapes, homes: Mapping[str, BaseGeometry] | None, how: Tolerances
) -> Iterator[Fault]:
    yield from _invalid(codes, given)
    yield from _overlaps(codes, sound, how)
    if homes:
        yield from _crossing(codes, sound, homes, how)


def _advice(grids: Mapping[str, BaseGeometry], how: Tolerances) -> Iterator[Fault]:
    codes = sorted(grids)
    shapes = np.array([grids[code] for code in codes], dtype=object)
    for kind, unlikely in (
        (FaultKind.SLIVER, _widths(shapes) < how.sliver_m),
        (FaultKind.SEVERAL_PARTS, shapely.get_num_geometries(shapes) > 1),
        (FaultKind.SIZE, np.abs(shapely.area(shapes) - how.size_m2) > how.size_m2 * how.size_slack),
    ):
        for place in np.flatnonzero(unlikely).tolist():
            yield _fault(kind, (codes[place],), shapes[place])


def _invalid(codes: Sequence[str], shapes: Shapes) -> Iterator[Fault]:
    for place in np.flatnonzero(~shapely.is_valid(shapes)).tolist():
        yield _fault(FaultKind.INVALID, (codes[place],), shapely.make_valid(shapes[place]))


def _overlaps(codes: Sequence[str], shapes: Shapes, how: Tolerances) -> Iterator[Fault]:
    doubtful = np.flatnonzero(~shapely.is_empty(shapely.coverage_invalid_edges(shapes)))  # most match edge by edge
    tree = shapely.STRtree(shapes)
    which, other = tree.query(shapes[doubtful], predicate="intersects")
    one = doubtful[which]
    pairs = np.unique(np.sort(np.column_stack([one, other]), axis=1), axis=0)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    common = shapely.intersection(shapes[pairs[:, 0]], shapes[pairs[:, 1]])
    for (low, high), shape in zip(pairs.tolist(), common, strict=True):
        for part in worth_telling(shape, how):
            yield _fault(FaultKind.OVERLAP, (codes[low], codes[high]), part)


def _without_holes(shape: BaseGeometry) -> BaseGeometry:
    return shapely.union_all(
        [shapely.Polygon(part.exterior) for part in shapely.get_parts(shape) if isinstance(part, shapely.Polygon)]
    )


def _crossing(
    codes: Sequence[str], shapes: Shapes, homes: Mapping[str, BaseGeometry], how: Tolerances
) -> Iterator[Fault]:
    around = np.array([homes[code] for code in codes], dtype=object)
    shapely.prepare(around)
    for place in np.flatnonzero(~shapely.covers(around, shapes)).tolist():
        for part in worth_telling(shapely.difference(shapes[place], around[place]), how):
            yield _fault(FaultKind.CROSSES_BORDER, (codes[place],), part)


def in_order(faults: list[Fault]) -> list[Fault]:
    """Put what must be mended before what is advice."""
    return sorted(
        faults, key=lambda fault: (fault.kind.is_advice, fault.kind, fault.codes, -fault.area_m2, fault.shape.wkb)
    )


def worth_telling(shape: BaseGeometry, how: Tolerances) -> list[BaseGeometry]:
    """Return the areas of a shape that are too large and too wide to be the rounding of coordinates."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    wide = (shapely.area(parts) >= how.smallest_m2) & (_widths(parts) >= how.narrowest_m)
    return list(parts[wide])


def _widths(shapes: Shapes) -> NDArray[np.float64]:
    lengths = shapely.length(shapes)
    return np.asarray(2.0 * shapely.area(shapes) / np.where(lengths > 0, lengths, 1.0), dtype=np.float64)


def _fault(kind: FaultKind, codes: tuple[str, ...], shape: BaseGeometry) -> Fault:
    return Fault(kind, codes, round(float(shapely.area(shape)), 2), round(width_m(shape), 3), shape)
