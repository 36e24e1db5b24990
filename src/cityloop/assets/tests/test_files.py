from pathlib import Path
from random import Random
from typing import Any
from zipfile import ZipFile

import pyogrio
import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cityloop.assets import api
from cityloop.assets.actions import filling
from cityloop.assets.models import BadRow, Component, ComponentSequence, ComponentStateChange, StagedComponent
from cityloop.assets.queries import sources
from cityloop.assets.tests.files import ACTOR, RULES, row, take_in, write
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.models import OutboxEvent

pytestmark = pytest.mark.django_db
ROWS = [row(1, 2.5, 1.5), row(2, 2.6, 1.5), row(3, 0.5, 0.5, STATE="破损"), row(4, 50, 50), row(5, 4.5, 1.5)]


@pytest.fixture(autouse=True)
def _city(small_city: None, tmp_path: Path, settings: Any) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}},
    }
    assert default_storage is not None


def codes() -> dict[str, str]:
    return dict(Component.objects.values_list("external_id", "code"))


def everything() -> list[Any]:
    rows = [dict(each) for each in Component.objects.order_by("code").values()]
    return [rows, list(ComponentSequence.objects.order_by("prefix").values()), OutboxEvent.objects.count()]


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson"])
def test_a_file_comes_in_with_codes_grids_and_attributes(tmp_path: Path, suffix: str) -> None:
    done = take_in(write(tmp_path / f"lamps{suffix}", ROWS))

    assert (done.state, done.reason) == (api.ImportState.DONE, "")
    assert (done.rows_total, done.rows_read, done.rows_bad, done.added, done.placeless) == (5, 5, 0, 5, 1)
    assert codes() == {
        "1": "11010101027000001",
        "2": "11010101027000002",
        "5": "11010101027000003",
        "3": "11010201027000001",
        "4": "11010001027000001",
    }
    found = Component.objects.get(external_id="3")
    assert (found.name, found.state, found.grid_id, str(found.surveyed_on)) == (
        "人民路路灯3", "DAMAGED", "110102001001003", "2020-05-06",
    )  # fmt: skip
    assert StagedComponent.objects.count() == 0


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_the_rows_has_no_part_in_the_codes(tmp_path: Path, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - a test wants the same numbers again
    rows = [row(n, random.uniform(0, 6), random.uniform(0, 2)) for n in range(80)]
    rows += [dict(rows[n], ID=f"twin-{n}") for n in range(10)]
    take_in(write(tmp_path / "a.gpkg", rows))
    first = codes()
    Component.objects.all().delete()
    ComponentSequence.objects.all().delete()
    random.shuffle(rows)

    take_in(write(tmp_path / "b.gpkg", rows))

    assert codes() == first


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "lamps.gpkg", ROWS)
    take_in(path)
    before = everything()

    done = take_in(path)

    assert (done.added, done.changed, done.unchanged) == (0, 0, 5)
    assert everything() == before


def test_what_differs_is_changed_and_a_change_of_state_is_remembered(tmp_path: Path) -> None:
    take_in(write(tmp_path / "lamps.gpkg", ROWS))
    later = [row(1, 4.5, 1.4, NOTE="移位"), row(2, 2.6, 1.5, STATE="移除"), row(9, 2.7, 1.5)]

    done = take_in(write(tmp_path / "later.gpkg", later))

    assert (done.added, done.changed, done.unchanged, done.missing) == (1, 2, 0, 3)
    moved, gone = Component.objects.get(external_id="1"), Component.objects.get(external_id="2")
    assert (moved.code, moved.grid_id, moved.note) == ("11010101027000001", "110101001002001", "移位")
    assert (gone.state, gone.valid_until is not None) == ("REMOVED", True)
    change = ComponentStateChange.objects.get()
    assert (change.component_id, change.source, change.target) == (gone.pk, "INTACT", "REMOVED")
    assert (change.actor_id, change.made_by_id) == (ACTOR.account_id, done.id)
    assert codes()["9"] == "11010101027000004"


def test_bad_rows_are_told_with_their_values_and_the_good_ones_come_in(tmp_path: Path) -> None:
    bad = [row("", 1, 1), row(7, 1, 1, STATE="坏"), row(8, 1, 1, DAY="2020-13-01"), row(9, 1, 1), row(9, 1, 1.1)]

    done = take_in(write(tmp_path / "lamps.gpkg", [*ROWS, *bad]))

    assert (done.state, done.added, done.rows_bad) == (api.ImportState.DONE, 5, 5)
    report = list(api.bad_rows(done.id))
    assert [each[0] for each in report] == [6, 7, 8, 9, 10]
    assert report[1][1] == "state 坏 is no state of a component"
    assert report[3][2] == "external_id 9 在文件中重复出现"
    assert '"ROAD":"人民路"' in str(report[4][3])


def test_filling_an_empty_inventory_leaves_every_index_and_reference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "FROM_ROWS", 1)
    lamps = write(tmp_path / "lamps.gpkg", ROWS)
    before = structure()

    with CaptureQueriesContext(connection) as asked:
        assert take_in(lamps).added == 5
    assert any(query["sql"].startswith("DROP INDEX") for query in asked)
    assert structure() == before
    with CaptureQueriesContext(connection) as again:
        assert take_in(write(tmp_path / "more.gpkg", [row(6, 2.7, 1.5)])).added == 1
    assert not any("DROP INDEX" in query["sql"] for query in again)


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".zip"])
def test_a_file_that_names_other_files_to_be_read_is_refused(tmp_path: Path, suffix: str) -> None:
    secret = write(tmp_path / "secret.gpkg", ROWS)
    layer = f'<OGRVRTLayer name="secret"><SrcDataSource>{secret}</SrcDataSource></OGRVRTLayer>'
    told = f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>"
    disguised = tmp_path / f"lamps{suffix}"
    if suffix == ".zip":
        with ZipFile(disguised, "w") as archive:
            archive.writestr("secret.vrt", told)
    else:
        disguised.write_text(told)

    with pytest.raises(InvalidInputError, match="not what its name says"):
        take_in(disguised)
    with disguised.open("rb") as file, pytest.raises(InvalidInputError, match="not what its name says"):
        api.preview_file(file=file, file_name=disguised.name)


