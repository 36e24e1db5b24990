"""Small city packages for tests, written out as a city's administrator would."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import shapely
import yaml
from shapely.geometry.base import BaseGeometry

from tests.support.small_city import degrees, position

CALENDAR = (
    "timezone: Asia/Shanghai\nfirst_day: 2020-01-01\nlast_day: 2030-12-31\nweek:\n  MON-FRI: 08:00-12:00 14:00-18:00\n"
)
DISPOSAL = (
    "edition,kind,class_code,class_name,number,condition,stage,stage_name,closing_condition,area_level,amount,unit\n"
    "2026,INCIDENT,06010,,1,有暴露垃圾,1,,清除,ALL,4,WORK_HOUR\n"
)


def city_yaml() -> dict[str, Any]:
    """Return the content of a `city.yaml` that names every kind of file."""
    return {
        "city": {"code": "110100", "name": "测试市", "timezone": "Asia/Shanghai", "valid_from": "2026-01-01"},
        "divisions": {
            "districts": {
                "file": "districts.geojson",
                "id": "{ID}",
                "name": "{NAME}",
                "code": {"prefix": "1101"},
            },
            "streets": {"file": "streets.geojson", "id": "{ID}", "name": "{NAME}", "parent": "{ID:1}"},
            "communities": {
                "file": "communities.geojson",
                "id": "{ID}",
                "name": "社区{ID}",
                "parent": "{ID:2}",
                "area_level": "{LEVEL}",
            },
        },
        "duty_grids": {"size": 2},
        "components": {
            "bins": {
                "file": "bins.csv",
                "x": "lon",
                "y": "lat",
                "id": "{no}",
                "name": "废物箱 {no}",
                "class_code": "03005",
                "keeper": "CLEAN",
            }
        },
        "bodies": {"file": "bodies.csv"},
        "accounts": [
            {"username": "officer", "name": "受理员", "post": "acceptor", "body": "CENTRE"},
            {"username": "walker", "name": "监督员", "post": "collector", "body": "CENTRE", "street": "E1"},
            {"username": "Walker", "name": "监督员", "post": "collector", "body": "CENTRE", "district": "W"},
        ],
        "responsibility": [
            {"body": "CLEAN", "kind": "incident", "class_code": "06"},
            {"body": "CLEAN", "kind": "component", "class_code": "03005", "community": "E11"},
        ],
        "calendars": [{"name": "default", "title": "工作日历", "file": "calendar.yaml"}],
        "disposal": [{"name": "default", "title": "处置标准", "file": "disposal.csv", "default_limit": "4 work_hour"}],
    }


def write(folder: Path, **changes: Any) -> Path:
    """Write a package into a folder; `changes` replace sections of `city.yaml`, None drops one."""
    content = city_yaml() | changes
    city = {key: value for key, value in content.items() if value is not None}
    (folder / "city.yaml").write_text(yaml.safe_dump(city, allow_unicode=True, sort_keys=False), encoding="utf-8")
    layer(folder / "districts.geojson", [("W", (0, 0, 2, 2)), ("E", (2, 0, 6, 2))], NAME="区")
    layer(folder / "streets.geojson", [("W1", (0, 0, 2, 2)), ("E1", (2, 0, 6, 2))], NAME="街道")
    layer(
        folder / "communities.geojson",
        [("E12", (4, 0, 6, 2)), ("W11", (0, 0, 2, 2)), ("E11", (2, 0, 4, 2))],
        LEVEL="B",
    )
    spots = {"1": position(0.5, 0.5), "2": position(2.5, 0.5), "3": position(50, 50)}
    lines = ["no,lon,lat", *(f"{no},{x},{y}" for no, (x, y) in spots.items())]
    (folder / "bins.csv").write_text("\n".join(lines), encoding="utf-8")
    (folder / "bodies.csv").write_text(
        "code,name,kind,parent\nCLEAN,环卫局,department,GOV\nCENTRE,监督中心,supervision_centre,GOV\nGOV,市政府,government,\n",
        encoding="utf-8",
    )
    (folder / "calendar.yaml").write_text(CALENDAR, encoding="utf-8")
    (folder / "disposal.csv").write_text(DISPOSAL, encoding="utf-8")
    return folder


def layer(path: Path, boxes: Sequence[tuple[str, tuple[float, float, float, float]]], **fields: str) -> None:
    """Write a GeoJSON layer of boxes, in hundreds of metres from the city's corner."""
    rows = [
        feature(
            degrees(shapely.box(*box)),
            {"ID": name} | {key: name + value if key == "NAME" else value for key, value in fields.items()},
        )
        for name, box in boxes
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": rows}), encoding="utf-8")


def feature(shape: BaseGeometry, properties: dict[str, Any]) -> dict[str, Any]:
    """Return a GeoJSON feature."""
    return {"type": "Feature", "properties": properties, "geometry": json.loads(shapely.to_geojson(shape))}
