"""From the boundaries that a city hands over to a clean coverage: no overlap, and no gap that nobody meant."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from cityloop.territory.domain.faces import Shapes, faces_of, merged, touches

NOBODY = -1


@dataclass(frozen=True, slots=True)
class Repair:
    """A piece of ground that several communities claimed, or none did, and who got it."""

    kind: str
    area_m2: float
    x: float
    y: float
    claimed_by: tuple[str, ...]
    given_to: str | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """Communities that neither overlap nor gape, in metres, and what had to be repaired."""

    shapes: Mapping[str, BaseGeometry]
    repairs: tuple[Repair, ...]


def clean(communities: Mapping[str, BaseGeometry], *, largest_gap_m2: float) -> Coverage:
    """Make a coverage of communities, given in metres by their id.

    Every face of all boundaries together goes to one community: what several claim to the lowest id, what none
    claims and is enclosed and not above the given area to the neighbour with the longest shared border. Larger
    gaps stay gaps and are reported without a taker.

    :raises ValueError: a community has no area left.
    """
    ids = sorted(communities)
    given = shapely.make_valid(np.array([communities[key] for key in ids], dtype=object))
    faces = faces_of(shapely.boundary(given))
    claims = _claims(faces, given)
    owners = np.array([min(claim, default=NOBODY) for claim in claims], dtype=np.int64)
    areas = shapely.area(faces)
    gaps = np.flatnonzero(owners == NOBODY)
    _fill(faces, owners, {int(gap) for gap in gaps if areas[gap] <= largest_gap_m2})
    shapes = _dissolve(faces, owners, ids)
    return Coverage(shapes, tuple(_repairs(faces, claims, owners, ids)))


def _claims(faces: Shapes, given: Shapes) -> list[list[int]]:
    """Return for each face the places of the communities that hold it."""
    points = shapely.point_on_surface(faces)
    which, holders = shapely.STRtree(given).query(points, predicate="within")
    claims: list[list[int]] = [[] for _ in faces]
    for face, holder in sorted(zip(which.tolist(), holders.tolist(), strict=True)):
        claims[face].append(holder)
    return claims


def _fill(faces: Shapes, owners: NDArray[np.int64], gaps: set[int]) -> None:
    """Give each gap to the neighbour it shares the longest border with; gaps behind gaps follow."""
    borders: dict[int, list[tuple[int, float]]] = {}
    for touch in touches(faces):
        borders.setdefault(touch.one, []).append((touch.other, touch.length_m))
        borders.setdefault(touch.other, []).append((touch.one, touch.length_m))
    waiting = sorted(gaps)
    while waiting:
        takers = {gap: _longest(borders.get(gap, []), owners) for gap in waiting}
        for gap, taker in takers.items():
            owners[gap] = taker
        left = [gap for gap in waiting if takers[gap] == NOBODY]
        if len(left) == len(waiting):
            return
        waiting = left


def _longest(border: list[tuple[int, float]], owners: NDArray[np.int64]) -> int:
    lengths: dict[int, float] = {}
    for face, length in border:
        owner = int(owners[face])
        if owner != NOBODY:
            lengths[owner] = lengths.get(owner, 0.0) + length
    return min(lengths, key=lambda owner: (-round(lengths[owner], 2), owner), default=NOBODY)


def _dissolve(faces: Shapes, owners: NDArray[np.int64], ids: list[str]) -> dict[str, BaseGeometry]:
    members: list[list[int]] = [[] for _ in ids]
    for face, owner in enumerate(owners.tolist()):
        if owner != NOBODY:
            members[owner].append(face)
    lost = [key for key, group in zip(ids, members, strict=True) if not group]
    if lost:
        message = f"The community {lost[0]} has no ground of its own: others with a lower id claim all of it."
        raise ValueError(message)
    return dict(zip(ids, merged(faces, members), strict=True))


def _repairs(faces: Shapes, claims: list[list[int]], owners: NDArray[np.int64], ids: list[str]) -> list[Repair]:
    repairs = []
    for face, claim in enumerate(claims):
        if len(claim) == 1:
            continue
        point = faces[face].representative_point()
        taker = int(owners[face])
        repairs.append(
            Repair(
                kind="overlap" if claim else "gap",
                area_m2=round(float(faces[face].area), 4),
                x=round(point.x, 2),
                y=round(point.y, 2),
                claimed_by=tuple(ids[place] for place in claim),
                given_to=ids[taker] if taker != NOBODY else None,
            )
        )
    return repairs


def outlines(children: Mapping[str, BaseGeometry], parents: Mapping[str, str]) -> dict[str, BaseGeometry]:
    """Return for each parent the ground that its children cover, keeping every vertex of the border between two.

    :param children: a clean coverage in metres, by code; `parents` names the parent of each.
    """
    codes = sorted(children)
    members: dict[str, list[int]] = {}
    for place, code in enumerate(codes):
        members.setdefault(parents[code], []).append(place)
    shapes = merged(np.array([children[code] for code in codes], dtype=object), list(members.values()))
    return dict(zip(members, shapes, strict=True))
