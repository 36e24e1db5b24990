"""The collections that are published as OGC API - Features, and where each is read from."""

from collections.abc import Mapping

from cityloop.maps.contracts import Collection, Property

TODAY = "t.valid_until IS NULL"
SINCE = Property("t.valid_from", format="date-time")


def _text(column: str, *, is_asked: bool = True) -> Property:
    return Property(column, is_asked=is_asked)


DUTY_SOURCE = """(
    SELECT d.code, d.community_code, d.valid_from, d.valid_until,
           (SELECT ST_Union(u.geometry) FROM territory_unitgrid u
             WHERE u.duty_grid_code = d.code AND u.valid_until IS NULL) AS geometry,
           (SELECT count(*) FROM territory_unitgrid u
             WHERE u.duty_grid_code = d.code AND u.valid_until IS NULL) AS unit_grids
      FROM territory_dutygrid d)"""
DUTY_TOUCHING = """t.code IN (SELECT u.duty_grid_code FROM territory_unitgrid u
                                WHERE u.valid_until IS NULL AND {shape})"""

COLLECTIONS: Mapping[str, Collection] = {
    collection.name: collection
    for collection in (
        Collection(
            "divisions",
            "Divisions (行政区划)",
            "City, districts, streets and communities with their boundaries.",
            "territory_division",
            TODAY,
            "t.code",
            "t.geometry",
            "t.valid_from",
            "t.valid_until",
            "t.code",
            ("territory_division", "geometry"),
            "territory.read",
            {
                "code": _text("t.code"),
                "name": _text("t.name"),
                "level": _text("t.level"),
                "parent_code": _text("t.parent_code"),
                "valid_from": SINCE,
            },
        ),
        Collection(
            "unit_grids",
            "Unit grids (单元网格)",
            "The smallest pieces of ground that are managed, about 10,000 m² each.",
            "territory_unitgrid",
            TODAY,
            "t.code",
            "t.geometry",
            "t.valid_from",
            "t.valid_until",
            "t.code",
            ("territory_unitgrid", "geometry"),
            "territory.read",
            {
                "code": _text("t.code"),
                "community_code": _text("t.community_code"),
                "duty_grid_code": _text("t.duty_grid_code"),
                "area_level": _text("t.area_level"),
                "area_m2": Property("t.area_m2", type="number"),
                "valid_from": SINCE,
            },
        ),
        Collection(
            "duty_grids",
            "Duty grids (责任网格)",
            "One to five adjacent unit grids of one community, walked by one collector.",
            DUTY_SOURCE,
            f"{TODAY} AND t.unit_grids > 0",
            "t.code",
            "t.geometry",
            "t.valid_from",
            "t.valid_until",
            "t.code",
            ("territory_unitgrid", "geometry"),
            "territory.read",
            {
                "code": _text("t.code"),
                "community_code": _text("t.community_code"),
                "unit_grids": Property("t.unit_grids", type="integer"),
                "valid_from": SINCE,
            },
            touching=DUTY_TOUCHING,
        ),
        Collection(
            "components",
            "Components (管理部件)",
            "Lamps, manhole covers, trees and all else of the inventory that stands.",
            "assets_component",
            f"{TODAY} AND t.state <> 'REMOVED'",
            "t.code",
            "t.geometry",
            "t.valid_from",
            "t.valid_until",
            "t.grid_code",
            ("assets_component", "geometry"),
            "assets.read",
            {
                "code": _text("t.code"),
                "class_edition": _text("t.class_edition"),
                "class_code": _text("t.class_code"),
                "name": _text("t.name", is_asked=False),
                "state": _text("t.state"),
                "grid_code": _text("t.grid_code"),
                "valid_from": SINCE,
            },
        ),
        Collection(
            "places",
            "Places (基本地点)",
            "Roads, door plates, estates and landmarks: what people steer by, each with its name.",
            "places_place",
            TODAY,
            "t.code",
            "t.geometry",
            "t.valid_from",
            "t.valid_until",
            "t.grid_code",
            ("places_place", "geometry"),
            "places.read",
            {
                "code": _text("t.code"),
                "kind": _text("t.kind"),
                "name": _text("t.name", is_asked=False),
                "category": _text("t.category", is_asked=False),
                "road_code": _text("t.road_code"),
                "number": _text("t.number_text", is_asked=False),
                "grid_code": _text("t.grid_code", is_asked=False),
                "valid_from": SINCE,
            },
        ),
        Collection(
            "cases",
            "Closed cases (已结案件)",
            "What was found and put right: class, place and times; nothing of who reported it, no words, no pictures.",
            "cases_case",
            "t.phase = 'CLOSED'",
            "t.number",
            "t.location",
            "t.registered_at",
            "t.closed_at",
            "t.grid_code",
            ("cases_case", "location"),
            "",  # nobody's by their post: it is published, or it is not there
            {
                "number": _text("t.number"),
                "kind": _text("t.kind"),
                "class_code": _text("t.class_code"),
                "address": _text("t.address", is_asked=False),
                "grid_code": _text("t.grid_code"),
                "registered_at": Property("t.registered_at", format="date-time"),
                "closed_at": Property("t.closed_at", format="date-time"),
            },
        ),
    )
}
