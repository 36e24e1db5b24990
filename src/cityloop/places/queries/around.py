"""From a point back to words: the nearest door, crossing and POI, and the grid that holds it."""

from datetime import datetime

from django.db import connection

from cityloop.places.contracts import NearPlace, Precision, Surroundings
from cityloop.places.domain.index import PlaceIndex
from cityloop.places.domain.lines import metres_between
from cityloop.places.queries.index import index
from cityloop.territory import api as territory

REACH_M = 300.0
AT_IT_M = 25.0  # a crossing this near is where the point lies

NEAREST = """
SELECT DISTINCT ON (kind) kind, code, name, x, y, distance
  FROM (SELECT kind, code, name, ST_X(position) AS x, ST_Y(position) AS y,
               ST_Distance(position::geography, ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), 4490)::geography) AS distance
          FROM places_place
         WHERE position && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4490)
           AND valid_until IS NULL AND kind IN ('DOORPLATE', 'POI')) AS around
 WHERE distance <= %(reach)s
 ORDER BY kind, distance, code
"""


def surroundings(*, longitude: float, latitude: float, at: datetime) -> Surroundings:
    """Return what lies at a point, each within 300 m, and the words for it.

    :raises InvalidInputError: the point is not on the globe.
    """
    territory.require_on_globe(longitude, latitude)
    nearest = _nearest(longitude, latitude)
    door, poi = nearest.get("DOORPLATE"), nearest.get("POI")
    crossing = _crossing(index(), longitude, latitude)
    grid = territory.locate(longitude=longitude, latitude=latitude, at=at)
    community = territory.names([grid.community_code]).get(grid.community_code, "") if grid else ""
    if crossing and crossing.distance_m <= AT_IT_M:
        label = crossing.label
    else:
        label = next((found.label for found in (door, crossing, poi) if found), community)
    return Surroundings(
        label=label,
        door=door,
        crossing=crossing,
        poi=poi,
        grid_code=grid.grid_code if grid else None,
        community_code=grid.community_code if grid else None,
        community=community,
    )


def _nearest(longitude: float, latitude: float) -> dict[str, NearPlace]:
    west, south, east, north = territory.box_around(longitude, latitude, REACH_M).extent
    box = {"west": west, "south": south, "east": east, "north": north}
    with connection.cursor() as cursor:
        cursor.execute(NEAREST, box | {"x": longitude, "y": latitude, "reach": REACH_M})
        rows = cursor.fetchall()
    kinds = {"DOORPLATE": Precision.DOOR, "POI": Precision.POI}
    return {
        kind: NearPlace(name, kinds[kind], code, x, y, round(distance, 2)) for kind, code, name, x, y, distance in rows
    }


def _crossing(known: PlaceIndex, longitude: float, latitude: float) -> NearPlace | None:
    """Return the nearest crossing of two roads that run near the point."""
    here = (longitude, latitude)
    roads = sorted(known.lines.near(here, REACH_M))
    pairs = ((one, other) for place, one in enumerate(roads) for other in roads[place + 1 :])
    met = [(metres_between(here, known.crossings[pair]), pair) for pair in pairs if pair in known.crossings]
    if not met or min(met)[0] > REACH_M:
        return None
    distance, pair = min(met)
    label = "与".join(known.roads.entries[road].label for road in pair) + "交叉口"
    return NearPlace(label, Precision.CROSSING, None, *known.crossings[pair], round(distance, 2))
