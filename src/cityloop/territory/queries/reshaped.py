"""What a change to the grids would do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from shapely.geometry.base import BaseGeometry

from cityloop.kernel.errors import InvalidInputError, NotFoundError
from cityloop.kernel.validity import valid_at
from cityloop.kernel.wording import say, verbatim
from cityloop.territory.contracts import (
    BegunGrid,
    ChangeOutcome,
    DivisionLevel,
    DutyGridView,
    HeirView,
    MarkedGrid,
)
from cityloop.territory.domain.following import Following, follow, parts
from cityloop.territory.domain.operations import ATTRIBUTES, operations_of
from cityloop.territory.domain.planes import Plane
from cityloop.territory.domain.reinspection import Inspected, inspect_again, inspect_whole
from cityloop.territory.domain.reshaping import (
    OperationRefusedError,
    Reshaped,
    highest_number,
    number,
    number_duties,
    reshape,
)
from cityloop.territory.models import Division, DutyGrid, UnitGrid
from cityloop.territory.queries.faults import drawn, flat, views
from cityloop.territory.queries.ground import city, stamp

MOST_TRIED = 8  # grounds that a process holds on which steps are being tried


@dataclass(frozen=True, slots=True)
class Ground:
    """The unit grids of one community now, with their shapes in metres, and the highest numbers ever given there.

    `name` tells grounds apart: where and under which stamp it was read, and the codes that stand. The stamp is the one
    from before it was read, so that no later ground goes by the name of an earlier one. `since` it was read, and it is
    the same before `until`, as far as is known now.
    """

    name: tuple[str, ...]
    community: str = field(compare=False)
    outline: BaseGeometry = field(compare=False)
    rows: Mapping[str, UnitGrid] = field(compare=False)
    shapes: Mapping[str, BaseGeometry] = field(compare=False)
    highest: int = field(compare=False)
    highest_duty: int = field(compare=False)
    plane: Plane = field(compare=False)
    since: datetime = field(compare=False)
    until: datetime | None = field(compare=False)

    def is_there_at(self, at: datetime) -> bool:
        """Return whether these grids stand at a moment."""
        return self.since <= at and (self.until is None or at < self.until)


@lru_cache(maxsize=8)
def _inspected(ground: Ground) -> Inspected:
    """Return what is wrong with a ground as it stands: looked for once, however many steps are then tried on it."""
    later = {code for code, row in ground.rows.items() if row.begun_by_id}
    return inspect_whole(ground.community, ground.outline, ground.shapes, later)


@dataclass(frozen=True, slots=True)
class Prospect:
    """What operations would leave of a ground: shapes in metres, codes, attributes, duty grids.

    `forebears` tells which share of which old grid a new one takes over, `parts` which part of the new one that is.
    """

    rows: Mapping[str, UnitGrid]
    reshaped: Reshaped
    codes: Mapping[str, str]
    forebears: Mapping[str, Mapping[str, float]]
    parts: Mapping[str, Mapping[str, float]]
    following: Following
    duty_codes: Mapping[str, str]

    def code(self, name: str) -> str:
        """Return the code of a grid that stands or will."""
        return self.codes.get(name, name)

    def duty_grid(self, name: str) -> str | None:
        """Return the code of the duty grid that a grid will lie in."""
        duty = self.following.homes[name]
        return self.duty_codes.get(duty, duty) if duty else None

    def attributes(self, name: str) -> dict[str, str]:
        """Return what a grid will be: as the forebear that gave it the most ground, but for what it was marked with."""
        given = self.parts.get(name)
        row = self.rows[max(sorted(given), key=lambda code: given[code]) if given else name]
        return {each: getattr(row, each) for each in ATTRIBUTES} | dict(self.reshaped.marks.get(name, {}))

    def marked(self) -> list[MarkedGrid]:
        """Return the grids that stand on as something else."""
        found = []
        for code in sorted(self.reshaped.marks.keys() & self.rows.keys()):
            after = self.attributes(code)
            if any(getattr(self.rows[code], each) != after[each] for each in ATTRIBUTES):
                found.append(MarkedGrid(code, **after))
        return found


def ground_of(community: str, at: datetime) -> Ground:
    """Return the unit grids of a community as they stand.

    :raises NotFoundError: there is no such community.
    """
    read_under = stamp()
    home = Division.objects.filter(code=community, level=DivisionLevel.COMMUNITY).first()
    if home is None:
        message = say("There is no community {code}.", code=community)
        raise NotFoundError(message, code=community)
    plane = Plane(city().metric_srid)
    ever = UnitGrid.objects.filter(community__code=community)
    rows = {row.code: row for row in ever.filter(valid_at(at)).order_by("code")}
    spans = list(ever.values_list("code", "valid_from", "valid_until"))
    highest = highest_number(code for code, _, _ in spans)
    turns = [turn for _, *ends in spans for turn in ends if turn is not None and turn > at]
    highest_duty = highest_number(DutyGrid.objects.filter(community__code=community).values_list("code", flat=True))
    shapes = flat([home.geometry.wkb, *(row.geometry.wkb for row in rows.values())], plane)
    return Ground(
        name=(str(connection.settings_dict["NAME"]), str(read_under), community, *rows),
        community=community,
        outline=shapes[0],
        rows=rows,
        shapes=dict(zip(rows, shapes[1:], strict=True)),
        highest=highest,
        highest_duty=highest_duty,
        plane=plane,
        since=at,
        until=min(turns, default=None),
    )


_TRIED: dict[tuple[str, str, str], Ground] = {}  # grounds on which steps are being tried, by stamp


def ground_to_try(community: str, at: datetime) -> Ground:
    """Return the same, read once for however many steps are then tried on it; it is for looking at only.

    :raises NotFoundError: there is no such community.
    """
    name = (str(connection.settings_dict["NAME"]), str(stamp()), community)
    kept = _TRIED.get(name)
    if kept is None or not kept.is_there_at(at):
        kept = ground_of(community, at)
        for old in list(_TRIED)[: 1 - MOST_TRIED]:
            _TRIED.pop(old, None)
        _TRIED[name] = kept
    return kept


def prospect(ground: Ground, kept: Sequence[Mapping[str, Any]]) -> Prospect:
    """Return what operations would leave.

    :raises InvalidInputError: an operation cannot be done; `operation` counts them from 1.
    """
    try:
        done = reshape(ground.shapes, operations_of(kept, ground.plane))
    except OperationRefusedError as error:
        raise InvalidInputError(verbatim(error), field="operations", operation=error.place) from error
    forebears: dict[str, dict[str, float]] = {name: {} for name in done.begun}
    for old, heirs in done.heirs.items():
        for name, share in heirs.items():
            forebears[name][old] = share
    following = follow({code: row.duty_grid_id for code, row in ground.rows.items()}, ground.shapes, done, forebears)
    try:
        codes = number(done.begun, ground.community, ground.highest)
        duty_codes = number_duties(following.begun, ground.community, ground.highest_duty)
    except ValueError as error:
        raise InvalidInputError(verbatim(error), field="operations") from error
    return Prospect(ground.rows, done, codes, forebears, parts(ground.shapes, done), following, duty_codes)


def outcome(ground: Ground, found: Prospect) -> ChangeOutcome:
    """Return a prospect as it is shown, with the faults its community would have.

    Only the grids concerned and their neighbours are looked at again.
    """
    shapes = found.reshaped.begun
    after = {found.codes[name]: shape for name, shape in shapes.items()}
    begun = tuple(
        BegunGrid(
            name=name,
            code=found.codes[name],
            area_m2=round(shapes[name].area, 2),
            duty_grid_code=found.duty_grid(name),
            geometry=geometry,
            forebears=tuple(HeirView(code, share) for code, share in sorted(found.forebears[name].items())),
            **found.attributes(name),
        )
        for name, geometry in zip(shapes, drawn(list(shapes.values()), ground.plane), strict=True)
    )
    faults = inspect_again(_inspected(ground), set(found.reshaped.ended), after)
    homes = found.following.homes
    lying = {duty: tuple(sorted(found.code(name) for name in homes if homes[name] == duty)) for duty in homes.values()}
    return ChangeOutcome(
        ended=found.reshaped.ended,
        begun=begun,
        marked=tuple(found.marked()),
        ended_duty_grids=found.following.ended,
        begun_duty_grids=tuple(
            DutyGridView(code, ground.community, lying[duty]) for duty, code in found.duty_codes.items()
        ),
        without_duty_grid=tuple(sorted(found.code(name) for names in found.following.left.values() for name in names)),
        faults=views(faults, ground.plane),
    )
