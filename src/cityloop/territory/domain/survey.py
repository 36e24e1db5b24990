"""From the communities of a city to everything that is drawn inside them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely

from cityloop.territory.contracts import DutyGridDraft, UnitGridDraft
from cityloop.territory.domain.coverage import Repair, clean
from cityloop.territory.domain.cutting import Cut, cut
from cityloop.territory.domain.duty import gather
from cityloop.territory.domain.faces import Shapes, merged
from cityloop.territory.domain.planes import Plane


@dataclass(frozen=True, slots=True)
class Survey:
    """Unit grids cut from communities, the communities as their grids make them up, and what had to be repaired.

    Repairs are placed in the plane's own coordinates.
    """

    communities: Mapping[str, bytes]
    unit_grids: tuple[UnitGridDraft, ...]
    repairs: tuple[Repair, ...]


@dataclass(frozen=True, slots=True)
class Orders:
    """How to survey: lattice and slivers, what gap is closed, and the area level of each community (else A)."""

    plane: Plane
    cut: Cut = field(default_factory=Cut)
    largest_gap_m2: float = 5_000.0
    area_levels: Mapping[str, str] = field(default_factory=dict)


def survey(communities: Mapping[str, bytes], orders: Orders) -> Survey:
    """Clean the communities, given as WKB in longitude and latitude by 12-digit code, and cut them into unit grids.

    :raises ValueError: a community has no ground, or a coordinate no place in the plane.
    """
    codes = sorted(communities)
    flat = orders.plane.flatten(np.asarray(shapely.from_wkb([communities[code] for code in codes]), dtype=object))
    coverage = clean(dict(zip(codes, flat, strict=True)), largest_gap_m2=orders.largest_gap_m2)
    cells = cut(coverage.shapes, orders.cut)
    shapes = np.array([cell.shape for cell in cells], dtype=object)
    drafts = tuple(
        UnitGridDraft(
            code=f"{cell.community}{cell.number:03d}",
            geometry=wkb,
            area_m2=round(float(area), 2),
            area_level=orders.area_levels.get(cell.community, "A"),
        )
        for cell, wkb, area in zip(cells, _wkb(orders.plane.unflatten(shapes)), shapely.area(shapes), strict=True)
    )
    outlines = orders.plane.unflatten(_outlines(shapes, [cell.community for cell in cells], codes))
    return Survey(dict(zip(codes, _wkb(outlines), strict=True)), drafts, coverage.repairs)


def duty_grids(unit_grids: Sequence[UnitGridDraft], plane: Plane, size: int) -> tuple[DutyGridDraft, ...]:
    """Gather unit grids that share their vertices into duty grids, numbered in each community by their first grid.

    :raises ValueError: the size is not within 1 to 5, or a community has more than 999 of them.
    """
    ordered = sorted(unit_grids, key=lambda grid: grid.code)
    codes = [grid.code for grid in ordered]
    flat = plane.flatten(np.asarray(shapely.from_wkb([grid.geometry for grid in ordered]), dtype=object))
    numbers: Counter[str] = Counter()
    drafts = []
    for group in gather(flat, [code[:12] for code in codes], size):
        community = codes[group[0]][:12]
        numbers[community] += 1
        drafts.append(DutyGridDraft(f"{community}{numbers[community]:03d}", tuple(codes[place] for place in group)))
    return tuple(drafts)


def _outlines(shapes: Shapes, owners: list[str], codes: list[str]) -> Shapes:
    members: dict[str, list[int]] = {code: [] for code in codes}
    for place, owner in enumerate(owners):
        members[owner].append(place)
    return merged(shapes, [members[code] for code in codes])


def _wkb(shapes: Shapes) -> list[bytes]:
    return [bytes(wkb) for wkb in shapely.to_wkb(shapes)]
