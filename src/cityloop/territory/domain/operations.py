"""Operations on grids as they are kept and sent: JSON, lines in longitude and latitude."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from cityloop.kernel.wording import say, verbatim
from cityloop.territory.domain.planes import Plane
from cityloop.territory.domain.reshaping import (
    CutGrid,
    GatherGrids,
    MarkGrids,
    MergeGrids,
    NumberGrids,
    Operation,
    OperationRefusedError,
    RedrawBorder,
)

POINTS_OF_A_LINE = 2
SIDES_OF_A_BORDER = 2
ATTRIBUTES = ("area_level", "land_use", "management_level")


def operations_of(kept: Sequence[Mapping[str, Any]], plane: Plane) -> list[Operation]:
    """Return operations in metres from `{"kind": "CUT" | "MERGE" | "BORDER", "grids": [...], "line": [[x, y], ...]}`.

    Without a line `MARK` gives grids the attributes named beside, `NUMBER` new numbers, `DUTY` a duty grid.

    :raises OperationRefusedError: one lacks its line or its attributes, or names the wrong number of grids.
    """
    return [_operation(place, one, plane) for place, one in enumerate(kept, start=1)]


def _operation(place: int, one: Mapping[str, Any], plane: Plane) -> Operation:
    grids = tuple(one["grids"])
    match one["kind"]:
        case "MERGE":
            return MergeGrids(grids)
        case "NUMBER":
            return NumberGrids(grids)
        case "DUTY":
            return GatherGrids(grids)
        case "MARK":
            return _marking(place, grids, one)
        case "CUT":
            if len(grids) != 1:
                raise OperationRefusedError(place, say("a line cuts one grid, not {count}", count=len(grids)))
            return CutGrid(grids[0], _line(place, one, plane))
        case _:
            if len(grids) != SIDES_OF_A_BORDER:
                raise OperationRefusedError(
                    place, say("a border lies between two grids, not {count}", count=len(grids))
                )
            return RedrawBorder((grids[0], grids[1]), _line(place, one, plane))


def _line(place: int, one: Mapping[str, Any], plane: Plane) -> shapely.LineString:
    """Return the line of an operation in metres."""
    line = one.get("line") or []
    if len(line) < POINTS_OF_A_LINE:
        raise OperationRefusedError(place, say("a line needs two points at least"))
    try:
        (flat,) = plane.flatten(np.array([shapely.LineString(line)], dtype=object))
    except ValueError as error:
        raise OperationRefusedError(place, verbatim(error)) from error
    return shapely.LineString(flat)


def _marking(place: int, grids: tuple[str, ...], one: Mapping[str, Any]) -> MarkGrids:
    attributes = {name: str(one[name]) for name in ATTRIBUTES if one.get(name) is not None}
    if not attributes:
        raise OperationRefusedError(place, say("nothing is said that the grids should be given"))
    return MarkGrids(grids, attributes)
