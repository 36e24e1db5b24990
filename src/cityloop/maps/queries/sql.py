"""Statements over the tables of territory, assets and places, for counts and tiles.

A tile's statement takes `z`, `x`, `y`, its ground in degrees (`west`, `south`, `east`, `north`), the caller's `area`
as a prefix pattern and, for counts, the `digits` of the areas counted by.
"""

from cityloop.maps.domain.tiles import CELL_ZOOM, EXTENT, MARGIN

TILE = "ST_TileEnvelope(%(z)s, %(x)s, %(y)s)"
GROUND = "ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4490)"
AREA_HOLDS = "(%(area)s = '' OR {} LIKE %(area)s || '%%')"
# A coordinate of CGCS2000 is one of WGS 84 to within decimetres, by EPSG's own definition: nothing is to be shifted.
MERCATOR = "ST_Transform(ST_SetSRID({}, 4326), 3857)"
# The square of ground, as tiles of `CELL_ZOOM` cut it, in which a spot lies.
SQUARE = (
    f"floor((ST_X({{spot}}) + 180) / 360 * {2**CELL_ZOOM}) || '/'"
    f" || floor((1 - asinh(tan(radians(ST_Y({{spot}})))) / pi()) / 2 * {2**CELL_ZOOM})"
)
DOORS_FROM = 17  # the zoom at which house numbers join the other places

TALLY = (
    "DELETE FROM maps_areatally",
    """
INSERT INTO maps_areatally (code, name, digits, grids, components, faulty, places, spot)
WITH counted AS (
    SELECT grid_code, count(*) AS components, count(*) FILTER (WHERE state <> 'INTACT') AS faulty
      FROM assets_component
     WHERE valid_until IS NULL AND state <> 'REMOVED' AND grid_code IS NOT NULL
     GROUP BY grid_code),
named AS (
    SELECT grid_code, count(*) AS places
      FROM places_place
     WHERE valid_until IS NULL AND grid_code IS NOT NULL
     GROUP BY grid_code),
grids AS (
    SELECT g.code, coalesce(c.components, 0) AS components, coalesce(c.faulty, 0) AS faulty,
           coalesce(p.places, 0) AS places, ST_PointOnSurface(g.geometry) AS spot
      FROM territory_unitgrid g
      LEFT JOIN counted c ON c.grid_code = g.code LEFT JOIN named p ON p.grid_code = g.code
     WHERE g.valid_until IS NULL OR c.components > 0 OR p.places > 0),
sums AS (
    SELECT left(code, n) AS code, count(*) AS grids, sum(components) AS components, sum(faulty) AS faulty,
           sum(places) AS places
      FROM grids CROSS JOIN (VALUES (6), (9), (12)) AS d (n) GROUP BY left(code, n))
SELECT code, '', 15, 1, components, faulty, places, spot FROM grids
UNION ALL
SELECT s.code, d.name, length(s.code), s.grids, s.components, s.faulty, s.places, ST_PointOnSurface(d.geometry)
  FROM sums s JOIN territory_division d ON d.code = s.code
""",
)
# The same for some grids alone, and for what they belong to.
RECOUNT = (
    "DELETE FROM maps_areatally WHERE code = ANY(%(grids)s)",
    """
INSERT INTO maps_areatally (code, name, digits, grids, components, faulty, places, spot)
SELECT g.code, '', 15, 1, c.components, c.faulty, p.places, ST_PointOnSurface(g.geometry)
  FROM territory_unitgrid g
 CROSS JOIN LATERAL (
       SELECT count(*) AS components, count(*) FILTER (WHERE state <> 'INTACT') AS faulty
         FROM assets_component WHERE grid_code = g.code AND valid_until IS NULL AND state <> 'REMOVED') AS c
 CROSS JOIN LATERAL (SELECT count(*) AS places FROM places_place WHERE grid_code = g.code AND valid_until IS NULL) AS p
 WHERE g.code = ANY(%(grids)s) AND (g.valid_until IS NULL OR c.components > 0 OR p.places > 0)
""",
    """
UPDATE maps_areatally a
   SET grids = s.grids, components = s.components, faulty = s.faulty, places = s.places
  FROM (SELECT p.code, count(*) AS grids, sum(t.components) AS components, sum(t.faulty) AS faulty,
               sum(t.places) AS places
          FROM (SELECT DISTINCT n, left(g, n) AS code
                  FROM unnest(%(grids)s::text[]) AS g CROSS JOIN (VALUES (6), (9), (12)) AS d (n)) AS p
          JOIN maps_areatally t ON t.digits = 15 AND left(t.code, p.n) = p.code GROUP BY p.code) AS s
 WHERE a.code = s.code
""",
    f"""
INSERT INTO maps_squarestamp (place, stamp)
SELECT s.place, gen_random_uuid()
  FROM (SELECT DISTINCT 'counted/' || {SQUARE.format(spot="spot")} AS place
          FROM (SELECT ST_PointOnSurface(geometry) AS spot FROM territory_unitgrid WHERE code = ANY(%(grids)s)) AS g
       ) AS s
 ORDER BY s.place
    ON CONFLICT (place) DO UPDATE SET stamp = excluded.stamp
""",  # noqa: S608 - constants of ours
)
NOTE_SQUARES = """
INSERT INTO maps_squarestamp (place, stamp)
SELECT p, gen_random_uuid() FROM unnest(%(places)s::text[]) AS p ORDER BY p
    ON CONFLICT (place) DO UPDATE SET stamp = excluded.stamp
"""
BOX_OF_COMPONENT = """
SELECT ST_XMin(geometry), ST_YMin(geometry), ST_XMax(geometry), ST_YMax(geometry)
  FROM assets_component WHERE code = %(code)s
"""
# The grid in which a place lies, and the one in which it lay before it was last changed.
GRIDS_OF_PLACE = """
SELECT grid_code FROM places_place WHERE code = %(code)s AND grid_code IS NOT NULL
 UNION
SELECT before ->> 'grid_code' FROM (
    SELECT before FROM places_placechange WHERE place_code = %(code)s ORDER BY id DESC LIMIT 1) AS c
 WHERE before ->> 'grid_code' IS NOT NULL
"""


