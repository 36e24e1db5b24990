"""Roads in the tiles of callers of one area: whatever runs through it, wherever its label lies."""

from typing import Any

import shapely
from django.test import Client

from cityloop.kernel import outbox
from cityloop.places import api as places
from tests.maps.furnishing import bearer, known
from tests.maps.test_tiles import address, read, tile_at
from tests.support.town import MONDAY_NINE, Town, position


def test_a_road_is_drawn_for_every_area_that_it_runs_through(client: Client, town: Town, walks: Any) -> None:
    """柳巷 runs through both districts and is labelled in the east; 东巷 touches nothing of the west."""
    lane = shapely.to_wkb(shapely.LineString([position(3.2, 0.6), position(8.8, 0.6)]))
    known(places.PlaceKind.ROAD, {"2": places.PlaceDraft("2", "东巷", lane)})
    outbox.relay(at=MONDAY_NINE)
    paths = sorted({address("places", tile_at(15, (east, 0.5))) for east in (0.6, 4.4)})

    def roads(who: str) -> set[str]:
        found = [read(client.get(path, headers=bearer(town, who))) for path in paths]
        return {row["name"] for tile in found for row in tile.get("places", ()) if row["kind"] == "road"}

    assert roads("acceptor") == {"柳巷", "东巷"}
    assert roads("acceptor_west") == {"柳巷"}
