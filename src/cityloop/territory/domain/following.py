"""What becomes of duty grids when their unit grids are cut, merged or redrawn, and who carries on with their ground."""

from collections.abc import Mapping
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from cityloop.territory.domain.duty import can_be_walked
from cityloop.territory.domain.reshaping import Reshaped

MOST = 0.5


@dataclass(frozen=True, slots=True)
class Following:
    """The duty grid of every unit grid that will stand; a new one is named by the operation that forms it, `+3`.

    Of each duty grid that ends, `carried` tells which ones carry on with its ground and `left` which unit grids of
    its lie in none then.
    """

    homes: Mapping[str, str | None]
    ended: tuple[str, ...]
    begun: Mapping[str, tuple[str, ...]]
    carried: Mapping[str, tuple[str, ...]]
    left: Mapping[str, tuple[str, ...]]


def follow(
    duties: Mapping[str, str | None],
    shapes: Mapping[str, BaseGeometry],
    done: Reshaped,
    forebears: Mapping[str, Mapping[str, float]],
) -> Following:
    """Return the duty grid of each unit grid after operations, and the duty grids that cannot go on.

    A new unit grid stays with the duty grid that gave it the most ground, unless an operation gathered it for another.
    A duty grid that would have none, more than five, or several pieces of ground ends. Others carry on with its
    ground: those that got most of it, and those most of whose ground was its own.

    :param duties: the duty grid of each unit grid as it stands; `shapes` are theirs, in metres.
    :param forebears: for each new grid, which share of which old ones it takes over.
    """
    homes = {code: duty for code, duty in duties.items() if code not in done.ended}
    homes |= {name: _most_of(given, duties, shapes) for name, given in forebears.items()}
    begun = {f"+{place}": names for place, names in done.gathered.items()}
    for duty, names in begun.items():
        homes.update(dict.fromkeys(names, duty))
    ground = {name: shapes[name] if name in shapes else done.begun[name] for name in homes}
    before, after = _members(duties), _members(homes)
    touched = [duty for duty, codes in before.items() if set(codes) != set(after.get(duty, ()))]
    ended = tuple(sorted(duty for duty in touched if not can_be_walked([ground[name] for name in after.get(duty, ())])))
    homes = {name: None if duty in ended else duty for name, duty in homes.items()}
    areas = {name: float(shape.area) for name, shape in {**shapes, **ground}.items()}
    carried: dict[str, tuple[str, ...]] = {}
    left: dict[str, tuple[str, ...]] = {}
    for duty in ended:
        pieces = _pieces(before[duty], areas, done)
        carried[duty] = _carriers(pieces, homes, areas)
        left[duty] = tuple(sorted(name for name in pieces if homes[name] is None))
    return Following(homes, ended, begun, carried, left)


def parts(shapes: Mapping[str, BaseGeometry], done: Reshaped) -> dict[str, dict[str, float]]:
    """Return for each new grid which part of its ground, of 1, was whose."""
    found: dict[str, dict[str, float]] = {name: {} for name in done.begun}
    for old, heirs in done.heirs.items():
        for name, share in heirs.items():
            found[name][old] = round(min(share * shapes[old].area / done.begun[name].area, 1.0), 4)
    return found


def _members(homes: Mapping[str, str | None]) -> dict[str, list[str]]:
    members: dict[str, list[str]] = {}
    for name, duty in homes.items():
        if duty:
            members.setdefault(duty, []).append(name)
    return members


def _pieces(codes: list[str], areas: Mapping[str, float], done: Reshaped) -> dict[str, float]:
    """Return how much of the ground of these unit grids lies in which ones now."""
    pieces: dict[str, float] = {}
    for code in codes:
        for name, share in done.heirs.get(code, {code: 1.0}).items():
            pieces[name] = pieces.get(name, 0.0) + share * areas[code]
    return pieces


def _carriers(
    pieces: Mapping[str, float], homes: Mapping[str, str | None], areas: Mapping[str, float]
) -> tuple[str, ...]:
    got: dict[str, float] = {}
    whole: dict[str, float] = {}
    for name, duty in homes.items():
        if duty:
            got[duty] = got.get(duty, 0.0) + pieces.get(name, 0.0)
            whole[duty] = whole.get(duty, 0.0) + areas[name]
    total = sum(pieces.values())
    return tuple(sorted(duty for duty, area in got.items() if area > MOST * total or area > MOST * whole[duty]))


def _most_of(
    given: Mapping[str, float], duties: Mapping[str, str | None], shapes: Mapping[str, BaseGeometry]
) -> str | None:
    areas: dict[str, float] = {}
    for code, share in given.items():
        duty = duties[code]
        if duty:
            areas[duty] = areas.get(duty, 0.0) + share * shapes[code].area
    return max(sorted(areas), key=lambda duty: areas[duty], default=None)