def shape(geometry: str) -> str:
    """Return the expression of a geometry as it is drawn in the tile."""
    return f"ST_AsMVTGeom({MERCATOR.format(geometry)}, {TILE}, {EXTENT}, {MARGIN}, true) AS shape"


def tile(sheet: str, rows: str) -> str:
    """Return the statement that makes rows with a `shape` into a tile of one layer.

    Rows without a shape are left out by ST_AsMVT itself; a condition here would have every shape made twice.
    """
    return f"SELECT coalesce(ST_AsMVT(t, '{sheet}', {EXTENT}, 'shape'), '') FROM ({rows}) AS t"  # noqa: S608 - constants of ours


DIVISION_SHAPES = tile(
    "divisions",
    f"""SELECT {shape("ST_SimplifyPreserveTopology(geometry, %(coarseness)s)")}, code, name, lower(level) AS level
          FROM territory_division
         WHERE geometry && {GROUND} AND valid_until IS NULL AND length(code) <= %(digits)s
           AND {AREA_HOLDS.format("code")}""",  # noqa: S608 - the same
)
# A shape is cut at the edge of a tile and would be named in each; its name has one spot.
DIVISION_NAMES = tile(
    "division_names",
    f"""SELECT {shape("ST_PointOnSurface(geometry)")}, code, name, lower(level) AS level
          FROM territory_division
         WHERE geometry && {GROUND} AND valid_until IS NULL AND length(code) <= %(digits)s
           AND {AREA_HOLDS.format("code")}""",  # noqa: S608 - the same
)
DIVISIONS = f"SELECT ({DIVISION_SHAPES}) || ({DIVISION_NAMES})"
UNIT_GRIDS = tile(
    "unit_grids",
    f"""SELECT {shape("geometry")}, code, area_level, duty_grid_code
          FROM territory_unitgrid
         WHERE geometry && {GROUND} AND valid_until IS NULL AND {AREA_HOLDS.format("code")}""",  # noqa: S608 - the same
)
DUTY_GRIDS = tile(
    "duty_grids",
    f"""SELECT {shape("geometry")}, code
          FROM (SELECT duty_grid_code AS code, ST_Union(geometry) AS geometry FROM territory_unitgrid
                 WHERE valid_until IS NULL AND duty_grid_code IN (
                       SELECT duty_grid_code FROM territory_unitgrid
                        WHERE geometry && {GROUND} AND valid_until IS NULL AND {AREA_HOLDS.format("code")})
                 GROUP BY duty_grid_code) AS d""",  # noqa: S608 - the same
)
COMPONENTS = tile(
    "components",
    f"""SELECT {shape("geometry")}, code, class_code, name, lower(state) AS state
          FROM assets_component
         WHERE geometry && {GROUND} AND valid_until IS NULL AND state <> 'REMOVED'
           AND {AREA_HOLDS.format("grid_code")}""",  # noqa: S608 - the same
)
# A road is named where its label lies and belongs to every area that it runs through.
RUNS_THROUGH = """(kind = 'ROAD' AND ST_Intersects(
                    geometry, (SELECT d.geometry FROM territory_division AS d
                                WHERE d.code = %(area)s AND d.valid_until IS NULL)))"""
# House numbers are the most of all places and say something from very near only.
PLACES = tile(
    "places",
    f"""SELECT {shape("geometry")}, code, lower(kind) AS kind, name, category
          FROM places_place
         WHERE geometry && {GROUND} AND valid_until IS NULL
           AND (kind <> 'DOORPLATE' OR %(z)s >= {DOORS_FROM})
           AND ({AREA_HOLDS.format("grid_code")} OR {RUNS_THROUGH})""",  # noqa: S608 - the same
)


