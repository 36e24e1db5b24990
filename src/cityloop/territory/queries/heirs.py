"""Reads: what stands now where a grid or a duty grid stood, through however many changes."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import inf

from django.db.models import Sum

from cityloop.territory.contracts import GridPlace
from cityloop.territory.domain.following import MOST
from cityloop.territory.models import DutyGrid, DutyMembership, UnitGrid
from cityloop.territory.queries.ground import place

READ = ("code", "valid_until", "area_level", "duty_grid__code", "area_m2", "heirs__new__code", "heirs__share")


@dataclass(slots=True)
class Piece:
    """How many m2 of a grid that stands were those grids' that it is asked for."""

    place: GridPlace
    area_m2: float
    ground_m2: float = 0.0


def ended_grids(codes: Collection[str]) -> set[str]:
    """Return which of these unit grids have ended."""
    rows = UnitGrid.objects.filter(code__in=set(codes), valid_until__isnull=False)
    return set(rows.values_list("code", flat=True))


def standing_places(code: str) -> list[GridPlace]:
    """Return the grids that stand where this one stood, most of its ground first; itself if it stands.

    One query, and one more for every change since.
    """
    pieces = _pieces([code])
    return [piece.place for piece in sorted(pieces, key=lambda piece: (-piece.ground_m2, piece.place.grid_code))]


def standing_heirs(code: str) -> list[str]:
    """Return the codes of the grids that stand where this one stood; itself if it stands."""
    return sorted(piece.place.grid_code for piece in _pieces([code]))


def standing_parts(code: str) -> dict[str, float]:
    """Return the grids that stand where this one stood, each with the part, of 1, of its ground that is this one's."""
    return {piece.place.grid_code: piece.ground_m2 / piece.area_m2 for piece in _pieces([code])}


def standing_duty_grids(code: str) -> list[str]:
    """Return the duty grids that carry on with the ground of this one; itself if it stands or was never known.

    They are those that got most of its ground and those most of whose ground was its own.
    """
    duty = DutyGrid.objects.filter(code=code).first()
    if duty is None or duty.valid_until is None:
        return [code]
    members = DutyMembership.objects.filter(duty_grid__code=code, valid_until=duty.valid_until)
    pieces = _pieces(members.values_list("unit_grid__code", flat=True))
    got: dict[str, float] = {}
    for piece in pieces:
        if piece.place.duty_grid_code:
            got[piece.place.duty_grid_code] = got.get(piece.place.duty_grid_code, 0.0) + piece.ground_m2
    total = sum(piece.ground_m2 for piece in pieces)
    held = UnitGrid.objects.filter(duty_grid__code__in=got, valid_until=None).values_list("duty_grid__code")
    whole: dict[str, float] = dict(held.annotate(area=Sum("area_m2")))
    return sorted(duty for duty, area in got.items() if area > MOST * min(total, whole[duty]))


def _pieces(codes: Iterable[str]) -> list[Piece]:
    found: dict[str, Piece] = {}
    waiting = dict.fromkeys(codes, inf)
    while waiting:
        later: dict[str, float] = {}
        for code, ended, level, duty, area, heir, share in UnitGrid.objects.filter(code__in=waiting).values_list(*READ):
            ground = min(waiting[code], area)
            if ended is None:
                found.setdefault(code, Piece(place(code, level, duty), area)).ground_m2 += ground
            elif heir:
                later[heir] = later.get(heir, 0.0) + ground * share
        waiting = later
    return list(found.values())
