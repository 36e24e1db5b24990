"""The town with things on its ground: lamps and bins in both districts, duty grids, cases open and closed."""

from typing import Any

import shapely

from cityloop.assets import api as assets
from cityloop.cases.tests.factories import Walk
from cityloop.kernel import outbox
from cityloop.maps import api
from cityloop.places import api as places
from cityloop.territory import api as territory
from tests.support.once import settle
from tests.support.town import EAST_SPOT, FOUNDED, MONDAY_NINE, WEST_SPOT, Town, position

LAMPS = {"1": EAST_SPOT, "2": (4.5, 0.7), "3": (7.5, 1.5), "4": WEST_SPOT, "5": (1.5, 0.5)}


def furnish(town: Town) -> dict[str, Any]:
    """Put up lamps and bins, gather duty grids, bring cases; return the walks by name."""
    add("lamps", "01004", LAMPS)
    add("bins", "03005", {"1": (4.45, 0.65)}, state=assets.ComponentState.DAMAGED)
    name_places()
    grids = territory.unit_grids(within="", at=MONDAY_NINE, limit=1000, shapes=False)
    by_community: dict[str, list[str]] = {}
    for grid in grids:
        by_community.setdefault(grid.community_code, []).append(grid.code)
    drafts = [
        territory.DutyGridDraft(f"{community}{first // 4 + 1:03d}", tuple(codes[first : first + 4]))
        for community, codes in sorted(by_community.items())
        for first in range(0, len(codes), 4)
    ]
    territory.store_duty_grids(drafts=drafts, valid_from=FOUNDED, at=MONDAY_NINE)
    walks = {
        "open": Walk(town, "open east").to("DISPOSAL"),
        "west": Walk(town, "open west", spot=WEST_SPOT),
        "closed": Walk(town, "closed east").to("CLOSED"),
        "closed west": Walk(town, "closed west", spot=WEST_SPOT).to("CLOSED"),
    }
    outbox.relay(at=MONDAY_NINE)
    api.tally()
    settle()
    return walks


def add(
    layer: str,
    class_code: str,
    spots: dict[str, tuple[float, float]],
    state: assets.ComponentState = assets.ComponentState.INTACT,
) -> None:
    """Bring components of one class into the inventory."""
    drafts = [
        assets.ComponentDraft(
            external_id=name,
            name=f"{layer}{name}",
            geometry=shapely.to_wkb(shapely.Point(*position(*spot))),
            state=state,
        )
        for name, spot in spots.items()
    ]
    assets.import_components(
        layer=assets.ComponentLayer(name=layer, class_edition="2026", class_code=class_code),
        drafts=drafts,
        valid_from=FOUNDED,
        at=MONDAY_NINE,
    )


def name_places() -> None:
    """Name a street that runs through both districts, a door in each, and a park in the east."""
    street = shapely.LineString([position(0.3, 0.5), position(8.8, 0.5)])
    known(places.PlaceKind.ROAD, {"1": places.PlaceDraft("1", "柳巷", shapely.to_wkb(street))})
    doors = {"12号": EAST_SPOT, "2号": WEST_SPOT}
    known(
        places.PlaceKind.DOORPLATE,
        {
            number: places.PlaceDraft(number, "", _point(spot), road="柳巷", number=number)
            for number, spot in doors.items()
        },
    )
    ground = shapely.Polygon([position(east, north) for east, north in ((4.2, 0.4), (4.6, 0.4), (4.6, 0.8))])
    known(places.PlaceKind.POI, {"1": places.PlaceDraft("1", "东湖公园", shapely.to_wkb(ground), category="公园")})


def known(kind: places.PlaceKind, drafts: dict[str, places.PlaceDraft]) -> None:
    """Bring places of one kind in."""
    layer = places.PlaceLayer(kind.word, kind)
    places.import_places(layer=layer, drafts=list(drafts.values()), valid_from=FOUNDED, at=MONDAY_NINE)


def spots(category: str, at: dict[str, tuple[float, float]]) -> None:
    """Bring landmarks of one category in."""
    drafts = {name: places.PlaceDraft(name, name, _point(spot), category=category) for name, spot in at.items()}
    known(places.PlaceKind.POI, drafts)


def _point(spot: tuple[float, float]) -> bytes:
    return shapely.to_wkb(shapely.Point(*position(*spot)))


def bearer(town: Town, who: str) -> dict[str, str]:
    """Return how somebody of the town proves who they are."""
    return {"Authorization": f"Bearer {town.tokens[who]}", "Accept-Encoding": "gzip"}
