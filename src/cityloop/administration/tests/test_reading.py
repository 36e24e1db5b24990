import json
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely
from openpyxl import Workbook

from cityloop.access.contracts import Post
from cityloop.administration.api import Area, BadPackageError, Cutting, SeatFacts, read_package
from cityloop.administration.tests.folders import city_yaml, feature, write
from cityloop.territory.contracts import DivisionLevel
from tests.support.small_city import PLANE, degrees, position


def complaints(folder: Path) -> list[str]:
    with pytest.raises(BadPackageError) as refusal:
        read_package(folder)
    return [str(flaw) for flaw in refusal.value.flaws]


def changed(section: str, **values: Any) -> dict[str, Any]:
    """Return a section of the ordinary `city.yaml` with some of its keys replaced."""
    return {section: city_yaml()[section] | values}


def test_a_folder_becomes_a_package(tmp_path: Path) -> None:
    package = read_package(write(tmp_path))

    assert (package.city.code, package.city.name, package.district_prefix) == ("110100", "测试市", "1101")
    assert [(row.source_id, row.parent_id, row.name) for row in package.divisions if row.level == "COMMUNITY"] == [
        ("E12", "E1", "社区E12"),
        ("W11", "W1", "社区W11"),
        ("E11", "E1", "社区E11"),
    ]
    assert {row.area_level for row in package.divisions if row.level is DivisionLevel.COMMUNITY} == {"B"}
    assert package.unit_grids == Cutting()
    assert package.duty_grids == 2
    assert [(c.external_id, c.name) for c in package.components[0].components] == [
        ("1", "废物箱 1"),
        ("2", "废物箱 2"),
        ("3", "废物箱 3"),
    ]
    assert [body.code for body in package.bodies] == ["CLEAN", "CENTRE", "GOV"]
    assert package.accounts[1].seats == (
        SeatFacts(post=Post.COLLECTOR, body="CENTRE", area=Area(DivisionLevel.STREET, "E1")),
        SeatFacts(post=Post.COLLECTOR, body="CENTRE", area=Area(DivisionLevel.DISTRICT, "W")),
    )
    assert str(package.standards[0].default_limit) == "4 work_hour"


def test_data_may_lie_in_another_folder_and_the_package_goes_first(tmp_path: Path) -> None:
    home, data = tmp_path / "home", tmp_path / "data"
    home.mkdir()
    data.mkdir()
    write(data)
    (home / "city.yaml").write_bytes((data / "city.yaml").read_bytes())
    (home / "bodies.csv").write_text("code,name,kind\nCENTRE,中心,supervision_centre\n", encoding="utf-8")

    package = read_package(home, data=data)

    assert [body.name for body in package.bodies] == ["中心"]
    assert len(package.divisions) == 7


@pytest.mark.parametrize("suffix", ["gpkg", "shp"])
def test_shapes_in_a_plane_come_out_in_degrees(tmp_path: Path, suffix: str) -> None:
    folder = write(tmp_path, **changed("divisions", districts=_districts(suffix)))
    flat = PLANE.flatten(np.array([degrees(shapely.box(0, 0, 2, 2)), degrees(shapely.box(2, 0, 6, 2))]))
    names = np.array(["W", "E"], dtype=object)
    pyogrio.raw.write(
        folder / f"districts.{suffix}",
        np.asarray(shapely.to_wkb(flat)),
        [names, names],
        ["ID", "NAME"],
        geometry_type="Polygon",
        crs="EPSG:32650",
    )

    package = read_package(folder)

    shapes = [shapely.from_wkb(row.geometry) for row in package.divisions if row.level is DivisionLevel.DISTRICT]
    assert shapely.hausdorff_distance(shapes[0], degrees(shapely.box(0, 0, 2, 2))) < 1e-8


def _districts(suffix: str) -> dict[str, Any]:
    districts: dict[str, Any] = city_yaml()["divisions"]["districts"]
    return districts | {"file": f"districts.{suffix}"}


def test_components_come_from_xlsx_too(tmp_path: Path) -> None:
    folder = write(tmp_path)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["no", "lon", "lat"])
    sheet.append([7, *position(0.5, 0.5)])
    book.save(folder / "bins.xlsx")
    bins = city_yaml()["components"]["bins"] | {"file": "bins.xlsx"}
    write(tmp_path, components={"bins": bins})

    assert [row.external_id for row in read_package(folder).components[0].components] == ["7"]


