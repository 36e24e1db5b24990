"""What a walker looks for nearby, from the inventory: by which classes, and how far."""

from collections.abc import Mapping, Sequence

from django.db import connection

from cityloop.maps.contracts import Amenity, NearbyPlace
from cityloop.territory.api import box_around, require_on_globe

FARTHEST_M = 1_000.0
# Nobody walks as the crow flies: in a city's network of streets the way is about so much longer. There is no network
# here to walk along, so this stands for one; it keeps the order and overstates no closeness.
DETOUR = 1.3

# By edition of the class table, because the numbers changed (standards/codes.md section 2).
CLASSES: Mapping[Amenity, Sequence[tuple[str, str]]] = {
    Amenity.TOILET: (("2026", "03001"), ("2013", "0301"), ("2007", "0301")),
    Amenity.BIN: (("2026", "03005"), ("2013", "0305"), ("2007", "0305")),
    Amenity.PARKING: (("2026", "02001"), ("2013", "0201"), ("2007", "0201")),
    Amenity.STATION: (("2026", "02004"), ("2013", "0204"), ("2007", "0203")),
}
NEARBY = """
SELECT k.kind, c.name, c.code, ST_X(c.position), ST_Y(c.position), c.distance
  FROM (SELECT name, code, class_edition, class_code, position,
               ST_Distance(position::geography, ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), 4490)::geography) AS distance
          FROM assets_component
         WHERE geometry && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4490)
           AND valid_until IS NULL AND state IN ('INTACT', 'DAMAGED') AND class_code = ANY(%(codes)s)) AS c
  JOIN unnest(%(kinds)s::text[], %(editions)s::text[], %(codes)s::text[]) AS k (kind, edition, code)
    ON k.edition = c.class_edition AND k.code = c.class_code
 WHERE c.distance <= %(reach)s
 ORDER BY c.distance, c.code
 LIMIT %(limit)s
"""


def nearby(
    *, longitude: float, latitude: float, kinds: Sequence[Amenity] = (), walk_m: float = FARTHEST_M, limit: int = 20
) -> list[NearbyPlace]:
    """Return what stands within this walk, the shortest walk first; every kind if none is named.

    :raises InvalidInputError: the point is not on the globe.
    """
    require_on_globe(longitude, latitude)
    wanted = [(kind.value, *pair) for kind in (kinds or tuple(Amenity)) for pair in CLASSES[kind]]
    names, editions, codes = (list(column) for column in zip(*wanted, strict=True))
    reach = walk_m / DETOUR
    west, south, east, north = box_around(longitude, latitude, reach).extent
    box = {"west": west, "south": south, "east": east, "north": north}
    with connection.cursor() as cursor:
        cursor.execute(
            NEARBY,
            box
            | {"x": longitude, "y": latitude, "reach": reach, "limit": limit}
            | {"kinds": names, "editions": editions, "codes": codes},
        )
        rows = cursor.fetchall()
    return [
        NearbyPlace(Amenity(kind), name, code, x, y, round(distance, 1), round(distance * DETOUR, 1))
        for kind, name, code, x, y, distance in rows
    ]
