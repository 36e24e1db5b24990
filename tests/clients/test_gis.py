"""GDAL and OWSLib read the public layers of a running server, as QGIS and other cities' programs do."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from owslib.ogcapi.features import Features
from pytest_django import DjangoDbBlocker

from tests.faults.running import Running, running
from tests.maps.ogc import COLLECTIONS
from tests.support.town import CITY, EAST_SPOT, position

FURNISH = """
from tests.maps.furnishing import furnish
furnish(town)
"""
LAMP = position(*EAST_SPOT)
LAMPS = {f"lamps{number}" for number in range(1, 6)}
REACH = 5e-5


@pytest.fixture(scope="module")
def server(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """A running server whose layers are public."""
    with (
        django_db_blocker.unblock(),
        running(
            tmp_path_factory.mktemp("gis"),
            f"cityloop_gis_{os.getpid()}",
            furnish=FURNISH,
            CITYLOOP_PUBLIC_LAYERS=",".join(COLLECTIONS),
        ) as found,
    ):
        yield found


def run(*words: str) -> str:
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "ERROR" not in done.stderr, done.stderr
    return done.stdout


def drawn(server: Running, place: Path, name: str, *options: str) -> list[dict[str, Any]]:
    """Return what ogr2ogr makes of a collection."""
    out = place / "out.geojson"
    run("ogr2ogr", "-f", "GeoJSON", str(out), f"OAPIF:{server.url}/ogc", name, *options)
    features: list[dict[str, Any]] = orjson.loads(out.read_bytes())["features"]
    return features


def named(features: list[dict[str, Any]]) -> set[str]:
    return {feature["properties"]["name"] for feature in features}


def test_ogrinfo_lists_the_collections(server: Running) -> None:
    said = run("ogrinfo", "-ro", f"OAPIF:{server.url}/ogc")

    assert all(name in said for name in COLLECTIONS)


@pytest.mark.parametrize(("name", "count"), [("divisions", 8), ("components", 6), ("unit_grids", 18), ("cases", 2)])
def test_ogrinfo_counts_and_describes(server: Running, name: str, count: int) -> None:
    said = run("ogrinfo", "-ro", "-so", f"OAPIF:{server.url}/ogc", name)

    assert f"Feature Count: {count}" in said
    assert "code: String" in said or "number: String" in said


def test_ogr2ogr_reads_everything_page_by_page(server: Running, tmp_path: Path) -> None:
    features = drawn(server, tmp_path, "unit_grids", "-oo", "PAGE_SIZE=5")

    codes = [feature["properties"]["code"] for feature in features]
    assert len(codes) == len(set(codes)) == 18


def test_ogr2ogr_reads_a_box(server: Running, tmp_path: Path) -> None:
    x, y = LAMP
    box = (str(value) for value in (x - REACH, y - REACH, x + REACH, y + REACH))

    assert named(drawn(server, tmp_path, "components", "-spat", *box)) == {"lamps1"}


def test_ogr2ogr_asks_for_properties(server: Running, tmp_path: Path) -> None:
    assert named(drawn(server, tmp_path, "components", "-where", "class_code = '01004'")) == LAMPS
    assert named(drawn(server, tmp_path, "components", "-where", "state = 'DAMAGED'")) == {"bins1"}


def test_gdal_lets_the_server_narrow(server: Running) -> None:
    """It finds in the definition of the service that the property can be asked for."""
    words = ("ogrinfo", "-ro", "-so", "-where", "class_code = '01004'", f"OAPIF:{server.url}/ogc", "components")
    done = subprocess.run(
        words, capture_output=True, text=True, check=True, env={"CPL_DEBUG": "ON", "PATH": os.defpath}
    )

    assert "Feature Count: 5" in done.stdout
    assert "class_code=01004" in done.stderr


def test_ogr2ogr_brings_it_to_cgcs2000(server: Running, tmp_path: Path) -> None:
    features = drawn(
        server,
        tmp_path,
        "components",
        "-t_srs",
        "EPSG:4490",
        "-lco",
        "COORDINATE_PRECISION=9",
        "-where",
        "code IS NOT NULL",
    )

    (lamp,) = [feature for feature in features if feature["properties"]["name"] == "lamps1"]
    assert sorted(lamp["geometry"]["coordinates"]) == pytest.approx(sorted(LAMP), abs=1e-7)


def test_gdal_reads_a_page_in_cgcs2000_as_it_is_served(server: Running, tmp_path: Path) -> None:
    address = f"{server.url}/ogc/collections/components/items?crs=http://www.opengis.net/def/crs/EPSG/0/4490"
    out = tmp_path / "out.geojson"
    run("ogr2ogr", "-f", "GeoJSON", str(out), address, "-lco", "RFC7946=NO")

    (lamp,) = [each for each in orjson.loads(out.read_bytes())["features"] if each["properties"]["name"] == "lamps1"]
    assert lamp["geometry"]["coordinates"] == pytest.approx(LAMP[::-1], abs=1e-8)


def test_owslib_reads_the_service(server: Running) -> None:
    service = Features(f"{server.url}/ogc")

    assert service.feature_collections() == list(COLLECTIONS)
    assert "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core" in service.conformance()["conformsTo"]
    assert service.api()["openapi"] == "3.0.3"
    assert service.collection("divisions")["id"] == "divisions"
    assert service.collection_item("divisions", CITY)["properties"]["name"] == "测试市"


def test_owslib_narrows_and_pages(server: Running) -> None:
    service = Features(f"{server.url}/ogc")
    x, y = LAMP

    inside = service.collection_items("components", bbox=[x - REACH, y - REACH, x + REACH, y + REACH])
    assert [feature["properties"]["name"] for feature in inside["features"]] == ["lamps1"]
    lamps = service.collection_items("components", class_code="01004", limit=2)
    assert (lamps["numberMatched"], lamps["numberReturned"]) == (5, 2)
    assert service.collection_items("cases", datetime_="2020-01-01T00:00:00Z")["features"] == []


def test_tiles_are_served_by_the_running_server_too(server: Running) -> None:
    said = run("ogrinfo", "--config", "GDAL_HTTP_HEADERS", f"Authorization: Bearer {server.tokens['leader']}",
               "-ro", "-so", "-al", f"MVT:{server.url}/api/v1/tiles/components/12/3379/1567.pbf")  # fmt: skip

    assert "component_counts" in said