def test_given_unit_grids_and_duty_grids_are_read(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        unit_grids={"file": "grids.geojson", "id": "{CODE}"},
        duty_grids={"file": "duty.csv"},
    )
    cell = feature(degrees(shapely.box(0, 0, 1, 1)), {"CODE": "110101001001001"})
    (folder / "grids.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [cell]}))
    (folder / "duty.csv").write_text("code,unit_grid\n110101001001001,110101001001001\n")

    package = read_package(folder)

    assert isinstance(package.unit_grids, tuple)
    assert (package.unit_grids[0].code, package.unit_grids[0].area_level) == ("110101001001001", "A")
    assert package.unit_grids[0].area_m2 == pytest.approx(10_000, abs=10)
    assert isinstance(package.duty_grids, tuple)
    assert package.duty_grids[0].grid_codes == ("110101001001001",)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"city": None}, "city.yaml: line 1, city: Field required"),
        ({"colour": "red"}, "colour: Extra inputs are not permitted"),
        (changed("city", code=110100), "city.code: Input should be a valid string: put 110100 in quotes"),
        (changed("city", valid_from="soon"), "city.valid_from: Input should be a valid date"),
        ({"duty_grids": {"size": 6}}, "less than or equal to 5"),
        ({"bodies": [{"code": "X", "name": "X", "kind": "church"}]}, "bodies.0.kind: Input should be 'GOVERNMENT'"),
        ({"bodies": {"file": "none.csv"}}, "none.csv: there is no such file in"),
        ({"bodies": {"file": "../bodies.csv"}}, "without .."),
        ({"bodies": {"file": "/etc/passwd"}}, "without .."),
        (
            {
                "accounts": [
                    {"username": "a", "name": "a", "post": "leader", "body": "GOV", "street": "1", "district": "1"}
                ]
            },
            "name one of district, street, community and area_code",
        ),
        ({"disposal": [{"title": "x", "file": "disposal.csv", "default_limit": "soon"}]}, "'soon' is not a limit"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_place(tmp_path: Path, changes: dict[str, Any], complaint: str) -> None:
    assert any(complaint in line for line in complaints(write(tmp_path, **changes)))


def test_the_line_of_a_wrong_key_is_told(tmp_path: Path) -> None:
    folder = write(tmp_path)
    text = (folder / "city.yaml").read_text(encoding="utf-8")
    (folder / "city.yaml").write_text(text.replace("timezone: Asia/Shanghai", "timezone: 8", 1), encoding="utf-8")

    line = text.splitlines().index("  timezone: Asia/Shanghai") + 1

    assert complaints(folder) == [
        f"city.yaml: line {line}, city.timezone: Input should be a valid string: put 8 in quotes"
    ]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("city: {a: 1, a: 2}", "city.yaml: line 1: the key 'a' comes twice"),
        ("city: [", "is not YAML"),
        ("", "Input should be a valid dictionary"),
    ],
)
def test_a_file_that_is_no_package_is_refused(tmp_path: Path, text: str, complaint: str) -> None:
    (tmp_path / "city.yaml").write_text(text)

    assert complaint in "\n".join(complaints(tmp_path))


def test_all_flaws_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    bins = city_yaml()["components"]["bins"] | {"name": "{colour}"}
    folder = write(tmp_path, components={"bins": bins})
    (folder / "bodies.csv").write_text("code,name,kind\nX,,department\nY,Y,church\n", encoding="utf-8")
    (folder / "streets.geojson").write_text("{}")
    points = [feature(shapely.Point(117, 38), {"ID": "W", "NAME": "点"})]
    (folder / "districts.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": points}))

    told = complaints(folder)

    assert any(line.startswith("bins.csv: fields: has no field colour; it has lat, lon, no") for line in told)
    assert "bodies.csv: line 2, name: Field required" in told
    assert any(line.startswith("bodies.csv: line 3, kind: Input should be") for line in told)
    assert any(line.startswith("streets.geojson: cannot be read") for line in told)
    assert "districts.geojson: row 1: is not a polygon" in told


def test_a_row_that_has_no_place_is_named_by_its_line(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "bins.csv").write_text("no,lon,lat\n1,117,40\n2,here,40\n", encoding="utf-8")

    assert "bins.csv: line 3: lon and lat are not both numbers" in complaints(folder)


def test_a_table_of_shapes_needs_its_columns_named(tmp_path: Path) -> None:
    bins = {key: value for key, value in city_yaml()["components"]["bins"].items() if key != "x"}

    assert any(
        "bins.csv: x, y: name the columns" in line for line in complaints(write(tmp_path, components={"bins": bins}))
    )


def test_shapes_off_the_globe_are_refused(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "bins.csv").write_text("no,lon,lat\n1,500000,4300000\n", encoding="utf-8")

    assert "bins.csv: crs: EPSG:4326 puts a shape off the globe" in complaints(folder)


def test_one_name_for_two_people_is_refused(tmp_path: Path) -> None:
    people = [
        {"username": "a", "name": "甲", "post": "acceptor", "body": "CENTRE"},
        {"username": "A", "name": "乙", "post": "leader", "body": "GOV"},
    ]

    assert complaints(write(tmp_path, accounts=people)) == ["accounts: a: has rows that differ in name or phone"]
