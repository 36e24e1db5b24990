"""Faults after a change to some grids, told by looking at those and their neighbours alone."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from cityloop.territory.contracts import FaultKind
from cityloop.territory.domain.faces import Shapes
from cityloop.territory.domain.inspection import (
    Fault,
    Tolerances,
    gap,
    in_order,
    inspect_beside,
    inspect_grids,
    sound_shapes,
    uncovered,
    unread,
    worth_telling,
)

HOW = Tolerances()
MARGIN_M = 1.0


@dataclass(frozen=True, slots=True)
class Inspected:
    """Grids of one community, in metres by code, as they were looked at: their faults, and the ground that none covers.

    `later` are the codes that were given after the first numbering; `sound` are the shapes in order of their codes.
    """

    grids: Mapping[str, BaseGeometry]
    home: BaseGeometry
    later: Collection[str]
    faults: tuple[Fault, ...]
    bare: Shapes
    sound: Shapes
    tree: shapely.STRtree


def inspect_whole(
    community: str, home: BaseGeometry, grids: Mapping[str, BaseGeometry], later: Collection[str]
) -> Inspected:
    """Look at all grids of a community."""
    in_order_of_codes = {code: grids[code] for code in sorted(grids)}
    sound = _sound(in_order_of_codes)
    return Inspected(
        grids=in_order_of_codes,
        home=home,
        later=later,
        faults=tuple(inspect_grids(grids, {community: home}, later=later, how=HOW)),
        bare=shapely.get_parts(uncovered(sound, {community: home})),
        sound=sound,
        tree=shapely.STRtree(sound),
    )


def inspect_again(before: Inspected, ended: Collection[str], begun: Mapping[str, BaseGeometry]) -> list[Fault]:
    """Return what is wrong once some grids have ended and others have begun: what `inspect_grids` would say of all.

    Looked at are the ones that begin and their neighbours; what was found of others stays. The order of numbers is
    told of all grids, because one that ends can free any other of its fault: it costs one comparison of boxes.

    :param begun: in metres by code; codes given later than the first numbering.
    """
    codes = list(before.grids)
    standing = {code: shape for code, shape in before.grids.items() if code not in ended}
    gone = before.sound[[place for place, code in enumerate(codes) if code in ended]]
    come = _sound(begun)
    changed = np.concatenate([gone, come])
    if not len(changed):
        return list(before.faults)
    if not standing and not begun:
        return []
    near = np.unique(before.tree.query(changed, predicate="dwithin", distance=HOW.narrowest_m)[1]).tolist()
    beside = {codes[place]: before.grids[codes[place]] for place in near if codes[place] in standing}
    found = inspect_beside({**beside, **begun}, before.home, HOW)
    return in_order(
        [
            *_kept(before, ended, changed),
            *(fault for fault in found if begun.keys() & set(fault.codes)),
            *_gaps(before, standing, begun, changed),
            *unread(standing, before.later, HOW),
        ]
    )


def _kept(before: Inspected, ended: Collection[str], changed: Shapes) -> Iterator[Fault]:
    """Yield what was found where nothing changes."""
    for fault in before.faults:
        if fault.kind == FaultKind.GAP:
            if not shapely.dwithin(fault.shape, changed, HOW.narrowest_m).any():
                yield fault
        elif fault.kind != FaultKind.CODE_ORDER and not any(code in ended for code in fault.codes):
            yield fault


def _gaps(
    before: Inspected, standing: Mapping[str, BaseGeometry], begun: Mapping[str, BaseGeometry], changed: Shapes
) -> Iterator[Fault]:
    """Yield the gaps at what changes: each lies where a grid ended or where the ground was bare before.

    They are cut anew out of a window around both, not pieced together: two cuts of one border differ in the last digit.
    """
    codes = list(before.grids)
    hit = shapely.STRtree(before.bare).query(changed, predicate="dwithin", distance=HOW.narrowest_m)[1]
    west, south, east, north = shapely.total_bounds([*changed, *before.bare[hit]])
    window = shapely.box(west - MARGIN_M, south - MARGIN_M, east + MARGIN_M, north + MARGIN_M)
    inside = [place for place in sorted(before.tree.query(window).tolist()) if codes[place] in standing]
    ground = shapely.intersection(before.home, window)
    bare = shapely.difference(ground, shapely.union_all([*before.sound[inside], *_sound(begun)]))
    for part in worth_telling(bare, HOW):
        if shapely.dwithin(part, changed, HOW.narrowest_m).any():
            places = before.tree.query(part, predicate="dwithin", distance=HOW.narrowest_m).tolist()
            around = {codes[place] for place in places if codes[place] in standing}
            yield gap(around | {code for code, shape in begun.items() if part.dwithin(shape, HOW.narrowest_m)}, part)


def _sound(grids: Mapping[str, BaseGeometry]) -> Shapes:
    return sound_shapes(np.array(list(grids.values()), dtype=object))
