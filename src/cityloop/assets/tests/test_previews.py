"""Looking at a file before it is imported, at its bad rows afterwards, and going on with an import."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from cityloop.assets import api
from cityloop.assets.models import ComponentImport
from cityloop.assets.tests.files import ACTOR, RULES, load_classes, row, take_in, write
from cityloop.kernel.errors import InvalidInputError, RefusedError
from tests.support.small_city import NOON, found_city

pytestmark = pytest.mark.django_db
TABLE = "标识码,名称,x,y\n11010103005000009,废物箱,1,2\n".encode("gb18030")
POSITIONS: dict[str, Any] = {"attributes": {"code": "{code}"}, "x": "x", "y": "y"}


def test_a_table_shows_its_fields_and_first_rows() -> None:
    seen = api.preview_file(file=BytesIO(TABLE), file_name="箱.csv")

    assert seen.fields == ("标识码", "名称", "x", "y")
    assert seen.rows[0] == {"标识码": "11010103005000009", "名称": "废物箱", "x": "1", "y": "2"}
    assert (seen.rows_total, seen.crs, seen.layers) == (None, "", ())


def test_a_layer_shows_how_many_rows_it_has_and_in_which_coordinates(tmp_path: Path) -> None:
    path = write(tmp_path / "lamps.gpkg", [row(n, 1, 1) for n in range(12)])

    seen = api.preview_file(file=BytesIO(path.read_bytes()), file_name="lamps.gpkg")

    assert (seen.rows_total, len(seen.rows), seen.layers) == (12, 10, ("lamps",))
    assert "4490" in seen.crs
    assert seen.rows[0]["ROAD"] == "人民路"


@pytest.mark.parametrize(("content", "name"), [(b"", "a.txt"), (b"\x00\x01", "a.gpkg"), (b"no zip", "a.zip")])
def test_what_cannot_be_read_is_refused(content: bytes, name: str) -> None:
    with pytest.raises(InvalidInputError):
        api.preview_file(file=BytesIO(content), file_name=name)


def test_bad_rows_are_told_page_by_page(tmp_path: Path) -> None:
    found_city()
    load_classes()
    rows = [row(1, 1, 1), row(2, 1, 1, STATE="?"), row(3, 1, 1, STATE="?", DAY="gestern")]
    job = take_in(write(tmp_path / "lamps.geojson", rows), RULES)

    first, second = api.bad_row_views(job.id, limit=1), api.bad_row_views(job.id, after=2)

    assert [bad.row for bad in (*first, *second)] == [2, 3]
    assert [fault.attribute for fault in second[0].faults] == ["state", "surveyed_on"]
    assert first[0].faults[0].reason == {"zh": "不是管理部件状态", "en": "is no state of a component"}
    assert first[0].cells["STATE"] == "?"


def started() -> api.ImportView:
    wanted = api.NewImport("bins.csv", POSITIONS)
    return api.start_import(file=BytesIO(b"code,x,y\n1,2,3\n"), wanted=wanted, actor=ACTOR, at=NOON, is_deferred=False)


def test_an_import_that_failed_begins_again() -> None:
    found_city()
    load_classes()
    job = started()
    ComponentImport.objects.filter(pk=job.id).update(state="FAILED", reason="the disk was full", ended_at=NOON)

    again = api.resume_import(import_id=job.id, actor=ACTOR, at=NOON)

    assert (again.state, again.reason, again.ended_at) == (api.ImportState.WAITING, "", None)
    assert api.run_import(import_id=job.id, at=NOON).state is api.ImportState.DONE


def test_an_import_that_is_over_stays_over() -> None:
    found_city()
    load_classes()
    job = started()
    api.run_import(import_id=job.id, at=NOON)

    with pytest.raises(RefusedError):
        api.resume_import(import_id=job.id, actor=ACTOR, at=NOON)
