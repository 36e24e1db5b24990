"""What becomes of duty grids when their unit grids are cut, merged or redrawn."""

from collections.abc import Mapping

import numpy as np
from shapely.geometry.base import BaseGeometry

from cityloop.territory.domain.duty import MOST_UNIT_GRIDS, in_one_piece
from cityloop.territory.domain.reshaping import Reshaped


def follow(
    duties: Mapping[str, str | None],
    shapes: Mapping[str, BaseGeometry],
    done: Reshaped,
    forebears: Mapping[str, Mapping[str, float]],
) -> tuple[dict[str, str | None], tuple[str, ...]]:
    """Return the duty grid of each new grid, and the duty grids that cannot go on with what they would have.

    A new grid stays with the duty grid that gave it the most ground. A duty grid that would have none, more than
    five, or several pieces of ground ends.

    :param duties: the duty grid of each unit grid as it stands; `shapes` are theirs, in metres.
    :param forebears: for each new grid, which share of which old ones it takes over.
    """
    members: dict[str, list[str]] = {}
    for code, duty in duties.items():
        if duty and code not in done.ended:
            members.setdefault(duty, []).append(code)
    taken = {name: _most_of(given, duties, shapes) for name, given in forebears.items()}
    ending = []
    for duty in sorted({duty for code in done.ended if (duty := duties[code])}):
        ground = [shapes[code] for code in members.get(duty, [])]
        ground += [done.begun[name] for name, taker in taken.items() if taker == duty]
        if not 1 <= len(ground) <= MOST_UNIT_GRIDS or not in_one_piece(np.array(ground, dtype=object)):
            ending.append(duty)
    return {name: None if duty in ending else duty for name, duty in taken.items()}, tuple(ending)


def _most_of(
    given: Mapping[str, float], duties: Mapping[str, str | None], shapes: Mapping[str, BaseGeometry]
) -> str | None:
    areas: dict[str, float] = {}
    for code, share in given.items():
        duty = duties[code]
        if duty:
            areas[duty] = areas.get(duty, 0.0) + share * shapes[code].area
    return max(sorted(areas), key=lambda duty: areas[duty], default=None)
