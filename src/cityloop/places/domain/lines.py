"""The middle lines of roads: how far along, on which side, where two of them meet."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, radians

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

METRES_PER_DEGREE = 111_320.0
KERB_M = 15.0
MEET_M = 20.0  # two middle lines that come this near meet: a side street often ends at the kerb
Spot = tuple[float, float]


def metres_between(one: Spot, other: Spot) -> float:
    """Return the distance of two points in longitude and latitude, right to 0.1 % over some kilometres."""
    shrink = cos(radians((one[1] + other[1]) / 2))
    return METRES_PER_DEGREE * hypot((one[0] - other[0]) * shrink, one[1] - other[1])


def moved(spot: Spot, east_m: float, north_m: float) -> Spot:
    """Return the point so many metres away."""
    shrink = max(cos(radians(spot[1])), 0.01)
    return spot[0] + east_m / METRES_PER_DEGREE / shrink, spot[1] + north_m / METRES_PER_DEGREE


@dataclass(frozen=True, slots=True)
class RoadLines:
    """Middle lines in longitude and latitude, by the number of the road; None where a road has none."""

    lines: NDArray[np.object_]
    tree: shapely.STRtree
    shrink: float  # how much shorter a degree of longitude is than one of latitude

    @classmethod
    def of(cls, lines: Sequence[BaseGeometry | None]) -> "RoadLines":
        """Index lines."""
        array = np.array(lines, dtype=object)
        bounds = shapely.total_bounds(array) if len(array) else np.array([np.nan] * 4)
        middle = float(bounds[1] + bounds[3]) / 2
        return cls(array, shapely.STRtree(array), cos(radians(middle)) if np.isfinite(middle) else 1.0)

    def crossings(self) -> dict[tuple[int, int], Spot]:
        """Return where roads meet, by the pair of their numbers, the lower first."""
        reach = MEET_M / METRES_PER_DEGREE / self.shrink
        ones, others = self.tree.query(self.lines, predicate="dwithin", distance=reach)
        keep = ones < others
        ones, others = ones[keep], others[keep]
        links = shapely.shortest_line(self.lines[ones], self.lines[others])
        middles = shapely.line_interpolate_point(links, 0.5, normalized=True)
        gaps = shapely.length(links) * METRES_PER_DEGREE
        exact = shapely.is_empty(middles) | (gaps < 1e-9)
        starts = shapely.get_point(links, 0)
        points = np.where(exact, starts, middles)
        pairs = zip(ones.tolist(), others.tolist(), strict=True)
        spots = zip(shapely.get_x(points).tolist(), shapely.get_y(points).tolist(), strict=True)
        return dict(zip(pairs, spots, strict=True))

    def near(self, spot: Spot, within_m: float) -> list[int]:
        """Return the roads whose middle line runs within a distance of a point, the nearest first."""
        reach = within_m / METRES_PER_DEGREE / self.shrink
        point = shapely.Point(spot)
        found = self.tree.query(point, predicate="dwithin", distance=reach)
        order = np.argsort(shapely.distance(self.lines[found], point), kind="stable")
        return [int(number) for number in found[order]]

    def foot(self, road: int, spot: Spot) -> Spot | None:
        """Return the point of a road's middle line that is nearest to a point."""
        line = self.lines[road]
        if line is None:
            return None
        foot = shapely.line_interpolate_point(line, shapely.line_locate_point(line, shapely.Point(spot)))
        return (foot.x, foot.y) if not foot.is_empty else None

    def across(self, spot: Spot, road: int) -> Spot:
        """Return the point on the other side of a road: as far from its middle, but no farther than its other kerb."""
        foot = self.foot(road, spot)
        if foot is None:
            return spot
        share = min(1.0, KERB_M / max(metres_between(foot, spot), 0.1))
        return foot[0] + share * (foot[0] - spot[0]), foot[1] + share * (foot[1] - spot[1])


def merged(line: BaseGeometry | None) -> BaseGeometry | None:
    """Return one line where the pieces of a road touch, else the longest piece; None for what is no line."""
    if line is None or line.is_empty or shapely.get_dimensions(line) != 1:
        return None
    whole = shapely.line_merge(line) if isinstance(line, shapely.MultiLineString) else line
    pieces: list[BaseGeometry] = shapely.get_parts(whole).tolist()
    return max(pieces, key=lambda piece: piece.length)
