"""What a walker looks for nearby, from the inventory and the places: by which classes and categories, how far."""

from collections.abc import Mapping, Sequence

from django.db import connection

from cityloop.maps.contracts import Amenity, NearbyPlace
from cityloop.territory.api import box_around, require_on_globe

FARTHEST_M = 1_000.0
# Nobody walks as the crow flies: in a city's network of streets the way is about so much longer. There is no network
# here to walk along, so this stands for one; it keeps the order and overstates no closeness.
DETOUR = 1.3
FARTHEST_WALK_M = FARTHEST_M * DETOUR

# By edition of the class table, because the numbers changed (standards/codes.md section 2).
CLASSES: Mapping[Amenity, Sequence[tuple[str, str]]] = {
    Amenity.TOILET: (("2026", "03001"), ("2013", "0301"), ("2007", "0301")),
    Amenity.BIN: (("2026", "03005"), ("2013", "0305"), ("2007", "0305")),
    Amenity.PARKING: (("2026", "02001"), ("2013", "0201"), ("2007", "0201")),
    Amenity.STATION: (("2026", "02004"), ("2013", "0204"), ("2007", "0203")),
}
# What such a thing is called where it is known as a place (POI) by its category.
WORDS: Mapping[Amenity, Sequence[str]] = {
    Amenity.TOILET: ("公厕", "公共厕所", "公共卫生间", "厕所", "卫生间"),
    Amenity.BIN: ("垃圾箱", "废物箱", "果皮箱", "垃圾桶"),
    Amenity.PARKING: ("停车场", "停车库", "公共停车场", "停车点"),
    Amenity.STATION: ("公交站", "公交车站", "公交枢纽", "地铁站", "轨道交通站", "汽车站", "车站"),
}
# A place this near to a component of its kind is that component: a thing that both know is told once, by the inventory,
# which also knows when it is closed or gone.
SAME_M = 30.0
NEARBY = """
WITH things AS MATERIALIZED (
    SELECT k.kind, c.name, c.code, c.position, c.state, c.valid_until,
           ST_Distance(c.position::geography, ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), 4490)::geography) AS distance
      FROM assets_component c
      JOIN unnest(%(kinds)s::text[], %(editions)s::text[], %(codes)s::text[]) AS k (kind, edition, code)
        ON k.edition = c.class_edition AND k.code = c.class_code
     WHERE c.geometry && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4490)
       AND c.class_code = ANY(%(codes)s)),
named AS MATERIALIZED (
    SELECT w.kind, p.name, p.code, p.position, p.valid_from,
           ST_Distance(p.position::geography, ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), 4490)::geography) AS distance
      FROM places_place p
      JOIN unnest(%(word_kinds)s::text[], %(words)s::text[]) AS w (kind, word) ON w.word = p.category
     WHERE p.position && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4490)
       AND p.valid_until IS NULL AND p.kind = 'POI')
SELECT kind, name, code, ST_X(position), ST_Y(position), distance
  FROM (SELECT kind, name, code, position, distance FROM things
         WHERE valid_until IS NULL AND state IN ('INTACT', 'DAMAGED')
        UNION ALL
        SELECT n.kind, n.name, n.code, n.position, n.distance FROM named n
         WHERE NOT EXISTS (SELECT FROM things t
                            WHERE t.kind = n.kind AND (t.valid_until IS NULL OR t.valid_until > n.valid_from)
                              AND ST_DWithin(t.position::geography, n.position::geography, %(same)s))
           AND NOT EXISTS (SELECT FROM named o
                            WHERE o.kind = n.kind AND o.name = n.name AND o.code < n.code
                              AND ST_DWithin(o.position::geography, n.position::geography, %(same)s))) AS found
 WHERE distance <= %(reach)s
 ORDER BY distance, code
 LIMIT %(limit)s
"""


def nearby(
    *,
    longitude: float,
    latitude: float,
    kinds: Sequence[Amenity] = (),
    walk_m: float = FARTHEST_WALK_M,
    limit: int = 20,
) -> list[NearbyPlace]:
    """Return what stands within 1,000 m as the crow flies, the shortest walk first, each thing once.

    :param kinds: every kind if none is named.
    :param walk_m: only what is no longer to walk.
    :raises InvalidInputError: the point is not on the globe.
    """
    require_on_globe(longitude, latitude)
    wanted = [(kind.value, *pair) for kind in (kinds or tuple(Amenity)) for pair in CLASSES[kind]]
    names, editions, codes = (list(column) for column in zip(*wanted, strict=True))
    called = [(kind.value, word) for kind in (kinds or tuple(Amenity)) for word in WORDS[kind]]
    word_kinds, words = (list(column) for column in zip(*called, strict=True))
    reach = min(FARTHEST_M, walk_m / DETOUR)
    west, south, east, north = box_around(longitude, latitude, reach).extent
    box = {"west": west, "south": south, "east": east, "north": north}
    with connection.cursor() as cursor:
        cursor.execute(
            NEARBY,
            box
            | {"x": longitude, "y": latitude, "reach": reach, "limit": limit}
            | {"kinds": names, "editions": editions, "codes": codes}
            | {"word_kinds": word_kinds, "words": words, "same": SAME_M},
        )
        rows = cursor.fetchall()
    return [
        NearbyPlace(Amenity(kind), name, code, x, y, round(distance, 1), round(distance * DETOUR, 1))
        for kind, name, code, x, y, distance in rows
    ]
