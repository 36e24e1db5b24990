"""How rows are told apart from each other and from what is there already."""

from pathlib import Path
from typing import Any

import pytest
import shapely

from cityloop.assets import api
from cityloop.assets.actions import numbering
from cityloop.assets.models import Component, ComponentSequence
from cityloop.assets.tests import files
from cityloop.assets.tests.files import ACTOR, take_in
from cityloop.kernel.errors import RefusedError
from tests.support.grids import CUT, FIRST, HOME, LATER, change_grids
from tests.support.small_city import FOUNDED, NOON, position

pytestmark = pytest.mark.django_db
RULES: dict[str, Any] = {
    "attributes": {
        "code": "{code}", "external_id": "{id}", "source_layer": "lamps", "class_code": "01027",
        "class_edition": "2026", "name": "{name}", "state": "{state}", "valid_from": "{begins}",
        "valid_until": "{ends}", "grid_code": "{grid}",
    },
    "x": "x", "y": "y",
}  # fmt: skip
FIELDS = ("code", "id", "name", "state", "begins", "ends", "grid")
EAST = (2.2, 1.5)


@pytest.fixture(autouse=True)
def _city(small_city: None, tmp_path: Path, settings: Any) -> None:
    place = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path / "kept")}}
    settings.STORAGES = {**settings.STORAGES, "default": place}


def code(number: int, district: str = "110101") -> str:
    return f"{district}01027{number:06}"


def bring(tmp_path: Path, *rows: dict[str, Any], **changes: Any) -> api.ImportView:
    """Import rows; each names what it says, and where it stands as `at`."""
    lines = [",".join([*FIELDS, "x", "y"])]
    for row in rows:
        spot = position(*row.get("at", EAST))
        lines.append(",".join([*(str(row.get(name, "")) for name in FIELDS), *map(str, spot)]))
    path = tmp_path / "lamps.csv"
    path.write_text("\n".join(lines))
    return take_in(path, RULES | changes)


def reasons(done: api.ImportView) -> list[tuple[int, str, str]]:
    return [(bad.row, bad.faults[0].attribute, bad.faults[0].reason["en"]) for bad in api.bad_row_views(done.id)]


def codes() -> list[str]:
    return list(Component.objects.order_by("code").values_list("code", flat=True))


def test_rows_that_have_a_code_and_no_id_come_in_whatever_the_layer(tmp_path: Path) -> None:
    done = bring(tmp_path, {"code": code(1)}, {"code": code(2)}, {"id": "7"})

    assert (done.state, done.added, done.reason) == (api.ImportState.DONE, 3, "")
    assert list(Component.objects.order_by("code").values_list("source_layer", "external_id")) == [
        ("", ""),
        ("", ""),
        ("lamps", "7"),
    ]


def test_a_file_changes_a_component_once_whether_named_by_code_or_by_id(tmp_path: Path) -> None:
    bring(tmp_path, {"code": code(1), "id": "7", "name": "路灯"})

    done = bring(tmp_path, {"code": code(1), "name": "一"}, {"id": "7", "name": "二"}, {"id": "8"})

    assert (done.added, done.changed, done.rows_bad) == (1, 0, 2)
    assert reasons(done) == [
        (1, "code", "comes more than once in the file"),
        (2, "external_id", "comes more than once in the file"),
    ]
    assert Component.objects.get(code=code(1)).name == "路灯"


def test_a_given_number_at_the_end_does_not_use_up_the_others(tmp_path: Path) -> None:
    bring(tmp_path, {"id": "1"}, {"code": code(3)}, {"code": code(999_998)})
    assert codes() == [code(3), code(999_998), code(999_999)]

    done = bring(tmp_path, {"code": code(1)}, {"id": "2"}, {"id": "3"})

    assert done.added == 3
    assert codes() == [code(1), code(2), code(3), code(4), code(999_998), code(999_999)]
    assert ComponentSequence.objects.get(prefix="11010101027").last == 999_999


def test_when_no_number_is_left_the_file_is_refused_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(numbering, "LAST_NUMBER", 3)
    bring(tmp_path, {"id": "1"}, {"code": code(3)})
    spot = shapely.to_wkb(shapely.Point(*position(*EAST)))
    layer = api.ComponentLayer(name="lamps", class_edition="2026", class_code="01027")
    drafts = [api.ComponentDraft(str(number), "路灯", spot) for number in (2, 3)]
    before = codes()

    with pytest.raises(RefusedError, match="All 3 identity codes under 11010101027 are used up"):
        api.import_components(layer=layer, drafts=drafts, valid_from=FOUNDED, at=NOON)

    assert codes() == before
    assert api.import_components(layer=layer, drafts=drafts[:1], valid_from=FOUNDED, at=NOON).added == 1


def test_a_new_code_begins_with_the_district_where_it_stands(tmp_path: Path) -> None:
    stranger, known = {"code": code(1, "110102")}, {"code": code(2)}

    done = bring(tmp_path, stranger, known)

    assert (done.added, done.rows_bad) == (1, 1)
    assert reasons(done) == [(1, "code", "does not begin with the six digits of the district where it stands")]
    assert bring(tmp_path, known | {"at": (0.5, 0.5)}).changed == 1, "one that is known may have moved"
    assert bring(tmp_path, stranger, any_district=True).added == 1
    assert bring(tmp_path, {"code": code(9, "110107"), "at": (50, 50)}).added == 1, "nobody knows where that is"


def test_what_was_removed_keeps_the_grid_of_its_time(tmp_path: Path) -> None:
    rows = {"code": code(1), "state": "完好"}, {"code": code(2), "state": "完好"}
    bring(tmp_path, *rows)
    api.change_state(code=code(1), state=api.ComponentState.REMOVED, actor=ACTOR, at=NOON)
    change_grids(CUT)
    assert dict(Component.objects.values_list("code", "grid__code")) == {code(1): FIRST, code(2): f"{HOME}005"}

    done = bring(tmp_path, rows[0] | {"state": "移除"}, rows[1])

    assert (done.changed, done.unchanged) == (0, 2)
    assert Component.objects.get(code=code(1)).grid_id == FIRST
    assert bring(tmp_path, rows[0] | {"state": "移除", "at": (2.3, 1.5)}).changed == 1
    assert Component.objects.get(code=code(1)).grid_id != FIRST
    assert bring(tmp_path, rows[0]).changed == 1
    assert Component.objects.get(code=code(1)).grid_id == f"{HOME}005"


@pytest.mark.parametrize(
    ("told", "grid"),
    [
        ({"ends": NOON.isoformat()}, FIRST),
        ({"ends": FOUNDED.isoformat(), "begins": "2020-01-01"}, f"{HOME}005"),
        ({"ends": FOUNDED.isoformat(), "begins": "2020-01-01", "grid": FIRST}, FIRST),
        ({"ends": (LATER).isoformat()}, FIRST),
        ({}, f"{HOME}005"),
    ],
)
def test_what_comes_in_as_removed_lies_in_the_grid_of_its_time(
    tmp_path: Path, told: dict[str, str], grid: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_grids(CUT)
    monkeypatch.setattr(files, "NOON", LATER)

    assert bring(tmp_path, {"code": code(1), "state": "移除"} | told).added == 1

    found = Component.objects.get()
    assert (found.state, found.grid_id) == ("REMOVED", grid)