def counts(sheet: str, columns: str) -> str:
    """Return the statement of a layer of counts by area."""
    return tile(
        sheet,
        f"""SELECT {shape("spot")}, code, name, {columns} FROM maps_areatally
             WHERE digits = %(digits)s AND spot && {GROUND} AND {AREA_HOLDS.format("code")}""",  # noqa: S608 - the same
    )


GRID_COUNTS = counts("grid_counts", "grids AS count")
COMPONENT_COUNTS = counts("component_counts", "components AS count, faulty")
PLACE_COUNTS = counts("place_counts", "places AS count")
# What names the state of what is drawn, each NULL where its table is empty; squares are those of `%(squares)s`.
STAMPS = "md5(string_agg(stamp::text, '' ORDER BY place))"
STAMP_OF = {
    "ground": "(SELECT stamp::text FROM territory_city)",
    "inventory": "(SELECT stamp::text FROM maps_edition)",
    "tally": "(SELECT tally_stamp::text FROM maps_edition)",
    "recount": "(SELECT recount_stamp::text FROM maps_edition)",
    "places": "(SELECT stamp::text FROM places_gazetteer)",
    "squares": f"(SELECT {STAMPS} FROM maps_squarestamp WHERE place = ANY(%(squares)s))",  # noqa: S608 - the same
}

# {cases} is the query of the open cases that the caller may know of, as the door of cases gives it. Beside the tile
# stands the next moment at which a lamp in it changes: a lamp is still the old one at that moment itself.
LAMP = """CASE WHEN due_at IS NULL THEN 'off' WHEN %(at)s > due_at THEN 'red'
               WHEN %(at)s > warn_at THEN 'yellow' ELSE 'green' END"""
TURNS = "CASE WHEN %(at)s <= warn_at THEN least(warn_at, due_at) WHEN %(at)s <= due_at THEN due_at END"


def with_turn(sheet: str, columns: str, rows: str) -> str:
    """Return the statement of a tile of rows that have `columns`, a `shape` and `turns_at`, and the first of these."""
    drawn = tile(sheet, f"SELECT shape, {columns} FROM drawn")  # noqa: S608 - the same
    return f"WITH drawn AS MATERIALIZED ({rows}) SELECT ({drawn}), (SELECT min(turns_at) FROM drawn)"  # noqa: S608 - the same


CASES = with_turn(
    "cases",
    "id, number, class_code, stage, lamp",
    f"""SELECT {shape("spot")}, case_id::text AS id, number, class_code, stage, {LAMP} AS lamp, {TURNS} AS turns_at
          FROM ({{cases}}) AS c WHERE spot && {GROUND}""",  # noqa: S608 - the same
)
# A case keeps the grid in which it was filed; of one that has ended, no count tells where it was.
CASE_COUNTS = with_turn(
    "case_counts",
    "code, name, count, red, yellow",
    f"""SELECT {shape("spot")}, code, name, count, red, yellow, turns_at
          FROM (SELECT code, coalesce(a.name, '') AS name, coalesce(a.spot, n.middle) AS spot, count, red, yellow,
                       turns_at
                  FROM (SELECT left(grid_code, %(digits)s) AS code, count(*) AS count, min({TURNS}) AS turns_at,
                               ST_Centroid(ST_Collect(spot)) AS middle,
                               count(*) FILTER (WHERE %(at)s > due_at) AS red,
                               count(*) FILTER (WHERE %(at)s > warn_at AND %(at)s <= due_at) AS yellow
                          FROM ({{cases}}) AS c GROUP BY left(grid_code, %(digits)s)) AS n
                  LEFT JOIN maps_areatally a USING (code)) AS placed
         WHERE spot && {GROUND}""",  # noqa: S608 - the same
)
# What happened to cases is noted by the square of ground where each lies and by the street that it is counted in.
STREET_DIGITS = 9
NOTE_CASE = f"""
INSERT INTO maps_casestamp (place, stamp)
SELECT p.place, gen_random_uuid()
  FROM cases_case c
 CROSS JOIN LATERAL (VALUES
       (left(c.grid_code, {STREET_DIGITS})), ({SQUARE.format(spot="c.location")})) AS p (place)
 WHERE c.id = %(case_id)s
 ORDER BY p.place
    ON CONFLICT (place) DO UPDATE SET stamp = excluded.stamp
"""  # noqa: S608 - the same
NEWS = "SELECT (SELECT stamp::text FROM territory_city), {}, {} FROM maps_casestamp WHERE {}"
NEWS_OF_CELLS = NEWS.format(STAMPS, "''", "place = ANY(%(cells)s)")
NEWS_OF_AREAS = NEWS.format(
    STAMPS,
    "(SELECT tally_stamp::text FROM maps_edition)",
    f"""left(place, %(prefix)s) IN (
            SELECT left(code, {STREET_DIGITS}) FROM maps_areatally WHERE digits = %(digits)s AND spot && {GROUND})""",  # noqa: S608 - the same
)