def test_a_file_without_names_leaves_names_as_they_are(tmp_path: Path) -> None:
    take_in(write(tmp_path / "lamps.gpkg", ROWS))
    nameless = {**RULES, "attributes": {k: v for k, v in RULES["attributes"].items() if k != "name"}}

    done = take_in(write(tmp_path / "again.gpkg", [*ROWS, row(9, 2.8, 1.5)]), nameless)

    assert (done.added, done.changed) == (1, 0)
    assert Component.objects.get(external_id="1").name == "人民路路灯1"
    assert Component.objects.get(external_id="9").name == "通信交接箱"


def structure() -> list[Any]:
    """Return the indexes and constraints of the inventory."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename = 'assets_component' ORDER BY 1")
        indexes = cursor.fetchall()
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint"
            " WHERE conrelid = 'assets_component'::regclass ORDER BY 1"
        )
        return [*indexes, *cursor.fetchall()]


def test_all_or_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "lamps.gpkg", [*ROWS, row(9, 1, 1), row(9, 1, 1.1)])

    done = take_in(path, strict=True)

    assert (done.state, done.added, done.rows_bad) == (api.ImportState.REFUSED, 0, 2)
    assert Component.objects.count() == StagedComponent.objects.count() == 0
    assert BadRow.objects.count() == 2


def test_a_component_never_changes_its_class(tmp_path: Path) -> None:
    take_in(write(tmp_path / "lamps.gpkg", ROWS[:1]))
    other = {**RULES, "attributes": RULES["attributes"] | {"class_code": "01001"}}

    done = take_in(write(tmp_path / "again.gpkg", ROWS[:1]), other)

    assert (done.rows_bad, done.changed) == (1, 0)
    assert "is known with another class" in str(next(api.bad_rows(done.id))[1])


@pytest.mark.parametrize("crs", ["EPSG:4526", "EPSG:4547", "EPSG:3857", "EPSG:4326"])
def test_any_coordinate_system_lands_on_the_same_spot(tmp_path: Path, crs: str) -> None:
    plain = write(tmp_path / "a.gpkg", ROWS)
    frame = pyogrio.raw.read_arrow(plain)[1]
    import numpy as np  # noqa: PLC0415 - for this test alone
    import pyarrow as pa  # noqa: PLC0415 - for this test alone
    import shapely  # noqa: PLC0415 - for this test alone
    from pyproj import Transformer  # noqa: PLC0415 - for this test alone

    there = Transformer.from_crs(4490, crs, always_xy=True)
    shapes = shapely.transform(
        shapely.from_wkb(frame["geom"].to_numpy(zero_copy_only=False)),
        lambda spots: np.column_stack(there.transform(spots[:, 0], spots[:, 1])),
    )
    moved = frame.set_column(
        frame.column_names.index("geom"), "geometry", pa.array(shapely.to_wkb(shapes), pa.binary())
    )
    path = tmp_path / "b.gpkg"
    pyogrio.write_arrow(moved, path, driver="GPKG", geometry_name="geometry", geometry_type="Point", crs=crs)
    take_in(plain)
    before = dict(Component.objects.values_list("external_id", "position"))
    Component.objects.all().delete()

    take_in(path)

    for external_id, position in Component.objects.values_list("external_id", "position"):
        assert position.distance(before[external_id]) < 2e-8


def test_an_import_goes_on_behind_its_last_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from io import BytesIO  # noqa: PLC0415 - for this test alone

    from cityloop.assets.actions import importing  # noqa: PLC0415 - for this test alone
    from tests.support.small_city import NOON  # noqa: PLC0415 - for this test alone

    path = write(tmp_path / "lamps.gpkg", ROWS)
    job = api.start_import(
        file=BytesIO(path.read_bytes()), wanted=api.NewImport("lamps.gpkg", RULES), actor=ACTOR, at=NOON,
        is_deferred=False,
    )  # fmt: skip
    real = sources.batches
    monkeypatch.setattr(importing, "batches", lambda *a, **k: _dying(real(*a, **k, size=2)))
    with pytest.raises(KeyboardInterrupt):
        api.run_import(import_id=job.id, at=NOON)
    assert api.component_import(job.id).rows_read == 2
    assert Component.objects.count() == 0
    monkeypatch.setattr(importing, "batches", lambda *a, **k: real(*a, **k, size=2))

    done = api.run_import(import_id=job.id, at=NOON)

    assert (done.state, done.rows_read, done.added) == (api.ImportState.DONE, 5, 5)
    assert api.run_import(import_id=job.id, at=NOON) == done


def _dying(batches: Any) -> Any:
    yield next(batches)
    raise KeyboardInterrupt


def test_a_mapping_that_is_none_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "lamps.gpkg", ROWS)
    for rules, why in [
        ({"attributes": {"colour": "{ID}"}}, "has no colour"),
        ({"attributes": {"name": "{ID}"}}, "is known again"),
        ({**RULES, "crs": "EPSG:1"}, "not a known coordinate system"),
        ({"attributes": RULES["attributes"] | {"note": "{NICHTS}"}}, "has no field NICHTS"),
    ]:
        with pytest.raises(InvalidInputError, match=why):
            take_in(path, rules)
