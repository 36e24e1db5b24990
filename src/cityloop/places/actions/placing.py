"""Where places lie: the grid that holds each and the road that it hangs on follow from the ground as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import shapely

from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import say
from cityloop.places.contracts import PlaceDraft, PlaceKind, PlaceLayer
from cityloop.places.domain.writing import fold
from cityloop.places.models import Place
from cityloop.territory import api as territory


@dataclass(frozen=True, slots=True)
class Placed:
    """A draft with all that follows from it."""

    draft: PlaceDraft
    geometry: str  # EWKB in hexadecimal digits
    position: str
    longitude: float
    latitude: float
    grid_code: str | None
    road_code: str | None
    digest: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A point, and the name of the road that a door plate there tells."""

    x: float
    y: float
    road_name: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """The grids that stand, and for door plates the roads by their folded names: code, longitude, latitude of each."""

    grids: territory.Locator
    roads: Mapping[str, Sequence[tuple[str, float, float]]]

    @classmethod
    def under(cls, kind: PlaceKind) -> "Ground":
        """Return the ground for places of a kind, as it is now."""
        return cls(territory.locator(territory.STANDING), _roads() if kind is PlaceKind.DOORPLATE else {})

    def bind(self, spots: Sequence[Spot]) -> list[tuple[str | None, str | None]]:
        """Return the codes of grid and road for each spot, in order; None where there is none."""
        found = self.grids.locate_many([spot.x for spot in spots], [spot.y for spot in spots])
        return [
            (grid.grid_code if grid else None, self._nearest(spot)) for spot, grid in zip(spots, found, strict=True)
        ]

    def _nearest(self, spot: Spot) -> str | None:
        """Return the code of the road of this name that is nearest; None where there is none."""
        found = self.roads.get(fold(spot.road_name), ()) if self.roads else ()
        return min(found, key=lambda road: (road[1] - spot.x) ** 2 + (road[2] - spot.y) ** 2)[0] if found else None


def place_drafts(layer: PlaceLayer, drafts: Sequence[PlaceDraft], ground: Ground) -> list[Placed]:
    """Return drafts with their grids and roads.

    :raises InvalidInputError: a geometry is empty.
    """
    shapes = shapely.set_srid(shapely.from_wkb([draft.geometry for draft in drafts]), territory.CGCS2000)
    empty = [draft.external_id for draft, gone in zip(drafts, shapely.is_empty(shapes), strict=True) if gone]
    if empty:
        message = say("The place {external_id!r} has an empty geometry.", external_id=empty[0])
        raise InvalidInputError(message, field="geometry", values=empty[:20])
    points = shapely.set_srid(shapely.point_on_surface(shapes), territory.CGCS2000)
    x, y = shapely.get_x(points).tolist(), shapely.get_y(points).tolist()
    spots = [Spot(*each) for each in zip(x, y, (draft.road for draft in drafts), strict=True)]
    whole = shapely.to_wkb(shapes, hex=True, include_srid=True).tolist()
    at_points = shapely.to_wkb(points, hex=True, include_srid=True).tolist()
    return [
        Placed(draft, whole[number], at_points[number], x[number], y[number], *bound, _digest(layer, draft))
        for number, (draft, bound) in enumerate(zip(drafts, ground.bind(spots), strict=True))
    ]


def _roads() -> dict[str, list[tuple[str, float, float]]]:
    by_name: dict[str, list[tuple[str, float, float]]] = {}
    rows = Place.objects.filter(kind=PlaceKind.ROAD, valid_until__isnull=True).order_by("code")
    for code, name, aliases, position in rows.values_list("code", "name", "aliases", "position"):
        for each in {name, *aliases}:
            by_name.setdefault(fold(each), []).append((code, position.x, position.y))
    return by_name


def _digest(layer: PlaceLayer, draft: PlaceDraft) -> str:
    """Return a fingerprint of what the layer itself says: neither grid nor road, which the ground decides."""
    own = (draft.name, draft.aliases, draft.former_names, draft.category, draft.road, draft.number)
    text = repr((*own, sorted(draft.details.items()), layer.data_source))
    return sha256(text.encode() + b"\x1e" + draft.geometry).hexdigest()
