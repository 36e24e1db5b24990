import csv
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
import pytest
import shapely
from openpyxl import Workbook

from cityloop.assets import api
from cityloop.assets.domain.gcj02 import to_gcj02
from cityloop.assets.models import Component, ComponentSequence
from cityloop.assets.tests.files import ACTOR, FIELDS, RULES, row, take_in, write
from cityloop.organizations import api as organizations
from tests.support.small_city import FOUNDED, NOON, degrees, position

pytestmark = pytest.mark.django_db
LINE = degrees(shapely.LineString([(2.1, 0.5), (3.9, 0.5)]))
AREA = degrees(shapely.box(4.2, 0.2, 4.8, 0.8))
ROWS = [
    row(1, 2.5, 1.5),
    row(2, 0.5, 0.5, STATE="破损", NOTE='=1+1 "引号"，换行\n第二行'),
    row(3, 50, 50, DAY=""),
    row(4, 0, 0) | {"shape": LINE},
    row(5, 0, 0, STATE="丢失") | {"shape": AREA},
]


@pytest.fixture(autouse=True)
def _city(small_city: None, tmp_path: Path, settings: Any) -> None:
    place = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path / "kept")}}
    settings.STORAGES = {**settings.STORAGES, "default": place}


def everything() -> list[dict[str, Any]]:
    hidden = {"id", "changed_at"}
    return [
        {name: value for name, value in each.items() if name not in hidden}
        for each in Component.objects.order_by("code").values()
    ]


@pytest.mark.parametrize("naming", list(api.FieldNaming))
@pytest.mark.parametrize("file_format", list(api.InventoryFormat))
def test_what_goes_out_comes_in_again_whole(
    tmp_path: Path, file_format: api.InventoryFormat, naming: api.FieldNaming
) -> None:
    draft = organizations.BodyDraft(
        code="SZ", name="市政处", kind=organizations.BodyKind.DEPARTMENT, valid_from=FOUNDED
    )
    organizations.add_body(draft=draft, actor=ACTOR, at=FOUNDED)
    rules = {**RULES, "attributes": RULES["attributes"] | {"keeper": "SZ", "accuracy": "B", "data_source": "实测"}}
    take_in(write(tmp_path / "a.gpkg", ROWS), rules)
    Component.objects.filter(external_id="1").update(looked_on=date(2026, 3, 1))
    gone = {"state": "REMOVED", "valid_until": NOON + timedelta(days=1, microseconds=7)}
    Component.objects.filter(external_id="2").update(**gone)
    before = everything()
    assert len(before) == 5
    folder = tmp_path / "out"
    folder.mkdir()
    path = api.write_components(folder, api.ComponentFilter(has_removed=True), file_format, naming)
    Component.objects.all().delete()
    ComponentSequence.objects.all().delete()
    back = api.mapping_of(naming)
    if file_format in {api.InventoryFormat.CSV, api.InventoryFormat.XLSX}:
        back["wkt"] = "geometry"

    for layer in ("points", "lines", "polygons") if file_format is api.InventoryFormat.SHP else ("",):
        take_in(path, back | {"layer": layer})

    assert everything() == before
    assert ComponentSequence.objects.exists()


def table(tmp_path: Path, suffix: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / f"lamps{suffix}"
    there = to_gcj02(np.array([position(2.5, 1.5), position(0.5, 0.5)]))
    lines = [
        [*(each[name] for name in FIELDS), *map(str, spot)] for each, spot in zip(ROWS, there.tolist(), strict=False)
    ]
    if suffix == ".xlsx":
        book = Workbook()
        for line in [[*FIELDS, "lng", "lat"], *lines]:
            book.worksheets[0].append(line)
        book.save(path)
    else:
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows([[*FIELDS, "lng", "lat"], *lines])
    return path


@pytest.mark.parametrize(
    ("suffix", "encoding"), [(".csv", "utf-8"), (".csv", "utf-8-sig"), (".csv", "gbk"), (".xlsx", "")]
)
def test_tables_from_a_telephone_come_in(tmp_path: Path, suffix: str, encoding: str) -> None:
    done = take_in(table(tmp_path, suffix, encoding), {**RULES, "crs": "GCJ02", "x": "lng", "y": "lat"})

    assert (done.added, done.rows_bad, done.rows_total) == (2, 0, 2)
    found = Component.objects.get(external_id="1")
    assert found.name == "人民路路灯1"
    assert (found.position.x, found.position.y) == pytest.approx(position(2.5, 1.5), abs=1e-8)


@pytest.mark.parametrize(("encoding", "says"), [("GBK", True), ("GBK", False), ("UTF-8", False)])
def test_a_shapefile_comes_in_whatever_its_encoding(tmp_path: Path, encoding: str, says: bool) -> None:  # noqa: FBT001 - a parameter of a test
    write(tmp_path / "lamps.shp", ROWS[:2], encoding=encoding)
    path = tmp_path / "lamps.zip"
    with ZipFile(path, "w") as archive:
        for part in tmp_path.glob("lamps.*"):
            if part != path and (says or part.suffix != ".cpg"):
                archive.write(part, part.name)

    done = take_in(path)

    assert (done.added, done.rows_bad) == (2, 0)
    assert Component.objects.get(external_id="2").state == "DAMAGED"
